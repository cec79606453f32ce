import type { Reason } from '../../reasons';
import type { Label } from '../../reasons/label';
import type {
  Base,
  BySide,
  Fields,
  KindName,
  Keys,
  Limits,
  MatchedBy,
  NeutralRecord,
  Side,
  SideRecord,
  Value,
  Write,
  Decision,
} from '../model';

/** How two values of a field are compared: what a person would call the same is the same. */
export type FieldType =
  'text' | 'multiline' | 'email' | 'phone' | 'date' | 'instant' | 'choice' | 'boolean' | 'prose' | 'set' | 'structure';

export interface Field {
  readonly name: string;
  /** In English as the plug-in's own table called it. */
  readonly label: Label;
  readonly type: FieldType;
  /** Longest value in Zoho by default, in characters; the org's own metadata goes first. */
  readonly zohoMaxLength?: number;
  /**
   * A choice: the neutral values each side has a word for; none: it can be told nothing but a blank. What an org really offers
   * goes first (see `Limits`; a length there means that the org takes anything).
   */
  readonly choices?: Partial<BySide<readonly string[]>>;
  /** Why a side cannot be told it, for people; null where nobody misses it. */
  readonly whyCannotExpress?: Partial<BySide<Reason | null>>;
  /** How a value is spelt out for people that is no plain text. */
  readonly format?: (value: Value) => string | Reason;
  /** How a side says a value it has no word of its own for ("highest" is shown as "high"); what it said before flows back only after an edit. */
  readonly nearestChoice?: Partial<BySide<Readonly<Record<string, string>>>>;
  /** A look-up by name, or mandatory in Zoho: a blank on one side never blanks the other. */
  readonly neverBlank?: true;
  /** What Zoho is told of it depends on other fields, too (a cancelled meeting's title says so). */
  readonly dependsOnOthers?: true;
  /** Says only what is other than in the rest of the record: while that is asked about, it waits. */
  readonly waitsForOthers?: true;
  /** Each side keeps what it has, whatever the other shows. */
  readonly stays?: true;
  /** Fields that mean something only together (start and end) go over together; named after the first of them. */
  readonly group?: string;
  /** Sides that can be told it only once the record itself is there, by further requests. */
  readonly afterCreate?: readonly Side[];
}

/** What duplicates are told by, in people's words. */
export interface KeyNames {
  readonly strong: Label;
  readonly weak: Label;
  readonly named?: Label;
}

/** What the core must know of one kind of thing; all else about contacts, tasks, events is in the sides. */
export interface Kind {
  readonly name: KindName;
  readonly fields: readonly Field[];
  readonly keys: (record: Pick<NeutralRecord, 'fields' | 'aliases'>) => Keys;
  readonly label: (fields: Fields) => string;
  /** What Zoho can hold of a record beyond lengths (a mandatory last name, for one). `base`: what both showed when they last agreed. */
  readonly forZoho: (fields: Fields, limits: Limits, base: Base | null) => Fields;
  /** What of a record Zoho has no room for, though it holds the rest. */
  readonly leftOut?: (fields: Fields, limits: Limits) => readonly Reason[];
  /**
   * The way back: what Outlook is to show of these fields of Zoho's, where its own were these, and Zoho was told them so (when both
   * last agreed; now, where they never did); `now`: as Outlook has them now. Field by field where this is not there.
   */
  readonly forOutlook?: (zoho: Fields, own: Fields, told: Fields, now: Fields) => Fields;
  /** Fields that Outlook changed by itself, to say what happened: where Zoho's side was edited, that is no other edit. */
  readonly changedByItself?: (was: Fields, now: Fields) => readonly string[];
  /** Fields that one lens makes of the others while Outlook shows this: they go over together, whichever of them was edited. */
  readonly joined?: (outlook: Fields) => readonly string[];
  /** Parts of a side's `extra` that a write of fields may change, or a deletion takes with it: an undo brings them back. */
  readonly alongside?: Partial<BySide<readonly string[]>>;
  /** Fields that a side fills in every new record by itself. */
  readonly assignedBySide?: readonly string[];
  readonly keyNames: KeyNames;
  /** Is it clear that two who share a strong key are not the same? Then a person is asked. */
  readonly contradicts?: (a: Fields, b: Fields) => boolean;
  /** What tells those apart whose weak key is the same. */
  readonly detailFields?: readonly Field[];
  /** The fields of a record that is somebody else's in the CRM: what each person has of their own stays theirs. */
  readonly fieldsOfOthers?: readonly Field[];
  /** What a new record shows on a side where nothing that it can say is sent. */
  readonly defaults?: Partial<BySide<Fields>>;
  /** Why a record of this side must be left as it is (the other side cannot say it); null where nothing stands against it. */
  readonly whyUnsyncable?: (fields: Fields) => Reason | null;
  /** Why a record of this side is not created on the other one, though a linked one is kept in step. */
  readonly whyNotCreated?: (fields: Fields, side: Side) => Reason | null;
  /** Keys that ask for more than usual, made of the usual ones; where the user wants it. */
  readonly strictKeys?: (record: Pick<SideRecord, 'fields' | 'keys'>) => Keys;
  /** How many people a write would mail if the user lets it, by sort of mail. `before`: the record it changes, as it is now. */
  readonly countMails?: (write: Write, before: Fields) => Readonly<Record<string, number>>;
}

/** What a pair was matched by, as people call it: a duplicate key of the kind, or a person's answer. */
export const keyLabel = ({ keyNames: { strong, weak, named } }: Kind, matchedBy: MatchedBy): Label =>
  [strong, weak, named].find((label) => label?.en === matchedBy) ?? { en: matchedBy, ja: '回答' };

/** A limit that says: this side holds the field in full, whatever the kind's own constants say. Plain JSON, as all limits. */
export const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** A value that only its own side has a word for: it is kept and compared, but never written to the other side. */
export type SideOnly = { readonly sideOnly: string | Reason };
export const sideOnly = (said: string | Reason): SideOnly => ({ sideOnly: said });
export const isSideOnly = (value: Value | undefined): value is SideOnly =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'sideOnly' in value;

export const isBlank = (value: Value | undefined): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

type KnownFields = Partial<BySide<Pick<SideRecord, 'fields'>>>;

/** The decision, saying how many mails to people its writes would send if the user lets them; for most kinds there are none. */
export function withMailCounts({ countMails }: Kind, known: KnownFields, decision: Decision): Decision {
  const of = (write: Write) => Object.entries(countMails?.(write, known[write.side]?.fields ?? {}) ?? {});
  const all: Record<string, number> = {};
  for (const [sort, count] of decision.writes.flatMap(of)) all[sort] = (all[sort] ?? 0) + count;
  return Object.keys(all).length > 0 ? { ...decision, mailCounts: all } : decision;
}
