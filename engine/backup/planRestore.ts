import { sameValue } from '../../sync/compare';
import { isBlank, isSideOnly, kinds, type Kind } from '../../sync/kinds';
import { asArray, asObject, asString, type Fields, type Side, type SideRecord, type Write } from '../../sync/model';
import type { BackedUp } from './lines';

/** What is to become of one record of a backup. `fields`: those that are not as they were. */
export interface Restoring {
  readonly was: BackedUp;
  readonly fate: 'create' | 'change' | 'same';
  readonly fields: readonly string[];
  readonly write: Write | null;
  /** As it is now, under whatever id; null where it is gone. */
  readonly now: SideRecord | null;
}

/** What a side says by itself, or what could not be put back without mailing people. */
const leftAlone: Readonly<Record<Side, readonly string[]>> = {
  outlook: ['participants', 'uid', 'cancelled'],
  zoho: ['cancelled'],
};

const noBase = { outlook: {}, zoho: {} };

/** The fields that a side can be given back. A value that only the side itself has a word for is none. */
const restorable = ({ fields }: Kind, side: Side, was: Fields, now: Fields) =>
  fields.filter(({ name }) => !leftAlone[side].includes(name) && !isSideOnly(was[name]) && !isSideOnly(now[name]));

/** Fields that mean something only together go together. */
function changedFields(kind: Kind, side: Side, was: Fields, now: Fields): Fields {
  const fields = restorable(kind, side, was, now);
  const changed = fields.filter(({ name, type }) => !sameValue(type, now[name], was[name]));
  const groups = new Set(changed.flatMap(({ group }) => group ?? []));
  const names = fields.filter((one) => changed.includes(one) || groups.has(one.group ?? '')).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, was[name] ?? null]));
}

const lists: Readonly<Record<string, string>> = {
  email: 'emailAddresses',
  businessPhone: 'businessPhones',
  homePhone: 'homePhones',
};

/** The value that stands first now was further down before: it stays, and what was first stands before it again. */
function stoodBelow({ extra }: BackedUp, now: Fields, name: string): boolean {
  const before = asArray<unknown>(asObject(extra)[lists[name] ?? '']).map((one) => asObject(one).address ?? one);
  return !isBlank(now[name]) && before.includes(now[name] as string);
}

function change(was: BackedUp, now: SideRecord, fields: Fields): Write {
  const beside = Object.keys(fields).filter((name) => stoodBelow(was, now.fields, name));
  const { ref, version, extra } = now;
  return {
    ...{ side: was.side, op: 'update', ref, version, fields, agreed: noBase, extra },
    ...(beside.length > 0 && { beside }),
    blanksLookups: true,
  };
}

/** A time of its own is told by the zone that the meeting had. */
function create(was: BackedUp, kind: Kind): Write {
  const known = restorable(kind, was.side, was.fields, {}).filter(({ name }) => !isBlank(was.fields[name]));
  const fields = Object.fromEntries(known.map(({ name }) => [name, was.fields[name] ?? null]));
  const from = was.kind === 'event' ? { from: { ref: was.ref, extra: was.extra } } : {};
  return { side: was.side, op: 'create', ref: null, version: null, fields, agreed: noBase, extra: null, ...from };
}

/** What brings one record back; `now`: as it is, under whatever id; null where it is gone. */
export function planRestore(was: BackedUp, now: SideRecord | null): Restoring {
  const kind = kinds[was.kind];
  if (!now) return { was, fate: 'create', fields: [], write: create(was, kind), now };
  const fields = changedFields(kind, was.side, was.fields, now.fields);
  if (Object.keys(fields).length === 0) return { was, fate: 'same', fields: [], write: null, now };
  return { was, fate: 'change', fields: Object.keys(fields), write: change(was, now, fields), now };
}

/** By what a record that was made anew is known: all that it says. */
export const saysOf = ({ name, fields }: Kind, side: Side, said: Fields): string =>
  JSON.stringify([
    name,
    ...fields
      .filter((field) => !leftAlone[side].includes(field.name) && !isSideOnly(said[field.name]))
      .map((field) => (isBlank(said[field.name]) ? null : said[field.name])),
  ]);

/** Is it the one that was backed up, under another id? `others`: who shares a key with it, and is nobody else's. */
export function twinOf(was: BackedUp, others: readonly SideRecord[]): SideRecord | null {
  const kind = kinds[was.kind];
  const shares = ({ keys }: SideRecord): boolean => {
    if (was.keys.strong.length > 0) return keys.strong.some((key) => was.keys.strong.includes(key));
    return was.keys.weak !== null && keys.weak === was.keys.weak;
  };
  const alike = others.filter((one) => shares(one) && !kind.contradicts?.(was.fields, one.fields));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

export const labelOf = ({ kind, fields, ref }: BackedUp): string => kinds[kind].label(fields) || asString(ref);
