import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { reason, type Reason } from '../../../reasons';
import { isOccurrence, kinds } from '../../../sync/kinds';
import { type Refs, type Value, type Write, asString, asArray, asObject } from '../../../sync/model';
import { isInNoSuchList, isItemGone } from '../../deletion';
import type { WriteDone, WriteJob, WriteResult, WriteJobs } from '../../types';
import { isStopped, notesOf, resultOf, sendTwice, type Sent } from '../batch';
import { modifiedOf, versionOf } from '../record';
import { completedCopy } from './moves';
import type { SyncScope } from './read';
import { isListGone, listExists, listGone, listGoneReason, readAnywhere, readTasks, taskPath, tasksPath } from './read';
import { linkToCrmTask, linksOf } from './crmLinks';
import { TOO_LONG, listIn, withList, toNeutral, toCreate, toPatch } from './record';
import { isTooLong } from '../../html';
import { inTurns } from '../../row';

export interface TodoWriting {
  /** The lists of the sync; new tasks go to its first. */
  readonly scope: SyncScope;
  /** Origin of the CRM's pages, for links people can click; null where it is not known. */
  readonly crmOrigin: string | null;
}

/** What one $batch takes. */
const BATCH = 20;

const linkFor = ({ write }: WriteJob, web: string | null) =>
  write.from ? linkToCrmTask(write.from.ref, asString(write.fields.subject), web) : null;

const listOf = ({ write }: WriteJob, { scope }: TodoWriting): string => listIn(write.extra) ?? scope.list;
const pathOf = (job: WriteJob, o: TodoWriting): string => taskPath(listOf(job, o), job.write.ref ?? '');

const itemOf: Readonly<Record<Write['op'], (job: WriteJob, o: TodoWriting) => GraphBatchItem>> = {
  create: (job, { scope, crmOrigin }) => ({
    method: 'POST',
    path: tasksPath(scope.list),
    body: toCreate(job.write, scope.zone, linkFor(job, crmOrigin)),
  }),
  update: (job, o) => ({
    method: 'PATCH',
    path: pathOf(job, o),
    body: toPatch(job.write, o.scope.zone),
    etag: job.write.version,
  }),
  delete: (job, o) => ({ method: 'DELETE', path: pathOf(job, o), etag: job.write.version }),
};

/** A reply may or may not show the linked resources; those known, or just sent, are still there. */
function extraAfter({ write }: WriteJob, shown: Value, reply: Readonly<Record<string, unknown>>): Value {
  if (asArray(reply.linkedResources).length > 0) return shown;
  const sent = write.from ? linksOf({ linkedResources: [linkToCrmTask(write.from.ref, '', null)] }) : {};
  const { crm = [], related = [], loose = [] } = asObject(write.extra);
  return { ...asObject(shown), ...({ crm, related, loose, ...sent } as object) } as Value;
}

const taskWritten =
  (o: TodoWriting) =>
  (job: WriteJob, reply: Readonly<Record<string, unknown>>): WriteDone => {
    const neutral = toNeutral(reply, o.scope.zone, o.scope.recurring);
    return {
      outcome: 'done',
      write: job.write,
      ref: job.write.ref ?? String(reply.id),
      version: versionOf(reply),
      modifiedAt: modifiedOf(reply),
      fields: neutral.fields,
      extra: withList(extraAfter(job, neutral.extra, reply), listOf(job, o)),
      keys: kinds.task.keys(neutral),
      notes: notesOf(kinds.task, job.write, neutral.fields),
      ambiguous: [],
    };
  };

const refusedResult = ({ write }: WriteJob, why: Reason): WriteResult => ({ outcome: 'refused', write, reason: why });

/** Deleting the task would end the whole series, though only one of its occurrences is gone from the CRM. */
const isSeriesEnd = ({ write, before }: WriteJob): boolean => write.op === 'delete' && isOccurrence(before);

const endsSeries = (job: WriteJob): WriteResult => refusedResult(job, reason('deletingEndsSeries'));

/** A PATCH of the due date of a recurring task does not move it: To Do makes a second open task of it [seen live: MS365-ToDo#133]. */
const dateStays = (job: WriteJob): WriteResult => refusedResult(job, reason('dateOfSeriesStays'));

const isSeriesDate = ({ write, before }: WriteJob): boolean =>
  write.op === 'update' && 'dueDate' in write.fields && isOccurrence(before);

/** What stands in the task besides its text would be lost. */
function isUnread({ write }: WriteJob): boolean {
  const { body, bodyType } = asObject(write.extra);
  return write.op === 'update' && 'description' in write.fields && isTooLong(asString(body), asString(bodyType));
}

const isDateOnly = (job: WriteJob): boolean => isSeriesDate(job) && Object.keys(job.write.fields).length === 1;

const withoutDate = (job: WriteJob): WriteJob => {
  const { dueDate: _, ...fields } = job.write.fields;
  return { ...job, write: { ...job.write, fields } };
};

