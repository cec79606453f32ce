import {
  closeSyncQuestion,
  firstRunOf as ofArchive,
  holdForWrite,
  keptCredits,
  noteAskedToWait,
  noteLetGo,
  openIntents,
  setDirection,
  writeAnswered,
  writeNotices,
  type Archive,
  type CycleRef,
  type Standing,
} from '../archive';
import { ApiError } from '../clients/errors';
import { isRead, NotSent, type HttpResponse, type Send } from '../clients/http';
import type { Leaving } from '../sides/types';
import type { FirstRun } from '../sync/guard';
import { sideName, sides, type KindName, type Policy, type Side } from '../sync/model';
import { UsageError } from './errors';
import { cycleOf } from './items';

/** A cycle at work, and the archive it works on. */
export interface Run {
  readonly archive: Archive;
  readonly cycle: CycleRef;
  /** How the cycle stood when this step of it began. */
  readonly standing?: Standing;
  /** Takes down what has been answered so far, while the next request is under way. */
  readonly settle?: () => Promise<void>;
  /** Hears what really goes of new records. */
  readonly leaving?: Leaving;
}
/** What a cycle does on one side. */
export interface SideRun extends Run {
  readonly side: Side;
}

type Items = readonly { readonly json: Readonly<Record<string, unknown>> }[];

/** So many records of each side take part; 0: all. It comes with items, which anybody may make. */
export const pilotOf = ({ pilot }: CycleRef): number =>
  typeof pilot === 'number' && pilot > 0 ? Math.floor(pilot) : 0;

/** What was read longer ago, in ms, is no news. */
const longestRound = 3_600_000;

/** When the round of this cycle began, in ms; null where it is none of many. It comes with items, too. */
export const roundOf = ({ round }: CycleRef, now: number): number | null =>
  typeof round === 'number' && round <= now && round > now - longestRound ? round : null;

/** The cycle that items belong to; null where none has one. Items of two cycles never meet in a sound workflow. */
export function cycleAmong(items: Items): CycleRef | null {
  const found = items.flatMap(({ json }) => cycleOf(json) ?? []);
  const [first] = found;
  if (!first || found.every(({ id }) => id === first.id)) return first ?? null;
  throw new UsageError(
    'Items of two different cycles came together.',
    'Let each run have one Start node, and connect nothing that keeps items from an earlier run.',
  );
}

/** The same where there has to be one. Throws UsageError. */
export function requireCycle(items: Items): CycleRef {
  const cycle = cycleAmong(items);
  if (cycle) return cycle;
  throw new UsageError(
    'The input carries no cycle, so it is not known which sync is meant.',
    'Connect this node behind Sync Control, Cycle: Start (see the template), and let its cycle item pass.',
  );
}

/** A node set to another kind would feed tasks to a sync of contacts. */
export function requireKind({ sync, kind }: Pick<CycleRef, 'sync' | 'kind'>, chosen: KindName): void {
  if (kind === chosen) return;
  throw new UsageError(
    `The sync "${sync}" is one of the kind ${kind}, but this node is set to the kind ${chosen}.`,
    'Choose in this node the Resource that is the Kind in Start Cycle.',
  );
}

/** A matcher follows its sync. Sent mail has settings, and a credential, of its own, so there it has to be set. Throws UsageError. */
export function requireMatcherKind({ sync, kind }: Pick<CycleRef, 'sync' | 'kind'>, chosen: string): void {
  const follows = kind === 'mail' ? 'mail' : 'sync';
  if (chosen === follows || chosen === kind) return;
  throw new UsageError(
    `The sync "${sync}" is one of the kind ${kind}, but this node is set to another.`,
    'Choose as Kind in CRM Matcher: Mail for sent mail, As in the Sync for all else.',
  );
}

/** Both sides as they were at one time: read in this cycle, or known from the one before. */
const isWhole = ({ outlook, zoho }: Standing['readings']): boolean => outlook === zoho && outlook !== 'part';

/**
 * Nothing may be created while a side is unread: whoever is missing there might only not have been seen yet. False where a service
 * asked to wait in the midst of it, or only one side was read anew: then nothing is matched before the next run has read the rest.
 * Throws UsageError.
 */
export function areBothRead({ readings }: Standing): boolean {
  const unread = sides.filter((side) => readings[side] === 'none').map((side) => sideName[side]);
  if (unread.length === 0) return isWhole(readings);
  throw new UsageError(
    `${unread.join(' and ')} has not been read in this cycle, so nothing was matched and nothing will be created.`,
    'Connect Get Changes of both sides to this node; if one of them failed, see its error and run again.',
  );
}

/** Notes which way this cycle may write. */
export async function noteDirection({ archive, cycle, standing }: Run, { direction }: Policy): Promise<void> {
  if (standing?.direction !== direction) await setDirection(archive, cycle, direction, Date.now());
}

