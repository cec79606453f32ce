import { chunk } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import type { SideRecord } from '../../sync/model';
import type { FeedPage, Known } from '../types';
import type { ZohoRecord } from './values';
import { MOST_VALUES, within } from './coql';
import type { ZohoCursor } from './cursor';
import type { Module } from './module';
import { OVERLAP_MS } from './cursor';
import type { ZohoProfile } from './profile';
import type { ZohoScope } from './record';
import { deletedRecord, recordOf } from './record';
import { isoOf, minus, zohoTime } from './times';

interface Tombstone {
  readonly id: string;
  readonly time: string;
}

export interface Burial {
  readonly profile: ZohoProfile;
  readonly module: Module;
  readonly settings: { readonly scope: ZohoScope };
  /** Reads what a query cannot. */
  readonly complete: (rows: readonly ZohoRecord[]) => Promise<readonly ZohoRecord[]>;
  readonly cursor: ZohoCursor;
  readonly known: Known;
  readonly columns: string;
}

const tombstoneOf = (row: ZohoRecord): Tombstone => ({ id: String(row.id), time: isoOf(row.deleted_time) ?? '' });
const nameOf = ({ id, time }: Tombstone): string => `${id}@${time}`;

async function listDead(zoho: ZohoClient, module: string, since: string): Promise<readonly Tombstone[]> {
  const all: Tombstone[] = [];
  for await (const page of zoho.deleted(module, zohoTime(since))) all.push(...page.data.map(tombstoneOf));
  return all;
}

/** Restored from the recycle bin meanwhile: then it is there, and anything but deleted. */
async function confirm(
  zoho: ZohoClient,
  ids: readonly string[],
  { module, profile, settings, columns, complete }: Burial,
): Promise<readonly SideRecord[]> {
  const found = new Map<string, SideRecord>();
  const select = `select ${columns} from ${module.name} where ${within('id', ids)} limit ${MOST_VALUES}`;
  for await (const page of zoho.coql(select))
    for (const row of await complete(page.data))
      found.set(String(row.id), recordOf(row, module, profile, settings.scope));
  return ids.map((id) => found.get(id) ?? deletedRecord(id));
}

/** Where to go on: after the newest tombstone, minus the overlap; those within it are remembered as dealt with. */
function following(cursor: ZohoCursor, dead: readonly Tombstone[]): ZohoCursor {
  const newest = dead.reduce((latest, { time }) => (time > latest ? time : latest), cursor.deletedSince);
  const near = dead.filter(({ time }) => time >= minus(newest, OVERLAP_MS));
  return { ...cursor, deletedSince: newest, buried: near.map(nameOf) };
}

/**
 * The tombstones since the cursor, of records the archive knows, each confirmed: a record that can still be read is live.
 * One request where nobody was deleted.
 */
export async function buryDead(zoho: ZohoClient, burial: Burial): Promise<FeedPage> {
  const { cursor, known, module } = burial;
  const dead = await listDead(zoho, module.name, minus(cursor.deletedSince, OVERLAP_MS));
  const fresh = dead.filter((tombstone) => !cursor.buried.includes(nameOf(tombstone))).map(({ id }) => id);
  const versions = fresh.length > 0 ? await known.versions(fresh) : new Map<string, string | null>();
  const ours = [...new Set(fresh)].filter((id) => versions.has(id));
  const rows: SideRecord[] = [];
  for (const ids of chunk(ours, MOST_VALUES)) rows.push(...(await confirm(zoho, ids, burial)));
  return { rows, cursor: following(cursor, dead), read: dead.length };
}
