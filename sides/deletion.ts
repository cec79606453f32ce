import type { ApiError } from '../clients/errors';
import type { SideRecord, Value } from '../sync/model';
import type { FeedPage, KnownRecords } from './types';

/**
 * What proves that a record is gone. This is the only place that says so; whatever is not here (another 404, an empty answer,
 * absence from a list) is trouble, and deletes nobody.
 *
 * - Graph: a code that says of this very item that it is not in the store (`isItemGone`), or the item lies in Deleted Items:
 *   of an event, every calendar of the mailbox denies it (`inNoCalendar`).
 * - To Do: the same, or every synced list says that the task is not in it (`isInNoSuchList`, see `readAnywhere`).
 * - Zoho CRM: a row of the list of deleted records, and the record cannot be read any more (`readDeletions`).
 * - CalDAV: the address answers 404 or 410, by itself or in the report of its calendar; or it answers with nothing, as Zoho's does,
 *   and the calendar's list of versions lacks it (`clients/caldav/objects.ts`).
 */

/** Exchange says it of contacts, events, mails and tasks alike [seen live: allodia-error-404-item-not-found]. */
const itemGoneCodes: readonly string[] = ['erroritemnotfound'];

const codesOf = ({ code, details }: ApiError): readonly string[] =>
  [code, (details as { vendorCode?: unknown } | null)?.vendorCode].map((one) => String(one ?? '').toLowerCase());

/** True where Graph says that the item asked for is not there any more; a mailbox that is shut says something else. */
export const isItemGone = (error: ApiError | null): boolean =>
  error?.status === 404 && codesOf(error).some((code) => itemGoneCodes.includes(code));

/** Graph looks for a task only in the list of its path: it is not in that one, which says nothing about others [seen: open-walnut]. */
export const isInNoSuchList = (error: ApiError | null): boolean =>
  error !== null && codesOf(error).includes('parentfolderdoesnotcontaintaskwithgivenid');

/**
 * Known records that a feed read to its end has not told: a complete reading (`full`) left them out, or we made them and they were
 * deleted before the next round, of which a feed may say nothing at all. That it lacks them proves nothing, so `find` asks for
 * each. Between complete readings only who is gone is told: who is there may just be told late. One page at most.
 */
export async function* confirmUnseen<C extends Value & { readonly full: boolean }>(
  known: KnownRecords,
  cursor: C,
  find: (refs: readonly string[]) => Promise<readonly SideRecord[]>,
): AsyncGenerator<FeedPage> {
  const seen = await known.unseen();
  if (seen.length === 0 && !cursor.full) return;
  const found = seen.length > 0 ? await find(seen) : [];
  const rows = cursor.full ? found : found.filter(({ state }) => state === 'deleted');
  yield { rows, seen, cursor: { ...(cursor as object), full: false } as Value, read: 0 };
}

/** Reads again what could not be read, so that it heals by itself. Nothing is deleted by that: the feed tells deletions. */
export async function* readAgain<C extends Value>(
  known: KnownRecords,
  cursor: C,
  read: (refs: readonly string[]) => Promise<readonly SideRecord[]>,
): AsyncGenerator<FeedPage> {
  const refs = await known.unreadable();
  if (refs.length === 0) return;
  const rows = (await read(refs)).filter(({ state }) => state !== 'deleted');
  yield { rows, cursor, read: 0 };
}
