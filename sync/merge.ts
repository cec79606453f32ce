import { cellsOf, outlookEdited, same, standInEdited, zohoEdited } from './cell';
import type { Cell } from './cell';
import type { Kind } from './kinds/kind';
import { isBlank } from './kinds/kind';
import { alike } from './likeness';
import { whyLeft } from './project';
import type { FieldAnswer } from './review';
import { together, withChanges } from './together';
import { typedMerge, withTyped } from './typed';
import type { Base, BySide, Clash, Fields, Limits, Policy, Side, Value, Winner } from './model';

/** What becomes of one field: both keep what they have, both agree already, or one side's value goes to the other. */
type Outcome = 'keep' | 'agree' | Side;

export interface Merge {
  /** The patch each side needs. */
  readonly patch: BySide<Fields>;
  /** What both sides agree on once the side's patch is written. */
  readonly agreedBy: BySide<Base>;
  /** What both sides agree on without a write. */
  readonly agreed: Base;
  readonly clashes: readonly Clash[];
  /** What stays where it is because the other side cannot say it, with the reason. */
  readonly left: readonly string[];
}

export interface MergeInput {
  readonly kind: Kind;
  readonly base: Base | null;
  readonly outlook: Fields;
  readonly zoho: Fields;
  readonly policy: Policy;
  /** The side whose record was changed last, for "newest wins"; null when the sides cannot tell. */
  readonly newest: Side | null;
  readonly limits?: Limits;
  /** What a person decided about single fields, whatever their rule says. */
  readonly rulings?: Readonly<Record<string, FieldAnswer>>;
}

/** The rule for a field both sides changed to different values; null leaves it to a person. */
function winnerOf({ policy, newest }: MergeInput, field: string): Side | null {
  const rule: Winner = policy.perField[field] ?? policy.conflict;
  if (policy.direction !== 'both') return policy.direction === 'toZoho' ? 'outlook' : 'zoho';
  if (rule === 'newest') return newest;
  return rule === 'ask' ? null : rule;
}

/**
 * First meeting: a blank is filled from the other side. Later: clearing is an edit, but for what must never be blank; there
 * something may stand in.
 */
function blankRule(cell: Cell): Side | null {
  if (cell.known && !cell.field.neverBlank) return null;
  const blank = isBlank(cell.known ? cell.projected : cell.outlook);
  if (blank === isBlank(cell.zoho)) return null;
  return blank ? 'zoho' : 'outlook';
}

function settle(cell: Cell): Outcome | 'clash' {
  const byZoho = zohoEdited(cell);
  const byOutlook = outlookEdited(cell) || (!byZoho && standInEdited(cell));
  if (!byOutlook && !byZoho) return 'keep';
  if (same(cell) || (cell.mute.outlook && cell.mute.zoho)) return 'agree';
  const filled = blankRule(cell);
  if (filled) return filled;
  if (!cell.known && (cell.mute.outlook || cell.mute.zoho)) return 'agree';
  if (byOutlook && byZoho) return 'clash';
  return byOutlook ? 'outlook' : 'zoho';
}

const clashOf = (cell: Cell, winner: Side | null): Clash => ({
  field: cell.field.name,
  label: cell.field.label,
  outlook: cell.outlook,
  base: cell.baseOutlook,
  zoho: cell.zoho,
  winner,
});

/** What both sides show in this field once `from`'s value (or nothing) has gone over. */
function after(cell: Cell, from: Outcome): BySide<Value> {
  const isSet = cell.field.like === 'set' && cell.known;
  // As Zoho is told it, where other fields have a part in that.
  const [was, is] = cell.field.composed ? [cell.baseProjected, cell.projected] : [cell.baseOutlook, cell.outlook];
  if (from === 'outlook')
    return { outlook: cell.outlook, zoho: isSet ? withChanges(cell.zoho, was, is) : cell.projected };
  if (from === 'zoho')
    return { outlook: isSet ? withChanges(cell.outlook, cell.baseZoho, cell.zoho) : cell.shown, zoho: cell.zoho };
  return { outlook: cell.outlook, zoho: cell.zoho };
}

