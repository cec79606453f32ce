import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { isEqual } from 'lodash';
import * as archives from '../archive';
import type { Cursor, CycleRef, PendingRecord } from '../archive';
import type { FeedPage, KnownRecords } from '../sides/types';
import { kinds } from '../sync/kinds';
import { other, sideName, type Side, type Value } from '../sync/model';
import { feedName, pilotOf, restLater, type SideRun } from './cycle';
import { cycleItem, type ChangeItem, type CycleItem } from './items';
import type { SideOfKind } from './sides/kind';

export interface Changes {
  readonly changes: readonly ChangeItem[];
  readonly summary: CycleItem;
}

const knownTo = ({ archive, cycle, side }: SideRun): KnownRecords => ({
  versions: (refs) => archives.versionsOf(archive, cycle.sync, side, refs),
  changedAt: (refs) => archives.changedAt(archive, cycle.sync, side, refs),
  startOver: (left = null) =>
    archives.forgetFeed(archive, cycle, side, Date.now(), left === null ? null : { feed: feedName, value: left }),
  unseen: () => archives.unseenRefs(archive, cycle, side),
  unreadable: () => archives.unreadableRefs(archive, cycle, side),
  areMoreThan: (count) => archives.areMoreThan(archive, cycle.sync, side, count),
});

const readTo = (value: FeedPage['cursor']): Cursor => ({ feed: feedName, value });

/** Takes one page into the archive; answers how many rows of it say something new. `waits`: how far it reaches is kept later. */
async function takeIn({ archive, cycle, side }: SideRun, page: FeedPage, waits: boolean): Promise<number> {
  const { rows, seen: met = [], isAhead } = page;
  const taken = { rows, met, isAhead, cursor: readTo(page.cursor), now: Date.now() };
  const ingested = waits ? { changed: 0 } : await archives.ingestPage(archive, cycle, side, kinds[cycle.kind], taken);
  const left = (page.left ?? []).map((one) => ({ side, ...one }));
  await archives.writeNotices(archive, cycle, left, Date.now());
  if (page.rolledBack && ingested.changed > 0) await archives.noteRolledBack(archive, cycle, side, true, Date.now());
  const notices = (page.untold ?? []).map((reason) => ({ side, ref: null, label: sideName[side], reason }));
  await archives.writeNotices(archive, cycle, notices, Date.now());
  return ingested.changed;
}

const saysNothing = ({ rows, seen = [] }: FeedPage): boolean => rows.length === 0 && seen.length === 0;

/** So long, in ms, a side that was read counts as known to runs that follow each other at once. */
const knownFor = 30_000;

/**
 * Whether this run has enough to do without reading, which only one may say that the run before it began at once: whoever runs it by
 * hand, or was told of a change, wants that read. Both sides or none: what is new on one, and not seen yet on the other, would
 * be made there a second time. Not where a create is looked for whose outcome nobody knows.
 */
async function needsNoReading({ archive, cycle, side, standing }: SideRun, readAt: number, batch: number) {
  const first = standing?.readings[other(side)] ?? 'none';
  if (first !== 'none') return first === 'known';
  const [now, feed] = [Date.now(), feedName];
  if (cycle.follows !== true) return false;
  if (readAt > now || now - readAt >= knownFor || pilotOf(cycle) > 0) return false;
  if (!(await archives.hasFullBatch(archive, cycle, { feed, batch, knownFor }, now))) return false;
  return (await archives.openIntents(archive, cycle.sync)).length === 0;
}

interface Feed {
  readonly pages: AsyncIterable<FeedPage>;
  readonly cursor: Value;
  /** Nothing of it has to be read. */
  readonly isKnown: boolean;
}

/** Opens the feed, which is when the account and the settings are looked at: where those have changed, it has to be read. */
async function feedFor(run: SideRun, { openFeed }: SideOfKind, batch: number): Promise<Feed> {
  const { archive, cycle, side } = run;
  const at = await archives.feedAt(archive, cycle.sync, side, feedName);
  const settings = () => archives.readProfile(archive, cycle.sync, side);
  const before = at && (await needsNoReading(run, at.readAt, batch)) ? await settings() : null;
  const pages = await openFeed(run, at?.value ?? null, knownTo(run));
  return { pages, cursor: at?.value ?? null, isKnown: before !== null && isEqual(before, await settings()) };
}

