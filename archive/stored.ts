import type { Fields, Side, Value } from '../sync/model';
import { byRef, fromText, recordsOf } from './rows';
import type { Archive } from './types';

/** The fields of these records as the archive last saw them on that side. */
export async function fieldsOf(
  archive: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<(ref: string | null) => Fields> {
  const stored = byRef(await recordsOf(archive.db, sync, side, [...new Set(refs)]));
  return (ref) => (ref === null ? {} : (stored.get(ref)?.fields ?? {}));
}

/** The `extra` of all records of a side that are there and in scope, by ref. */
export async function extrasOf(archive: Archive, sync: string, side: Side): Promise<ReadonlyMap<string, Value>> {
  const rows = await archive.db
    .selectFrom('record')
    .select(['ref', 'extra'])
    .where('sync', '=', sync)
    .where('side', '=', side)
    .where('state', '=', 'live')
    .execute();
  return new Map(rows.map(({ ref, extra }) => [ref, fromText<Value>(extra)]));
}
