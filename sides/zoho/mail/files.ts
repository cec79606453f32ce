import { ApiError } from '../../../clients/errors';
import type { ZohoClient } from '../../../clients/zoho';
import { reason, type Reason } from '../../../reasons';
import type { AttachmentOffer, AttachmentSource } from '../../mail';

/** A file in Zoho's file system. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
}

/** What Zoho takes with one mail (v8 docs: "Associate email"), in bytes. */
const MAX_BYTES = 10 * 1024 * 1024;

export interface Uploaded {
  readonly files: readonly FileRef[];
  /** What was left out, and why. */
  readonly notes: readonly Reason[];
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Why this one cannot go; null where it can. */
function obstacle({ kind, size }: AttachmentOffer, room: number): Reason | null {
  if (kind === 'link') return reason('fileIsLink');
  if (kind === 'item') return reason('fileIsItem');
  return size > room ? reason('fileTooLarge', { size: megabytes(size) }) : null;
}

type UploadOutcome = { readonly ref: FileRef } | { readonly why: Reason };

/** A virus, for one, is this file's own fault. */
async function uploadFile(zoho: ZohoClient, source: AttachmentSource, offer: AttachmentOffer): Promise<UploadOutcome> {
  const file = await source.read(offer);
  if (!file) return { why: reason('fileGone') };
  const item = await zoho.upload(file).catch((error: unknown) => {
    if (error instanceof ApiError && (error.status === 400 || error.status === 413)) return error;
    throw error;
  });
  if (item instanceof ApiError) return { why: reason('fileRefused', { code: item.code }) };
  return item.ok && item.id
    ? { ref: { id: item.id, name: offer.name } }
    : { why: reason('fileRefused', { code: item.code }) };
}

/** Brings a mail's attachments to Zoho, one by one, as far as they fit. Throws ApiError. */
export async function uploadFiles(zoho: ZohoClient, source: AttachmentSource, most: number): Promise<Uploaded> {
  const offers = await source.list();
  if (!offers) return { files: [], notes: [reason('allFilesLeftOut')] };
  const files: FileRef[] = [];
  const notes: Reason[] = [];
  let room = Math.min(most, MAX_BYTES);
  for (const offer of offers) {
    const why = obstacle(offer, room);
    const sent = why === null ? await uploadFile(zoho, source, offer) : { why };
    if ('why' in sent) notes.push(reason('fileLeftOut', { name: offer.name, why: sent.why }));
    else {
      files.push(sent.ref);
      room -= offer.size;
    }
  }
  return { files, notes };
}
