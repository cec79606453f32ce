import { differs } from '../sync/detect';
import type { Kind } from '../sync/kinds';
import type { Side } from '../sync/model';
import { fenced } from './lease';
import { follow } from './moved';
import type { Db, Link, Stored } from './rows';
import { chunks, linksBy, recordsOf, toText } from './rows';
import type { Archive, CycleRef } from './types';

/** Which records of a side: those that a link knows, or those pending that none does. */
interface Wanted {
  readonly state: 'live' | 'deleted';
  readonly linked: boolean;
}

async function recordsWith({ db }: Archive, sync: string, side: Side, { state, linked }: Wanted) {
  const column = `link.${side}` as const;
  const rows = await db
    .selectFrom('record')
    .leftJoin('link', (join) => join.onRef('link.sync', '=', 'record.sync').onRef(column, '=', 'record.ref'))
    .select('record.ref')
    .where('record.sync', '=', sync)
    .where('record.side', '=', side)
    .where('record.state', '=', state)
    .where('link.id', linked ? 'is not' : 'is', null)
    .$if(!linked, (query) => query.where('record.status', '=', 'pending'))
    .execute();
  return recordsOf(
    db,
    sync,
    side,
    rows.map(({ ref }) => ref),
  );
}

/** New records of a side that nobody is linked with. */
const strangers = (a: Archive, sync: string, side: Side) =>
  recordsWith(a, sync, side, { state: 'live', linked: false });

/** Deleted records of the side that a link still knows. */
const departed = (a: Archive, sync: string, side: Side) =>
  recordsWith(a, sync, side, { state: 'deleted', linked: true });

/** Records by their keys, those that no other has. */
function byKeys(records: readonly Stored[]): ReadonlyMap<string, Stored> {
  const found = new Map<string, Stored | null>();
  for (const record of records) {
    if (record.keys.strong.length === 0 && record.keys.weak === null) continue;
    const name = toText(record.keys);
    found.set(name, found.has(name) ? null : record);
  }
  return new Map([...found].filter((entry): entry is [string, Stored] => entry[1] !== null));
}

const isSame = (kind: Kind, link: Link | undefined, side: Side, record: Stored): boolean =>
  link !== undefined && !differs(kind, record.fields, link.base[side]);

async function pairsOf(a: Archive, cycle: CycleRef, side: Side, kind: Kind) {
  const fresh = await strangers(a, cycle.sync, side);
  const gone = fresh.length > 0 ? byKeys(await departed(a, cycle.sync, side)) : new Map<string, Stored>();
  const met = [...byKeys(fresh)].flatMap(([keys, record]) => {
    const former = gone.get(keys);
    return former ? [{ record, former: former.ref }] : [];
  });
  const refs = met.map(({ former }) => former);
  const links = new Map((await linksBy(a.db as Db, cycle.sync, side, refs)).map((link) => [link.refs[side], link]));
  return met.filter(({ record, former }) => isSame(kind, links.get(former), side, record));
}

const why = 'it was deleted and is there again under another ID, with the same content';

/**
 * A record that went and one that came with the very same content are one: a mailbox that was moved or restored gives everything
 * another id. Its link goes on with the new one. Ask it when a side was read to its end. Answers how many there were.
 */
export async function followReturned(
  a: Archive,
  cycle: CycleRef,
  side: Side,
  kind: Kind,
  now: number,
): Promise<number> {
  const pairs = await pairsOf(a, cycle, side, kind);
  for (const some of chunks(pairs))
    await fenced(a, cycle, now, async (trx) => {
      for (const { record, former } of some) await follow(trx, { cycle, now, side, kind }, record, former, why);
    });
  return pairs.length;
}
