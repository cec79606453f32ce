import { DateTime } from 'luxon';
import type { Values } from '../../types';

/** A new meeting, in words of our own. `day` counts from the history's first; `hour` is UTC. */
export interface Form {
  readonly form: 'timed' | 'days' | 'series' | 'weekly' | 'daysSeries';
  readonly word: string;
  readonly day: number;
  readonly hour: number;
  readonly zone: string;
  readonly [more: string]: unknown;
}

const DAY = 86_400_000;
export const TOKYO = 'Tokyo Standard Time';
/** Where people live who make meetings: with half and quarter hours, a day ahead of the rest. */
export const ZONES: Readonly<Record<string, string>> = {
  [TOKYO]: 'Asia/Tokyo',
  'Eastern Standard Time': 'America/New_York',
  'Nepal Standard Time': 'Asia/Kathmandu',
  'Line Islands Standard Time': 'Pacific/Kiritimati',
  'Russia Time Zone 11': 'Asia/Kamchatka',
};

/** Whom the CRM takes for no address. */
export const HAL = '春@x.example';
/** Offsets of colleagues who made whole days in the CRM. */
export const OFFSETS = ['+09:00', '+09:00', '-07:00', '+00:00', '+05:45', '+13:00'];

/** How Outlook has some people's addresses; the CRM has them plain. */
const oddly: Readonly<Record<string, string>> = {
  eve: 'Eve, E. <EVE@x.example>',
  fay: 'mailto:fay@x.example',
  gus: 'ｇｕｓ@x.example.;',
  hal: HAL,
};

const isSeries = ({ form }: Form): boolean => ['series', 'weekly', 'daysSeries'].includes(form);
const stepOf = ({ form }: Form): number => (form === 'weekly' ? 7 : 2);
const isDays = ({ form }: Form): boolean => form.startsWith('days');

export const dateAfter = (first: number, days: number): string =>
  new Date(first + days * DAY).toISOString().slice(0, 10);
const utc = (first: number, days: number, hour: number): string =>
  `${dateAfter(first, days)}T${String(hour).padStart(2, '0')}:00:00`;
const wall = (time: string, timeZone: string) => ({
  dateTime: DateTime.fromISO(`${time}Z`, { zone: ZONES[timeZone] ?? 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
  timeZone,
});
const midnight = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: TOKYO });

/** Whole days last two, but for those of a series. */
const lastDay = (f: Form): number => f.day + (f.form === 'days' ? 1 : 0);

export function outlookTime(first: number, f: Form): Values {
  if (isDays(f))
    return {
      ...{ isAllDay: true, start: midnight(dateAfter(first, f.day)) },
      end: midnight(dateAfter(first, lastDay(f) + 1)),
    };
  const zone = isSeries(f) ? TOKYO : f.zone;
  return {
    ...{ isAllDay: false, start: wall(utc(first, f.day, f.hour), zone) },
    end: wall(utc(first, f.day, f.hour + 1), zone),
  };
}
export function zohoTime(first: number, f: Form): Values {
  const offset = f.form === 'days' && typeof f.offset === 'string' ? f.offset : '+09:00';
  if (isDays(f))
    return {
      ...{ All_day: true, Start_DateTime: `${dateAfter(first, f.day)}T00:00:00${offset}` },
      End_DateTime: `${dateAfter(first, lastDay(f))}T23:59:00${offset}`,
    };
  return {
    ...{ All_day: false, Start_DateTime: `${utc(first, f.day, f.hour)}+00:00` },
    End_DateTime: `${utc(first, f.day, f.hour + 1)}+00:00`,
  };
}

const weekday = (date: string): string =>
  new Date(date).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase();

export function outlookRule(first: number, f: Form): Values {
  if (!isSeries(f)) return {};
  const startDate = dateAfter(first, f.day);
  const range = { type: 'numbered', numberOfOccurrences: 6, startDate, recurrenceTimeZone: TOKYO };
  const weekly = { type: 'weekly', interval: 1, daysOfWeek: [weekday(startDate)] };
  return { recurrence: { pattern: f.form === 'weekly' ? weekly : { type: 'daily', interval: 2 }, range } };
}
export function zohoRule(first: number, f: Form): Values {
  if (!isSeries(f)) return {};
  const date = dateAfter(first, f.day);
  const byDay = weekday(date).slice(0, 2).toUpperCase();
  const how = f.form === 'weekly' ? `FREQ=WEEKLY;INTERVAL=1;BYDAY=${byDay}` : 'FREQ=DAILY;INTERVAL=2';
  const EXDATE = f.except === true ? { EXDATE: dateAfter(first, f.day + stepOf(f)) } : {};
  return { Recurring_Activity: { RRULE: `${how};DTSTART=${date};COUNT=6`, ...EXDATE } };
}

const names = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const isMinutes = (value: unknown): value is number => typeof value === 'number';

function remindAt(minutes: unknown): readonly object[] {
  if (!isMinutes(minutes)) return [];
  // Outlook shows but the first of two.
  if (minutes === 45)
    return [
      { unit: 45, period: 'minutes' },
      { unit: 1, period: 'days' },
    ];
  if (minutes > 0 && minutes % 1440 === 0) return [{ unit: minutes / 1440, period: 'days' }];
  return [minutes > 60 ? { unit: minutes / 60, period: 'hours' } : { unit: minutes, period: 'minutes' }];
}

/** Outlook has several places one by one, some with an address, and shows them as one text. */
const places = (text: string): Values =>
  text.includes('; ')
    ? {
        locations: text
          .split('; ')
          .map((displayName) => ({ displayName, ...(displayName === 'Hall' && { address: { city: 'Bristol' } }) })),
      }
    : { location: { displayName: text } };

type Way = Readonly<Record<string, (value: unknown) => Values>>;
/** A field as each side holds it. */
export const inOutlook: Way = {
  subject: (subject) => ({ subject }),
  place: (value) => places(String(value)),
  text: (content) => ({ body: { contentType: String(content).startsWith('<') ? 'html' : 'text', content } }),
  reminder: (value) =>
    isMinutes(value) ? { isReminderOn: true, reminderMinutesBeforeStart: value } : { isReminderOn: false },
  people: (value) => ({
    attendees: names(value).map((name) => ({
      ...{ type: 'required', emailAddress: { name, address: oddly[name] ?? `${name}@x.example` } },
    })),
  }),
};
export const inZoho: Way = {
  // Its form takes no more.
  subject: (value) => ({ Event_Title: String(value).slice(0, 255).trim() }),
  place: (value) => ({ Venue: value || null }),
  text: (value) => ({ Description: value || null }),
  reminder: (value) => ({ Remind_At: remindAt(value) }),
  people: (value) => ({
    Participants: names(value).map((name) => ({
      ...{ type: 'email', participant: `${name}@x.example`, name: null, invited: false, status: 'not_known' },
    })),
  }),
};
const plain = ['place', 'text', 'reminder', 'people'] as const;
export const put = (way: Way, values: Values): Values =>
  Object.assign({}, ...plain.filter((name) => name in values).map((name) => way[name]?.(values[name]) ?? {})) as Values;
