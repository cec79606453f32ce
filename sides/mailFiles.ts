/** Something attached to a mail. item: another mail or an appointment. link: a file in a cloud, which is no file of the mail. */
export interface FileOffer {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly type: string;
  readonly kind: 'file' | 'item' | 'link';
}

export interface FileContent extends FileOffer {
  readonly bytes: Uint8Array;
}

/** Where the attachments of one mail come from. */
export interface FileSource {
  /** null: the mail is no longer there. */
  readonly list: () => Promise<readonly FileOffer[] | null>;
  /** null: it is gone. */
  readonly read: (file: FileOffer) => Promise<FileContent | null>;
}
