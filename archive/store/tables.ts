import { type ExpressionBuilder, type FilterObject, type Kysely, sql } from 'kysely';
import type { Direction, KindName, RecordState, Side } from '../../sync/model';
import type { RecordStatus, ReviewTopic, ReviewState, JournalOp } from './states';

/** Columns hold text and whole numbers only, so that every database can keep them: JSON as text, times in ms. */
export interface Column<T> {
  readonly type: 'text' | 'integer' | 'bigint';
  readonly isNullable?: true;
  /** Only for the compiler. */
  readonly holds?: T;
}
export const text = <T extends string = string>(): Column<T> => ({ type: 'text' });
const textOrNull = <T extends string = string>(): Column<T | null> => ({ type: 'text', isNullable: true });
const integer: Column<number> = { type: 'integer' };
export const bigint: Column<number> = { type: 'bigint' };
const bigintOrNull: Column<number | null> = { type: 'bigint', isNullable: true };

export interface Blueprint {
  readonly columns: Readonly<Record<string, Column<unknown>>>;
  readonly primary: readonly string[];
  /** The rows are kept in the index of their primary key, where the database can do that: once instead of twice. */
  readonly isIndex?: true;
  /** Each by the names of its columns: `sync side`. */
  readonly unique?: readonly string[];
  /** The same, and where only some rows are of interest, which: `sync side where state = 'deleted'`. */
  readonly indexes?: readonly string[];
}

