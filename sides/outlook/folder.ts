import type { GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';

/** Graph's list of contact folders leaves the default one out; its id shows only in a contact that lies there. */
export async function defaultFolder(graph: GraphClient): Promise<string | null> {
  const page = await graph.get('/me/contacts', { query: { $top: 1, $select: 'parentFolderId' } });
  const id: unknown = page?.value?.[0]?.parentFolderId;
  return typeof id === 'string' ? id : null;
}

/** Path of a folder's contacts; without an id the default folder's short cut. */
export const contactsIn = (folder: string | null): string =>
  folder === null ? '/me/contacts' : graphPath`/me/contactFolders/${folder}/contacts`;
