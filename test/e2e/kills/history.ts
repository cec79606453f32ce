import type { KindName, SideName } from './records';
import { kindNames } from './records';
import type { Random } from './random';
import { below, draw, randomOf } from './random';

/** What a person does to one record by hand. */
export interface Deed {
  readonly does: 'create' | 'edit' | 'delete';
  readonly kind: KindName;
  /** tells the record from all others of its kind */
  readonly n: number;
  readonly side: SideName;
  readonly round: number;
}

/**
 * What people do on both sides before each run. In the first half records are created, and edited where they were created;
 * then both sides are brought into step; in the second half records of the first are edited and deleted on either side, while
 * more are created. A deletion may meet an edit of the other side, which keeps the record. So the end is the same wherever
 * runs are cut off: no field is edited on both sides, nobody touches a record before it is surely there, and what is deleted
 * was not edited on that side shortly before (an edit that no run has seen is gone with its record).
 */
export interface History {
  readonly rounds: readonly (readonly Deed[])[];
  /** before this round both sides are brought into step */
  readonly half: number;
  readonly records: number;
}

export interface Size {
  readonly seed: number;
  readonly rounds: number;
  readonly records: number;
}

const sides: readonly SideName[] = ['outlook', 'zoho'];
const sideOf = (n: number): SideName => sides[n % 2] as SideName;
const across = (side: SideName): SideName => (side === 'outlook' ? 'zoho' : 'outlook');

/** One in ten stands on both sides from the beginning and has to be recognised. */
const isShared = (n: number): boolean => n % 10 === 9;

/** Seven in ten are there from the beginning, the others come by and by. */
const roundOf = (n: number, { rounds, records }: Size): number => {
  const perKind = Math.floor(records / kindNames.length);
  const first = Math.ceil(perKind * 0.7);
  return n < first || isShared(n) ? 0 : Math.floor(((n - first) / (perKind - first)) * rounds);
};

function creations(size: Size): Deed[] {
  const numbers = Array.from({ length: Math.floor(size.records / kindNames.length) }, (_, n) => n);
  return kindNames.flatMap((kind) =>
    numbers.flatMap((n) => {
      const round = roundOf(n, size);
      const where = isShared(n) ? sides : [sideOf(n)];
      return where.map((side): Deed => ({ does: 'create', kind, n, side, round }));
    }),
  );
}

const asEdit = ({ kind, n, side }: Deed, round: number): Deed => ({ does: 'edit', kind, n, side, round });

/** Edits where the record was made: the other side may not have it yet. */
function earlyEdits(random: Random, born: readonly Deed[], round: number): Deed[] {
  const there = born.filter((one) => one.round < round);
  return there.length === 0
    ? []
    : Array.from({ length: 6 }, () => asEdit(there[below(random, there.length)] as Deed, round));
}

/** Four edits and two deletions, one of which meets an edit of the other side. `doomed` is used up. */
function lateDeeds(random: Random, alive: readonly Deed[], doomed: Deed[], round: number): Deed[] {
  const gone = [draw(random, doomed), draw(random, doomed)].filter((one) => one !== undefined);
  const deletions = gone.flatMap((one, at): Deed[] => {
    const side = sides[below(random, 2)] as SideName;
    const deletion: Deed = { ...asEdit({ ...one, side }, round), does: 'delete' };
    return at === 0 ? [deletion] : [deletion, asEdit({ ...one, side: across(side) }, round)];
  });
  const edits = Array.from({ length: 4 }, () => alive[below(random, alive.length)]).filter((one) => one !== undefined);
  const either = edits.map((one) => asEdit({ ...one, side: sides[below(random, 2)] as SideName }, round));
  return [...deletions, ...either];
}

/** A history of so many rounds, always the same for a seed. */
export function historyOf(size: Size): History {
  const random = randomOf(size.seed);
  const half = Math.ceil(size.rounds / 2);
  const born = creations(size);
  const settled = born.filter(({ round, side, n }) => round < half && side === sideOf(n));
  const doomed = settled.filter(({ n }) => n % 5 === 3);
  const alive = settled.filter(({ n }) => n % 5 !== 3);
  const rounds = Array.from({ length: size.rounds }, (_, round) => {
    const deeds = round < half ? earlyEdits(random, born, round) : lateDeeds(random, alive, doomed, round);
    return [...born.filter((one) => one.round === round), ...deeds];
  });
  const records = new Set(born.map(({ kind, n }) => `${kind} ${n}`)).size;
  return { rounds, half, records };
}
