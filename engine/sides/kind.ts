import type { CalDavClient } from '../../clients/caldav';
import type { GraphClient } from '../../clients/graph';
import type { ZohoClient } from '../../clients/zoho';
import type { OutlookSettings, TodoSettings, CalendarSettings, MailSettings } from '../../sides/outlook';
import type { FeedPage, KnownRecords, WriteJob, WriteResult } from '../../sides/types';
import type { CompanyRule, ZohoScope } from '../../sides/zoho';
import type { RecurringMode } from '../../sync/kinds';
import type { KindName, Value } from '../../sync/model';
import type { SignIn } from '../account';
import type { SideRun } from '../cycle';

/** All that the engine knows of one kind of record on one side: how to sign in, read and write. Both sides have the same. */
export interface SideOfKind {
  readonly signIn: SignIn;
  /** Pages of what changed since `cursor` (null: from the start). */
  readonly openFeed: (run: SideRun, cursor: Value, known: KnownRecords) => Promise<AsyncIterable<FeedPage>>;
  /** Sends writes; results come as they are known. */
  readonly openWriter: (run: SideRun, jobs: readonly WriteJob[]) => Promise<AsyncIterable<WriteResult>>;
  /** What is still to be done once all writes of this run are recorded; called also when there were none. Answers what it did, counted. */
  readonly afterWrites?: (run: SideRun) => Promise<Readonly<Record<string, number>>>;
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
  /** The calendar server, and the address that signs in there: null where meetings are those of the module Events. */
  readonly calDav: ((run?: SideRun) => Promise<{ readonly dav: CalDavClient; readonly user: string }>) | null;
  readonly apiDomain: () => Promise<string>;
  readonly settings: {
    readonly scope: () => ZohoScope;
    readonly recurring: () => RecurringMode;
    readonly companies: () => CompanyRule;
    readonly calendar: () => string;
    readonly calendarName: () => string;
    /** Automations of the CRM that may start for what is written. */
    readonly trigger: () => readonly string[];
  };
}
