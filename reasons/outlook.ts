import type { Label } from './label';
import { listed, words, type SomeReason } from './wording';

/** What Outlook and To Do cannot do, or did otherwise. */
export const outlook = {
  shownOtherwise: words<{ fields: readonly Label[] }>({
    en: ({ fields }) => `Outlook shows something else than was sent in: ${listed(fields, 'en')}.`,
    ja: ({ fields }) => `次の項目は、送った値と異なる値が Outlook に表示されます: ${listed(fields, 'ja')}。`,
  }),
  notLinkedYet: words<{ why: SomeReason }>({
    en: ({ why }) => `It has no link to its CRM record in To Do yet. ${why} It is tried again later.`,
    ja: ({ why }) => `To Do のタスクに CRM の記録へのリンクがまだありません。${why} 後で再試行します。`,
  }),
  textNotRead: words({
    en: 'The text of the meeting could not be read, so nothing was written. The next run tries again.',
    ja: '会議の本文を読み取れなかったため、何も書き込みませんでした。次の実行で再試行します。',
  }),
};
