import { brokenItem, type GraphBatchAnswer, type GraphBatchItem, type GraphClient } from '../../clients/graph';
import { isInNoSuchList, isItemGone } from '../deletion';
import { readArray, readInstant, readString } from '../row';

/** Any item of a mailbox as Graph's JSON has it. */
export type GraphItem = Readonly<Record<string, unknown>>;

const foldCategory = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** By which categories an item is one of ours; `all`: everything in the folder is, whatever its category. */
export type Categories = readonly string[] | 'all';

/** The categories that are synced; *Zoho* always is. Outlook does not tell names apart by case. */
export const syncedCategories = (further: Categories): Categories =>
  further === 'all'
    ? further
    : [...new Map([ZOHO_CATEGORY, ...further].filter(Boolean).map((name) => [foldCategory(name), name])).values()];

export function hasCategory(item: GraphItem, wanted: Categories): boolean {
  if (wanted === 'all') return true;
  const names = readArray(item.categories).map((name) => foldCategory(readString(name)));
  return wanted.some((name) => names.includes(foldCategory(name)));
}

export const versionOf = (contact: GraphItem): string | null =>
  typeof contact['@odata.etag'] === 'string' ? contact['@odata.etag'] : null;

export const modifiedOf = ({ lastModifiedDateTime: time }: GraphItem): string | null => readInstant(time);

/** The category the plug-in put on everything it synced; always among the synced ones. */
export const ZOHO_CATEGORY = 'Zoho';

/** What an answer to a reading by id says: `elsewhere`: not in the list of the path; `unreadable`: refused for itself alone. */
export type Found =
  { readonly is: 'there'; readonly item: GraphItem } | { readonly is: 'gone' | 'elsewhere' | 'unreadable' };

const isItem = (body: unknown): body is GraphItem => typeof (body as { id?: unknown } | null)?.id === 'string';

/** It goes by the id it was asked for: one id has two forms. Throws the ApiError of whatever concerns more than this item: then nothing is known of it. */
function foundIn({ status, body, error }: GraphBatchAnswer, ref: string, path: string): Found {
  if (isItemGone(error)) return { is: 'gone' };
  if (isInNoSuchList(error)) return { is: 'elsewhere' };
  if (error?.radius === 'record') return { is: 'unreadable' };
  if (error) throw error;
  if (!isItem(body)) throw brokenItem(path, status);
  return { is: 'there', item: { ...body, id: ref } };
}

/** Reads items by id, 20 a request, each with what is to be made of it. Throws ApiError. */
export async function readFound(
  graph: GraphClient,
  refs: readonly string[],
  path: (ref: string) => string,
): Promise<readonly (readonly [ref: string, found: Found])[]> {
  const items = refs.map((ref): GraphBatchItem => ({ method: 'GET', path: path(ref) }));
  const answers = items.length > 0 ? await graph.batch(items) : [];
  return answers.map((answer, at) => {
    const ref = refs[at] ?? '';
    return [ref, foundIn(answer, ref, items[at]?.path ?? '')] as const;
  });
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

/** Items by id as Graph tells them, without a choice of properties; one that is gone is missing. */
export async function readWholes(
  graph: GraphClient,
  refs: readonly string[],
  path: (ref: string) => string,
): Promise<ReadonlyMap<string, GraphItem>> {
  const all = await readItems(graph, refs, path);
  return new Map([...all].flatMap(([ref, item]) => (item ? [[ref, item] as const] : [])));
}
