import { hasChanged, hasUserEdits } from '../../sync/compare';
import type { Reason } from '../../reasons';
import type { Kind } from '../../sync/kinds';
import { other, type Side, type SideRecord } from '../../sync/model';
import { toJson, type Link, type Stored } from '../store/rows';
import type { RecordStatus } from '../store/states';

/** What the archive knew of a record before the feed told something about it. */
export interface KnownBefore {
  readonly stored: Stored | null;
  readonly link: Link | null;
  /** The linked record of the other side. */
  readonly counterpart: Stored | null;
  /** It was sent to the other side, and nobody knows yet what became of that there. */
  readonly isSent: boolean;
}

/** echo: nothing a person calls a change. removed: gone, and linked with nobody. kept: written; `changed`: really. */
export type RowClass =
  | { readonly is: 'echo'; readonly stored: Stored }
  | { readonly is: 'removed'; readonly stored: Stored | null }
  | {
      readonly is: 'kept';
      readonly record: Stored;
      readonly changed: boolean;
      readonly rekeyed: boolean;
      readonly linkState: Link['state'] | null;
    };

/** Does a cycle have to look at a linked record? `mine` is the record, `theirs` its counterpart. */
export function statusInLink(
  kind: Kind,
  link: Link,
  side: Side,
  mine: SideRecord,
  theirs: SideRecord | null,
): RecordStatus {
  const gone = theirs === null || theirs.state === 'deleted';
  if (link.state === 'paused') return mine.state === 'deleted' && gone ? 'pending' : 'settled';
  if (mine.state === 'deleted') return 'pending';
  return mine.state === 'live' && hasChanged(kind, mine.fields, link.base[side]) ? 'pending' : 'settled';
}

/** A record that left the scope pauses its link; one that is live again resumes it, unless the other side is out of scope. */
function linkStateAfter(row: SideRecord, { stored, link, counterpart }: KnownBefore): Link['state'] | null {
  if (link === null) return null;
  if (link.state === 'live') return row.state === 'outside' ? 'paused' : 'live';
  const back = row.state === 'live' && stored?.state !== 'live';
  return back && counterpart?.state !== 'outside' ? 'live' : 'paused';
}

/** `nextTry` of what cannot be read: no cycle looks at it before its side tells something else. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** It could not be read when its side told of it last. */
export const isUnreadable = (record: Stored | null): boolean => record?.nextTry === NEVER;

/** What may be kept of the row: nothing private of a record outside the scope; of what is gone or unreadable, what was known before. */
function keep(row: SideRecord, stored: Stored | null): SideRecord {
  if (row.unreadable) return stored ? { ...row, keys: stored.keys, fields: stored.fields, extra: stored.extra } : row;
  if (row.state === 'outside') return { ...row, fields: {}, extra: null };
  if (row.state === 'deleted' && stored)
    return { ...row, fields: stored.fields, keys: stored.keys, extra: stored.extra };
  return row;
}

export const sameKeys = (a: Pick<SideRecord, 'keys'>, b: Pick<SideRecord, 'keys'>): boolean =>
  toJson(a.keys) === toJson(b.keys);

/** An id that its side gives to every new record, and did not tell when it was made, is no news. */
const rowChanged = (kind: Kind, row: SideRecord, stored: Stored | null): boolean =>
  stored === null ||
  stored.state !== row.state ||
  !sameKeys(row, stored) ||
  hasUserEdits(kind, row.fields, stored.fields);

/** The status of a row that is no echo. A new version without a real change only gives a parked record another chance. */
function statusOf(kind: Kind, side: Side, row: SideRecord, before: KnownBefore, isMoved: boolean, link: Link | null) {
  const { stored, counterpart } = before;
  if (stored && !isMoved && stored.status !== 'parked') return stored.status;
  if (link) return statusInLink(kind, link, side, row, counterpart);
  return row.state === 'live' ? 'pending' : 'settled';
}

/** Puts a record into a status; what belonged to the former one (tries, error) is forgotten. */
export function setStatus<T extends Stored>(record: T, status: RecordStatus, now: number): T {
  if (record.status === status || isUnreadable(record)) return record;
  const since = status === 'settled' ? 0 : now;
  const review = status === 'settled' ? null : record.review;
  return { ...record, status, since, review, offeredAt: 0, tries: 0, nextTry: 0, reason: null };
}

const blankRecord = (side: Side, row: SideRecord): Stored => ({
  ...row,
  side,
  status: 'settled',
  since: 0,
  offeredAt: 0,
  tries: 0,
  nextTry: 0,
  reason: null,
  review: null,
  seenIn: 0,
});

/** A record as a side shows it, laid over what the archive knew of it. */
export function overlay(stored: Stored | null, side: Side, row: SideRecord, seenIn: number): Stored {
  const { ref, version, modifiedAt, state, fields, keys, extra } = row;
  return { ...(stored ?? blankRecord(side, row)), ref, version, modifiedAt, state, fields, keys, extra, seenIn };
}

const readableAgain = (record: Stored): Stored => (isUnreadable(record) ? { ...record, nextTry: 0 } : record);

const unreadableOf = (record: Stored, why: Reason, now: number): Stored => ({
  ...setStatus(readableAgain(record), 'parked', now),
  ...{ nextTry: NEVER, reason: why },
});

/** What a row of a feed means for the archive. Pure: the same row over the same knowledge always means the same. */
export function classifyRow(
  kind: Kind,
  row: SideRecord,
  side: Side,
  before: KnownBefore,
  fullRead: number,
  now: number,
): RowClass {
  const { stored, link, isSent } = before;
  // what was sent of it is to be known as its own, or it would come back from there
  if (row.state === 'deleted' && !link && !(stored && isSent)) return { is: 'removed', stored };
  const kept = keep(row, stored);
  const isMoved = rowChanged(kind, kept, stored);
  const isSameTrouble = isUnreadable(stored) === (row.unreadable !== undefined);
  if (stored && isSameTrouble && !isMoved && stored.version === row.version) return { is: 'echo', stored };
  const linkState = linkStateAfter(kept, before);
  const status = statusOf(kind, side, kept, before, isMoved, link && linkState ? { ...link, state: linkState } : null);
  // what was read ahead of a round is met by that round, or was met before
  const laid = overlay(stored, side, kept, Math.max(fullRead, stored?.seenIn ?? fullRead));
  const record = row.unreadable ? unreadableOf(laid, row.unreadable, now) : setStatus(readableAgain(laid), status, now);
  return { is: 'kept', record, changed: isMoved, rekeyed: !stored || !sameKeys(kept, stored), linkState };
}

/** The counterpart's status after the link or the record at its other end moved. */
export const counterpartAfter = (kind: Kind, link: Link, mine: Stored, theirs: Stored, now: number): Stored =>
  setStatus(theirs, statusInLink(kind, link, other(mine.side), theirs, mine), now);

const firstPause = 5 * 60_000;
const longestPause = 24 * 60 * 60_000;

/** 5 minutes after the first failure, twice as long after each further one, a day at most; in ms. */
export const pauseAfter = (tries: number): number => Math.min(firstPause * 2 ** (tries - 1), longestPause);

/** One more try has failed. */
export const parked = (record: Stored, why: Reason, now: number): Stored => {
  const tries = record.tries + 1;
  const since = record.status === 'parked' ? record.since : now;
  return { ...record, status: 'parked', since, tries, nextTry: now + pauseAfter(tries), reason: why };
};
