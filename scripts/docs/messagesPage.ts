import type { Language } from '../../reasons/label';
import { groups, groupCures } from './messageWords';
import { escaped, inLanguage, page, table, type Said } from './page';
import { catalogs, messagesOf, type Message, type Wording } from './said';
import { thrownIn } from './thrown';

const title: Said = ['Troubleshooting', '困ったときは'];
const introduction: Said = [
  'Every message that you may read in n8n, on the review page, in a report or in _Explain_, and what to do. Search this page for a few words of yours.\n\n' +
    '- **‹words in such marks›** stand for what the message names: a field, a count, a host. ‹Outlook› and ‹Zoho CRM› may change places.\n' +
    '- Where the second column is empty, the message says it all, or there is nothing to do.',
  'n8n の画面、確認ページ、レポート、Explain に表示されるすべてのメッセージと、その対処です。表示された語の一部でこのページを検索してください。\n\n' +
    '- **‹この括弧の語›** には、項目、件数、ホストなど、実際の名前が入ります。‹Outlook› と ‹Zoho CRM› は入れ替わることがあります。\n' +
    '- n8n のエラーは英語で表示されるため、英語も併記しています。\n' +
    '- 対処が空欄のものは、メッセージがすべてを述べているか、対応が不要です。',
];
const contentsTitle: Said = ['On this page', '目次'];
const heads: readonly Said[] = [
  ['Message', 'メッセージ'],
  ['What to do', '対処'],
];

const thrown: readonly { readonly title: Said; readonly folders: readonly string[] }[] = [
  {
    title: ['Settings and connections of the nodes', 'ノードの設定と接続 (英語)'],
    folders: ['nodes', 'engine', 'credentials', 'sides'],
  },
  { title: ['The archive and its file', 'アーカイブとそのファイル (英語)'], folders: ['archive'] },
];

const once = (texts: readonly string[]): string => [...new Set(texts.filter(Boolean))].join('<br>');
/** Says nothing but what another message says. */
const isInsertion = ({ message }: Message): boolean => !/\p{L}/u.test(message.replace(/‹[^›]*›/g, ''));

const cellsOf = (all: readonly Message[]): readonly [string, string] => [
  once(all.map(({ message }) => escaped(message))),
  once(all.map(({ step }) => escaped(step))),
];

/** One reason; in Japanese its English as well, as n8n shows it. */
function reasonRow(wording: Wording, language: Language): readonly (readonly string[])[] {
  const english = messagesOf(wording, 'en');
  if (english.every(isInsertion)) return [];
  const [inEnglish, step] = cellsOf(english);
  if (language === 'en') return [[inEnglish, step]];
  const [message, japaneseStep] = cellsOf(messagesOf(wording, language));
  return [[`${message}<br>${inEnglish}`, japaneseStep]];
}

interface Section {
  readonly title: string;
  /** What to do about all of them. */
  readonly cure: string;
  readonly rows: readonly (readonly string[])[];
}

function sectionsIn(language: Language): readonly Section[] {
  const known = catalogs();
  const missing = Object.keys(known).filter((name) => !(name in groups));
  if (missing.length > 0) throw new Error(`Without a title in scripts/docs/messageWords.ts: ${missing.join(', ')}`);
  const reasons = Object.entries(groups).map(([name, said]) => ({
    title: inLanguage(said, language),
    cure: groupCures[name] ? inLanguage(groupCures[name], language) : '',
    rows: (known[name] ?? []).flatMap((wording) => reasonRow(wording, language)),
  }));
  const errors = thrown.map(({ title: said, folders }) => ({
    title: inLanguage(said, language),
    cure: '',
    rows: thrownIn(folders)
      .filter((one) => !isInsertion(one))
      .map((one) => cellsOf([one])),
  }));
  return [...errors, ...reasons].filter(({ rows }) => rows.length > 0);
}

/** As GitHub names the place of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** docs/troubleshooting: every message, and its cure. */
export function messagesPage(language: Language): string {
  const sections = sectionsIn(language);
  const head = heads.map((said) => inLanguage(said, language));
  return page('troubleshooting', language, title, [
    inLanguage(introduction, language),
    `## ${inLanguage(contentsTitle, language)}`,
    sections.map((one) => `- [${one.title}](#${anchorOf(one.title)})`).join('\n'),
    ...sections.flatMap((one) => [`## ${one.title}`, ...[one.cure].filter(Boolean), table(head, one.rows)]),
  ]);
}
