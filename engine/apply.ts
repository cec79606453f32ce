import { randomUUID } from 'node:crypto';
import { chunk, countBy, mapValues } from 'lodash';
import * as archives from '../archive';
import type { Committed, Done, Intent, Notice } from '../archive';
import { ApiError } from '../clients/errors';
import { reason, sentence, type Reason } from '../reasons';
import type { Leaving, WriteDone, WriteJob, WriteResult } from '../sides/types';
import { kinds } from '../sync/kinds';
import { type Decision, type Fields, type Write, other, deletedRecord, noKeys } from '../sync/model';
import { agreedAtOnce, isOfPair, operationsFor, type Operation } from '../sync/plan';
import type { Told } from '../sync/review/review';
import { requireReadAccount } from './account';
import { affordable } from './credits';
import { creditsLeft, restLater, type SideRun } from './cycle';
import { cycleItem, type Applied, type CycleItem } from './items';
import { lookupReview } from './reviews';
import type { SideOfKind } from './sides/kind';

/** One write on its way, with what is needed to record it. */
interface Task extends Operation {
  readonly job: WriteJob;
  /** By which it is announced; null where it is not. */
  readonly id: string | null;
}

export interface AppliedDecisions {
  readonly applied: (decision: Decision) => readonly Applied[];
  readonly summary: CycleItem;
}

const isCreate = ({ write }: Operation): boolean => write.op === 'create';

async function tasksFor(run: SideRun, decisions: readonly Decision[]): Promise<readonly Task[]> {
  const operations = operationsFor(run.side, decisions);
  const refs = operations.flatMap(({ write }) => write.ref ?? []);
  const before = await archives.fieldsOf(run.archive, run.cycle.sync, run.side, refs);
  return operations.map((operation) => {
    const id = isCreate(operation) || isOfPair(operation) ? randomUUID() : null;
    const intent = isCreate(operation) ? id : null;
    return { ...operation, id, job: { write: operation.write, intent, before: before(operation.write.ref) } };
  });
}

/** Of a create. `fields`: what is sent. What of the write is not counts as agreed to be missing, as the reply would tell. */
function intentOf({ cycle }: SideRun, { decision, write, job }: Task, fields: Fields): Intent {
  const kind = kinds[cycle.kind];
  const keys = kind.keys({ fields, aliases: [] });
  const { side } = write;
  const sourceRef = decision.refs[other(side)] ?? (decision.undoesCycle ? `${archives.undoMark}${job.intent}` : '');
  const shown = { ...write.agreed[side], ...mapValues(write.fields, (_, name) => fields[name] ?? null) };
  const agreed = agreedAtOnce(kind, { side, agreed: { ...write.agreed, [side]: shown } });
  return { id: job.intent ?? '', op: 'create', side, sourceRef, fields, keys, agreed, link: decision.link };
}

const updateOf = ({ id, decision: { link, refs }, write: { side, fields, agreed } }: Task): readonly Intent[] =>
  id === null
    ? []
    : [{ id, op: 'update', side, sourceRef: refs[other(side)] ?? '', fields, keys: noKeys, agreed, link }];

/** Announced before they leave, so that a lost reply never makes a second record, and what it wrote is nobody else's edit. */
async function announce(run: SideRun, tasks: readonly Task[]): Promise<void> {
  const intents = tasks.flatMap((task) => (isCreate(task) ? [intentOf(run, task, task.write.fields)] : updateOf(task)));
  if (intents.length > 0) await archives.writeIntents(run.archive, run.cycle, intents, Date.now());
}

/** Announces anew what does not leave whole. */
const leavingOf =
  (run: SideRun, byWrite: ReadonlyMap<Write, Task>): Leaving =>
  async (creates) => {
    const less = [...creates].flatMap(([write, fields]) => {
      const task = byWrite.get(write);
      return task ? [intentOf(run, task, fields)] : [];
    });
    if (less.length > 0) await archives.writeIntents(run.archive, run.cycle, less, Date.now());
  };

const leftOf = ({ decision, write }: Task, ref: string, reasons: readonly Reason[]): readonly Notice[] =>
  reasons.map((why) => ({ side: write.side, ref, label: decision.label, reason: why }));

const doneBy = ({ decision, id }: Task, done: WriteDone, now: number): Done => ({ ...done, decision, intent: id, now });

