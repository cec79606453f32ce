import type { Reason } from '../reasons';
import type { BeforeAndAfter, Fields, Keys, SideRecord, Value, Write } from '../sync/model';
import type { Lookup } from '../sync/review/review';

/** What a feed asks of the archive while it reads. */
export interface KnownRecords {
  /** The versions the archive holds of these refs; a ref it does not know as existing (never seen, or deleted) is missing. */
  versions(refs: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** When these were changed (ISO, null where it is not told) in the version the archive holds; as `versions`. */
  changedAt(refs: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** A reading from the very start begins (first run, lost cursor, other settings). `left`: the cursor until its first page is in; none unless told. */
  startOver(left?: Value): Promise<void>;
  /** Existing refs that no page met since `startOver` (our own: ever): to be confirmed, never deleted by absence. */
  unseen(): Promise<readonly string[]>;
  /** Refs that could not be read when they were told last. */
  unreadable(): Promise<readonly string[]>;
  /** The archive has met more records of this side than so many. */
  areMoreThan(count: number): Promise<boolean>;
}

/** A page of a change feed: rows to take in, and where to go on after them. Both belong into one transaction. */
export interface FeedPage {
  readonly rows: readonly SideRecord[];
  /** Refs that the vendor showed as they are known, or that were looked for: not to be asked for again. */
  readonly seen?: readonly string[];
  readonly cursor: Value;
  /** Rows the vendor sent, echoes included. */
  readonly read: number;
  /** Read before the reading that counts: whether they are still there is for that one to say. */
  readonly isAhead?: true;
  /** What had to be left out, with the reason and the next step: a record, a place. */
  readonly left?: readonly { readonly ref: string | null; readonly label: string; readonly reason: Reason }[];
  /** Rows that are older than what was read of them before: the side was rolled back, by restoring a backup. */
  readonly rolledBack?: number;
  /** What the side does not tell, for the report. */
  readonly untold?: readonly Reason[];
}

/** One write to do. `before`: the fields as the archive last saw them on that side (`{}` for a create). */
export interface WriteJob {
  readonly write: Write;
  /** Id of the intent that announced a create; it is put into the record where the side can hold it. */
  readonly intent: string | null;
  readonly before: Fields;
}

export interface WriteDone {
  readonly outcome: 'done';
  readonly write: Write;
  readonly ref: string;
  readonly version: string | null;
  readonly modifiedAt: string | null;
  /** All fields as the side shows them now; after a delete `{}`. */
  readonly fields: Fields;
  readonly extra: Value;
  readonly keys: Keys;
  /** What was done otherwise than asked. */
  readonly notes: readonly Reason[];
  readonly ambiguous: readonly Lookup[];
  /** What was asked for and stays as it is, because the side cannot do it: each with its reason and the next step, for the report. */
  readonly unsyncable?: readonly Reason[];
  /** Fields that could not be written now: they stay to be done, so nothing of them counts as agreed. */
  readonly unfinished?: readonly string[];
  /** What the write changed besides its fields that `extra` does not hold, as it was and as it is now: for an undo. */
  readonly alongside?: BeforeAndAfter;
  /** Nothing was sent: all that was asked for was left out, or is there already. */
  readonly unsent?: true;
}

/**
 * done; refused: the record's own fault, to be parked; stale: changed meanwhile, stays pending; gone: a 404 proves the deletion;
 * unknown: sent, but no answer came, so it may or may not have happened: stays pending with its intent.
 */
export type WriteResult =
  | WriteDone
  | { readonly outcome: 'refused'; readonly write: Write; readonly reason: Reason }
  | { readonly outcome: 'stale'; readonly write: Write }
  | { readonly outcome: 'gone'; readonly write: Write }
  | { readonly outcome: 'unknown'; readonly write: Write; readonly reason: Reason };

/**
 * Hears right before creates leave what goes of each, where that is not all that was asked for: by it a create whose answer is lost
 * is recognised, and what of it counts as agreed.
 */
export type Leaving = (creates: ReadonlyMap<Write, Fields>) => Promise<void>;

export type WriteJobs = readonly WriteJob[];
/** They come as they are known. */
export type WriteResults = AsyncGenerator<WriteResult>;
export type FeedPages = AsyncGenerator<FeedPage>;

/** One entry of a searchable list in the editor. */
export interface Choice {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
}

/** A page of a searchable list; `next` is the token of the following page. */
export interface Choices {
  readonly results: readonly Choice[];
  readonly next: string | null;
}
