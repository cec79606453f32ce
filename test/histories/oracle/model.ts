import type { Side } from '../types';

/** Values as they are compared; '' is blank. */
export type Content = Readonly<Record<string, string>>;

/** A field both sides have, and how the poorer side holds Outlook's value. */
export interface FieldRule {
  readonly name: string;
  /** As the CRM would hold it; the same unless told. */
  readonly project?: (value: string) => string;
  /** `project` cuts: an edit of the short copy goes into the whole, or a person is asked. */
  readonly isCut?: boolean;
  /** As Outlook would show the CRM's value; the same unless told. */
  readonly show?: (value: string) => string;
  /** Needs a request of its own, so the rest may be there before it. */
  readonly later?: boolean;
  /** The CRM takes no such value: it keeps its own there, and gets the rest. */
  readonly isRefused?: (value: string) => boolean;
  /** What a new record of the CRM has instead, where that is known beforehand: then nobody's is overwritten at a first meeting. */
  readonly instead?: string;
  /** Two with such values are perhaps not the same, whatever else is alike: a person is asked before they are made one. */
  readonly tellsApart?: (o: string, z: string) => boolean;
  /** A blank never goes over. */
  readonly neverBlank?: boolean;
}

/** What each side makes of the other's value. */
export const projectBy =
  ({ project = (value) => value }: FieldRule) =>
  (value: string): string =>
    project(value);
export const showBy =
  ({ show = (value) => value }: FieldRule) =>
  (value: string): string =>
    show(value);
/** Do both say the same, as far as they can? */
export const isSame = (rule: FieldRule, o: string, z: string): boolean =>
  projectBy(rule)(o) === z || showBy(rule)(z) === o;

/** A record as its side shows it; `isOut`: outside of what is synced. */
export interface Half {
  readonly fields: Content;
  readonly isOut: boolean;
}

/** Both records of one thing; null where there is none. */
export type Halves = Readonly<Record<Side, Half | null>>;

export type Seen = 'absent' | 'live' | 'outside' | 'deleted';

/** What the sync may know. */
export interface Hidden {
  /** What both sides showed when they last agreed; null where they are not known as one. */
  readonly base: Readonly<Record<Side, Content>> | null;
  readonly link: 'live' | 'paused';
  readonly seen: Readonly<Record<Side, Seen>>;
  /** Created, but the reply was lost: found again by its mark, unless it is deleted before. */
  readonly isLoose: boolean;
  /** A person was asked, and waits. */
  readonly asked: boolean;
}

export const fresh: Hidden = {
  ...{ base: null, link: 'live', isLoose: false, asked: false },
  seen: { outlook: 'absent', zoho: 'absent' },
};

/** What may come of a cycle. `lost`: edits that a rule settled. */
export interface Outcome {
  readonly halves: Halves;
  readonly hidden: Hidden;
  readonly lost: number;
}

const keys = new WeakMap<object, string>();

function keyOfObject(value: object): string {
  const names = Object.keys(value).sort();
  const key = `{${names.map((name) => `${name}:${keyOf((value as Readonly<Record<string, unknown>>)[name])}`).join(',')}}`;
  keys.set(value, key);
  return key;
}

/** The same for what is alike, whatever the order of its keys. Values here never change, so each object is written out once. */
export const keyOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? (keys.get(value) ?? keyOfObject(value)) : JSON.stringify(value);

export const other = (side: Side): Side => (side === 'zoho' ? 'outlook' : 'zoho');
