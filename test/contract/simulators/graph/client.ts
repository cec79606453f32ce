import { graphConnection, makeGraphSimulator } from '../../../../simulators/graph';

export type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Json;
}

export interface Round {
  readonly pages: Json[][];
  readonly rows: Json[];
  readonly link: string;
}

export const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };
export const MARK = 'String {66f5a359-4659-4830-9070-00040ec6ac6e} Name ZohoId';

/** A simulator and a plain client of it that knows nothing but HTTP; links may be given whole. */
export function graphWorld() {
  const service = makeGraphSimulator();
  const access = graphConnection(service, '');
  let base = '';
  const start = async () => {
    base = await service.start();
    return base;
  };
  async function send(
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const reply = await fetch(url.startsWith('http') ? url : `${base}/v1.0${url}`, {
      method,
      headers: {
        authorization: `Bearer ${access.accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body: text ? JSON.parse(text) : {} };
  }
  const get = (url: string, headers?: Record<string, string>) => send('GET', url, undefined, headers);
  /** Follows a delta round from a first URL or a delta link to its end. */
  async function round(url: string, headers?: Record<string, string>): Promise<Round> {
    const pages: Json[][] = [];
    for (let next = url; ;) {
      const { body, status } = await get(next, headers);
      if (status !== 200) throw new Error(JSON.stringify(body));
      pages.push(body.value);
      if (body['@odata.deltaLink']) return { pages, rows: pages.flat(), link: body['@odata.deltaLink'] };
      next = body['@odata.nextLink'];
    }
  }
  /** A route of the simulator's admin, which is no part of Graph. */
  async function admin(method: string, path: string, body?: object): Promise<Json> {
    const headers = body ? { 'content-type': 'application/json' } : undefined;
    const reply = await fetch(`${base}/_simulator/${path}`, { method, headers, body: body && JSON.stringify(body) });
    return (await reply.json()) as Json;
  }
  return { service, access, start, send, get, round, admin };
}
