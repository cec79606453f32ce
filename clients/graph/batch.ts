import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors';
import type { Headers, HttpRequest, Json, Clock, Method } from '../http';
import { isRead, isReplayable, systemClock } from '../http';
import { backoffMs, retryAfterMs } from '../retry';
import { brokenReply, graphError } from './errors';
import { ifMatch, absoluteUrl, relativeUrl, withPreferences, type Target } from './request';

export interface GraphBatchAnswer {
  /** Null where no answer came; then `error` says why, and `error.uncertain` whether a write may have happened. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: Json;
  /** Null where the status is 2xx and the body can be read. */
  readonly error: ApiError | null;
}

export interface BatchJob {
  /** Place among all items. */
  readonly index: number;
  /** Times it was sent and throttled. */
  readonly tries: number;
  readonly request: HttpRequest;
}

export interface GraphBatchItem {
  readonly method: Method;
  /** Below /v1.0, or an absolute link of ours. */
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: unknown;
  /** Version the item must still have. */
  readonly etag?: string | null;
  readonly nature?: HttpRequest['nature'];
}

export interface BatchOptions extends Target {
  readonly batchesInFlight?: number;
  readonly budgetMs?: number;
  readonly clock?: Clock;
}

/** The envelope's own failure, told for one of its items: a read inside a lost batch of writes is not uncertain. */
function failedAnswer(job: BatchJob, error: ApiError): GraphBatchAnswer {
  const uncertain = error.uncertain && !isRead(job.request);
  return { status: null, headers: {}, body: undefined, error: new ApiError({ ...error, uncertain }) };
}

const lowerCase = (headers: Json): Headers =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** Answers come in any order, and one may be missing. */
function readAnswer(job: BatchJob, replies: ReadonlyMap<string, Json>, now: number): GraphBatchAnswer {
  const reply = replies.get(String(job.index));
  if (typeof reply?.status !== 'number') return failedAnswer(job, brokenReply(job.request, null));
  const answer = { status: reply.status as number, headers: lowerCase(reply.headers), body: reply.body ?? undefined };
  if (answer.status < 200 || answer.status > 299) return { ...answer, error: graphError(job.request, answer, now) };
  // What is no JSON comes as text: cut off, so nobody can say what became of the request.
  const isBroken = typeof answer.body === 'string';
  return { ...answer, error: isBroken ? brokenReply(job.request, answer.status) : null };
}

/** By the ids given to them; empty where the reply is none. */
const repliesIn = (reply: Json): ReadonlyMap<string, Json> =>
  new Map((Array.isArray(reply?.responses) ? reply.responses : []).map((one: Json) => [String(one?.id), one]));

/** The answers to the jobs of one envelope, in their order. */
function readAnswers(jobs: readonly BatchJob[], reply: Json, now: number): readonly GraphBatchAnswer[] {
  const replies = repliesIn(reply);
  return jobs.map((job) => readAnswer(job, replies, now));
}

/** Graph takes no more in one envelope (learn: "Combine multiple HTTP requests using JSON batching"). */
const batchSize = 20;
const maxTries = 10;

type SendEnvelope = (jobs: readonly BatchJob[]) => Promise<readonly GraphBatchAnswer[]>;

export interface QueueOptions {
  /** All waits together. */
  readonly waitBudgetMs: number;
  readonly workers: number;
  readonly clock: Clock;
}

interface Queue {
  waiting: BatchJob[];
  readonly answers: GraphBatchAnswer[];
  waitBudgetMs: number;
  /** Envelopes lost one after the other. */
  losses: number;
  /** Of the last envelope every item was throttled: then one item knocks for all, for refusals count, too. */
  refusal: ApiError | null;
}

/** The overall status is 200 even where items were throttled; only here are those items seen. */
const isThrottled = (job: BatchJob, answer: GraphBatchAnswer | undefined): boolean =>
  job.tries < maxTries && (answer?.status === 429 || (answer?.status === 503 && isReplayable(job.request)));

/** The longest wait any of them asks for: then each item has had its own. */
const pauseFor = (jobs: readonly BatchJob[], queue: Queue, clock: Clock): number =>
  jobs.reduce((longest, job) => {
    const asked = retryAfterMs(queue.answers[job.index]?.headers, clock.now());
    return Math.max(longest, asked ?? backoffMs(job.tries, clock.random()));
  }, 0);

