import { clocksOf, plus, today, withOffset } from './calendar';

/**
 * One meeting as both sides show it: in Outlook by the wall clock of `zone`, in Zoho CRM by its user's, with the offset of
 * that moment. Put in on either side, it has to be read so on the other; `only` where it can be put in on one side alone.
 */
export interface TimeCase {
  readonly name: string;
  readonly zone: string;
  readonly outlook: readonly [from: string, to: string];
  readonly zoho: readonly [from: string, to: string];
  readonly only?: 'outlook' | 'zoho';
}

/** Where the people are: the mailbox (Outlook's name of the zone, IANA's) and the user of Zoho CRM. */
export interface TimeWorld {
  readonly mailbox: readonly [windows: string, iana: string];
  readonly user: string;
  readonly meetings: readonly TimeCase[];
  /** dates are the same on both sides; the end of Outlook is the first day after, that of Zoho the last minute */
  readonly wholeDays: readonly { readonly name: string; readonly outlook: Dates; readonly zoho: Dates }[];
  readonly dueDates: readonly string[];
}
type Dates = readonly [first: string, last: string];

const tokyo = 'Tokyo Standard Time';
const kolkata = 'India Standard Time';
const eastern = 'Eastern Standard Time';
const lordHowe = 'Lord Howe Standard Time';
const apia = 'Samoa Standard Time';
const kiritimati = 'Line Islands Standard Time';
const pagoPago = 'UTC-11';

export const newYork = clocksOf('America/New_York');
const island = clocksOf('Australia/Lord_Howe');
const d = plus(today, 40);
const [before, after] = [plus(d, -1), plus(d, 1)];
const eve = (date: string): string => plus(date, -1);
const next = (date: string): string => plus(date, 1);

const meeting = (
  name: string,
  zone: string,
  outlook: TimeCase['outlook'],
  zoho: TimeCase['zoho'],
  only?: TimeCase['only'],
): TimeCase => ({ name, zone, outlook, zoho, ...(only && { only }) });

const { forward, back } = newYork;
const dueDates = ['2028-02-29', forward, back, d, `${d.slice(0, 4)}-12-31`];

// prettier-ignore
const fromTokyo: readonly TimeCase[] = [
  meeting('Tokyo', tokyo, [`${d}T09:00`, `${d}T10:00`], [`${d}T09:00+09:00`, `${d}T10:00+09:00`]),
  meeting('Kolkata', kolkata, [`${d}T09:15`, `${d}T10:45`], [`${d}T12:45+09:00`, `${d}T14:15+09:00`]),
  meeting('New York, eve of summer time', eastern, [`${eve(forward)}T09:00`, `${eve(forward)}T10:00`], [`${eve(forward)}T23:00+09:00`, `${forward}T00:00+09:00`]),
  meeting('New York, first day of summer time', eastern, [`${forward}T09:00`, `${forward}T10:00`], [`${forward}T22:00+09:00`, `${forward}T23:00+09:00`]),
  meeting('New York, through the short night', eastern, [`${eve(forward)}T22:00`, `${forward}T09:00`], [`${forward}T12:00+09:00`, `${forward}T22:00+09:00`]),
  meeting('New York, in the hour that is skipped', eastern, [`${forward}T02:30`, `${forward}T04:30`], [`${forward}T16:30+09:00`, `${forward}T17:30+09:00`], 'outlook'),
  meeting('New York, last day of summer time', eastern, [`${eve(back)}T09:00`, `${eve(back)}T10:00`], [`${eve(back)}T22:00+09:00`, `${eve(back)}T23:00+09:00`]),
  meeting('New York, first day of winter time', eastern, [`${back}T09:00`, `${back}T10:00`], [`${back}T23:00+09:00`, `${next(back)}T00:00+09:00`]),
  meeting('New York, through the long night', eastern, [`${eve(back)}T22:00`, `${back}T09:00`], [`${back}T11:00+09:00`, `${back}T23:00+09:00`]),
  meeting('Lord Howe, eve of summer time', lordHowe, [`${eve(island.forward)}T09:00`, `${eve(island.forward)}T10:00`], [`${eve(island.forward)}T07:30+09:00`, `${eve(island.forward)}T08:30+09:00`]),
  meeting('Lord Howe, half an hour forward', lordHowe, [`${island.forward}T09:00`, `${island.forward}T10:00`], [`${island.forward}T07:00+09:00`, `${island.forward}T08:00+09:00`]),
  meeting('Lord Howe, through the long night', lordHowe, [`${eve(island.back)}T22:00`, `${island.back}T09:00`], [`${eve(island.back)}T20:00+09:00`, `${island.back}T07:30+09:00`]),
  meeting('Apia', apia, [`${d}T00:30`, `${d}T01:30`], [`${before}T20:30+09:00`, `${before}T21:30+09:00`]),
  meeting('Kiritimati, UTC+14', kiritimati, [`${d}T00:30`, `${d}T01:30`], [`${before}T19:30+09:00`, `${before}T20:30+09:00`]),
  meeting('Pago Pago, UTC-11, ends at midnight', pagoPago, [`${d}T23:00`, `${after}T00:00`], [`${after}T19:00+09:00`, `${after}T20:00+09:00`]),
  meeting('ends at midnight', tokyo, [`${d}T22:00`, `${after}T00:00`], [`${d}T22:00+09:00`, `${after}T00:00+09:00`]),
  meeting('from midnight to midnight, not a whole day', tokyo, [`${d}T00:00`, `${after}T00:00`], [`${d}T00:00+09:00`, `${after}T00:00+09:00`]),
];

