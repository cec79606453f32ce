import type { CalDavClient } from '../../clients/caldav';
import type { CalDavProfile, CalendarInfo } from '../../sides/caldav';
import { calDavFeed, calendarIn, recordOf as davRecordOf, readCalDavProfile, writeCalDav } from '../../sides/caldav';
import { defaultWindow } from '../../sides/outlook';
import { toIana } from '../../sides/time/dateTime';
import {
  eventFeed,
  eventsOf,
  readEventProfile,
  requireActiveOwner,
  writeEvents,
  type DayRange,
} from '../../sides/zoho';
import { accounts, cachedProfile, loadProfile, requireProfile } from '../account';
import { feedOf, type Run, type SideRun } from '../cycle';
import { UsageError } from '../errors';
import { hostsIn } from '../meetings';
import type { SideOfKind, ZohoAccess } from './kind';
import { turnIn } from './turn';
import { tellIn, wholeOf } from './zohoWhole';

/** The days that Outlook Sync, Get Changes was told to read; both sides look at the same ones. */
async function spanOf(run: Run, { span }: ZohoAccess['settings']): Promise<DayRange> {
  if (span) return span;
  const outlook = await cachedProfile(run, accounts.outlook.event);
  const { daysBack, daysAhead } = { ...defaultWindow, ...outlook?.settings };
  return { daysBack, daysAhead };
}

/** A calendar that is chosen, and none of the account's. */
export const noSuchCalendar = (): UsageError =>
  new UsageError(
    'The chosen calendar is none of this account.',
    'Choose it from the list of Calendar in Zoho CRM Sync, Get Changes, or empty that setting for the default one.',
  );

/** A calendar made since the account was last looked at is not known yet. */
async function calendarOf(dav: CalDavClient, profile: CalDavProfile, chosen: string): Promise<CalendarInfo> {
  const found = calendarIn(profile, chosen) ?? calendarIn(await readCalDavProfile(dav), chosen);
  if (found) return found;
  throw noSuchCalendar();
}

/** What times on no particular clock are read by: the calendar's zone, else that of the mailbox. */
async function zoneOf(run: Run, { timeZone }: CalendarInfo): Promise<string> {
  const outlook = await cachedProfile(run, accounts.outlook.event);
  return timeZone ?? toIana(outlook?.profile.timeZone ?? null) ?? 'UTC';
}

/** Whenever it is. */
const always = { from: '0000', to: '9999' };

/** Meetings of one calendar, by CalDAV. */
function calDavEvent({ signIn, settings }: ZohoAccess, connect: NonNullable<ZohoAccess['calDav']>): SideOfKind {
  /** The calendar that Get Changes has noted. */
  const openCalendar = async (run: SideRun, writer?: SideRun) => {
    const { profile, settings: chosen } = await requireProfile(run, accounts.zoho.calDav);
    const { dav, user } = await connect(writer);
    const calendar = await calendarOf(dav, profile, chosen.calendar);
    return { profile, calendar, dav, reader: { zone: await zoneOf(run, calendar), user } };
  };
  return {
    signIn,
    openFeed: async (run, cursor, known) => {
      const { dav, user } = await connect();
      const chosen = { calendar: settings.calendar() };
      const place = (known: CalDavProfile) => calendarIn(known, chosen.calendar)?.url ?? chosen.calendar;
      const placeName = settings.calendarName();
      const look = (known: CalDavProfile) => calendarOf(dav, known, chosen.calendar);
      const scope = { account: accounts.zoho.calDav, settings: chosen, place, placeName, look };
      const profile = await loadProfile(run, signIn, scope, () => readCalDavProfile(dav));
      const calendar = await calendarOf(dav, profile, chosen.calendar);
      const reader = { zone: await zoneOf(run, calendar), user };
      return calDavFeed(dav, { calendar: calendar.url, span: await spanOf(run, settings), reader, cursor, known });
    },
    /** New meetings go where the sync reads from; Get Changes has noted the calendar. */
    openWriter: async (run, jobs) => {
      const { profile, calendar, dav, reader } = await openCalendar(run, run);
      return writeCalDav(dav, jobs, { calendar, reader, schedules: profile.schedules });
    },
    whole: () => ({
      read: async (run, records) => {
        const { calendar, dav } = await openCalendar(run);
        const found = await dav.objects(
          calendar.url,
          records.map(({ ref }) => ref),
        );
        return new Map(found.filter(({ data }) => data !== null).map((one) => [one.href, one]));
      },
      find: async (run, refs) => {
        const { calendar, dav, reader } = await openCalendar(run);
        return (await dav.objects(calendar.url, refs)).map((one) => davRecordOf(one, always, reader));
      },
      // a meeting is one text, and what of it is not synced goes along with every change
      rest: async () => () => ({}),
      put: async () => new Map(),
    }),
  };
}

/** Meetings of the module Events. */
const restEvent = ({ signIn, zoho, readings, apiDomain, settings }: ZohoAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const { client, sent, now } = await feedOf(run, readings);
    const chosen = { module: 'Events' as const, scope: settings.scope() };
    const scope = { account: accounts.zoho.event, settings: chosen, place: () => chosen.module };
    const profile = await loadProfile(run, signIn, scope, () => readEventProfile(client, settings.owner()));
    const span = await spanOf(run, settings);
    return eventFeed(client, { profile, settings: chosen, cursor, known, sent, span, now });
  },
  openWriter: async (run, jobs) => {
    const { profile: known, settings: chosen } = await requireProfile(run, accounts.zoho.event);
    const client = await zoho(run);
    if (known.owned) await requireActiveOwner(client, known.userId);
    const profile = known.owned && chosen.scope === 'all' ? { ...known, hosts: await hostsIn(run.archive) } : known;
    const turn = () => turnIn(run, profile)();
    return writeEvents(client, jobs, { profile, trigger: settings.trigger(), turn, leaving: run.leaving });
  },
  tell: (run, records) => tellIn({ run, records }, { zoho, apiDomain }, accounts.zoho.event, eventsOf),
  whole: () => wholeOf(zoho, accounts.zoho.event, eventsOf),
});

/** Zoho gives app-specific passwords for CalDAV; its REST API is for OAuth2. */
export const zohoEvent = (access: ZohoAccess): SideOfKind =>
  access.calDav ? calDavEvent(access, access.calDav) : restEvent(access);
