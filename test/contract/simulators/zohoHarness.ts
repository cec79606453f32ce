import type { ZohoService } from '../../../simulators/zoho';
import { makeZohoSimulator, zohoConnection } from '../../../simulators/zoho';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed body; undefined when there is none. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

/** A running Zoho simulator and short ways to call it; each test starts from a reset one. */
export function zohoUnderTest() {
  const service: ZohoService = makeZohoSimulator();
  const place = { base: '' };
  beforeAll(async () => {
    place.base = await service.start();
  });
  afterAll(() => service.stop());
  beforeEach(() => service.reset());

  async function call(path: string, options: CallOptions = {}): Promise<Answer> {
    const { method = options.body === undefined ? 'GET' : 'POST', token = zohoConnection('').accessToken } = options;
    const answer = await fetch(place.base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token ? { authorization: `Zoho-oauthtoken ${token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? (JSON.parse(text) as unknown) : undefined };
  }

  const crm = (path: string, options?: CallOptions) => call(`/crm/v8${path}`, options);
  const write = (path: string, data: readonly Json[], more: Json = {}, options: CallOptions = {}) =>
    crm(path, { ...options, body: { data, trigger: [], ...more } });

  return {
    ...{ service, place, call, crm },
    insert: (module: string, data: readonly Json[], more?: Json) => write(`/${module}`, data, more),
    upsert: (module: string, data: readonly Json[], more?: Json) => write(`/${module}/upsert`, data, more),
    update: (path: string, data: readonly Json[], options: CallOptions = {}) =>
      write(path, data, {}, { ...options, method: 'PUT' }),
    coql: (select_query: string, options: CallOptions = {}) => crm('/coql', { ...options, body: { select_query } }),
    /** Puts contacts in and answers their ids. */
    contacts: (...records: readonly Json[]): string[] => {
      const before = new Set(service.state.records.get('Contacts')?.keys());
      service.seed({ records: { Contacts: records } });
      return [...(service.state.records.get('Contacts')?.keys() ?? [])].filter((id) => !before.has(id));
    },
  };
}

export const rowsOf = ({ body }: Answer): Json[] => (body as { data: Json[] }).data;
export const infoOf = ({ body }: Answer): Json => (body as { info: Json }).info;
export const codesOf = (answer: Answer): unknown[] => rowsOf(answer).map(({ code }) => code);
export const codeOf = ({ body }: Answer): unknown => (body as { code?: unknown } | undefined)?.code;
export const detailsOf = (item: Json | undefined): Json => (item?.details ?? {}) as Json;
