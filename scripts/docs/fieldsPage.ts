import type { Label, Language } from '../../reasons/label';
import { kinds, type FieldType } from '../../sync/kinds';
import { vendorNames } from '../../sync/kinds/contact';
import type { Field } from '../../sync/kinds/kind';
import type { KindName } from '../../sync/model';
import { toPatch as toTodo } from '../../sides/outlook/task/record';
import { eventsOf } from '../../sides/zoho/event/module';
import type { FieldMeta } from '../../sides/zoho/module';
import { tasks } from '../../sides/zoho/task/module';
import { fieldNotes, typeNotes } from './fieldNotes';
import { code, inLanguage, page, table, type Said } from './page';
import * as readFrom from './readFrom';

/** A row of a table: what a field is on each side. `to`: the sides that are told it. */
interface Row {
  readonly name: string;
  readonly label: Label;
  readonly type: FieldType;
  readonly outlook: readonly string[];
  readonly zoho: readonly string[];
  readonly calendar: readonly string[];
  readonly longest: number | null;
  readonly to: { readonly outlook: boolean; readonly zoho: boolean };
}

const everyField = (): boolean => true;
const metaOf = (api_name: string): readonly [string, FieldMeta] => [api_name, { api_name, data_type: 'text' }];
const metadata = new Map(['Recurring_Activity', 'iCalUId'].map(metaOf));
const taskMap = tasks.fieldMapOf(everyField, metadata);
const eventMap = eventsOf(readFrom.emptyEventProfile).fieldMapOf(everyField, metadata);

/** A side is told nothing of a choice for which it has no words at all. */
const isTold = ({ choices }: Field, side: 'outlook' | 'zoho'): boolean => choices?.[side]?.length !== 0;
const plainRow = (field: Field) => ({
  ...{ name: field.name, label: field.label, type: field.type, calendar: [], longest: field.zohoMaxLength ?? null },
  to: { outlook: isTold(field, 'outlook'), zoho: isTold(field, 'zoho') },
});

const contactRows = (): readonly Row[] =>
  kinds.contact.fields.map((field) => {
    const { outlook = '', zoho = '' } = vendorNames[field.name] ?? {};
    return { ...plainRow(field), outlook: [outlook], zoho: [zoho] };
  });

/** A rule is read, and no writer has a word for it. */
const taskRow = (field: Field): Row => {
  const { api, kind } = taskMap[field.name] ?? {};
  const inTodo = Object.keys(toTodo({ fields: { [field.name]: '2026-01-05' }, extra: null }, 'UTC')).length > 0;
  return {
    ...{ ...plainRow(field), outlook: readFrom.outlookTaskPlaces[field.name] ?? [], zoho: api ? [api] : [] },
    to: { outlook: inTodo, zoho: kind !== 'rule' },
  };
};

const eventRow = (field: Field): Row => {
  const { name } = field;
  const zoho = eventMap[name] ? [eventMap[name].api] : (readFrom.zohoEventMarks[name] ?? []);
  const calendar = readFrom.calendarPlaces[name] ?? [];
  return { ...plainRow(field), outlook: readFrom.outlookEventPlaces[name] ?? [], zoho, calendar };
};

const bodyField: Field = { name: 'body', label: { en: 'Text', ja: '本文' }, type: 'prose' };

/** Zoho's limits are in no table: how much of a very long text is sent tells them. */
async function mailRows(): Promise<readonly Row[]> {
  const long = 'a'.repeat(100_000);
  const sent = await readFrom.attachForm({ subject: long, body: { format: 'text', content: long } });
  const longest: Readonly<Record<string, number>> = {
    subject: String(sent.subject).length,
    body: String(sent.content).length,
  };
  const places = await readFrom.zohoMailPlaces();
  return [...kinds.mail.fields, bodyField].map((field) => ({
    ...{ ...plainRow(field), outlook: readFrom.outlookMailPlaces[field.name] ?? [], zoho: places[field.name] ?? [] },
    ...{ longest: longest[field.name] ?? null, to: { outlook: false, zoho: (places[field.name] ?? []).length > 0 } },
  }));
}

