import type { Label } from './label';
import { listed, sideName, words, type SideName, type SomeReason } from './wording';

type On = {
  readonly side: SideName;
};

/** What an undoing did, or why it left something as it is. */
export const undo = {
  changesUndone: words({ en: 'the changes of that cycle were undone', ja: 'その回の変更を元に戻しました' }),
  pairingRestored: words({ en: 'their pairing was restored', ja: '組を元に戻しました' }),
  pairingUndone: words({ en: 'their pairing was undone', ja: '組にしたことを取り消しました' }),
  creationUndone: words<On>({
    en: ({ side }) => `its creation in ${sideName[side]} was undone`,
    ja: ({ side }) => `${sideName[side]} での作成を取り消しました`,
  }),
  deletionUndone: words<On>({
    en: ({ side }) => `its deletion in ${sideName[side]} was undone: it was created again, with a new ID`,
    ja: ({ side }) => `${sideName[side]} での削除を取り消し、新しい ID で作り直しました`,
  }),
  notUndone: words<On & { why: SomeReason }>({
    en: ({ side, why }) => `It was not undone in ${sideName[side]}. ${why}`,
    ja: ({ side, why }) => `${sideName[side]} では元に戻せませんでした。${why}`,
  }),
  goneAlready: words<On>({
    en: ({ side }) => `It is gone from ${sideName[side]} already.`,
    ja: ({ side }) => `すでに ${sideName[side]} にありません。`,
  }),
  changedSinceCreated: words<On>({
    en: ({ side }) => `It was created in ${sideName[side]} and has been changed since, so it stays there.`,
    ja: ({ side }) => `${sideName[side]} に作成された後で変更されたため、そのまま残します。`,
  }),
  recreatedAlready: words<On>({
    en: ({ side }) => `It was created in ${sideName[side]} again already.`,
    ja: ({ side }) => `すでに ${sideName[side]} に作り直されています。`,
  }),
  outsideNow: words<On>({
    en: ({ side }) => `It is no longer in what is synced in ${sideName[side]}.`,
    ja: ({ side }) => `${sideName[side]} で同期の対象から外れています。`,
  }),
  deletedSince: words<On>({
    en: ({ side }) => `It was deleted since in ${sideName[side]}.`,
    ja: ({ side }) => `その後 ${sideName[side]} で削除されました。`,
  }),
  changedSince: words<On & { fields: readonly Label[] }>({
    en: ({ side, fields }) => `Changed in ${sideName[side]} since: ${listed(fields, 'en')}.`,
    ja: ({ side, fields }) => `その後 ${sideName[side]} で変更されました: ${listed(fields, 'ja')}`,
  }),
};
