import { english } from './english';
import { japanese } from './japanese';

export type Language = 'en' | 'ja';
/** Every text of the page, by name; the English ones are the list of names. */
export type Words = { readonly [name in keyof typeof english]: string };

const languages: Readonly<Record<Language, Words>> = { en: english, ja: japanese };
export const wordsOf = (language: Language): Words => languages[language];

/** What the reader chose, else what their browser asks for first. */
export function languageOf(chosen: unknown, accepted: unknown): Language {
  if (chosen === 'ja' || chosen === 'en') return chosen;
  const [first = ''] = String(accepted ?? '').split(',');
  return /^\s*ja\b/i.test(first) ? 'ja' : 'en';
}

/** A text with its gaps filled: "{count} open" with `{ count: 3 }`. */
export const filled = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(gaps[name] ?? ''));
