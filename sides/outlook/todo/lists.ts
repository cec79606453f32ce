import { ApiError } from '../../../clients/errors';
import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import type { GraphTask } from './fields';

export interface TaskList {
  readonly id: string;
  readonly displayName: string;
  readonly wellknownListName?: string;
}

/** Without $top Graph answers some of the lists and does not say that there are more (contrib#595). */
export async function allLists(graph: GraphClient): Promise<readonly TaskList[]> {
  const all: TaskList[] = [];
  for await (const page of graph.pages('/me/todo/lists', { query: { $top: 100 } }))
    all.push(...(page.value as readonly TaskList[]));
  return all;
}

export const isDefault = ({ wellknownListName }: TaskList): boolean => wellknownListName === 'defaultList';
/** Flagged mail, which To Do shows as if it were tasks. */
export const isFlaggedMail = ({ wellknownListName }: TaskList): boolean => wellknownListName === 'flaggedEmails';

export const tasksIn = (listId: string): string => graphPath`/me/todo/lists/${listId}/tasks`;
export const taskPath = (listId: string, ref: string): string => graphPath`/me/todo/lists/${listId}/tasks/${ref}`;

const stopped = (code: string, message: string, nextStep: string, status: number | null = null): ApiError =>
  new ApiError({ side: 'outlook', status, code, radius: 'kind', message, nextStep });

/** In words, also for a list that is one of several. `name`: '' where it was never seen. */
export const listGoneWords = (name = '') => ({
  message: `The task list ${name ? `"${name}"` : 'of this sync'} is no longer in Microsoft To Do. None of its tasks counts as deleted by that.`,
  nextStep: 'Choose another Task List in Outlook Sync, Get Changes, and take this one out of its Further Lists.',
});

export const listGone = (name = ''): ApiError => {
  const { message, nextStep } = listGoneWords(name);
  return stopped('listNotFound', message, nextStep, 404);
};

export const flaggedMail = (): ApiError =>
  stopped(
    'flaggedMail',
    'The chosen task list is the one of flagged mail, which holds no tasks of its own.',
    'Choose another Task List in Outlook Sync, Get Changes.',
  );

export const noZone = (why: string): ApiError =>
  stopped(
    'noTimeZone',
    `The time zone of the mailbox could not be used, and a due date is a date of that zone. ${why}`,
    'Choose a time zone in Outlook on the web (Settings, General, Language and time), then run again.',
  );

const goneCodes = ['folderNotFound', 'listNotFound'];
export const isListGone = (error: unknown): boolean => error instanceof ApiError && goneCodes.includes(error.code);

export async function isThere(graph: GraphClient, listId: string): Promise<boolean> {
  try {
    await graph.get(graphPath`/me/todo/lists/${listId}`);
    return true;
  } catch (error) {
    if (isListGone(error)) return false;
    throw error;
  }
}

/** A task that cannot be found proves its deletion only while its list is still there. Throws when the list is gone. */
export async function checkList(graph: GraphClient, listId: string): Promise<void> {
  if (!(await isThere(graph, listId))) throw listGone();
}

/** All tasks of a list with their linked resources; none of a list that is gone. */
export async function* everyTask(graph: GraphClient, listId: string): AsyncGenerator<GraphTask> {
  try {
    for await (const page of graph.pages(tasksIn(listId), { query: { $expand: 'linkedResources', $top: 100 } }))
      yield* page.value as readonly GraphTask[];
  } catch (error) {
    if (!isListGone(error)) throw error;
  }
}
