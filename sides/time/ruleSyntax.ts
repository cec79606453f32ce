import { DateTime } from 'luxon';
import type { Day, End, Start } from './repeat';
import { toIana } from './zoneNames';

export type Parts = ReadonlyMap<string, string>;

/** A rule's parts by name, in capitals; null where the text is none. A leading `RRULE:` is let pass. */
export function partsOf(text: string): Parts | null {
  const pieces = text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(/[;\r\n]+/)
    .filter(Boolean);
  const pairs = pieces.map((piece) => /^([A-Z-]+)[=:](\S+)$/i.exec(piece.trim()));
  const names = pairs.map((pair) => pair?.[1]?.toUpperCase() ?? '');
  if (names.includes('') || new Set(names).size < names.length || !names.includes('FREQ')) return null;
  return new Map(pairs.map((pair, index) => [names[index] ?? '', (pair?.[2] ?? '').toUpperCase()]));
}

/** The numbers of a part; undefined where it is not there, null where it cannot be read. */
export function numbers(parts: Parts, name: string, least: number, most: number): readonly number[] | null | undefined {
  const values = parts
    .get(name)
    ?.split(',')
    .map((value) => (/^[+-]?\d+$/.test(value) ? Number(value) : NaN));
  if (!values) return undefined;
  const fits = (value: number) => value !== 0 && value >= least && value <= most;
  return values.every(fits) ? [...new Set(values)].sort((a, b) => a - b) : null;
}

type ByDay = { readonly day: Day; readonly nth: number | null };
function byDay(parts: Parts): readonly ByDay[] | null | undefined {
  const values = parts
    .get('BYDAY')
    ?.split(',')
    .map((value) => /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(value));
  if (!values) return undefined;
  if (values.includes(null)) return null;
  return values.map((value) => ({ day: value?.[2] as Day, nth: value?.[1] ? Number(value[1]) : null }));
}

/** The numbers and days of a rule that can be read at all. */
export type By = {
  readonly day?: readonly ByDay[];
  readonly monthDay?: readonly number[];
  readonly month?: readonly number[];
  readonly position?: readonly number[];
};
export function byOf(parts: Parts): By | null {
  const day = byDay(parts);
  const monthDay = numbers(parts, 'BYMONTHDAY', -31, 31);
  const month = numbers(parts, 'BYMONTH', 1, 12);
  const position = numbers(parts, 'BYSETPOS', -366, 366);
  return day === null || monthDay === null || month === null || position === null
    ? null
    : { day, monthDay, month, position };
}

const isoOf = (until: string): string =>
  until
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)?/, (_, h, m, s) => `T${h}:${m}:${s ?? '00'}`);

/**
 * The last local date an UNTIL lets the series fall on. A date means itself; an instant is read in the event's zone, and its
 * date counts only where the event's time of day is not past it. null where it cannot be read.
 */
function lastDate(until: string, start: Start | null): string | null {
  const zone = toIana(start?.zone) ?? 'UTC';
  const last = DateTime.fromISO(isoOf(until), { zone });
  if (!last.isValid) return null;
  const tooEarly = until.includes('T') && last.toFormat('HH:mm') < (start?.time ?? '');
  return last.minus({ days: tooEarly ? 1 : 0 }).toFormat('yyyy-MM-dd');
}

export function endOf(parts: Parts, start: Start | null): End | null {
  const until = parts.get('UNTIL');
  const count = numbers(parts, 'COUNT', 1, Number.MAX_SAFE_INTEGER);
  if (count === null || (count && (until || count.length > 1))) return null;
  if (count) return { kind: 'count', count: count[0] ?? 1 };
  if (!until) return { kind: 'never' };
  const date = lastDate(until, start);
  return date ? { kind: 'until', date } : null;
}
