import type { Clock } from '../clock';
import { ApiError } from '../errors';
import { isReplayable } from '../http';
import { backoffMs, retryAfterMs } from '../retryAfter';
import { failed, type GraphBatchAnswer, type Job } from './batchAnswers';

/** Graph takes no more in one envelope (learn: "Combine multiple HTTP requests using JSON batching"). */
const batchSize = 20;
const maxTries = 10;

type SendEnvelope = (jobs: readonly Job[]) => Promise<readonly GraphBatchAnswer[]>;

export interface QueueOptions {
  /** All waits together. */
  readonly patienceMs: number;
  readonly workers: number;
  readonly clock: Clock;
}

interface Queue {
  waiting: Job[];
  readonly answers: GraphBatchAnswer[];
  patienceMs: number;
  /** Envelopes lost one after the other. */
  losses: number;
}

/** The overall status is 200 even where items were throttled; only here are those items seen. */
const isThrottled = (job: Job, answer: GraphBatchAnswer | undefined): boolean =>
  job.tries < maxTries && (answer?.status === 429 || (answer?.status === 503 && isReplayable(job.request)));

/** The longest wait any of them asks for: then each item has had its own. */
const pauseFor = (jobs: readonly Job[], queue: Queue, clock: Clock): number =>
  jobs.reduce((longest, job) => {
    const asked = retryAfterMs(queue.answers[job.index]?.headers, clock.now());
    return Math.max(longest, asked ?? backoffMs(job.tries, clock.random()));
  }, 0);

/** What makes sending the rest pointless: a refusal of the whole envelope, or a second loss in a row. */
function stopper(answers: readonly GraphBatchAnswer[], queue: Queue): ApiError | null {
  const error = answers.every((answer) => answer.status === null) ? (answers[0]?.error ?? null) : null;
  queue.losses = error ? queue.losses + 1 : 0;
  const refused = error?.status != null && error.status >= 400 && error.status < 500;
  return refused || queue.losses > 1 ? error : null;
}

function giveUp(queue: Queue, error: ApiError): void {
  const unsent = new ApiError({ ...error, message: error.message, uncertain: false });
  for (const job of queue.waiting) queue.answers[job.index] ??= failed(job, unsent);
  queue.waiting = [];
}

/** Takes up to 20 jobs, notes their answers, and says who must come again. */
async function sendNext(queue: Queue, send: SendEnvelope): Promise<Job[]> {
  const jobs = queue.waiting.splice(0, batchSize);
  const answers = await send(jobs);
  jobs.forEach((job, i) => (queue.answers[job.index] = answers[i] as GraphBatchAnswer));
  const error = stopper(answers, queue);
  if (error) giveUp(queue, error);
  return jobs.filter((job) => isThrottled(job, queue.answers[job.index]));
}

async function work(queue: Queue, send: SendEnvelope, clock: Clock): Promise<void> {
  while (queue.waiting.length > 0) {
    const again = await sendNext(queue, send);
    const pause = pauseFor(again, queue, clock);
    if (again.length === 0 || pause > queue.patienceMs) continue;
    queue.patienceMs -= pause;
    await clock.sleep(pause);
    queue.waiting.unshift(...again.map((job) => ({ ...job, tries: job.tries + 1 })));
  }
}

/** Works the queue off; a throttled item comes again, ahead of the others, after the wait it was told. */
export async function drain(jobs: readonly Job[], send: SendEnvelope, o: QueueOptions): Promise<GraphBatchAnswer[]> {
  const queue: Queue = { waiting: [...jobs], answers: [], patienceMs: o.patienceMs, losses: 0 };
  await Promise.all(Array.from({ length: o.workers }, () => work(queue, send, o.clock)));
  return queue.answers;
}
