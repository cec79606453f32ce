import { ApiError } from '../../../clients/errors';
import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';

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

const listGone = (): ApiError =>
  stopped(
    'listNotFound',
    'The task list of this sync is no longer in Microsoft To Do. None of its tasks counts as deleted by that.',
    'Choose another Task List in Outlook Sync, Get Changes, or restore the list in To Do.',
    404,
  );

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

const isListGone = (error: unknown): boolean => error instanceof ApiError && error.code === 'folderNotFound';

/** Runs what reads a list; says in words that the list is gone, where that was the reason. */
export async function* inList<T>(work: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* work;
  } catch (error) {
    throw isListGone(error) ? listGone() : error;
  }
}

/** A task that cannot be found proves its deletion only while its list is still there. Throws when the list is gone. */
export async function checkList(graph: GraphClient, listId: string): Promise<void> {
  try {
    await graph.get(graphPath`/me/todo/lists/${listId}`);
  } catch (error) {
    throw isListGone(error) ? listGone() : error;
  }
}
