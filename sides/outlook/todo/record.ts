import type { Recurring } from '../../../sync/kinds';
import { kinds } from '../../../sync/kinds';
import type { Neutral, SideRecord, Value } from '../../../sync/model';
import { object, text } from '../contact';
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
  /** The list that is read; of a whole sync the one where new tasks go. */
  readonly list: string;
  readonly recurring: Recurring;
  readonly categories: readonly string[];
  readonly zone: string;
  readonly sent: readonly SentTask[];
}

const markOf = ({ extra }: Neutral, sent: readonly SentTask[]): string | null => {
  const ids = crmIdsIn(extra);
  return sent.find(({ sourceRef }) => ids.includes(sourceRef))?.id ?? null;
};

/** Graph finds a task by its list only, so where it lies is kept with it. */
export const withList = (extra: Value, listId: string): Value => ({ ...object(extra), list: listId }) as Value;
/** The list a task lies in, by its `extra`; null where that was not kept. */
export const listIn = (extra: Value): string | null => text(object(extra).list) || null;

/** A task that exists but is not synced: known by its keys only. */
export const outsideTask = (task: GraphTask, neutral: Neutral): SideRecord => ({
  ...deletedRecord(String(task.id)),
  state: 'outside',
  keys: kinds.task.keys(neutral),
});

/** A task read in full, as the core knows it. */
export function recordOf(task: GraphTask, scope: TaskScope): SideRecord {
  const neutral = toNeutral(task, scope.zone, scope.recurring);
  if (!hasCategory(task, scope.categories)) return outsideTask(task, neutral);
  return {
    ref: String(task.id),
    version: versionOf(task),
    modifiedAt: modifiedOf(task),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.task.keys(neutral),
    extra: withList(neutral.extra, scope.list),
    mark: markOf(neutral, scope.sent),
  };
}
