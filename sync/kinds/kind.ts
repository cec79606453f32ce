import type { BySide, Fields, KindName, Keys, Limits, Neutral, Side, SideRecord, Value, Write } from '../model';

/** How two values of a field are compared: what a person would call the same is the same. */
export type Likeness =
  'text' | 'multiline' | 'email' | 'phone' | 'date' | 'instant' | 'choice' | 'boolean' | 'prose' | 'set' | 'structure';

export interface Field {
  readonly name: string;
  /** As the plug-in's own table called it. */
  readonly label: string;
  readonly like: Likeness;
  /** Longest value in Zoho by default, in characters; the org's own metadata goes first. */
  readonly zohoLimit?: number;
  /**
   * A choice: the neutral values each side has a word for; none: it can be told nothing but a blank. What an org really offers
   * goes first (see `Limits`; a length there means that the org takes anything).
   */
  readonly choices?: Partial<BySide<readonly string[]>>;
  /** Why a side cannot be told it, for people; '' where nobody misses it. */
  readonly why?: Partial<BySide<string>>;
  /** How a value is spelt out for people that is no plain text. */
  readonly say?: (value: Value) => string;
  /** How a side says a value it has no word of its own for ("highest" is shown as "high"); what it said before flows back only after an edit. */
  readonly nearest?: Partial<BySide<Readonly<Record<string, string>>>>;
  /** A look-up by name, or mandatory in Zoho: a blank on one side never blanks the other. */
  readonly neverBlank?: true;
  /** What Zoho is told of it depends on other fields, too (a cancelled meeting's title says so). */
  readonly composed?: true;
  /** Fields that mean something only together (start and end) go over together; named after the first of them. */
  readonly together?: string;
  /** Sides that can be told it only once the record itself is there, by further requests. */
  readonly later?: readonly Side[];
}

/** What the core must know of one kind of thing; all else about contacts, tasks, events is in the sides. */
export interface Kind {
  readonly name: KindName;
  readonly fields: readonly Field[];
  readonly keys: (record: Pick<Neutral, 'fields' | 'aliases'>) => Keys;
  readonly label: (fields: Fields) => string;
  /** What Zoho can hold of a record beyond lengths (a mandatory last name, for one). */
  readonly forZoho: (fields: Fields, limits: Limits) => Fields;
  /** Fields that a side fills in every new record by itself. */
  readonly given?: readonly string[];
  /** By what duplicates are told, in the user's words. */
  readonly words: { readonly strong: string; readonly weak: string };
  /** What a new record shows on a side where nothing that it can say is sent. */
  readonly defaults?: Partial<BySide<Fields>>;
  /** Why a record of this side must be left as it is (the other side cannot say it); null where nothing stands against it. */
  readonly leaves?: (fields: Fields) => string | null;
  /** Why a record of this side is not created on the other one, though a linked one is kept in step. */
  readonly leavesNew?: (fields: Fields, side: Side) => string | null;
  /** Keys that ask for more than usual, made of the usual ones; where the user wants it. */
  readonly stricter?: (record: Pick<SideRecord, 'fields' | 'keys'>) => Keys;
  /** How many people a write would mail if the user lets it, by sort of mail. `before`: the record it changes, as it is now. */
  readonly mails?: (write: Write, before: Fields) => Readonly<Record<string, number>>;
}

/** A limit that says: this side holds the field in full, whatever the kind's own constants say. Plain JSON, as all limits. */
export const ENDLESS = Number.MAX_SAFE_INTEGER;

/** A value that only its own side has a word for: it is kept and compared, but never written to the other side. */
export type Own = { readonly own: string };
export const own = (text: string): Own => ({ own: text });
export const isOwn = (value: Value | undefined): value is Own =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'own' in value;

export const isBlank = (value: Value | undefined): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
