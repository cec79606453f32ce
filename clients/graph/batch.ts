import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../clock';
import { ApiError } from '../errors';
import { isReplayable, type Headers, type HttpRequest, type Json, type Method } from '../http';
import { failed, readAnswers, type GraphBatchAnswer, type Job } from './batchAnswers';
import { drain } from './batchQueue';
import { ifMatch } from './etag';
import { absolute, relative } from './links';
import { withPreferences } from './prefer';

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

export type Post = (body: unknown, nature: HttpRequest['nature']) => Promise<Json>;
export interface BatchOptions {
  readonly baseUrl: string;
  readonly batchesInFlight?: number;
  readonly budgetMs?: number;
  readonly clock?: Clock;
}

function toJob(item: GraphBatchItem, index: number, baseUrl: string): Job {
  const headers = { ...withPreferences({ ...item.headers, ...ifMatch(item.etag) }), 'client-request-id': randomUUID() };
  const typed = item.body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' };
  return {
    index,
    tries: 0,
    request: {
      method: item.method,
      url: absolute(baseUrl, item.path),
      headers: typed,
      body: item.body,
      nature: item.nature,
    },
  };
}

const envelopeOf = (jobs: readonly Job[], baseUrl: string) => ({
  requests: jobs.map(({ index, request: { method, url, headers, body } }) => ({
    id: String(index),
    method,
    url: relative(baseUrl, url),
    headers,
    ...(body === undefined ? {} : { body }),
  })),
});

/** One envelope. What the service says becomes answers; only a bug of ours is thrown. */
export async function sendEnvelope(
  jobs: readonly Job[],
  post: Post,
  o: BatchOptions,
  clock: Clock,
): Promise<readonly GraphBatchAnswer[]> {
  try {
    const nature = jobs.every((job) => isReplayable(job.request)) ? 'repeatable' : undefined;
    return readAnswers(jobs, await post(envelopeOf(jobs, o.baseUrl), nature), clock.now());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return jobs.map((job) => failed(job, error));
  }
}

/** Cuts into envelopes of 20, sends throttled items again after their wait, answers in the order of the requests. */
export function makeBatch(post: Post, o: BatchOptions) {
  const clock = o.clock ?? systemClock;
  return async (items: readonly GraphBatchItem[]): Promise<GraphBatchAnswer[]> =>
    drain(
      items.map((item, index) => toJob(item, index, o.baseUrl)),
      (jobs) => sendEnvelope(jobs, post, o, clock),
      { patienceMs: o.budgetMs ?? 120_000, workers: o.batchesInFlight ?? 1, clock },
    );
}