/** The date stays to be done, and says why; `result` is that of the rest. */
function* withDateLeft(job: WriteJob, result: WriteResult): Generator<WriteResult> {
  if (result.outcome !== 'done') return yield { ...result, write: job.write };
  yield { ...result, write: job.write, unfinished: [...(result.unfinished ?? []), 'dueDate'] };
  yield dateStays(job);
}

/** A completed recurring task may show its next date: its partner is the completed occurrence from now on. */
async function withCompletedCopy(graph: GraphClient, job: WriteJob, result: WriteResult, o: TodoWriting) {
  const isCompletion = job.write.fields.status === 'completed' && isOccurrence(job.before);
  if (!isCompletion || result.outcome !== 'done' || result.fields.status === 'completed') return result;
  const keys = kinds.task.keys({ fields: { ...job.before, ...job.write.fields }, aliases: [] });
  const copy = await completedCopy(graph, { ...o.scope, list: listOf(job, o) }, { ref: result.ref, keys });
  return copy ? taskWritten(o)(job, copy) : result;
}

/** Which lists are gone, of those where something could not be found. One that is the only one of the sync ends the run. */
async function goneLists(graph: GraphClient, missing: readonly string[], { scope }: TodoWriting) {
  const gone = new Set<string>();
  for (const one of new Set(missing)) if (!(await listExists(graph, one))) gone.add(one);
  if (gone.size > 0 && scope.lists.length === 1) throw listGone();
  return gone;
}

/** Not in the list it was known to lie in: gone only if no list has it; else it is read again where it is. */
async function resolveElsewhere(graph: GraphClient, { write }: WriteJob, { scope }: TodoWriting): Promise<WriteResult> {
  const [row] = await readTasks(graph, [write.ref ?? ''], scope);
  return { outcome: row?.state === 'deleted' ? 'gone' : 'stale', write };
}

const isMissing = ({ error }: GraphBatchAnswer): boolean => isItemGone(error) || isListGone(error);

async function sendOnce(graph: GraphClient, part: WriteJobs, o: TodoWriting): Promise<Sent> {
  const answers = await graph.batch(await inTurns(part, (job) => itemOf[job.write.op](job, o)));
  const missing = part.filter((_, at) => isMissing(answers[at] as GraphBatchAnswer)).map((job) => listOf(job, o));
  const gone = await goneLists(graph, missing, o);
  const resultFor = async (job: WriteJob, answer: GraphBatchAnswer): Promise<WriteResult> => {
    if (isInNoSuchList(answer.error)) return await resolveElsewhere(graph, job, o);
    return isMissing(answer) && gone.has(listOf(job, o))
      ? refusedResult(job, listGoneReason())
      : resultOf(job, answer, taskWritten(o));
  };
  const results: WriteResult[] = [];
  for (const [at, job] of part.entries()) results.push(await resultFor(job, answers[at] as GraphBatchAnswer));
  return { results, stopped: gone.size === 0 && isStopped(answers) ? (answers[0]?.error ?? null) : null };
}

async function* writeSome(graph: GraphClient, part: WriteJobs, o: TodoWriting): AsyncGenerator<WriteResult> {
  const read = (refs: Refs) => readAnywhere(graph, refs, o.scope.lists, o.scope);
  const sending = { kind: kinds.task, read };
  const { results, stopped } = await sendTwice(part, sending, (some) => sendOnce(graph, some, o));
  for (const [at, result] of results.entries())
    if (!stopped || result.outcome === 'unknown') yield await withCompletedCopy(graph, part[at] as WriteJob, result, o);
  if (stopped) throw stopped;
}

/**
 * Creates, patches and deletes tasks, 20 a request, each with its own result, as `writeContacts` does. A create carries the CRM
 * record it is made of as linked resource. A task that is gone counts as deleted only while its list is there.
 */
export async function* writeTasks(graph: GraphClient, jobs: WriteJobs, o: TodoWriting): AsyncGenerator<WriteResult> {
  for (const job of jobs.filter(isSeriesEnd)) yield endsSeries(job);
  for (const job of jobs.filter(isUnread)) yield refusedResult(job, TOO_LONG);
  const rest = jobs.filter((job) => !isSeriesEnd(job) && !isDateOnly(job) && !isUnread(job));
  for (const job of jobs.filter(isDateOnly)) yield dateStays(job);
  const split = new Map(rest.filter(isSeriesDate).map((job) => [job, withoutDate(job)]));
  const wholeOf = new Map([...split].map(([job, part]) => [part.write, job]));
  const parts = rest.map((job) => split.get(job) ?? job);
  for (const part of chunk(parts, BATCH))
    for await (const result of writeSome(graph, part, o)) {
      const job = wholeOf.get(result.write);
      yield* job ? withDateLeft(job, result) : [result];
    }
}
