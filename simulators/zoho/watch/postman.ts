import { deliver } from '../../common/deliver';
import type { Service } from '../../common/service';
import type { Values } from '../record';
import type { ZohoState } from '../state';
import type { Channel, DeliveryEntry, News } from './model';
import { concerns } from './news';

/** Sends notifications to channels, a moment after the commit, as Zoho does. */
export interface Postman {
  /** Posts what was committed since the last call. */
  tellNews(): void;
  /** Forgets all that is under way. */
  clear(): void;
}

/** Channels that still run; those lapsed by the clock are taken out. */
export function liveChannels({ watch }: ZohoState, now: number): Channel[] {
  for (const { id, expires } of watch.channels.values()) if (expires <= now) watch.channels.delete(id);
  return [...watch.channels.values()];
}

/** Records of one module to which the same happened go out together. */
function bundles(channel: Channel, news: readonly News[]): News[][] {
  const groups = new Map<string, News[]>();
  for (const one of news.filter((each) => concerns(channel, each))) {
    const key = `${one.module} ${one.operation}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** The form of Zoho's own sample; `resource_uri` there names v2 whatever the version in use. */
function bodyOf(channel: Channel, news: readonly News[], now: number): Values {
  const [{ module = '', operation = 'update' } = {}] = news;
  const ids = [...new Set(news.map(({ id }) => id))];
  const touched = (id: string) => [...new Set(news.filter((one) => one.id === id).flatMap(({ fields }) => fields))];
  const query = URL.canParse(channel.url) ? new URL(channel.url).searchParams : new URLSearchParams();
  return {
    ...{ server_time: now, query_params: Object.fromEntries(query), module },
    ...{ resource_uri: `https://www.zohoapis.com/crm/v2/${module}`, ids },
    affected_fields: ids
      .filter((id) => operation === 'update' && touched(id).length > 0)
      .map((id) => ({ [id]: touched(id) })),
    ...{ operation, channel_id: channel.id, token: channel.token },
  };
}

const hidden = ({ token, ...rest }: Values): Values => ({ ...rest, token: token === null ? null : '(hidden)' });

export function makePostman(service: () => Service<ZohoState>): Postman {
  let stop = new AbortController();
  const limit = (name: string): number => Number(service().limits[name] ?? 0);
  const now = (): number => service().clock.now();
  const isLive = ({ id }: Channel): boolean => liveChannels(service().state, now()).some((one) => one.id === id);

  const noter = (channel: Channel, body: Values) => (entry: Pick<DeliveryEntry, 'attempt' | 'status' | 'outcome'>) =>
    void service().state.watch.deliveries.push({
      ...{ at: new Date(now()).toISOString(), channel: channel.id, url: channel.url },
      ...{ ...entry, body: hidden(body) },
    });

  async function send(channel: Channel, body: Values): Promise<void> {
    const { signal } = stop;
    const note = noter(channel, body);
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const waits = Array.from({ length: limit('notifyRetries') }, (_, at) => limit('notifyRetryMs') * 2 ** at);
    const end = await deliver(
      { url: channel.url, headers, body: JSON.stringify(body) },
      {
        ...{ timeoutMs: limit('notifyTimeoutMs'), waits, signal, isWanted: () => isLive(channel) },
        onTry: (attempt, { status, error }) => {
          const outcome = status >= 200 && status < 300 ? 'delivered' : 'failed';
          if (!signal.aborted) note({ attempt, status, outcome, ...(error ? { error } : {}) });
        },
      },
    );
    if (end === 'dropped' && !signal.aborted) note({ attempt: 0, status: 0, outcome: 'dropped' });
  }

  function later(ms: number, go: () => void): void {
    const { signal } = stop;
    const timer = setTimeout(() => !signal.aborted && go(), ms).unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /** A fault may strike a notification on its way: lost, doubled, late. */
  function post(channel: Channel, news: readonly News[]): void {
    const body = bodyOf(channel, news, now());
    const request = { method: 'POST', path: channel.url, body: JSON.stringify(body) };
    const struck = (kind: string) => service().faults.take(kind, request);
    if (struck('loseNotification')) return noter(channel, body)({ attempt: 0, status: 0, outcome: 'lost' });
    const late = struck('delayNotification')?.delayMs ?? 0;
    const times = struck('doubleNotification') ? 2 : 1;
    for (let time = 0; time < times; time += 1)
      later(late + Math.max(1, limit('notifyAfterMs')), () => void send(channel, body));
  }

  return {
    tellNews: () => {
      const { state } = service();
      const news = state.watch.news.splice(0);
      if (news.length === 0) return;
      for (const channel of liveChannels(state, now()))
        for (const bundle of bundles(channel, news)) post(channel, bundle);
    },
    clear: () => {
      stop.abort();
      stop = new AbortController();
    },
  };
}
