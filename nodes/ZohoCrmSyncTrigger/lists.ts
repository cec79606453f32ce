import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { chooseModule } from '../../sides/zoho';
import { zohoClient } from '../shared/clients';
import { asNodeError } from '../shared/errors';
import { everyChoice } from '../shared/lists';

/** Modules of the live org, by what people call them. */
export async function getModules(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await asNodeError(this, async () => {
    const zoho = await zohoClient(this);
    return await everyChoice((token) => chooseModule(zoho, '', token));
  });
}
