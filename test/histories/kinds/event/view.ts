import { DateTime } from 'luxon';
import type { StoredEvent } from '../../../../simulators/graph/model';
import type { RunningSimulators } from '../../../../simulators/start';
import type { StoredRecord } from '../../../../simulators/zoho/record';
import { ZONES } from './forms';

/** What one side shows of a meeting, in words of our own: written apart from the product, which may be wrong. */
export type Shown = Readonly<Record<Field, string>>;
export const fields = ['subject', 'time', 'place', 'text', 'reminder', 'people', 'rule', 'off', 'moved'] as const;
export type Field = (typeof fields)[number];

export interface OneSide {
  readonly ref: string;
  readonly shown: Shown;
  /** Fields that are not synced. */
  readonly own: string;
  readonly state: 'live' | 'outside';
  /** Organised by somebody else. */
  readonly foreign: boolean;
  /** A colleague's in the CRM, who may have it in their mailbox, too. */
  readonly others: boolean;
}

/** What decides whether a meeting is synced. */
export interface Scope {
  readonly now: number;
  readonly daysBack: number;
  readonly daysAhead: number;
  readonly privates: string;
  readonly mine: boolean;
}

type Row = Readonly<Record<string, unknown>>;
const DAY = 86_400_000;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const day = (time: number, zone = 'utc'): string => DateTime.fromMillis(time, { zone }).toFormat('yyyy-MM-dd');
const before = (date: string): string => day(Date.parse(date) - DAY);
const plain = (words: string): string => words.replace(/\s+/g, ' ').trim();

const unescaped: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
const withoutTags = (html: string): string =>
  html
    .replace(/<head[\s\S]*?<\/head>/gi, '')
    .replace(/<br\s*\/?>|<\/(p|div)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+);/g, (all, name: string) => unescaped[name] ?? all);

interface Wall {
  readonly dateTime: string;
  readonly timeZone: string;
}
const instant = ({ dateTime, timeZone }: Wall): number =>
  DateTime.fromISO(dateTime.slice(0, 19), { zone: ZONES[timeZone] ?? 'utc' }).toMillis();

