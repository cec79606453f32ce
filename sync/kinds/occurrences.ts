import { alike, setOf } from '../likeness';
import type { Fields, Value } from '../model';

/**
 * One meeting of a series that is not like the others: `date` is the day (`YYYY-MM-DD`, in the series' own zone) on which the
 * rule puts it, all else is what it has instead of what the series says. RFC 5545 says it with RECURRENCE-ID.
 */
export type Override = Fields & { readonly date: string };

const isOverride = (value: Value): value is Override =>
  typeof value === 'object' && value !== null && 'date' in value && typeof value.date === 'string';

/** The changed meetings of a series, in the order of their days. */
export function overridesIn({ overrides }: Fields): readonly Override[] {
  const all = Array.isArray(overrides) ? (overrides as readonly Value[]).filter(isOverride) : [];
  return [...all].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The days on which a series does not take place, in order. RFC 5545 says it with EXDATE. */
export const exceptDatesIn = ({ exceptDates }: Fields): readonly string[] => setOf(exceptDates);

const orNull = (dates: readonly string[]): Value => (dates.length > 0 ? dates : null);

/** The days on which nothing takes place as the rule says: neither what was cancelled, nor what was moved or changed. */
export const daysOff = (f: Fields): Value =>
  orNull(setOf([...exceptDatesIn(f), ...overridesIn(f).map(({ date }) => date)]));

const time = (value: Value | undefined): string => String(value ?? '').replace(/T(\d\d:\d\d).*/, ' $1');

/** A changed meeting in words: "2026-05-04 (now 2026-05-05 09:00 UTC)". */
function said({ date, start, ...rest }: Override): string {
  const zone = String(start ?? '').includes('T') ? ' UTC' : '';
  const now = start ? [`now ${time(start)}${zone}`] : [];
  const others = Object.keys(rest).filter((name) => !['end', 'isAllDay'].includes(name));
  const what = [...now, ...others.map((name) => `${name} changed`)].join(', ');
  return what ? `${date} (${what})` : date;
}

export const sayOverrides = (value: Value): string => overridesIn({ overrides: value }).map(said).join('; ');
export const sayDates = (value: Value): string => setOf(value).join(', ');

const isQuiet = (override: Override): boolean =>
  Object.keys(override).every((name) => name === 'date' || name === 'reminder');

/** The meetings of a series that a change cancels or changes, where people would be told of it one by one. */
export function touched(before: Fields, changed: Fields): { readonly cancelled: number; readonly moved: number } {
  const known = exceptDatesIn(before);
  const same = (one: Override) => overridesIn(before).some((old) => alike('structure', old, one));
  const cancelled = exceptDatesIn(changed).filter((date) => !known.includes(date)).length;
  return { cancelled, moved: overridesIn(changed).filter((one) => !isQuiet(one) && !same(one)).length };
}
