import { reason, type Reason } from '../reasons';
import { sameValue, setMembers } from './compare';
import { isBlank, isSideOnly, type Field, type Kind } from './kinds/kind';
import { asArray, other, type Base, type BySide, type Fields, type Limits, type Side, type Value } from './model';
import { placedEdit } from './placeEdit';

/** Cut to what the side can hold, never through the middle of a character (𠮷, an emoji). */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const inside = /[\uD800-\uDBFF]$/.test(text.slice(0, limit)) ? limit - 1 : limit;
  return text.slice(0, inside).trimEnd();
}

type Limit = Limits[string] | undefined;

const fitToLimit = (value: Value | undefined, limit: Limit): Value => {
  if (typeof value !== 'string') return value ?? null;
  return typeof limit === 'number' ? truncate(value, limit) : value;
};

/** The words a side has for a choice; null where anything goes. Outlook shows a value always, so it has none for a blank. */
function choicesOf(field: Field, side: Side, limits: Limits): readonly string[] | null {
  const known = side === 'zoho' ? limits[field.name] : undefined;
  const words = field.choices?.[side] ?? null;
  if (typeof known !== 'number') return known ?? words;
  return words?.length === 0 && known > 0 ? null : words;
}

const nearestChoice = (field: Field, side: Side, value: Value): Value =>
  typeof value === 'string' ? (field.nearestChoice?.[side]?.[value] ?? value) : value;

function canExpress(field: Field, side: Side, value: Value, limits: Limits): boolean {
  if (isSideOnly(value)) return false;
  const words = choicesOf(field, side, limits);
  if (words === null) return true;
  return isBlank(value) ? side === 'zoho' : words.includes(String(value));
}

/** A value as the side would say it: its own word if it has one, else the nearest. */
function expressed(field: Field, side: Side, value: Value, limits: Limits): Value {
  return canExpress(field, side, value, limits) ? value : nearestChoice(field, side, value);
}

/** The fields of the other side's record that this side has no way to say; what it has there stays. */
export function cannotExpress(kind: Kind, side: Side, fields: Fields, limits: Limits = {}): readonly Field[] {
  return kind.fields.filter((field) => {
    const value = fields[field.name] ?? null;
    return !canExpress(field, side, expressed(field, side, value, limits), limits);
  });
}

const displayValue = (value: Value, { format = String }: Field): string | Reason =>
  isSideOnly(value) ? value.sideOnly : format(value);

/** Why a field stays as it is. */
export function unsyncableReason(side: Side, field: Field, fields: Fields): readonly Reason[] {
  const value = fields[field.name] ?? null;
  const why = field.whyCannotExpress?.[side];
  if (why === null || isBlank(value)) return [];
  const args = { field: field.label, value: displayValue(value, field), side: other(side) };
  return [reason('valueStays', { ...args, why: why ?? reason('noSuchValue', { side }) })];
}

/** What Zoho has no room for of a record of Outlook. */
export const leftOut = (
  { kind, limits = {} }: { readonly kind: Kind; readonly limits?: Limits },
  fields: Fields,
): readonly Reason[] => kind.leftOut?.(fields, limits) ?? [];

/** Left without a word: a blank, which nobody misses. */
export const unsyncableReasons = (kind: Kind, side: Side, fields: Fields, limits: Limits = {}): readonly Reason[] => [
  ...cannotExpress(kind, side, fields, limits).flatMap((field) => unsyncableReason(side, field, fields)),
  ...(side === 'zoho' ? leftOut({ kind, limits }, fields) : []),
];

/**
 * What of the other side's fields the side can hold: Zoho's lengths and its mandatory fields; the words each side has for a
 * choice. A field it cannot say at all is not there. `limits`: of the org; the kind's own constants stand in for what it lacks.
 */
