import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import { chooseCategory, chooseFolder, chooseTaskList, chooseCalendar, chooseMailFolder } from '../../sides/outlook';
import { graphClient } from '../shared/clients';
import { asNodeError } from '../shared/errors';
import { everyChoice, searchResult } from '../shared/lists';

/** Contact folders of the live account. */
export async function searchFolders(
  this: ILoadOptionsFunctions,
  search?: string,
  token?: string,
): Promise<INodeListSearchResult> {
  return await asNodeError(this, async () => searchResult(await chooseFolder(await graphClient(this), search, token)));
}

/** Task lists of the live account, but for flagged mail, which is no list of tasks. */
export async function searchTaskLists(
  this: ILoadOptionsFunctions,
  search?: string,
  token?: string,
): Promise<INodeListSearchResult> {
  return await asNodeError(this, async () =>
    searchResult(await chooseTaskList(await graphClient(this), search, token)),
  );
}

/** Calendars of the live account, those that may only be read marked. */
export async function searchCalendars(
  this: ILoadOptionsFunctions,
  search?: string,
  token?: string,
): Promise<INodeListSearchResult> {
  return await asNodeError(this, async () =>
    searchResult(await chooseCalendar(await graphClient(this), search, token)),
  );
}

/** Mail folders of the live account. */
export async function searchMailFolders(
  this: ILoadOptionsFunctions,
  search?: string,
  token?: string,
): Promise<INodeListSearchResult> {
  return await asNodeError(this, async () =>
    searchResult(await chooseMailFolder(await graphClient(this), search, token)),
  );
}

/** Categories of the live account, but for Zoho, which is always synced. */
export async function getCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await asNodeError(this, async () => {
    const graph = await graphClient(this);
    return await everyChoice((token) => chooseCategory(graph, '', token));
  });
}

/** Task lists of the live account, to choose several of. */
export async function getTaskLists(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await asNodeError(this, async () => {
    const graph = await graphClient(this);
    return await everyChoice((token) => chooseTaskList(graph, '', token));
  });
}
