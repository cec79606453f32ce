import type { IHttpRequestOptions } from 'n8n-workflow';
import type { RunningSimulators } from '../../simulators/start';
import type { Life } from '../support/death';
import { passTime } from './time';
import type { Mishap, Side } from './types';

interface Answer {
  readonly statusCode: number;
  readonly headers: object;
  readonly body: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** n8n gives up after so long. */
const PATIENCE = 100_000;
/** What an answer takes; nothing happens in no time. */
const TRIP = 20;

/** As n8n throws a 401 that stayed after it renewed the token. */
const refused = ({ headers, body }: Answer): Error =>
  Object.assign(new Error('401'), {
    httpCode: '401',
    context: { data: body },
    cause: { response: { headers, data: body } },
  });

const silent = (code: string): Error => Object.assign(new Error('no answer'), { code });

/** Played as a cut line, at which time passes: nobody waits for a timeout here. */
const played = ({ fault }: Mishap) => ({ ...fault, kind: fault.kind.replace('timeout', 'drop') });

/**
 * The way from our nodes to the simulators, without a network: straight into their apps. Arms each mishap just before the request
 * it strikes, counts them, and lets a 401 be tried once more with a new token, as n8n does.
 */
export function makeWire(services: RunningSimulators) {
  let mishaps: readonly Mishap[] = [];
  let sent: Record<Side, number> = { outlook: 0, zoho: 0 };
  let underWay = 0;
  const struck: Mishap[] = [];
  const serviceOf = (side: Side) => (side === 'zoho' ? services.zoho : services.graph);

  function arm(side: Side): Mishap | null {
    sent[side] += 1;
    const mishap = mishaps.find((one) => one.side === side && one.at === sent[side]);
    if (mishap) serviceOf(side).faults.add(played(mishap));
    return mishap ?? null;
  }

  /** A fault that struck leaves the list; one that found nothing to strike in this request is taken back. */
  function disarm(side: Side, mishap: Mishap | null): void {
    if (!mishap) return;
    const { faults } = serviceOf(side);
    const [left] = faults.list();
    if (!left || (left.count ?? 1) < (mishap.fault.count ?? 1)) struck.push(mishap);
    faults.clear();
  }

  async function inject(side: Side, { url, method = 'GET', headers, body }: IHttpRequestOptions): Promise<Answer> {
    const { zoho, graph } = services.connection;
    const [base, token] = side === 'zoho' ? [zoho.api, zoho.accessToken] : [graph.api, graph.accessToken];
    if (!url.startsWith(base)) throw new Error(`a request left for ${url}`);
    const payload =
      body === undefined ? undefined : body instanceof ArrayBuffer ? Buffer.from(body) : JSON.stringify(body);
    const answer = await serviceOf(side).app.inject({
      method: method as 'GET',
      url: url.slice(base.length),
      headers: { host: base.slice('http://'.length), ...(headers as object), authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { statusCode: answer.statusCode, headers: answer.headers, body: parsed(answer.payload) };
  }

  async function once(side: Side, options: IHttpRequestOptions): Promise<Answer> {
    const mishap = arm(side);
    underWay += 1;
    passTime(TRIP);
    try {
      return await inject(side, options);
    } catch (error) {
      const isSlow = mishap?.fault.kind.startsWith('timeout');
      if (isSlow) passTime(PATIENCE);
      throw (error as { code?: string }).code === 'LIGHT_ECONNRESET'
        ? silent(isSlow ? 'ETIMEDOUT' : 'ECONNRESET')
        : error;
    } finally {
      underWay -= 1;
      disarm(side, mishap);
    }
  }

  return {
    /** For one run. */
    expect(some: readonly Mishap[]): void {
      [mishaps, sent] = [some, { outlook: 0, zoho: 0 }];
      struck.length = 0;
    },
    struck: (): readonly Mishap[] => struck,
    sent: () => sent,
    /** Nothing is on its way any more. */
    isQuiet: (): boolean => underWay === 0,
    /** Sends for a process that may die before the request leaves, and before its answer is heard. */
    request: (life: Life) => async (type: string, options: IHttpRequestOptions) => {
      const side: Side = type.startsWith('zoho') ? 'zoho' : 'outlook';
      await life.step();
      let answer = await once(side, options);
      if (answer.statusCode === 401) answer = await once(side, options);
      await life.hear();
      if (answer.statusCode === 401) throw refused(answer);
      return answer;
    },
    /** What a person does; not logged as ours. Throws where it is refused. */
    async ask(side: Side, method: string, path: string, body?: object): Promise<Record<string, unknown>> {
      const { api } = side === 'zoho' ? services.connection.zoho : services.connection.graph;
      const answer = await inject(side, {
        url: `${api}${path}`,
        method: method as 'GET',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (answer.statusCode >= 400)
        throw new Error(`${method} ${path}: ${answer.statusCode} ${JSON.stringify(answer.body)}`);
      return (answer.body || {}) as Record<string, unknown>;
    },
  };
}
