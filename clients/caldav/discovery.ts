import type { Ask, DavAnswer, DavRow, Element } from './dav';
import { askDav } from './dav';
import type { Calendar } from './calendars';
import { calendarOf, calendarProps, hrefIn, isCalendar } from './calendars';
import { noCalendarError } from './errors';
import { pathOfHref, placeOf, type Ground } from './hosts';

/** Whose calendars these are, and which there are. */
export interface Account {
  /** Host and path of the principal, or of what was given where the server has none: the same for the same user. */
  readonly id: string;
  readonly calendars: readonly Calendar[];
  /** The server tells those who take part of every change of a meeting, by mail or in their own calendars [RFC 6638]. */
  readonly schedules: boolean;
}

/** Not there, or not willing to be asked about: look elsewhere. A wrong password is told at once. */
const isElsewhere = ({ status }: { readonly status: number }): boolean =>
  [400, 403, 404, 405, 410, 501].includes(status);

const propfind = (ask: Ask, url: string, depth: '0' | '1', props: Element, passes = false): Promise<DavAnswer> =>
  askDav(ask, {
    ...{ method: 'PROPFIND', url, depth, name: 'd:propfind', body: { 'd:prop': props } },
    ...(passes && { passes: isElsewhere }),
  });

/** Where to begin: what was given; a bare host is asked where its calendars live [RFC 6764 section 5]. */
function starts(server: string): readonly string[] {
  const url = new URL(server);
  const known = new URL('/.well-known/caldav', url).href;
  return url.pathname === '/' || url.pathname === '' ? [known, url.href] : [url.href, known];
}

interface Start {
  readonly answer: DavAnswer;
  readonly row: DavRow;
}

const tells = ({ props }: DavRow): boolean =>
  [props.currentUserPrincipal, props.calendarHomeSet, props.resourcetype].some((prop) => prop !== undefined);

/** The first place that answers as a DAV server. */
async function startAt(ask: Ask, ground: Ground): Promise<Start> {
  for (const url of starts(ground.server)) {
    const answer = await propfind(ask, url, '0', calendarProps, true);
    const row = answer.rows[0];
    if (row && tells(row)) return { answer, row };
  }
  throw noCalendarError(ground.server);
}

/** A server that keeps its inbox to itself has no default calendar for us. */
async function preferredIn(ask: Ask, inbox: string | null, base: string, ground: Ground): Promise<string | null> {
  if (!inbox) return null;
  const url = placeOf(inbox, base, ground).href;
  const answer = await propfind(ask, url, '0', { 'c:schedule-default-calendar-URL': {} }, true);
  const href = hrefIn(answer.rows[0]?.props.scheduleDefaultCalendarURL);
  return href ? pathOfHref(placeOf(href, answer.url, ground)) : null;
}

const idOf = (url: URL): string => `${url.host}${pathOfHref(url)}`;

/** Where the user's own things are: the principal, if the server names one; else what was given. */
async function principalOf(ask: Ask, { answer, row }: Start, ground: Ground): Promise<Start> {
  const href = hrefIn(row.props.currentUserPrincipal);
  if (!href) return { answer, row };
  const found = await propfind(ask, placeOf(href, answer.url, ground).href, '0', calendarProps, true);
  return found.rows[0] ? { answer: found, row: found.rows[0] } : { answer, row };
}

/** Finds the user's calendars: principal, then its home, then what lies in it. A calendar that was given itself is the only one. */
export async function discover(ask: Ask, ground: Ground): Promise<Account> {
  const start = await startAt(ask, ground);
  const own = await principalOf(ask, start, ground);
  const id = idOf(new URL(own.answer.url));
  const inbox = hrefIn(own.row.props.scheduleInboxURL);
  const schedules = inbox !== null;
  if (isCalendar(start.row)) {
    const given = pathOfHref(new URL(start.answer.url));
    return { id, schedules, calendars: [calendarOf(start.row, start.answer.url, ground, given)] };
  }
  const home = hrefIn(own.row.props.calendarHomeSet) ?? hrefIn(start.row.props.calendarHomeSet);
  const url = home ? placeOf(home, own.answer.url, ground).href : start.answer.url;
  const listed = await propfind(ask, url, '1', calendarProps);
  const preferred = await preferredIn(ask, inbox, own.answer.url, ground);
  const calendars = listed.rows.filter(isCalendar).map((row) => calendarOf(row, listed.url, ground, preferred));
  if (calendars.length === 0) throw noCalendarError(url);
  return { id, calendars, schedules };
}

/** One calendar as it is now. Throws ApiError if it is none any more. */
export async function calendarAt(ask: Ask, url: string, ground: Ground): Promise<Calendar> {
  const answer = await propfind(ask, url, '0', calendarProps);
  const row = answer.rows[0];
  if (!row || !isCalendar(row)) throw noCalendarError(url);
  return { ...calendarOf(row, answer.url, ground, null), url };
}
