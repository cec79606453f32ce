/** An own mark of a client on an item, as MAPI named property. The id is spelled as the client wrote it. */
export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

/** A contact as kept inside; `fields` is the vendor's own form, without id, version and times. */
export interface StoredContact {
  /** Stays through moves; what `Prefer: IdType="ImmutableId"` shows. */
  readonly immutableId: string;
  /** The default id: a new one after each move. */
  restId: string;
  folder: string;
  changeKey: string;
  readonly created: number;
  modified: number;
  fields: Record<string, unknown>;
  marks: ExtendedProperty[];
  extensions: Record<string, unknown>[];
}

export interface StoredFolder {
  readonly id: string;
  displayName: string;
  parentFolderId: string;
  changeKey: string;
}

export interface Category {
  readonly id: string;
  readonly displayName: string;
  color: string;
}

export type Reason = 'deleted' | 'changed';

/** One entry of the log that delta queries read. `scope` is a folder id, or FOLDERS for the list of folders. */
export interface Change {
  readonly seq: number;
  readonly scope: string;
  readonly immutableId: string;
  readonly restId: string;
  readonly removed?: Reason;
  /** Properties that changed; absent when the item is new in the scope. */
  readonly names?: readonly string[];
}

export const FOLDERS = '(folders)';

/** What an opaque link stands for: the query it began with and how far it has come. */
export interface LinkState {
  readonly scope: string;
  readonly select: readonly string[] | null;
  readonly issued: number;
  readonly from: number;
  readonly until: number;
  readonly position: { readonly rows: readonly Change[]; readonly offset: number } | null;
}

export interface Grant {
  readonly scopes: readonly string[];
  /** Milliseconds of the simulator's clock; Infinity for refresh tokens. */
  readonly expires: number;
  readonly redirectUri?: string;
  readonly challenge?: string;
}

export interface Mailbox {
  id: string;
  displayName: string;
  mail: string;
  timeZone: string;
  settings: Record<string, unknown>;
}

export interface GraphState {
  mailbox: Mailbox;
  rootFolderId: string;
  defaultFolderId: string;
  readonly folders: Map<string, StoredFolder>;
  /** By immutable id. */
  readonly contacts: Map<string, StoredContact>;
  readonly byRestId: Map<string, string>;
  readonly deleted: (StoredContact & { readonly deletedAt: number })[];
  readonly deletedFolders: Set<string>;
  readonly categories: Map<string, Category>;
  readonly changes: Change[];
  readonly links: Map<string, LinkState>;
  readonly accessTokens: Map<string, Grant>;
  readonly refreshTokens: Map<string, Grant>;
  readonly codes: Map<string, Grant>;
  /** Scopes the user agrees to; null means whatever is asked. */
  consented: readonly string[] | null;
  /** Times of the last requests, for the quota of ten minutes. */
  recent: number[];
  counter: number;
  /** Items that ever had an id; the source of ids. */
  items: number;
}
