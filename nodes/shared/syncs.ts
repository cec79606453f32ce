import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { syncNames } from '../../archive';
import { openSyncArchive } from './archive';
import { asNodeError } from './errors';

/** The syncs of the node's archive, to choose from. */
export async function getSyncs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await asNodeError(this, async () => {
    const syncs = await syncNames(await openSyncArchive(this));
    return syncs.map(({ name }) => ({ name, value: name }));
  });
}
