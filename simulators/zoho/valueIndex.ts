import type { StoredRecord } from './record';

type Records = ReadonlyMap<string, StoredRecord>;
/** By field, by folded value: ids of records that hold or once held it. */
type Index = Map<string, Map<string, Set<string>>>;

const indexes = new WeakMap<Records, Index>();
const folded = (value: unknown): string =>
  String(value ?? '')
    .trim()
    .toLowerCase();

function note(byValue: Map<string, Set<string>>, name: string, record: StoredRecord): void {
  const key = folded(record.values[name]);
  if (!key) return;
  const ids = byValue.get(key) ?? new Set<string>();
  byValue.set(key, ids.add(record.id));
}

/** To be told of every record that is added or changed, so that a look-up need not read them all. */
export function noteRecord(records: Records, record: StoredRecord): void {
  for (const [name, byValue] of indexes.get(records) ?? []) note(byValue, name, record);
}

function indexOf(records: Records, name: string): Map<string, Set<string>> {
  const index: Index = indexes.get(records) ?? new Map<string, Map<string, Set<string>>>();
  indexes.set(records, index);
  const known = index.get(name);
  if (known) return known;
  const made = new Map<string, Set<string>>();
  index.set(name, made);
  for (const record of records.values()) note(made, name, record);
  return made;
}

/** Records whose field has this value now, case and outer spaces aside. */
export function recordsHolding(records: Records, name: string, value: unknown): StoredRecord[] {
  const wanted = folded(value);
  if (!wanted) return [];
  const candidates = [...(indexOf(records, name).get(wanted) ?? [])].map((id) => records.get(id));
  return candidates.filter((record) => record !== undefined).filter((record) => folded(record.values[name]) === wanted);
}
