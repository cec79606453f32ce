import { credentialPath, reconnect } from './credentials';
import type { Label } from './label';
import { listed, sideName, words, type SideName } from './wording';

const grant = {
  en: (side: SideName) =>
    `Open ${credentialPath[side]}, press Connect again and accept every permission; if the account is not allowed to, ask its administrator.`,
  ja: (side: SideName) =>
    `${credentialPath[side]} を開き、もう一度 Connect を押して、すべてのアクセス許可を承認してください。承認できない場合は管理者に依頼してください。`,
};

/** What to do about an account that is not the former one: of another mailbox the run asks; records of another org are never the same. */
const otherAccount = {
  outlook: {
    en: 'If the new mailbox is meant, run the sync: it asks first, and starts afresh once that is allowed. If not, connect the credential with the former account again, or choose its credential.',
    ja: '新しいメールボックスでよければ、そのまま同期を実行してください。最初に確認があり、許可すると新しく始まります。そうでなければ、資格情報を元のアカウントで接続し直すか、そのアカウントの資格情報を選んでください。',
  },
  zoho: {
    en: 'Connect the credential with the former account again, or choose its credential; for a new account, give the sync another Sync Name in Start Cycle.',
    ja: '資格情報を元のアカウントで接続し直すか、そのアカウントの資格情報を選んでください。新しいアカウントで使う場合は、Start Cycle で別の Sync Name を付けてください。',
  },
};

