import type { CycleRef, Archive } from './types';
import type { Side } from '../sync/model';
import { sideName, sides } from '../sync/model';
import { ArchiveError } from './errors';
import { readProfile } from './feed';
import { noteLeftRecords } from './left';

const places = ['folderId', 'listId', 'calendarId', 'module'] as const;

/** Whose records of which place a sync looks after on a side; null before its first look. */
async function placeOf(a: Archive, sync: string, side: Side): Promise<string | null> {
  const kept = await readProfile(a, sync, side);
  const { settings = {} } = (kept?.data ?? {}) as { readonly settings?: Readonly<Record<string, unknown>> };
  return kept && JSON.stringify([kept.account, ...places.map((name) => settings[name] ?? null)]);
}

async function isShared(a: Archive, one: string, two: string): Promise<boolean> {
  for (const side of sides) {
    const place = await placeOf(a, one, side);
    if (place === null || place !== (await placeOf(a, two, side))) return false;
  }
  return true;
}

/** Other syncs of the kind that look after the same place on both sides. */
async function sharing(a: Archive, { sync, kind }: CycleRef) {
  const others = await a.db.selectFrom('sync').selectAll().where('kind', '=', kind).where('name', '!=', sync).execute();
  const found: typeof others = [];
  for (const one of others) if (await isShared(a, sync, one.name)) found.push(one);
  return found;
}

const startedOf = (a: Archive, sync: string) =>
  a.db
    .selectFrom('cycle')
    .select(['id', 'started_at'])
    .where('sync', '=', sync)
    .orderBy('started_at', 'desc')
    .limit(2)
    .execute();

function wait(name: string): never {
  throw new ArchiveError(
    `The sync "${name}" is at work on the same records right now.`,
    'Nothing is lost, and the next run goes on. Keep one of the two workflows only: two syncs of one folder can create records twice.',
  );
}

/**
 * Two syncs of one place each know only their own links. While the other, begun earlier, is at work, this one may not go on
 * (ArchiveError); where both are in use, or this one is new beside it, that is told (once, with the CRM's side).
 */
export async function besideOthers(a: Archive, cycle: CycleRef, side: Side, now: number): Promise<void> {
  for (const { name, holder, lease_until: until } of await sharing(a, cycle)) {
    const [theirs] = await startedOf(a, name);
    const [mine, before] = await startedOf(a, cycle.sync);
    const isFirst = (theirs?.started_at ?? 0) < (mine?.started_at ?? 0) || (theirs?.id ?? '') < cycle.id;
    if (holder !== null && until > now && (theirs?.started_at ?? 0) <= (mine?.started_at ?? 0) && isFirst) wait(name);
    if (side === 'outlook' || (before && (theirs?.started_at ?? 0) < before.started_at)) continue;
    const reason =
      `The sync "${name}" looks after the same records in ${sideName.outlook} and ${sideName.zoho}. If this one was renamed, all is ` +
      'well: everybody was matched anew. If both are in use, keep one of the two workflows only.';
    await noteLeftRecords(a, cycle, [{ side: null, ref: null, label: `Sync "${name}"`, reason }], now);
  }
}
