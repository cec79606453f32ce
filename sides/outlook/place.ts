import { graphPath, type GraphClient } from '../../clients/graph';
import type { KindName } from '../../sync/model';
import { isListGone, listGone } from './task/read';

/** A folder, list or calendar as its owner sees it; `name` is '' where it is the one that everybody has and none is told. */
export interface Place {
  readonly name: string;
  readonly mayWrite: boolean;
}

type PathOf = (id: string | null) => string;

/** Where each kind of place is told of; null: the usual one. */
const pathOf: Readonly<Record<KindName, PathOf>> = {
  contact: (id) => (id === null ? '/me/contacts?$top=1&$select=id' : graphPath`/me/contactFolders/${id}`),
  task: (id) => (id === null ? '/me/todo/lists?$top=1' : graphPath`/me/todo/lists/${id}`),
  event: (id) => (id === null ? '/me/calendar' : graphPath`/me/calendars/${id}`),
  mail: (id) => graphPath`/me/mailFolders/${id ?? 'sentitems'}`,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Looks whether a place is there: one request. Throws ApiError where it is not, or may not be seen. */
export async function readPlace(graph: GraphClient, kind: KindName, id: string | null): Promise<Place> {
  const reply = await graph.get(pathOf[kind](id)).catch((error: unknown) => {
    throw kind === 'task' && isListGone(error) ? listGone() : error;
  });
  return { name: textOf(reply?.name) || textOf(reply?.displayName), mayWrite: reply?.canEdit !== false };
}
