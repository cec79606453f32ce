import type { Label } from './label';
import { counted, kindName, listed, sideName, words, type KindName, type SideName } from './wording';

/** What the archive tells of records, links and itself. */
export const archive = {
  recordUnreadable: words<{ side: SideName; property: string }>({
    en: ({ side, property }) => [
      `${sideName[side]} tells this record in a form that cannot be read${property ? ` (${property})` : ''}. It stays as it is on both sides.`,
      `Open it in ${sideName[side]}, correct what looks odd there, and save it. Every run looks at it again.`,
    ],
    ja: ({ side, property }) => [
      `${sideName[side]} から届いたこのレコードは、読み取れない形${property ? ` (${property})` : ''}です。両方のレコードはそのまま残ります。`,
      `${sideName[side]} でレコードを開き、不自然なところを直して保存してください。実行のたびに確認します。`,
    ],
  }),
  valueUnreadable: words({
    en: 'A value in it cannot be read. Open it, correct what looks odd, and save it.',
    ja: '読み取れない値が含まれています。レコードを開き、不自然なところを直して保存してください。',
  }),
  readableAgain: words({
    en: 'It can be read again.',
    ja: '再び読み取れるようになりました。',
  }),
  leftScope: words({
    en: 'left what is synced: the pair is left alone',
    ja: '同期の対象から外れたので、この組はそのままにします',
  }),
  backInScope: words({ en: 'is back in what is synced', ja: '同期の対象に戻りました' }),
  foundByMark: words({
    en: 'the reply to its creation was lost; found by its mark',
    ja: '作成時の応答が失われましたが、目印で見つかりました',
  }),
  arrivedUnanswered: words({
    en: 'the reply to its update was lost; it has arrived',
    ja: '更新時の応答が失われましたが、反映されていました',
  }),
  idChanged: words({ en: 'it was moved and has another ID now', ja: '移動されて ID が変わりました' }),
  replaced: words({
    en: 'it was deleted and is there again under another ID, with the same content',
    ja: '削除された後、同じ内容で別の ID のものが作られています',
  }),
  belongsToAnotherPair: words<{ label: string }>({
    en: ({ label }) => [
      `${label} ended in a record that is linked with another one already.`,
      'Merge the duplicates on one side, or give the two records different e-mail addresses.',
    ],
    ja: ({ label }) => [
      `${label} は、すでに別のものと組になっているレコードに行き着きました。`,
      'どちらかの側で重複をまとめるか、二つのレコードに別々のメールアドレスを付けてください。',
    ],
  }),
  questionDismissed: words({
    en: 'A person dismissed the question about it.',
    ja: 'このレコードについての確認は、担当者によって取り下げられました。',
  }),
  scopeLoss: words<{ count: number; links: number; kind: KindName; side: SideName }>({
    en: ({ count, links, kind, side }) =>
      `${count} of ${counted(links, `linked ${kindName.en[kind]}`)} left what is synced in ${sideName[side]} at once (${
        side === 'outlook'
          ? 'moved elsewhere, without the category, beyond the days that are synced, or another folder, list or calendar was chosen'
          : 'given to another owner, or another scope or user was chosen'
      }). They are left alone on both sides, and nothing is deleted. If that was not meant, put it back as it was: they go on by themselves.`,
    ja: ({ count, links, kind, side }) =>
      `組になっている${kindName.ja[kind]} ${links} 件のうち ${count} 件が、${sideName[side]} で一度に同期の対象から外れました (${
        side === 'outlook'
          ? '移動された、分類項目が外された、同期する期間を過ぎた、または別のフォルダー・リスト・予定表が選ばれた'
          : '所有者が変わった、または別の範囲やユーザーが選ばれた'
      })。両方でそのままにし、何も削除しません。意図したものでなければ、元に戻すと自動的に再開します。`,
  }),
  overlappingSync: words<{ sync: string }>({
    en: ({ sync }) => [
      `The sync "${sync}" looks after the same records in Outlook and Zoho CRM.`,
      'If this one was renamed, all is well: everybody was matched anew. If both are in use, keep one of the two workflows only.',
    ],
    ja: ({ sync }) => [
      `同期「${sync}」が Outlook と Zoho CRM の同じレコードを扱っています。`,
      'この同期の名前を変えただけなら問題ありません (すべて組み直されました)。両方を使っている場合は、ワークフローを一つだけにしてください。',
    ],
  }),
  stillInFile: words({
    en: [
      'It is forgotten, but its texts are still in the file of the archive: another program has the file in use, or the disk is full.',
      'They are overwritten at the end of a later cycle of any sync, once the file is free. Until then keep no copy of the file.',
    ],
    ja: [
      'レコードは消去されましたが、文字列はまだアーカイブのファイルに残っています。ほかのプログラムがファイルを使用中か、ディスクに空きがありません。',
      'ファイルが空いた後、いずれかの同期のサイクルが終わるときに上書きされます。それまではファイルのコピーを保存しないでください。',
    ],
  }),
  forgottenComesBack: words<{ count: number }>({
    en: ({ count }) => [
      `${counted(count, 'of these records is', 'of these records are')} still in Outlook or Zoho CRM. The next run finds them again as new ones: it matches them, makes those that are on one side only on the other, too, and keeps what they say.`,
      'Delete or edit them there on both sides first, then forget again.',
    ],
    ja: ({ count }) => [
      `このうち ${count} 件のレコードは Outlook か Zoho CRM にまだあります。次の実行で新しいレコードとして再び見つかり、組み合わされ、片方にしかないものはもう片方にも作成され、内容も再び保存されます。`,
      '先に両方で削除または編集してから、もう一度消去してください。',
    ],
  }),
  syncNameSaysIt: words<{ names: readonly string[] }>({
    en: ({ names }) => [
      `The name of a sync says it, and stays: ${listed(names, 'en')}.`,
      'Give the sync another name in its workflow, then run Sync: Forget with the old one.',
    ],
    ja: ({ names }) => [
      `同期の名前に含まれており、名前はそのまま残ります: ${listed(names, 'ja')}。`,
      'ワークフローで同期に別の名前を付けてから、元の名前で「Sync: Forget」を実行してください。',
    ],
  }),
  overlappingElsewhere: words({
    en: [
      'A sync in another archive looks after the same records in Outlook and Zoho CRM.',
      'If this one was moved to an archive of its own, all is well: everybody was matched anew. If both are in use, keep one of the two workflows only.',
    ],
    ja: [
      '別のアーカイブにある同期が、Outlook と Zoho CRM の同じレコードを扱っています。',
      'この同期を専用のアーカイブへ移しただけなら問題ありません (すべて組み直されました)。両方を使っている場合は、ワークフローを一つだけにしてください。',
    ],
  }),
  newArchive: words({
    en: [
      'The archive is a new one, though this sync has run before, or the sync was forgotten in it. Everybody is matched anew by their keys, as in a first run; where both sides differ, the policy decides.',
      'If the old file is still there, stop n8n and put it back.',
    ],
    ja: [
      'この同期は以前に実行されていますが、アーカイブは新しいものか、この同期のレコードが消去されています。初回と同じように、すべてを同一判定の項目で組み直します。両方の値が異なる項目は設定に従って決まります。',
      '元のファイルが残っている場合は、n8n を止めて元に戻してください。',
    ],
  }),
  olderArchive: words({
    en: [
      'The archive is older than the last run of this sync: an earlier copy of its file was put back. What both sides agreed on since is recognised; a field that was edited since may count as a conflict, and the policy decides.',
      'See the conflicts of this report.',
    ],
    ja: [
      'アーカイブがこの同期の前回の実行より古くなっています (ファイルの以前のコピーが戻されました)。その後に両方で一致したものは認識されますが、その後に変更された項目は競合とみなされ、設定に従って決まることがあります。',
      'このレポートの競合を確認してください。',
    ],
  }),
  anotherUser: words<{ side: SideName }>({
    en: ({ side }) => [
      `The credential is of another ${sideName[side]} user than before. Records this user may not see or does not own are left as they are.`,
      'If that was not meant, connect the credential with the former user again.',
    ],
    ja: ({ side }) => [
      `資格情報の ${sideName[side]} のユーザーが以前と異なります。このユーザーに見えないレコード、所有していないレコードはそのままにします。`,
      '意図したものでなければ、以前のユーザーで資格情報を接続し直してください。',
    ],
  }),
  neverPaired: words<{ labels: readonly string[] }>({
    en: ({ labels }) => `Never pair these: ${listed(labels, 'en')}`,
    ja: ({ labels }) => `組にしない: ${listed(labels, 'ja')}`,
  }),
  unexpected: words<{ message: string }>({
    en: ({ message }) => message,
    ja: ({ message }) => `予期しないエラー: ${message}`,
  }),
};