/** Whether no plan of the sync was carried out before this step, and who else looks after the same; null where one was. */
export const firstRunOf = async ({ archive, cycle, standing }: Run): Promise<FirstRun | null> =>
  (standing?.letGoAt ?? null) === null ? ofArchive(archive, cycle, Date.now()) : null;

/** A sync whose plan is carried out is no new one from then on. */
export async function goOn(run: Run): Promise<void> {
  if (!(await firstRunOf(run))) return;
  const { archive, cycle } = run;
  await noteLetGo(archive, cycle, Date.now(), Date.now());
  await closeSyncQuestion(archive, cycle, Date.now());
}

/** So long, in ms, Microsoft counts what is asked of one mailbox (learn: "Throttling", 10,000 in ten minutes): the wait where none is told. */
const quotaMs = 10 * 60_000;
/** A service that still refuses after ten tries means more than a moment, whatever it says. */
const moment = 60_000;
/** No service is believed that asks to wait for longer, in ms. */
const longestAsked = 3_600_000;

/** A day's credits are used up: that is told in words of its own. */
const isSpent = ({ code }: ApiError): boolean => code === 'creditsUsedUp';

/** How long a service asks to wait, in ms, which is a matter of time and of no record; null for any other error. */
function askedToWait(error: unknown): number | null {
  if (!(error instanceof ApiError) || error.radius !== 'side' || isSpent(error)) return null;
  if (![429, 509].includes(error.status ?? 0)) return null;
  const { retryAfterMs } = error;
  return retryAfterMs !== null && retryAfterMs > moment ? Math.min(retryAfterMs, longestAsked) : quotaMs;
}

/**
 * Where a service asks to wait in the midst of reading or writing, that ends there, and the next run goes on when the time is over.
 * Any other error is thrown; that one, too, unless `goesOn`: where nothing got through at all, or nobody would go on with it (an
 * undoing), a person has to know.
 */
export async function restLater({ archive, cycle, side }: SideRun, error: unknown, goesOn: boolean): Promise<void> {
  const ms = askedToWait(error);
  if (ms === null || !goesOn) throw error;
  await noteAskedToWait(archive, cycle, { side, until: Date.now() + ms }, Date.now());
  const left = { side, ref: null, label: sideName[side], reason: (error as ApiError).reason };
  await writeNotices(archive, cycle, [left], Date.now());
}

/** A request that may still be carried out although an answer came. */
const mayStillLand = ({ status }: HttpResponse): boolean => status >= 500 || status === 408;

/** `hold` throws when the lease is lost; `answered`: the request it was asked for is over. */
interface Lease {
  readonly hold: () => Promise<void>;
  readonly answered: () => Promise<void>;
}

type Settled = readonly [] | readonly [failed: unknown];

/**
 * The lease of a run. What one answer told is taken down while the next request is under way, and before the one after that is sent: a
 * run that dies forgets what two requests did, and both were announced. An answer counts, whatever the archive can note of it: then
 * nobody takes over before the lease has lapsed.
 */
export function leaseOf({ archive, cycle, settle }: Run): Lease {
  let settled: Promise<Settled> = Promise.resolve([]);
  return {
    hold: async () => {
      const failed = await settled;
      if (failed.length > 0) throw failed[0];
      await holdForWrite(archive, cycle, Date.now());
      settled = (settle?.() ?? Promise.resolve()).then(
        () => [],
        (error: unknown) => [error],
      );
    },
    answered: () => writeAnswered(archive, cycle).catch(() => undefined),
  };
}

/** Asks for the lease right before each request that may write, repeated ones too. */
export const whileLeased =
  (send: Send, { hold, answered }: Lease): Send =>
  async (request) => {
    if (isRead(request)) return send(request);
    await hold().catch((reason: unknown) => {
      throw new NotSent(reason);
    });
    const answer = await send(request);
    if (!mayStillLand(answer)) await answered();
    return answer;
  };

/** The feed of a side whose cursor the archive holds. */
export const feedName = 'changes';

/** Creates on a side whose outcome is not known yet: its feed looks for them. */
export const openIntentsOn = async ({ archive, cycle, side }: SideRun) =>
  (await openIntents(archive, cycle.sync)).filter((intent) => intent.side === side);

/** With what a feed is read: what nobody knows the outcome of is looked for anew, all else may have been read in the same round. */
export async function feedOf<C>(run: SideRun, readings: (run: SideRun) => Promise<C>) {
  const sent = await openIntentsOn(run);
  const round = sent.length > 0 ? undefined : run.cycle.round;
  const began = roundOf({ ...run.cycle, round }, Date.now());
  return { sent, client: await readings({ ...run, cycle: { ...run.cycle, round } }), now: () => began ?? Date.now() };
}

/** What Zoho told of its credits longer ago, in ms, others may have spent meanwhile; it tells nothing while half of them are left. */
const lately = 15 * 60_000;

/** The API credits that the org of a sync has left, as Zoho told one of its runs lately; null where it did not. */
export const creditsLeft = ({ archive, cycle }: Run): Promise<number | null> =>
  keptCredits(archive, cycle.sync, Date.now() - lately);