/** What a check finds of a side. */
export const checksOfSides = {
  signedIn: words<{ side: SideName; name: string; address: string }>({
    en: ({ side, name, address }) => `${sideName[side]}: signed in as ${[name, address].filter(Boolean).join(', ')}.`,
    ja: ({ side, name, address }) =>
      `${sideName[side]}: ${listed([name, address].filter(Boolean), 'ja')} としてサインインしています。`,
  }),
  ownerIs: words<{ name: string }>({
    en: ({ name }) => `This sync is for ${name}, an active user of Zoho CRM.`,
    ja: ({ name }) => `この同期は Zoho CRM の有効なユーザー ${name} さんのものです。`,
  }),
  otherAccountThanBefore: words<{ side: SideName; sync: string }>({
    en: ({ side, sync }) => [
      `The sync "${sync}" belongs to another ${sideName[side]} account than the one of this credential.`,
      otherAccount[side].en,
    ],
    ja: ({ side, sync }) => [
      `同期「${sync}」は、この資格情報とは別の ${sideName[side]} アカウントのものです。`,
      otherAccount[side].ja,
    ],
  }),
  sameAccountWrites: words<{ side: SideName }>({
    en: ({ side }) => `What is written to ${sideName[side]} is written to the account that is read.`,
    ja: ({ side }) => `${sideName[side]} への書き込みは、読み取りと同じアカウントで行われます。`,
  }),
  otherAccountWrites: words<{ side: SideName }>({
    en: ({ side }) => [
      `This node writes to another ${sideName[side]} account than Get Changes reads.`,
      'Choose the same credential in both.',
    ],
    ja: ({ side }) => [
      `このノードは、Get Changes が読み取るものとは別の ${sideName[side]} アカウントに書き込みます。`,
      '両方で同じ資格情報を選んでください。',
    ],
  }),
  permitted: words<{ scope: string }>({
    en: ({ scope }) => `${scope} is granted.`,
    ja: ({ scope }) => `${scope} は許可されています。`,
  }),
  notPermitted: words<{ side: SideName; scope: string }>({
    en: ({ side, scope }) => [`${sideName[side]} does not grant ${scope}.`, grant.en(side)],
    ja: ({ side, scope }) => [`${sideName[side]} が ${scope} を許可していません。`, grant.ja(side)],
  }),
  permissionUnproved: words<{ side: SideName; scope: string }>({
    en: ({ side, scope }) => [
      `${sideName[side]} gave no clear answer about ${scope}.`,
      'If the first run works, nothing has to be done.',
    ],
    ja: ({ side, scope }) => [
      `${scope} について、${sideName[side]} から明確な応答がありませんでした。`,
      '初回の実行が成功すれば、対応は不要です。',
    ],
  }),
  signInUnusable: words<{ side: SideName }>({
    en: ({ side }) => [`${sideName[side]} no longer accepts the sign-in of the credential.`, reconnect.en(side)],
    ja: ({ side }) => [`${sideName[side]} が資格情報のサインインを受け付けなくなりました。`, reconnect.ja(side)],
  }),
  edition: words<{ name: string }>({
    en: ({ name }) => `The edition of Zoho CRM is "${name}".`,
    ja: ({ name }) => `Zoho CRM のエディションは「${name}」です。`,
  }),
  editionOnTrial: words<{ name: string; date: string }>({
    en: ({ name, date }) => [
      `Zoho CRM is on trial ("${name}") until ${date}.`,
      'Before that day choose an edition with API access in Setup › General › Company Settings.',
    ],
    ja: ({ name, date }) => [
      `Zoho CRM は ${date} まで試用中です (「${name}」)。`,
      'その日までに、設定 › 一般 › 企業の設定で、API を利用できるエディションを選んでください。',
    ],
  }),
  editionFree: words({
    en: [
      'Zoho CRM is the free edition: it allows few API calls a day, and lacks some modules and fields.',
      'Nothing has to be done for a small sync; for many records, run it less often or choose a larger edition.',
    ],
    ja: [
      'Zoho CRM は無料エディションです。1 日の API 呼び出し回数が少なく、一部のモジュールと項目がありません。',
      '小規模な同期であれば対応は不要です。レコードが多い場合は、実行の間隔を広げるか、上位のエディションを選んでください。',
    ],
  }),
  licenceOver: words<{ date: string }>({
    en: ({ date }) => [
      `The licence of Zoho CRM ended ${date}.`,
      'Have an administrator renew it in Setup › General › Company Settings.',
    ],
    ja: ({ date }) => [
      `Zoho CRM のライセンスは ${date} に切れました。`,
      '管理者に、設定 › 一般 › 企業の設定での更新を依頼してください。',
    ],
  }),
  placeIsThere: words<{ name: string }>({
    en: ({ name }) => `${name ? `"${name}"` : 'The default place'} is there.`,
    ja: ({ name }) => `${name ? `「${name}」` : '既定の場所'}があります。`,
  }),
  placeReadOnly: words<{ name: string }>({
    en: ({ name }) => [
      `"${name}" may only be read by this account: nothing can be written there.`,
      'Have its owner share it for editing, choose another one, or let Conflict Resolver write one way only.',
    ],
    ja: ({ name }) => [
      `「${name}」は読み取り専用のため、書き込めません。`,
      '所有者に編集の権限を付けてもらうか、別のものを選ぶか、Conflict Resolver で一方向だけにしてください。',
    ],
  }),
  categoriesKnown: words<{ names: readonly string[] }>({
    en: ({ names }) => `What has one of these is synced: ${listed(names, 'en')}.`,
    ja: ({ names }) => `次のいずれかが付いたものを同期します: ${listed(names, 'ja')}。`,
  }),
  categoryUnlisted: words<{ name: string }>({
    en: ({ name }) => [
      `Outlook does not offer the category "${name}" yet, so nobody can give it to anything.`,
      'Make it in Outlook, or with Outlook Sync, Category: Create If Missing.',
    ],
    ja: ({ name }) => [
      `Outlook の一覧に分類項目「${name}」がまだないため、選べません。`,
      'Outlook で作成するか、Outlook Sync の「Category: Create If Missing」で作成してください。',
    ],
  }),
  wholeFolderSynced: words({
    en: 'Everything there is synced, whatever its category.',
    ja: '分類項目に関係なく、そこにあるものをすべて同期します。',
  }),
  zoneKnown: words<{ side: SideName; zone: string }>({
    en: ({ side, zone }) => `${sideName[side]} keeps time by ${zone}.`,
    ja: ({ side, zone }) => `${sideName[side]} のタイムゾーンは ${zone} です。`,
  }),
  zoneNotTold: words<{ side: SideName }>({
    en: ({ side }) => [
      `${sideName[side]} does not tell its time zone, or one that nobody else knows: times are read as UTC.`,
      side === 'outlook'
        ? 'Set it in Outlook (Settings › Calendar › View), and grant MailboxSettings.ReadWrite.'
        : 'Set it in Zoho CRM under Setup › General › Personal Settings.',
    ],
    ja: ({ side }) => [
      `${sideName[side]} からタイムゾーンを取得できないか、名前が不明なため、時刻を UTC とみなします。`,
      side === 'outlook'
        ? 'Outlook の設定 › 予定表 › 表示で設定し、MailboxSettings.ReadWrite を許可してください。'
        : 'Zoho CRM の設定 › 一般 › 個人設定で設定してください。',
    ],
  }),
  moduleOpen: words<{ module: string }>({
    en: ({ module }) => `The module ${module} can be read and written.`,
    ja: ({ module }) => `モジュール ${module} は読み書きできます。`,
  }),
  moduleClosed: words<{ module: string; fields: readonly Label[] }>({
    en: ({ module, fields }) => [
      `In the module ${module} the user may not: ${listed(fields, 'en')}.`,
      "Have an administrator allow it in the user's profile (Setup › Security Control › Profiles), or let Conflict Resolver do without it.",
    ],
    ja: ({ module, fields }) => [
      `このユーザーは、モジュール ${module} で次の操作を許可されていません: ${listed(fields, 'ja')}。`,
      '管理者に、ユーザーのプロファイル (設定 › セキュリティ管理 › プロファイル) での許可を依頼するか、Conflict Resolver でその操作を使わない設定にしてください。',
    ],
  }),
  fieldsThere: words({
    en: 'Every field that is synced is there and can be written.',
    ja: '同期する項目はすべてあり、書き込めます。',
  }),
  fieldsLacking: words<{ fields: readonly Label[] }>({
    en: ({ fields }) => [
      `This org lacks these fields, or the user may not write them, so they are not synced: ${listed(fields, 'en')}.`,
      'If you need them, have an administrator show them in the layout and let the profile write them.',
    ],
    ja: ({ fields }) => [
      `次の項目はこの組織にないか、ユーザーが書き込めないため、同期されません: ${listed(fields, 'ja')}。`,
      '必要であれば、管理者に、レイアウトへの追加とプロファイルでの書き込みの許可を依頼してください。',
    ],
  }),
  fieldsDemanded: words<{ names: readonly string[] }>({
    en: ({ names }) => [
      `A layout demands these fields of every new record, and the sync does not fill them: ${listed(names, 'en')}. Zoho CRM may refuse what comes from Outlook.`,
      'Have an administrator make them optional in the layout (Setup › Customization › Modules and Fields), or let Conflict Resolver write to Outlook only.',
    ],
    ja: ({ names }) => [
      `レイアウトで必須とされている次の項目は、同期では入力されません: ${listed(names, 'ja')}。Outlook からの新しいレコードが Zoho CRM に拒否されることがあります。`,
      '管理者に、レイアウト(設定 › カスタマイズ › タブと項目)で必須を外すよう依頼するか、Conflict Resolver で Outlook への一方向だけにしてください。',
    ],
  }),
};
