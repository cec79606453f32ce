import type { CalDavClient } from '../../../clients/caldav';
import {
  calDavFeed,
  calendarIn,
  readCalDavProfile,
  writeCalDav,
  type CalDavProfile,
  type CalendarInfo,
} from '../../../sides/caldav';
import { toIana } from '../../../sides/time/zones';
import { calDavClient } from '../../shared/calDav';
import { UsageError } from '../../shared/errors';
import type { At } from '../../shared/getChanges';
import { learn, neededProfile, remembered } from '../../shared/learn';
import { located } from '../../shared/parameters';
import type { ZohoKind } from '../kinds';
import { spanOf } from './span';

/** The calendar chosen in the node; '' for the account's usual one. */
type CalDavSettings = { readonly calendar: string };

/** A calendar made since the account was last looked at is not known yet. */
async function calendarOf(dav: CalDavClient, profile: CalDavProfile, chosen: string): Promise<CalendarInfo> {
  const found = calendarIn(profile, chosen) ?? calendarIn(await readCalDavProfile(dav), chosen);
  if (found) return found;
  throw new UsageError(
    'The chosen calendar is none of this account.',
    'Choose it from the list of Calendar in Zoho CRM Sync, Get Changes, or empty that setting for the default one.',
  );
}

/** What times on no particular clock are read by: the calendar's zone, else that of the mailbox. */
async function zoneOf({ archive, cycle }: At, { timeZone }: CalendarInfo): Promise<string> {
  const outlook = await remembered<{ readonly timeZone?: string | null }, unknown>(archive, cycle.sync, 'outlook');
  return timeZone ?? toIana(outlook?.profile.timeZone ?? null) ?? 'UTC';
}

/** Meetings of one calendar, by CalDAV. */
export const calDavEvent: ZohoKind = {
  openFeed: async (context, at, cursor, known) => {
    const { dav, user } = await calDavClient(context);
    const settings: CalDavSettings = { calendar: located(context, 'calendar') };
    const profile = await learn(context, at, settings, () => readCalDavProfile(dav));
    const calendar = await calendarOf(dav, profile, settings.calendar);
    const reader = { zone: await zoneOf(at, calendar), user };
    return calDavFeed(dav, { calendar: calendar.url, span: await spanOf(at), reader, cursor, known });
  },
  /** New meetings go where the sync reads from; Get Changes has noted the calendar. */
  openWriter: async (context, at, jobs) => {
    const { profile, settings } = await neededProfile<CalDavProfile, CalDavSettings>(at);
    const { dav, user } = await calDavClient(context, at);
    const calendar = await calendarOf(dav, profile, settings.calendar);
    const reader = { zone: await zoneOf(at, calendar), user };
    return writeCalDav(dav, jobs, { calendar, reader, schedules: profile.schedules });
  },
};
