import type { Base, Fields, Keys, SideRecord } from '../../sync/model';
import { readProfile } from '../feed/cursors';
import { fromFields } from '../store/fields';
import { fromJson, inChunks, toBase } from '../store/rows';
import type { Archive, CycleRef } from '../store/types';

/** An Outlook record that a sync has linked with a record of the CRM: what is known of it, and what both last agreed on. */
export interface Copy extends Pick<SideRecord, 'state' | 'modifiedAt' | 'keys' | 'extra'> {
  readonly sync: string;
  readonly zoho: string;
  readonly base: Base;
}

/** What a sync wrote into a record of the CRM. */
export interface Written {
  readonly sync: string;
  readonly zoho: string;
  readonly before: Fields;
  readonly after: Fields;
}

/** All syncs of the kind with the CRM that is synced here. */
async function syncsOfSameCrm(a: Archive, { sync, kind }: CycleRef) {
  const account = (await readProfile(a, sync, 'zoho'))?.account ?? null;
  return a.db
    .selectFrom('profile')
    .innerJoin('sync', 'sync.name', 'profile.sync')
    .select('profile.sync')
    .where('profile.side', '=', 'zoho')
    .where('profile.account', '=', account)
    .where('sync.kind', '=', kind);
}

/** The copies that all syncs of this archive have of these records of the CRM that is synced here. */
export async function copiesAnywhere(a: Archive, cycle: CycleRef, refs: readonly string[]): Promise<readonly Copy[]> {
  const syncs = await syncsOfSameCrm(a, cycle);
  const rows = await inChunks(refs, (some) =>
    a.db
      .selectFrom('link')
      .innerJoin('record', (on) =>
        on
          .onRef('record.sync', '=', 'link.sync')
          .onRef('record.ref', '=', 'link.outlook')
          .on('record.side', '=', 'outlook'),
      )
      .select(['link.sync', 'link.zoho', 'base_outlook', 'base_zoho', 'record.state', 'modified_at', 'keys', 'extra'])
      .where('link.sync', 'in', syncs)
      .where('link.zoho', 'in', some)
      .execute(),
  );
  return rows.map(({ keys, extra, modified_at: modifiedAt, base_outlook, base_zoho, ...row }) => ({
    ...{ ...row, modifiedAt, keys: fromJson(keys), extra: fromJson(extra), base: toBase({ base_outlook, base_zoho }) },
  }));
}

/** A create in the CRM without an answer: its Outlook record, and the keys of what was `sent`. */
export interface UnderWay extends Pick<SideRecord, 'keys' | 'extra'> {
  readonly sent: Keys;
}

/** Outlook records of which a colleague's sync has announced a create in the CRM since then (ms), and heard no answer yet. */
export async function createsUnderWay(a: Archive, cycle: CycleRef, since: number): Promise<readonly UnderWay[]> {
  const rows = await a.db
    .selectFrom('intent')
    .innerJoin('record', (on) =>
      on
        .onRef('record.sync', '=', 'intent.sync')
        .onRef('record.ref', '=', 'intent.source_ref')
        .on('record.side', '=', 'outlook'),
    )
    .select(['record.keys', 'record.extra', 'intent.keys as sent'])
    .where('intent.side', '=', 'zoho')
    .where('intent.op', '=', 'create')
    .where('intent.sync', '!=', cycle.sync)
    .where('intent.sync', 'in', await syncsOfSameCrm(a, cycle))
    .where('intent.written_at', '>=', since)
    .execute();
  return rows.map(({ keys, extra, sent }) => ({ keys: fromJson(keys), extra: fromJson(extra), sent: fromJson(sent) }));
}

/** What those syncs wrote into these records of the CRM, the newest first. */
export async function writtenAnywhere(
  a: Archive,
  cycle: CycleRef,
  refs: readonly string[],
): Promise<readonly Written[]> {
  const syncs = await syncsOfSameCrm(a, cycle);
  const rows = await inChunks(refs, (some) =>
    a.db
      .selectFrom('journal')
      .select(['sync', 'ref', 'before', 'after'])
      .where('sync', 'in', syncs)
      .where('side', '=', 'zoho')
      .where('ref', 'in', some)
      .orderBy('at', 'desc')
      .orderBy('seq', 'desc')
      .execute(),
  );
  const fields = (text: string): Fields => fromFields<Fields | null>(text) ?? {};
  return rows.map(({ sync, ref, before, after }) => ({
    ...{ sync, zoho: ref ?? '', before: fields(before), after: fields(after) },
  }));
}
