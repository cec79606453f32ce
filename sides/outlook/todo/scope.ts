import type { Recurring } from '../../../sync/kinds';
import type { Fields, Keys } from '../../../sync/model';
import { withZoho } from '../record';
import type { TodoProfile } from './profile';
import { listsFor } from './profile';
import type { SentTask, TaskScope } from './record';

/** What of To Do is synced. */
export interface TodoSettings {
  /** Where new tasks go. Null: the default list. */
  readonly listId: string | null;
  /** Further lists that are synced. */
  readonly furtherLists?: readonly string[];
  /** Further categories; *Zoho* is always among them. */
  readonly categories: readonly string[];
  readonly recurring?: Recurring;
}

/** A task that is linked with a CRM task, as it was last seen. */
export interface LinkedTask {
  readonly ref: string;
  /** Id of the CRM task. */
  readonly crm: string;
  /** Null where it is not known any more. */
  readonly list: string | null;
  readonly keys: Keys;
  /** As the archive last saw it. */
  readonly fields?: Fields;
}

/** What the archive tells of links and lists: Graph gives a task another id when it is moved, so this is how it is known again. */
export interface TaskLinks {
  /** The links of these tasks, or with these CRM tasks. */
  linked(by: 'task' | 'crm', ids: readonly string[]): Promise<readonly LinkedTask[]>;
  /** The list each known task in scope lies in, by its ref. */
  places(): Promise<ReadonlyMap<string, string>>;
}

export const noLinks: TaskLinks = { linked: async () => [], places: async () => new Map() };

/** All lists of a sync. */
export interface SyncScope extends TaskScope {
  readonly lists: readonly string[];
}

export interface Scoping {
  readonly profile: TodoProfile;
  readonly settings: TodoSettings;
  /** Creates on this side without an answer, to be recognised by the CRM id in their linked resource. */
  readonly sent?: readonly SentTask[];
}

/** What a feed or a later look at tasks has to know. Throws ApiError for a list that cannot be synced. */
export function scopeOf({ profile, settings, sent = [] }: Scoping): SyncScope {
  const lists = listsFor(profile, settings.listId, settings.furtherLists ?? []);
  return {
    ...{ lists, list: lists[0] ?? '', categories: withZoho(settings.categories) },
    ...{ zone: profile.timeZone, recurring: settings.recurring ?? 'each', sent },
  };
}
