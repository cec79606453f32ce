import { graphPath, type GraphClient, type GraphBatchAnswer } from '../../../clients/graph';
import { pageOf } from '../../choices';
import { folderChoices } from '../mailbox';
import type { Choice, Choices } from '../../types';
import { graphQuery } from '../../../clients/urls';
import { bodyIn, SELECT, type AttachmentInfo, type MailRow } from './record';
import { ApiError } from '../../../clients/errors';
import { isItemGone } from '../../deletion';
import type { AttachmentContent, AttachmentOffer } from '../../mail';

interface ListedAttachment {
  readonly id: string;
  readonly '@odata.type'?: string;
  readonly name?: string | null;
  readonly contentType?: string | null;
  readonly size?: number;
  readonly isInline?: boolean;
}

/** Mail folders, Sent Items first: its value here is ''. */
export async function chooseMailFolder(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const standard: Choice = { name: 'Sent Items (Default Folder)', value: '' };
  return pageOf([standard, ...(await folderChoices(graph, 'mailFolders'))], search, token);
}

const ATTACHMENT_FIELDS = 'id,name,contentType,size,isInline';

/** null: gone, or refused for itself alone; any other fault ends the reading, for a mail passed over never comes again. */
function bodyOf({ body, error }: GraphBatchAnswer): unknown {
  if (error?.radius === 'record') return null;
  if (error) throw error;
  return body;
}

const readAll = async (graph: GraphClient, paths: readonly string[]): Promise<readonly unknown[]> =>
  paths.length === 0 ? [] : (await graph.batch(paths.map((path) => ({ method: 'GET', path })))).map(bodyOf);

/** Mails in full by id, 20 a request; those that are gone are left out. */
export async function readMails(graph: GraphClient, ids: readonly string[]): Promise<readonly MailRow[]> {
  const paths = ids.map((id) => graphQuery(graphPath`/me/messages/${id}`, { $select: SELECT }));
  return (await readAll(graph, paths)).filter((row): row is MailRow => row !== null);
}

/** Those of these mails that lie in a folder, by its id or well-known name, in full. */
export async function readMailsIn(
  graph: GraphClient,
  folder: string,
  ids: readonly string[],
): Promise<readonly MailRow[]> {
  if (ids.length === 0) return [];
  const $select = `${SELECT},parentFolderId`;
  const paths = ids.map((id) => graphQuery(graphPath`/me/messages/${id}`, { $select }));
  const [place, ...found] = await readAll(graph, [
    graphQuery(graphPath`/me/mailFolders/${folder}`, { $select: 'id' }),
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
const mayHaveAttachments = (row: MailRow): boolean => row.hasAttachments === true || bodyIn(row).content.trim() === '';

/** Names and sizes of what is attached, by the mail's id; nothing is asked for a mail that has none. */
export async function attachmentsOf(
  graph: GraphClient,
  rows: readonly MailRow[],
): Promise<ReadonlyMap<string, readonly AttachmentInfo[]>> {
  const some = rows.filter(mayHaveAttachments);
  const paths = some.map(({ id }) =>
    graphQuery(graphPath`/me/messages/${id}/attachments`, { $select: ATTACHMENT_FIELDS, $top: 100 }),
  );
  const found = await readAll(graph, paths);
  return new Map(
    some.map(({ id }, at) => {
      const { value } = (found[at] ?? {}) as { value?: unknown };
      return [id, Array.isArray(value) ? value.map(infoOf) : []];
    }),
  );
}

const attachmentKind = ({ '@odata.type': type = '' }: ListedAttachment): AttachmentOffer['kind'] => {
  if (/referenceAttachment$/i.test(type)) return 'link';
  return /itemAttachment$/i.test(type) ? 'item' : 'file';
};

const offerOf = (one: ListedAttachment): AttachmentOffer => ({
  id: one.id,
  name: one.name?.trim() || 'attachment',
  size: one.size ?? 0,
  type: one.contentType ?? 'application/octet-stream',
  kind: attachmentKind(one),
});

const isGone = (error: unknown): boolean => error instanceof ApiError && isItemGone(error);

/** The attachments of a mail, but for pictures within its text; null when the mail is no longer in the mailbox. */
export async function listAttachments(graph: GraphClient, mail: string): Promise<readonly AttachmentOffer[] | null> {
  const all: ListedAttachment[] = [];
  const $select = 'id,name,contentType,size,isInline';
  try {
    for await (const page of graph.pages(graphPath`/me/messages/${mail}/attachments`, {
      query: { $select, $top: 100 },
    }))
      all.push(...(page.value as readonly ListedAttachment[]));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  return all.filter(({ isInline }) => isInline !== true).map(offerOf);
}

/** One file's content; null when it is gone. Throws ApiError. */
export async function readAttachment(
  graph: GraphClient,
  mail: string,
  file: AttachmentOffer,
): Promise<AttachmentContent | null> {
  try {
    const found = await graph.get(graphPath`/me/messages/${mail}/attachments/${file.id}`);
    const content: unknown = found?.contentBytes;
    return typeof content === 'string' ? { ...file, bytes: Buffer.from(content, 'base64') } : null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
