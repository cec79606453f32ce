import { isBlank, type FieldType, type Kind } from './kinds/kind';
import { other, type Fields, type Value, type Change, type Pair, type Side } from './model';

/** Nothing to fold but case: by far the most names and addresses, so it pays to look first. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text);

/** Case, width (ｆｕｌｌ / half), Unicode form and outer spaces do not make two people. */
export const fold = (text: string): string =>
  (isPlain(text) ? text : text.normalize('NFKC').trim().replace(/\s+/g, ' ')).toLowerCase();

/** Local part and domain; quotes, brackets, commas and spaces belong to how an address is written, not to it. */
const addressPattern = /^([^\s@<>()[\]:;,"\\]+)@([^\s@<>()[\]:;,"\\]+)$/;
/** What people, phones and other programs write for the hyphen of an address. */
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;
const hostPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
/** By far the most need nothing but their case folded. */
const plainAddress = /^[a-z0-9_][a-z0-9._+-]*@[a-z0-9]+(?:[-.][a-z0-9]+)*\.[a-z]{2,24}$/;
/** RFC 5321, 4.5.3.1. */
const MAX_ADDRESS_LENGTH = 254;

/** `"Taro" <Taro@Example.jp>`, `mailto:taro@example.jp?subject=…`, `'taro@example.jp'.`: ways to write one address. */
export const bareAddress = (text: string): string =>
  fold(text.replace(/\p{Cf}/gu, ''))
    .replace(/^.*<([^<>]*)>.*$/, '$1')
    .replace(/^["'“”‘’\s]+|["'“”‘’.,;\s]+$/g, '')
    .replace(/^(?:mailto:([^?]*).*|smtp:(.*))$/, '$1$2')
    .replace(dashes, '-')
    .trim();

/** 例え.jp → xn--r8jz45g.jp, as it travels; null for what can be no domain. */
export function toAsciiDomain(domain: string): string | null {
  const url = `http://${domain}`;
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
  return hostPattern.test(host) && !/^[\d.]+$/.test(host) ? host : null;
}

/**
 * An address in the one form in which addresses are compared: case, width, marks nobody sees, what stands around it, and an
 * internationalised domain make no other address. Null if it is none. Japanese carriers gave out `a..b@` and `a.@`.
 */
export function foldAddress(text: string): string | null {
  if (text.length > 4 * MAX_ADDRESS_LENGTH) return null;
  const plain = text.toLowerCase();
  if (plain.length <= MAX_ADDRESS_LENGTH && plainAddress.test(plain)) return plain;
  const [, local = '', domain = ''] = addressPattern.exec(bareAddress(text)) ?? [];
  const host = domain && toAsciiDomain(domain);
  const address = `${local}@${host}`;
  return host && !local.startsWith('.') && address.length <= MAX_ADDRESS_LENGTH ? address : null;
}

/** The same for a text that may be something else: a member of a list, an X.500 name. */
export const addressKey = (text: string): string => foldAddress(text) ?? fold(text);

/** The address as it was typed where every mail system takes it so, else in its one form; null if it is none. */
export function sendableAddress(text: string): string | null {
  const [folded, typed] = [foldAddress(text), text.trim()];
  return folded !== null && typed.toLowerCase() === folded ? typed : folded;
}

/** As much of a title as both sides hold (Zoho 255 characters), so that one that was cut short is still known. */
export const titleKey = (title: string): string => fold(title).slice(0, 200);

const normalizeLines = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** Zoho knows no fractions of a second; whoever writes an offset another way means the same instant. */
const wholeSeconds = (text: string): string => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : String(Math.floor(at / 1000));
};

/** Not by a pattern: it would begin anew at each blank of a long gap. */
function withoutEndBlanks(line: string): string {
  let end = line.length;
  while (' \t'.includes(line.charAt(end - 1)) && end > 0) end -= 1;
  return line.slice(0, end);
}

/** Where a person breaks lines is theirs; how wide a gap is, and how many lines are blank, is each side's own. */
function proseLines(text: string): readonly string[] {
  const lines = normalizeLines(text).split('\n');
  const plain = lines.map((line) => line.replace(/\s+/g, ' ').trim());
  return plain.filter((line, at) => line !== '' || plain[at - 1] !== '');
}

/** Form under which two values of a field are compared. Never stored, never written: what a person typed stays as typed. */
const normalizers: Readonly<Record<FieldType, (text: string) => string>> = {
  text: normalizeLines,
  multiline: (text) => normalizeLines(text).split('\n').map(withoutEndBlanks).join('\n'),
  email: addressKey,
  phone: (text) =>
    text
      .normalize('NFKC')
      .replace(/^\s*tel:/i, '')
      .replace(/[\s\-().\/\p{Cf}\u2010-\u2015\u2212]/gu, ''),
  date: (text) => text.slice(0, 10),
  instant: wholeSeconds,
  choice: (text) => text.trim(),
  boolean: (text) => text,
  prose: (text) => proseLines(text).join('\n'),
  set: addressKey,
  structure: (text) => text,
};

/** The members of a set: each once, in order, spelt alike. */
export const setMembers = (value: Value | undefined): readonly string[] => {
  const members = Array.isArray(value) ? (value as readonly Value[]) : [];
  return [...new Set(members.map((one) => addressKey(String(one))))].sort();
};

/** A set after what happened to another one: who joined there joins, who left there leaves; all others stay. */
export function applySetChanges(set: Value, from: Value, to: Value): Value {
  const [before, after] = [new Set(setMembers(from)), new Set(setMembers(to))];
  const stay = setMembers(set).filter((one) => !before.has(one) || after.has(one));
  const staying = new Set(stay);
  const joined = [...after].filter((one) => !before.has(one) && !staying.has(one));
  // Who is there already comes first, where there is no room for all.
  return stay.length + joined.length > 0 ? [...stay, ...joined] : null;
}

/** The same content, the same JSON, in whatever order it was put together. `isNothing`: what may as well not be there. */
export function canonicalJson(value: unknown, isNothing = (one: unknown): boolean => one === undefined): string {
  const sorted = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(sorted);
    if (typeof one !== 'object' || one === null) return one;
    const entries = Object.entries(one).filter(([, part]) => !isNothing(part));
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, sorted(part)]));
  };
  return JSON.stringify(sorted(value));
}