const pick = (cells: readonly (readonly [Cell, Outcome])[], side: Side): Fields =>
  Object.fromEntries(cells.map(([cell, from]) => [cell.field.name, after(cell, from)[side]]));

const both = (cells: readonly (readonly [Cell, Outcome])[]): Base => ({
  outlook: pick(cells, 'outlook'),
  zoho: pick(cells, 'zoho'),
});

const allowed: Readonly<Record<Policy['direction'], readonly Side[]>> = {
  both: ['outlook', 'zoho'],
  toZoho: ['zoho'],
  toOutlook: ['outlook'],
};

/**
 * Three-way merge, field by field. A field edited on one side only goes over; one edited on both to the same value is no
 * conflict; one edited to different values goes by policy, and the loser is named in `clashes`. One-way: what the receiving
 * side changed by itself is taken note of and left alone.
 */
export function merge(input: MergeInput): Merge {
  const writable = allowed[input.policy.direction];
  const clashes: Clash[] = [];
  const typed = typedOf(input);
  const settled = together(cellsOf(input).map((cell) => [cell, settle(cell)]));
  const untyped = settled.filter(([{ field }]) => !(field.name in typed));
  const outcomes = untyped.map(([cell, outcome]): readonly [Cell, Outcome] => {
    const ruled = ruledTo(input, cell);
    if (ruled) return [cell, same(cell) ? 'agree' : sayable(cell, ruled)];
    if (outcome !== 'clash') return [cell, sayable(cell, outcome)];
    const winner = winnerOf(input, cell.field.together ?? cell.field.name);
    if (!same(cell)) clashes.push(clashOf(cell, winner));
    return [cell, sayable(cell, winner ?? 'keep')];
  });
  const kept = outcomes.filter(([, outcome]) => outcome === 'agree').map(([cell]) => cell);
  const to = (side: Side) => outcomes.filter(([, from]) => from === (side === 'zoho' ? 'outlook' : 'zoho'));
  const written: BySide<typeof outcomes> = {
    outlook: writable.includes('outlook') ? to('outlook') : [],
    zoho: writable.includes('zoho') ? to('zoho') : [],
  };
  const noted = outcomes.filter(([cell, from]) => from === 'agree' || (from !== 'keep' && !isWritten(written, cell)));
  const merged: Merge = {
    patch: { outlook: pick(written.outlook, 'outlook'), zoho: pick(written.zoho, 'zoho') },
    agreedBy: { outlook: both(written.outlook), zoho: both(written.zoho) },
    agreed: both(noted.map(([cell]) => [cell, 'agree'])),
    clashes,
    left: kept.flatMap((cell) => whyKept(cell, input)),
  };
  return Object.keys(typed).length > 0 ? withTyped(merged, typedMerge(input, typed, writable)) : merged;
}

/** The side a person chose for this field, or for the fields it goes with. */
function ruledTo({ rulings = {} }: MergeInput, { field: { name, together: group } }: Cell): Side | null {
  const ruling = rulings[name] ?? rulings[group ?? name];
  return ruling && 'take' in ruling ? ruling.take : null;
}

/** The values that a person typed. */
const typedOf = ({ rulings = {} }: MergeInput): Fields =>
  Object.fromEntries(Object.entries(rulings).flatMap(([name, one]) => ('value' in one ? [[name, one.value]] : [])));

/** What the other side cannot say is taken note of and stays. */
const sayable = (cell: Cell, outcome: Outcome): Outcome =>
  (outcome === 'outlook' && cell.mute.zoho) || (outcome === 'zoho' && cell.mute.outlook) ? 'agree' : outcome;

function whyKept({ field, mute, outlook, zoho }: Cell, input: MergeInput): readonly string[] {
  if (alike(field.like, outlook, zoho)) return [];
  return [
    ...(mute.outlook ? whyLeft('outlook', field, input.zoho) : []),
    ...(mute.zoho ? whyLeft('zoho', field, input.outlook) : []),
  ];
}

const isWritten = (written: BySide<readonly (readonly [Cell, Outcome])[]>, cell: Cell): boolean =>
  written.outlook.some(([c]) => c === cell) || written.zoho.some(([c]) => c === cell);
