import { localPartOf } from './addresses';

/** Frequent Japanese surnames of two letters and more: enough to split most names that are written without a space. */
const surnames: ReadonlySet<string> = new Set(
  [
    '佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤 齋藤 齊藤 清水 山崎 阿部 池田 橋本',
    '山下 石川 中島 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 藤原 岡本 松田 中川 中野 原田 小野 田村',
    '竹内 金子 和田 中山 石田 上田 森田 小島 柴田 宮崎 酒井 工藤 横山 宮本 内田 高木 安藤 島田 谷口 大野 高田 丸山 今井 河野 藤本 村田 武田 上野',
    '杉山 増田 平野 小山 大塚 千葉 久保 松井 岩崎 桜井 櫻井 野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井 浜田 濱田 市川 古川 水野 小松 島 田',
    '五十嵐 久保田 服部 北村 秋山 川口 大久保 岩田 飯田 中田 関口 樋口 松岡 吉川 川崎 矢野 馬場 山内 辻 五味 東海林 小田 平田 土屋 本田 本多 川上',
    '永井 川村 吉村 片山 西田 安田 大谷 小池 福島 福井 福本 桑原 三宅 須藤 荒木 熊谷 大橋 石原 内藤 望月 広瀬 廣瀬 松永 東 川本 早川 奥村 西川',
    '田辺 田口 田島 中西 堀内 津田 三好 栗原 吉岡 大島 尾崎 小西 伊東 黒田 関根 星野 萩原 大石 浅野 白石 平井 岡崎 児玉 成田 松下 松原 八木 宇野',
    '勅使河原 長谷部 日下部 佐久間 小笠原 二階堂 波多野 宇都宮 阿久津 真鍋 神田 神谷 坂口 坂井 榎本 上原 比嘉 金城 大城 宮城 新垣 玉城 仲村 島袋',
  ]
    .flatMap((line) => line.split(' '))
    .filter((name) => name.length > 1),
);

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
const remarkPattern = /^(?:he|she|they|him|her|via|external|extern|社外|cc|bcc)\b|[部課室係店]$/i;
const honorific = /(?:\s*(?:様|さま|サマ|殿|さん|先生|御中|氏))+$/;
const title = /^(?:(?:mr|mrs|ms|miss|dr|prof|herr|frau|m|mme)\.?\s+)+(?=\S)/i;
const degree = /,?\s+(?:ph\.?d|m\.?d|mba|esq|jr|sr|ii|iii|iv|cpa)\.?$/i;
const nobiliaryParticle = /^(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|bin|ibn|al|el|st\.?|ter|ten|zu)$/i;

const MAX_LENGTHS = { last: 80, first: 40, company: 200 };
const cutTo = (text: string, most: number): string => [...text].slice(0, most).join('').trim();
const collapseSpaces = (text: string): string => text.replace(/[\s\u3000]+/g, ' ').trim();
const unquoted = (text: string): string => collapseSpaces(text.replace(/^[\s'"“”‘’`]+|[\s'"“”‘’`]+$/g, ''));

interface Parts {
  readonly name: string;
  readonly company: string | null;
}

/** What stands in brackets is a company, or a reading or remark that is dropped. */
function withoutBrackets(display: string): Parts {
  const inside = [...display.matchAll(brackets)].map(([, text = '']) => collapseSpaces(text));
  const company = inside.find(
    (text) => text && !text.includes('@') && !kanaOnly.test(text) && !remarkPattern.test(text),
  );
  return {
    name: collapseSpaces(display.replace(brackets, ' ').replace(/[([{【〔「『<].*$/, ' ')),
    company: company ?? null,
  };
}

/** "ABC株式会社 山田太郎", "Taro Yamada / ABC Corp.": the part that calls itself a company is one. */
function withoutCompany({ name, company }: Parts): Parts {
  const parts = name.split(/\s*[/|]\s*|\s+[-–—]\s+/);
  const pieces = parts.length > 1 ? parts : eastAsian.test(name) ? name.split(' ') : [name];
  const at = pieces.findIndex((piece) => companyWord.test(piece));
  const rest = pieces.filter((_, index) => index !== at && (parts.length === 1 || index === 0 || at === 0));
  if (at < 0 || rest.length === 0) return { name: parts[0] ?? name, company };
  return { name: collapseSpaces(rest.join(' ')), company: company ?? collapseSpaces(pieces[at] ?? '') };
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
  const from = words.slice(1, -1).findIndex((word) => nobiliaryParticle.test(word));
  const at = from < 0 ? words.length - 1 : from + 1;
  return at === 0 ? [before, null] : [words.slice(at).join(' '), words.slice(0, at).join(' ')];
}

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** taro.yamada@… says a name; info@… and t1234@… say only themselves. */
function splitAddress(address: string): Split {
  const local = localPartOf(address).replace(/\+.*$/, '');
  const words = local.split(/[._]/).filter((word) => /^\p{L}{2,}(?:-\p{L}+)?$/u.test(word));
  const isName = words.length === 2 && local.split(/[._]/).length === 2;
  return isName ? [capitalize(words[1] ?? ''), capitalize(words[0] ?? '')] : [local || address, null];
}

const splitName = (name: string): Split =>
  eastAsian.test(name) || hangul.test(name) ? splitEastAsian(name) : splitWestern(name);

/** ㈱ and (株) are short for words, no brackets. Nobody is called by more letters than these. */
const normalizeDisplayName = (display: string): string =>
  display
    .slice(0, 300)
    .normalize('NFKC')
    .replace(/\(株\)/g, '株式会社')
    .replace(/\(有\)/g, '有限会社');

/** The name without what is said around it: quotes, brackets, company, titles. */
function extractName(display: string): Parts {
  const { name, company } = withoutCompany(withoutBrackets(unquoted(normalizeDisplayName(display))));
  const plain = unquoted(name.replace(honorific, '').replace(title, '').replace(degree, ''));
  return { name: /[@/\\]/.test(plain) || !/\p{L}/u.test(plain) ? '' : plain, company };
}

/**
 * Last and first name out of how a mail calls somebody, else out of the address. Japanese, Chinese and Korean names begin with
 * the last name; "YAMADA, Taro" does, too; else the last word is it.
 */
export function parsePersonName(display: string, address: string): PersonName {
  const { name, company } = extractName(display);
  const [last, first] = name ? splitName(name) : splitAddress(address);
  return {
    lastName: cutTo(last, MAX_LENGTHS.last) || cutTo(first ?? address, MAX_LENGTHS.last),
    firstName: (first && cutTo(first, MAX_LENGTHS.first)) || null,
    companyName: company && cutTo(company, MAX_LENGTHS.company),
  };
}