interface Read {
  readonly read: number;
  readonly changed: number;
  readonly waiting: Cursor | null;
  readonly reading: Exclude<archives.Reading, 'none'>;
}

const notRead: Read = { read: 0, changed: 0, waiting: null, reading: 'known' };

/**
 * Page by page into the archive, so that memory stays flat; n8n's event loop gets its turn after each. How far a page
 * reaches in which nothing is `waits` for the next page, or for the end of the reading. A service that asks to wait for longer than
 * a run waits ends the reading, and not the run, once a page has come: the next run reads on behind it.
 */
async function readFeed(run: SideRun, { pages, cursor }: Feed): Promise<Read> {
  let [read, changed, at, came] = [0, 0, cursor, false];
  let waiting: Cursor | null = null;
  try {
    for await (const page of pages) {
      const waits: boolean = waiting === null && saysNothing(page);
      changed += await takeIn(run, page, waits);
      waiting = waits ? readTo(page.cursor) : null;
      read += page.read;
      at = page.cursor;
      came ||= page.isAhead === true || !isEqual(at, cursor);
      await yieldToEventLoop();
    }
  } catch (error) {
    await restLater(run, error, came);
    return { read, changed, waiting, reading: 'part' };
  }
  return { read, changed, waiting, reading: 'whole' };
}

/** Behind a run that went on, a service that asks to wait before anything came is waited for, too. */
async function readOrRest(run: SideRun, adapter: SideOfKind, batch: number): Promise<Read> {
  try {
    const feed = await feedFor(run, adapter, batch);
    return feed.isKnown ? notRead : await readFeed(run, feed);
  } catch (error) {
    await restLater(run, error, await archives.hasFollowed(run.archive, run.cycle));
    return { ...notRead, reading: 'part' };
  }
}

/** What only the whole of a side shows, once it was read to its end; of the side that is read last, who else looks after both. */
async function reviewWholeSide({ archive, cycle, side, standing }: SideRun, changed: number): Promise<void> {
  const [kind, now] = [kinds[cycle.kind], Date.now()];
  await archives.adoptReplacedRefs(archive, cycle, side, kind, now);
  if (changed > 0) await archives.warnScopeLoss(archive, cycle, side, kind, now);
  if (standing?.readings[other(side)] !== 'none') await archives.checkOverlappingSyncs(archive, cycle, side, now);
}

const changeItem = (cycle: CycleRef, { side, record, change, link }: PendingRecord): ChangeItem => ({
  label: kinds[cycle.kind].label(record.fields),
  change,
  kind: cycle.kind,
  side,
  fields: record.fields,
  ref: record.ref,
  link,
  version: record.version,
  keys: record.keys,
  cycle,
});

/** What is to be said of how far a side was read. */
const readingInWords: Readonly<Record<Read['reading'], (side: string) => string>> = {
  whole: () => '',
  part: (side) => ` ${side} asked to wait before all was read; the next run reads on from there.`,
  known: () => ' Nothing was read anew: these were left by the run before.',
};

/** Behind the figures, what keeps records from going on. */
function besides(side: Side, reading: Read['reading'], pilot: number): string {
  const tried =
    pilot > 0 ? ` A pilot: only ${pilot} records of each side take part until it is switched off in Start Cycle.` : '';
  return readingInWords[reading](sideName[side]) + tried;
}

/** Reads what changed on one side into the archive, then hands out what is pending there: at most `batch` records. */
export async function readSide(given: SideRun, adapter: SideOfKind, batch: number): Promise<Changes> {
  const { archive, cycle, side } = given;
  const run = { ...given, standing: await archives.holdLease(archive, cycle, Date.now()) };
  const { read, changed, waiting, reading } = await readOrRest(run, adapter, batch);
  if (cycle.kind !== 'mail' && reading === 'whole') await reviewWholeSide(run, changed);
  await archives.markRead(archive, cycle, side, reading, Date.now(), waiting);
  const pilot = pilotOf(cycle);
  const pending = await archives.pendingRecords(archive, cycle.sync, side, batch, Date.now(), pilot);
  const changes = pending.map((one) => changeItem(cycle, one));
  const counts = { read, changed, handedOn: changes.length };
  const says = `${sideName[side]}: ${read} looked at, ${changed} changed, ${changes.length} handed on.${besides(side, reading, pilot)}`;
  return { changes, summary: { says, ...cycleItem(cycle, side, counts) } };
}
