import type { Kysely } from 'kysely';
import type { Reason } from '../../reasons';
import type {
  Base,
  BeforeAndAfter,
  BySide,
  Decision,
  Direction,
  Fields,
  KindName,
  Keys,
  Side,
  SideRecord,
  Value,
  Write,
} from '../../sync/model';
import type { LinkSnapshot } from '../../sync/undo/undoRecord';
import type { RegisterTables } from './register';
import type { Tables } from './tables';
import type { JournalOp, Reading } from './states';

/** An open archive. The handle is shared by everybody in this process who opened the same one. */
export interface Archive {
  /** Tells it from the other archives of this n8n. */
  readonly name: string;
  readonly db: Kysely<Tables>;
  /** What all archives of this n8n share. */
  readonly register: Kysely<RegisterTables>;
  /** By how many ms the clock that decides leases, the database's, is ahead of this host's. */
  readonly ahead: number;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly sync: string;
  readonly kind: KindName;
  /** Who asks: an execution's id, a host's name; shown to whoever comes too late. */
  readonly holder: string;
  /** Now, in ms. */
  readonly now: number;
  /** How long a silent cycle keeps others out, in ms; every page and every commit renews it. */
  readonly leaseMs?: number;
  /** The cycle that this one takes back. */
  readonly undoes?: string;
  /** The workflow, by its id, where a person runs it by hand: the same one run by hand again may take the lease over. */
  readonly byHand?: string | null;
  /** Also where the sync is paused: a person takes a cycle back. */
  readonly evenPaused?: boolean;
  /** A person wants it: though a service has asked to wait. */
  readonly evenAsked?: boolean;
  /** The workflow, by its id, that runs the sync: what starts it when one of its questions is answered. */
  readonly workflow?: string | null;
  /** Whose sync it is, by their address. */
  readonly person?: string | null;
}

/** How a cycle stands when one of its steps begins. */
export interface Standing {
  /** How far it has read each side. */
  readonly readings: BySide<Reading>;
  /** In ms. */
  readonly startedAt: number;
  /** Which way the last cycle was allowed to write. */
  readonly direction: Direction | null;
  /** When a plan of the sync was first carried out, in ms. */
  readonly letGoAt: number | null;
  /** Questions of the sync that are open, or answered and not carried out yet. None come but from this cycle. */
  readonly questions: number;
  /** Those of them that are answered; what a person says after that is for the next cycle. */
  readonly answered: number;
}

/** A running cycle. It travels inside items; its fence proves that no later cycle took over. */
export interface CycleRef {
  readonly id: string;
  readonly sync: string;
  readonly kind: KindName;
  readonly fence: number;
  /** Of an archive with a key: by what the later nodes of this run find it again. */
  readonly handle?: string;
  /** So many records of each side take part at most, while the sync is tried out. */
  readonly pilot?: number;
  /** When the round began (ms) in which it is one of many cycles: what is read of an org in it is read once for all. */
  readonly round?: number;
  /** Begun by the run before it, which had something left; nobody else waits for what this one reads. */
  readonly follows?: boolean;
}

export type Started = { readonly started: true; readonly cycle: CycleRef } | NotStarted;

/** Another cycle is at work, at most until then; a service asked to wait; or somebody paused the sync. Times in ms. */
export type NotStarted =
  | { readonly started: false; readonly holder: string; readonly until: number }
  | { readonly started: false; readonly askedUntil: number }
  | { readonly started: false; readonly pausedAt: number };

export interface RefOn {
  readonly side: Side;
  readonly ref: string;
}

/** Where a side's change feed was read up to. A side may have several feeds (changes, deletions). */
export interface Cursor {
  readonly feed: string;
  readonly value: Value;
}

/** What had to be learnt about an account. `account` names it: another account means another world. */
export interface Profile {
  readonly account: string;
  /** What of the account is read and written, named by its side. Two are the same place where the texts are equal; no more is known of it. */
  readonly place: string;
  readonly data: Value;
  readonly readAt: number;
}

export interface Page {
  readonly rows: readonly SideRecord[];
  /** Refs that were met without anything to tell of them. */
  readonly met?: readonly string[];
  /** Taken in, but not met: the full reading is still to tell of them. */
  readonly isAhead?: boolean;
  readonly cursor: Cursor | null;
  readonly now: number;
}

/** read: rows of the page. changed: those with a real difference (no echoes). pending: those a cycle has to look at now. */
export interface Ingested {
  readonly read: number;
  readonly changed: number;
  readonly pending: number;
}

export interface PendingRecord {
  readonly side: Side;
  readonly record: SideRecord;
  readonly change: 'new' | 'edited' | 'deleted';
  readonly link: string | null;
}

/** A record and the link that has taken it, if any. */
export type Known = SideRecord & { readonly taken: string | null };

/**
 * Written before a create, so that a lost reply never makes a second record, and before an update of a pair, so that what then shows
 * up is no edit of somebody else's. `sourceRef` is the record on the other side; `fields`: what was sent.
 */
export interface Intent {
  readonly id: string;
  readonly op: 'create' | 'update';
  readonly side: Side;
  readonly sourceRef: string;
  readonly fields: Fields;
  readonly keys: Keys;
  readonly agreed: Base;
  /** The pair that is updated, or gets its lost record back; null for a first create. */
  readonly link: string | null;
}

export interface OpenIntent extends Intent {
  readonly writtenAt: number;
}

/** One write that a side has confirmed. `fields`, `extra`, `keys`, `version`: as the side shows the record now. */
export interface Done {
  readonly decision: Decision;
  readonly write: Write;
  readonly ref: string;
  readonly version: string | null;
  readonly modifiedAt: string | null;
  readonly fields: Fields;
  readonly extra: Value;
  readonly keys: Keys;
  /** Id of the intent this write fulfils. */
  readonly intent: string | null;
  /** Fields that were not written after all: they stay to be done. */
  readonly unfinished?: readonly string[];
  /** What else the write changed that an undo puts back. */
  readonly alongside?: BeforeAndAfter;
  /** Nothing was sent, so there is nothing to journal. */
  readonly unsent?: true;
  readonly now: number;
}

/** taken: the record the create ended in belongs to another link already; its source has been parked. */
export type Committed = 'committed' | 'taken';

/** Where and when something is written: the cycle, its kind, and now in ms. */
export interface At {
  readonly cycle: CycleRef;
  readonly now: number;
}

/** An entry of the journal to be. */
export interface NewEntry {
  readonly op: JournalOp;
  readonly side?: Side;
  readonly ref?: string;
  readonly link?: string | null;
  readonly label: string;
  readonly reason: Reason;
  readonly before?: Value;
  readonly after?: Value;
  readonly clashes?: Value;
  /** The link as it was before. */
  readonly linkBefore?: LinkSnapshot | null;
}

export interface JournalEntry {
  readonly at: number;
  readonly cycle: string;
  readonly op: JournalOp;
  readonly side: Side | null;
  readonly ref: string | null;
  readonly link: string | null;
  readonly label: string;
  readonly reason: Reason;
  readonly before: Value;
  readonly after: Value;
  /** Fields both sides had changed, with the values that lost. */
  readonly clashes: Value;
  /** The link as it was before the entry; null where there was none. */
  readonly linkBefore: LinkSnapshot | null;
}
