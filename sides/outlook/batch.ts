import { reason, type Reason } from '../../reasons';
import { inTurns } from '../row';
import { ApiError } from '../../clients/errors';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../clients/graph';
import type { Kind } from '../../sync/kinds';
import { hasUserEdits, sameValue } from '../../sync/compare';
import { type Fields, type SideRecord, type Write, noKeys } from '../../sync/model';
import { isItemGone } from '../deletion';
import type { WriteDone, WriteJob, WriteResult } from '../types';

const nothingLeft = {
  version: null,
  modifiedAt: null,
  fields: {},
  extra: null,
  keys: noKeys,
} as const;

const deletedResult = (write: Write): WriteDone => ({
  ...{ outcome: 'done', write, ref: write.ref ?? '' },
  ...nothingLeft,
  ...{ notes: [], ambiguous: [] },
});

/** Exchange keeps some values its own way; a person should know where it shows something else than was sent. */
export function notesOf(kind: Kind, write: Write, shown: Fields): readonly Reason[] {
  const sent = kind.fields.filter(({ name }) => name in write.fields);
  const other = sent
    .filter(({ name, type }) => !sameValue(type, write.fields[name], shown[name]))
    .map(({ label }) => label);
  return other.length > 0 ? [reason('shownOtherwise', { fields: other })] : [];
}

/** Not done by no fault of the record (throttled to the end, the sign-in lapsed in the midst of it, no answer): nobody can know more. */
const isOutcomeOpen = ({ status, error }: GraphBatchAnswer): boolean =>
  status === null ||
  status === 429 ||
  (status === 401 && error?.radius === 'side') ||
  status >= 500 ||
  error?.uncertain === true;

const showsRecord = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && typeof (body as { id?: unknown }).id === 'string';

/** What one answer means for its record; `written` reads the reply of a create or an update. */
export function resultOf(
  job: WriteJob,
  answer: GraphBatchAnswer,
  written: (job: WriteJob, reply: Readonly<Record<string, unknown>>) => WriteDone,
): WriteResult {
  const { write } = job;
  const { error, status, body } = answer;
  if (!error && write.op === 'delete') return deletedResult(write);
  if (!error && showsRecord(body)) return written(job, body);
  if (!error) return { outcome: 'unknown', write, reason: reason('answerWithoutRecord') };
  if (isOutcomeOpen(answer)) return { outcome: 'unknown', write, reason: error.reason };
  if (status === 409 || status === 412) return { outcome: 'stale', write };
  if (isItemGone(error) && write.op !== 'create') return { outcome: 'gone', write };
  return { outcome: 'refused', write, reason: error.reason };
}

/** Every answer blames more than its record: the mailbox, the permission, the folder. */
export const isStopped = (answers: readonly GraphBatchAnswer[]): boolean =>
  answers.every(({ error }) => error !== null && error.radius !== 'record');

/** Reads records as they are now: a ref that cannot be read is missing. */
type ReadNow = (refs: readonly string[]) => Promise<readonly SideRecord[]>;

/** With these Graph answers the deletion of what is gone already: 400 for events, 403 for mails and contacts [seen live: allodia]. */
const doubtful: readonly (number | null)[] = [400, 403];
const isDoubtful = ({ write }: WriteJob, answer: GraphBatchAnswer | undefined): boolean =>
  write.op === 'delete' && answer?.error != null && doubtful.includes(answer.status);