/** What became of a write, where it was not simply done. */
export const writes = {
  changedMeanwhile: words({ en: 'It was changed meanwhile.', ja: 'その間に変更されました。' }),
  deletedMeanwhile: words({ en: 'It was deleted meanwhile.', ja: 'その間に削除されました。' }),
};

type Deletion = {
  readonly kind: KindName;
  readonly gone: SideName;
  readonly edited: boolean;
};
const other = (side: SideName): SideName => (side === 'outlook' ? 'zoho' : 'outlook');
const article = (name: string): string => (/^[aeiou]/.test(name) ? `An ${name}` : `A ${name}`);
const deletionEn = ({ kind, gone, edited }: Deletion): string =>
  `${article(kindName.en[kind])} deleted in ${sideName[gone]}${edited ? `, but edited in ${sideName[other(gone)]}` : ''}`;
const deletionJa = ({ kind, gone, edited }: Deletion): string =>
  `${sideName[gone]} で削除され${edited ? `、${sideName[other(gone)]} で変更され` : ''}た${kindName.ja[kind]}`;

/** The setting that left a question to a person, in its own words. */
export const settings = {
  newestUnknown: words({
    en: 'Newest Wins, but it cannot be told which is newer',
    ja: 'Newest Wins (新しい方を採用。ただし、どちらが新しいか分かりません)',
  }),
  decideMyself: words({ en: 'Decide Myself', ja: 'Decide Myself (自分で決める)' }),
  deletesAsk: words({ en: 'Deletes: Ask', ja: 'Deletes: Ask (削除は確認する)' }),
  guards: words({ en: 'Guards', ja: 'Guards (安全装置)' }),
  uniqueName: words({ en: 'a name that only one record has', ja: '名前が同じレコードは一つだけ' }),
  oneOfEach: words({ en: 'one of each side with the same key', ja: '同一判定の項目が同じものは、それぞれに一件ずつ' }),
};

