import { diffWordsWithSpace } from 'diff';
import { kinds, isSideOnly } from '../../../sync/kinds';
import type { KindName, Value } from '../../../sync/model';
import { type Html, html } from './html';
import type { Language } from './words';

const japaneseLabels: Readonly<Record<string, string>> = {
  firstName: '名',
  lastName: '姓',
  email: 'メール 1',
  jobTitle: '役職',
  companyName: '会社名',
  department: '部署',
  businessPhone: '会社電話',
  homePhone: '自宅電話',
  otherPhone: 'その他の電話',
  businessFax: '会社 FAX',
  mobilePhone: '携帯電話',
  assistantName: '秘書の名前',
  assistantPhone: '秘書の電話',
  managerName: '上司の名前',
  businessStreet: '会社 番地',
  businessCity: '会社 市区町村',
  businessState: '会社 都道府県',
  businessPostalCode: '会社 郵便番号',
  businessCountry: '会社 国',
  otherStreet: 'その他 番地',
  otherCity: 'その他 市区町村',
  otherState: 'その他 都道府県',
  otherPostalCode: 'その他 郵便番号',
  otherCountry: 'その他 国',
  notes: 'メモ',
  birthday: '誕生日',
  subject: '件名',
  dueDate: '期限',
  status: '状況',
  priority: '優先度',
  description: '説明',
  reminder: 'アラーム',
  categories: '分類項目',
  completedAt: '完了日',
  start: '開始',
  end: '終了',
  isAllDay: '終日',
  location: '場所',
  participants: '参加者',
  recurrence: '繰り返し',
  cancelled: '取り消し済み',
};

/** What a field is called in the reader's language. */
export function fieldLabel(kind: KindName, name: string, language: Language): string {
  const own = kinds[kind].fields.find((field) => field.name === name)?.label ?? name;
  return language === 'ja' ? (japaneseLabels[name] ?? own) : own;
}

/** How the reader's times are written. */
export interface TimeFormat {
  readonly language: Language;
  /** IANA name. */
  readonly zone: string;
}

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text);

/** An instant by the reader's clock, with its zone, for a meeting an hour off is what they look for. */
export const timeText = (at: number | string, { language, zone }: TimeFormat): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

function objectText(value: Readonly<Record<string, Value>>, clock: TimeFormat): string {
  if (isSideOnly(value)) return String((value as { own: Value }).own);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${valueText(one, clock)}`)
    .join(', ');
}

/** A value as a person reads it; '' for a blank. */
export function valueText(value: Value | undefined, clock: TimeFormat): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return isInstant(value) ? timeText(value, clock) : value;
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one: Value) => valueText(one, clock)).join('\n');
  return objectText(value as Readonly<Record<string, Value>>, clock);
}

/** Long texts that have little in common would take seconds to compare, and n8n would stand still: then all of it is marked. */
const diffLimits = { maxEditLength: 400, timeout: 50 };
const LONGEST = 8000;

/** Words of scripts without spaces, too: 山田太郎 and 山田花子 share a part. */
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

export interface MarkedTexts {
  readonly before: Html;
  readonly after: Html;
}

const plain = (text: string): Html => html`${text}`;

/** Two versions of a text, each with what the other does not have marked. */
export function markDifferences(before: string, after: string): MarkedTexts {
  if (before === after) return { before: plain(before), after: plain(after) };
  const short = before.length + after.length <= LONGEST;
  const parts = short ? diffWordsWithSpace(before, after, { ...diffLimits, intlSegmenter: segmenter }) : undefined;
  if (!parts) return { before: html`<del>${before}</del>`, after: html`<ins>${after}</ins>` };
  return {
    before: html`${parts.filter(({ added }) => !added).map(({ value, removed }) => (removed ? html`<del>${value}</del>` : plain(value)))}`,
    after: html`${parts.filter(({ removed }) => !removed).map(({ value, added }) => (added ? html`<ins>${value}</ins>` : plain(value)))}`,
  };
}
