import { ApiError } from '../../../clients/errors';
import type { ZohoClient } from '../../../clients/zoho';
import { explainItem } from '../../../clients/zoho';
import type { FileOffer, FileSource } from '../../mailFiles';
import type { FileRef } from './attach';

/** What Zoho takes with one mail (v8 docs: "Associate email"), in bytes. */
export const MOST_BYTES = 10 * 1024 * 1024;

export interface Uploaded {
  readonly files: readonly FileRef[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Why this one cannot go; null where it can. */
function obstacle({ kind, size }: FileOffer, room: number): string | null {
  if (kind === 'link') return 'it is only a link to a file in the cloud';
  if (kind === 'item') return 'it is another mail or an appointment, not a file';
  return size > room ? `with ${megabytes(size)} it goes beyond the size allowed for a mail's attachments` : null;
}

const left = ({ name }: FileOffer, why: string): string => `The attachment "${name}" was left out: ${why}.`;

type Sent = { readonly ref: FileRef } | { readonly why: string };

/** A virus, for one, is this file's own fault. */
async function send(zoho: ZohoClient, source: FileSource, offer: FileOffer): Promise<Sent> {
  const file = await source.read(offer);
  if (!file) return { why: 'it is no longer in Outlook' };
  const item = await zoho.upload(file).catch((error: unknown) => {
    if (error instanceof ApiError && (error.status === 400 || error.status === 413)) return error;
    throw error;
  });
  if (item instanceof ApiError) return { why: `Zoho CRM did not take it (${item.code})` };
  return item.ok && item.id
    ? { ref: { id: item.id, name: offer.name } }
    : { why: `Zoho CRM did not take it (${explainItem(item).code})` };
}

/** Brings a mail's attachments to Zoho, one by one, as far as they fit. Throws ApiError. */
export async function uploadFiles(zoho: ZohoClient, source: FileSource, most: number): Promise<Uploaded> {
  const offers = await source.list();
  if (!offers) return { files: [], notes: ['Its attachments were left out: the mail is no longer in Outlook.'] };
  const files: FileRef[] = [];
  const notes: string[] = [];
  let room = Math.min(most, MOST_BYTES);
  for (const offer of offers) {
    const why = obstacle(offer, room);
    const sent = why === null ? await send(zoho, source, offer) : { why };
    if ('why' in sent) notes.push(left(offer, sent.why));
    else {
      files.push(sent.ref);
      room -= offer.size;
    }
  }
  return { files, notes };
}
