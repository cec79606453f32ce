import type { DavRow } from './dav';
import { listIn, objectIn, textIn } from './dav';
import { pathOfHref, placeOf, type Ground } from './hosts';

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
export const calendarProps = {
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
export const hrefIn = (value: unknown): string | null => textIn(listIn(objectIn(value).href)[0]);

const componentsOf = ({ props }: DavRow): readonly string[] =>
  listIn(objectIn(props.supportedCalendarComponentSet).comp).map((one) =>
    String(objectIn(objectIn(one)._attributes).name ?? '').toUpperCase(),
  );

/** One for tasks alone is none for meetings; one that does not say takes everything [RFC 4791 section 5.2.3]. */
export function isCalendar(row: DavRow): boolean {
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
export function calendarOf(row: DavRow, base: string, ground: Ground, preferred: string | null): Calendar {
  const url = placeOf(row.href, base, ground);
  const folder = (path: string): string => path.replace(/\/+$/, '');
  return {
    url: asFolder(url),
    name: textIn(row.props.displayname) || decodeURIComponent(folder(pathOfHref(url)).split('/').at(-1) ?? ''),
    syncToken: tellsChanges(row) ? textIn(row.props.syncToken) || null : null,
    ctag: textIn(row.props.getctag) || null,
    canWrite: canWrite(row),
    timeZone: zoneIn(row),
    isDefault: preferred !== null && folder(preferred) === folder(pathOfHref(url)),
  };
}
