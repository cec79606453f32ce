import { randomUUID } from 'node:crypto';
import type { Reason } from '../../reasons';
import { editedFields } from '../../sync/compare';
import { kinds } from '../../sync/kinds';
import type { Base, BySide, Decision, Direction, Fields, Side, Value } from '../../sync/model';
import { other, sides } from '../../sync/model';
import { addLink, dropLink, dropRecords, loadLinks, loadRecord, loadRecords, loadRecordsOfBoth } from '../store/draft';
import { saveLink, saveRecords } from '../store/draft';
import { fenced, fencedInChunks } from '../store/lease';
import { type Link, type Stored, byRef, fromJson, inChunks, refsBySide, toLink } from '../store/rows';
import type { Archive, At, CycleRef, RefOn } from '../store/types';
import { setStatus, statusInLink } from './recordStatus';
import { equal, type Db } from '../store/tables';
import type { RecordStatus } from '../store/states';

export const noBase: Base = { outlook: {}, zoho: {} };

/** The base with the fields both sides have agreed on since. */
export const mergeBase = (base: Base, ...news: readonly Base[]): Base => {
  const of = (side: Side) => Object.assign({}, base[side], ...news.map((one) => one[side])) as Base[Side];
  return { outlook: of('outlook'), zoho: of('zoho') };
};

/** Who has a claim on two refs. taken: at least one of them belongs to another link. */
export type Claim =
  { readonly is: 'free' } | { readonly is: 'ours'; readonly link: Link } | { readonly is: 'taken'; readonly by: Link };

/** May these two refs be linked? `id`: the link the decision was made on, which may get a new ref on one side. */
export async function claim(trx: Db, sync: string, id: string | null, refs: BySide<string>): Promise<Claim> {
  const holders = [
    ...(await loadLinks(trx, sync, 'outlook', [refs.outlook])),
    ...(await loadLinks(trx, sync, 'zoho', [refs.zoho])),
  ];
  const same = ({ refs: r }: Link): boolean => r.outlook === refs.outlook && r.zoho === refs.zoho;
  const rival = holders.find((link) => link.id !== id && !same(link));
  if (rival) return { is: 'taken', by: rival };
  const ours = holders[0] ?? (id === null ? undefined : (await loadLinks(trx, sync, 'id', [id]))[0]);
  return ours ? { is: 'ours', link: ours } : { is: 'free' };
}

export async function makeLink(trx: Db, { cycle, now }: At, refs: BySide<string>, base: Base): Promise<Link> {
  const link: Link = { id: randomUUID(), refs, state: 'live', base };
  await addLink(trx, cycle.sync, link, now);
  return link;
}

export async function loadRecordsOfLink(trx: Db, sync: string, { refs }: Link): Promise<BySide<Stored | null>> {
  const of = (side: Side) => loadRecord(trx, sync, { side, ref: refs[side] });
  return { outlook: await of('outlook'), zoho: await of('zoho') };
}

/** The fields of a decision that a person has to decide. */
export const openFields = ({ clashes }: Decision): readonly string[] =>
  clashes.filter(({ winner }) => winner === null).map(({ field }) => field);

/** After a commit nothing but agreement was added: who waited for a next try or a person, and still differs, goes on waiting. */
const keptStatuses: readonly RecordStatus[] = ['parked', 'review'];

function afterCommit(record: Stored, status: RecordStatus, onlyOpenLeft: boolean, now: number): Stored {
  if (status !== 'pending') return setStatus(record, status, now);
  if (keptStatuses.includes(record.status)) return record;
  return setStatus(record, onlyOpenLeft ? 'review' : 'pending', now);
}

/** Reviews that a person answered while this cycle was at work: their records go on with the next one, and do not wait again. */
async function answeredAmong(trx: Db, reviews: readonly string[]): Promise<ReadonlySet<string>> {
  if (reviews.length === 0) return new Set();
  const answered = trx.selectFrom('review').select('id').where('state', '=', 'answered').where('id', 'in', reviews);
  return new Set((await answered.execute()).map(({ id }) => id));
}

