import type { Delivery } from '../../common/deliver';
import { deliver, pause } from '../../common/deliver';
import type { Service } from '../../common/service';
import { makeGuid } from '../ids';
import type { GraphLimits } from '../limits';
import type { GraphState } from '../model';
import { mailboxes } from '../tenant';
import type { Row } from '../shapes';
import type { DeliveryEntry, Subscription } from './model';
import { changeRow, concerns, takeNews } from './news';

type Graph = Service<GraphState>;

/** The tenant of the simulated mailbox. */
export const TENANT = makeGuid(1, 'tenant');
const ROWS_AT_ONCE = 100;

/** Rows to one address, each with the subscription it is for. */
interface Waiting {
  readonly subscription: Subscription;
  readonly row: Row;
}

/** Sends notifications to subscribers, by and by, as the service does. */
export interface Postman {
  /** Posts what has changed since the last call. */
  tellNews(): void;
  /** Posts a lifecycle row to its own address. */
  tellLifecycle(subscription: Subscription, row: Row): void;
  /** Forgets all that is under way. */
  clear(): void;
}

/** Subscriptions that still run; those lapsed by the clock are taken out. */
export function liveSubscriptions({ post }: GraphState, now: number): Subscription[] {
  for (const { id, expires } of post.subscriptions.values()) if (expires <= now) post.subscriptions.delete(id);
  return [...post.subscriptions.values()];
}

const waitsOf = ({ notifyRetryMs, notifyRetries }: GraphLimits): number[] =>
  Array.from({ length: notifyRetries }, (_, index) => notifyRetryMs * 2 ** index);

/** What the postman has in hand. */
interface Desk {
  readonly service: Graph;
  /** Fired when all that is under way is to be forgotten. */
  readonly signal: AbortSignal;
  /** By address. */
  readonly queues: Map<string, Waiting[]>;
}

const limitsOf = ({ service }: Desk): GraphLimits => service.limits as GraphLimits;

function note({ service, signal }: Desk, entry: Omit<DeliveryEntry, 'at'>): void {
  if (signal.aborted) return;
  service.state.post.deliveries.push({ at: new Date(service.clock.now()).toISOString(), ...entry });
}

const isLive = ({ service }: Desk, { id }: Subscription): boolean =>
  liveSubscriptions(service.state, service.clock.now()).some((one) => one.id === id);

interface Post {
  readonly kind: DeliveryEntry['kind'];
  readonly url: string;
  readonly value: readonly Row[];
  isWanted(): boolean;
}

/** Sends rows to one address until they are taken or nobody wants them, and notes each try. */
async function send(desk: Desk, { kind, url, value, isWanted }: Post): Promise<void> {
  const { notifyTimeoutMs: timeoutMs } = limitsOf(desk);
  const letter = {
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ value }),
  };
  const onTry: Delivery['onTry'] = (attempt, { status, error }) => {
    const outcome = status >= 200 && status < 300 ? 'delivered' : 'failed';
    note(desk, { kind, url, attempt, status, outcome, ...(error ? { error } : {}), value });
  };
  const how = { timeoutMs, waits: waitsOf(limitsOf(desk)), isWanted, onTry, signal: desk.signal };
  if ((await deliver(letter, how)) === 'dropped')
    note(desk, { kind, url, attempt: 0, status: 0, outcome: 'dropped', value });
}

async function later({ signal }: Desk, ms: number, go: () => void): Promise<void> {
  if (ms > 0) await pause(ms, signal);
  if (!signal.aborted) go();
}

/** Sends what is still wanted of a queue; a fault may strike it on its way: lost, late, doubled. */
function postOff(desk: Desk, url: string, waiting: readonly Waiting[]): void {
  const wanted = waiting.filter(({ subscription }) => isLive(desk, subscription));
  const value = wanted.map(({ row }) => row);
  if (value.length === 0) return;
  const request = { method: 'POST', path: url, body: JSON.stringify(value) };
  const struck = (kind: string) => desk.service.faults.take(kind, request);
  if (struck('loseNotification'))
    return note(desk, { kind: 'change', url, attempt: 0, status: 0, outcome: 'lost', value });
  const isWanted = () => wanted.some(({ subscription }) => isLive(desk, subscription));
  const go = () => void send(desk, { kind: 'change', url, value, isWanted });
  const late = struck('delayNotification')?.delayMs ?? 0;
  for (let times = struck('doubleNotification') ? 2 : 1; times > 0; times -= 1) void later(desk, late, go);
}

/** What is for one address goes out together, a moment after the first of it came in. */
function enqueue(desk: Desk, waiting: Waiting): void {
  const url = waiting.subscription.notificationUrl;
  const queue = desk.queues.get(url);
  if (queue) return void queue.push(waiting);
  const fresh = [waiting];
  desk.queues.set(url, fresh);
  void later(desk, Math.max(1, limitsOf(desk).notifyAfterMs), () => {
    desk.queues.delete(url);
    for (let at = 0; at < fresh.length; at += ROWS_AT_ONCE) postOff(desk, url, fresh.slice(at, at + ROWS_AT_ONCE));
  });
}

function tellNews(desk: Desk): void {
  for (const state of mailboxes(desk.service.state)) tellNewsOf(desk, state);
}

function tellNewsOf(desk: Desk, state: GraphState): void {
  const [news, { id }] = [takeNews(state), state.mailbox];
  if (news.length === 0) return;
  for (const subscription of liveSubscriptions(state, desk.service.clock.now()).filter(({ mailbox }) => mailbox === id))
    for (const one of news.filter((each) => concerns(subscription, each)))
      enqueue(desk, { subscription, row: changeRow(id, TENANT, subscription, one) });
}

/** The service is asked for late: it is made after its postman. */
export function makePostman(service: () => Graph): Postman {
  let stop = new AbortController();
  let queues = new Map<string, Waiting[]>();
  const desk = (): Desk => ({ service: service(), signal: stop.signal, queues });
  return {
    tellNews: () => tellNews(desk()),
    tellLifecycle: ({ lifecycleNotificationUrl: url }, row) => {
      if (url) void send(desk(), { kind: 'lifecycle', url, value: [row], isWanted: () => true });
    },
    clear: () => {
      stop.abort();
      stop = new AbortController();
      queues = new Map();
    },
  };
}
