import type fc from 'fast-check';
import { decide, decideNew } from '../../sync/decide';
import type { Kind } from '../../sync/kinds';
import type {
  Base,
  BySide,
  Decision,
  Fields,
  Limits,
  NeutralRecord,
  Policy,
  Side,
  SideRecord,
  Write,
} from '../../sync/model';
import { other, sides } from '../../sync/model';

export type Raw = Readonly<Record<string, unknown>>;

/** One side of a kind: its rows as the vendor keeps them, through the product's own reading and writing. */
export interface RowSide {
  readonly read: (row: Raw) => NeutralRecord;
  /** The vendor's row once the product's create or patch is in; throws what the vendor would refuse. `before`: what the row said. */
  readonly written: (row: Raw | null, write: Write, before: Fields) => Raw;
}

/** Both sides of a kind. */
export interface Lens<S extends RowSide = RowSide> extends BySide<S> {
  readonly kind: Kind;
  readonly limits?: Limits;
}

/** A side whose fields a person can type into one by one. */
export interface LensSide extends RowSide {
  /** The row after a person typed this into the field, with everything around it as it was. */
  readonly typed: (row: Raw, field: string, value: string | null) => Raw;
  /** What a person sees of the row that the other side has no place for; it must outlive whatever is edited there. */
  readonly hidden: (row: Raw) => readonly string[];
  readonly rows: fc.Arbitrary<Raw>;
}

/** A kind whose fields are held against the laws. */
export interface LensKind extends Lens<LensSide> {
  /** What a person may type into the field on this side, made of what stands there. */
  readonly values: (side: Side, field: string, now: string | null) => fc.Arbitrary<string | null>;
  /** Fields that are one lens: an edit of one may move the others. */
  readonly together: readonly (readonly string[])[];
}

/** How long a text of this field may be in the CRM. */
export const lengthOf = ({ kind, limits }: Pick<LensKind, 'kind' | 'limits'>, name: string): number =>
  Number(limits?.[name] ?? kind.fields.find((one) => one.name === name)?.zohoMaxLength ?? Infinity);

/** Two linked records, one a side. */
export interface Linked extends BySide<Raw> {
  readonly base: Base | null;
}

const twoWay: Policy = { direction: 'both', conflict: 'zoho', perField: {}, deletes: 'keep' };

const recordOf = (of: Lens, side: Side, row: Raw): SideRecord => {
  const { fields, extra } = of[side].read(row);
  const known = { ref: side, version: '1', modifiedAt: null, keys: { strong: [], weak: null } };
  return { ...known, state: 'live', fields, extra };
};

/** As the archive takes it down: what was written counts in the form in which the side shows it. */
function baseAfter(of: Lens, base: Base | null, { agreed, writes }: Decision, rows: BySide<Raw>): Base {
  const shown = (write: Write) =>
    Object.fromEntries(
      Object.keys(write.fields).map((name) => [name, of[write.side].read(rows[write.side]).fields[name] ?? null]),
    );
  const all = [
    agreed,
    ...writes.flatMap((write) => [write.agreed, { outlook: {}, zoho: {}, [write.side]: shown(write) }]),
  ];
  const on = (side: Side): Fields => Object.assign({}, base?.[side], ...all.map((one) => one[side])) as Fields;
  return { outlook: on('outlook'), zoho: on('zoho') };
}

/** One cycle over a linked or just matched pair: the decision, and both rows once it is carried out. */
export function cycle(of: Lens, linked: Linked, policy: Partial<Policy> = {}): { decision: Decision; after: Linked } {
  const [outlook, zoho] = sides.map((side) => recordOf(of, side, linked[side])) as [SideRecord, SideRecord];
  const link = linked.base ? 'l' : null;
  const pair = { link, matchedBy: 'e-mail', base: linked.base, outlook, zoho };
  const decision = decide(pair, { kind: of.kind, policy: { ...twoWay, ...policy }, limits: of.limits });
  const rows = { outlook: linked.outlook, zoho: linked.zoho };
  for (const write of decision.writes)
    rows[write.side] = of[write.side].written(rows[write.side], write, pair[write.side].fields);
  return { decision, after: { ...rows, base: baseAfter(of, linked.base, decision, rows) } };
}

/** A record of one side, created on the other. */
export function created(of: Lens, from: Side, row: Raw): Linked {
  const to = other(from);
  const decision = decideNew(from, recordOf(of, from, row), { kind: of.kind, policy: twoWay, limits: of.limits });
  const [write] = decision.writes;
  if (!write) throw new Error(`not created: ${JSON.stringify(decision.reason)}`);
  const rows = { ...{ outlook: row, zoho: row }, [to]: of[to].written(null, write, {}) } as BySide<Raw>;
  return { ...rows, base: baseAfter(of, null, decision, rows) };
}