const isNull = (value: unknown): boolean => value === null;

/** The form of a value in which it is compared; '' for a blank. */
export function comparableText(like: FieldType, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (like === 'set') return setMembers(value).join('\n');
  return typeof value === 'string'
    ? normalizers[like](value)
    : like === 'structure'
      ? canonicalJson(value, isNull)
      : JSON.stringify(value);
}

/** Would a person say these are the same? Blank, null and missing are. */
export const sameValue = (like: FieldType, a: Value | undefined, b: Value | undefined): boolean =>
  comparableText(like, a) === comparableText(like, b);

/** Would two people who wrote these agree? They would not quarrel about line breaks. */
export const agree = (like: FieldType, a: Value | undefined, b: Value | undefined): boolean =>
  sameValue(like, a, b) ||
  (like === 'prose' && comparableText(like, a).replace(/\n+/g, ' ') === comparableText(like, b).replace(/\n+/g, ' '));

/** The fields in which a record is no longer what its own side showed when both last agreed. */
export const editedFields = (kind: Kind, fields: Fields, base: Fields): readonly string[] =>
  kind.fields.filter(({ name, type }) => !sameValue(type, fields[name], base[name])).map(({ name }) => name);

/** Does the record differ from its own base in a field we map? */
export const hasChanged = (kind: Kind, fields: Fields, base: Fields): boolean =>
  editedFields(kind, fields, base).length > 0;

/** Did somebody work on it? What its side gives to every new record (an iCalendar id) is no work, while both never agreed on it. */
export const hasUserEdits = (kind: Kind, fields: Fields, base: Fields): boolean =>
  editedFields(kind, fields, base).some((name) => !kind.assignedBySide?.includes(name) || !isBlank(base[name]));

/** One side against its base: without one all is news. Where its partner is gone, only work that would be lost counts. */
export function detectChange(kind: Kind, side: Side, pair: Pick<Pair, Side | 'base'>): Change {
  const [record, partner] = [pair[side], pair[other(side)]];
  if (record.state === 'deleted') return 'deleted';
  if (pair.base === null) return 'edited';
  const isEdited = partner.state === 'deleted' ? hasUserEdits : hasChanged;
  return isEdited(kind, record.fields, pair.base[side]) ? 'edited' : 'unchanged';
}
