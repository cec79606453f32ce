import { clocksOf, plus, today, weekdayOf } from '../times/calendar';
import { calendarText, compact, eventLines, timeLine } from './texts';

type Raw = Readonly<Record<string, unknown>>;

/** The next change of the clocks in Berlin, or the last one: a series lies around it. */
const { forward } = clocksOf('Europe/Berlin');
const week = (count: number): string => plus(forward, 7 * count - 3);
export const soon = (days: number): string => plus(today, days);

const windows = {
  'Asia/Tokyo': 'Tokyo Standard Time',
  'Europe/Berlin': 'W. Europe Standard Time',
  UTC: 'UTC',
} as const;
const wall = (at: string, zone: keyof typeof windows) => ({ dateTime: `${at}:00`, timeZone: windows[zone] });

export function inOutlook(
  subject: string,
  [from, to]: readonly [string, string],
  zone: keyof typeof windows,
  more: Raw = {},
): Raw {
  return { subject, categories: ['Zoho'], start: wall(from, zone), end: wall(to, zone), ...more };
}

const days = (from: string, to: string): Raw => ({
  ...{ isAllDay: true, start: wall(`${from}T00:00`, 'Asia/Tokyo'), end: wall(`${to}T00:00`, 'Asia/Tokyo') },
});

/** A weekly series of Outlook on the weekday of its first date. */
const weekly = (first: string, numberOfOccurrences: number, zone: keyof typeof windows): Raw => ({
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekdayOf(first)], firstDayOfWeek: 'monday' },
    range: { type: 'numbered', numberOfOccurrences, startDate: first, recurrenceTimeZone: windows[zone] },
  },
});

const guests = (...names: readonly string[]): Raw => ({
  attendees: names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@partner.example` } })),
});

/** What stands in Outlook before the first run. */
export const outlookMeetings: readonly Raw[] = [
  inOutlook('Budget', [`${soon(3)}T08:15`, `${soon(3)}T09:45`], 'UTC', {
    location: { displayName: 'Room 7; east, "blue"' },
  }),
  inOutlook('商談：東京（第一回）', [`${soon(4)}T23:30`, `${soon(5)}T00:30`], 'Asia/Tokyo', {
    location: { displayName: '第２会議室' },
  }),
  inOutlook('Mit Gästen', [`${soon(6)}T09:00`, `${soon(6)}T10:00`], 'Europe/Berlin', guests('anna', 'björn')),
  { ...inOutlook('Messe', ['', ''], 'UTC'), ...days(soon(8), soon(11)) },
  inOutlook('Jour fixe', [`${week(-2)}T09:00`, `${week(-2)}T09:30`], 'Europe/Berlin', {
    ...weekly(week(-2), 6, 'Europe/Berlin'),
    cancelledDates: [week(1)],
    exceptions: [
      {
        date: week(0),
        start: wall(`${plus(week(0), 5)}T14:00`, 'Europe/Berlin'),
        end: wall(`${plus(week(0), 5)}T15:00`, 'Europe/Berlin'),
      },
    ],
  }),
  inOutlook('定例会議', [`${soon(2)}T18:00`, `${soon(2)}T19:00`], 'Asia/Tokyo', {
    ...weekly(soon(2), 5, 'Asia/Tokyo'),
    cancelledDates: [soon(16)],
  }),
  {
    ...inOutlook('Inventur', ['', ''], 'UTC'),
    ...days(soon(12), soon(13)),
    ...weekly(soon(12), 3, 'Asia/Tokyo'),
    cancelledDates: [soon(19)],
  },
];

const one = (
  uid: string,
  ...lines: Parameters<typeof eventLines> extends [string, ...infer Rest] ? Rest : never
): readonly [string, string] => [
  `${uid}.ics`,
  calendarText(['Europe/Berlin', 'Asia/Tokyo'], [eventLines(uid, ...lines)]),
];

const moved = eventLines(
  'crm-series',
  'Wartung\\, verlegt',
  [`${plus(week(0), 5)}T16:00`, `${plus(week(0), 5)}T17:15`],
  'Europe/Berlin',
  timeLine('RECURRENCE-ID', `${week(0)}T11:00`, 'Europe/Berlin'),
);
const series = eventLines(
  ...(['crm-series', 'Wartung', [`${week(-2)}T11:00`, `${week(-2)}T12:00`], 'Europe/Berlin'] as const),
  `RRULE:FREQ=WEEKLY;COUNT=6`,
  timeLine('EXDATE', `${week(2)}T11:00`, 'Europe/Berlin'),
);
const untilUtc = `${compact(soon(35))}T000000Z`;

/** What stands in the calendar before the first run, by the name of the file. */
export const calDavMeetings: readonly (readonly [name: string, text: string])[] = [
  one('crm-utc', 'Webinar', [`${soon(3)}T13:00`, `${soon(3)}T14:00`], 'UTC', 'LOCATION:Online\\, Raum 3'),
  one('crm-floating', '昼食（時刻のみ）', [`${soon(5)}T12:00`, `${soon(5)}T13:00`], ''),
  one(
    'crm-tokyo',
    '株式会社東商事 様 訪問',
    [`${soon(6)}T10:00`, `${soon(6)}T11:30`],
    'Asia/Tokyo',
    'LOCATION:東京都千代田区丸の内１－１',
    'DESCRIPTION:持ち物\\n・資料\\n・名刺',
  ),
  one('crm-days', '夏季休業', [`${soon(20)}T00:00`, `${soon(22)}T00:00`], 'day'),
  ['crm-series.ics', calendarText(['Europe/Berlin'], [series, moved])],
  one(
    'crm-morning',
    '朝会',
    [`${soon(1)}T08:30`, `${soon(1)}T08:45`],
    'Asia/Tokyo',
    `RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=${untilUtc}`,
  ),
  one(
    'crm-day-series',
    'Zahltag',
    [`${soon(10)}T00:00`, `${soon(11)}T00:00`],
    'day',
    'RRULE:FREQ=WEEKLY;COUNT=4',
    `EXDATE;VALUE=DATE:${compact(soon(17))}`,
  ),
  one(
    ...(['crm-guests', 'Vertragsgespräch', [`${soon(7)}T15:00`, `${soon(7)}T16:00`], 'Europe/Berlin'] as const),
    'ORGANIZER;CN=Hanako Yamada:mailto:hanako.yamada@example.com',
    'ATTENDEE;CN="Carla, Einkauf";PARTSTAT=ACCEPTED:mailto:carla@partner.example',
    'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:dirk@partner.example',
    'X-OTHER-PROGRAM:keep me',
  ),
];

/** Meetings of no interest but their number: `size` for either side. */
export const crowd = (size: number) => ({
  outlook: Array.from({ length: size }, (_, n) =>
    inOutlook(`Outlook ${n}`, [`${soon(2 + n)}T10:00`, `${soon(2 + n)}T11:00`], 'Asia/Tokyo'),
  ),
  calDav: Array.from({ length: size }, (_, n) =>
    one(`crowd-${n}`, `Kalender ${n}`, [`${soon(2 + n)}T15:00`, `${soon(2 + n)}T16:00`], 'Asia/Tokyo'),
  ),
});
