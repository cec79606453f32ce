import { DateTime } from 'luxon';
import type { Repeat } from '../../time/repeat';
import { isRefused } from '../../time/repeat';
import { readRule } from '../../time/ruleReading';
import { localDate } from '../../time/zones';

/** Zones that move apart at all do so within a year; two are looked at. */
const FARTHEST = 731;
const longest: Readonly<Record<Repeat['pattern']['kind'], number>> = {
  daily: 1,
  weekly: 7,
  monthDay: 366,
  nthDay: 366,
};

/** How many days a series goes on at most, as far as it matters here. */
function daysOf({ pattern, interval, end }: Repeat, date: string): number {
  if (end.kind === 'never') return FARTHEST;
  const days =
    end.kind === 'count'
      ? end.count * interval * longest[pattern.kind]
      : (Date.parse(end.date) - Date.parse(date)) / 86_400_000 + 1;
  return Math.min(days, FARTHEST);
}

const distance = (at: DateTime, own: string, zone: string): number => at.setZone(own).offset - at.setZone(zone).offset;

/**
 * Do both zones show the same days, and keep the same distance for as long as the series goes on? Zoho keeps a series to its
 * user's zone. `start`: the instant of its first meeting.
 */
export function sameDays(rule: string, start: string, own: string, zone: string): boolean {
  if (localDate(start, own) !== localDate(start, zone)) return false;
  const date = localDate(start, zone);
  const repeat = readRule(rule, { date, zone });
  const days = isRefused(repeat) ? FARTHEST : daysOf(repeat, date);
  const first = DateTime.fromISO(start, { zone: 'utc' });
  const looks = Array.from({ length: Math.ceil(days / 7) + 1 }, (_, week) => Math.min(week * 7, days));
  return new Set(looks.map((day) => distance(first.plus({ days: day }), own, zone))).size === 1;
}
