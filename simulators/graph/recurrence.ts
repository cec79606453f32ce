import { DateTime } from 'luxon';
import { badRequest, graphError } from './errors';
import type { Read } from './values';
import { oneOf, readParts, text, wholeNumber } from './values';

export const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const INDEXES = ['first', 'second', 'third', 'fourth', 'last'];

export interface Pattern {
  readonly type: string;
  readonly interval: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysOfWeek: readonly string[];
  readonly firstDayOfWeek: string;
  readonly index: string;
}

export interface Range {
  readonly type: 'endDate' | 'noEnd' | 'numbered';
  readonly startDate: string;
  readonly endDate: string;
  readonly recurrenceTimeZone: string;
  readonly numberOfOccurrences: number;
}

export interface Recurrence {
  readonly pattern: Pattern;
  readonly range: Range;
}

/** What the service shows for "no end date" [field]. */
const NO_DATE = '0001-01-01';

const invalid = (message: string): Error => graphError(400, 'ErrorInvalidArgument', message);

const date: Read = (name, value) => {
  if (value === null) return NO_DATE;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && DateTime.fromISO(value).isValid) return value;
  throw badRequest(
    `Cannot convert the literal '${String(value)}' to the expected type 'Edm.Date'. (${name})`,
    'RequestBodyRead',
  );
};

const day = oneOf('dayOfWeek', ...DAYS);
const days: Read = (name, value) => (Array.isArray(value) ? value.map((entry) => day(name, entry)) : []);
const index = oneOf('weekIndex', ...INDEXES);

const PATTERN: Record<string, Read> = {
  type: oneOf(
    'recurrencePatternType',
    ...['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'],
  ),
  ...{
    interval: wholeNumber,
    month: wholeNumber,
    dayOfMonth: wholeNumber,
    daysOfWeek: days,
    firstDayOfWeek: day,
    index,
  },
};

const RANGE: Record<string, Read> = {
  type: oneOf('recurrenceRangeType', 'endDate', 'noEnd', 'numbered'),
  ...{ startDate: date, endDate: date, recurrenceTimeZone: text, numberOfOccurrences: wholeNumber },
};

/** What a pattern needs besides its interval [docs: recurrencePattern]. */
const NEEDS: Record<string, readonly (keyof Pattern)[]> = {
  daily: [],
  weekly: ['daysOfWeek'],
  absoluteMonthly: ['dayOfMonth'],
  relativeMonthly: ['daysOfWeek'],
  absoluteYearly: ['dayOfMonth', 'month'],
  relativeYearly: ['daysOfWeek', 'month'],
};

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function readPattern(value: unknown): Pattern {
  const given = readParts('recurrencePattern', value, PATTERN, 'recurrence/pattern') as Partial<Pattern>;
  const missing = NEEDS[given.type ?? '']?.find((name) => !isGiven(given[name]));
  if (!given.type || missing) throw invalid(`The recurrence pattern needs '${missing ?? 'type'}'.`);
  if ((given.interval ?? 0) < 1) throw invalid('The interval of a recurrence must be at least 1.');
  const [dayOfMonth, month] = [given.dayOfMonth ?? 0, given.month ?? 0];
  if (dayOfMonth < 0 || dayOfMonth > 31 || month < 0 || month > 12)
    throw invalid('The dayOfMonth or month of the recurrence is out of range.');
  const empty = { interval: 1, month: 0, dayOfMonth: 0, daysOfWeek: [], firstDayOfWeek: 'sunday', index: 'first' };
  return { ...empty, ...given } as Pattern;
}

function readRange(value: unknown, startDate: string, zone: string): Range {
  const given = readParts('recurrenceRange', value, RANGE, 'recurrence/range') as Partial<Range>;
  if (!given.type) throw invalid("The recurrence range needs 'type'.");
  if (given.startDate && given.startDate !== startDate)
    throw invalid(
      `The start date of the recurrence (${given.startDate}) must equal the date of the start (${startDate}).`,
    );
  if (given.type === 'endDate' && (!given.endDate || given.endDate < startDate))
    throw invalid('The end date of the recurrence must not be before its start.');
  if (given.type === 'numbered' && (given.numberOfOccurrences ?? 0) < 1)
    throw invalid('The recurrence needs a numberOfOccurrences of at least 1.');
  return {
    ...{ type: given.type, startDate, endDate: given.type === 'endDate' ? (given.endDate ?? NO_DATE) : NO_DATE },
    recurrenceTimeZone: given.recurrenceTimeZone || zone,
    numberOfOccurrences: given.type === 'numbered' ? (given.numberOfOccurrences ?? 0) : 0,
  };
}

/** Checks a patternedRecurrence against the date its item starts on [docs: patternedRecurrence]. */
export function readRecurrence(value: unknown, startDate: string, zone: string): Recurrence | null {
  if (value === null) return null;
  const { pattern, range } = readParts(
    'patternedRecurrence',
    value,
    { pattern: (_, p) => p, range: (_, r) => r },
    'recurrence',
  );
  return { pattern: readPattern(pattern), range: readRange(range, startDate, zone) };
}
