import type { Selectable } from 'kysely';
import type { Direction, KindName, RecordState, Side } from '../../sync/model';

/** settled: nothing to do. pending: a cycle has to look at it. parked: its own fault, next try later. review: a person decides. */
export type RecordStatus = 'settled' | 'pending' | 'parked' | 'review';

export type ReviewTopic = 'conflict' | 'ambiguous' | 'refusal';

/** open: a person is asked. answered: the next cycle applies the answer. done: applied. obsolete: the records no longer need it. */
export type ReviewState = 'open' | 'answered' | 'done' | 'obsolete';

/** attach: a mail now shows on a CRM record. skip: a mail that rightly goes nowhere, with the reason. */
export type JournalOp =
  | 'create'
  | 'update'
  | 'delete'
  | 'link'
  | 'recovered'
  | 'dropLink'
  | 'unlink'
  | 'pause'
  | 'resume'
  | 'notice'
  | 'refChange'
  | 'attach'
  | 'skip';

/** Two records, each as `side:ref`, that are never to be paired; `review`: that in which it was said. */
export interface NeverPairTable {
  sync: string;
  a: string;
  b: string;
  review: string;
  /** Whom it is about, for people: JSON. */
  labels: string;
  made_at: number;
  made_by: string;
}

/** What a person said shall be done from now on. */
export interface RuleTable {
  id: string;
  sync: string;
  what: string;
  made_at: number;
  made_by: string;
  revoked_at: number | null;
  revoked_by: string | null;
}

/** A plan somebody looked at, decision by decision. */
export interface PlanTable {
  sync: string;
  hash: string;
  cycle: string;
  made_at: number;
  counts: string;
  lines: string;
}

export type RuleRow = Selectable<RuleTable>;

/** Columns hold text and whole numbers only, so that every database can keep them: JSON as text, times in ms. */
export interface Tables {
  sync: SyncTable;
  profile: ProfileTable;
  record: RecordTable;
  key: KeyTable;
  link: LinkTable;
  cursor: CursorTable;
  intent: IntentTable;
  review: ReviewTable;
  journal: JournalTable;
  cycle: CycleTable;
  queue: QueueTable;
  never_pair: NeverPairTable;
  rule: RuleTable;
  plan: PlanTable;
}

export interface SyncTable {
  name: string;
  kind: KindName;
  holder: string | null;
  fence: number;
  lease_ms: number;
  lease_until: number;
  /** Number of the full reading under way or last done, per side; `record.seen_in` tells in which one a record was met, -1 that it never was. */
  full_read_outlook: number;
  full_read_zoho: number;
  /** Which way the last cycle was allowed to write. */
  direction: Direction | null;
}

export interface ProfileTable {
  sync: string;
  side: Side;
  account: string;
  place: string;
  data: string;
  read_at: number;
}

export interface RecordTable {
  sync: string;
  side: Side;
  ref: string;
  version: string | null;
  modified_at: string | null;
  state: RecordState;
  fields: string;
  extra: string;
  keys: string;
  status: RecordStatus;
  /** Pending or parked since, 0 otherwise. */
  since: number;
  /** When it was last handed out; those handed out longest ago come first, so that nobody starves behind a filter. */
  offered_at: number;
  tries: number;
  next_try: number;
  /** The code of the reason it is parked, or settled, for; what that names. */
  reason: string | null;
  reason_args: string;
  review: string | null;
  seen_in: number;
}

export interface KeyTable {
  sync: string;
  side: Side;
  ref: string;
  key: string;
  strength: 'strong' | 'weak';
  /** 1: the record has no strong key, so its weak one counts. */
  only_weak: number;
}

export interface LinkTable {
  id: string;
  sync: string;
  outlook: string;
  zoho: string;
  state: 'live' | 'paused';
  base_outlook: string;
  base_zoho: string;
  linked_at: number;
}

export interface CursorTable {
  sync: string;
  side: Side;
  feed: string;
  value: string;
  read_at: number;
}

export interface IntentTable {
  id: string;
  sync: string;
  side: Side;
  source_ref: string;
  fields: string;
  keys: string;
  agreed: string;
  link: string | null;
  written_at: number;
}

export interface ReviewTable {
  id: string;
  sync: string;
  cycle: string;
  topic: ReviewTopic;
  /** The same records over the same question: asked once, however many cycles meet it. */
  subject: string;
  label: string;
  reason: string;
  reason_args: string;
  refs: string;
  details: string;
  state: ReviewState;
  answer: string;
  opened_at: number;
  closed_at: number | null;
  /** When a cycle last met the question. */
  seen_at: number;
  answered_at: number | null;
  answered_by: string | null;
}

export interface JournalTable {
  sync: string;
  seq: number;
  cycle: string;
  at: number;
  op: JournalOp;
  side: Side | null;
  ref: string | null;
  link: string | null;
  label: string;
  reason: string;
  reason_args: string;
  before: string;
  after: string;
  clashes: string;
  /** The link as it was before, where it changed or the record was part of one: what undoing needs. */
  link_before: string;
}

export interface CycleTable {
  id: string;
  sync: string;
  holder: string;
  fence: number;
  state: 'running' | 'finished' | 'lost';
  started_at: number;
  finished_at: number | null;
  read_outlook: number;
  read_zoho: number;
  tally: string;
  report: string | null;
  /** The cycle that this one takes back. */
  undoes: string | null;
}

/** The one run that waits until a sync is free. */
export interface QueueTable {
  sync: string;
  holder: string;
  renewed_at: number;
}

export type RecordRow = Selectable<RecordTable>;
export type LinkRow = Selectable<LinkTable>;
export type ReviewRow = Selectable<ReviewTable>;
