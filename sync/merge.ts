import { project, unsaid, whyLeft } from './project';
import type { Field, Kind } from './kinds/kind';
import { isBlank } from './kinds/kind';
import { alike } from './likeness';
import { together, withChanges } from './together';
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
}

interface Cell {
  readonly field: Field;
  readonly outlook: Value;
  readonly zoho: Value;
  /** The Outlook value as Zoho would hold it. */
  readonly projected: Value;
  /** The Zoho value as Outlook would show it. */
  readonly shown: Value;
  /** Sides that have no way to say the other's value. */
  readonly mute: BySide<boolean>;
  readonly baseOutlook: Value;
  readonly baseZoho: Value;
  readonly baseProjected: Value;
  readonly known: boolean;
}

/** Equal as Zoho would hold it, or as Outlook would show it; a value that cannot be said is equal to nothing but itself. */
const same = ({ field, mute, outlook, zoho, projected, shown }: Cell): boolean =>
  (!mute.zoho && alike(field.like, projected, zoho)) ||
  (!mute.outlook && field.nearest !== undefined && alike(field.like, outlook, shown));
const outlookEdited = (c: Cell): boolean => !c.known || !alike(c.field.like, c.outlook, c.baseOutlook);
/** What Zoho is told has changed, though the field has not: a contact's one name stands in for its last name, a cancelled meeting's title says so. */
const standInEdited = ({ field: { like, composed }, outlook, projected, baseProjected, baseZoho }: Cell): boolean =>
  (composed || isBlank(outlook)) && alike(like, baseProjected, baseZoho) && !alike(like, projected, baseProjected);
const zohoEdited = (c: Cell): boolean => !c.known || !alike(c.field.like, c.zoho, c.baseZoho);

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

function cellsOf({ kind, base, outlook, zoho, limits }: MergeInput): readonly Cell[] {
  const projected = project(kind, 'zoho', outlook, limits);
  const baseProjected = base ? project(kind, 'zoho', base.outlook, limits) : {};
  const shown = project(kind, 'outlook', zoho, limits);
  const mute = { outlook: unsaid(kind, 'outlook', zoho, limits), zoho: unsaid(kind, 'zoho', outlook, limits) };
  return kind.fields.map((field) => ({
    field,
    outlook: outlook[field.name] ?? null,
    zoho: zoho[field.name] ?? null,
    projected: projected[field.name] ?? null,
    shown: shown[field.name] ?? null,
    mute: { outlook: mute.outlook.includes(field), zoho: mute.zoho.includes(field) },
    baseOutlook: base?.outlook[field.name] ?? null,
    baseZoho: base?.zoho[field.name] ?? null,
    baseProjected: baseProjected[field.name] ?? null,
    known: base !== null,
  }));
}

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
  const settled = together(cellsOf(input).map((cell) => [cell, settle(cell)]));
  const outcomes = settled.map(([cell, outcome]): readonly [Cell, Outcome] => {
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
  return {
    patch: { outlook: pick(written.outlook, 'outlook'), zoho: pick(written.zoho, 'zoho') },
    agreedBy: { outlook: both(written.outlook), zoho: both(written.zoho) },
    agreed: both(noted.map(([cell]) => [cell, 'agree'])),
    clashes,
    left: kept.flatMap((cell) => whyKept(cell, input)),
  };
}

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
