import type { GraphBatchAnswer, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { AttachmentInfo, MailRow } from './record';
import { bodyIn, SELECT } from './record';

const LISTED = 'id,name,contentType,size,isInline';

/** null: gone, or refused for itself alone; any other fault ends the reading. */
function bodyOf({ status, body, error }: GraphBatchAnswer): unknown {
  if (status === 404 || status === 400) return null;
  if (error) throw error;
  return body;
}

const asked = async (graph: GraphClient, paths: readonly string[]): Promise<readonly unknown[]> =>
  paths.length === 0 ? [] : (await graph.batch(paths.map((path) => ({ method: 'GET', path })))).map(bodyOf);

/** Mails in full by id, 20 a request; those that are gone are left out. */
export async function readMails(graph: GraphClient, ids: readonly string[]): Promise<readonly MailRow[]> {
  const paths = ids.map((id) => withQuery(graphPath`/me/messages/${id}`, { $select: SELECT }));
  return (await asked(graph, paths)).filter((row): row is MailRow => row !== null);
}

/** Those of these mails that lie in a folder, by its id or well-known name, in full. */
export async function readMailsIn(
  graph: GraphClient,
  folder: string,
  ids: readonly string[],
): Promise<readonly MailRow[]> {
  if (ids.length === 0) return [];
  const $select = `${SELECT},parentFolderId`;
  const paths = ids.map((id) => withQuery(graphPath`/me/messages/${id}`, { $select }));
  const [place, ...found] = await asked(graph, [
    withQuery(graphPath`/me/mailFolders/${folder}`, { $select: 'id' }),
    ...paths,
  ]);
  const { id: here } = (place ?? {}) as { id?: unknown };
  return found.filter((row): row is MailRow => row !== null && (row as MailRow).parentFolderId === here);
}

const infoOf = (one: Readonly<Record<string, unknown>>): AttachmentInfo => ({
  name: typeof one.name === 'string' ? one.name : '',
  size: typeof one.size === 'number' ? one.size : 0,
  type: typeof one.contentType === 'string' ? one.contentType : '',
  inline: one.isInline === true,
});

/** An encrypted mail shows no text, and not always that it has an attachment. */
const mayHaveSome = (row: MailRow): boolean => row.hasAttachments === true || bodyIn(row).content.trim() === '';

/** Names and sizes of what is attached, by the mail's id; nothing is asked for a mail that has none. */
export async function attachmentsOf(
  graph: GraphClient,
  rows: readonly MailRow[],
): Promise<ReadonlyMap<string, readonly AttachmentInfo[]>> {
  const some = rows.filter(mayHaveSome);
  const paths = some.map(({ id }) =>
    withQuery(graphPath`/me/messages/${id}/attachments`, { $select: LISTED, $top: 100 }),
  );
  const found = await asked(graph, paths);
  return new Map(
    some.map(({ id }, at) => {
      const { value } = (found[at] ?? {}) as { value?: unknown };
      return [id, Array.isArray(value) ? value.map(infoOf) : []];
    }),
  );
}