/** Extended properties of a contact, by their MAPI tags, are no properties of their own. */
const extended: Said = ['extended property', '拡張プロパティ'];
const named = (names: readonly string[], language: Language): string =>
  names
    .map((name) => (name.startsWith('String ') ? `${code(name)} (${inLanguage(extended, language)})` : code(name)))
    .join(', ') || '–';

const arrow = ({ to, zoho, calendar }: Row): string => {
  if (zoho.length === 0 && calendar.length > 0) return '⇄ (CalDAV)';
  if (to.outlook && to.zoho) return '⇄';
  return to.zoho ? '→' : to.outlook ? '←' : '–';
};

const heads: Readonly<Record<string, Said>> = {
  field: ['Field', '項目'],
  outlook: ['Outlook (Microsoft Graph)', 'Outlook (Microsoft Graph)'],
  zoho: ['Zoho CRM (API name)', 'Zoho CRM (API 名)'],
  mailed: ['Zoho CRM (Associate email)', 'Zoho CRM (Associate email)'],
  calendar: ['By CalDAV (iCalendar)', 'CalDAV (iCalendar)'],
  way: ['Way', '向き'],
  longest: ['Longest in the CRM', 'CRM での最大文字数'],
  type: ['Compared as', '比べ方'],
  note: ['What is lost or changed on the way', '失われるもの・変わるもの'],
};

/** The field by the name under which it is known to settings such as Field Overrides. */
function cells(row: Row, kind: KindName, language: Language): readonly string[] {
  const calendar = kind === 'event' ? [named(row.calendar, language)] : [];
  const note = fieldNotes[kind][row.name];
  return [
    ...[`**${row.label[language]}**`, named(row.outlook, language), named(row.zoho, language), ...calendar, arrow(row)],
    ...[row.longest === null ? '' : row.longest.toLocaleString('en'), inLanguage(typeNotes[row.type].name, language)],
    note ? inLanguage(note, language) : '',
  ];
}

function fieldTable(rows: readonly Row[], kind: KindName, language: Language): string {
  const names = ['field', 'outlook', kind === 'mail' ? 'mailed' : 'zoho', ...(kind === 'event' ? ['calendar'] : [])];
  const head = [...names, 'way', 'longest', 'type', 'note'].map((name) => inLanguage(heads[name] as Said, language));
  return table(
    head,
    rows.map((row) => cells(row, kind, language)),
  );
}

const title: Said = ['Fields', '項目一覧'];
const introduction: Said = [
  'Every field that is synced, by both names. What is not in these tables is never touched: fields of your own, photos, categories (but for _Zoho_), owners, tags, related records.\n\n' +
    '- **Way**: ⇄ both ways, → from Outlook to Zoho CRM only, ← the other way only, – read, but written to neither side.\n' +
    "- **Longest in the CRM**: in characters, as Zoho makes a new org; what your org's own field allows goes first. A longer value stays whole in Outlook, the CRM has its beginning, and what you edit there is edited in the whole. A value that Zoho CRM refuses (a word it does not have, an address that is none) stays where it is and is told.\n" +
    '- A field that your org does not have, or that the user of the credential may not edit, is left out; all others go on.\n' +
    '- **API names** of Zoho CRM are shown there under Setup › Developer Hub › APIs › API Names; names of Microsoft Graph are in its reference.',
  '同期されるすべての項目と、両方での名前です。この表にないものには触れません (独自の項目、写真、「Zoho」以外の分類項目、所有者、タグ、関連データなど)。\n\n' +
    '- **向き**: ⇄ 双方向、→ Outlook から Zoho CRM だけ、← その逆だけ、– 読み取るだけで、どちらにも書き込みません。\n' +
    '- **CRM での最大文字数**: Zoho の標準の文字数です。組織の項目に設定された文字数があれば、そちらが優先されます。長い値は Outlook に全体が残り、CRM には先頭が入り、CRM での編集は全体の中に反映されます。Zoho CRM に拒否された値 (ない選択肢、アドレスでないものなど) は元の場所に残り、報告されます。\n' +
    '- 組織にない項目、資格情報のユーザーが編集できない項目は対象外になり、ほかの項目は同期されます。\n' +
    '- Zoho CRM の **API 名**は、設定の Developer Hub › APIs › API Names で確認できます。',
];