/** What is still to be said of a write that is committed. */
async function recordDone(run: SideRun, task: Task, result: WriteDone, committed?: Committed): Promise<string | null> {
  const { outcome, notes, ambiguous, unsyncable = [] } = result;
  const { archive, cycle } = run;
  const now = Date.now();
  const asked = () => lookupReview(kinds[cycle.kind], task.decision, result.write.side, ambiguous);
  if (ambiguous.length > 0) await archives.openReviews(archive, cycle, [asked()], now);
  await archives.writeNotices(archive, cycle, leftOf(task, result.ref, unsyncable), now);
  if (committed === 'taken')
    return `${outcome}, but that record belongs to another pair: see parkedRecords of the report`;
  return [...notes, ...unsyncable].map((why) => sentence(why)).join(' ') || null;
}

/** An undoing that did not come off is reported and not tried again: a person decides whether to repeat it. */
async function recordNotUndone({ archive, cycle }: SideRun, { decision, write }: Task, why: Reason): Promise<string> {
  const refs = { outlook: null, zoho: null, [write.side]: write.ref };
  const unsyncable = [reason('notUndone', { side: write.side, why })];
  await archives.reportUnsyncable(archive, cycle, [{ ...decision, refs, unsyncable }], Date.now());
  if (decision.link && write.op === 'delete') await archives.wakeLink(archive, cycle, decision.link, Date.now());
  return sentence(why);
}

type Outcome = WriteResult['outcome'];

/** Records one result; answers what a person reading the item should know, or null. */
type Recorder<O extends Outcome> = (
  run: SideRun,
  task: Task,
  result: Extract<WriteResult, { outcome: O }>,
  committed?: Committed,
) => Promise<string | null>;

const decidedAnew = 'The next cycle decides anew.';

/** One row for everything that can become of a write. */
const recorders: { readonly [O in Outcome]: Recorder<O> } = {
  done: recordDone,
  refused: async (run, task, { reason: why }) => {
    if (task.decision.undoesCycle) return recordNotUndone(run, task, why);
    await archives.park(run.archive, run.cycle, task.decision, why, Date.now());
    return sentence(why);
  },
  gone: async (run, task, { write }) => {
    const { archive, cycle, side } = run;
    const page = { rows: write.ref === null ? [] : [deletedRecord(write.ref)], cursor: null, now: Date.now() };
    await archives.ingestPage(archive, cycle, side, kinds[cycle.kind], page);
    if (task.decision.undoesCycle) return recordNotUndone(run, task, reason('deletedMeanwhile'));
    return `${sentence(reason('deletedMeanwhile'))} ${decidedAnew}`;
  },
  stale: async (run, task) =>
    task.decision.undoesCycle
      ? recordNotUndone(run, task, reason('changedMeanwhile'))
      : `${sentence(reason('changedMeanwhile'))} ${decidedAnew}`,
  unknown: async (_run, _task, { reason: why }) => sentence(why),
};

/** What became of the writes of each decision. */
type Log = Map<Decision, readonly Applied[]>;

const appliedBy = ({ write, outcome, ...rest }: WriteResult, message: string | null): Applied => ({
  side: write.side,
  op: write.op,
  ref: outcome === 'done' ? (rest as WriteDone).ref : write.ref,
  outcome,
  ...(message && { message }),
});

type Answered = readonly [Task, WriteResult];

/** Commits what was done of a group, all at once; answers what became of each. */
async function commitDone({ archive, cycle }: SideRun, group: readonly Answered[]) {
  const now = Date.now();
  const all = group.flatMap(([task, result]) =>
    result.outcome === 'done' ? [{ task, done: doneBy(task, result, now) }] : [],
  );
  const done = all.map((one) => one.done);
  const committed = await archives.commitWrites(archive, cycle, done, now);
  return new Map(all.map(({ task }, at) => [task, committed[at]]));
}

/**
 * Takes results down in groups, each in one transaction, once the next request is on its way (`leaseOf`), and at the end.
 */
