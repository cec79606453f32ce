import type { MailQuery, MailState } from './mail/model';
import type { PostState } from './subscriptions/model';
import type { ExtendedProperty } from './shapes';

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
export const LISTS = '(lists)';

/** What an opaque link stands for: the query it began with and how far it has come. */
export interface LinkState {
  readonly scope: string;
  readonly select: readonly string[] | null;
  readonly issued: number;
  readonly from: number | null;
  readonly until: number;
  readonly window?: Window;
  readonly mail?: MailQuery;
  readonly position: { readonly rows: readonly Change[]; readonly offset: number } | null;
}

export interface Grant {
  readonly scopes: readonly string[];
  /** Milliseconds of the simulator's clock; Infinity for refresh tokens. */
  readonly expires: number;
  /** Of the application itself: nobody is signed in. */
  readonly app?: boolean;
  readonly redirectUri?: string;
  readonly challenge?: string;
}

export interface Mailbox {
  id: string;
  displayName: string;
  mail: string;
  /** Its other addresses. */
  aliases?: readonly string[];
  /** Where it differs from the address. */
  userPrincipalName?: string;
  /** False for somebody who left; the mailbox answers on. */
  accountEnabled?: boolean;
  /** False where nobody pays for a mailbox. */
  licensed?: boolean;
  /** Whether its owner lets the signed-in account in. */
  shared?: boolean;
  timeZone: string;
  settings: Record<string, unknown>;
}

/** A wall-clock time and the zone it is meant in, as Graph's dateTimeTimeZone; `dateTime` has seven decimals and no offset. */
export interface ZonedTime {
  readonly dateTime: string;
  readonly timeZone: string;
}

export interface StoredList {
  readonly id: string;
  displayName: string;
  readonly wellknownListName: string;
  isOwner: boolean;
  isShared: boolean;
  changeKey: string;
}

/** A sub-item of a task: a linked resource or an item of its checklist, in vendor form. */
export type TaskPart = Record<string, unknown> & { readonly id: string };

export interface StoredTask {
  readonly id: string;
  readonly list: string;
  changeKey: string;
  readonly created: number;
  modified: number;
  bodyModified: number;
  fields: Record<string, unknown>;
  linkedResources: TaskPart[];
  checklistItems: TaskPart[];
}

export interface StoredCalendar {
  readonly id: string;
  name: string;
  color: string;
  canEdit: boolean;
  readonly isDefault: boolean;
  owner: { readonly name: string; readonly address: string };
  changeKey: string;
}

/** What one occurrence of a series has of its own: fields that differ, and its version. */
export interface StoredException {
  fields: Record<string, unknown>;
  marks: ExtendedProperty[];
  changeKey: string;
  modified: number;
}

/** An event or the master of a series; the key of occurrences is the date on which the pattern puts them. */
export interface StoredEvent {
  readonly immutableId: string;
  readonly restId: string;
  readonly calendar: string;
  readonly n: number;
  changeKey: string;
  readonly created: number;
  modified: number;
  fields: Record<string, unknown>;
  marks: ExtendedProperty[];
  extensions: Record<string, unknown>[];
  readonly exceptions: Map<string, StoredException>;
  readonly cancelled: Set<string>;
}

/** An entry of the log behind calendarView/delta; without `date` the whole event or series changed. */
export interface EventChange {
  readonly seq: number;
  readonly calendar: string;
  readonly event: StoredEvent;
  readonly date?: string;
}

/** The frozen bounds of a calendarView/delta chain, and what it has shown: row id to the event's immutable id. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly shown: ReadonlyMap<string, string>;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  /** Addresses or ids of mailboxes. */
  readonly members: readonly string[];
}

/** What all mailboxes have in common. */
export interface Tenant {
  /** Those besides the signed-in account's own. */
  readonly others: GraphState[];
  readonly groups: Group[];
  /** Permissions of the application, and the group that Exchange narrows them to (null: everybody). */
  application: {
    readonly roles: readonly string[];
    readonly group: string | null;
    /** As PEM; with it the application proves itself without a secret. */
    readonly certificate?: string;
  };
}

/** A mailbox. That of the signed-in account holds the tokens and subscriptions of all. */
export interface GraphState {
  readonly tenant: Tenant;
  /** Where its ids begin. */
  readonly base: number;
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
  /** To Do lists by id. */
  readonly lists: Map<string, StoredList>;
  readonly tasks: Map<string, StoredTask>;
  readonly calendars: Map<string, StoredCalendar>;
  /** By immutable id. */
  readonly events: Map<string, StoredEvent>;
  readonly deletedEvents: StoredEvent[];
  /** Every id an event or an occurrence was ever shown under. */
  readonly eventIds: Map<string, { readonly event: string; readonly date?: string }>;
  readonly eventChanges: EventChange[];
  /** Transaction ids of created events, also of those deleted since. */
  readonly transactions: Map<string, string>;
  readonly mail: MailState;
  readonly post: PostState;
  readonly changes: Change[];
  readonly links: Map<string, LinkState>;
  readonly accessTokens: Map<string, Grant>;
  readonly refreshTokens: Map<string, Grant>;
  readonly codes: Map<string, Grant>;
  /** Scopes the user agrees to; null means whatever is asked. */
  consented: readonly string[] | null;
  /** Requests side by side at the worst moment, and how many came while the mailbox was full. */
  mostInFlight: number;
  crowded: number;
  /** Ids, as they are asked for, of items that Exchange cannot show. */
  readonly corrupt: Set<string>;
  /** Times of the last requests, for the quota of ten minutes. */
  recent: number[];
  counter: number;
  /** Items that ever had an id; the source of ids. */
  items: number;
}
