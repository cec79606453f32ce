import type { Checked, Day, LastRun, Status, SyncName } from '../../../archive';
import { sides } from '../../../sync/model';

/** How a sync stands, why its last run failed, and what its last days had. */
export interface SyncStanding {
  readonly sync: SyncName;
  readonly status: Status;
  readonly failure: LastRun['failure'];
  readonly checked: Checked | null;
  readonly days: readonly Day[];
}

/** How a sync stands, the worst first. */
export const standings = ['never', 'trouble', 'asks', 'pending', 'paused', 'well'] as const;
export type Standing = (typeof standings)[number];

export const pendingOf = ({ sides: both }: Status): number =>
  sides.reduce((sum, side) => sum + both[side].statuses.pending, 0);

export function standingOf({ status, failure }: SyncStanding): Standing {
  if (status.pausedAt !== null) return 'paused';
  if (failure !== null) return 'trouble';
  if (status.finishedAt === null) return 'never';
  if (status.parkedRecords.length > 0) return 'trouble';
  if (status.reviews > 0) return 'asks';
  return pendingOf(status) > 0 ? 'pending' : 'well';
}

export const marks: Readonly<Record<Standing, string>> = {
  never: '○',
  trouble: '▲',
  asks: '?',
  pending: '…',
  paused: '‖',
  well: '✓',
};
