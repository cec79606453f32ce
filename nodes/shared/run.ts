import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { abandonCycle, LeaseLost } from '../../archive';
import { ApiError } from '../../clients/errors';
import { cycleOf } from '../../engine/items';
import { openSyncArchive } from './archive';
import { toNodeError } from './errors';

export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** The cycle among the node's items; it has three inputs at most, and n8n throws for those that are not wired. */
function cycleAt(context: IExecuteFunctions) {
  const items = [0, 1, 2].flatMap((input) => {
    try {
      return context.getInputData(input);
    } catch {
      return [];
    }
  });
  return items.map(({ json }) => cycleOf(json)).find((cycle) => cycle !== null) ?? null;
}

/**
 * A run that failed would keep the next one out for two minutes, just when somebody has mended the cause and tries again. But
 * where a write may still be under way, the pause is needed: the next run must not read before it has landed.
 */
async function giveLeaseBack(context: IExecuteFunctions, thrown: unknown): Promise<void> {
  const cycle = cycleAt(context);
  const isUnderWay = thrown instanceof ApiError && thrown.uncertain;
  if (!cycle || isUnderWay || thrown instanceof LeaseLost) return;
  await openSyncArchive(context).then(
    (archive) => abandonCycle(archive, cycle),
    () => undefined,
  );
}

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
    await giveLeaseBack(context, thrown);
    const error = toNodeError(context.getNode(), thrown);
    if (!context.continueOnFail()) throw error;
    const json = { error: error.message, nextStep: error.description ?? '' };
    const item: INodeExecutionData = { json, error, pairedItem: { item: 0 } };
    return Array.from({ length: outputs }, (_, index) => (index === outputs - 1 ? [item] : []));
  }
}
