import type { Keys, Value } from '../../sync/model';
import { readProfile } from '../feed/cursors';
import { fromJson, inChunks } from '../store/rows';
import type { Archive, CycleRef } from '../store/types';

/** An Outlook record that a sync has linked with a record of the CRM: its keys, and what is known of it besides. */
export interface Copy {
  readonly zoho: string;
  readonly keys: Keys;
  readonly extra: Value;
}

/** The copies that all syncs of this archive have of these records of the CRM that is synced here. */
export async function copiesAnywhere(
  a: Archive,
  { sync, kind }: CycleRef,
  refs: readonly string[],
): Promise<readonly Copy[]> {
  const account = (await readProfile(a, sync, 'zoho'))?.account;
  if (account === undefined) return [];
  const syncs = a.db
    .selectFrom('profile')
    .innerJoin('sync', 'sync.name', 'profile.sync')
    .select('profile.sync')
    .where('profile.side', '=', 'zoho')
    .where('profile.account', '=', account)
    .where('sync.kind', '=', kind);

  const rows = await inChunks(refs, (some) =>
    a.db
      .selectFrom('link')
      .innerJoin('record', (on) =>
        on
          .onRef('record.sync', '=', 'link.sync')
          .onRef('record.ref', '=', 'link.outlook')
          .on('record.side', '=', 'outlook'),
      )
      .select(['link.zoho', 'record.keys', 'record.extra'])
      .where('link.sync', 'in', syncs)
      .where('link.zoho', 'in', some)
      .execute(),
  );
  return rows.map(({ zoho, keys, extra }) => ({ zoho, keys: fromJson<Keys>(keys), extra: fromJson<Value>(extra) }));
}
