import { chunk } from 'lodash';
import { type HttpResponse, headerOf } from '../http';
import { type Ask, type DavAnswer, type DavRow, askDav, textIn } from './dav';
import { conditionsIn, brokenDavReply } from './errors';
import { canonicalPath, refOf, type AllowedHosts } from './urls';

/**
 * A mark in one spelling: quoted, as headers have it, and never weak. A weak mark never matches [RFC 9110 section 13.1.1], yet
 * proxies that pack an answer weaken the marks of servers that know better. null for none.
 */
export function strongEtag(etag: string | null): string | null {
  const strong = (etag ?? '').trim().replace(/^W\//, '');
  if (strong === '') return null;
  return strong.startsWith('"') ? strong : `"${strong}"`;
}

/** Something in a calendar, and the mark of its version. */
export interface VersionTag {
  readonly href: string;
  /** null: the server tells none. */
  readonly etag: string | null;
}

export interface DavChanges {
  readonly changed: readonly VersionTag[];
  /** The server says that they are gone. */
  readonly gone: readonly string[];
  readonly token: string;
}

/** A server may tell of changes in parts; one that never comes to an end is not followed for ever. */
const MOST_PARTS = 1000;

/** RFC 6578 section 3.2: the precondition `valid-sync-token`; some say it by status alone, or have forgotten the report itself. */
const isExpired = (answer: HttpResponse): boolean =>
  conditionsIn(answer.body).includes('valid-sync-token') || [400, 405, 409, 410, 412, 415, 501].includes(answer.status);

const changesReport = (ask: Ask, url: string, token: string): Promise<DavAnswer> =>
  askDav(ask, {
    ...{ method: 'REPORT', url, depth: '0', name: 'd:sync-collection', passes: isExpired, mayBeDisliked: true },
    body: { 'd:sync-token': token, 'd:sync-level': '1', 'd:prop': { 'd:getetag': {} } },
  });

/** Rows about what lies in the collection, by ref; the collection itself speaks of the report as a whole. */
function rowsWithin({ rows, url: base }: DavAnswer, collection: string, ground: AllowedHosts) {
  const folder = canonicalPath(new URL(collection));
  const within = rows.map((row) => [refOf(row.href, base, ground), row] as const);
  return new Map(within.filter(([ref]) => ref.startsWith(folder) && ref !== folder && !ref.endsWith('/')));
}

/** 507 for the collection says that there is more [RFC 6578 section 3.6]. */
const isTruncated = ({ rows }: DavAnswer): boolean => rows.some(({ status }) => status === 507);

const isGone = ({ status }: DavRow): boolean => status === 404 || status === 410;

/** All that changed in a calendar since a token; 'expired': its server no longer knows the token. Throws ApiError. */
export async function changes(
  ask: Ask,
  url: string,
  token: string,
  ground: AllowedHosts,
): Promise<DavChanges | 'expired'> {
  const found = new Map<string, DavRow>();
  let at = token;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const answer = await changesReport(ask, url, at);
    if (answer.status >= 400 || answer.isDisliked) return 'expired';
    rowsWithin(answer, url, ground).forEach((row, ref) => found.set(ref, row));
    const next = answer.syncToken ?? at;
    const isEnd = !isTruncated(answer) || next === at;
    at = next;
    if (isEnd) break;
  }
  const rows = [...found];
  return {
    changed: rows
      .filter(([, row]) => !isGone(row))
      .map(([href, { props }]) => ({ href, etag: strongEtag(textIn(props.getetag)) })),
    gone: rows.filter(([, row]) => isGone(row)).map(([href]) => href),
    token: at,
  };
}

/** A meeting as iCalendar text; `data` null: not there, by its own 404, or by an empty success and the list (Zoho). */
export interface DavObject {
  readonly href: string;
  readonly etag: string | null;
  readonly data: string | null;
}

/** From the first instant until before the second, as ISO in UTC. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** What one report asks for. */
const AT_ONCE = 50;

/** `2026-03-01T00:00:00.000Z` → `20260301T000000Z` */
const utcStamp = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`;

const filterOf = (range: Range | null) => ({
  'c:comp-filter': {
    _attributes: { name: 'VCALENDAR' },
    'c:comp-filter': {
      _attributes: { name: 'VEVENT' },
      ...(range && { 'c:time-range': { _attributes: { start: utcStamp(range.from), end: utcStamp(range.to) } } }),
    },
  },
});

/** The meetings of a calendar that touch a range (null: all), each with the mark of its version. */
export async function etags(
  ask: Ask,
  url: string,
  range: Range | null,
  ground: AllowedHosts,
): Promise<readonly VersionTag[]> {
  const answer = await askDav(ask, {
    ...{ method: 'REPORT', url, depth: '1', name: 'c:calendar-query' },
    body: { 'd:prop': { 'd:getetag': {} }, 'c:filter': filterOf(range) },
  });
  const rows = [...rowsWithin(answer, url, ground)].filter(([, { status }]) => status < 300);
  return rows.map(([href, { props }]) => ({ href, etag: strongEtag(textIn(props.getetag)) }));
}

function objectOf(href: string, { status, props }: DavRow): DavObject | null {
  if (status === 404 || status === 410) return { href, etag: null, data: null };
  const data = textIn(props.calendarData);
  return data ? { href, etag: strongEtag(textIn(props.getetag)), data } : null;
}

const isICalendar = (body: unknown): body is string => typeof body === 'string' && /^\s*BEGIN:VCALENDAR/i.test(body);

/** A list that cannot be read is an error: nothing counts as gone by it. */
async function isListed(ask: Ask, url: string, href: string, ground: AllowedHosts): Promise<boolean> {
  return (await etags(ask, url, null, ground)).some((one) => one.href === href);
}

/** What a report left out is asked for by itself: that it is not mentioned says nothing. */
async function readOne(ask: Ask, url: string, href: string, ground: AllowedHosts): Promise<DavObject> {
  const { request, answer } = await ask({ method: 'GET', url: new URL(href, url).href }, ({ status }) =>
    [404, 410].includes(status),
  );
  if (answer.status >= 400) return { href, etag: null, data: null };
  if (!isICalendar(answer.body)) {
    if (await isListed(ask, url, href, ground)) throw brokenDavReply(request, answer.status);
    return { href, etag: null, data: null };
  }
  return { href, etag: strongEtag(headerOf(answer.headers, 'etag')), data: answer.body };
}

async function readSome(ask: Ask, url: string, hrefs: readonly string[], ground: AllowedHosts) {
  const answer = await askDav(ask, {
    ...{ method: 'REPORT', url, depth: '1', name: 'c:calendar-multiget', mayBeDisliked: true },
    body: { 'd:prop': { 'd:getetag': {}, 'c:calendar-data': {} }, 'd:href': hrefs },
  });
  const found = rowsWithin(answer, url, ground);
  const objects = new Map([...found].map(([ref, row]) => [ref, objectOf(ref, row)]));
  const all: DavObject[] = [];
  for (const href of hrefs) all.push(objects.get(href) ?? (await readOne(ask, url, href, ground)));
  return all;
}

/** Reads meetings in full, 50 a request, in the order asked for. Throws ApiError. */
export async function objects(
  ask: Ask,
  url: string,
  hrefs: readonly string[],
  ground: AllowedHosts,
): Promise<readonly DavObject[]> {
  const all: DavObject[] = [];
  for (const part of chunk([...new Set(hrefs)], AT_ONCE)) all.push(...(await readSome(ask, url, part, ground)));
  return all;
}
