import type { Kind } from '../sync/kinds';
import type { Side, SideRecord } from '../sync/model';
import { other } from '../sync/model';
import { haveMet, moveCursor, roundOf } from './feed';
import { intentsMarked, recover } from './intent';
import { followMoved } from './moved';
import type { Before, Judgement } from './judge';
import { counterpartAfter, judge } from './judge';
import type { At, Entry } from './journal';
import { note } from './journal';
import { fenced } from './lease';
import { saveLink } from './links';
import { release, reopen } from './reopen';
import type { Db, Link, Stored } from './rows';
import { byRef, chunks, inChunks, linksBy, recordsOf } from './rows';
import { dropRecords, saveKeys, saveRecords } from './save';
import { addToTally } from './tally';
import type { Archive, CycleRef, Ingested, Page } from './types';

interface Feed extends At {
  readonly side: Side;
  readonly kind: Kind;
  readonly round: number;
}
type Kept = Extract<Judgement, { is: 'kept' }>;
interface Judged {
  readonly row: SideRecord;
  readonly before: Before;
  readonly judgement: Judgement;
}

const isKept = (judgement: Judgement): judgement is Kept => judgement.is === 'kept';

/** What the archive knows of these refs: row, link, counterpart. */
async function lookUp(
  trx: Db,
  { cycle: { sync }, side }: Feed,
  refs: readonly string[],
): Promise<(ref: string) => Before> {
  const stored = byRef(await recordsOf(trx, sync, side, refs));
  const links = new Map((await linksBy(trx, sync, side, refs)).map((link) => [link.refs[side], link]));
  const opposite = [...links.values()].map((link) => link.refs[other(side)]);
  const counterparts = byRef(await recordsOf(trx, sync, other(side), opposite));
  return (ref) => {
    const link = links.get(ref) ?? null;
    const counterpart = (link && counterparts.get(link.refs[other(side)])) ?? null;
    return { stored: stored.get(ref) ?? null, link, counterpart };
  };
}

async function saveRows(trx: Db, feed: Feed, judgements: readonly Judgement[]): Promise<void> {
  const {
    cycle: { sync },
    side,
    round,
  } = feed;
  const kept = judgements.filter(isKept);
  const gone = judgements.flatMap((one) => (one.is === 'removed' && one.stored ? [one.stored.ref] : []));
  const met = judgements.flatMap((one) => (one.is === 'echo' ? [one.stored.ref] : []));
  await saveRecords(
    trx,
    sync,
    kept.map(({ record }) => record),
  );
  await saveKeys(
    trx,
    sync,
    side,
    kept.filter(({ rekeyed }) => rekeyed).map(({ record }) => record),
  );
  await dropRecords(trx, sync, side, gone);
  await haveMet(trx, sync, side, round, met);
}

/** Why a link fell asleep or woke, where its record left or came back. */
export const scopeStory: Readonly<Record<Link['state'], string>> = {
  asleep: 'left what is synced: the pair is left alone',
  live: 'is back in what is synced',
};

/** A link that falls asleep or wakes, or whose one end moved, changes what is to be done about its other end. */
async function saveLinks(trx: Db, feed: Feed, judged: readonly Judged[]): Promise<void> {
  const { cycle, side, kind, now } = feed;
  const counterparts: Stored[] = [];
  const entries: Entry[] = [];
  for (const { before, judgement } of judged) {
    const { link, counterpart } = before;
    if (!isKept(judgement) || !judgement.moved || !link || !judgement.linkState) continue;
    const state = judgement.linkState;
    if (state !== link.state) {
      await saveLink(trx, { ...link, state });
      const label = kind.label((counterpart ?? judgement.record).fields);
      const op = state === 'live' ? 'wake' : 'sleep';
      entries.push({ op, side, ref: judgement.record.ref, link: link.id, label, reason: scopeStory[state] });
    }
    const next = counterpart && counterpartAfter(kind, { ...link, state }, judgement.record, counterpart, now);
    if (next && next !== counterpart) counterparts.push(next);
  }
  await saveRecords(trx, cycle.sync, counterparts);
  await note(trx, feed, entries);
}