export function project(kind: Kind, side: Side, fields: Fields, limits: Limits = {}, base: Base | null = null): Fields {
  const inexpressible = new Set(cannotExpress(kind, side, fields, limits));
  const whole = side === 'zoho' ? kind.forZoho(fields, limits, base) : fields;
  const held = kind.fields
    .filter((field) => !inexpressible.has(field) && (side === 'zoho' || field.name in whole))
    .map((field) => {
      const limit = side === 'zoho' ? (limits[field.name] ?? field.zohoMaxLength) : undefined;
      return [field.name, fitToLimit(expressed(field, side, whole[field.name] ?? null, limits), limit)] as const;
    });
  return Object.fromEntries(held);
}

/** Both records of a pair, and what they were when both last agreed. */
export interface ComparedInput {
  readonly kind: Kind;
  readonly base: Base | null;
  readonly outlook: Fields;
  readonly zoho: Fields;
  readonly limits?: Limits;
}

/** One field of a pair, with all that decides about it. */
export interface FieldPair {
  readonly field: Field;
  /** Of fields that go over together, the name they share. */
  readonly group?: string;
  readonly outlook: Value;
  readonly zoho: Value;
  /** The Outlook value as Zoho would hold it. */
  readonly asZoho: Value;
  /** The Zoho value as Outlook would show it. */
  readonly asOutlook: Value;
  /** Outlook's text with an edit of Zoho's shorter copy put into it; null where that has no sure place. */
  readonly placed?: string | null;
  /** What Zoho is to show of an edit of its own once Outlook has it, where other fields have a part in that. */
  readonly echo?: Value;
  /** Outlook changed it by itself. */
  readonly byItself?: boolean;
  /** Of a set: what of such a value Zoho would hold. */
  readonly heldByZoho: (value: Value) => Value;
  /** Sides that have no way to say the other's value. */
  readonly cannotExpress: BySide<boolean>;
  readonly baseOutlook: Value;
  readonly baseZoho: Value;
  /** What Outlook would show of that. */
  readonly baseAsOutlook: Value;
  readonly baseAsZoho: Value;
  readonly hasBase: boolean;
}

export const outlookEdited = (c: FieldPair): boolean =>
  !c.hasBase || !sameValue(c.field.type, c.outlook, c.baseOutlook);
export const zohoEdited = (c: FieldPair): boolean => !c.hasBase || !sameValue(c.field.type, c.zoho, c.baseZoho);

/**
 * What Zoho is told has changed, though the field has not: a contact's one name stands in for its last name, or did until it got one,
 * a cancelled meeting's title says so.
 */
export const derivedValueEdited = ({
  field: { type, dependsOnOthers, group: ownGroup },
  group,
  outlook,
  asZoho,
  baseAsZoho,
  baseZoho,
}: FieldPair): boolean =>
  (dependsOnOthers || isBlank(outlook) || group !== ownGroup) &&
  (sameValue(type, baseAsZoho, baseZoho) || (isBlank(outlook) && isBlank(baseAsZoho))) &&
  !sameValue(type, asZoho, baseAsZoho);

/** Zoho's copy is shorter than Outlook's text, not only another way to write it, and was edited. */
function isEditedCopy({ field, outlook, zoho, ...cell }: FieldPair): boolean {
  const [whole, copy] = cell.hasBase ? [cell.baseOutlook, cell.baseZoho] : [outlook, cell.asZoho];
  const isShorter = typeof whole === 'string' && typeof copy === 'string' && copy.length < whole.length;
  return isShorter && !sameValue(field.type, whole, copy) && !sameValue(field.type, zoho, copy);
}

/** Zoho showed Outlook's value in full, and was given what else would stand for it there: that is an edit, and no other way to say it. */
export const isMadeRough = ({ field: { type }, outlook, zoho, asZoho, ...cell }: FieldPair): boolean =>
  cell.hasBase &&
  sameValue(type, cell.baseZoho, cell.baseOutlook) &&
  sameValue(type, outlook, cell.baseOutlook) &&
  sameValue(type, asZoho, cell.baseAsZoho) &&
  !sameValue(type, zoho, outlook);

