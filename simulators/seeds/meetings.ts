import { DateTime } from 'luxon';
import { IN_SCOPE } from './world';

type Vendor = Record<string, unknown>;
type Calendar = { readonly outlook: readonly Vendor[]; readonly zoho: readonly Vendor[] };

/** Windows names, as Outlook has them, with the IANA zone each stands for. */
const ZONES = [
  ['Tokyo Standard Time', 'Asia/Tokyo'],
  ['Eastern Standard Time', 'America/New_York'],
  ['India Standard Time', 'Asia/Kolkata'],
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['Lord Howe Standard Time', 'Australia/Lord_Howe'],
  ['Samoa Standard Time', 'Pacific/Apia'],
] as const;
const TOPICS = [
  'Quarterly review',
  '商談',
  'Kick-off',
  'Site visit',
  'Angebot besprechen',
  '定例会議',
  'Demo',
  'Contract talks',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

interface Time {
  readonly start: DateTime;
  readonly end: DateTime;
  readonly zone: string;
}

/** Days from today, by the clock of the zone; meetings have to lie around the day somebody looks at them. */
function timeOf(index: number): Time {
  const [zone, iana] = ZONES[index % ZONES.length] ?? ZONES[0];
  const hour = 8 + (index % 9);
  const start = DateTime.utc()
    .startOf('day')
    .setZone(iana, { keepLocalTime: true })
    .plus({ days: ((index * 5) % 110) - 40 });
  const at = start.set({ hour, minute: index % 3 ? 0 : 30 });
  return { start: at, end: at.plus({ minutes: 30 + 30 * (index % 4) }), zone };
}

const graphTime = (time: DateTime, timeZone: string): Vendor => ({
  dateTime: time.toFormat("yyyy-MM-dd'T'HH:mm:ss"),
  timeZone,
});
const zohoTime = (time: DateTime): string => time.setZone('Asia/Tokyo').toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
const titleOf = (index: number): string => `${TOPICS[index % TOPICS.length]} ${index + 1}`;

const people = (...names: readonly string[]): Vendor => ({
  attendees: names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@partner.example` } })),
});

function outlookMeeting(index: number, more: Vendor = {}): Vendor {
  const { start, end, zone } = timeOf(index);
  const times = { start: graphTime(start, zone), end: graphTime(end, zone), originalStartTimeZone: zone };
  const room = { location: { displayName: `Room ${(index % 5) + 1}` } };
  const body = { contentType: 'html', content: `<html><body><p>Agenda of ${titleOf(index)}</p></body></html>` };
  return { subject: titleOf(index), categories: [IN_SCOPE], ...times, ...room, body, ...more };
}

function zohoMeeting(index: number, more: Vendor = {}): Vendor {
  const { start, end } = timeOf(index);
  const times = { Start_DateTime: zohoTime(start), End_DateTime: zohoTime(end), All_day: false };
  return {
    Event_Title: titleOf(index),
    ...times,
    Venue: `Room ${(index % 5) + 1}`,
    Meeting_Venue__s: 'In-office',
    ...more,
  };
}

const wholeDays = (index: number, days: number): Vendor => {
  const { start, zone } = timeOf(index);
  const first = start.startOf('day');
  return { isAllDay: true, start: graphTime(first, zone), end: graphTime(first.plus({ days }), zone) };
};

function weekly(index: number): Vendor {
  const { start } = timeOf(index);
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: [WEEKDAYS[start.weekday - 1]] };
  return {
    recurrence: { pattern, range: { type: 'numbered', numberOfOccurrences: 12, startDate: start.toISODate() } },
  };
}

const RULE = '_'.repeat(80);
const online: Vendor = {
  isOnlineMeeting: true,
  body: {
    contentType: 'html',
    content: `<html><body><p>Please be on time.</p><div><span>${RULE}</span></div><div><a href="https://teams.microsoft.com/l/meetup-join/19%3ademo">Join the meeting now</a></div><div><span>${RULE}</span></div></body></html>`,
  },
};

/** What stands only in Outlook, by its position in the list. */
const outlookOnly: readonly ((index: number) => Vendor)[] = [
  () => ({}),
  () => people('ann', 'bob'),
  (index) => wholeDays(index, 1),
  weekly,
  () => ({ sensitivity: 'private' }),
  () => online,
  (index) => wholeDays(index, 3),
  () => ({
    ...people('ann'),
    isOrganizer: false,
    organizer: { emailAddress: { name: 'Host', address: 'host@partner.example' } },
  }),
  () => ({ isCancelled: true }),
  () => ({ categories: [] }),
];

const many = <T>(from: number, count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(from + at));

const invited = (index: number): Vendor => ({
  Participants: [
    { type: 'email', participant: `guest${index}@partner.example`, Email: `guest${index}@partner.example` },
  ],
});

/** Meetings around today: `size` that both sides know, as many of each side alone. */
export function meetings(size: number): Calendar {
  const special = (index: number): Vendor => outlookOnly[index % outlookOnly.length]?.(index) ?? {};
  return {
    outlook: [
      ...many(0, size, (index) => outlookMeeting(index)),
      ...many(1000, size, (index) => outlookMeeting(index, special(index))),
    ],
    zoho: [
      ...many(0, size, (index) => zohoMeeting(index)),
      ...many(2000, size, (index) => zohoMeeting(index, index % 3 ? {} : invited(index))),
    ],
  };
}
