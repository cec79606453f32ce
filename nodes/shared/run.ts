import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeError } from './errors';

export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/**
 * Runs an operation. With "continue on error" n8n answers a thrown error by passing the node's input on as if nothing had
 * happened, which would feed unread data to the sync: so the error itself becomes the one item, on the last output.
 */
export async function run(
  context: IExecuteFunctions,
  operation: Operation,
  outputs = 1,
): Promise<INodeExecutionData[][]> {
  try {
    return await operation(context);
  } catch (thrown) {
    const error = toNodeError(context.getNode(), thrown);
    if (!context.continueOnFail()) throw error;
    const json = { error: error.message, nextStep: error.description ?? '' };
    const item: INodeExecutionData = { json, error, pairedItem: { item: 0 } };
    return Array.from({ length: outputs }, (_, index) => (index === outputs - 1 ? [item] : []));
  }
}