/** What makes sending the rest pointless: a refusal of the whole envelope, or a second loss in a row. */
function stopReason(answers: readonly GraphBatchAnswer[], queue: Queue): ApiError | null {
  const error = answers.every((answer) => answer.status === null) ? (answers[0]?.error ?? null) : null;
  queue.losses = error ? queue.losses + 1 : 0;
  const refused = error?.status != null && error.status >= 400 && error.status < 500;
  return refused || queue.losses > 1 ? error : null;
}

function failWaiting(queue: Queue, error: ApiError): void {
  const unsent = new ApiError({ ...error, uncertain: false });
  for (const job of queue.waiting) queue.answers[job.index] ??= failedAnswer(job, unsent);
  queue.waiting = [];
}

/** Takes up to 20 jobs, notes their answers, and says who must come again. */
async function sendNext(queue: Queue, send: SendEnvelope): Promise<BatchJob[]> {
  const jobs = queue.waiting.splice(0, queue.refusal ? 1 : batchSize);
  const answers = await send(jobs);
  jobs.forEach((job, i) => (queue.answers[job.index] = answers[i] as GraphBatchAnswer));
  const error = stopReason(answers, queue);
  queue.refusal = answers.every(({ status }) => status === 429) ? (answers[0]?.error ?? null) : null;
  if (error) failWaiting(queue, error);
  return jobs.filter((job) => isThrottled(job, queue.answers[job.index]));
}

async function runWorker(queue: Queue, send: SendEnvelope, clock: Clock): Promise<void> {
  while (queue.waiting.length > 0) {
    const again = await sendNext(queue, send);
    const pause = pauseFor(again, queue, clock);
    if (again.length === 0 || pause > queue.waitBudgetMs) {
      if (queue.refusal) failWaiting(queue, queue.refusal);
      continue;
    }
    queue.waitBudgetMs -= pause;
    await clock.sleep(pause);
    queue.waiting.unshift(...again.map((job) => ({ ...job, tries: job.tries + 1 })));
  }
}

/** Works the queue off; a throttled item comes again, ahead of the others, after the wait it was told. */
async function runQueue(jobs: readonly BatchJob[], send: SendEnvelope, o: QueueOptions): Promise<GraphBatchAnswer[]> {
  const queue: Queue = { waiting: [...jobs], answers: [], waitBudgetMs: o.waitBudgetMs, losses: 0, refusal: null };
  await Promise.all(Array.from({ length: o.workers }, () => runWorker(queue, send, o.clock)));
  return queue.answers;
}

export type Post = (body: unknown, nature: HttpRequest['nature']) => Promise<Json>;
function toBatchJob(item: GraphBatchItem, index: number, to: Target): BatchJob {
  const headers = { ...withPreferences({ ...item.headers, ...ifMatch(item.etag) }), 'client-request-id': randomUUID() };
  const typed = item.body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' };
  return {
    index,
    tries: 0,
    request: {
      method: item.method,
      url: absoluteUrl(to, item.path),
      headers: typed,
      body: item.body,
      nature: item.nature,
    },
  };
}

const envelopeOf = (jobs: readonly BatchJob[], to: Target) => ({
  requests: jobs.map(({ index, request: { method, url, headers, body } }) => ({
    id: String(index),
    method,
    url: relativeUrl(to, url),
    headers,
    ...(body === undefined ? {} : { body }),
  })),
});

/** One envelope. What the service says becomes answers; only a bug of ours is thrown. */
async function sendEnvelope(jobs: readonly BatchJob[], post: Post, o: BatchOptions, clock: Clock) {
  try {
    const nature = jobs.every((job) => isReplayable(job.request)) ? 'repeatable' : undefined;
    return readAnswers(jobs, await post(envelopeOf(jobs, o), nature), clock.now());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return jobs.map((job) => failedAnswer(job, error));
  }
}

/** Cuts into envelopes of 20, sends throttled items again after their wait, answers in the order of the requests. */
export function makeBatch(post: Post, o: BatchOptions) {
  const clock = o.clock ?? systemClock;
  return async (items: readonly GraphBatchItem[]): Promise<GraphBatchAnswer[]> =>
    runQueue(
      items.map((item, index) => toBatchJob(item, index, o)),
      (jobs) => sendEnvelope(jobs, post, o, clock),
      { waitBudgetMs: o.budgetMs ?? 120_000, workers: o.batchesInFlight ?? 1, clock },
    );
}
