import { DateTime, IANAZone } from 'luxon';

/** A moment at which the clocks of a zone change; offsets in minutes ahead of UTC. `wall`: what the clock showed just before. */
export interface Transition {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly isSummer: boolean;
  readonly name: string;
  readonly wall: DateTime;
}

const DAY = 86_400_000;
const offset = (zone: string, at: number): number => IANAZone.create(zone).offset(at);

/** The first minute with the later offset. */
function change(zone: string, from: number, to: number): number {
  let [low, high] = [from, to];
  const before = offset(zone, low);
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (offset(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function transition(zone: string, at: number): Transition {
  const after = DateTime.fromMillis(at, { zone });
  const from = offset(zone, at - 60_000);
  const wall = DateTime.fromMillis(at, { zone: 'utc' }).plus({ minutes: from });
  return {
    at,
    from,
    to: after.offset,
    isSummer: after.isInDST,
    name: after.toFormat('ZZZZ', { locale: 'en-GB' }),
    wall,
  };
}

/** Clocks that change twice within these days would go unseen; Morocco's month of fasting is the shortest there is. */
const STEP = 5 * DAY;

/** Every change of a zone's clocks in these years, the last one included. */
export function transitionsIn(zone: string, firstYear: number, lastYear: number): readonly Transition[] {
  const [from, to] = [Date.UTC(firstYear, 0, 1), Date.UTC(lastYear + 1, 0, 1)];
  const looks = Array.from({ length: Math.ceil((to - from) / STEP) + 1 }, (_, at) => Math.min(from + at * STEP, to));
  const offsets = looks.map((at) => offset(zone, at));
  return looks.flatMap((at, index) => {
    const next = looks[index + 1];
    const changes = next !== undefined && offsets[index] !== offsets[index + 1];
    return changes ? [transition(zone, change(zone, at, next))] : [];
  });
}
