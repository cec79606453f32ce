import type { ExtendedProperty, Row } from '../shapes';

export interface MailFolder {
  readonly id: string;
  displayName: string;
  readonly parentFolderId: string;
  /** Name that stands for the folder in a path (`sentitems`); null for one a person made. */
  readonly wellKnown: string | null;
}

export interface StoredAttachment {
  readonly immutableId: string;
  /** The default id: a new one when its mail moves. */
  restId: string;
  readonly kind: 'fileAttachment' | 'itemAttachment' | 'referenceAttachment';
  readonly modified: number;
  /** Vendor form without content: name, contentType, size, isInline, contentId, contentLocation. */
  readonly fields: Row;
  /** Of a file. */
  readonly bytes: Buffer | null;
  /** The message or event inside an item attachment, in vendor form. */
  readonly item: Row | null;
}

export interface StoredMail {
  /** Stays through moves. */
  readonly immutableId: string;
  /** The default id: a new one after each move. */
  restId: string;
  folder: string;
  /** `message`, or what Exchange makes of meetings: `eventMessageRequest`, `eventMessageResponse`, `eventMessage`. */
  readonly type: string;
  changeKey: string;
  readonly created: number;
  modified: number;
  /** Vendor form without id, version, times of the item, preview and attachments. */
  fields: Row;
  readonly marks: readonly ExtendedProperty[];
  readonly attachments: readonly StoredAttachment[];
}

export interface MailState {
  /** Folder above all that show. */
  readonly root: string;
  readonly folders: Map<string, MailFolder>;
  /** By immutable id. */
  readonly mails: Map<string, StoredMail>;
  readonly byRestId: Map<string, string>;
  readonly deleted: StoredMail[];
}

/** What the first request of a mail delta asked besides `$select`; every link of the chain keeps it. */
export interface MailQuery {
  /** Bound of receivedDateTime in milliseconds; null for none. */
  readonly from: number | null;
  /** Whether the bound itself is out (`gt`). */
  readonly after: boolean;
  readonly newestFirst: boolean;
  readonly changeType: string | null;
  readonly size: number | null;
}