/** A reading that fails leaves everything as it was said. */
async function readOrNone(read: ReadNow, refs: readonly string[]): Promise<readonly SideRecord[]> {
  try {
    return refs.length > 0 ? await read(refs) : [];
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

const refOf = ({ write }: WriteJob): string => write.ref ?? '';

/** The answers, but a deletion that was refused counts as done where the record turns out to be gone. */
async function confirmDeletes(jobs: readonly WriteJob[], answers: readonly GraphBatchAnswer[], read: ReadNow) {
  const refs = jobs.filter((job, at) => isDoubtful(job, answers[at])).map(refOf);
  const rows = await readOrNone(read, refs);
  const gone = rows.filter(({ state }) => state === 'deleted').map(({ ref }) => ref);
  const done: GraphBatchAnswer = { status: 204, headers: {}, body: undefined, error: null };
  return answers.map((answer, at) => {
    const job = jobs[at];
    return job && isDoubtful(job, answer) && gone.includes(refOf(job)) ? done : answer;
  });
}

/** Who could not be found where it was may lie somewhere else: then it is read again there, and is anything but gone. */
async function confirmGone(
  jobs: readonly WriteJob[],
  results: readonly WriteResult[],
  read: ReadNow,
): Promise<readonly WriteResult[]> {
  const refs = jobs.filter((_, at) => results[at]?.outcome === 'gone').map(refOf);
  const found = (await readOrNone(read, refs)).filter(({ state }) => state === 'live').map(({ ref }) => ref);
  return results.map((result) =>
    result.outcome === 'gone' && found.includes(result.write.ref ?? '')
      ? { outcome: 'stale', write: result.write }
      : result,
  );
}

const withVersion = (job: WriteJob, { version, extra }: SideRecord): WriteJob => ({
  ...job,
  write: { ...job.write, version, extra },
});

/**
 * What is to be sent once more: Exchange gives a record another version by itself, mostly in the seconds after it was made [seen
 * live: compass-calendar#3665], so one that says what it said when the decision was made was not changed meanwhile.
 */
async function unchangedJobs(kind: Kind, jobs: readonly WriteJob[], results: readonly WriteResult[], read: ReadNow) {
  const stale = jobs.filter((_, at) => results[at]?.outcome === 'stale');
  const now = new Map((await readOrNone(read, stale.map(refOf))).map((row) => [row.ref, row]));
  const again = stale.flatMap((job): readonly (readonly [WriteJob, WriteJob])[] => {
    const row = now.get(refOf(job));
    const isSame = row?.state === 'live' && !hasUserEdits(kind, row.fields, job.before);
    return row && isSame && row.version !== job.write.version ? [[job, withVersion(job, row)]] : [];
  });
  return new Map(again);
}

/** How one kind sends its writes and reads its records. */
export interface Sending {
  readonly graph: GraphClient;
  readonly kind: Kind;
  readonly item: (job: WriteJob, at: number) => GraphBatchItem;
  readonly written: (job: WriteJob, reply: Readonly<Record<string, unknown>>, at: number) => WriteDone;
  readonly read: ReadNow;
}

/** One result a job, in their order; `stopped`: the error that blames more than the records. */
export interface Sent {
  readonly results: readonly WriteResult[];
  readonly stopped: ApiError | null;
}

async function sendOnce(jobs: readonly WriteJob[], places: readonly number[], o: Sending): Promise<Sent> {
  const said = await o.graph.batch(jobs.map((job, n) => o.item(job, places[n] ?? 0)));
  const answers = await confirmDeletes(jobs, said, o.read);
  const told = await inTurns(jobs, (job, n) =>
    resultOf(job, answers[n] as GraphBatchAnswer, (one, reply) => o.written(one, reply, places[n] ?? 0)),
  );
  const results = await confirmGone(jobs, told, o.read);
  return { results, stopped: isStopped(answers) ? (answers[0]?.error ?? null) : null };
}

/**
 * Sends up to 20 writes by `send`, which is told where among them those stand that it gets; whoever seems to have changed meanwhile,
 * and has not, is sent once more.
 */
export async function sendTwice(
  jobs: readonly WriteJob[],
  { kind, read }: Pick<Sending, 'kind' | 'read'>,
  send: (jobs: readonly WriteJob[], places: readonly number[]) => Promise<Sent>,
): Promise<Sent> {
  const first = await send(jobs, [...jobs.keys()]);
  const again = await unchangedJobs(kind, jobs, first.results, read);
  if (again.size === 0) return first;
  const places = [...again.keys()].map((job) => jobs.indexOf(job));
  const { results } = await send([...again.values()], places);
  const second = new Map(places.map((at, n) => [at, results[n] as WriteResult]));
  return {
    ...first,
    results: first.results.map((result, at) => ({ ...(second.get(at) ?? result), write: result.write })),
  };
}

/** The same for a kind that has nothing of its own to say about the answers. Throws ApiError. */
export const sendWrites = (jobs: readonly WriteJob[], o: Sending): Promise<Sent> =>
  sendTwice(jobs, o, (some, places) => sendOnce(some, places, o));
