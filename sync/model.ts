/** The nouns of the sync. Everything here is plain data: it can be stored, sent through n8n as an item, and read by a person. */

import type { Reason } from '../reasons';

export type Side = 'outlook' | 'zoho';
export const sides: readonly Side[] = ['outlook', 'zoho'];
export const other = (side: Side): Side => (side === 'outlook' ? 'zoho' : 'outlook');
export { sideName } from '../reasons';

export type KindName = 'contact' | 'task' | 'event' | 'mail';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
/** Neutral field name → value. A missing field and null both mean blank. */
export type Fields = Readonly<Record<string, Value>>;

/** Values of which nothing is known yet, as what they should be. */
export const asString = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A list without its holes: vendors leave nulls where something was. */
export const asArray = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]).filter((one) => one !== null && one !== undefined) : [];
export const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
export const stringOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** One value per side. */
export type BySide<T> = Readonly<Record<Side, T>>;

/** A vendor's record in neutral form, before it is known where it stands. */
export interface NeutralRecord {
  readonly fields: Fields;
  /** Other names the same thing goes by on its side; for a contact its further e-mail addresses. They match, but do not flow. */
  readonly aliases: readonly string[];
  /** What the side needs to patch the record without harming its neighbours (whole collections of the vendor). */
  readonly extra: Value;
}

/** By what a record is recognised when no link knows it yet. */
export interface Keys {
  /** Any shared one means "the same" (folded e-mail addresses; a subject with its date). */
  readonly strong: readonly string[];
  /** Counts only where at least one of the two has no strong key (folded last + first name; a subject without a date). */
  readonly weak: string | null;
  /** The weak one is half a name, or what stands in for one: it pairs two who have no more, and asks only between such. */
  readonly isHalf?: true;
  /** Made of its own ref, or of the ref of the partner that it names (by a link): pairs two, and is no question where several have it. */
  readonly named?: readonly string[];
}

/** live: in scope. outside: exists elsewhere, its fields stay private. deleted: a tombstone proves it. */
export type RecordState = 'live' | 'outside' | 'deleted';

/** One contact (task, event) as one side shows it now. */
export interface SideRecord {
  readonly ref: string;
  /** Opaque change mark of the side (etag, Modified_Time). */
  readonly version: string | null;
  /** ISO instant of the last change as the side tells it; only for "newest wins". */
  readonly modifiedAt: string | null;
  readonly state: RecordState;
  readonly fields: Fields;
  readonly keys: Keys;
  readonly extra: Value;
  /** It is there, but cannot be read, so it counts as outside what is synced until it can; why. */
  readonly unreadable?: Reason;
  /** Intent id found in the record: proof that we created it, though the reply was lost. */
  readonly mark?: string | null;
  /** The ref it had before its side gave it another one (it was moved): its link goes on with it. */
  readonly previousRef?: string;
}

export const noKeys: Keys = { strong: [], weak: null };

/** Of a record that is gone nothing else is known. */
export const deletedRecord = (ref: string): SideRecord => ({
  ...{ ref, version: null, modifiedAt: null, state: 'deleted' },
  ...{ fields: {}, keys: noKeys, extra: null },
});

/** Refs of one side. */
export type Refs = readonly string[];
export type SideRecords = readonly SideRecord[];

/** What each side looked like when both last agreed, field by field. Kept per side, so a value a side had to shorten is no edit. */
export type Base = BySide<Fields>;

/** What one org's Zoho can hold, by neutral field: the longest value in UTF-16 units, or, of a choice, the neutral values it has. */
export type Limits = Readonly<Record<string, number | readonly string[]>>;

export type Change = 'unchanged' | 'edited' | 'deleted';

/** How two records came to be a pair: by their link, or by a duplicate key as the kind calls it ("e-mail"). */
export type MatchedBy = string;

/** Two records, one per side, that are the same thing. Before the first agreement `link` and `base` are null. */
export interface Pair {
  readonly link: string | null;
  readonly matchedBy: MatchedBy;
  readonly base: Base | null;
  readonly outlook: SideRecord;
  readonly zoho: SideRecord;
  /** One of them is gone, and another record of its side has a key of the one that is left, as after two were merged. */
  readonly keyLivesOn?: boolean;
}

