import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { chooseTaskList } from '../../sides/outlook';
import { graphClient } from '../shared/clients';
import { asNodeError } from '../shared/errors';
import { everyChoice } from '../shared/lists';

/** Task lists of the live account. */
export async function getTaskLists(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await asNodeError(this, async () => {
    const graph = await graphClient(this);
    return await everyChoice((token) => chooseTaskList(graph, '', token));
  });
}
