import { exceptDatesIn, kinds, type Override } from '../sync/kinds';
import { agree } from '../sync/compare';
import type { Fields } from '../sync/model';
import { isRefused } from './row';
import { localDate, occurrenceTimes, plusDays, type FirstOccurrence } from './time/dateTime';
import { readRule } from './time/rrule';
import { seriesDates } from './time/seriesDates';

const firstTimes = ({ start, end, isAllDay }: Fields): FirstOccurrence => ({
  ...{ start: String(start ?? ''), end: String(end ?? '') },
  isAllDay: isAllDay === true,
});

/** What a series says of its meeting on a date (`YYYY-MM-DD`, in the series' own zone). */
export const seriesFieldsOn = (series: Fields, date: string, zone: string): Fields => ({
  ...series,
  ...occurrenceTimes(firstTimes(series), date, zone),
});

const DAY_MS = 86_400_000;
const moment = (time: string): number => Date.parse(time);
/** Rarer meetings than once in so many days are looked for no further. */
const FAR = 3_660;

/**
 * When the first meeting of a series begins that ends after this instant, by its rule and without the days left out; null where
 * there is none, `from` where its rule cannot be read. `zone`: the series' own. Outlook shows a series only where one of its
 * meetings lies in the window that is read, so every other side has to look as closely: what is thought to be in there would be
 * made again in Outlook with each new archive.
 */
export function nextMeeting(series: Fields, from: string, zone: string): string | null {
  const first = firstTimes(series);
  const date = first.isAllDay ? first.start : localDate(first.start, zone);
  const repeat = readRule(String(series.recurrence), { date, zone });
  if (isRefused(repeat)) return from;
  const off = new Set(exceptDatesIn(series));
  const days = Math.ceil((moment(first.end) - moment(first.start)) / DAY_MS) + 1;
  const since = from.slice(0, 10);
  // A meeting may last longer than there are years to count back.
  const early = new Date(Math.max(moment(date), moment(since) - days * DAY_MS)).toISOString().slice(0, 10);
  for (const one of seriesDates(repeat, date, early, plusDays(since, FAR))) {
    // A thousand days may be left out: their times, which a zone makes dear, are not worked out.
    if (off.has(one)) continue;
    const { start, end } = occurrenceTimes(first, one, zone);
    if (moment(end) > moment(from)) return start;
  }
  return date > since ? first.start : null;
}

const timeFields = ['start', 'end', 'isAllDay'];
const comparedFields = kinds.event.fields.filter(
  ({ name }) => !['recurrence', 'exceptDates', 'overrides', 'uid'].includes(name),
);

/** What a changed meeting has of its own, next to what the series says of it; its times go together. Null: nothing. */
export function overrideOf(date: string, meeting: Fields, plain: Fields): Override | null {
  const other = comparedFields
    .filter(({ name }) => name in meeting && name in plain)
    .filter(({ name, type }) => !agree(type, meeting[name], plain[name]))
    .map(({ name }) => name);
  const names = other.some((name) => timeFields.includes(name)) ? [...new Set([...other, ...timeFields])] : other;
  const kept = names.filter((name) => name !== 'isAllDay' || other.includes(name));
  return kept.length > 0 ? { date, ...Object.fromEntries(kept.map((name) => [name, meeting[name] ?? null])) } : null;
}
