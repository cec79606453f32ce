import { reason, type Reason } from '../reasons';
import { agree, applySetChanges, sameValue } from './compare';
import { other, sides, type Side, type Value, type Base, type BySide, type Clash, type Fields } from './model';
import type { Policy, Winner } from './model';
import { isBlank } from './kinds/kind';
import {
  derivedValueEdited,
  fieldPairs,
  isMadeRough,
  leftOut,
  outlookEdited,
  unsyncableReason,
  zohoEdited,
} from './project';
import type { ComparedInput, FieldPair } from './project';
import type { FieldAnswer } from './review/review';
import { mergeTyped, overlayTyped } from './mergeTyped';

type GroupOutcome = 'keep' | 'agree' | 'clash' | Side;
type GroupEntry<C> = readonly [cell: C, outcome: GroupOutcome];

/** What becomes of one field: both keep what they have, both agree already, or one side's value goes to the other. */
type Outcome = 'keep' | 'agree' | Side;

export interface Merge {
  /** The patch each side needs. */
  readonly patch: BySide<Fields>;
  /** What both sides agree on once the side's patch is written. */
  readonly agreedBy: BySide<Base>;
  /** Of Zoho's patch: its own edit in Outlook's words, agreed only once Outlook has it. */
  readonly echoed: readonly string[];
  /** What both sides agree on without a write. */
  readonly agreed: Base;
  readonly clashes: readonly Clash[];
  /** What stays where it is because the other side cannot say it, with the reason. */
  readonly unsyncable: readonly Reason[];
}

export interface MergeInput extends ComparedInput {
  readonly policy: Policy;
  /** The side whose record was changed last, for "newest wins"; null when the sides cannot tell. */
  readonly newest: Side | null;
  /** A person saw both records and chose one. */
  readonly answered?: true;
  /** What a person decided about single fields, whatever their rule says. */
  readonly fieldAnswers?: Readonly<Record<string, FieldAnswer>>;
}

/** The fields of a pair. Only where both sides may be written is a person asked what an edit of a short copy does to the whole. */
const cellsOf = (input: MergeInput): readonly FieldPair[] =>
  fieldPairs(input).map((cell) => ({
    ...cell,
    ...(cell.placed === null && input.policy.direction !== 'both' && { placed: undefined }),
    ...(input.policy.direction === 'toOutlook' && { echo: undefined }),
  }));

/** What becomes of a group: one way if only one side moved it, else a clash over the whole. */
function groupOutcome(outcomes: readonly GroupOutcome[]): GroupOutcome | null {
  const found = new Set(outcomes.filter((outcome) => outcome !== 'keep' && outcome !== 'agree'));
  if (found.size === 0) return null;
  return found.size === 1 ? ([...found][0] ?? null) : 'clash';
}

/** Fields that belong together share one outcome: one side's start with the other's end is a time nobody chose. */
function unifyGroups<C extends { readonly group?: string }>(
  entries: readonly GroupEntry<C>[],
): readonly GroupEntry<C>[] {
  const groups = new Set(entries.flatMap(([{ group }]) => group ?? []));
  const of = (name: string) => entries.filter(([{ group }]) => group === name).map(([, outcome]) => outcome);
  const groupOutcomes = new Map([...groups].map((name) => [name, groupOutcome(of(name))]));
  return entries.map(([cell, outcome]) => [cell, groupOutcomes.get(cell.group ?? '') ?? outcome]);
}

/** The rule for a field both sides changed to different values; null leaves it to a person. */
function policyWinner({ policy, newest }: MergeInput, field: string): Side | null {
  const rule: Winner = policy.perField[field] ?? policy.conflict;
  if (policy.direction !== 'both') return policy.direction === 'toZoho' ? 'outlook' : 'zoho';
  if (rule === 'newest') return newest;
  return rule === 'ask' ? null : rule;
}

/** The same, but what Zoho's copy never showed is not overwritten without a word; nor is a part of what goes together with it. */
function winnerOf(input: MergeInput, cell: FieldPair, cells: readonly FieldPair[]): Side | null {
  const winner = policyWinner(input, cell.group ?? cell.field.name);
  const isSafe = (one: FieldPair) => one.placed !== null || (winner === 'outlook' && outlookEdited(one));
  const together = cell.group === undefined ? [cell] : cells.filter(({ group }) => group === cell.group);
  return input.answered || together.every(isSafe) ? winner : null;
}

/** First meeting: a blank is filled. Later: clearing is an edit, but where blank must never be something may stand in. */
function fillBlank(cell: FieldPair): Side | null {
  if (cell.hasBase && !cell.field.neverBlank) return null;
  const blank = isBlank(cell.hasBase ? cell.asZoho : cell.outlook);
  if (blank === isBlank(cell.zoho)) return null;
  return blank ? 'zoho' : 'outlook';
}

