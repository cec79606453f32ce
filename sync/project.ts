import { reason, type Reason } from '../reasons';
import { isBlank, isSideOnly, type Field, type Kind } from './kinds/kind';
import { other, type Fields, type Limits, type Side, type Value } from './model';

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
export function project(kind: Kind, side: Side, fields: Fields, limits: Limits = {}): Fields {
  const inexpressible = new Set(cannotExpress(kind, side, fields, limits));
  const whole = side === 'zoho' ? kind.forZoho(fields, limits) : fields;
  const held = kind.fields
    .filter((field) => !inexpressible.has(field) && (side === 'zoho' || field.name in whole))
    .map((field) => {
      const limit = side === 'zoho' ? (limits[field.name] ?? field.zohoMaxLength) : undefined;
      return [field.name, fitToLimit(expressed(field, side, whole[field.name] ?? null, limits), limit)] as const;
    });
  return Object.fromEntries(held);
}
