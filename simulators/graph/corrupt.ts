import type { Reply } from './call';
import { graphError } from './errors';
import type { GraphState } from './model';
import { isObject } from './values';

/** What is removed is only named, so it spoils nothing. */
const isSpoilt = ({ corrupt }: GraphState, row: unknown): boolean =>
  isObject(row) && typeof row.id === 'string' && corrupt.has(row.id) && !('@removed' in row);

/** An item that Exchange cannot show makes every page that holds it fail; alone it says why [seen live: microsoft-graph-docs#2913]. */
export function refuseCorrupt(state: GraphState, reply: Reply): Reply {
  if (state.corrupt.size === 0 || !isObject(reply.body)) return reply;
  const { value } = reply.body;
  if (Array.isArray(value) && value.some((row) => isSpoilt(state, row)))
    throw graphError(500, 'InternalServerError', 'Error while processing response.');
  if (isSpoilt(state, reply.body))
    throw graphError(
      500,
      'ErrorContentConversionFailed',
      'Content conversion failed., Content conversion: Body conversion failed.',
    );
  return reply;
}