/** Questions that a moved or removed record was part of, or shares a key with, are asked anew. */
async function askAnew(trx: Db, { cycle: { sync }, now }: Feed, judged: readonly Judged[]): Promise<void> {
  const moved = judged.filter(({ judgement: one }) => (one.is === 'kept' ? one.moved : one.is === 'removed'));
  const befores = moved.flatMap(({ before: { stored } }) => (stored ? [stored] : []));
  const afters = moved.flatMap(({ judgement: one }) => (one.is === 'kept' ? [one.record] : []));
  await release(
    trx,
    befores.flatMap(({ review }) => (review ? [review] : [])),
    now,
  );
  await reopen(
    trx,
    sync,
    [...befores, ...afters].map(({ keys }) => keys),
    now,
  );
}

/** Rows with the mark of a create whose reply was lost are linked with their source. */
async function takeMarked(trx: Db, feed: Feed, judged: readonly Judged[]): Promise<void> {
  const marked = new Map(
    judged.flatMap(({ row, before }) =>
      row.mark && row.state === 'live' && !before.link ? [[row.mark, row.ref]] : [],
    ),
  );
  if (marked.size === 0) return;
  const { cycle, side, kind } = feed;
  for (const intent of await intentsMarked(trx, cycle.sync, side, [...marked.keys()])) {
    const [found] = await recordsOf(trx, cycle.sync, side, [marked.get(intent.id)!]);
    if (found) await recover(trx, feed, intent, found, kind.label(found.fields));
  }
}

async function ingestRows(trx: Db, feed: Feed, rows: readonly SideRecord[]): Promise<Ingested> {
  const { side, kind, round, now } = feed;
  const beforeOf = await lookUp(
    trx,
    feed,
    rows.map(({ ref }) => ref),
  );
  const judged = rows.map((row): Judged => {
    const before = beforeOf(row.ref);
    return { row, before, judgement: judge(kind, row, side, before, round, now) };
  });
  await saveRows(
    trx,
    feed,
    judged.map(({ judgement }) => judgement),
  );
  await saveLinks(trx, feed, judged);
  await askAnew(trx, feed, judged);
  await takeMarked(trx, feed, judged);
  await followMoved(
    trx,
    feed,
    judged.filter(({ before }) => !before.link).map(({ row }) => row),
  );
  const kept = judged.map(({ judgement }) => judgement).filter(isKept);
  const removed = judged.filter(({ judgement: one }) => one.is === 'removed' && one.stored).length;
  const changed = kept.filter(({ moved }) => moved).length + removed;
  return { read: rows.length, changed, pending: kept.filter(({ record }) => record.status === 'pending').length };
}

const sum = (results: readonly Ingested[]): Ingested => ({
  read: results.reduce((n, { read }) => n + read, 0),
  changed: results.reduce((n, { changed }) => n + changed, 0),
  pending: results.reduce((n, { pending }) => n + pending, 0),
});

/**
 * Takes one page of a side's feed into the archive and moves the feed's cursor, which is never ahead of its rows: a crash re-reads
 * one page at most. Echoes of our own writes and rows without a real difference change nothing. Long pages go in several
 * transactions, the cursor with the last.
 */
export async function ingestPage(a: Archive, cycle: CycleRef, side: Side, kind: Kind, page: Page): Promise<Ingested> {
  const { now, cursor } = page;
  const rows = [...byRef(page.rows).values()];
  const last = chunks(rows).at(-1)?.[0];
  const work = (some: readonly SideRecord[]): Promise<readonly Ingested[]> =>
    fenced(a, cycle, now, async (trx) => {
      const feed = { cycle, now, side, kind, round: await roundOf(trx, cycle.sync, side) };
      const result = await ingestRows(trx, feed, some);
      await addToTally(trx, cycle, { read: { [side]: result.read }, unchanged: result.read - result.changed });
      const isLast = some[0] === last;
      if (isLast) await haveMet(trx, cycle.sync, side, feed.round, page.met ?? []);
      if (isLast && cursor) await moveCursor(trx, cycle.sync, side, cursor, now);
      return [result];
    });
  return sum(rows.length === 0 ? await work([]) : await inChunks(rows, work));
}
