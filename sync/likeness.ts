import type { Fields, Value } from './model';
import type { Likeness } from './kinds/kind';

/** Nothing to fold but case: by far the most names and addresses, so it pays to look first. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text);

/** Case, width (ｆｕｌｌ / half), Unicode form and outer spaces do not make two people. */
export const fold = (text: string): string =>
  (isPlain(text) ? text : text.normalize('NFKC').trim().replace(/\s+/g, ' ')).toLowerCase();

/**
 * As much of a title as a key needs: both sides hold at least so much of it (Zoho 255 characters), so that one that was cut short
 * is still known.
 */
export const titleKey = (title: string): string => fold(title).slice(0, 200);

const lines = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** Zoho knows no fractions of a second; whoever writes an offset another way means the same instant. */
const wholeSeconds = (text: string): string => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : String(Math.floor(at / 1000));
};

/** Form under which two values of a field are compared. Never stored, never written: what a person typed stays as typed. */
const canonical: Readonly<Record<Likeness, (text: string) => string>> = {
  text: lines,
  multiline: (text) => lines(text).replace(/[ \t]+\n/g, '\n'),
  email: fold,
  phone: (text) => text.normalize('NFKC').replace(/[\s\-().]/g, ''),
  date: (text) => text.slice(0, 10),
  instant: wholeSeconds,
  choice: (text) => text.trim(),
  boolean: (text) => text,
  prose: (text) => text.normalize('NFC').replace(/\s+/g, ' ').trim(),
  set: fold,
  structure: (text) => text,
};

/** The members of a set: each once, in order, spelt alike. */
export const setOf = (value: Value | undefined): readonly string[] => {
  const members = Array.isArray(value) ? (value as readonly Value[]) : [];
  return [...new Set(members.map((one) => fold(String(one))))].sort();
};

/** The same whatever the order of the keys, and whether a blank is there or not. */
function inOrder(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Fields).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]));
}

function comparable(like: Likeness, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (like === 'set') return setOf(value).join('\n');
  return typeof value === 'string'
    ? canonical[like](value)
    : JSON.stringify(like === 'structure' ? inOrder(value) : value);
}

/** Would a person say these are the same? Blank, null and missing are. */
export const alike = (like: Likeness, a: Value | undefined, b: Value | undefined): boolean =>
  comparable(like, a) === comparable(like, b);
