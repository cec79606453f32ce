import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { omit } from 'lodash';
import * as archives from '../../archive';
import type { Intent } from '../../archive';
import type { Done, WriteJob, WriteResult } from '../../sides/types';
import type { Kind } from '../../sync/kinds';
import { kinds } from '../../sync/kinds';
import type { Base, Decision, Side, Write } from '../../sync/model';
import { other } from '../../sync/model';
import { operationsFor, type Operation } from '../../sync/plan';
import { writesToTheSame } from './account';
import { openSyncArchive } from './archive';
import { neededCycle } from './cycle';
import type { At } from './getChanges';
import {
  cycleItem,
  isCycleItem,
  isDecisionItem,
  pick,
  toItem,
  type Applied,
  type DecisionItem,
  type Seen,
} from './items';
import { allItems } from './parameters';
import { handlers } from './results';

/** One write on its way, with what is needed to take it down. */
export interface Task extends Operation {
  readonly job: WriteJob;
}

/** How one side writes: results come as they are known. `after`: what is left to do once they are all taken down, counted. */
export interface Writer {
  readonly open: (at: At, jobs: readonly WriteJob[]) => Promise<AsyncIterable<WriteResult>>;
  readonly after?: (at: At) => Promise<Readonly<Record<string, number>> | void>;
}

const isCreate = ({ write }: Operation): boolean => write.op === 'create';

async function tasksFor(at: At, decisions: readonly Decision[]): Promise<readonly Task[]> {
  const operations = operationsFor(at.side, decisions);
  const refs = operations.flatMap(({ write }) => write.ref ?? []);
  const before = await archives.fieldsOf(at.archive, at.cycle.sync, at.side, refs);
  return operations.map((operation) => {
    const intent = isCreate(operation) ? randomUUID() : null;
    return { ...operation, job: { write: operation.write, intent, before: before(operation.write.ref) } };
  });
}

/** If no reply comes, what is told by further requests may not have been told: it does not count as agreed then. */
function agreedAtOnce({ fields }: Kind, { side, agreed }: Write): Base {
  const later = fields.filter((field) => field.later?.includes(side)).map(({ name }) => name);
  return { outlook: omit(agreed.outlook, later), zoho: omit(agreed.zoho, later) };
}

function intentOf({ cycle }: At, { decision, write, job }: Task): Intent {
  const kind = kinds[cycle.kind];
  const keys = kind.keys({ fields: write.fields, aliases: [] });
  const none = decision.undoes ? `${archives.undoMark}${job.intent}` : '';
  const sourceRef = decision.refs[other(write.side)] ?? none;
  const { fields, side } = write;
  const agreed = agreedAtOnce(kind, write);
  return { id: job.intent ?? '', side, sourceRef, fields, keys, agreed, link: decision.link };
}

/** Announced before they leave, so that a lost reply never makes a second record. */
async function announce(at: At, tasks: readonly Task[]): Promise<void> {
  const creates = tasks.filter(isCreate).map((task) => intentOf(at, task));
  if (creates.length > 0) await archives.writeIntents(at.archive, at.cycle, creates, Date.now());
}

const appliedBy = ({ write, outcome, ...rest }: WriteResult, said: string | null): Applied => ({
  side: write.side,
  op: write.op,
  ref: outcome === 'done' ? (rest as Done).ref : write.ref,
  outcome,
  ...(said && { message: said }),
});

export type Log = Map<Decision, Applied[]>;

/** Sends the writes and takes each result down as it comes: what is known is kept, whatever happens to the rest. */
async function write(at: At, tasks: readonly Task[], { open }: Writer, log: Log): Promise<void> {
  if (tasks.length === 0) return;
  const byWrite = new Map(tasks.map((task) => [task.write, task]));
  await announce(at, tasks);
  const results = await open(
    at,
    tasks.map(({ job }) => job),
  );
  for await (const result of results) {
    const task = byWrite.get(result.write);
    if (!task) continue;
    const said = await handlers[result.outcome](at, task, result as never);
    log.set(task.decision, [...(log.get(task.decision) ?? []), appliedBy(result, said)]);
  }
}

/** Decisions that need no write are taken down by whichever side comes first; a second time changes nothing. */
async function agree({ archive, cycle }: At, decisions: readonly Decision[]): Promise<void> {
  for (const decision of decisions.filter(({ writes }) => writes.length === 0))
    await archives.commitAgreed(archive, cycle, decision, Date.now());
}

const passOn = ({ json, from }: Seen<DecisionItem>, log: Log): INodeExecutionData => {
  if (json.preview) return toItem(json, from);
  const applied = [...(json.applied ?? []), ...(log.get(json.decision) ?? [])];
  return toItem({ ...json, applied }, from);
};

const countsOf = (log: Log): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of [...log.values()].flat()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

/** Carries out the decisions' writes to one side. Every item goes on with what became of it; the cycle item comes last. */
export async function applyDecisions(
  context: IExecuteFunctions,
  side: Side,
  writer: Writer,
): Promise<INodeExecutionData[][]> {
  const input = context.getInputData();
  const cycle = neededCycle(input);
  const at: At = { archive: await openSyncArchive(context), cycle, side };
  await archives.holdLease(at.archive, cycle, Date.now());
  await writesToTheSame(context, at.archive, cycle, side);
  const items = pick(input, isDecisionItem);
  const decisions = items.filter(({ json }) => !json.preview).map(({ json }) => json.decision);
  const log: Log = new Map();
  await agree(at, decisions);
  await write(at, await tasksFor(at, decisions), writer, log);
  const more = (await writer.after?.(at)) ?? {};
  const plan = pick(input, isCycleItem).find(({ json }) => json.plan)?.json.plan;
  const counts = { ...countsOf(log), ...more };
  const last = toItem({ ...cycleItem(cycle, side, counts), ...(plan && { plan }) }, allItems(context));
  return [[...items.map((item) => passOn(item, log)), last]];
}
