import type { IDataObject, INodeExecutionData, IExecuteFunctions } from 'n8n-workflow';
import { wordsOf } from '../../engine/errors';
import type { Lineage, Source, Sourced } from '../../engine/items';
import { inWords } from '../../reasons';
import { toNodeError } from './errors';

/** The items of one input that are of one sort, each with its lineage. */
export const pick = <T>(
  items: readonly INodeExecutionData[],
  is: (json: unknown) => json is T,
  input = 0,
): readonly Sourced<T, Source>[] =>
  items.flatMap((item, index) => {
    const json: unknown = item.json;
    return is(json) ? [{ json, from: { item: index, input } }] : [];
  });

/** One of our items as n8n carries it. `from` leads people (and `$('Node').item`) back to what it was made of. */
export const toItem = (json: object, from: Lineage): INodeExecutionData => ({
  json: json as IDataObject,
  pairedItem: from,
});

/** The same, with every reason in it in words. */
export const toWordedItem = (json: object, from: Lineage): INodeExecutionData => toItem(inWords(json) as object, from);

export const toItems = (all: readonly Sourced<object>[]): INodeExecutionData[] =>
  all.map(({ json, from }) => toItem(json, from));

/** A failed item as data, for nodes set to continue; n8n moves it to the error output where there is one. */
export function failedItem(context: IExecuteFunctions, item: number, thrown: unknown): INodeExecutionData {
  const { message, nextStep } = wordsOf(thrown);
  const error = toNodeError(context.getNode(), thrown);
  return { json: { error: message, details: nextStep }, error, pairedItem: { item } };
}

async function one(context: IExecuteFunctions, item: number, work: (item: number) => Promise<IDataObject>) {
  try {
    return { json: await work(item), pairedItem: { item } };
  } catch (thrown) {
    if (context.continueOnFail()) return failedItem(context, item, thrown);
    const error = toNodeError(context.getNode(), thrown);
    error.context.itemIndex = item;
    throw error;
  }
}

/** One result an input item; a failure stops the node unless it is set to continue. */
export async function perItem(
  context: IExecuteFunctions,
  work: (item: number) => Promise<IDataObject>,
): Promise<INodeExecutionData[][]> {
  const results: INodeExecutionData[] = [];
  for (const item of context.getInputData().keys()) results.push(await one(context, item, work));
  return [results];
}