/** `editedInZoho`: groups of which Zoho's side was edited; what merely follows from other fields of Outlook yields to that. */
function outcomeOf(cell: FieldPair, editedInZoho: ReadonlySet<string>): Outcome | 'clash' {
  const byZoho = zohoEdited(cell);
  const mayFollow = !byZoho && !editedInZoho.has(cell.group ?? '');
  const byOutlook = (outlookEdited(cell) && !(byZoho && cell.byItself)) || (mayFollow && derivedValueEdited(cell));
  if (!byOutlook && !byZoho) return 'keep';
  if (cell.field.stays) return 'agree';
  if ((isEqual(cell) && !isMadeRough(cell)) || (cell.cannotExpress.outlook && cell.cannotExpress.zoho)) return 'agree';
  const filled = fillBlank(cell);
  if (filled) return filled;
  if (!cell.hasBase && (cell.cannotExpress.outlook || cell.cannotExpress.zoho)) return 'agree';
  if (byZoho && typeof cell.placed === 'string' && sameValue(cell.field.type, cell.asZoho, cell.baseAsZoho))
    return 'zoho';
  if (byZoho && byOutlook && isInOutlook(cell)) return 'outlook';
  if (byZoho && (byOutlook || cell.placed === null)) return 'clash';
  return byOutlook ? 'outlook' : 'zoho';
}

const clashOf = (cell: FieldPair, winner: Side | null): Clash => ({
  field: cell.field.name,
  label: cell.field.label.en,
  outlook: cell.outlook,
  base: cell.baseOutlook,
  zoho: cell.zoho,
  winner,
  ...(cell.placed === null && { why: reason('copyEdited', { field: cell.field.label }) }),
});

const isMergedSet = ({ field, hasBase }: FieldPair): boolean => field.type === 'set' && hasBase;

/** What both sides show in this field once `from`'s value (or nothing) has gone over. */
function valuesAfter(cell: FieldPair, from: Outcome): BySide<Value> {
  const isSet = isMergedSet(cell);
  // As Zoho is told it, where other fields have a part in that.
  const [was, is] = cell.field.dependsOnOthers ? [cell.baseAsZoho, cell.asZoho] : [cell.baseOutlook, cell.outlook];
  if (from === 'outlook')
    return { outlook: cell.outlook, zoho: isSet ? cell.heldByZoho(applySetChanges(cell.zoho, was, is)) : cell.asZoho };
  if (from === 'zoho')
    return {
      outlook: isSet ? applySetChanges(cell.outlook, cell.baseZoho, cell.zoho) : cell.asOutlook,
      zoho: cell.echo ?? cell.zoho,
    };
  return { outlook: cell.outlook, zoho: cell.zoho };
}

const valuesOn = (cells: readonly (readonly [FieldPair, Outcome])[], side: Side): Fields =>
  Object.fromEntries(cells.map(([cell, from]) => [cell.field.name, valuesAfter(cell, from)[side]]));

const baseFrom = (cells: readonly (readonly [FieldPair, Outcome])[]): Base => ({
  outlook: valuesOn(cells, 'outlook'),
  zoho: valuesOn(cells, 'zoho'),
});

/** Does the direction let this side be written? */
export const mayWrite = (policy: Policy, side: Side): boolean =>
  policy.direction === 'both' || policy.direction === (side === 'zoho' ? 'toZoho' : 'toOutlook');

/**
 * Three-way merge, field by field. A field edited on one side only goes over; one edited on both to the same value is no
 * conflict; one edited to different values goes by policy, and the loser is named in `clashes`. One-way: what the receiving
 * side changed by itself is taken note of and left alone.
 */
