import mapValues from 'lodash/mapValues';
import type { Label, Language } from '../../../reasons/label';
import { historyTexts } from './historyWords';
import { orderTexts } from './orderWords';

/** Every text of the page, by name, in both languages. `{name}` is a gap. */
const texts = {
  ...historyTexts,
  ...orderTexts,
  title: { en: 'Conflict review', ja: '競合の確認' },
  skip: { en: 'Skip to the questions', ja: '確認事項へ移動' },
  questions: { en: 'Questions', ja: '確認事項' },
  rules: { en: 'Rules', ja: 'ルール' },
  status: { en: 'Status', ja: '状況' },
  language: { en: '日本語', ja: 'English' },
  outlook: { en: 'Outlook', ja: 'Outlook' },
  zoho: { en: 'Zoho CRM', ja: 'Zoho CRM' },
  agreed: { en: 'Last agreed', ja: '前回一致した値' },
  field: { en: 'Field', ja: '項目' },
  choose: { en: 'Take', ja: '採用' },
  blank: { en: 'empty', ja: '空欄' },
  typed: { en: 'Another value', ja: '別の値' },
  open: { en: '{count} open', ja: '未回答 {count} 件' },
  none: { en: 'Nothing is waiting for you.', ja: '確認が必要なものはありません。' },
  noneFound: { en: 'No question fits this search.', ja: 'この条件に合う確認事項はありません。' },
  search: { en: 'Search', ja: '検索' },
  apply: { en: 'Show', ja: '表示' },
  allSyncs: { en: 'All syncs', ja: 'すべての同期' },
  allTopics: { en: 'All questions', ja: 'すべての種類' },
  sync: { en: 'Sync', ja: '同期' },
  topic: { en: 'Question', ja: '種類' },
  conflict: { en: 'Conflict', ja: '競合' },
  ambiguous: { en: 'Who is whom?', ja: '相手の確認' },
  refusal: { en: 'Stopped plan', ja: '停止した計画' },
  since: { en: 'since {time}', ja: '{time} から' },
  seen: { en: 'last seen {time}', ja: '最終確認 {time}' },
  notEnough: { en: 'Not decided by: {rule}', ja: '次のルールでは決まりませんでした: {rule}' },
  takeOutlook: { en: 'Take Outlook', ja: 'Outlook を採用' },
  takeZoho: { en: 'Take Zoho CRM', ja: 'Zoho CRM を採用' },
  dismiss: { en: 'Leave both as they are', ja: '両方そのままにする' },
  unlink: { en: 'Keep both as separate records', ja: '別々のレコードとして両方残す' },
  join: { en: 'These two are the same', ja: 'この二つは同じもの' },
  neverPair: { en: 'Never pair these', ja: '今後組み合わせない' },
  pass: { en: 'Let this plan pass once', ja: 'この計画を一度だけ許可' },
  openOutlook: { en: 'Open in Outlook', ja: 'Outlook で開く' },
  openZoho: { en: 'Open in Zoho CRM', ja: 'Zoho CRM で開く' },
  ownedBy: { en: 'owner {who}', ja: '担当者 {who}' },
  recordId: { en: 'ID {id}', ja: 'ID {id}' },
  leaveField: { en: 'None of these: leave it as it is', ja: 'どれでもない: そのままにする' },
  hint_leaveField: {
    en: 'Zoho CRM keeps what it has there until the name changes in Outlook.',
    ja: 'Outlook で名前が変わるまで、Zoho CRM の値をそのままにします。',
  },
  hint_choose: { en: 'Zoho CRM gets the records chosen above.', ja: '上で選んだレコードを Zoho CRM に入れます。' },
  saveFields: { en: 'Save the choices above', ja: '上の選択を保存' },
  forever: { en: 'Do this from now on', ja: '今後もこのとおりにする' },
  selected: { en: 'Selected:', ja: '選択したもの:' },
  select: { en: 'Select {label}', ja: '{label} を選択' },
  selectAll: { en: 'Select all on this page', ja: 'このページをすべて選択' },
  previous: { en: 'Newer', ja: '新しいもの' },
  next: { en: 'Older', ja: '古いもの' },
  page: { en: 'Page {page} of {pages}', ja: '{pages} ページ中 {page} ページ' },
  waiting: { en: 'Answered, waiting for the next run', ja: '回答済み・次回の実行待ち' },
  recent: { en: 'Settled lately', ja: '最近の結果' },
  done: { en: 'applied', ja: '反映しました' },
  becameObsolete: { en: 'the records moved on', ja: 'レコードの状態が変わり不要になりました' },
  by: { en: 'by {who}', ja: '{who} さん' },
  answeredOne: { en: 'Saved. The next run carries it out.', ja: '保存しました。次の実行で反映します。' },
  answeredMany: {
    en: '{count} answers saved. The next run carries them out.',
    ja: '{count} 件の回答を保存しました。次の実行で反映します。',
  },
  nothingChosen: {
    en: 'Nothing was selected, so nothing was changed.',
    ja: '何も選択されていないため、変更していません。',
  },
  obsolete: {
    en: '“{label}” needs no answer any more: its records moved on. Nothing was changed.',
    ja: '「{label}」はレコードの状態が変わり、回答は不要になりました。変更していません。',
  },
  stale: {
    en: '“{label}” changed since you looked at it. Look at it again and answer what you see now.',
    ja: '「{label}」は表示した後に内容が変わりました。現在の内容を確認して、もう一度回答してください。',
  },
  'already answered': {
    en: '“{label}” had been answered already. Your answer was not saved.',
    ja: '「{label}」はすでに回答されています。今回の回答は保存していません。',
  },
  unfit: {
    en: 'That answer does not fit “{label}”. Nothing was changed.',
    ja: 'その回答は「{label}」には使えません。変更していません。',
  },
  forged: {
    en: 'This form did not come from this page, or the page is too old. Nothing was changed. Open the page again.',
    ja: 'このページから送られたものではないか、ページが古くなっています。変更していません。ページを開き直してください。',
  },
  noRules: {
    en: 'No rule has been made. Tick “Do this from now on” when you answer a question.',
    ja: 'ルールはまだありません。回答するときに「今後もこのとおりにする」を選んでください。',
  },
  ruleSince: { en: 'since {time}, by {who}', ja: '{time} から、{who} さん' },
  revoke: { en: 'Revoke', ja: '取り消す' },
  revoked: {
    en: 'The rule was revoked. From now on you are asked again.',
    ja: 'ルールを取り消しました。今後はまた確認します。',
  },
  recordOutlook: { en: 'Record in Outlook', ja: 'Outlook のレコード' },
  recordZoho: { en: 'Record in Zoho CRM', ja: 'Zoho CRM のレコード' },
  goneIn: { en: 'deleted in {side}', ja: '{side} で削除' },
  goneButEdited: { en: 'deleted in {side}, edited on the other side', ja: '{side} で削除、もう一方で編集' },
  gone: { en: 'deleted', ja: '削除済み' },
  plan: { en: 'This plan would', ja: 'この計画の内容' },
  planLine: {
    en: '{side}: {creates} created, {updates} updated, {deletes} deleted',
    ja: '{side}: 作成 {creates} 件、更新 {updates} 件、削除 {deletes} 件',
  },
  keys: {
    en: 'Keys: J and K go from question to question and unfold them.',
    ja: 'キー操作: J と K で確認事項を移動して開きます。',
  },
  more: { en: 'More …', ja: 'その他…' },
  otherFields: { en: 'The other {count} fields', ja: 'ほかの {count} 項目' },
  moreLines: { en: 'and {count} more', ja: 'ほか {count} 件' },
  moreFields: { en: 'and {count} more', ja: 'ほか {count} 項目' },
  neverAgreed: { en: 'Not synced before', ja: 'これまで同期していません' },
  changedBy: { en: 'changed {time} by {who}', ja: '{time} に {who} さんが変更' },
  changedAt: { en: 'changed {time}', ja: '{time} に変更' },
  saveTyped: { en: 'Save this value', ja: 'この値を保存' },
  yes: { en: 'Yes: {text}', ja: 'はい: {text}' },
  hint_fields: { en: 'Each field as chosen above.', ja: '各項目を上で選んだとおりにします。' },
  hint_outlook: {
    en: 'Zoho CRM gets what Outlook has, in every field above.',
    ja: '上のすべての項目で Outlook の値を Zoho CRM に入れます。',
  },
  hint_zoho: {
    en: 'Outlook gets what Zoho CRM has, in every field above.',
    ja: '上のすべての項目で Zoho CRM の値を Outlook に入れます。',
  },
  hint_join: { en: 'From now on they are kept in step.', ja: '今後は同じものとして同期します。' },
  hint_dismiss: {
    en: 'Each keeps its own until one of them changes again.',
    ja: 'どちらかが次に変更されるまで、それぞれの値のままにします。',
  },
  hint_unlink: {
    en: 'The two are no longer the same person or thing: each side also gets a copy of the other’s record.',
    ja: '二つは別のものになり、それぞれに相手のレコードの写しも作ります。',
  },
  hint_neverPair: {
    en: 'Each gets a partner of its own; these are not asked about again.',
    ja: 'それぞれ別の相手を持ち、この組み合わせは今後確認しません。',
  },
  hint_pass: { en: 'Everything listed above is done, once.', ja: '上の内容を一度だけすべて実行します。' },
  hint_keep: { en: 'It stays there and is no longer synced.', ja: 'そのまま残り、今後は同期しません。' },
  hint_delete: {
    en: 'It is deleted there, too. It can be made again from the history of the sync, as another record.',
    ja: 'そちらでも削除します。同期の履歴から作り直せますが、別のレコードになります。',
  },
  takeBack: { en: 'Undo', ja: '元に戻す' },
  takenBack: {
    en: 'Your answer to “{label}” was taken back. It is open again.',
    ja: '「{label}」への回答を取り消しました。未回答に戻りました。',
  },
  tooLate: {
    en: 'It is too late to take the answer to “{label}” back: a run has taken it. Undo that run instead (Sync Control, Undo).',
    ja: '「{label}」への回答はすでに実行に使われたため、取り消せません。Sync Control の Undo でその実行を元に戻してください。',
  },
  pausedSince: { en: 'paused since {time}', ja: '{time} から一時停止中' },
  allInStep: { en: 'All in step', ja: 'すべて一致しています' },
  ranAgo: { en: 'last run {ago}', ja: '前回の実行は {ago}' },
  countParked: { en: '{count} refused', ja: '拒否 {count} 件' },
  countAsked: { en: '{count} wait for you', ja: '確認待ち {count} 件' },
  countPending: { en: '{count} pending', ja: '処理待ち {count} 件' },
  nextRun: { en: 'waits for the next run', ja: '次の実行を待っています' },
  runUnderWay: { en: 'the sync is running', ja: '同期を実行中です' },
  lastRun: { en: 'Last run', ja: '前回の実行' },
  noRun: { en: 'There has been no run yet.', ja: 'まだ実行されていません。' },
  created: { en: 'Created', ja: '作成' },
  updated: { en: 'Updated', ja: '更新' },
  deleted: { en: 'Deleted', ja: '削除' },
  linked: { en: 'Linked', ja: '組み合わせ' },
  conflicts: { en: 'Conflicts', ja: '競合' },
  parked: { en: 'Parked with an error', ja: 'エラーで保留' },
  pending: { en: 'Pending', ja: '処理待ち' },
  left: { en: 'Left as it is', ja: 'そのまま残したもの' },
  reviews: { en: 'Waiting for you', ja: '確認待ち' },
  links: { en: 'Pairs in step', ja: '同期中の組' },
  paused: { en: 'Pairs paused', ja: '休止中の組' },
  oldest: { en: 'Oldest pending', ja: '最も古い処理待ち' },
  lease: { en: 'A run is under way until {time}', ja: '{time} まで実行中です' },
  noLease: { en: 'No run is under way.', ja: '実行中のものはありません。' },
  syncsNone: {
    en: 'There is no sync in this archive yet. Run one of the templates first.',
    ja: 'このアーカイブにはまだ同期がありません。先にテンプレートを実行してください。',
  },
  syncsNotYours: {
    en: 'Nothing of {address} is synced. Your administrator sees on the status page who takes part, and why somebody does not.',
    ja: '{address} の同期はまだありません。だれが同期の対象か、対象でない場合はその理由を、管理者が状況のページで確認できます。',
  },
  syncsOfNobody: {
    en: 'The sign-in before this page does not say who you are, so nothing is shown. Tell your administrator: it has to send your e-mail address.',
    ja: 'このページの前のサインインがだれであるかを伝えないため、何も表示していません。メールアドレスを送る設定が必要だと管理者に伝えてください。',
  },
  untold: { en: 'A record that this sync may not read', ja: 'この同期では読み取れないレコード' },
  taken: { en: 'has its partner already', ja: 'すでに相手あり' },
  outside: { en: 'outside of what is synced', ja: '同期の対象外' },
  record: { en: 'Record', ja: 'レコード' },
  reason: { en: 'Reason', ja: '理由' },
  writes: { en: 'What would be written', ja: '書き込む内容' },
  keepThere: { en: 'Keep it in {side} and leave it alone', ja: '{side} に残し、今後は何もしない' },
  deleteToo: { en: 'Delete it in {side} too', ja: '{side} でも削除する' },
  createAgain: { en: 'Create it in {side} again', ja: '{side} にもう一度作成する' },
  plans: { en: 'Plans', ja: '計画' },
  planMade: {
    en: 'Plan of {time}, for “Only the Previewed Plan”:',
    ja: '{time} の計画。Only the Previewed Plan に入れる値:',
  },
  planBefore: { en: 'Previous decisions', ja: '前の変更' },
  planBehind: { en: 'More decisions', ja: '次の変更' },
  planNone: {
    en: 'No plan has been shown yet. Switch on Preview in Conflict Resolver and run the workflow.',
    ja: '計画はまだありません。Conflict Resolver の Preview を有効にして実行してください。',
  },
  nextTry: { en: 'Next try {time}.', ja: '次の再試行 {time}。' },
  figure_write: { en: 'to be written', ja: '書き込み' },
  figure_agree: { en: 'equal already', ja: 'すでに同じ' },
  figure_nothing: { en: 'in step', ja: '一致' },
  figure_dropLink: { en: 'gone on both sides', ja: '両方で削除済み' },
  figure_unlink: { en: 'taken apart', ja: '組を解消' },
  figure_pause: { en: 'left alone', ja: 'そのまま' },
  figure_skip: { en: 'not written', ja: '書き込まない' },
  figure_ask: { en: 'for a person to decide', ja: '担当者の確認待ち' },
  figure_conflicts: { en: 'conflicts', ja: '競合' },
  signIn: { en: 'Sign in to see this page.', ja: 'このページを見るにはサインインしてください。' },
  tooManySignIns: {
    en: 'Too many attempts to sign in at once. Wait a minute, then try again.',
    ja: 'サインインの試行が多すぎます。1 分待ってから、もう一度お試しください。',
  },
  noCredential: {
    en: 'This page has no credential yet. Choose one in the node Conflict Review.',
    ja: 'このページにはまだ資格情報がありません。ノード Conflict Review で選んでください。',
  },
} satisfies Readonly<Record<string, Label>>;

export type Words = { readonly [name in keyof typeof texts]: string };

const wordsIn = (language: Language): Words => mapValues(texts, (text) => text[language]);
const languages: Readonly<Record<Language, Words>> = { en: wordsIn('en'), ja: wordsIn('ja') };
export const pageWords = (language: Language): Words => languages[language];

/** What the reader chose, else what their browser asks for first. */
export function languageOf(chosen: unknown, accepted: unknown): Language {
  if (chosen === 'ja' || chosen === 'en') return chosen;
  const [first = ''] = String(accepted ?? '').split(',');
  return /^\s*ja\b/i.test(first) ? 'ja' : 'en';
}

/** A text with its gaps filled: "{count} open" with `{ count: 3 }`. */
export const fillIn = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(gaps[name] ?? ''));
