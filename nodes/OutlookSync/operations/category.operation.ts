import type { IExecuteFunctions, IDataObject } from 'n8n-workflow';
import type { GraphClient } from '../../../clients/graph';
import { addCategory, ensureCategory, removeCategory } from '../../../sides/outlook';
import { graphClient } from '../../shared/clients';
import { perItem } from '../../shared/items';
import { located, textParameter } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

type Change = typeof addCategory;

async function changeContact(context: IExecuteFunctions, graph: GraphClient, item: number, change: Change) {
  const contactId = textParameter(context, 'contactId', item);
  return { contactId, categories: [...(await change(graph, contactId, located(context, 'category', item)))] };
}

const onContacts =
  (change: Change): Operation =>
  async (context) => {
    const graph = await graphClient(context);
    return await perItem(context, (item) => changeContact(context, graph, item, change));
  };

export const addToContact = onContacts(addCategory);
export const removeFromContact = onContacts(removeCategory);

/** The mailbox then knows the category. */
export const ensure: Operation = async (context) => {
  const graph = await graphClient(context);
  return await perItem(context, async (item) => {
    const category = await ensureCategory(graph, located(context, 'category', item));
    return { ...category } as IDataObject;
  });
};
