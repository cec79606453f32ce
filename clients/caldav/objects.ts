import { chunk } from 'lodash';
import { headerOf } from '../http';
import type { Tag } from './changes';
import { contentsOf } from './changes';
import type { Ask, DavRow } from './dav';
import { askDav, textIn } from './dav';
import { brokenDavReply } from './errors';
import { asMark } from './etag';
import type { Ground } from './hosts';

/** A meeting as its server keeps it: iCalendar text. `data` null: a 404 of its own says that it is not there. */
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
const stamp = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`;

const filterOf = (range: Range | null) => ({
  'c:comp-filter': {
    _attributes: { name: 'VCALENDAR' },
    'c:comp-filter': {
      _attributes: { name: 'VEVENT' },
      ...(range && { 'c:time-range': { _attributes: { start: stamp(range.from), end: stamp(range.to) } } }),
    },
  },
});

/** The meetings of a calendar that touch a range (null: all), each with the mark of its version. */
export async function etags(ask: Ask, url: string, range: Range | null, ground: Ground): Promise<readonly Tag[]> {
  const answer = await askDav(ask, {
    ...{ method: 'REPORT', url, depth: '1', name: 'c:calendar-query' },
    body: { 'd:prop': { 'd:getetag': {} }, 'c:filter': filterOf(range) },
  });
  const rows = [...contentsOf(answer, url, ground)].filter(([, { status }]) => status < 300);
  return rows.map(([href, { props }]) => ({ href, etag: asMark(textIn(props.getetag)) }));
}

function objectOf(href: string, { status, props }: DavRow): DavObject | null {
  if (status === 404 || status === 410) return { href, etag: null, data: null };
  const data = textIn(props.calendarData);
  return data ? { href, etag: asMark(textIn(props.getetag)), data } : null;
}

/** What a report left out is asked for by itself: that it is not mentioned says nothing. */
async function one(ask: Ask, url: string, href: string): Promise<DavObject> {
  const { request, answer } = await ask({ method: 'GET', url: new URL(href, url).href }, ({ status }) =>
    [404, 410].includes(status),
  );
  if (answer.status >= 400) return { href, etag: null, data: null };
  if (typeof answer.body !== 'string') throw brokenDavReply(request, answer.status);
  return { href, etag: asMark(headerOf(answer.headers, 'etag')), data: answer.body };
}

async function some(ask: Ask, url: string, hrefs: readonly string[], ground: Ground): Promise<readonly DavObject[]> {
  const answer = await askDav(ask, {
    ...{ method: 'REPORT', url, depth: '1', name: 'c:calendar-multiget' },
    body: { 'd:prop': { 'd:getetag': {}, 'c:calendar-data': {} }, 'd:href': hrefs },
  });
  const found = contentsOf(answer, url, ground);
  const told = new Map([...found].map(([ref, row]) => [ref, objectOf(ref, row)]));
  const all: DavObject[] = [];
  for (const href of hrefs) all.push(told.get(href) ?? (await one(ask, url, href)));
  return all;
}

/** Reads meetings in full, 50 a request, in the order asked for. Throws ApiError. */
export async function objects(
  ask: Ask,
  url: string,
  hrefs: readonly string[],
  ground: Ground,
): Promise<readonly DavObject[]> {
  const all: DavObject[] = [];
  for (const part of chunk([...new Set(hrefs)], AT_ONCE)) all.push(...(await some(ask, url, part, ground)));
  return all;
}
