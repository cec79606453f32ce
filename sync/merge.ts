import { project } from './project';
import type { Field, Kind } from './kinds/kind';
import { isBlank } from './kinds/kind';
import { alike } from './likeness';
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
  readonly baseOutlook: Value;
  readonly baseZoho: Value;
  readonly baseProjected: Value;
  readonly known: boolean;
}

const same = (cell: Cell): boolean => alike(cell.field.like, cell.projected, cell.zoho);
const outlookEdited = (c: Cell): boolean => !c.known || !alike(c.field.like, c.outlook, c.baseOutlook);
/** A blank field for which something stands in at Zoho (a contact's one name, as its last name), and that has changed. */
const standInEdited = ({ field: { like }, outlook, projected, baseProjected, baseZoho }: Cell): boolean =>
  isBlank(outlook) && alike(like, baseProjected, baseZoho) && !alike(like, projected, baseProjected);
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
  if (same(cell)) return 'agree';
  const filled = blankRule(cell);
  if (filled) return filled;
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
  return kind.fields.map((field) => ({
    field,
    outlook: outlook[field.name] ?? null,
    zoho: zoho[field.name] ?? null,
    projected: projected[field.name] ?? null,
    baseOutlook: base?.outlook[field.name] ?? null,
    baseZoho: base?.zoho[field.name] ?? null,
    baseProjected: baseProjected[field.name] ?? null,
    known: base !== null,
  }));
}

/** What both sides show in this field once `from`'s value (or nothing) has gone over. */
function after(cell: Cell, from: Outcome): BySide<Value> {
  if (from === 'outlook') return { outlook: cell.outlook, zoho: cell.projected };
  if (from === 'zoho') return { outlook: cell.zoho, zoho: cell.zoho };
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
  const outcomes = cellsOf(input).map((cell): readonly [Cell, Outcome] => {
    const outcome = settle(cell);
    if (outcome !== 'clash') return [cell, outcome];
    const winner = winnerOf(input, cell.field.name);
    clashes.push(clashOf(cell, winner));
    return [cell, winner ?? 'keep'];
  });
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
  };
}

const isWritten = (written: BySide<readonly (readonly [Cell, Outcome])[]>, cell: Cell): boolean =>
  written.outlook.some(([c]) => c === cell) || written.zoho.some(([c]) => c === cell);
