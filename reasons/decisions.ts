import type { Label } from './label';
import {
  counted,
  kindName,
  listed,
  otherName,
  sideName,
  words,
  type KindName,
  type SideName,
  type SomeReason,
} from './wording';

type Deleted = {
  /** The side where it was deleted. */
  readonly gone: SideName;
};

/** Why a pair, or a record that has none, is treated as it is. */
export const decisions = {
  nothingChanged: words({ en: 'nothing changed', ja: '変更はありません' }),
  edited: words<{ side: SideName }>({
    en: ({ side }) => `edited in ${sideName[side]}`,
    ja: ({ side }) => `${sideName[side]} で変更されました`,
  }),
  editedOnBothSides: words({ en: 'edited on both sides', ja: '両方で変更されました' }),
  sameRecord: words<{ kind: KindName; by: Label }>({
    en: ({ kind, by }) => `same ${kindName.en[kind]} on both sides by ${by}`,
    ja: ({ kind, by }) => `${by}が同じなので、両方で同じ${kindName.ja[kind]}です`,
  }),
  deletedOnBothSides: words({ en: 'deleted on both sides', ja: '両方で削除されました' }),
  deletedAskToo: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}: delete it in ${otherName(gone)} too?`,
    ja: ({ gone }) => `${sideName[gone]} で削除されました。${otherName(gone)} でも削除しますか`,
  }),
  deletedButKept: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}, kept in ${otherName(gone)}`,
    ja: ({ gone }) => `${sideName[gone]} で削除されましたが、${otherName(gone)} には残します`,
  }),
  deletedToo: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}, so deleted in ${otherName(gone)} too`,
    ja: ({ gone }) => `${sideName[gone]} で削除されたので、${otherName(gone)} でも削除します`,
  }),
  deletedButEditedAsk: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}, but edited in ${otherName(gone)}: keep the edit or delete it?`,
    ja: ({ gone }) =>
      `${sideName[gone]} で削除されましたが、${otherName(gone)} で変更されました。変更を残しますか、削除しますか`,
  }),
  deletedButEditedKept: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}, but edited in ${otherName(gone)}, where it stays`,
    ja: ({ gone }) => `${sideName[gone]} で削除されましたが、${otherName(gone)} で変更されたので、そこに残します`,
  }),
  deletedButEditedRestored: words<Deleted>({
    en: ({ gone }) =>
      `deleted in ${sideName[gone]}, but edited in ${otherName(gone)}: the edit is kept and created in ${sideName[gone]} again`,
    ja: ({ gone }) =>
      `${sideName[gone]} で削除されましたが、${otherName(gone)} で変更されたので、変更を残して ${sideName[gone]} に作り直します`,
  }),
  deletedButKeyLivesOn: words<Deleted>({
    en: ({ gone }) =>
      `deleted in ${sideName[gone]}, where another record has its key (merged, perhaps), and edited in ${otherName(gone)}: matched anew in the next cycle`,
    ja: ({ gone }) =>
      `${sideName[gone]} で削除されましたが、そこに同じキーの別のレコードがあり(統合されたのかもしれません)、${otherName(gone)} で変更されました。次のサイクルで改めて照合します`,
  }),
  deletedAndCreatedAgain: words<Deleted>({
    en: ({ gone }) => `deleted in ${sideName[gone]}: created there again`,
    ja: ({ gone }) => `${sideName[gone]} で削除されたので、そこに作り直します`,
  }),
  leftScopeOn: words<{ side: SideName }>({
    en: ({ side }) => `left what is synced of ${sideName[side]}: the pair is left alone`,
    ja: ({ side }) => `${sideName[side]} で同期の対象から外れたので、この組はそのままにします`,
  }),
  newOn: words<{ side: SideName }>({
    en: ({ side }) => `new in ${sideName[side]}`,
    ja: ({ side }) => `${sideName[side]} で新しく作られました`,
  }),
  newButNotWritten: words<{ side: SideName }>({
    en: ({ side }) => `new in ${sideName[side]}, but nothing is written to ${otherName(side)}`,
    ja: ({ side }) => `${sideName[side]} で新しく作られましたが、${otherName(side)} には何も書き込みません`,
  }),
  differentThings: words({
    en: 'two different things, as a person said',
    ja: '担当者の回答により、別々のものとします',
  }),
  nameChosen: words({
    en: 'a person said which record of that name is meant',
    ja: '同じ名前のレコードのうち、どれかを担当者が選びました',
  }),
  byRule: words<{ why: SomeReason }>({
    en: ({ why }) => `${why}, by a rule you made`,
    ja: ({ why }) => `${why} (作成した規則による)`,
  }),
  whoWins: words<{ why: SomeReason; fields: readonly Label[] }>({
    en: ({ why, fields }) => `${why}: who wins in ${listed(fields, 'en')}?`,
    ja: ({ why, fields }) => `${why}。どちらを採用しますか: ${listed(fields, 'ja')}`,
  }),
  copyEdited: words<{ field: Label }>({
    en: ({ field }) =>
      `Zoho CRM holds only the beginning of ${field}, and what was changed there has no sure place in Outlook's whole text. Taking Zoho CRM's loses the rest`,
    ja: ({ field }) =>
      `Zoho CRM には${field}の先頭だけがあり、そこでの変更を Outlook の全文のどこに入れるか確かではありません。Zoho CRM を採用すると残りは失われます`,
  }),
  severalReasons: words<{ reasons: readonly SomeReason[] }>({
    en: ({ reasons }) => reasons.join('; '),
    ja: ({ reasons }) => reasons.join('。'),
  }),
  valueStays: words<{ field: Label; value: string | SomeReason; side: SideName; why: SomeReason }>({
    en: ({ field, value, side, why }) => `${field} "${value}" stays in ${sideName[side]}: ${why}`,
    ja: ({ field, value, side, why }) => `${field}「${value}」は ${sideName[side]} だけに残ります: ${why}`,
  }),
  participantsLeftOut: words<{ count: number; most: number }>({
    en: ({ count, most }) =>
      `Zoho CRM takes ${counted(most, 'participant')}; ${counted(count, 'more stays', 'more stay')} in Outlook.`,
    ja: ({ count, most }) => `Zoho CRM の参加者は ${most} 人までです。残りの ${count} 人は Outlook だけに残ります。`,
  }),
  noSuchValue: words<{ side: SideName }>({
    en: ({ side }) => `${sideName[side]} has no such value`,
    ja: ({ side }) => `${sideName[side]} にはこの値がありません`,
  }),
  overridesHaveNoPlace: words({
    en: 'Zoho CRM has no place for single changed meetings of a series; on those dates it shows none',
    ja: 'Zoho CRM は定期的な予定のうち一回だけの変更を保存できないため、その日には予定を表示しません',
  }),
  cancellingWouldMail: words({
    en: 'cancelling it in Outlook would mail its participants. Cancel or delete it there, if that is meant',
    ja: 'Outlook で取り消すと参加者にメールが送られます。取り消す場合は Outlook で取り消すか削除してください',
  }),
  cancelledNotCreated: words({
    en: 'It was cancelled in Zoho CRM, so it is not created in Outlook',
    ja: 'Zoho CRM で取り消されたため、Outlook には作成しません',
  }),
  recurringLeft: words({
    en: 'It recurs, and recurring tasks of this side are set to be left',
    ja: '繰り返しのタスクで、こちら側の繰り返しは同期しない設定です',
  }),
  eachOccurrence: words<{ rule: string | SomeReason }>({
    en: ({ rule }) => `${rule}, each occurrence a task of its own`,
    ja: ({ rule }) => `${rule} (一回ごとに一つのタスク)`,
  }),
};

type Named = {
  readonly by: Label;
  readonly side: SideName;
};

/** Why it cannot be told who is whom. */
export const matching = {
  sameKeyTwice: words<{ by: Label; outlook: number; zoho: number }>({
    en: ({ by, ...count }) => {
      const where = (['outlook', 'zoho'] as const).filter((side) => count[side] > 1);
      return `the same ${by} more than once: ${where.map((side) => `${count[side]} in ${sideName[side]}`).join(', ')}`;
    },
    ja: ({ by, ...count }) => {
      const where = (['outlook', 'zoho'] as const).filter((side) => count[side] > 1);
      return `同じ${by}が複数あります: ${where.map((side) => `${sideName[side]} に ${count[side]} 件`).join('、')}`;
    },
  }),
  sameKeyOtherName: words<{ by: Label }>({
    en: ({ by }) =>
      `the same ${by}, but different first names: two people who share it, perhaps, so they are not paired unasked`,
    ja: ({ by }) => `${by}は同じですが、名が異なります。共用している別々の人かもしれないため、確認なしには組にしません`,
  }),
  sameKeyOutside: words<Named>({
    en: ({ by, side }) => `the same ${by} is in ${sideName[side]} already, outside of what is synced`,
    ja: ({ by, side }) => `同じ${by}のものが、同期の対象外で ${sideName[side]} にすでにあります`,
  }),
  sameKeyTaken: words<Named>({
    en: ({ by, side }) => `the same ${by} in ${sideName[side]} belongs to another ${otherName(side)} record already`,
    ja: ({ by, side }) =>
      `${sideName[side]} の同じ${by}のものは、すでに別の ${otherName(side)} のレコードと組になっています`,
  }),
  sameName: words<{ name: string; count: number; field: Label }>({
    en: ({ name, count, field }) =>
      `"${name}" is the name of ${counted(count, 'record')} in Zoho CRM, so ${field} was left as it was there`,
    ja: ({ name, count, field }) =>
      `「${name}」という名前のレコードが Zoho CRM に ${count} 件あるため、${field}は変更していません`,
  }),
};

/** Why a whole plan was stopped. */
export const guards = {
  tooManyDeletes: words<{ count: number; links: number; maxDeletes: number; maxDeletePercent: number }>({
    en: ({ count, links, maxDeletes, maxDeletePercent }) =>
      `${count} of ${counted(links, 'linked record')} would be deleted (limits: ${counted(maxDeletes, 'record')}, ${maxDeletePercent} %)`,
    ja: ({ count, links, maxDeletes, maxDeletePercent }) =>
      `組になっている ${links} 件のうち ${count} 件が削除されます (上限 ${maxDeletes} 件、${maxDeletePercent} %)`,
  }),
  allGone: words<{ links: number; side: SideName }>({
    en: ({ links, side }) =>
      `${links === 1 ? 'the one linked record is' : `all ${links} linked records are`} gone from ${sideName[side]} at once`,
    ja: ({ links, side }) => `組になっている ${links} 件がすべて ${sideName[side]} から一度に消えました`,
  }),
  nearlyAllEdited: words<{ count: number; links: number; side: SideName }>({
    en: ({ count, links, side }) =>
      `${count} of ${counted(links, 'linked record')} changed in ${sideName[side]} at once`,
    ja: ({ count, links, side }) =>
      `組になっている ${links} 件のうち ${count} 件が ${sideName[side]} で一度に変更されました`,
  }),
  rolledBack: words<{ side: SideName }>({
    en: ({ side }) =>
      `${sideName[side]} shows older states of records than before, as after restoring a backup. Let it pass to carry what is ` +
      `restored over to ${otherName(side)}; to keep what ${otherName(side)} has, let that side win ` +
      'in Conflict Resolver and run Sync: Rebuild first',
    ja: ({ side }) =>
      `バックアップから復元したときのように、${sideName[side]} のレコードが以前より古い状態になっています。復元した内容を ${otherName(side)} に` +
      `反映する場合は許可してください。${otherName(side)} の内容を残す場合は、Conflict Resolver で ${otherName(side)} を優先にして、先に Sync: Rebuild を実行してください`,
  }),
  firstRun: words<{
    news: { readonly outlook: number; readonly zoho: number };
    edits: { readonly outlook: number; readonly zoho: number };
    conflicts: number;
    /** API credits of Zoho CRM that it costs. */
    credits: number;
  }>({
    en: ({ news, edits, conflicts, credits }) =>
      `This is the first run. It would make ${news.outlook} in Outlook and ${news.zoho} in Zoho CRM, and change ${edits.outlook} in Outlook and ${edits.zoho} in Zoho CRM; ` +
      `fields in which both sides differ, so that the Conflict Policy decides: ${conflicts}.${credits > 0 ? ` It needs about ${credits} API credits of Zoho CRM.` : ''} Nothing was written yet. Let it pass once, and the whole first load runs; to decide such fields yourself, choose Decide Myself there before`,
    ja: ({ news, edits, conflicts, credits }) =>
      `初回の実行です。Outlook に ${news.outlook} 件、Zoho CRM に ${news.zoho} 件を作成し、Outlook の ${edits.outlook} 件、Zoho CRM の ${edits.zoho} 件を変更する予定です。` +
      `両方で値が異なる項目は ${conflicts} 個あり、Conflict Policy に従って決まります。${credits > 0 ? `Zoho CRM の API クレジットが約 ${credits} 必要です。` : ''}まだ何も書き込んでいません。一度許可すると初回分がすべて実行されます。値を自分で決める場合は、先に Decide Myself を選んでください`,
  }),
  placeChanged: words<{ side: SideName; was: string; now: string }>({
    en: ({ side, was, now }) => [
      `In ${sideName[side]} this sync looked after ${was ? `"${was}"` : 'the default place'}; now ${now ? `"${now}"` : 'the default place'} is chosen. Going on would leave alone what was linked there, and replace open questions. Nothing was read or written yet.`,
      'If the new one is meant, let this pass once: on the review page, or with Sync Control, Review: Settle. If not, choose the former one again.',
    ],
    ja: ({ side, was, now }) => [
      `この同期は ${sideName[side]} で${was ? `「${was}」` : '既定の場所'}を扱っていましたが、今は${now ? `「${now}」` : '既定の場所'}が選ばれています。続行すると、これまでに組にしたレコードは同期されなくなり、未回答の確認も入れ替わります。まだ何も読み書きしていません。`,
      '新しい場所でよければ、確認ページまたは Sync Control の「Review: Settle」で一度だけ許可してください。そうでなければ、元の場所を選び直してください。',
    ],
  }),
  mailboxChanged: words<{ was: string }>({
    en: ({ was }) => [
      `In Outlook this sync was for the mailbox${was ? ` of ${was}` : ' of another account'}; now another one is chosen (or another account signed in). Going on would start afresh there: what was linked stays as it is on both sides and is no longer kept in step, and nothing is deleted. Nothing was read or written yet.`,
      'If the new mailbox is meant, let this pass once: on the review page, or with Sync Control, Review: Settle. If not, choose the former one again. To keep both in step, give the new one a sync of its own (another Sync Name in Start Cycle).',
    ],
    ja: ({ was }) => [
      `この同期は Outlook の${was ? ` ${was} さん` : '別のアカウント'}のメールボックスのものでしたが、今は別のメールボックスが選ばれています (または別のアカウントでサインインしています)。続行すると新しいメールボックスで最初から始めます。これまでに組にしたレコードは両方にそのまま残り、同期されなくなります。何も削除しません。まだ何も読み書きしていません。`,
      '新しいメールボックスでよければ、確認ページまたは Sync Control の「Review: Settle」で一度だけ許可してください。そうでなければ、元のメールボックスを選び直してください。両方を同期する場合は、新しいほうに別の同期を作ってください (Start Cycle で別の Sync Name)。',
    ],
  }),
  ownerChanged: words<{ was: string; now: string }>({
    en: ({ was, now }) => [
      `In Zoho CRM this sync was for ${was}; now ${now} is chosen as Owner. Going on would leave alone what was linked and is not theirs, and replace open questions. Nothing was read or written yet.`,
      'If the new owner is meant, let this pass once: on the review page, or with Sync Control, Review: Settle. If not, choose the former one again.',
    ],
    ja: ({ was, now }) => [
      `この同期は Zoho CRM の ${was} さんのものでしたが、今は Owner に ${now} さんが選ばれています。続行すると、これまでに組にしたレコードのうち新しい所有者のものでないものは同期されなくなり、未回答の確認も入れ替わります。まだ何も読み書きしていません。`,
      '新しい所有者でよければ、確認ページまたは Sync Control の「Review: Settle」で一度だけ許可してください。そうでなければ、元の所有者を選び直してください。',
    ],
  }),
  writtenTwice: words<{ side: SideName }>({
    en: ({ side }) => `one record of ${sideName[side]} would be written by two decisions`,
    ja: ({ side }) => `${sideName[side]} の一つのレコードが二つの決定によって書き込まれます`,
  }),
};
