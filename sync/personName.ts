import { localOf } from './addresses';
import { surnames } from './surnames';

/** A person as a CRM wants them; nobody is without a last name. */
export interface PersonName {
  readonly lastName: string;
  readonly firstName: string | null;
  /** Where the display name says one: "山田 太郎 (株式会社ABC)". */
  readonly companyName: string | null;
}

const eastAsian = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]/;
const kanaOnly = /^[\u3040-\u30ffー\s]+$/;
const hangul = /[\uac00-\ud7af]/;
const brackets = /[([{【〔「『<](.*?)[)\]}】〕」』>]/g;
const companyWord =
  /(株式会社|有限会社|合同会社|合資会社|一般社団法人|財団法人|医療法人|\(株\)|\(有\)|(?:^|[\s.,])(?:inc|ltd|llc|llp|gmbh|corp|corporation|company|co|ag|s\.?a|b\.?v|plc|k\.?k)\.?$)/i;
/** Brackets that say something else than a company: pronouns, a service's name, a department. */
const department = /(?:部|課|室|係|支店|支社|本部|事業所|グループ|チーム)$/;
const remark = /^(?:he|she|they|him|her|via|external|extern|社外|cc|bcc)\b|[部課室係店]$/i;
const honorific = /(?:\s*(?:様|さま|サマ|殿|さん|先生|御中|氏))+$/;
const title = /^(?:(?:mr|mrs|ms|miss|dr|prof|herr|frau|m|mme)\.?\s+)+(?=\S)/i;
const degree = /,?\s+(?:ph\.?d|m\.?d|mba|esq|jr|sr|ii|iii|iv|cpa)\.?$/i;
const particle = /^(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|bin|ibn|al|el|st\.?|ter|ten|zu)$/i;

const longest = { last: 80, first: 40, company: 200 };
const cut = (text: string, most: number): string => [...text].slice(0, most).join('').trim();
const tidy = (text: string): string => text.replace(/[\s\u3000]+/g, ' ').trim();
const unquoted = (text: string): string => tidy(text.replace(/^[\s'"“”‘’`]+|[\s'"“”‘’`]+$/g, ''));

interface Parts {
  readonly name: string;
  readonly company: string | null;
}

/** What stands in brackets is a company, or a reading or remark that is dropped. */
function withoutBrackets(display: string): Parts {
  const inside = [...display.matchAll(brackets)].map(([, text = '']) => tidy(text));
  const company = inside.find((text) => text && !text.includes('@') && !kanaOnly.test(text) && !remark.test(text));
  return { name: tidy(display.replace(brackets, ' ').replace(/[([{【〔「『<].*$/, ' ')), company: company ?? null };
}

/** "ABC株式会社 山田太郎", "Taro Yamada / ABC Corp.": the part that calls itself a company is one. */
function withoutCompany({ name, company }: Parts): Parts {
  const parts = name.split(/\s*[/|]\s*|\s+[-–—]\s+/);
  const pieces = parts.length > 1 ? parts : eastAsian.test(name) ? name.split(' ') : [name];
  const at = pieces.findIndex((piece) => companyWord.test(piece));
  const rest = pieces.filter((_, index) => index !== at && (parts.length === 1 || index === 0 || at === 0));
  if (at < 0 || rest.length === 0) return { name: parts[0] ?? name, company };
  return { name: tidy(rest.join(' ')), company: company ?? tidy(pieces[at] ?? '') };
}

type Split = readonly [last: string, first: string | null];

/** 山田太郎: by a known surname, the longest that fits; else it stays whole, for a wrong guess is worse than none. */
function splitTight(name: string): Split {
  const letters = [...name];
  for (const size of [4, 3, 2]) {
    const [last, first] = [letters.slice(0, size).join(''), letters.slice(size).join('')];
    if (surnames.has(last) && first && letters.length - size <= 3) return [last, first];
  }
  return [name, null];
}

function splitEastAsian(name: string): Split {
  const words = name.split(/[\s・]+/);
  const [last = '', ...first] = words.length > 1 ? words.filter((word) => !department.test(word)) : words;
  return first.length > 0 ? [last, first.join(' ')] : splitTight(last);
}

function splitWestern(name: string): Split {
  const [before = '', after = ''] = name.split(/\s*,\s*/, 2);
  if (after) return [before, after];
  const words = before.split(' ');
  const from = words.slice(1, -1).findIndex((word) => particle.test(word));
  const at = from < 0 ? words.length - 1 : from + 1;
  return at === 0 ? [before, null] : [words.slice(at).join(' '), words.slice(0, at).join(' ')];
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** taro.yamada@… says a name; info@… and t1234@… say only themselves. */
function splitAddress(address: string): Split {
  const local = localOf(address).replace(/\+.*$/, '');
  const words = local.split(/[._]/).filter((word) => /^\p{L}{2,}(?:-\p{L}+)?$/u.test(word));
  const isName = words.length === 2 && local.split(/[._]/).length === 2;
  return isName ? [capital(words[1] ?? ''), capital(words[0] ?? '')] : [local || address, null];
}

const splitName = (name: string): Split =>
  eastAsian.test(name) || hangul.test(name) ? splitEastAsian(name) : splitWestern(name);

/** ㈱ and (株) are short for words, no brackets. Nobody is called by more letters than these. */
const spelled = (display: string): string =>
  display
    .slice(0, 300)
    .normalize('NFKC')
    .replace(/\(株\)/g, '株式会社')
    .replace(/\(有\)/g, '有限会社');

/** The name without what is said around it: quotes, brackets, company, titles. */
function nameIn(display: string): Parts {
  const { name, company } = withoutCompany(withoutBrackets(unquoted(spelled(display))));
  const plain = unquoted(name.replace(honorific, '').replace(title, '').replace(degree, ''));
  return { name: /[@/\\]/.test(plain) || !/\p{L}/u.test(plain) ? '' : plain, company };
}

/**
 * Last and first name out of how a mail calls somebody, else out of the address. Japanese, Chinese and Korean names begin with
 * the last name; "YAMADA, Taro" does, too; else the last word is it.
 */
export function personName(display: string, address: string): PersonName {
  const { name, company } = nameIn(display);
  const [last, first] = name ? splitName(name) : splitAddress(address);
  return {
    lastName: cut(last, longest.last) || cut(first ?? address, longest.last),
    firstName: (first && cut(first, longest.first)) || null,
    companyName: company && cut(company, longest.company),
  };
}