/** Recomputes the status of both records of a link. What differs in `open` fields only waits for a person's answer. */
export async function recomputeStatus(trx: Db, { cycle, now }: At, link: Link, open: readonly string[] = []) {
  const records = await loadRecordsOfLink(trx, cycle.sync, link);
  const kind = kinds[cycle.kind];
  const changed: Stored[] = [];
  const reviews = sides.flatMap((side) => records[side]?.review ?? []);
  const answered = await answeredAmong(trx, reviews);
  for (const side of sides) {
    const mine = records[side];
    if (!mine) continue;
    const asked = mine.review !== null && !answered.has(mine.review);
    const onlyOpenLeft =
      asked && editedFields(kind, mine.fields, link.base[side]).every((field) => open.includes(field));
    const next = afterCommit(mine, statusInLink(kind, link, side, mine, records[other(side)]), onlyOpenLeft, now);
    if (next !== mine) changed.push(next);
  }
  await saveRecords(trx, cycle.sync, changed);
}

/** The link a decision is about, by its id or by its refs. */
export async function linkOf(trx: Db, sync: string, { link, refs }: Decision): Promise<Link | null> {
  if (link !== null) return (await loadLinks(trx, sync, 'id', [link]))[0] ?? null;
  for (const side of sides) {
    const ref = refs[side];
    const [found] = ref === null ? [] : await loadLinks(trx, sync, side, [ref]);
    if (found) return found;
  }
  return null;
}

/** All that these decisions, and the records `written` for them, are about, at once: the group finds it in its draft. */
export async function loadNamed(trx: Db, sync: string, decisions: readonly Decision[], written: readonly RefOn[] = []) {
  const named = sides.flatMap((side) =>
    decisions.flatMap(({ refs }) => (refs[side] === null ? [] : { side, ref: refs[side] })),
  );
  const both = [...named, ...written];
  await loadRecordsOfBoth(trx, sync, both);
  await loadLinks(
    trx,
    sync,
    'id',
    decisions.flatMap(({ link }) => link ?? []),
  );
  const refs = refsBySide(both);
  for (const side of sides) await loadLinks(trx, sync, side, refs[side]);
}

/** Takes a link apart. What is deleted goes; what still lives is unlinked and so pending. */
export async function dissolveLink(trx: Db, { cycle, now }: At, link: Link): Promise<void> {
  await dropLink(trx, link);
  await trx
    .deleteFrom('intent')
    .where(equal({ sync: cycle.sync, op: 'update', link: link.id }))
    .execute();
  const records = await loadRecordsOfLink(trx, cycle.sync, link);
  for (const side of sides) {
    const record = records[side];
    if (record?.state === 'deleted') await dropRecords(trx, cycle.sync, side, [record.ref]);
    else if (record)
      await saveRecords(trx, cycle.sync, [setStatus(record, record.state === 'live' ? 'pending' : 'settled', now)]);
  }
}

/** A record that nobody looks at before it changes. */
export const held = (record: Stored, why: Reason): Stored => ({
  ...record,
  ...{ status: 'settled', since: 0, tries: 0, nextTry: 0, review: null },
  reason: why,
});

/** Records left alone by an undone decision rest until an edit; else the next cycle would do again what was undone. */
export async function holdUntilChanged(trx: Db, { cycle: { sync } }: At, decision: Decision, more?: RefOn) {
  const named = sides.flatMap((side): RefOn[] => {
    const ref = decision.refs[side];
    return ref === null ? [] : [{ side, ref }];
  });
  const records = await loadRecordsOfBoth(trx, sync, more ? [...named, more] : named);
  const alone: Stored[] = [];
  for (const record of records)
    if (record.state === 'live' && (await loadLinks(trx, sync, record.side, [record.ref])).length === 0)
      alone.push(record);
  const resting = alone.map((record) => held(record, decision.reason));
  await saveRecords(trx, sync, resting);
}

