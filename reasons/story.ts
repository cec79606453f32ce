import type { Label } from './label';
import { listed, sideName, words, type SideName, type SomeReason } from './wording';

type OnSide = { side: SideName };
const on =
  (tell: (side: string) => string) =>
  ({ side }: OnSide) =>
    tell(sideName[side]);

/** Where a record stands now, as Explain and the page tell it. Times are given as text, with their zone. */
export const story = {
  noLongerThere: words<OnSide>({
    en: on((side) => `${side} no longer has it.`),
    ja: on((side) => `${side} にはもうありません。`),
  }),
  isSynced: words<OnSide>({
    en: on((side) => `In ${side} it is in what is synced.`),
    ja: on((side) => `${side} では同期の対象です。`),
  }),
  isOutside: words<OnSide>({
    en: on(
      (side) =>
        `In ${side} it is there, but outside of what is synced (folder, category, window or owner), so it is left alone.`,
    ),
    ja: on(
      (side) => `${side} にありますが、同期の対象外 (フォルダー、分類、期間、担当者) のため、そのままにしています。`,
    ),
  }),
  isUnreadable: words<OnSide>({
    en: on((side) => `In ${side} it is there, but cannot be read.`),
    ja: on((side) => `${side} にありますが、読み取れません。`),
  }),
  wasDeletedThere: words<OnSide>({
    en: on((side) => `In ${side} it was deleted there.`),
    ja: on((side) => `${side} で削除されました。`),
  }),
  leftAlone: words<{ why: SomeReason }>({
    en: ({ why }) => `It is left alone: ${why}`,
    ja: ({ why }) => `そのままにしています: ${why}`,
  }),
  nothingToDo: words({ en: 'Nothing is to be done about it.', ja: 'することはありません。' }),
  waitsForCycle: words<{ time: string }>({
    en: ({ time }) => `The next cycle looks at it (waiting since ${time}).`,
    ja: ({ time }) => `次の実行で処理します (${time} から待っています)。`,
  }),
  refusedSoOften: words<{ count: number; why: SomeReason; time: string }>({
    en: ({ count, why, time }) =>
      `It was refused ${count === 1 ? 'once' : `${count} times`}: ${why} Next try: ${time}, or as soon as it changes.`,
    ja: ({ count, why, time }) =>
      `${count} 回拒否されました: ${why} 次の再試行は ${time}、またはレコードが変わったときです。`,
  }),
  waitsForPerson: words({ en: 'It waits for a person.', ja: '担当者の回答を待っています。' }),
  hasNoPartner: words<OnSide>({
    en: on((side) => `It has no partner in ${side}.`),
    ja: on((side) => `${side} に相手はありません。`),
  }),
  partnerIs: words<{ side: SideName; name: string; ref: string }>({
    en: ({ side, name, ref }) => `Its partner in ${sideName[side]} is ${name} (${ref}).`,
    ja: ({ side, name, ref }) => `${sideName[side]} での相手は ${name} (${ref}) です。`,
  }),
  partnerIsGone: words<{ side: SideName; ref: string }>({
    en: ({ side, ref }) => `Its partner in ${sideName[side]} is a record that is gone (${ref}).`,
    ja: ({ side, ref }) => `${sideName[side]} での相手 (${ref}) はなくなりました。`,
  }),
  pairIsPaused: words({
    en: 'The link is paused: both are left alone until one comes back or changes scope.',
    ja: '組は休止中です。どちらかが戻るか、同期の対象が変わるまで、両方そのままにします。',
  }),
  personGone: words({
    en: 'They are not among the people who take part any more: their syncs are paused, and nothing was deleted.',
    ja: '対象者の一覧にいなくなりました。この人の同期は停止中です。何も削除していません。',
  }),
  personNoMailbox: words({
    en: [
      'No mailbox has the address of this CRM user.',
      'Give the mailbox the address (an alias will do), or put it into the user in Zoho CRM: Setup › Users.',
    ],
    ja: [
      'この CRM ユーザーのアドレスを持つメールボックスがありません。',
      'メールボックスにこのアドレスを追加する (エイリアスでかまいません) か、Zoho CRM の 設定 › ユーザー でアドレスを合わせてください。',
    ],
  }),
  personNoUser: words({
    en: 'No active CRM user has an address of this mailbox.',
    ja: 'このメールボックスのアドレスを持つ有効な CRM ユーザーがいません。',
  }),
  personSeveralMailboxes: words<{ names: readonly string[] }>({
    en: ({ names }) => [
      `Several mailboxes have an address of one CRM user: ${listed(names, 'en')}.`,
      'Leave the address to one of them.',
    ],
    ja: ({ names }) => [
      `一人の CRM ユーザーのアドレスを複数のメールボックスが持っています: ${listed(names, 'ja')}。`,
      'アドレスを持つメールボックスを一つにしてください。',
    ],
  }),
  personSeveralUsers: words<{ names: readonly string[] }>({
    en: ({ names }) => [
      `Several CRM users have an address of one mailbox: ${listed(names, 'en')}.`,
      'Give each of them a mailbox, or deactivate those that are not needed in Zoho CRM: Setup › Users.',
    ],
    ja: ({ names }) => [
      `一つのメールボックスのアドレスを複数の CRM ユーザーが持っています: ${listed(names, 'ja')}。`,
      'それぞれに別のメールボックスを割り当てるか、不要なユーザーを Zoho CRM の 設定 › ユーザー で無効にしてください。',
    ],
  }),
  personNotChosen: words({
    en: 'They are not among those chosen to take part.',
    ja: '対象者に選ばれていません。',
  }),
  personUnknown: words({
    en: ['Neither a mailbox nor an active CRM user has this address.', 'Correct the list of who takes part.'],
    ja: ['このアドレスを持つメールボックスも有効な CRM ユーザーもありません。', '対象者の一覧を確認してください。'],
  }),
  togetherSince: words<{ time: string; why: SomeReason }>({
    en: ({ time, why }) => `They belong together since ${time}: ${why}.`,
    ja: ({ time, why }) => `${time} から組になっています: ${why}。`,
  }),
  editedSince: words<{ side: SideName; fields: readonly Label[] }>({
    en: ({ side, fields }) => `Since both last agreed, ${sideName[side]} changed: ${listed(fields, 'en')}.`,
    ja: ({ side, fields }) => `前回一致した後に ${sideName[side]} で変更された項目: ${listed(fields, 'ja')}。`,
  }),
  createUnknown: words<{ side: SideName; time: string }>({
    en: ({ side, time }) =>
      `A create in ${sideName[side]} was sent at ${time} and its outcome is not known yet: the next cycle looks for it.`,
    ja: ({ side, time }) =>
      `${time} に ${sideName[side]} への作成を送りましたが、結果がまだ分かりません。次の実行で確認します。`,
  }),
};