export interface Ambiguity {
  readonly reason: Reason;
  readonly outlook: readonly SideRecord[];
  readonly zoho: readonly SideRecord[];
}

/** Who wins where both sides changed one field to different values. */
export type Winner = 'ask' | 'newest' | Side;
export type Direction = 'both' | 'toZoho' | 'toOutlook';
export type DeletePolicy = 'keep' | 'delete' | 'ask';

export interface Policy {
  readonly direction: Direction;
  readonly conflict: Winner;
  /** Overrides of `conflict` by neutral field name. */
  readonly perField: Readonly<Record<string, Winner>>;
  readonly deletes: DeletePolicy;
}

/** A field both sides changed to different values. `winner` null: a person must decide. */
export interface Clash {
  readonly field: string;
  readonly label: string;
  readonly outlook: Value;
  readonly base: Value;
  readonly zoho: Value;
  readonly winner: Side | null;
  /** Why a person is asked though only one side changed it. */
  readonly why?: Reason;
}

/** One call to one side. `fields` is a patch: only what changes; for a create, everything. */
export interface Write {
  readonly side: Side;
  readonly op: 'create' | 'update' | 'delete';
  readonly ref: string | null;
  /** The version the decision was made on: the write is refused if the record moved since. */
  readonly version: string | null;
  readonly fields: Fields;
  /** What both sides will have agreed on once this write is done. */
  readonly agreed: Base;
  /** The record's `extra` when the decision was made. */
  readonly extra: Value;
  /** Of a create: the record of the other side that it is made of. */
  readonly from?: Source;
  /** Fields that show something whose partner has nothing there, as both agreed: where the side has room for several, that stays. */
  readonly beside?: readonly string[];
  /** Fields of which this write alone agrees on nothing: the other side's write does. */
  readonly open?: readonly string[];
  /** Of an undo: what of `extra` went along with what is undone (see `Kind.alongside`), as it was and as that left it. */
  readonly undone?: BeforeAndAfter;
  /** Of an undo: a look-up that was blank becomes blank again, which no edit ever does. */
  readonly blanksLookups?: true;
  /** Which of several records of that name a person meant, by the field that names it. */
  readonly chosen?: Readonly<Record<string, NamedRecord>>;
}

/** A record as others refer to it. */
export interface NamedRecord {
  readonly ref: string;
  readonly name: string;
}

export type BeforeAndAfter = Readonly<Record<'before' | 'after', Fields>>;

/** Where a new record comes from: its ref, and the `extra` of its side. */
export interface Source {
  readonly ref: string;
  readonly extra: Value;
}

/**
 * nothing: in step. agree: equal already, only the archive is refreshed. write: see `writes`. dropLink: gone on both sides.
 * unlink: two different things after all, so the link goes.
 * pause: the link stays, but is left alone (deleted on one side and kept on the other). skip: the direction forbids the write.
 * ask: a person decides.
 */
export type Verdict = 'nothing' | 'agree' | 'write' | 'dropLink' | 'unlink' | 'pause' | 'skip' | 'ask';

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly link: string | null;
  readonly matchedBy: MatchedBy | null;
  readonly refs: BySide<string | null>;
  readonly writes: readonly Write[];
  /** What both sides agree on already, without a write. */
  readonly agreed: Base;
  readonly clashes: readonly Clash[];
  /** What stays as it is because the other side has no way to say it, each with the reason. */
  readonly unsyncable?: readonly Reason[];
  /** Mails that the writes would send to people if the user lets them, by sort ("invitations"). */
  readonly mailCounts?: Readonly<Record<string, number>>;
  /** A short name for people: "Tanaka Hanako". */
  readonly label: string;
  /** The cycle that it takes back. Whoever it leaves without a partner rests until somebody changes it. */
  readonly undoesCycle?: string;
  /** Ids of the answered reviews that it follows. */
  readonly answersReviews?: readonly string[];
}
