import { listIn, objectIn, textIn, askDav, type DavRow, type Ask, type DavAnswer, type Element } from './dav';
import { canonicalPath, resolveAllowed, type AllowedHosts } from './urls';
import { noCalendarError } from './errors';

/** A calendar for meetings, as its server describes it now. */
export interface Calendar {
  /** Absolute, with a slash at the end. */
  readonly url: string;
  readonly name: string;
  /** To ask for changes from here on [RFC 6578]; null where the server has no such report. */
  readonly syncToken: string | null;
  /** A mark that differs once anything in it has changed; null where the server has none. */
  readonly ctag: string | null;
  readonly canWrite: boolean;
  /** As the server calls it, a TZID; null where it does not say. */
  readonly timeZone: string | null;
  /** New meetings of others land there [RFC 6638 section 9.2]. */
  readonly isDefault: boolean;
}

/** What is asked of a collection. */
const calendarProps = {
  'd:displayname': {},
  'd:resourcetype': {},
  'd:sync-token': {},
  'd:supported-report-set': {},
  'd:current-user-privilege-set': {},
  'd:current-user-principal': {},
  'cs:getctag': {},
  'c:supported-calendar-component-set': {},
  'c:calendar-timezone': {},
  'c:calendar-timezone-id': {},
  'c:calendar-home-set': {},
  'c:schedule-inbox-URL': {},
};

/** The one href in a property: `<home-set><href>…</href></home-set>`. */
const hrefIn = (value: unknown): string | null => textIn(listIn(objectIn(value).href)[0]);

const componentsOf = ({ props }: DavRow): readonly string[] =>
  listIn(objectIn(props.supportedCalendarComponentSet).comp).map((one) =>
    String(objectIn(objectIn(one)._attributes).name ?? '').toUpperCase(),
  );

/** One for tasks alone is none for meetings; one that does not say takes everything [RFC 4791 section 5.2.3]. */
function isCalendar(row: DavRow): boolean {
  const components = componentsOf(row);
  const takes = components.length === 0 || components.includes('VEVENT');
  return row.status < 300 && 'calendar' in objectIn(row.props.resourcetype) && takes;
}

const privilegesOf = ({ props }: DavRow): readonly string[] | null =>
  props.currentUserPrivilegeSet === undefined
    ? null
    : listIn(objectIn(props.currentUserPrivilegeSet).privilege).flatMap((one) => Object.keys(objectIn(one)));

const writing = ['all', 'write', 'writeContent', 'bind'];
/** A server that does not say whether one may write is asked by writing. */
const canWrite = (row: DavRow): boolean => privilegesOf(row)?.some((name) => writing.includes(name)) ?? true;

const tellsChanges = ({ props }: DavRow): boolean =>
  props.supportedReportSet === undefined || JSON.stringify(props.supportedReportSet).includes('"syncCollection"');

const zoneIn = ({ props }: DavRow): string | null =>
  textIn(props.calendarTimezoneId) ??
  (/^TZID(?:;[^:]*)?:(.+)$/m.exec(textIn(props.calendarTimezone) ?? '')?.[1]?.trim() || null);

const asFolder = (url: URL): string => (url.href.endsWith('/') ? url.href : `${url.href}/`);

/** A row of a listing as a calendar. `base`: where the listing came from. `preferred`: path of the account's default one. */
function calendarOf(row: DavRow, base: string, ground: AllowedHosts, preferred: string | null): Calendar {
  const url = resolveAllowed(row.href, base, ground);
  const folder = (path: string): string => path.replace(/\/+$/, '');
  return {
    url: asFolder(url),
    name: textIn(row.props.displayname) || decodeURIComponent(folder(canonicalPath(url)).split('/').at(-1) ?? ''),
    syncToken: tellsChanges(row) ? textIn(row.props.syncToken) || null : null,
    ctag: textIn(row.props.getctag) || null,
    canWrite: canWrite(row),
    timeZone: zoneIn(row),
    isDefault: preferred !== null && folder(preferred) === folder(canonicalPath(url)),
  };
}

/** Whose calendars these are, and which there are. */
export interface Account {
  /** Host and path of the principal, or of what was given where the server has none: the same for the same user. */
  readonly id: string;
  readonly calendars: readonly Calendar[];
  /** The server tells those who take part of every change of a meeting, by mail or in their own calendars [RFC 6638]. */
  readonly schedules: boolean;
}

