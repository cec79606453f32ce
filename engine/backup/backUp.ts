import { chunk } from 'lodash';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as archives from '../../archive';
import { sentence } from '../../reasons';
import type { FeedPage } from '../../sides/types';
import type { SideRecord } from '../../sync/model';
import type { SideRun } from '../cycle';
import { UsageError } from '../errors';
import type { SideOfKind, WholeRecords } from '../sides/kind';
import type { BackedUp } from './lines';
import { nothingKnown } from './scratch';

/** A part of a backup, small enough to be held in memory. */
export interface BackupPart {
  readonly records: readonly BackedUp[];
  /** What could not be saved, in words. */
  readonly left: readonly string[];
}

/** Records of one part. */
const AT_ONCE = 200;

/** What can be backed up of a kind. Throws UsageError where there is nothing. */
export function requireWhole({ whole }: SideOfKind): WholeRecords {
  if (whole) return whole();
  throw new UsageError(
    'Mail that was sent is not backed up: nothing is ever written to it.',
    'Choose Contact, Event or Task as Resource.',
  );
}

const accountOf = async ({ archive, cycle, side }: SideRun): Promise<string> =>
  (await archives.readProfile(archive, cycle.sync, side))?.account ?? '';

async function saveSome(run: SideRun, whole: WholeRecords, rows: readonly SideRecord[]): Promise<readonly BackedUp[]> {
  const [account, found] = [await accountOf(run), await whole.read(run, rows)];
  const { side, cycle } = run;
  return rows.flatMap(({ ref, fields, keys, extra }) => {
    const record = found.get(ref);
    return record === undefined ? [] : [{ side, kind: cycle.kind, account, ref, fields, keys, extra, record }];
  });
}

const unreadable = ({ ref, unreadable: why }: SideRecord): readonly string[] =>
  why ? [`${ref}: ${sentence(why)}`] : [];

const leftOf = ({ rows, left = [], untold = [] }: FeedPage): readonly string[] => [
  ...rows.flatMap(unreadable),
  ...left.map(({ label, reason: why }) => `${label}: ${sentence(why)}`),
  ...untold.map((why) => sentence(why)),
];

/**
 * Every record of a side that is in what is synced, part by part: what was read before is forgotten, so memory stays flat however many
 * there are. Nothing is written anywhere. A record that was deleted between its row and its reading is in none. Throws ApiError.
 */
export async function* backUp(run: SideRun, adapter: SideOfKind): AsyncGenerator<BackupPart> {
  const whole = requireWhole(adapter);
  const met = new Set<string>();
  for await (const page of await adapter.openFeed(run, null, nothingKnown)) {
    const live = page.rows.filter(({ state, ref }) => state === 'live' && !met.has(ref));
    for (const { ref } of live) met.add(ref);
    const left = leftOf(page);
    if (left.length > 0) yield { records: [], left };
    for (const rows of chunk(live, AT_ONCE)) {
      yield { records: await saveSome(run, whole, rows), left: [] };
      await nextTurn();
    }
  }
}
