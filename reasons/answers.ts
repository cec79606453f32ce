import type { Label } from './label';
import { kindName, listed, words, type KindName, type SomeReason } from './wording';

const correct = { en: 'Correct it and answer again.', ja: '修正して、もう一度回答してください。' };
const unfit = { en: 'The answer does not fit this review.', ja: 'この回答は、この確認事項には使えません。' };

/** Why an answer cannot stand, and what would. */
export const answers = {
  unfitForPair: words({
    en: [unfit.en, 'Take one side, decide field by field, keep both as separate records, or dismiss it.'],
    ja: [
      unfit.ja,
      'どちらかを採用するか、項目ごとに決めるか、別々のレコードとして残すか、そのままにするかを選んでください。',
    ],
  }),
  unfitForCandidates: words({
    en: [
      unfit.en,
      'Say which two are the same, or that none of them are. Change or delete one of the records that it names, and the next cycle matches the rest by itself.',
    ],
    ja: [
      unfit.ja,
      '同じものを一つずつ選ぶか、どれも別のものだと回答してください。挙がっているレコードのどれかを変更または削除すると、残りは次の回に自動的に組み合わされます。',
    ],
  }),
  unfitForLookup: words({
    en: [unfit.en, 'Choose one of the records that it names, or dismiss it to leave the field as it is.'],
    ja: [
      unfit.ja,
      '挙がっているレコードから一つ選ぶか、項目をそのままにする場合は「そのままにする」を選んでください。',
    ],
  }),
  unfitForPlan: words({
    en: [unfit.en, 'Let it pass once, or correct the records and run again.'],
    ja: [unfit.ja, '一度だけ許可するか、レコードを修正してもう一度実行してください。'],
  }),
  unfitFields: words<{ why: SomeReason }>({
    en: ({ why }) => [`${why}`, correct.en],
    ja: ({ why }) => [`${why}`, correct.ja],
  }),
  unknownField: words<{ name: string; kind: KindName }>({
    en: ({ name, kind }) => `There is no field "${name}" in a ${kindName.en[kind]}.`,
    ja: ({ name, kind }) => `${kindName.ja[kind]}に項目「${name}」はありません。`,
  }),
  impossibleValue: words<{ field: Label; why: SomeReason }>({
    en: ({ field, why }) => `${field} cannot have that value: ${why}.`,
    ja: ({ field, why }) => `${field}にこの値は使えません: ${why}。`,
  }),
  mayNotBeBlank: words({ en: 'it may not be blank', ja: '空欄にはできません' }),
  isADate: words({ en: 'it is a date such as 2026-03-31', ja: '2026-03-31 のような日付です' }),
  isATime: words({ en: 'it is a time such as 2026-03-31T09:00:00Z', ja: '2026-03-31T09:00:00Z のような日時です' }),
  isAnAddress: words({ en: 'it is an e-mail address', ja: 'メールアドレスです' }),
  isTrueOrFalse: words({ en: 'it is true or false', ja: 'true か false です' }),
  isAListOfAddresses: words({ en: 'it is a list of addresses', ja: 'メールアドレスの一覧です' }),
  isOneOf: words<{ choices: readonly string[] }>({
    en: ({ choices }) => `it is one of: ${listed(choices, 'en')}`,
    ja: ({ choices }) => `次のどれかです: ${listed(choices, 'ja')}`,
  }),
  isAText: words({ en: 'it is a text', ja: '文字列です' }),
  onlyTogether: words<{ fields: readonly Label[] }>({
    en: ({ fields }) =>
      `${listed(fields, 'en')} mean something only together: take them from the same side, or type all of them.`,
    ja: ({ fields }) => `${listed(fields, 'ja')}は一組の値です。すべて同じ側の値を採用するか、すべて入力してください。`,
  }),
  choiceNotInQuestion: words({
    en: ['The chosen record is none of those in question.', correct.en],
    ja: ['選択したレコードは確認の対象ではありません。', correct.ja],
  }),
  joinNotInQuestion: words({
    en: ['One of the two records is not among those in question any more.', correct.en],
    ja: ['二つのレコードのどちらかは、もう確認の対象ではありません。', correct.ja],
  }),
  joinTaken: words({
    en: [
      'One of the two has its partner already.',
      'Join two records that are both free, or say that these are not the same.',
    ],
    ja: [
      '二つのどちらかには、すでに相手のレコードがあります。',
      '相手のないレコードどうしを選ぶか、同じものではないと回答してください。',
    ],
  }),
};