/** Not there, or not willing to be asked about: look elsewhere. A wrong password is told at once. */
const isElsewhere = ({ status }: { readonly status: number }) => [400, 403, 404, 405, 410, 501].includes(status);

const propfind = (ask: Ask, url: string, depth: '0' | '1', props: Element, passes = false): Promise<DavAnswer> =>
  askDav(ask, {
    ...{ method: 'PROPFIND', url, depth, name: 'd:propfind', body: { 'd:prop': props } },
    ...(passes && { passes: isElsewhere }),
  });

/** Where to begin [RFC 6764 section 5]. Zoho answers 501 to an address that ends with a slash, and to the host alone. */
function startUrls(server: string): readonly string[] {
  const url = new URL(server);
  const known = new URL('/.well-known/caldav', url).href;
  if (url.pathname === '/' || url.pathname === '') return [known, url.href, new URL('/caldav', url).href];
  const bare = url.href.replace(/\/+$/, '');
  return [...new Set([url.href, bare, known])];
}

interface Start {
  readonly answer: DavAnswer;
  readonly row: DavRow;
}

const isDavResource = ({ props }: DavRow): boolean =>
  [props.currentUserPrincipal, props.calendarHomeSet, props.resourcetype].some((prop) => prop !== undefined);

/** The first place that answers as a DAV server. */
async function startAt(ask: Ask, ground: AllowedHosts): Promise<Start> {
  for (const url of startUrls(ground.server)) {
    const answer = await propfind(ask, url, '0', calendarProps, true);
    const row = answer.rows[0];
    if (row && isDavResource(row)) return { answer, row };
  }
  throw noCalendarError(ground.server);
}

/** A server that keeps its inbox to itself has no default calendar for us. */
async function defaultCalendarPath(ask: Ask, inbox: string | null, base: string, ground: AllowedHosts) {
  if (!inbox) return null;
  const url = resolveAllowed(inbox, base, ground).href;
  const answer = await propfind(ask, url, '0', { 'c:schedule-default-calendar-URL': {} }, true);
  const href = hrefIn(answer.rows[0]?.props.scheduleDefaultCalendarURL);
  return href ? canonicalPath(resolveAllowed(href, answer.url, ground)) : null;
}

const idOf = (url: URL): string => `${url.host}${canonicalPath(url)}`;

/** Where the user's own things are: the principal, if the server names one; else what was given. */
async function principalOf(ask: Ask, { answer, row }: Start, ground: AllowedHosts): Promise<Start> {
  const href = hrefIn(row.props.currentUserPrincipal);
  if (!href) return { answer, row };
  const found = await propfind(ask, resolveAllowed(href, answer.url, ground).href, '0', calendarProps, true);
  return found.rows[0] ? { answer: found, row: found.rows[0] } : { answer, row };
}

/** Finds the user's calendars: principal, then its home, then what lies in it. A calendar that was given itself is the only one. */
export async function discover(ask: Ask, ground: AllowedHosts): Promise<Account> {
  const start = await startAt(ask, ground);
  const own = await principalOf(ask, start, ground);
  const id = idOf(new URL(own.answer.url));
  const inbox = hrefIn(own.row.props.scheduleInboxURL);
  const schedules = inbox !== null;
  if (isCalendar(start.row)) {
    const given = canonicalPath(new URL(start.answer.url));
    return { id, schedules, calendars: [calendarOf(start.row, start.answer.url, ground, given)] };
  }
  const home = hrefIn(own.row.props.calendarHomeSet) ?? hrefIn(start.row.props.calendarHomeSet);
  const url = home ? resolveAllowed(home, own.answer.url, ground).href : start.answer.url;
  const listed = await propfind(ask, url, '1', calendarProps);
  const preferred = await defaultCalendarPath(ask, inbox, own.answer.url, ground);
  const calendars = listed.rows.filter(isCalendar).map((row) => calendarOf(row, listed.url, ground, preferred));
  if (calendars.length === 0) throw noCalendarError(url);
  return { id, calendars, schedules };
}

/** One calendar as it is now. Throws ApiError if it is none any more. */
export async function calendarAt(ask: Ask, url: string, ground: AllowedHosts): Promise<Calendar> {
  const answer = await propfind(ask, url, '0', calendarProps);
  const row = answer.rows[0];
  if (!row || !isCalendar(row)) throw noCalendarError(url);
  return { ...calendarOf(row, answer.url, ground, null), url };
}
