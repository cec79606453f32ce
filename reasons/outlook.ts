import type { Label } from './label';
import { listed, words, type SomeReason } from './wording';

/** What Outlook and To Do cannot do, or did otherwise. */
export const outlook = {
  shownOtherwise: words<{ fields: readonly Label[] }>({
    en: ({ fields }) => `Outlook shows something else than was sent in: ${listed(fields, 'en')}.`,
    ja: ({ fields }) => `次の項目は、送った値と異なる値が Outlook に表示されます: ${listed(fields, 'ja')}。`,
  }),
  noRoomBeside: words<{ field: Label; most: number }>({
    en: ({ field, most }) => [
      `${field}: Outlook takes ${most} of them and has as many, which Zoho CRM does not show. They stay, and the value of Zoho CRM stays there.`,
      'Take one out in Outlook, then enter the value there or once more in Zoho CRM.',
    ],
    ja: ({ field, most }) => [
      `${field}: Outlook には ${most} 件まで登録でき、Zoho CRM に表示されない値ですでにいっぱいです。それらはそのまま残り、Zoho CRM の値は Zoho CRM だけに残ります。`,
      'Outlook で 1 件を削除し、その値を Outlook に、または Zoho CRM にもう一度入力してください。',
    ],
  }),
  answerWithoutRecord: words({
    en: 'The answer did not show the record that was written.',
    ja: '応答に、書き込んだレコードが含まれていませんでした。',
  }),
  idsNotFound: words({
    en: [
      'Microsoft tells of items and then finds none of them by their ids. Nothing counts as deleted by that.',
      'The next run tries again. If it stays so, choose the folder or calendar again in Outlook Sync, Get Changes.',
    ],
    ja: [
      'Microsoft が通知した項目を、その ID では 1 件も見つけられません。これによって削除扱いになるものはありません。',
      '次の実行で再試行します。続く場合は、Outlook Sync の Get Changes でフォルダーまたは予定表を選び直してください。',
    ],
  }),
  yearUnknown: words<{ day: string }>({
    en: ({ day }) => [
      `The birthday ${day} has no year, and Zoho CRM keeps none without one. It stays in Outlook.`,
      'Give it a year in Outlook, or enter it in Zoho CRM.',
    ],
    ja: ({ day }) => [
      `誕生日 ${day} には年がなく、Zoho CRM では年が必要です。Outlook にそのまま残ります。`,
      'Outlook で年を入れるか、Zoho CRM に入力してください。',
    ],
  }),
  textTooLong: words<{ max: number }>({
    en: ({ max }) => [
      `The text has more than ${max.toLocaleString('en')} characters, formatting included, or is made of more tags than any text needs, and is not read. It stays in Outlook.`,
      'Shorten it in Outlook, or take out what was pasted.',
    ],
    ja: ({ max }) => [
      `本文が書式を含めて ${max.toLocaleString('en')} 文字を超えるか、タグが多すぎるため、読み取りません。Outlook にそのまま残ります。`,
      'Outlook で短くするか、貼り付けたものを取り除いてください。',
    ],
  }),
  endlessRound: words({
    en: [
      'Microsoft tells the same changes again and again, and never comes to an end of them.',
      'The next run begins anew. If it stays so, read fewer days (Days Ahead, Days Back) or another folder.',
    ],
    ja: [
      'Microsoft から同じ変更が繰り返し送られ、終わりません。',
      '次回の実行では最初から読み直します。続く場合は、読み取る日数 (Days Ahead、Days Back) を減らすか、別のフォルダーを選んでください。',
    ],
  }),
  notLinkedYet: words<{ why: SomeReason }>({
    en: ({ why }) => `It has no link to its CRM record in To Do yet. ${why} It is tried again later.`,
    ja: ({ why }) => `To Do のタスクに CRM のレコードへのリンクがまだありません。${why} 後で再試行します。`,
  }),
  unknownCategory: words<{ name: string }>({
    en: ({ name }) => [
      `The mailbox has no category "${name}", so nothing is read by it.`,
      'Choose the category from the list in Outlook Sync, Get Changes, or make it in Outlook. Names that differ by a letter or a blank are different categories.',
    ],
    ja: ({ name }) => [
      `メールボックスに分類項目「${name}」がないため、この分類項目では何も読み取られません。`,
      'Outlook Sync の Get Changes で一覧から選ぶか、Outlook で作成してください。一文字や空白が違っても別の分類項目になります。',
    ],
  }),
  windowShortened: words<{ days: number }>({
    en: ({ days }) => [
      `Microsoft cannot tell so many days of this calendar, so from now on the next ${days} are read. Meetings after them wait until their day comes nearer.`,
      'To try more again, change Days Ahead in Outlook Sync, Get Changes.',
    ],
    ja: ({ days }) => [
      `この予定表ではこれほど長い期間を読み取れないため、今後は ${days} 日先までを読み取ります。それより先の会議は、その日が近づくまで待ちます。`,
      'もっと先まで試すには、Outlook Sync の Get Changes で Days Ahead を変更してください。',
    ],
  }),
  oneLinkOnly: words({
    en: [
      "Microsoft To Do refuses it beside another app's link: it may take one link a task.",
      'The task syncs all the same; when it is moved to another list, it is recognised by its subject and due date only.',
    ],
    ja: [
      '別のアプリのリンクがあるため、Microsoft To Do に拒否されました。リンクはタスクごとに 1 つまでの可能性があります。',
      'タスクの同期は続きます。別のリストへ移動した場合は、件名と期限だけで同じタスクと判断します。',
    ],
  }),
  textNotRead: words({
    en: 'The text of the meeting could not be read, so nothing was written. The next run tries again.',
    ja: '会議の本文を読み取れなかったため、何も書き込みませんでした。次の実行で再試行します。',
  }),
};

