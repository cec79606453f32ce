import { IANAZone, DateTime, Settings } from 'luxon';
import { truncate } from 'lodash';
import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { reason, type Reason } from '../../reasons';
import { NotExpressible } from '../row';
import { forgetOffsets, steadyInstant, steadyWallTime } from './steady';

/** What Unicode's windowsZones table says today where the package's copy is older [CLDR 48]; the last three moved since. */
const windowsSince: Readonly<Record<string, string>> = {
  'America/Chihuahua': 'Central Standard Time (Mexico)',
  'America/Ciudad_Juarez': 'Mountain Standard Time',
  'America/Coyhaique': 'Magallanes Standard Time',
  'America/Ojinaga': 'Central Standard Time',
  'Asia/Almaty': 'West Asia Standard Time',
  'Asia/Qostanay': 'West Asia Standard Time',
  'America/Scoresbysund': 'Greenland Standard Time',
  'Antarctica/Casey': 'W. Australia Standard Time',
  'Antarctica/Vostok': 'West Asia Standard Time',
};
const ianaSince: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'central asia standard time': 'Asia/Bishkek',
    'mountain standard time (mexico)': 'America/Mazatlan',
    // Old zones that Windows has and CLDR has not [TimeZoneConverter].
    'kamchatka standard time': 'Asia/Kamchatka',
    'mid-atlantic standard time': 'Etc/GMT+2',
    // Graph's own name for UTC in originalStartTimeZone.
    'tzone://microsoft/utc': 'Etc/UTC',
  }),
);

const windowsNames: ReadonlyMap<string, string> = new Map(
  WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [windowsName.toLowerCase(), windowsName]),
);

const windowsToIana = (zone: string): string | undefined => {
  const name = windowsNames.get(zone.toLowerCase());
  return ianaSince.get(zone.toLowerCase()) ?? (name && findIana(name, '001')[0]);
};

const canonicalZone = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

/** A name, and none of the bare offsets (`+05:30`) some parsers take: they know no summer time. */
const namesZone = (zone: string) => /^[a-z]/i.test(zone) && IANAZone.isValidZone(zone);

/** A mailbox has a few names of zones, and Luxon keeps a formatter for each; strangers make up what they like. */
const [MOST_NAMES, LONGEST_NAME] = [500, 64];
/** Asking is slow, and the same few names are asked for with every time that is read. By name; null: none. */
const asked = new Map<string, string | null>();

/** What is known of zones by their names begins anew, Luxon's formatters too. */
function forgetZones(): void {
  asked.clear();
  forgetOffsets();
  Settings.resetCaches();
}

/** `eUrOpE/berlin`: of each zone there are thousands, and Node keeps tens of kilobytes for each until it tidies up. */
const isOddlySpelt = (zone: string) => /[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Z]{5}/.test(zone);

function ianaName(zone: string): string | null {
  if (zone.length > LONGEST_NAME) return null;
  const isOdd = isOddlySpelt(zone);
  const key = isOdd ? zone.toLowerCase() : zone;
  const known = asked.get(key);
  if (known !== undefined) return known;
  if (asked.size >= MOST_NAMES) forgetZones();
  const name = namesZone(key) ? (isOdd ? canonicalZone(key) : key) : null;
  asked.set(key, name);
  return name;
}

/**
 * The IANA name for a Windows or IANA zone name, in any case; an IANA name comes back as it was given, unless it is spelt oddly. null
 * for a custom zone (`tzone://Microsoft/Custom`, "Customized Time Zone") and every name nobody knows. One Windows zone stands for many
 * IANA zones: keep the original name to write back.
 */
export function toIana(zone: string | null | undefined): string | null {
  const name = zone?.trim() ?? '';
  return ianaName(name) ?? windowsToIana(name) ?? null;
}

/** The Windows name for a Windows or IANA zone name; null where there is none (`Antarctica/Troll`) or the name is unknown. */
export function toWindows(zone: string | null | undefined): string | null {
  const name = zone?.trim() ?? '';
  const windows = windowsNames.get(name.toLowerCase());
  if (windows) return windows;
  const iana = toIana(name);
  if (!iana) return null;
  const names = [iana, canonicalZone(iana)];
  return names.flatMap((known) => windowsSince[known] ?? findWindows(known)).at(0) ?? null;
}

/** A stranger's name may be a book. */
const shown = (zone: string | null | undefined): string => truncate(zone ?? '', { length: 80 });

/** Why a zone cannot be used. */
export const unknownZone = (zone: string | null | undefined): Reason =>
  /^tzone:|^customized/i.test(zone ?? '') ? reason('namelessZone') : reason('unknownZone', { zone: shown(zone) });
/** Why a zone is not followed that says itself how its clocks go. */
export const oddZone = (zone: string): Reason => reason('oddZone', { zone: shown(zone) });

/** The IANA name; throws NotExpressible where there is none. */
function knownZone(zone: string | null | undefined): string {
  const iana = toIana(zone);
  if (!iana) throw new NotExpressible(unknownZone(zone));
  return iana;
}

/** Graph's dateTimeTimeZone: a wall clock time without offset, mostly with 7 decimals, and the zone it is meant in. */
export type GraphTime = { readonly dateTime: string; readonly timeZone: string };

const hour = 3_600_000;

const wallFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'0000'";
const isoText = (time: DateTime): string => new Date(time.toMillis()).toISOString();

/** Exchange keeps no time before 1601 or after 4500; what is told so stands for none at all. */
const isKept = (time: DateTime): boolean => time.isValid && time.year >= 1601 && time.year <= 4500;

