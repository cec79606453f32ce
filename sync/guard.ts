import { reason, type Reason } from '../reasons';
import { sides, type BySide, type Decision, type Side, type Write } from './model';

export interface GuardLimits {
  /** A plan with more deletions than this waits for a person. */
  readonly maxDeletes: number;
  /** So does one that deletes more than this share of all linked records, in percent (from three deletions on). */
  readonly maxDeletePercent: number;
}

export const defaultGuards: GuardLimits = { maxDeletes: 10, maxDeletePercent: 20 };

/** The whole sync as the archive sees it, not only this batch. */
export interface SyncTotals {
  /** Living links. */
  readonly links: number;
  /** Linked records that changed or went since both sides last agreed. */
  readonly edited: BySide<number>;
  readonly deleted: BySide<number>;
  /** Gone on one side and still there on the other, in this batch or beyond it. */
  readonly orphans?: number;
  /** The side shows older states than it has shown before, and nobody has said yet whether they shall count. */
  readonly rolledBack?: BySide<boolean>;
  /** Where the first load is to be asked about. */
  readonly firstRun?: FirstRun | null;
  /** API credits of Zoho CRM that the plan costs. */
  readonly credits?: number;
}

/** A sync of which no plan was ever carried out. `beside`: others of the same place; null: one that may not be named. */
export interface FirstRun {
  readonly beside: readonly (string | null)[];
}

/** What stopped a plan before any write. `id` names the danger, so that a person can let just that pass once. */
export interface Refusal {
  readonly id: string;
  readonly reason: Reason;
}

const MINIMUM = { empty: 3, percent: 3, everything: 20 };

/** A batch that deletes is judged by all that is still to be deleted: small batches shall not carry a large plan past the limit. */
function tooManyDeletes(decisions: readonly Decision[], { links, orphans = 0 }: SyncTotals, limits: GuardLimits) {
  const inBatch = decisions.flatMap(({ writes }) => writes).filter(({ op }) => op === 'delete').length;
  const count = inBatch > 0 ? Math.max(inBatch, orphans) : 0;
  const percent = links > 0 ? (100 * count) / links : 0;
  if (count <= limits.maxDeletes && (count < MINIMUM.percent || percent <= limits.maxDeletePercent)) return [];
  return [{ id: 'deletes', reason: reason('tooManyDeletes', { count, links, ...limits }) }];
}

function suddenlyEmpty(side: Side, { links, deleted }: SyncTotals): readonly Refusal[] {
  if (links < MINIMUM.empty || deleted[side] < links) return [];
  return [{ id: `empty:${side}`, reason: reason('allGone', { links, side }) }];
}

function nearlyAllEdited(side: Side, { links, edited }: SyncTotals): readonly Refusal[] {
  if (links < MINIMUM.everything || edited[side] < links * 0.9) return [];
  return [{ id: `all-edited:${side}`, reason: reason('nearlyAllEdited', { count: edited[side], links, side }) }];
}

function isRolledBack(side: Side, { rolledBack }: SyncTotals, decisions: readonly Decision[]): readonly Refusal[] {
  if (!rolledBack?.[side] || decisions.every(({ writes }) => writes.length === 0)) return [];
  return [{ id: `rolled-back:${side}`, reason: reason('rolledBack', { side }) }];
}

const writesOf = (decisions: readonly Decision[], op: Write['op']): BySide<number> => {
  const all = decisions.flatMap(({ writes }) => writes).filter((write) => write.op === op);
  const on = (side: Side): number => all.filter((write) => write.side === side).length;
  return { outlook: on('outlook'), zoho: on('zoho') };
};

/** Ids of refusals that are about the sync as a whole: all of its plan is shown, and asked about once. */
export const isOfSync = ({ id }: Refusal): boolean => id === 'first-run' || id.startsWith('beside:');

/** Nobody has seen yet what this sync does: all of it is shown before anything is written. */
function firstLoad({ firstRun, credits = 0 }: SyncTotals, decisions: readonly Decision[]): readonly Refusal[] {
  if (!firstRun || decisions.every(({ writes }) => writes.length === 0)) return [];
  const conflicts = decisions.flatMap(({ clashes }) => clashes).filter(({ winner }) => winner !== null).length;
  const told = {
    ...{ news: writesOf(decisions, 'create'), edits: writesOf(decisions, 'update'), conflicts },
    credits,
  };
  return [
    { id: 'first-run', reason: reason('firstRun', told) },
    ...firstRun.beside.map((sync) => ({
      id: `beside:${sync ?? ''}`,
      reason: sync === null ? reason('overlappingElsewhere') : reason('overlappingSync', { sync }),
    })),
  ];
}

function usedTwice(decisions: readonly Decision[]): readonly Refusal[] {
  const twice = sides.flatMap((side) => {
    const refs = decisions.flatMap(({ refs }) => refs[side] ?? []);
    return new Set(refs).size === refs.length ? [] : [side];
  });
  return twice.map((side) => ({ id: 'two-links', reason: reason('writtenTwice', { side }) }));
}

/**
 * Stops a plan that looks like an accident: too many deletions, a side suddenly empty, nearly everything edited at once, a side
 * rolled back to older states, one record in two decisions; and a first load that nobody has seen. Empty answer: the plan may go. `passed`: refusal ids that a person let
 * pass this once.
 */
export function guard(
  decisions: readonly Decision[],
  picture: SyncTotals,
  limits: GuardLimits = defaultGuards,
  passed: readonly string[] = [],
): readonly Refusal[] {
  const found = [
    ...tooManyDeletes(decisions, picture, limits),
    ...sides.flatMap((side) => [...suddenlyEmpty(side, picture), ...nearlyAllEdited(side, picture)]),
    ...sides.flatMap((side) => isRolledBack(side, picture, decisions)),
    ...usedTwice(decisions),
    ...firstLoad(picture, decisions),
  ];
  return found.filter(({ id }) => !passed.includes(id));
}