// prettier-ignore
const fromNewYork: readonly TimeCase[] = [
  meeting('in winter', eastern, [`${eve(forward)}T09:00`, `${eve(forward)}T10:00`], [`${eve(forward)}T09:00-05:00`, `${eve(forward)}T10:00-05:00`]),
  meeting('in summer', eastern, [`${forward}T09:00`, `${forward}T10:00`], [`${forward}T09:00-04:00`, `${forward}T10:00-04:00`]),
  meeting('ends at midnight before the short night', eastern, [`${eve(forward)}T23:00`, `${forward}T00:00`], [`${eve(forward)}T23:00-05:00`, `${forward}T00:00-05:00`]),
  meeting('in the hour that is skipped', eastern, [`${forward}T02:30`, `${forward}T03:45`], [`${forward}T03:30-04:00`, `${forward}T03:45-04:00`], 'outlook'),
  meeting('in the hour that comes twice, the first', 'UTC', [`${back}T05:15`, `${back}T05:45`], [`${back}T01:15-04:00`, `${back}T01:45-04:00`]),
  meeting('in the hour that comes twice, the second', 'UTC', [`${back}T06:15`, `${back}T06:45`], [`${back}T01:15-05:00`, `${back}T01:45-05:00`]),
  meeting('from the first into the second', 'UTC', [`${back}T05:30`, `${back}T06:30`], [`${back}T01:30-04:00`, `${back}T01:30-05:00`]),
  meeting('Tokyo seen from New York', tokyo, [`${forward}T21:00`, `${forward}T22:00`], [`${forward}T08:00-04:00`, `${forward}T09:00-04:00`]),
];

/** Whole days as a user in the zone has them in Zoho CRM, those over a change of the clocks among them. */
function wholeDays(zone: string, change = forward): TimeWorld['wholeDays'] {
  const days = (name: string, first: string, end: string) => ({
    name,
    outlook: [first, end] as const,
    zoho: [withOffset(`${first}T00:00`, zone), withOffset(`${eve(end)}T23:59`, zone)] as const,
  });
  return [
    days('one day', d, after),
    days('five days', d, plus(d, 5)),
    days('days over the change of the clocks', eve(change), plus(change, 2)),
    days('the short day itself', change, next(change)),
  ];
}

export const worlds: readonly TimeWorld[] = [
  {
    mailbox: [tokyo, 'Asia/Tokyo'],
    user: 'Asia/Tokyo',
    meetings: fromTokyo,
    wholeDays: wholeDays('Asia/Tokyo'),
    dueDates,
  },
  {
    ...{ mailbox: [eastern, 'America/New_York'], user: 'America/New_York', meetings: fromNewYork, dueDates },
    wholeDays: wholeDays('America/New_York'),
  },
  {
    ...{
      mailbox: [kiritimati, 'Pacific/Kiritimati'],
      user: 'Pacific/Pago_Pago',
      wholeDays: wholeDays('Pacific/Pago_Pago'),
      dueDates,
    },
    meetings: [
      meeting(
        '25 hours apart',
        kiritimati,
        [`${d}T00:30`, `${d}T01:30`],
        [`${plus(d, -2)}T23:30-11:00`, `${before}T00:30-11:00`],
      ),
    ],
  },
  {
    ...{
      mailbox: [pagoPago, 'Pacific/Pago_Pago'],
      user: 'Pacific/Kiritimati',
      wholeDays: wholeDays('Pacific/Kiritimati'),
      dueDates,
    },
    meetings: [
      meeting(
        '25 hours apart',
        pagoPago,
        [`${d}T23:30`, `${after}T00:30`],
        [`${plus(d, 2)}T00:30+14:00`, `${plus(d, 2)}T01:30+14:00`],
      ),
    ],
  },
  {
    ...{
      mailbox: [lordHowe, 'Australia/Lord_Howe'],
      user: 'Pacific/Apia',
      dueDates: [...dueDates, island.forward, island.back],
    },
    meetings: [
      meeting(
        'Lord Howe seen from Apia',
        lordHowe,
        [`${island.forward}T09:00`, `${island.forward}T10:00`],
        [`${island.forward}T11:00+13:00`, `${island.forward}T12:00+13:00`],
      ),
    ],
    wholeDays: wholeDays('Pacific/Apia', island.forward),
  },
];
