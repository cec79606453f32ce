import type { Label } from './label';
import { words, type SomeReason } from './wording';

type OfField = {
  /** API name of the field, or the word for one that is not named. */
  readonly field: string | Label;
};

const triedAgain = { en: 'it is tried again when it changes.', ja: '変更されると再試行します。' };
const inCrm = {
  en: 'Settle this in Zoho CRM; the record is tried again by itself.',
  ja: 'Zoho CRM で処理してください。このレコードは自動的に再試行されます。',
};

/** What Zoho CRM has against a value of a record. */
export const zohoValues = {
  zohoValueTooLong: words<OfField & { max: number | string }>({
    en: ({ field, max }) => [
      `${field} is longer than the ${max} characters Zoho CRM allows.`,
      `Shorten ${field}, or have the field lengthened in Zoho CRM; ${triedAgain.en}`,
    ],
    ja: ({ field, max }) => [
      `${field} が Zoho CRM の上限の ${max} 文字を超えています。`,
      `${field} を短くするか、Zoho CRM で項目の長さを増やしてもらってください。${triedAgain.ja}`,
    ],
  }),
  zohoNoEmailAddress: words<OfField>({
    en: ({ field }) => [`${field} is no e-mail address that Zoho CRM accepts.`, `Correct ${field}; ${triedAgain.en}`],
    ja: ({ field }) => [
      `${field} は Zoho CRM が受け付けるメールアドレスではありません。`,
      `${field} を修正してください。${triedAgain.ja}`,
    ],
  }),
  zohoWrongType: words<OfField & { type: number | string }>({
    en: ({ field, type }) => [
      `${field} is not of the type Zoho CRM expects (${type}).`,
      `Correct ${field}; ${triedAgain.en}`,
    ],
    ja: ({ field, type }) => [
      `${field} が Zoho CRM の求める型 (${type}) ではありません。`,
      `${field} を修正してください。${triedAgain.ja}`,
    ],
  }),
  zohoNotInList: words<OfField>({
    en: ({ field }) => [
      `${field} has a value that its list in Zoho CRM does not hold.`,
      `Choose a value of the list, or add it in Zoho CRM; ${triedAgain.en}`,
    ],
    ja: ({ field }) => [
      `${field} の値が Zoho CRM の選択リストにありません。`,
      `リストの値を選ぶか、Zoho CRM でリストに追加してください。${triedAgain.ja}`,
    ],
  }),
  zohoValueRefused: words<OfField>({
    en: ({ field }) => [`Zoho CRM does not accept the value of ${field}.`, `Correct ${field}; ${triedAgain.en}`],
    ja: ({ field }) => [`Zoho CRM が ${field} の値を受け付けません。`, `${field} を修正してください。${triedAgain.ja}`],
  }),
  zohoFieldLeftOut: words<{ why: SomeReason }>({
    en: ({ why }) => [`All else was written: ${why.message}`, why.nextStep],
    ja: ({ why }) => [`ほかの項目は書き込みました: ${why.message}`, why.nextStep],
  }),
  zohoValueRequired: words<OfField>({
    en: ({ field }) => [
      `${field} is required in Zoho CRM and is empty.`,
      `Fill in ${field}, or make it optional in the layout of Zoho CRM.`,
    ],
    ja: ({ field }) => [
      `Zoho CRM では ${field} が必須ですが、空です。`,
      `${field} を入力するか、Zoho CRM のレイアウトで任意の項目にしてください。`,
    ],
  }),
  zohoReminderRequired: words({
    en: [
      'Zoho CRM takes this only with a reminder (Remind_At), as it may want for each series.',
      'Set a reminder in Outlook; the sync sets none that nobody asked for. Or make the field optional in the layout of Zoho CRM.',
    ],
    ja: [
      'Zoho CRM はリマインダー (Remind_At) がないため受け付けません。定期的な予定で必須になることがあります。',
      'Outlook でアラームを設定してください。頼まれていないアラームを同期が設定することはありません。または、Zoho CRM のレイアウトで任意の項目にしてください。',
    ],
  }),
  zohoValueTaken: words<OfField>({
    en: ({ field }) => [
      `Another record in Zoho CRM already has this ${field}, which must be unique there.`,
      'Merge the two records in Zoho CRM, or change one of the values.',
    ],
    ja: ({ field }) => [
      `Zoho CRM の別のレコードがすでに同じ ${field} を使っています。この項目は重複できません。`,
      'Zoho CRM で二つのレコードをまとめるか、どちらかの値を変更してください。',
    ],
  }),
  zohoDependentFieldMissing: words<OfField>({
    en: ({ field }) => [
      `Zoho CRM wants ${field} together with another field that was not sent.`,
      `Fill in ${field} in Zoho CRM once; ${triedAgain.en}`,
    ],
    ja: ({ field }) => [
      `Zoho CRM では ${field} を別の項目と一緒に送る必要がありますが、その項目は送信されませんでした。`,
      `Zoho CRM で ${field} を一度入力してください。${triedAgain.ja}`,
    ],
  }),
  zohoFieldUnknown: words<OfField>({
    en: ({ field }) => [
      `Zoho CRM has no field ${field} any more, and refuses the whole record for it.`,
      'Nothing to do: within a day the fields are read anew, and the record goes without it.',
    ],
    ja: ({ field }) => [
      `Zoho CRM に項目 ${field} がなくなったため、レコード全体が拒否されました。`,
      '対応は不要です。1 日以内に項目の一覧を読み直し、その項目なしで登録します。',
    ],
  }),
  zohoFieldMissing: words<OfField>({
    en: ({ field }) => [`Zoho CRM misses ${field}.`, `Fill in ${field}; ${triedAgain.en}`],
    ja: ({ field }) => [`Zoho CRM に必要な ${field} がありません。`, `${field} を入力してください。${triedAgain.ja}`],
  }),
};

