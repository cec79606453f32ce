import type { Reason } from '../../reasons';
import type { BySide, Direction, KindName, RecordState, Side } from '../../sync/model';
import type { Review } from '../review/types';
import type { JournalEntry, RefOn } from '../store/types';
import type { Link, Stored } from '../store/rows';
import type { Reading, ReviewTopic, RecordStatus } from '../store/states';

export interface ParkedRecord extends RefOn {
  readonly reason: Reason;
  readonly label: string;
  readonly tries: number;
  /** Null: it cannot be read, and every run looks at it again. */
  readonly nextTry: number | null;
}

/** What ingestPage counts over a cycle. */
export type Tally = {
  readonly read: BySide<number>;
  readonly unchanged: number;
  /** Records of both sides that were pending once a side was read; null before. */
  readonly pending: number | null;
  /** Of the services that asked to wait, the one that asked for longest. */
  readonly askedToWait: AskedToWait | null;
};
/** `until`: ms since 1970. */
export type AskedToWait = { readonly side: Side; readonly until: number };
export interface TallyPart {
  readonly read?: Partial<BySide<number>>;
  readonly unchanged?: number;
  readonly pending?: number | null;
  readonly askedToWait?: AskedToWait | null;
}

/** What one cycle did; ambiguous, parked and pending say what is left after it. */
export interface Report {
  readonly sync: string;
  readonly cycle: string;
  readonly read: BySide<number>;
  readonly created: BySide<number>;
  readonly updated: BySide<number>;
  readonly deleted: BySide<number>;
  /** Records of both sides that were found to be the same. */
  readonly linked: number;
  /** Pairs that got something from each other in both directions. */
  readonly merged: number;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly ambiguous: number;
  readonly parked: number;
  readonly pending: number;
  /** Mails that were attached, once for each CRM record. */
  readonly attached: number;
  /** Mails that go nowhere, each with its reason. */
  readonly skipped: number;
  /** Creates, updates and deletes of both sides, and mails attached. */
  readonly written: number;
  readonly seconds: number;
  /**
   * Whether the next run may follow at once: something is left, and this run came further. About how many seconds all the rest
   * takes; null where nothing is left, or a further run would do no more.
   */
  readonly secondsLeft: number | null;
  /** A service asked to wait before all was read or written: a run that follows at once waits so long. */
  readonly askedToWait: AskedToWait | null;
  /** Hash of the plan, where the cycle only showed it. */
  readonly preview?: string;
}

/** A record, or a value of it, that stays as it is because the other side cannot say it. */
export interface Notice {
  readonly side: Side | null;
  readonly ref: string | null;
  readonly label: string;
  readonly reason: Reason;
}

export interface Finished extends Report {
  /** Whose sync it is, by their address; null where it is nobody's in particular. */
  readonly person: string | null;
  readonly readings: BySide<Reading>;
  readonly reviews: readonly Review[];
  readonly parkedRecords: readonly ParkedRecord[];
  /** Of this cycle. */
  readonly left: readonly Notice[];
  /** Of a sync of mails: which ones were attached where in this cycle, and which go nowhere and why. */
  readonly attachedTo?: readonly Notice[];
  readonly skippedMails?: readonly Notice[];
}

export interface SideStatus {
  readonly states: Readonly<Record<RecordState, number>>;
  readonly statuses: Readonly<Record<RecordStatus, number>>;
  /** Since when the oldest pending record waits, in ms. */
  readonly oldestPending: number | null;
}

export interface Status {
  readonly sync: string;
  readonly known: boolean;
  readonly sides: BySide<SideStatus>;
  readonly links: { readonly live: number; readonly paused: number };
  readonly reviews: number;
  readonly intents: number;
  readonly lease: { readonly holder: string; readonly until: number; readonly fence: number } | null;
  readonly lastReport: Report | null;
  /** Since when no cycle may start, in ms; null: they may. */
  readonly pausedAt: number | null;
  /** Until when a service has asked to wait, in ms; null: none did. */
  readonly askedUntil: number | null;
  /** When the last cycle that finished did so. */
  readonly finishedAt: number | null;
  /** Open questions by what they are about. */
  readonly questions: Readonly<Record<ReviewTopic, number>>;
  /** What was refused, with the reason and the next try; the next first. */
  readonly parkedRecords: readonly ParkedRecord[];
  /** What the last finished cycle left as it is, with the reasons. */
  readonly left: readonly Notice[];
  /** What all cycles of the last 24 hours did together. */
  readonly lastDay: DayTotals;
}

/** A day of a sync, by its beginning in ms (UTC). */
export interface Day {
  readonly at: number;
  readonly written: number;
  readonly asked: number;
  /** The most records that were refused at a time. */
  readonly refused: number;
}

export interface DayTotals {
  readonly cycles: number;
  readonly created: BySide<number>;
  readonly updated: BySide<number>;
  readonly deleted: BySide<number>;
  readonly linked: number;
  readonly conflicts: number;
}

/** A cycle as it is remembered; times in ms. */
export interface CycleSummary {
  readonly id: string;
  readonly state: 'running' | 'finished' | 'lost';
  readonly holder: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** The cycle it took back. */
  readonly undoes: string | null;
  readonly report: Report | null;
}

/** Everything the archive knows of one record. `history`: newest first. */
export interface Explained extends RefOn {
  readonly sync: string;
  readonly kind: KindName;
  readonly direction: Direction | null;
  readonly record: Stored | null;
  readonly link: Link | null;
  readonly partner: Stored | null;
  readonly history: readonly JournalEntry[];
  readonly reviews: readonly Review[];
  /** Who it is never to be paired with. */
  readonly neverPair: readonly Reason[];
  /** Creates made of it whose outcome is not known yet. */
  readonly intents: readonly { readonly side: Side; readonly writtenAt: number }[];
}