/** The first schema. Once released it never changes: what comes later is a new migration, and adds its columns to `Tables`. */
export const first = {
  sync: {
    columns: {
      name: text(),
      kind: text<KindName>(),
      holder: textOrNull(),
      fence: bigint,
      lease_ms: bigint,
      lease_until: bigint,
      /** Number of the full reading under way or last done, per side; `record.seen_in` tells in which one a record was met, -1 that it never was. */
      full_read_outlook: bigint,
      full_read_zoho: bigint,
      /** Which way the last cycle was allowed to write. */
      direction: textOrNull<Direction>(),
      /** How long its history is kept, in ms, as its last Finish said. */
      keep_ms: bigintOrNull,
      /** When a plan of this sync was first carried out; null before: what it would do is asked about. */
      let_go_at: bigintOrNull,
      /** The workflow (its id) whose run by hand holds the lease; null for every other run. */
      by_hand: textOrNull(),
      /** Requests that may write and whose answer has not come. */
      writes_out: bigint,
      /** The workflow (its id) that last ran it; null where nobody told. */
      workflow: textOrNull(),
      /** Since when no cycle may start, in ms; null: they may. */
      paused_at: bigintOrNull,
      /** Until when a service has asked to wait, in ms; null: none did. */
      asked_until: bigintOrNull,
      /** Whose it is, by their address, where one workflow syncs many people. */
      person: textOrNull(),
    },
    primary: ['name'],
  },
  profile: {
    columns: { sync: text(), side: text<Side>(), account: text(), place: text(), data: text(), read_at: bigint },
    primary: ['sync', 'side'],
  },
  record: {
    columns: {
      sync: text(),
      side: text<Side>(),
      ref: text(),
      version: textOrNull(),
      modified_at: textOrNull(),
      state: text<RecordState>(),
      fields: text(),
      extra: text(),
      keys: text(),
      status: text<RecordStatus>(),
      /** Pending or parked since, 0 otherwise. */
      since: bigint,
      /** When it was last handed out; those handed out longest ago come first, so that nobody starves behind a filter. */
      offered_at: bigint,
      tries: integer,
      next_try: bigint,
      /** The code of the reason it is parked, or settled, for; what that names. */
      reason: textOrNull(),
      reason_args: text(),
      review: textOrNull(),
      seen_in: bigint,
    },
    primary: ['sync', 'side', 'ref'],
    indexes: ['sync side status state', 'review', 'sync side seen_in', "sync side where state = 'deleted'"],
  },
  key: {
    columns: {
      sync: text(),
      side: text<Side>(),
      ref: text(),
      key: text(),
      strength: text<'strong' | 'weak'>(),
      /** 1: the record has no strong key, so its weak one counts. */
      only_weak: integer,
    },
    primary: ['sync', 'key', 'side', 'ref'],
    isIndex: true,
  },
  link: {
    columns: {
      ...{ id: text(), sync: text(), outlook: text(), zoho: text(), state: text<'live' | 'paused'>() },
      ...{ base_outlook: text(), base_zoho: text(), linked_at: bigint },
    },
    primary: ['id'],
    unique: ['sync outlook', 'sync zoho'],
    indexes: ['sync state'],
  },
  cursor: {
    columns: { sync: text(), side: text<Side>(), feed: text(), value: text(), read_at: bigint },
    primary: ['sync', 'side', 'feed'],
  },
  intent: {
    columns: {
      ...{ id: text(), sync: text(), side: text<Side>(), op: text<'create' | 'update'>(), source_ref: text() },
      fields: text(),
      keys: text(),
      agreed: text(),
      link: textOrNull(),
      written_at: bigint,
    },
    primary: ['id'],
    indexes: ['sync side source_ref'],
  },
  review: {
    columns: {
      id: text(),
      sync: text(),
      cycle: text(),
      topic: text<ReviewTopic>(),
      /** The same records over the same question: asked once, however many cycles meet it. */
      subject: text(),
      label: text(),
      reason: text(),
      reason_args: text(),
      refs: text(),
      details: text(),
      state: text<ReviewState>(),
      answer: text(),
      opened_at: bigint,
      closed_at: bigintOrNull,
      /** When a cycle last met the question. */
      seen_at: bigint,
      answered_at: bigintOrNull,
      answered_by: textOrNull(),
    },
    primary: ['id'],
    indexes: ['sync state', 'sync subject'],
  },
  journal: {
    columns: {
      sync: text(),
      seq: bigint,
      cycle: text(),
      at: bigint,
      op: text<JournalOp>(),
      side: textOrNull<Side>(),
      ref: textOrNull(),
      link: textOrNull(),
      label: text(),
      reason: text(),
      reason_args: text(),
      before: text(),
      after: text(),
      clashes: text(),
      /** The link as it was before, where it changed or the record was part of one: what undoing needs. */
      link_before: text(),
    },
    primary: ['sync', 'seq'],
    indexes: ['cycle', 'sync link', 'sync at', 'sync side ref'],
  },
  cycle: {
    columns: {
      id: text(),
      sync: text(),
      holder: text(),
      fence: bigint,
      state: text<'running' | 'finished' | 'lost'>(),
      started_at: bigint,
      finished_at: bigintOrNull,
      read_outlook: integer,
      read_zoho: integer,
      tally: text(),
      report: textOrNull(),
      /** The cycle that this one takes back. */
      undoes: textOrNull(),
      /** Why it failed; null where it did not, or nobody was told. */
      error: textOrNull(),
    },
    primary: ['id'],
    indexes: ['sync started_at', 'sync state started_at'],
  },
  /** The one run that waits until a sync is free. */
  queue: { columns: { sync: text(), holder: text(), renewed_at: bigint }, primary: ['sync'] },
  /** Two records, each as `side:ref`, that are never to be paired; `review`: in which it was said; `labels`: of whom, for people (JSON). */
  never_pair: {
    columns: { sync: text(), a: text(), b: text(), review: text(), labels: text(), made_at: bigint, made_by: text() },
    primary: ['sync', 'a', 'b'],
    indexes: ['sync review'],
  },
  /** What a person said shall be done from now on. */
  rule: {
    columns: {
      ...{ id: text(), sync: text(), what: text(), made_at: bigint, made_by: text() },
      ...{ revoked_at: bigintOrNull, revoked_by: textOrNull() },
    },
    primary: ['id'],
    indexes: ['sync revoked_at'],
  },
  /** A plan somebody looked at, decision by decision. */
  plan: {
    columns: { sync: text(), hash: text(), cycle: text(), made_at: bigint, counts: text(), lines: text() },
    primary: ['sync', 'hash'],
  },
  /** What the last check of a sync found, which may come before its first run. */
  checked: { columns: { sync: text(), kind: text<KindName>(), at: bigint, lines: text() }, primary: ['sync'] },
  /** The people of a company, by address; `reason`: why somebody takes no part, and since when their syncs are paused for it. */
  person: {
    columns: {
      ...{ address: text(), name: text(), mailbox: text(), owner: text() },
      ...{ reason: textOrNull(), reason_args: text(), paused_at: bigintOrNull },
    },
    primary: ['address'],
  },
} satisfies Readonly<Record<string, Blueprint>>;

export type RowOf<Columns> = { [name in keyof Columns]: Columns[name] extends Column<infer T> ? T : never };
type Blueprints = typeof first;
export type TableName = keyof Blueprints;
export const tableNames = Object.keys(first) as readonly TableName[];
/** A row of each table, as its columns say. */
export type Tables = { [table in keyof Blueprints]: RowOf<Blueprints[table]['columns']> };

export type RecordRow = Tables['record'];
export type LinkRow = Tables['link'];
export type ReviewRow = Tables['review'];
export type JournalRow = Tables['journal'];
export type IntentRow = Tables['intent'];

export type Db = Kysely<Tables>;

/** The archive is in PostgreSQL: it alone numbers its parameters. */
export const isServer = <T>(db: Kysely<T>): boolean => sql`${0}`.compile(db).sql === '$1';

type Filtered<Values, DB, TB extends keyof DB> =
  Values extends Readonly<FilterObject<DB, TB>> ? ExpressionBuilder<DB, TB> : never;

/** As a condition: these columns have these values. */
export const equal =
  <const Values>(values: Values) =>
  <DB, TB extends keyof DB>(eb: Filtered<Values, DB, TB>) =>
    eb.and(values as never);