/** Why Zoho CRM did not take a record. */
export const zohoRefusals = {
  zohoLinkedAlready: words({
    en: ['The two records are linked already.', 'Nothing to do.'],
    ja: ['二つのレコードはすでに関連付けられています。', '対応は不要です。'],
  }),
  zohoRecordLocked: words({
    en: ['The record is locked in Zoho CRM.', 'Unlock it in Zoho CRM, or wait: the record is tried again by itself.'],
    ja: [
      'このレコードは Zoho CRM でロックされています。',
      'Zoho CRM でロックを解除するか、お待ちください。このレコードは自動的に再試行されます。',
    ],
  }),
  zohoRecordInBlueprint: words({
    en: ['The record is in a Blueprint of Zoho CRM, which allows no other change now.', inCrm.en],
    ja: ['このレコードは Zoho CRM の Blueprint の途中にあり、現在は他の変更ができません。', inCrm.ja],
  }),
  zohoAwaitsApproval: words({
    en: ['The record waits for approval in Zoho CRM.', inCrm.en],
    ja: ['このレコードは Zoho CRM で承認待ちです。', inCrm.ja],
  }),
  zohoAwaitsReview: words({
    en: ['The record waits for review in Zoho CRM.', inCrm.en],
    ja: ['このレコードは Zoho CRM でレビュー待ちです。', inCrm.ja],
  }),
  zohoChangedAtOnce: words({
    en: ['The record was changed in Zoho CRM at the same moment.', 'Nothing to do: it is read again in the next run.'],
    ja: ['このレコードは、同時に Zoho CRM で変更されました。', '対応は不要です。次回の実行時に読み取り直します。'],
  }),
  zohoRecordNotAllowed: words({
    en: [
      'The Zoho user of the credential may not change this record.',
      "Change its sharing or the user's profile in Zoho CRM.",
    ],
    ja: [
      '資格情報の Zoho ユーザーには、このレコードを変更する権限がありません。',
      'Zoho CRM で、レコードの共有設定またはユーザーの権限を変更してください。',
    ],
  }),
  zohoLeadConverted: words({
    en: ['The lead has been converted in Zoho CRM.', 'Work with the contact it became.'],
    ja: ['この見込み客は Zoho CRM で変換済みです。', '変換後の連絡先を使ってください。'],
  }),
  zohoNoResult: words({
    en: ['Zoho CRM gave no result for this record.', 'Nothing to do: the next run looks what became of it.'],
    ja: ['Zoho CRM がこのレコードの結果を返しませんでした。', '対応は不要です。次回の実行時に結果を確認します。'],
  }),
  zohoRecordRefused: words<OfField>({
    en: ({ field }) => [`Zoho CRM refused the record (${field}).`, `Look at the record in Zoho CRM; ${triedAgain.en}`],
    ja: ({ field }) => [
      `Zoho CRM がレコードを受け付けませんでした (${field})。`,
      `Zoho CRM でレコードを確認してください。${triedAgain.ja}`,
    ],
  }),
  zohoRecordGone: words({
    en: [
      'The record is no longer in Zoho CRM.',
      'Nothing to do, unless it should be there: look in the recycle bin of Zoho CRM.',
    ],
    ja: [
      'このレコードはすでに Zoho CRM にありません。',
      '対応は不要です。あるはずのものであれば、Zoho CRM のごみ箱を確認してください。',
    ],
  }),
};
