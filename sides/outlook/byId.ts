import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../clients/graph';
import { brokenItem } from '../../clients/graph';
import { isInNoSuchList, isItemGone } from '../deletion';

/** Any item of a mailbox as Graph's JSON has it. */
export type GraphItem = Readonly<Record<string, unknown>>;

/** What an answer to a reading by id says: `elsewhere`: not in the list of the path; `unreadable`: refused for itself alone. */
export type Found =
  { readonly is: 'there'; readonly item: GraphItem } | { readonly is: 'gone' | 'elsewhere' | 'unreadable' };

/** Without its categories an item would seem to have left what is synced, so an answer that lacks them is none. */
const isWhole = (body: unknown): body is GraphItem => {
  const { id, categories } = (body ?? {}) as { id?: unknown; categories?: unknown };
  return typeof id === 'string' && Array.isArray(categories);
};

/** Throws the ApiError of whatever concerns more than this item: then nothing is known of it. */
function foundIn({ status, body, error }: GraphBatchAnswer, path: string): Found {
  if (isItemGone(error)) return { is: 'gone' };
  if (isInNoSuchList(error)) return { is: 'elsewhere' };
  if (error?.radius === 'record') return { is: 'unreadable' };
  if (error) throw error;
  if (!isWhole(body)) throw brokenItem(path, status);
  return { is: 'there', item: body };
}

/** Reads items by id, 20 a request, each with what is to be made of it. Throws ApiError. */
export async function readFound(
  graph: GraphClient,
  refs: readonly string[],
  path: (ref: string) => string,
): Promise<readonly (readonly [ref: string, found: Found])[]> {
  const items = refs.map((ref): GraphBatchItem => ({ method: 'GET', path: path(ref) }));
  const answers = items.length > 0 ? await graph.batch(items) : [];
  return answers.map((answer, at) => [refs[at] ?? '', foundIn(answer, items[at]?.path ?? '')] as const);
}

/** The same: null where an item is gone; one that Graph will not read is missing. */
export async function readItems(
  graph: GraphClient,
  refs: readonly string[],
  path: (ref: string) => string,
): Promise<ReadonlyMap<string, GraphItem | null>> {
  const all = await readFound(graph, refs, path);
  const known = all.flatMap(([ref, found]): readonly (readonly [string, GraphItem | null])[] => {
    if (found.is === 'there') return [[ref, found.item]];
    return found.is === 'gone' ? [[ref, null]] : [];
  });
  return new Map(known);
}