function outlookTime({ isAllDay, start, end }: Row): string {
  const [first, last] = [start as Wall, end as Wall];
  if (isAllDay === true) return `days ${first.dateTime.slice(0, 10)} to ${before(last.dateTime.slice(0, 10))}`;
  return `from ${new Date(instant(first)).toISOString()} to ${new Date(instant(last)).toISOString()}`;
}
function zohoTime({ All_day, Start_DateTime, End_DateTime }: Row): string {
  const [first, last] = [Date.parse(text(Start_DateTime)), Date.parse(text(End_DateTime))];
  // Kept as the clock of whoever wrote them shows it.
  if (All_day === true) return `days ${text(Start_DateTime).slice(0, 10)} to ${text(End_DateTime).slice(0, 10)}`;
  return `from ${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
}

type Pattern = { type: string; interval: number };
type Range = { startDate: string; numberOfOccurrences: number };
function outlookRule(recurrence: unknown): string {
  if (!recurrence) return '';
  const { pattern, range } = recurrence as { pattern: Pattern; range: Range };
  return `${pattern.type} ${pattern.interval} ${range.numberOfOccurrences} ${range.startDate}`;
}
function zohoRule(rule: unknown): string {
  const { RRULE = '' } = (rule ?? {}) as { RRULE?: string };
  const part = (name: string, otherwise = ''): string =>
    new RegExp(`${name}=([^;]+)`).exec(RRULE)?.[1]?.toLowerCase() ?? otherwise;
  const start = part('DTSTART').replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
  return RRULE && `${part('FREQ')} ${part('INTERVAL', '1')} ${part('COUNT')} ${start}`;
}

/** As a person reads it. */
const plainAddress = (written: string): string =>
  written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^.*<|>.*$|^mailto:|[.;]+$/g, '');

const people = (all: unknown, address: (one: Row) => unknown): string =>
  (Array.isArray(all) ? (all as Row[]) : [])
    .map((one) => plainAddress(text(address(one))))
    .sort()
    .join(', ');

const minutesOf: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 };
function zohoReminder(all: unknown): string {
  const [first] = (Array.isArray(all) ? all : []) as { unit: number; period: string }[];
  return first ? String(first.unit * (minutesOf[first.period] ?? NaN)) : '';
}

const wordsOf = ({ subject, location }: Row): readonly unknown[] => [
  subject,
  (location as Row | undefined)?.displayName,
];

/** What a single meeting shows otherwise than its series; nothing, where somebody touched it without changing anything. */
function exceptionWords(series: Row, [date, { fields: own }]: readonly [string, { readonly fields: Row }]): string[] {
  const changed = wordsOf(own).filter((word, at) => word !== undefined && word !== wordsOf(series)[at]);
  const shown = [...changed.map((word) => word || '(blank)'), ...(own.start ? [outlookTime(own)] : [])];
  return shown.length > 0 ? [`${date}: ${shown.join(', ')}`] : [];
}

function outlookShown({ fields: f, cancelled, exceptions }: StoredEvent): Shown {
  const { contentType, content } = f.body as { contentType: string; content: string };
  return {
    subject: plain(text(f.subject)),
    time: outlookTime(f),
    place: plain(text((f.location as Row).displayName)),
    text: plain(contentType === 'html' ? withoutTags(content) : content),
    reminder: f.isReminderOn === true ? String(f.reminderMinutesBeforeStart) : '',
    people: people(f.attendees, (one) => (one.emailAddress as Row).address),
    rule: outlookRule(f.recurrence),
    off: [...cancelled].sort().join(', '),
    moved: [...exceptions]
      .flatMap((one) => exceptionWords(f, one))
      .sort()
      .join('; '),
  };
}
function zohoShown({ values: v }: StoredRecord): Shown {
  const { EXDATE = '' } = (v.Recurring_Activity ?? {}) as { EXDATE?: string };
  return {
    subject: plain(text(v.Event_Title)),
    time: zohoTime(v),
    place: plain(text(v.Venue)),
    text: plain(text(v.Description)),
    reminder: zohoReminder(v.Remind_At),
    people: people(v.Participants, ({ participant }) => participant),
    rule: zohoRule(v.Recurring_Activity),
    off: EXDATE.split(',').filter(Boolean).sort().join(', '),
    moved: '',
  };
}

/** First moment of the window, and the first after it. */
const windowOf = ({ now, daysBack, daysAhead }: Scope): readonly [number, number] => [
  Date.parse(day(now - daysBack * DAY)),
  Date.parse(day(now + (daysAhead + 1) * DAY)),
];
/** Of a series only the first meeting is looked at: none of ours begins before a window and goes on in it. */
const isWithin = ([first, last]: readonly [number, number], scope: Scope): boolean => {
  const [from, to] = windowOf(scope);
  return first < to && last > from;
};

/** Whole days count as days of UTC, wherever their people live. */
function outlookSpan({ isAllDay, start, end }: Row): readonly [number, number] {
  const of = (wall: Wall): number => (isAllDay === true ? Date.parse(wall.dateTime.slice(0, 10)) : instant(wall));
  return [of(start as Wall), of(end as Wall)];
}
function zohoSpan({ All_day, Start_DateTime, End_DateTime }: Row): readonly [number, number] {
  const [first, last] = [Date.parse(text(Start_DateTime)), Date.parse(text(End_DateTime))];
  return All_day === true
    ? [Date.parse(text(Start_DateTime).slice(0, 10)), Date.parse(text(End_DateTime).slice(0, 10)) + DAY]
    : [first, last];
}

function outlookOne(event: StoredEvent, main: string, scope: Scope): OneSide {
  const f = event.fields;
  const hidden = ['private', 'confidential'].includes(String(f.sensitivity)) && scope.privates === 'skip';
  const tags = f.categories as readonly string[];
  const within = isWithin(outlookSpan(f), scope);
  const live = event.calendar === main && tags.includes('Zoho') && !hidden && within;
  const own = [f.showAs, f.importance, f.sensitivity, ...tags.filter((one) => one !== 'Zoho')].join(' ');
  return {
    ...{ ref: event.immutableId, shown: outlookShown(event), own, state: live ? 'live' : 'outside' },
    ...{ foreign: f.isOrganizer === false, others: false },
  };
}
function zohoOne(record: StoredRecord, me: string, scope: Scope): OneSide {
  const { values: v, owner } = record;
  const live = isWithin(zohoSpan(v), scope) && (!scope.mine || owner === me);
  return {
    ...{ ref: record.id, shown: zohoShown(record), own: text(v.Internal_Code), state: live ? 'live' : 'outside' },
    ...{ foreign: false, others: owner !== me },
  };
}

/** The days of a series of Zoho's: that of its rule, and the first that it does not leave out. */
function firstDays(record: StoredRecord): { readonly ofRule: string; readonly kept: string } {
  const { rule, off } = zohoShown(record);
  const [freq, interval, , ofRule = ''] = rule.split(' ');
  const step = (freq === 'weekly' ? 7 : 1) * Number(interval) * DAY;
  let kept = ofRule;
  while (kept !== '' && off.split(', ').includes(kept)) kept = day(Date.parse(kept) + step);
  return { ofRule, kept };
}

const dayIn = ({ values }: StoredRecord): string => day(Date.parse(text(values.Start_DateTime)), 'Asia/Tokyo');

/**
 * Zoho makes one record of each occurrence of a series, all with its rule: the one on the first day stands for it. That stays where
 * somebody takes its day out later; where it was left out from the beginning, there is none.
 */
function isOfItsOwn(record: StoredRecord): boolean {
  const { ofRule, kept } = firstDays(record);
  return ofRule === '' || [ofRule, kept].includes(dayIn(record));
}

/** A series takes place when its rule begins, also where it leaves its first days out. */
function fromItsRule(record: StoredRecord): StoredRecord {
  const { ofRule, kept } = firstDays(record);
  if (dayIn(record) !== kept) return record;
  const days = (Date.parse(kept) - Date.parse(ofRule)) / DAY;
  const earlier = (time: unknown) => DateTime.fromISO(text(time), { setZone: true }).minus({ days }).toISO();
  const { Start_DateTime, End_DateTime } = record.values;
  const times = { Start_DateTime: earlier(Start_DateTime), End_DateTime: earlier(End_DateTime) };
  return { ...record, values: { ...record.values, ...times } };
}

/** A meeting on both sides; more than one on a side is one too many. */
export interface Both {
  readonly outlook: readonly OneSide[];
  readonly zoho: readonly OneSide[];
}

/** Every meeting by the word that its subject begins with on both sides, as they are now. */
export function look({ graph, zoho }: RunningSimulators, scope: Scope): ReadonlyMap<string, Both> {
  const main = [...graph.state.calendars.values()].find(({ isDefault }) => isDefault)?.id ?? '';
  const me = zoho.state.users[0]?.id ?? '';
  const all = new Map<string, { outlook: OneSide[]; zoho: OneSide[] }>();
  const add = (side: 'outlook' | 'zoho', one: OneSide): void => {
    const token = /\bM\d+\b/.exec(one.shown.subject)?.[0] ?? one.shown.subject;
    const both = all.get(token) ?? { outlook: [], zoho: [] };
    both[side].push(one);
    all.set(token, both);
  };
  for (const event of graph.state.events.values()) add('outlook', outlookOne(event, main, scope));
  for (const record of [...(zoho.state.records.get('Events')?.values() ?? [])].filter(isOfItsOwn))
    add('zoho', zohoOne(fromItsRule(record), me, scope));
  return all;
}
