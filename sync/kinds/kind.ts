import type { Fields, KindName, Keys, Neutral, Value } from '../model';

/** How two values of a field are compared: what a person would call the same is the same. */
export type Likeness = 'text' | 'multiline' | 'email' | 'phone' | 'date';

export interface Field {
  readonly name: string;
  /** As the plug-in's own table called it. */
  readonly label: string;
  readonly like: Likeness;
  /** Longest value in Zoho by default, in characters; the org's own metadata goes first. */
  readonly zohoLimit?: number;
  /** A look-up by name, or mandatory in Zoho: a blank on one side never blanks the other. */
  readonly neverBlank?: true;
}

/** What the core must know of one kind of thing; all else about contacts, tasks, events is in the sides. */
export interface Kind {
  readonly name: KindName;
  readonly fields: readonly Field[];
  readonly keys: (record: Pick<Neutral, 'fields' | 'aliases'>) => Keys;
  readonly label: (fields: Fields) => string;
  /** What Zoho can hold of a record beyond lengths (a mandatory last name, for one). */
  readonly forZoho: (fields: Fields) => Fields;
}

export const isBlank = (value: Value | undefined): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
