import type { CalDavClient } from '../../clients/caldav';
import type { GraphClient } from '../../clients/graph';
import type { ZohoClient } from '../../clients/zoho';
import type {
  CalendarSettings,
  Leaving,
  MailSettings,
  OutlookSettings,
  TakenBack,
  TodoSettings,
} from '../../sides/outlook';
import type { FeedPage, KnownRecords, WriteJob, WriteResult } from '../../sides/types';
import type { CompanyRule, DayRange, ZohoScope } from '../../sides/zoho';
import type { RecurringMode } from '../../sync/kinds';
import type { Reason } from '../../reasons';
import type { KindName, SideRecord, Value } from '../../sync/model';
import type { ReviewRecord, Told } from '../../sync/review/review';
import type { SignIn } from '../account';
import type { SideRun } from '../cycle';

/** All that the engine knows of one kind of record on one side: how to sign in, read and write. Both sides have the same. */
export interface SideOfKind {
  readonly signIn: SignIn;
  /** Pages of what changed since `cursor` (null: from the start). */
  readonly openFeed: (run: SideRun, cursor: Value, known: KnownRecords) => Promise<AsyncIterable<FeedPage>>;
  /** Of a side that counts what it is asked: how much of that is left to others. */
  readonly creditsKept?: () => number;
  /** Sends writes; results come as they are known. */
  readonly openWriter: (run: SideRun, jobs: readonly WriteJob[]) => Promise<AsyncIterable<WriteResult>>;
  /** What is still to be done once all writes of this run are recorded; called also when there were none. Answers what it did, counted. */
  readonly afterWrites?: (run: SideRun) => Promise<Readonly<Record<string, number>>>;
  /** What the side tells of records in question, by ref, for a person to decide by; who is gone or hidden is missing. */
  readonly tell?: (run: SideRun, records: readonly ReviewRecord[]) => Promise<ReadonlyMap<string, Told>>;
  /** Takes off what the sync put on records besides what they say; shows it only where not `writes`. Of sides where it puts anything. */
  readonly takeBack?: (
    run: SideRun,
    records: readonly SideRecord[],
    how: { readonly what: readonly Leaving[]; readonly writes: boolean },
  ) => AsyncIterable<readonly TakenBack[]>;
  /** Of what can be backed up. */
  readonly whole?: () => WholeRecords;
}

/** A record as its service tells it. */
export type Raw = Readonly<Record<string, unknown>>;

/** As much of a record as it takes to find it. */
export type Placed = Pick<SideRecord, 'ref' | 'extra'>;

/** What is to be put back into a record besides what is synced of it. */
export interface Rest {
  readonly ref: string;
  readonly extra: Value;
  readonly body: Raw;
}

/** Records whole, and wherever they lie. Asked after `openFeed`. Throws ApiError. */
export interface WholeRecords {
  /** As the service tells them, by ref; one that is gone is missing. */
  readonly read: (run: SideRun, records: readonly Placed[]) => Promise<ReadonlyMap<string, unknown>>;
  /** As the core knows them, synced or not; one that is gone is missing, or told as deleted. */
  readonly find: (run: SideRun, refs: readonly string[]) => Promise<readonly SideRecord[]>;
  /** What of all that the sync never touches is not as it was, as it was. */
  readonly rest: (run: SideRun) => Promise<(was: Raw, now: Raw) => Raw>;
  /** Puts that back; answers why it was refused, by ref. */
  readonly put: (run: SideRun, rests: readonly Rest[]) => Promise<ReadonlyMap<string, Reason>>;
}

/** What is synced of each kind, as the user chose it. */
export interface OutlookSettingsOf {
  readonly contact: OutlookSettings;
  readonly task: TodoSettings;
  readonly event: CalendarSettings;
  readonly mail: MailSettings;
}

/** A mailbox as a node reaches it. Settings are read where they are needed: not every operation has them all. */
export interface OutlookAccess {
  readonly signIn: SignIn;
  /** `run`: the cycle in whose name it writes. */
  readonly graph: (run?: SideRun) => Promise<GraphClient>;
  readonly settings: { readonly [K in KindName]: () => OutlookSettingsOf[K] };
  /** What the user calls the folder, list or calendar that is chosen; '' where the node does not know. */
  readonly placeName: () => string;
  /** Whether the participants of meetings are mailed. */
  readonly mailParticipants: () => boolean;
}

/** A CRM as a node reaches it. Settings are read where they are needed: not every operation has them all. */
export interface ZohoAccess {
  readonly signIn: SignIn;
  /** `run`: the cycle in whose name it writes. */
  readonly zoho: (run?: SideRun) => Promise<ZohoClient>;
  /** The same to read with: what another cycle of the same round has been told already is not asked again. */
  readonly readings: (run: SideRun) => Promise<ZohoClient>;
  /** The calendar server, and the address that signs in there: null where meetings are those of the module Events. */
  readonly calDav: ((run?: SideRun) => Promise<{ readonly dav: CalDavClient; readonly user: string }>) | null;
  readonly apiDomain: () => Promise<string>;
  readonly settings: {
    readonly scope: () => ZohoScope;
    /** Whose records, by id or address; '' for whoever signs in. */
    readonly owner: () => string;
    readonly recurring: () => RecurringMode;
    readonly companies: () => CompanyRule;
    readonly calendar: () => string;
    readonly calendarName: () => string;
    /** Days of meetings to look at, where that is not for Outlook's side to say. */
    readonly span?: DayRange;
    /** Automations of the CRM that may start for what is written. */
    readonly trigger: () => readonly string[];
    /** API credits of the org that are left to others. */
    readonly creditsKept: () => number;
  };
}
