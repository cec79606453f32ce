import type { Call, Handler, InnerReply } from './call';
import { ok } from './call';
import { badRequest, errorBody } from './errors';

interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly dependsOn?: readonly string[];
}

const MOST_ITEMS = 20;
/** Outlook gets at most four items of a batch at a time [docs: JSON batching]. */
const AT_ONCE = 4;
const NEEDS_BODY = ['POST', 'PATCH', 'PUT'];

const key = (id: string): string => id.toLowerCase();
const headerOf = (item: Item, name: string): string | undefined =>
  Object.entries(item.headers ?? {}).find(([header]) => header.toLowerCase() === name)?.[1];

const faulty = (item: Item): string | null => {
  if (typeof item.id !== 'string' || item.id === '') return 'Each batch request needs a unique string id.';
  if (typeof item.method !== 'string' || typeof item.url !== 'string')
    return `Request id : ${item.id} needs method and url.`;
  if (/^[a-z]+:\/\//i.test(item.url))
    return `Request id : ${item.id} has an absolute url; it must be relative to the version.`;
  const bare = item.body === undefined || item.body === null || !headerOf(item, 'content-type');
  return NEEDS_BODY.includes(item.method.toUpperCase()) && bare
    ? `Write request id : ${item.id} does not contain Content-Type header or body.`
    : null;
};

/** Checks the envelope; anything wrong with it fails the whole batch. */
function readBatch(body: unknown): Item[] {
  const items = (body as { requests?: unknown } | undefined)?.requests;
  if (!Array.isArray(items) || items.length === 0) throw badRequest('Invalid batch payload format.');
  if (items.length > MOST_ITEMS)
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${MOST_ITEMS}.`,
      'MaximumValueExceeded',
    );
  const wrong = items.map((item) => faulty((item ?? {}) as Item)).find((problem) => problem !== null);
  if (wrong) throw badRequest(wrong);
  const ids = new Set((items as Item[]).map(({ id }) => key(id)));
  if (ids.size < items.length) throw badRequest('Batch request ids must be unique.');
  if ((items as Item[]).some((item) => item.dependsOn?.some((id) => !ids.has(key(id)))))
    throw badRequest('A batch request depends on an id that is not in the batch.');
  return items as Item[];
}

const refused = (call: Call, status: number, code: string, message: string): InnerReply => ({
  ...{ status, headers: { 'Content-Type': 'application/json' } },
  body: errorBody(code, message, { now: call.now, requestId: '', clientRequestId: '' }),
});

function send(call: Call, item: Item): Promise<InnerReply> {
  const url = `${call.base}/${item.url.replace(/^\//, '')}`;
  const headers = { authorization: call.headers.authorization ?? '', ...item.headers };
  return call.sendInner({ method: item.method.toUpperCase(), url, headers, body: item.body });
}

async function sendWave(call: Call, wave: readonly Item[], done: Map<string, InnerReply>): Promise<void> {
  const failed = (item: Item) => item.dependsOn?.some((id) => (done.get(key(id))?.status ?? 500) >= 400);
  const nested = (item: Item) => /^\/?\$batch/i.test(item.url);
  const replies = await Promise.all(
    wave.map(async (item) => {
      if (failed(item)) return refused(call, 424, 'FailedDependency', 'A request this one depends on has failed.');
      return nested(item) ? refused(call, 400, 'BadRequest', 'A batch may not hold a batch.') : send(call, item);
    }),
  );
  for (const [index, item] of wave.entries()) done.set(key(item.id), replies[index] as InnerReply);
}

async function sendAll(call: Call, items: readonly Item[]): Promise<Map<string, InnerReply>> {
  const done = new Map<string, InnerReply>();
  while (done.size < items.length) {
    const waiting = items.filter(({ id }) => !done.has(key(id)));
    const ready = waiting.filter(({ dependsOn = [] }) => dependsOn.every((id) => done.has(key(id))));
    if (ready.length === 0) throw badRequest('The dependsOn of the batch requests form a circle.');
    await sendWave(call, ready.slice(0, AT_ONCE), done);
  }
  return done;
}

/** Replies may come in any order, so they never come in the order asked: odd places first, then even ones backwards. */
const shuffle = <T>(list: readonly T[]): T[] => [
  ...list.filter((_, index) => index % 2 === 1),
  ...list.filter((_, index) => index % 2 === 0).reverse(),
];

/** `POST /$batch` [docs: JSON batching]; the order of replies differs from that of the requests. */
export const batch: Handler = async (call) => {
  const items = readBatch(call.body);
  const done = await sendAll(call, items);
  const responses = items.map(({ id }) => {
    const { status, headers, body } = done.get(key(id)) as InnerReply;
    return { id, status, headers, body: body ?? null };
  });
  return ok(call, { responses: shuffle(responses) });
};
