import { ApiError } from '../errors';
import { isRead, type Headers, type HttpRequest, type Json } from '../http';
import { brokenReply, graphError } from './errors';

export interface GraphBatchAnswer {
  /** Null where no answer came; then `error` says why, and `error.uncertain` whether a write may have happened. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: Json;
  /** Null where the status is 2xx and the body can be read. */
  readonly error: ApiError | null;
}

export interface Job {
  /** Place among all items. */
  readonly index: number;
  /** Times it was sent and throttled. */
  readonly tries: number;
  readonly request: HttpRequest;
}

/** The envelope's own failure, told for one of its items: a read inside a lost batch of writes is not uncertain. */
export function failed(job: Job, error: ApiError): GraphBatchAnswer {
  const uncertain = error.uncertain && !isRead(job.request);
  return {
    status: null,
    headers: {},
    body: undefined,
    error: new ApiError({ ...error, message: error.message, uncertain }),
  };
}

const lowerCase = (headers: Json): Headers =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** Answers come in any order, and one may be missing. */
function readAnswer(job: Job, replies: ReadonlyMap<string, Json>, now: number): GraphBatchAnswer {
  const reply = replies.get(String(job.index));
  if (typeof reply?.status !== 'number') return failed(job, brokenReply(job.request, null));
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
export function readAnswers(jobs: readonly Job[], reply: Json, now: number): readonly GraphBatchAnswer[] {
  const replies = repliesIn(reply);
  return jobs.map((job) => readAnswer(job, replies, now));
}
