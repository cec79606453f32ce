import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { wordsOf } from '../../engine/errors';
import { toNodeError } from './errors';

/** A failed item as data, for nodes set to continue; n8n moves it to the error output where there is one. */
export function failedItem(context: IExecuteFunctions, item: number, thrown: unknown): INodeExecutionData {
  const { message, nextStep } = wordsOf(thrown);
  const error = toNodeError(context.getNode(), thrown);
  return { json: { error: message, details: nextStep }, error, pairedItem: { item } };
}

async function one(
  context: IExecuteFunctions,
  item: number,
  work: (item: number) => Promise<IDataObject>,
): Promise<INodeExecutionData> {
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