function recorderOf(run: SideRun, log: Log) {
  const waiting: Answered[] = [];
  let last: Promise<void> = Promise.resolve();
  const record = async (group: readonly Answered[]): Promise<void> => {
    const messages = await archives.together(run.archive, run.cycle, Date.now(), async (archive) => {
      const committed = await commitDone({ ...run, archive }, group);
      const said: (string | null)[] = [];
      // what is stale may be so by a first try of its own whose answer was lost
      const over = group.flatMap(([task, { outcome }]) => (outcome === 'refused' && task.id) || []);
      if (over.length > 0) await archives.endAnnounced(archive, run.cycle, over, Date.now());
      for (const [task, result] of group)
        said.push(await recorders[result.outcome]({ ...run, archive }, task, result as never, committed.get(task)));
      return said;
    });
    for (const [at, [{ decision }, result]] of group.entries())
      log.set(decision, [...(log.get(decision) ?? []), appliedBy(result, messages[at] ?? null)]);
  };
  const settle = (): Promise<void> => {
    const groups = chunk(waiting.splice(0), archives.atOnce);
    for (const group of groups) last = last.then(() => record(group));
    return last;
  };
  // a long answer is taken down in parts; what fails then is told by the next `settle`
  const add = (one: Answered): void => {
    if (waiting.push(one) >= 2 * archives.atOnce) settle().catch(() => undefined);
  };
  return { add, settle };
}

/** Sends the writes and records what came of them: what is known is kept, whatever happens to the rest. False where a service asked to wait. */
async function write(run: SideRun, tasks: readonly Task[], { openWriter }: SideOfKind, log: Log): Promise<boolean> {
  if (tasks.length === 0) return true;
  const byWrite = new Map(tasks.map((task) => [task.write, task]));
  await announce(run, tasks);
  const jobs = tasks.map(({ job }) => job);
  const { add, settle } = recorderOf(run, log);
  try {
    for await (const result of await openWriter({ ...run, settle, leaving: leavingOf(run, byWrite) }, jobs)) {
      const task = byWrite.get(result.write);
      if (task) add([task, result]);
    }
  } catch (error) {
    await settle();
    const isUndoing = tasks.some(({ decision }) => decision.undoesCycle);
    const came = [...log.values()].flat().some(({ outcome }) => outcome === 'done');
    await restLater(run, error, !isUndoing && (came || (await archives.hasFollowed(run.archive, run.cycle))));
    return false;
  }
  await settle();
  return true;
}

/** Of what this run asks: who changed it, whose it is and where to open it. It only helps to decide: what is not told stops nothing. */
async function tellOfQuestions(run: SideRun, { tell, signIn }: SideOfKind): Promise<void> {
  const records = tell ? await archives.recordsToTell(run.archive, run.cycle, run.side) : [];
  if (!tell || records.length === 0) return;
  await requireReadAccount(run, signIn);
  const told = await tell(run, records).catch((error: unknown) => {
    if (error instanceof ApiError) return new Map<string, Told>();
    throw error;
  });
  if (told.size > 0) await archives.noteTold(run.archive, run.cycle, run.side, told, Date.now());
}

/** What has come to one side; `fresh`: those among them that the node of the other side has not had before. */
export interface ToApply {
  readonly decisions: readonly Decision[];
  readonly fresh: readonly Decision[];
}

/** Carries out the decisions' writes to one side; answers what became of each. Throws ApiError of a side's radius. */
export async function applyDecisions(
  run: SideRun,
  adapter: SideOfKind,
  { decisions, fresh }: ToApply,
): Promise<AppliedDecisions> {
  const { questions, readings } = await archives.holdLease(run.archive, run.cycle, Date.now());
  const sends = operationsFor(run.side, decisions).length > 0;
  if (sends || adapter.afterWrites) await requireReadAccount(run, adapter.signIn);
  const log: Log = new Map();
  await archives.commitAgreed(
    run.archive,
    run.cycle,
    fresh.filter(({ writes }) => writes.length === 0),
    Date.now(),
  );
  const tasks = await tasksFor(run, decisions);
  const kept = tasks.length > 0 ? (adapter.creditsKept?.() ?? null) : null;
  const left = kept === null ? null : await creditsLeft(run);
  const now = kept === null || left === null ? tasks : await affordable(run, tasks, { left, kept });
  const mayAsk = (await write(run, now, adapter, log)) && readings[run.side] !== 'part';
  if (mayAsk && (sends || questions > 0)) await tellOfQuestions(run, adapter);
  const more = (mayAsk && (await adapter.afterWrites?.(run))) || {};
  const summary = cycleItem(run.cycle, run.side, { ...countBy([...log.values()].flat(), 'outcome'), ...more });
  return { applied: (decision) => log.get(decision) ?? [], summary };
}
