import type { Archive } from '../store/types';
import { fromJson } from '../store/rows';
import type { Day, Report } from './types';

const DAY_MS = 86_400_000;
/** More runs than this that wrote or were refused something are not looked at: the newest tell enough. */
const MOST_RUNS = 10_000;

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** What each of the last days (UTC, today the last) had: records written, questions asked, most records refused at a time. */
export async function lastDays(a: Archive, sync: string, now: number, days = 30): Promise<readonly Day[]> {
  const first = dayOf(now) - days + 1;
  const runs = await a.db
    .selectFrom('cycle')
    .select(['started_at', 'report'])
    .where('sync', '=', sync)
    .where('started_at', '>=', first * DAY_MS)
    .where('report', 'is not', null)
    .where((eb) => eb.or([eb('report', 'not like', '%"written":0,%'), eb('report', 'not like', '%"parked":0,%')]))
    .orderBy('started_at', 'desc')
    .limit(MOST_RUNS)
    .execute();
  const asked = await a.db
    .selectFrom('review')
    .select('opened_at')
    .where('sync', '=', sync)
    .where('opened_at', '>=', first * DAY_MS)
    .execute();
  const all = Array.from({ length: days }, (_, at) => ({
    at: (first + at) * DAY_MS,
    written: 0,
    asked: 0,
    refused: 0,
  }));
  for (const { opened_at: at } of asked) {
    const day = all[dayOf(at) - first];
    if (day) day.asked += 1;
  }
  for (const { started_at: at, report } of runs) {
    const day = all[dayOf(at) - first];
    const { written, parked } = fromJson<Report>(report ?? '{}');
    if (day) Object.assign(day, { written: day.written + written, refused: Math.max(day.refused, parked) });
  }
  return all;
}