const inZone = (instantIso: string, zone: string): DateTime => {
  const time = DateTime.fromISO(instantIso, { zone: knownZone(zone) });
  if (!isKept(time)) throw new NotExpressible(reason('unreadableTime', { time: instantIso }));
  return time;
};

/** The wall clock's time (`YYYY-MM-DDTHH:mm:ss.SSS`) of an instant. Throws NotExpressible. */
const wallTimeOf = (instantIso: string, zone: string): string =>
  steadyWallTime(instantIso, knownZone(zone)) ?? inZone(instantIso, zone).toISO({ includeOffset: false }) ?? '';

/** The other instant with the same wall clock in the hour that comes twice when summer time ends, if there is one. */
const ambiguousTwin = (time: DateTime): DateTime | undefined =>
  time.getPossibleOffsets().find((other) => other.toMillis() !== time.toMillis());

/**
 * The instant a wall clock time means, as ISO in UTC. Time zone null or blank is UTC (Graph's default). An hour that comes
 * twice is its first; an hour that summer time skips is read with the offset before it (02:30 → 03:30), as RFC 5545 section
 * 3.3.5 has it. Throws NotExpressible for a zone or a time that cannot be read.
 */
export function instantOf(time: { readonly dateTime: string; readonly timeZone?: string | null }): string {
  const zone = time.timeZone?.trim() || 'UTC';
  const steady = steadyInstant(time.dateTime, knownZone(zone));
  if (steady !== null) return steady;
  const read = inZone(time.dateTime, zone);
  return isoText(DateTime.min(read, ambiguousTwin(read) ?? read));
}

/**
 * An instant as Graph's wall clock time in a zone (Windows or IANA, written as given). In the hour that comes twice the
 * wall clock has two meanings, and we write UTC there; `series` keeps the zone even so, as a series must.
 */
export function graphTime(instantIso: string, zone: string, use: 'once' | 'series' = 'once'): GraphTime {
  const steady = steadyWallTime(instantIso, knownZone(zone));
  if (steady !== null) return { dateTime: `${steady}0000`, timeZone: zone };
  const time = inZone(instantIso, zone);
  const inUtc = use === 'once' && ambiguousTwin(time) !== undefined;
  return { dateTime: (inUtc ? time.toUTC() : time).toFormat(wallFormat), timeZone: inUtc ? 'UTC' : zone };
}

/** The calendar date (`YYYY-MM-DD`) a clock in the zone shows at an instant. */
export const localDate = (instantIso: string, zone: string): string => wallTimeOf(instantIso, zone).slice(0, 10);

/**
 * The date of To Do's due date. It comes as the midnight of the zone of whoever wrote it, told in UTC, and the zone is lost: 24
 * October is 24T10:00Z from UTC-10, 24T00:00Z from a bot in UTC, 23T15:00Z from Tokyo [seen live: MS365-ToDo#29, tasks.org]. So it
 * is the date of the nearest midnight in UTC. Only from UTC+12 on that is the wrong one: there the mailbox's own zone says whether
 * it is one of its midnights.
 */
export function dueDate(time: GraphTime, zone: string): string {
  const instant = Date.parse(instantOf(time));
  const here = inZone(new Date(instant).toISOString(), zone);
  const isOwnMidnight = Math.abs(here.offset) >= 12 * 60 && here.hour === 0;
  return isOwnMidnight ? here.toFormat('yyyy-MM-dd') : new Date(instant + 12 * hour).toISOString().slice(0, 10);
}

/** A date as Graph wants it for a due date or an all-day event: midnight on the wall clock of the zone, written as given. */
export const graphMidnight = (date: string, zone: string): GraphTime => ({
  dateTime: `${date}T00:00:00.0000000`,
  timeZone: zone,
});

/** An instant for Zoho: whole seconds, with the offset the zone has at that moment [zoho-crm v8: datetime]. */
export const zohoDateTime = (instantIso: string, zone: string): string =>
  inZone(instantIso, zone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

export function plusDays(date: string, days: number): string {
  const at = datePart(date) === date ? Date.parse(date) + days * 24 * hour : NaN;
  if (at > Date.UTC(1600) && at < Date.UTC(9999)) return new Date(at).toISOString().slice(0, 10);
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** The date that a text begins with; null where it is none that Exchange keeps. */
export function datePart(time: string): string | null {
  const date = /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? '';
  const at = new Date(Date.parse(date));
  // What JavaScript reads as a day of the next month is none.
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
  return isDay && date >= '1601' && date < '4501' ? date : null;
}

/** Start and end of a series' first meeting: instants, or of whole days dates, the end exclusive. */
export type FirstOccurrence = { readonly start: string; readonly end: string; readonly isAllDay: boolean };

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * When the meeting of a date (`YYYY-MM-DD`, in the series' own zone) takes place: at the times of day of the first one, whatever
 * the clocks have done since. Throws NotExpressible for a zone nobody knows.
 */
export function occurrenceTimes(
  first: FirstOccurrence,
  date: string,
  zone: string,
): { readonly start: string; readonly end: string } {
  if (first.isAllDay) return { start: date, end: plusDays(date, daysBetween(first.start, first.end)) };
  const [from = '', to = ''] = [first.start, first.end].map((time) => wallTimeOf(time, zone));
  const days = daysBetween(from.slice(0, 10), to.slice(0, 10));
  const at = (date: string, wall: string) => instantOf({ dateTime: `${date}${wall.slice(10)}`, timeZone: zone });
  return { start: at(date, from), end: at(plusDays(date, days), to) };
}