/** What a person said shall be done from now on; `fields` empty: whatever the field. */
export const rules = {
  ruleSideWins: words<{ fields: readonly Label[]; side: SideName }>({
    en: ({ fields, side }) => `${listed(fields, 'en') || 'A field'} changed on both sides: ${sideName[side]} wins`,
    ja: ({ fields, side }) => `${listed(fields, 'ja') || '項目'}が両方で変更されたとき: ${sideName[side]} を採用`,
  }),
  ruleKeepBoth: words<{ fields: readonly Label[] }>({
    en: ({ fields }) => `${listed(fields, 'en') || 'A field'} changed on both sides: both keep their own`,
    ja: ({ fields }) => `${listed(fields, 'ja') || '項目'}が両方で変更されたとき: それぞれの値のまま`,
  }),
  ruleNameMeans: words<{ name: string; field: Label; names: readonly string[] }>({
    en: ({ name, field, names }) => `“${name}” as ${field} means the one of ${listed(names, 'en')}`,
    ja: ({ name, field, names }) => `${field}の「${name}」は ${listed(names, 'ja')} のもの`,
  }),
  ruleDeletionKept: words<Deletion>({
    en: (it) => `${deletionEn(it)}: keep it in ${sideName[other(it.gone)]} and leave it alone`,
    ja: (it) => `${deletionJa(it)}: ${sideName[other(it.gone)]} に残し、そのままにする`,
  }),
  ruleDeletedToo: words<Deletion>({
    en: (it) => `${deletionEn(it)}: delete it in ${sideName[other(it.gone)]} too`,
    ja: (it) => `${deletionJa(it)}: ${sideName[other(it.gone)]} でも削除する`,
  }),
  ruleCreatedAgain: words<Deletion>({
    en: (it) => `${deletionEn(it)}: create it in ${sideName[it.gone]} again`,
    ja: (it) => `${deletionJa(it)}: ${sideName[it.gone]} に作り直す`,
  }),
};
