import type { HttpResponse } from '../http';
import type { Ask, DavAnswer, DavRow } from './dav';
import { askDav, textIn } from './dav';
import { conditionsIn } from './errors';
import { asMark } from './etag';
import { pathOfHref, refOf, type Ground } from './hosts';

/** Something in a calendar, and the mark of its version. */
export interface Tag {
  readonly href: string;
  /** null: the server tells none. */
  readonly etag: string | null;
}

export interface DavChanges {
  readonly changed: readonly Tag[];
  /** The server says that they are gone. */
  readonly gone: readonly string[];
  readonly token: string;
}

/** A server may tell of changes in parts; one that never comes to an end is not followed for ever. */
const MOST_PARTS = 1000;

/** RFC 6578 section 3.2: the precondition `valid-sync-token`; some say it by status alone, or have forgotten the report itself. */
const isExpired = (answer: HttpResponse): boolean =>
  conditionsIn(answer.body).includes('valid-sync-token') || [400, 405, 409, 410, 412, 415, 501].includes(answer.status);

const report = (ask: Ask, url: string, token: string): Promise<DavAnswer> =>
  askDav(ask, {
    ...{ method: 'REPORT', url, depth: '0', name: 'd:sync-collection', passes: isExpired },
    body: { 'd:sync-token': token, 'd:sync-level': '1', 'd:prop': { 'd:getetag': {} } },
  });

/** Rows about what lies in the collection, by ref; the collection itself speaks of the report as a whole. */
export function contentsOf(
  { rows, url: base }: DavAnswer,
  collection: string,
  ground: Ground,
): ReadonlyMap<string, DavRow> {
  const folder = pathOfHref(new URL(collection));
  const within = rows.map((row) => [refOf(row.href, base, ground), row] as const);
  return new Map(within.filter(([ref]) => ref.startsWith(folder) && ref !== folder && !ref.endsWith('/')));
}

/** 507 for the collection says that there is more [RFC 6578 section 3.6]. */
const isCut = ({ rows }: DavAnswer): boolean => rows.some(({ status }) => status === 507);

const isGone = ({ status }: DavRow): boolean => status === 404 || status === 410;

/**
 * What changed in a calendar since a token, all of it. 'expired': the server no longer knows the token, so that the calendar has
 * to be read anew. Throws ApiError.
 */
export async function changes(ask: Ask, url: string, token: string, ground: Ground): Promise<DavChanges | 'expired'> {
  const found = new Map<string, DavRow>();
  let at = token;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const answer = await report(ask, url, at);
    if (answer.status >= 400) return 'expired';
    contentsOf(answer, url, ground).forEach((row, ref) => found.set(ref, row));
    const next = answer.syncToken ?? at;
    const isEnd = !isCut(answer) || next === at;
    at = next;
    if (isEnd) break;
  }
  const rows = [...found];
  return {
    changed: rows
      .filter(([, row]) => !isGone(row))
      .map(([href, { props }]) => ({ href, etag: asMark(textIn(props.getetag)) })),
    gone: rows.filter(([, row]) => isGone(row)).map(([href]) => href),
    token: at,
  };
}