/** The links that an undoing is about to change, as they have to be for whoever comes after a crash in its midst. */
async function prepareOne(trx: Db, cycle: CycleRef, decision: Decision): Promise<void> {
  if (decision.link === null || decision.verdict !== 'write') return;
  const [link] = await loadLinks(trx, cycle.sync, 'id', [decision.link]);
  if (!link) return;
  const deletes = decision.writes.some(({ op }) => op === 'delete');
  const base = mergeBase(link.base, ...decision.writes.map(({ agreed }) => agreed));
  await saveLink(trx, deletes ? { ...link, state: 'paused' } : { ...link, base });
}

/**
 * Before an undoing writes: what goes back counts as agreed, and who loses a record is paused. Else a run that dies after a write
 * and before its commit would leave what looks like an edit, or a deletion, of a person, and the next cycle would carry it over.
 */
export const prepareUndo = (
  a: Archive,
  cycle: CycleRef,
  decisions: readonly Decision[],
  now: number,
): Promise<unknown> =>
  fencedInChunks(a, cycle, decisions, now, async (trx, some) => {
    for (const decision of some) await prepareOne(trx, cycle, decision);
  });

/** An undoing left this pair as it is: both go on as before. */
export const wakeLink = (a: Archive, cycle: CycleRef, id: string, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    const [link] = await loadLinks(trx, cycle.sync, 'id', [id]);
    if (!link) return;
    const live = { ...link, state: 'live' as const };
    await saveLink(trx, live);
    await recomputeStatus(trx, { cycle, now }, live);
  });

/** The living pairs of a sync, each with both records as they were last seen. */
export async function linkedPairs(a: Archive, sync: string): Promise<readonly BySide<Stored>[]> {
  const rows = await a.db
    .selectFrom('link')
    .selectAll()
    .where(equal({ sync, state: 'live' }))
    .orderBy('id')
    .execute();
  return inChunks(rows.map(toLink), async (links) => {
    const on = async (side: Side) => {
      const refs = links.map((link) => link.refs[side]);
      return byRef(await loadRecords(a.db, sync, side, refs));
    };
    const [outlook, zoho] = [await on('outlook'), await on('zoho')];
    return links.flatMap(({ refs }) => {
      const pair = { outlook: outlook.get(refs.outlook), zoho: zoho.get(refs.zoho) };
      return pair.outlook?.state === 'live' && pair.zoho?.state === 'live' ? [pair as BySide<Stored>] : [];
    });
  });
}

/** The links, live or paused, that these refs of a side belong to, each with its Outlook record as it was last seen. */
export async function linksAmong(
  a: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<readonly (Pick<Link, 'refs'> & { readonly outlook: Stored | null })[]> {
  const links = await loadLinks(a.db, sync, side, refs);
  const ends = links.map((link) => link.refs.outlook);
  const outlook = byRef(await loadRecords(a.db, sync, 'outlook', ends));
  return links.map((link) => ({ refs: link.refs, outlook: outlook.get(link.refs.outlook) ?? null }));
}

/** The direction of the sync's last cycle; null before the first decision. */
export async function directionOf(a: Archive, sync: string): Promise<Direction | null> {
  const row = await a.db.selectFrom('sync').select('direction').where('name', '=', sync).executeTakeFirst();
  return row?.direction ?? null;
}

/** The fields of these records as the archive last saw them on that side. */
export async function fieldsOf(
  archive: Archive,
  sync: string,
  side: Side,
  refs: readonly string[],
): Promise<(ref: string | null) => Fields> {
  const stored = byRef(await loadRecords(archive.db, sync, side, [...new Set(refs)]));
  return (ref) => (ref === null ? {} : (stored.get(ref)?.fields ?? {}));
}

/** The `extra` of all records of a side that are there and in scope, by ref. */
export async function extrasOf(archive: Archive, sync: string, side: Side): Promise<ReadonlyMap<string, Value>> {
  const rows = await archive.db
    .selectFrom('record')
    .select(['ref', 'extra'])
    .where(equal({ sync, side, state: 'live' }))
    .execute();
  return new Map(rows.map(({ ref, extra }) => [ref, fromJson<Value>(extra)]));
}
