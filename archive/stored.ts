import type { Fields, Side } from '../sync/model';
import { byRef, recordsOf } from './rows';
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
