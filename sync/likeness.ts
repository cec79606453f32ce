import type { Value } from './model';
import type { Likeness } from './kinds/kind';

/** Nothing to fold but case: by far the most names and addresses, so it pays to look first. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text);

/** Case, width (ｆｕｌｌ / half), Unicode form and outer spaces do not make two people. */
export const fold = (text: string): string =>
  (isPlain(text) ? text : text.normalize('NFKC').trim().replace(/\s+/g, ' ')).toLowerCase();

const lines = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** Form under which two values of a field are compared. Never stored, never written: what a person typed stays as typed. */
const canonical: Readonly<Record<Likeness, (text: string) => string>> = {
  text: lines,
  multiline: (text) => lines(text).replace(/[ \t]+\n/g, '\n'),
  email: fold,
  phone: (text) => text.normalize('NFKC').replace(/[\s\-().]/g, ''),
  date: (text) => text.slice(0, 10),
};

function comparable(like: Likeness, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? canonical[like](value) : JSON.stringify(value);
}

/** Would a person say these are the same? Blank, null and missing are. */
export const alike = (like: Likeness, a: Value | undefined, b: Value | undefined): boolean =>
  comparable(like, a) === comparable(like, b);
