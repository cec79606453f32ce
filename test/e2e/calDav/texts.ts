/** iCalendar as calendar programs write it, for the meetings that the tests put into a CalDAV calendar. */

const berlin = [
  ...['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', 'BEGIN:STANDARD', 'DTSTART:19701025T030000'],
  ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD'],
  ...['BEGIN:DAYLIGHT', 'DTSTART:19700329T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
  ...['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT', 'END:VTIMEZONE'],
];

const tokyo = [
  ...['BEGIN:VTIMEZONE', 'TZID:Asia/Tokyo', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
  ...['TZOFFSETFROM:+0900', 'TZOFFSETTO:+0900', 'END:STANDARD', 'END:VTIMEZONE'],
];

const zones = { 'Europe/Berlin': berlin, 'Asia/Tokyo': tokyo } as const;
export type ZoneName = keyof typeof zones;

/** An object of its time zones and its events. */
export function calendarText(names: readonly ZoneName[], events: readonly (readonly string[])[]): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Another Calendar Program//EN'],
    ...names.flatMap((name) => zones[name]),
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']),
    'END:VCALENDAR',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

export const compact = (text: string): string => text.replace(/[-:]/g, '');

/** `DTSTART;TZID=Europe/Berlin:20270322T090000`; zone `UTC`, '' (floating), 'day' or a zone's name; `at` like 2027-03-22T09:00. */
export function timeLine(name: string, at: string, zone: ZoneName | 'UTC' | 'day' | ''): string {
  const text = compact(at);
  if (zone === 'day') return `${name};VALUE=DATE:${text.slice(0, 8)}`;
  if (zone === 'UTC') return `${name}:${text}00Z`;
  return zone === '' ? `${name}:${text}00` : `${name};TZID=${zone}:${text}00`;
}

export type Zone = Parameters<typeof timeLine>[2];

/** The lines of one event, its own ones after those that every event has. */
export const eventLines = (
  uid: string,
  summary: string,
  [from, to]: readonly [string, string],
  zone: Zone,
  ...more: readonly string[]
) => [
  ...[`UID:${uid}`, 'DTSTAMP:20260101T000000Z', `SUMMARY:${summary}`],
  ...[timeLine('DTSTART', from, zone), timeLine('DTEND', to, zone), ...more],
];
