import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { ApiError } from '../../../clients/errors';
import type { FileContent, FileOffer } from '../../mailFiles';

interface Listed {
  readonly id: string;
  readonly '@odata.type'?: string;
  readonly name?: string | null;
  readonly contentType?: string | null;
  readonly size?: number;
  readonly isInline?: boolean;
}

const ofKind = ({ '@odata.type': type = '' }: Listed): FileOffer['kind'] => {
  if (/referenceAttachment$/i.test(type)) return 'link';
  return /itemAttachment$/i.test(type) ? 'item' : 'file';
};

const offerOf = (one: Listed): FileOffer => ({
  id: one.id,
  name: one.name?.trim() || 'attachment',
  size: one.size ?? 0,
  type: one.contentType ?? 'application/octet-stream',
  kind: ofKind(one),
});

const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** The attachments of a mail, but for pictures within its text; null when the mail is no longer in the mailbox. */
export async function listFiles(graph: GraphClient, mail: string): Promise<readonly FileOffer[] | null> {
  const all: Listed[] = [];
  const $select = 'id,name,contentType,size,isInline';
  try {
    for await (const page of graph.pages(graphPath`/me/messages/${mail}/attachments`, {
      query: { $select, $top: 100 },
    }))
      all.push(...(page.value as readonly Listed[]));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  return all.filter(({ isInline }) => isInline !== true).map(offerOf);
}

/** One file's content; null when it is gone. Throws ApiError. */
export async function readFile(graph: GraphClient, mail: string, file: FileOffer): Promise<FileContent | null> {
  try {
    const found = await graph.get(graphPath`/me/messages/${mail}/attachments/${file.id}`);
    const content: unknown = found?.contentBytes;
    return typeof content === 'string' ? { ...file, bytes: Buffer.from(content, 'base64') } : null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
