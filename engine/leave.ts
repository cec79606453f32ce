import * as archives from '../archive';
import type { Archive, NotStarted } from '../archive';
import { messageAndStep } from '../reasons';
import { leavings, type Leaving, type TakenBack } from '../sides/outlook';
import { kinds } from '../sync/kinds';
import type { SideRecord } from '../sync/model';
import { requireReadAccount } from './account';
import type { Run, SideRun } from './cycle';
import { UsageError } from './errors';
import { cycleItem, type CycleItem } from './items';
import { requireSync } from './knownSync';
import type { SideOfKind } from './sides/kind';

type Leave = NonNullable<CycleItem['leave']>;

interface Who {
  readonly sync: string;
  readonly holder: string;
  readonly byHand?: string | null;
}

/**
 * Begins to leave a sync, by a cycle of its own. From then on the sync is paused: a regular run would take what lost its category
 * for something that left. Answers why it could not start where another cycle is at work.
 */
export async function leave(
  archive: Archive,
  { sync, ...by }: Who,
  { what, preview }: Leave,
): Promise<{ readonly summary: CycleItem } | NotStarted> {
  const kind = await requireSync(archive, sync);
  const started = await archives.startCycle(archive, { sync, kind, ...by, evenPaused: true, now: Date.now() });
  if (!started.started) return started;
  if (!preview) await archives.setPaused(archive, sync, Date.now());
  // on mail nothing was put
  return { summary: { ...cycleItem(started.cycle, null), leave: { what: kind === 'mail' ? [] : what, preview } } };
}

/** One record that something is taken off, or that something stays on. */
interface LeftRecord {
  readonly label: string;
  readonly took: readonly Leaving[];
  readonly outcome: TakenBack['outcome'];
  readonly ref: string;
  readonly message?: string;
  readonly nextStep?: string;
}

function shownOf(run: Run, records: readonly SideRecord[]) {
  const fields = new Map(records.map((one) => [one.ref, one.fields]));
  const { label } = kinds[run.cycle.kind];
  return ({ reason: why, ...one }: TakenBack): LeftRecord => ({
    label: label(fields.get(one.ref) ?? {}),
    ...one,
    ...(why && messageAndStep(why)),
  });
}

function countsOf(records: readonly LeftRecord[], looked: number) {
  const taken = records.filter(({ outcome }) => outcome === 'done' || outcome === 'shown');
  const of = (one: Leaving) => taken.filter(({ took }) => took.includes(one)).length;
  const are = (outcome: LeftRecord['outcome']) => records.filter((one) => one.outcome === outcome).length;
  const counts = Object.fromEntries(leavings.map((one) => [one, of(one)]));
  return { looked, ...counts, left: are('left'), again: are('again') };
}

/** Goes through what the sync knows of a side. The fence is held part by part; what was done already is not done twice. Throws ApiError. */
export async function takeBackFrom(run: SideRun, adapter: SideOfKind, { what, preview }: Leave) {
  const { archive, cycle, side } = run;
  await archives.holdLease(archive, cycle, Date.now());
  await requireReadAccount(run, adapter.signIn);
  const records: LeftRecord[] = [];
  let looked = 0;
  for await (const part of archives.livingRecords(archive, cycle.sync, side)) {
    await archives.holdLease(archive, cycle, Date.now());
    looked += part.length;
    const parts = adapter.takeBack?.(run, part, { what, writes: !preview }) ?? [];
    for await (const some of parts) {
      await archives.holdLease(archive, cycle, Date.now());
      records.push(...some.map(shownOf(run, part)));
    }
  }
  const counts = countsOf(records, looked);
  const summary: CycleItem = { ...cycleItem(cycle, side, counts), leave: { what, preview, again: counts.again } };
  return { records, summary };
}

/** What became of it all. */
interface Left {
  readonly says: string;
  readonly nextStep: string;
  /** What was removed from the archive; null where it stays. */
  readonly forgotten: Awaited<ReturnType<typeof archives.forgetSync>> | null;
}

const workflowIn = (holder: string | undefined): string => /^workflow "(.*)", execution /.exec(holder ?? '')?.[1] ?? '';

/** The workflows that ran the sync, but for this one. Only they know what their triggers asked the services for. */
async function workflowsOf({ archive, cycle }: Run): Promise<readonly string[]> {
  const cycles = await archives.cyclesOf(archive, cycle.sync, 200);
  const own = workflowIn(cycles.find(({ id }) => id === cycle.id)?.holder);
  return [...new Set(cycles.map(({ holder }) => workflowIn(holder)))].filter((name) => name && name !== own);
}

/** What a leave cannot do itself. */
function unpublish(workflows: readonly string[]): string {
  const which = workflows.length > 0 ? workflows.map((name) => `"${name}"`).join(', ') : 'of this sync';
  return `Unpublish the workflow ${which}: only then its triggers take back their subscriptions at Microsoft and Zoho.`;
}

const notThrough = (): UsageError =>
  new UsageError(
    'Nothing was taken off in Outlook yet, so the sync was not forgotten. It is paused.',
    'Connect Outlook Sync, Apply Decisions, between Sync Control, Sync: Leave, and Finish, as the template leave.json does.',
  );

/** Ends it: the sync is forgotten once nothing has to be tried again. */
export async function finishLeave({ archive, cycle }: Run, { what, preview, again }: Leave): Promise<Left> {
  const nextStep = unpublish(await workflowsOf({ archive, cycle }));
  await archives.abandonCycle(archive, cycle);
  if (what.length > 0 && again === undefined) throw notThrough();
  if (preview) return { says: 'A preview: nothing was taken off, and nothing forgotten.', nextStep, forgotten: null };
  if (again)
    return {
      says: `${again} changed meanwhile: run it once more. The sync is paused until then.`,
      nextStep,
      forgotten: null,
    };
  const forgotten = await archives.forgetSync(archive, cycle.sync, Date.now());
  return { says: `The sync "${cycle.sync}" is forgotten. What its records say was not touched.`, nextStep, forgotten };
}