/** Lists and tasks of Microsoft To Do. */
export const todo = {
  taskListGone: words<{ name: string }>({
    en: ({ name }) => [
      `The task list ${name ? `"${name}"` : 'of this sync'} is no longer in Microsoft To Do. None of its tasks counts as deleted by that.`,
      'Choose another Task List in Outlook Sync, Get Changes, and take this one out of its Further Lists.',
    ],
    ja: ({ name }) => [
      `${name ? `タスク リスト「${name}」` : 'この同期のタスク リスト'}が Microsoft To Do にありません。これによってタスクが削除されたとはみなしません。`,
      'Outlook Sync の Get Changes で別の Task List を選び、このリストを Further Lists から外してください。',
    ],
  }),
  flaggedMailList: words({
    en: [
      'The chosen task list is the one of flagged mail, which holds no tasks of its own.',
      'Choose another Task List in Outlook Sync, Get Changes.',
    ],
    ja: [
      '選ばれたタスク リストは「フラグを設定したメール」で、タスクは含まれません。',
      'Outlook Sync の Get Changes で別の Task List を選んでください。',
    ],
  }),
  mailboxZoneUnusable: words<{ why: SomeReason }>({
    en: ({ why }) => [
      `The time zone of the mailbox could not be used, and a due date is a date of that zone. ${why}`,
      'Choose a time zone in Outlook on the web (Settings, General, Language and time), then run again.',
    ],
    ja: ({ why }) => [
      `メールボックスのタイムゾーンを使えませんでした。期限はそのタイムゾーンの日付です。${why}`,
      'Web 版 Outlook の設定 (全般、言語と時刻) でタイムゾーンを選び、もう一度実行してください。',
    ],
  }),
  noDefaultList: words({
    en: [
      'Microsoft To Do shows no default list for this account.',
      'Open To Do once with this account, or choose a Task List in Outlook Sync, Get Changes.',
    ],
    ja: [
      'このアカウントの Microsoft To Do に既定のリストがありません。',
      'このアカウントで To Do を一度開くか、Outlook Sync の Get Changes で Task List を選んでください。',
    ],
  }),
  noListToWatch: words({
    en: [
      'Microsoft To Do shows no default task list, so it is not known which list to watch.',
      'Choose a Task List in the trigger.',
    ],
    ja: [
      'Microsoft To Do に既定のタスク リストがないため、どのリストを監視するのか分かりません。',
      'トリガーで Task List を選んでください。',
    ],
  }),
  deletingEndsSeries: words({
    en: [
      'The task recurs in To Do, and deleting it there would end the whole series.',
      'Delete or complete it in To Do yourself, or settle the pair by restoring the task in Zoho CRM.',
    ],
    ja: [
      'To Do で繰り返すタスクなので、To Do で削除すると繰り返し全体が終わります。',
      'To Do で削除または完了するか、Zoho CRM でタスクを復元してください。',
    ],
  }),
  dateOfSeriesStays: words({
    en: [
      'The task recurs in To Do, where another due date would make a second task of it, so its date was left as it is.',
      'Set the due date in To Do yourself, or set it back in Zoho CRM.',
    ],
    ja: [
      'To Do で繰り返すタスクは、期限を変えるとタスクが二つになるため、期限はそのままにしました。',
      'To Do で期限を設定するか、Zoho CRM の期限を元に戻してください。',
    ],
  }),
};
