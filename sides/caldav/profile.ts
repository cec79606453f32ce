import { canonicalPath, type CalDavClient, type Calendar } from '../../clients/caldav';
import { UNLIMITED } from '../../sync/kinds';
import type { Limits } from '../../sync/model';
import { pageOf } from '../choices';
import { toIana } from '../time/dateTime';
import type { Choice, Choices } from '../types';

/** What is kept of a calendar. */
export type CalendarInfo = Pick<Calendar, 'url' | 'name' | 'canWrite' | 'isDefault'> & {
  /** IANA name; null where the calendar has none. */
  readonly timeZone: string | null;
};

/** What must be known of an account before its events can be read and written. Plain JSON: it is kept in the archive. */
export type CalDavProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly calendars: readonly CalendarInfo[];
  /** May the server mail those who take part when a meeting changes? */
  readonly schedules: boolean;
  readonly limits: Limits;
};

/** What the interface of the CRM rounds, cuts or has no place for is said in full by iCalendar. */
const limits: Limits = { overrides: UNLIMITED, reminder: UNLIMITED, participants: UNLIMITED };

const infoOf = ({ url, name, canWrite, isDefault, timeZone }: Calendar): CalendarInfo => ({
  ...{ url, name, canWrite, isDefault },
  timeZone: toIana(timeZone),
});

/** Reads whose calendars they are and which there are: three or four requests, to be kept for a day. Throws ApiError. */
export async function readCalDavProfile(dav: CalDavClient): Promise<CalDavProfile> {
  const { id, calendars, schedules } = await dav.discover();
  return { account: id, calendars: calendars.map(infoOf), schedules, limits };
}

const calendarPath = (url: string) => (URL.canParse(url) ? canonicalPath(new URL(url)) : url).replace(/\/+$/, '');

/** The calendar new meetings go to if none is chosen: the account's default one, else the first that may be written. */
const defaultCalendar = (calendars: readonly CalendarInfo[]): CalendarInfo | null =>
  calendars.find(({ isDefault, canWrite }) => isDefault && canWrite) ??
  calendars.find(({ canWrite }) => canWrite) ??
  calendars[0] ??
  null;

/** The chosen calendar ('': none chosen); null where the account has it no longer. */
export const calendarIn = ({ calendars }: CalDavProfile, chosen: string): CalendarInfo | null =>
  chosen === ''
    ? defaultCalendar(calendars)
    : (calendars.find(({ url }) => calendarPath(url) === calendarPath(chosen)) ?? null);

const choiceOf = ({ name, url, canWrite }: CalendarInfo): Choice => ({
  name: canWrite ? name : `${name} (Read Only)`,
  value: url,
});

/** The account's calendars; the usual one's value is ''. */
export async function chooseDavCalendar(dav: CalDavClient, search?: string, token?: string): Promise<Choices> {
  const { calendars } = await readCalDavProfile(dav);
  const first = defaultCalendar(calendars);
  const others = calendars.filter((one) => one !== first).map(choiceOf);
  return pageOf([...(first ? [{ name: `${first.name} (Default)`, value: '' }] : []), ...others], search, token);
}
