import { IANAZone } from 'luxon';

const DAY = 86_400_000;

/** Minutes ahead of UTC by `zone day`: a series has hundreds of meetings, and asking for each is what reading it costs. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 20_000;

/** `number`: of the day since 1970, at whose first moment in UTC the clock is looked at. */
function offsetOnDay(zone: string, number: number): number {
  const key = `${zone} ${number}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const minutes = IANAZone.create(zone).offset(number * DAY);
  offsets.set(key, minutes);
  return minutes;
}

/**
 * By how many milliseconds a clock is ahead of UTC about a time (an instant, or a wall clock's time as if it were in UTC); null
 * where the clocks change within a day of it, or it was before they went by whole minutes. `zone`: an IANA name.
 */
function steadyOffset(zone: string, at: number): number | null {
  const number = Math.floor(at / DAY);
  if (!(number > 366 && at < Date.UTC(4500))) return null;
  const [before, after] = [offsetOnDay(zone, number - 1), offsetOnDay(zone, number + 2)];
  return before === after ? before * 60_000 : null;
}

/** Graph tells seven decimals. */
const WALL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3})0{0,4})?)?$/;

/** A wall clock's time as milliseconds, as if it were in UTC; NaN: none that a clock shows, for it is no day of its month, say. */
function wallOf(text: string): number {
  const parts = WALL.exec(text);
  if (!parts) return NaN;
  const [, year, month, date, hours, minutes, seconds, milliseconds] = parts.map((part) => Number(part ?? 0));
  const at = Date.UTC(year ?? 0, (month ?? 0) - 1, date, hours, minutes, seconds, milliseconds);
  // To `Date.UTC`, 26 is 1926.
  const isShown = (year ?? 0) > 99 && (hours ?? 0) < 24 && (minutes ?? 0) < 60 && (seconds ?? 0) < 60;
  return isShown && new Date(at).getUTCDate() === date ? at : NaN;
}

/** The instant of a wall clock's time, as ISO in UTC, where the clocks are steady; null: ask Luxon. `zone`: an IANA name. */
export function steadyInstant(dateTime: string, zone: string): string | null {
  const wall = wallOf(dateTime);
  const ahead = steadyOffset(zone, wall);
  return ahead === null ? null : new Date(wall - ahead).toISOString();
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** The wall clock's time (`YYYY-MM-DDTHH:mm:ss.SSS`) of an instant in UTC, where the clocks are steady; null: ask Luxon. */
export function steadyWallTime(instantIso: string, zone: string): string | null {
  const at = INSTANT.test(instantIso) ? Date.parse(instantIso) : NaN;
  const ahead = steadyOffset(zone, at);
  return ahead === null ? null : new Date(at + ahead).toISOString().slice(0, -1);
}

export const forgetOffsets = (): void => offsets.clear();
