import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import { chooseCategory, chooseFolder } from '../../sides/outlook';
import { graphClient } from '../shared/clients';
import { told } from '../shared/errors';
import { everyChoice, searchResult } from '../shared/lists';

/** Contact folders of the live account. */
export async function searchFolders(
  this: ILoadOptionsFunctions,
  search?: string,
  token?: string,
): Promise<INodeListSearchResult> {
  return await told(this, async () => searchResult(await chooseFolder(await graphClient(this), search, token)));
}

/** Categories of the live account, but for Zoho, which is always synced. */
export async function getCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await told(this, async () => {
    const graph = await graphClient(this);
    return await everyChoice((token) => chooseCategory(graph, '', token));
  });
}
