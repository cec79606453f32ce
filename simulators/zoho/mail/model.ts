/** A file that was uploaded and can be named by its id from then on. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly by: string;
  readonly at: number;
}

export interface MailPerson {
  readonly user_name: string;
  readonly email: string;
}

export interface LinkedRecord {
  readonly module: string;
  readonly id: string;
}

/** A mail that was sent elsewhere and attached to a record. */
export interface StoredMail {
  readonly messageId: string;
  readonly module: string;
  readonly record: string;
  readonly owner: string;
  readonly from: MailPerson;
  readonly to: readonly MailPerson[];
  readonly cc: readonly MailPerson[];
  readonly bcc: readonly MailPerson[];
  readonly subject: string;
  readonly content: string;
  readonly format: 'html' | 'text';
  /** Outgoing (true) or received. */
  readonly sent: boolean;
  /** When it was sent, in ms. */
  readonly time: number;
  /** Its Message-ID header. */
  readonly originalId: string;
  readonly attachments: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  readonly linked: LinkedRecord | null;
}

export interface MailState {
  readonly files: Map<string, StoredFile>;
  /** By the id of the record they are attached to, in the order they came. */
  readonly mails: Map<string, StoredMail[]>;
}

export const freshMail = (): MailState => ({ files: new Map(), mails: new Map() });