/** With Zoho's edit put into Outlook's text, where Zoho shows only the beginning of that. */
function withPlaced(cell: FieldPair, limits: Limits = {}): FieldPair {
  const { field, hasBase } = cell;
  const shown = hasBase ? { ...cell, zoho: cell.asOutlook, baseZoho: cell.baseAsOutlook } : cell;
  if (!isEditedCopy(shown)) return cell;
  const placed = placedEdit(shown, Number(limits[field.name] ?? field.zohoMaxLength ?? Infinity));
  if (placed === undefined || (placed === null && !hasBase)) return cell;
  return { ...cell, placed, asOutlook: placed ?? cell.asOutlook };
}

/** What of a set Zoho would hold; where not all of Outlook's had room before, the rest comes in as far as there is some now. */
function setInZoho({ kind, base, outlook, limits }: ComparedInput, field: Field, value: Value): Value {
  const { name, dependsOnOthers } = field;
  const fit = (all: Value): Value => project(kind, 'zoho', { ...outlook, [name]: all }, limits)[name] ?? null;
  const before = setMembers(base?.outlook[name]);
  const wasCut = !dependsOnOthers && setMembers(fit(before)).length < before.length;
  const all = [...new Set([...asArray<Value>(value), ...(wasCut ? setMembers(outlook[name]) : [])])];
  return all.length > 0 ? fit(all) : null;
}

/** An edit of Zoho's in words that Outlook would tell it: of a cancelled meeting, they say so. */
function withEcho(cell: FieldPair, { kind, base, outlook, limits }: ComparedInput): FieldPair {
  const { field, zoho, asOutlook, asZoho, baseAsZoho } = cell;
  if (!base || field.type === 'set' || !field.dependsOnOthers || sameValue(field.type, asZoho, baseAsZoho)) return cell;
  const agreed = { ...base, outlook: { ...base.outlook, [field.name]: zoho } };
  const told = project(kind, 'zoho', { ...outlook, [field.name]: asOutlook }, limits, agreed)[field.name] ?? null;
  return sameValue(field.type, told, zoho) ? cell : { ...cell, echo: told };
}

/** Every field of a pair, each with what the other side would hold of it. */
export function fieldPairs(input: ComparedInput): readonly FieldPair[] {
  const { kind, base, outlook, zoho, limits } = input;
  const projected = project(kind, 'zoho', outlook, limits, base);
  const baseProjected = base ? project(kind, 'zoho', base.outlook, limits, base) : {};
  const own = base?.outlook ?? outlook;
  const told = base ? baseProjected : projected;
  const inOutlook = (of: Fields): Fields =>
    project(kind, 'outlook', kind.forOutlook?.(of, own, told, outlook) ?? of, limits);
  const shown = inOutlook(zoho);
  const copy = base ? inOutlook(base.zoho) : {};
  // A name that was never agreed, for it is in question, is not a blank that both sides knew.
  const joined = [outlook, { ...outlook, ...own }].flatMap((one) => kind.joined?.(one) ?? []);
  const byItself = base ? (kind.changedByItself?.(base.outlook, outlook) ?? []) : [];
  const inexpressible = {
    outlook: cannotExpress(kind, 'outlook', zoho, limits),
    zoho: cannotExpress(kind, 'zoho', outlook, limits),
  };
  const cells = kind.fields.map((field) => ({
    field,
    group: field.group ?? (joined.includes(field.name) ? joined[0] : undefined),
    outlook: outlook[field.name] ?? null,
    zoho: zoho[field.name] ?? null,
    asZoho: projected[field.name] ?? null,
    asOutlook: shown[field.name] ?? null,
    heldByZoho: (value: Value) => setInZoho(input, field, value),
    cannotExpress: { outlook: inexpressible.outlook.includes(field), zoho: inexpressible.zoho.includes(field) },
    baseOutlook: base?.outlook[field.name] ?? null,
    baseZoho: base?.zoho[field.name] ?? null,
    baseAsOutlook: copy[field.name] ?? null,
    baseAsZoho: baseProjected[field.name] ?? null,
    hasBase: base !== null,
    byItself: byItself.includes(field.name),
  }));
  return cells.map((cell) => withEcho(withPlaced(cell, limits), input));
}
