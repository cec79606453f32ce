import type { Label, Language } from './label';

/** Any reason, as an argument of another one; `Reason` is the list of those there are. */
export type SomeReason = { readonly code: string; readonly args: { readonly [name: string]: Json } };

/** What a reason may name: plain data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What is said in one language: what is the matter, and, where a person can do something now, what that is. */
export type Text = string | readonly [message: string, nextStep: string];

/** A reason within another one, in the language of that one; `${it}` is the whole of it. */
export interface Said {
  readonly message: string;
  readonly nextStep: string;
  toString(): string;
}

/** Arguments as a wording gets them: labels and reasons are words of its language by then. */
export type Worded<T> = T extends Label
  ? string
  : T extends SomeReason
    ? Said
    : T extends readonly (infer One)[]
      ? readonly Worded<One>[]
      : T extends object
        ? { readonly [K in keyof T]: Worded<T[K]> }
        : T;

type Wording<Args> = Text | ((args: Worded<Args>) => Text);

/** One reason in every language. */
export type Wordings<Args> = Readonly<Record<Language, Wording<Args>>> & { readonly argsOf?: Args };

export type NoArgs = Readonly<Record<string, never>>;

/** A reason that names something: `words<{ count: number }>({ en: ({ count }) => …, ja: ({ count }) => … })`. */
export const words = <Args extends object = NoArgs>(wordings: Wordings<Args>): Wordings<Args> => wordings;

export type SideName = 'outlook' | 'zoho';
/** How a person calls a side, in every language. */
export const sideName: Readonly<Record<SideName, string>> = { outlook: 'Outlook', zoho: 'Zoho CRM' };
export const otherName = (side: SideName): string => sideName[side === 'outlook' ? 'zoho' : 'outlook'];

export type KindName = 'contact' | 'task' | 'event' | 'mail';
/** How a person calls a kind of thing. */
export const kindName: Readonly<Record<Language, Readonly<Record<KindName, string>>>> = {
  en: { contact: 'contact', task: 'task', event: 'event', mail: 'mail' },
  ja: { contact: '連絡先', task: 'タスク', event: '予定', mail: 'メール' },
};

/** "1 record", "3 records": English with the right number; `many` where an s does not make it. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Names in a row, as a sentence has them. */
export const listed = (names: readonly string[], language: Language): string =>
  names.join(language === 'ja' ? '、' : ', ');
