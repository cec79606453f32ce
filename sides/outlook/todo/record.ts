import { kinds } from '../../../sync/kinds';
import type { Neutral, SideRecord } from '../../../sync/model';
import { deletedRecord, hasCategory, modifiedOf, versionOf } from '../record';
import type { GraphTask } from './fields';
import { crmIdsIn } from './links';
import { toNeutral } from './task';

/** A create on this side whose reply may have been lost: its intent, and the CRM record it was made of. */
export interface SentTask {
  readonly id: string;
  readonly sourceRef: string;
}

/** What is synced of a list, and what is needed to read it. */
export interface TaskScope {
  readonly list: string;
  readonly categories: readonly string[];
  readonly zone: string;
  readonly sent: readonly SentTask[];
}

const markOf = ({ extra }: Neutral, sent: readonly SentTask[]): string | null => {
  const ids = crmIdsIn(extra);
  return sent.find(({ sourceRef }) => ids.includes(sourceRef))?.id ?? null;
};

/** A task that exists but is not synced: known by its keys only. */
export const outsideTask = (task: GraphTask, neutral: Neutral): SideRecord => ({
  ...deletedRecord(String(task.id)),
  state: 'outside',
  keys: kinds.task.keys(neutral),
});

/** A task read in full, as the core knows it. */
export function recordOf(task: GraphTask, scope: TaskScope): SideRecord {
  const neutral = toNeutral(task, scope.zone);
  if (!hasCategory(task, scope.categories)) return outsideTask(task, neutral);
  return {
    ref: String(task.id),
    version: versionOf(task),
    modifiedAt: modifiedOf(task),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.task.keys(neutral),
    extra: neutral.extra,
    mark: markOf(neutral, scope.sent),
  };
}
