import { ApiError } from '../../clients/errors';
import { graphPath, type GraphClient } from '../../clients/graph';
import { ZOHO_CATEGORY } from './record';
import type { Choices } from '../types';
import { pageOf } from '../choices';

export interface Category {
  readonly id: string;
  readonly displayName: string;
  /** none, or preset0 … preset24. */
  readonly color: string;
}

const foldName = (name: string): string => name.normalize('NFC').trim().toLowerCase();
const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b);

const categoryOf = ({ id, displayName, color }: Category): Category => ({ id, displayName, color });

/** The mailbox's own list; a filter would silently be ignored, so it is read whole. */
async function listCategories(graph: GraphClient): Promise<readonly Category[]> {
  const all: Category[] = [];
  for await (const page of graph.pages('/me/outlook/masterCategories')) all.push(...page.value.map(categoryOf));
  return all;
}

/** Makes sure the mailbox knows the category, so that Outlook shows it in colour; answers the one that is there. */
export async function ensureCategory(graph: GraphClient, name: string, color = 'preset7'): Promise<Category> {
  const find = async () => (await listCategories(graph)).find((category) => sameName(category.displayName, name));
  const found = await find();
  if (found) return found;
  try {
    return categoryOf(await graph.post('/me/outlook/masterCategories', { displayName: name, color }));
  } catch (error) {
    const raced = error instanceof ApiError && error.status === 409 ? await find() : undefined;
    if (raced) return raced;
    throw error;
  }
}

type Change = (categories: readonly string[]) => readonly string[];

/** Categories are replaced as a whole, so they are read first and written only if the contact is still the same. */
async function changeCategories(graph: GraphClient, ref: string, to: Change): Promise<readonly string[]> {
  const path = graphPath`/me/contacts/${ref}`;
  const contact = await graph.get(path, { query: { $select: 'id,categories,displayName' } });
  const old: readonly string[] = contact?.categories ?? [];
  const wanted = to(old);
  if (wanted.length === old.length) return old;
  // Graph may make up a new display name whenever a patch lacks it.
  const body = { categories: wanted, ...(contact.displayName && { displayName: contact.displayName }) };
  await graph.patch(path, body, { etag: contact['@odata.etag'] });
  return wanted;
}

/** Adds a category to a contact; answers all it has then. The others stay. Throws ApiError. */
export const addCategory = (graph: GraphClient, ref: string, name: string): Promise<readonly string[]> =>
  changeCategories(graph, ref, (old) => (old.some((one) => sameName(one, name)) ? old : [...old, name]));

/** Takes a category off a contact; answers those that are left. Throws ApiError. */
export const removeCategory = (graph: GraphClient, ref: string, name: string): Promise<readonly string[]> =>
  changeCategories(graph, ref, (old) => old.filter((one) => !sameName(one, name)));

/**
 * Those of the names that are no category of this mailbox, so that nothing in it can be meant by them. None where the mailbox does
 * not say which it has: that takes MailboxSettings.Read, which reading by category does not. Throws ApiError for anything else.
 */
export async function unknownCategories(graph: GraphClient, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const known = await listCategories(graph).catch((error: unknown) =>
    error instanceof ApiError && error.status === 403 ? null : Promise.reject(error as Error),
  );
  return known ? names.filter((name) => !known.some(({ displayName }) => sameName(displayName, name))) : [];
}

/** All categories of the mailbox. Needs MailboxSettings.Read. */
export async function chooseAnyCategory(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const all = (await listCategories(graph)).map(({ displayName }) => ({ name: displayName, value: displayName }));
  return pageOf(all, search, token);
}

/** The same without *Zoho*, which is always synced. */
export async function chooseCategory(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const names = (await listCategories(graph)).map(({ displayName }) => displayName);
  const others = names
    .filter((name) => name.toLowerCase() !== ZOHO_CATEGORY.toLowerCase())
    .sort((a, b) => a.localeCompare(b));
  const choices = others.map((name) => ({ name, value: name }));
  return pageOf(choices, search, token);
}
