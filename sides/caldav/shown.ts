import type { DavObject } from '../../clients/caldav';
import { kinds } from '../../sync/kinds';
import type { Write } from '../../sync/model';
import type { Done, WriteResult } from '../types';
import type { Written } from './object';
import { eventIn, type Reader } from './record';

/** A meeting that was put. */
export interface Put {
  readonly write: Write;
  readonly ref: string;
  /** Mark of the version that was put; null where the server changed the text, or does not say. */
  readonly etag: string | null;
  readonly made: Written;
}

/**
 * The text that counts as what we wrote, and its version. If somebody else has written since, it is the one that we sent: theirs is
 * news to be read, not something both sides agreed on.
 */
function ours({ etag, made }: Put, now: DavObject | null): { readonly ics: string; readonly version: string | null } {
  const isOurs = now !== null && now.data !== null && (etag === null || etag === now.etag);
  return isOurs ? { ics: now.data as string, version: now.etag } : { ics: made.ics, version: etag };
}

function doneOf(put: Put, ics: string, version: string | null, reader: Reader): Done {
  const event = eventIn(ics, reader);
  if ('unreadable' in event) throw new RangeError(event.unreadable);
  const { notes, left } = put.made;
  const { fields, extra, modifiedAt } = event;
  return {
    ...{ outcome: 'done', write: put.write, ref: put.ref, version, modifiedAt, fields, extra },
    ...{ keys: kinds.event.keys(event), notes, ambiguous: [] },
    ...(left.length > 0 && { left }),
  };
}

/** What became of a write, with the fields as the server shows them; `now` null: it could not be read again. */
export function resultOf(put: Put, now: DavObject | null, reader: Reader): WriteResult {
  const { ics, version } = ours(put, now);
  return doneOf(put, ics, version, reader);
}

/** Nothing had to be sent: all that was asked for was left out, or is there already. */
export function unsentResult(write: Write, made: Written, there: DavObject, reader: Reader): WriteResult {
  const put: Put = { write, ref: there.href, etag: there.etag, made };
  return { ...doneOf(put, there.data ?? made.ics, there.etag, reader), unsent: true };
}

export const deletedResult = (write: Write): Done => ({
  ...{ outcome: 'done', write, ref: write.ref ?? '', version: null, modifiedAt: null, fields: {}, extra: null },
  ...{ keys: { strong: [], weak: null }, notes: [], ambiguous: [] },
});