const kindTitles: Readonly<Record<KindName, Said>> = {
  contact: ['Contacts', '連絡先'],
  task: ['Tasks', 'タスク'],
  event: ['Meetings', '予定'],
  mail: ['Sent mail', '送信メール'],
};
const kindIntroductions: Readonly<Record<KindName, Said>> = {
  contact: [
    'Contacts of an Outlook folder and the module Contacts.',
    'Outlook の連絡先フォルダーと、モジュール「連絡先」(Contacts) です。',
  ],
  task: [
    "Tasks of Microsoft To Do and the module Tasks. A new task's Contact Name and Related To are set once, from its link or category in To Do; later they are never touched.",
    'Microsoft To Do のタスクと、モジュール「タスク」(Tasks) です。新しいタスクの連絡先名と関連先は、To Do のリンクまたは分類項目から一度だけ設定され、その後は触れません。',
  ],
  event: [
    "Meetings of an Outlook calendar and the module Meetings (`Events`), by Zoho's API, or by CalDAV with an app-specific password. Of events marked private nothing, title and time, or all goes over (_Private Events_). A new CRM meeting also gets a venue (`Meeting_Venue__s`) where the org demands one.",
    'Outlook の予定表と、モジュール「予定」(Events) です。Zoho の API、またはアプリケーション固有のパスワードによる CalDAV を使います。非公開の予定は、除外、件名と日時だけ、すべてのいずれかです (Private Events)。組織で必須のときは、CRM の新しい予定に会場 (`Meeting_Venue__s`) も設定されます。',
  ],
  mail: [
    'A mail that was sent shows on the records of its recipients. Nothing is mailed, and nothing is ever written to Outlook.',
    '送信したメールは、宛先のレコードに表示されます。メールは送信されず、Outlook には何も書き込みません。',
  ],
};
const typesTitle: Said = ['What counts as the same', '同じとみなすもの'];
const typesIntroduction: Said = [
  'Two values that a person would call the same are no change, and nothing is written. What is written is the value as it was typed.',
  '人が同じと考える値の違いは変更とみなさず、何も書き込みません。書き込むときは、入力されたとおりの値を書き込みます。',
];

async function sections(language: Language): Promise<readonly string[]> {
  const rows: Readonly<Record<KindName, readonly Row[]>> = {
    ...{ contact: contactRows(), task: kinds.task.fields.map(taskRow), event: kinds.event.fields.map(eventRow) },
    mail: await mailRows(),
  };
  return (['contact', 'task', 'event', 'mail'] as const).flatMap((kind) => [
    `## ${inLanguage(kindTitles[kind], language)}`,
    inLanguage(kindIntroductions[kind], language),
    fieldTable(rows[kind], kind, language),
  ]);
}

/** docs/fields: every synced field of every kind. */
export async function fieldsPage(language: Language): Promise<string> {
  const types = Object.values(typeNotes).map(({ name, same }) =>
    [name, same].map((said) => inLanguage(said, language)),
  );
  const heading: readonly Said[] = [heads.type as Said, typesTitle];
  return page('fields', language, title, [
    inLanguage(introduction, language),
    ...(await sections(language)),
    `## ${inLanguage(typesTitle, language)}`,
    inLanguage(typesIntroduction, language),
    table(
      heading.map((said) => inLanguage(said, language)),
      types,
    ),
  ]);
}