export function merge(input: MergeInput): Merge {
  const writable = sides.filter((side) => mayWrite(input.policy, side));
  const clashes: Clash[] = [];
  const typed = typedValues(input);
  const cells = cellsOf(input);
  const editedInZoho = new Set(cells.filter(zohoEdited).flatMap(({ group }) => group ?? []));
  const settled = unifyGroups(cells.map((cell) => [cell, outcomeOf(cell, editedInZoho)]));
  const untyped = settled.filter(([{ field }]) => !(field.name in typed));
  const ruled = untyped.map(([cell, outcome]): readonly [FieldPair, Outcome] => {
    const side = ruledSide(input, cell);
    if (side) return [cell, isEqual(cell) ? 'agree' : whereExpressible(cell, side)];
    if (outcome !== 'clash') return [cell, whereNews(cell, whereExpressible(cell, outcome))];
    const winner = winnerOf(input, cell, cells);
    if (!isEqual(cell)) clashes.push(clashOf(cell, winner));
    return [cell, whereExpressible(cell, winner ?? 'keep')];
  });
  const isAsked = clashes.some(({ winner }) => winner === null);
  const outcomes = ruled.map(([cell, outcome]): readonly [FieldPair, Outcome] =>
    isAsked && cell.field.waitsForOthers ? [cell, 'keep'] : [cell, outcome],
  );
  const kept = outcomes.filter(([, outcome]) => outcome === 'agree').map(([cell]) => cell);
  const to = (side: Side) => (writable.includes(side) ? outcomes.filter(([, from]) => from === other(side)) : []);
  const written: BySide<typeof outcomes> = { outlook: to('outlook'), zoho: to('zoho') };
  const echoes = outcomes.filter(([cell, from]) => from === 'zoho' && cell.echo !== undefined);
  const untold = outcomes.filter(([cell, from]) => from === 'agree' || (from !== 'keep' && !isInWrites(written, cell)));
  const tells = [...written.zoho, ...echoes].some(([{ field }]) => field.dependsOnOthers);
  const carried = untold.filter(([cell]) => tells && isCarried(cell));
  const noted = untold.filter((one) => !carried.includes(one));
  const merged: Merge = {
    patch: {
      outlook: valuesOn(written.outlook, 'outlook'),
      zoho: valuesOn([...written.zoho, ...echoes], 'zoho'),
    },
    echoed: echoes.filter(([cell]) => isInWrites(written, cell)).map(([{ field }]) => field.name),
    agreedBy: { outlook: baseFrom(written.outlook), zoho: baseFrom([...written.zoho, ...carried]) },
    agreed: baseFrom(noted.map(([cell]) => [cell, 'agree'])),
    clashes,
    unsyncable: [
      ...kept.flatMap((cell) => unsyncableReasonsOf(cell, input)),
      ...(outcomes.some(([cell, from]) => from !== 'keep' && isMergedSet(cell)) ? leftOut(input, input.outlook) : []),
    ],
  };
  return Object.keys(typed).length > 0 ? overlayTyped(merged, mergeTyped(input, typed, writable)) : merged;
}

/** The side a person chose for this field, or for the fields it goes with. */
function ruledSide({ fieldAnswers = {} }: MergeInput, { field: { name, group: group } }: FieldPair): Side | null {
  const ruling = fieldAnswers[name] ?? fieldAnswers[group ?? name];
  return ruling && 'take' in ruling ? ruling.take : null;
}

/** The values that a person typed. */
const typedValues = ({ fieldAnswers = {} }: MergeInput): Fields =>
  Object.fromEntries(
    Object.entries(fieldAnswers).flatMap(([name, one]) => ('value' in one ? [[name, one.value]] : [])),
  );

/** What the other side cannot say is taken note of and stays. */
const whereExpressible = (cell: FieldPair, outcome: Outcome): Outcome =>
  (outcome === 'outlook' && cell.cannotExpress.zoho) || (outcome === 'zoho' && cell.cannotExpress.outlook)
    ? 'agree'
    : outcome;

/** Nothing is written where the other side shows it already (of a set all that it has room for), but what goes over together. */
function whereNews(cell: FieldPair, outcome: Outcome): Outcome {
  if (cell.field.group !== undefined || outcome === 'keep' || outcome === 'agree') return outcome;
  const side = other(outcome);
  return sameValue(cell.field.type, valuesAfter(cell, outcome)[side], cell[side]) ? 'agree' : outcome;
}

function unsyncableReasonsOf({ field, cannotExpress, outlook, zoho }: FieldPair, input: MergeInput): readonly Reason[] {
  if (sameValue(field.type, outlook, zoho)) return [];
  return [
    ...(cannotExpress.outlook ? unsyncableReason('outlook', field, input.zoho) : []),
    ...(cannotExpress.zoho ? unsyncableReason('zoho', field, input.outlook) : []),
  ];
}

/** Zoho has no word for it, so another field says it there: it counts as told once that is written. */
const isCarried = (cell: FieldPair): boolean => cell.field.choices?.zoho?.length === 0 && outlookEdited(cell);

const isInWrites = (written: BySide<readonly (readonly [FieldPair, Outcome])[]>, cell: FieldPair): boolean =>
  written.outlook.some(([c]) => c === cell) || written.zoho.some(([c]) => c === cell);

/** Equal as Zoho would hold it, or as Outlook would show it; a value that cannot be said is equal to nothing but itself. */
const isEqual = (cell: FieldPair): boolean => {
  const { field, group, cannotExpress, outlook, zoho, asZoho, asOutlook } = cell;
  // Line breaks that one side changed are an edit like any other.
  const same = outlookEdited(cell) && zohoEdited(cell) ? agree : sameValue;
  return (
    (!cannotExpress.zoho && same(field.type, asZoho, zoho)) ||
    (group !== field.group && same(field.type, outlook, zoho)) ||
    (!cannotExpress.outlook && field.nearestChoice !== undefined && same(field.type, outlook, asOutlook))
  );
};
/** Zoho's edit is in Outlook already; what Outlook says besides is not in Zoho yet. */
const isInOutlook = ({ field, hasBase, outlook, asOutlook }: FieldPair): boolean =>
  hasBase && field.dependsOnOthers === true && field.type !== 'set' && sameValue(field.type, outlook, asOutlook);
