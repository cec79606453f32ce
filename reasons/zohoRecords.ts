import type { Label } from './label';
import { counted, kindName, words, type KindName, type SomeReason } from './wording';

type LookedUp = { readonly what: Label; readonly module: string };

/** Records of Zoho CRM that could not be found, made or told apart. */
export const zohoRecords = {
  zohoRenamesUntold: words({
    en: [
      'Where an Account or a manager was renamed in Zoho CRM, the contacts in Outlook keep the former name: this user may not ask for that.',
      'Let the user read Accounts and Contacts (Zoho CRM: Setup › Security Control › Profiles). Any edit of such a contact in Zoho CRM brings the new name, too.',
    ],
    ja: [
      'Zoho CRM で会社または上司の名前が変更されても、Outlook の連絡先には以前の名前が残ります。このユーザーはその変更を照会できません。',
      'このユーザーに会社と連絡先の閲覧を許可してください (Zoho CRM の 設定 › セキュリティ管理 › 権限)。Zoho CRM でその連絡先を編集しても、新しい名前が反映されます。',
    ],
  }),
  zohoDeletionsBeyond: words({
    en: [
      'More was deleted in Zoho CRM since the last run than it can list (2,000 records in the recycle bin, 2,000 deleted for good), so the oldest of these deletions stay unseen.',
      'What should go in Outlook, too, has to be deleted there by hand. Runs at shorter intervals see all deletions.',
    ],
    ja: [
      '前回の実行以降に Zoho CRM で削除されたレコードが、一覧できる数 (ごみ箱 2,000 件、完全削除 2,000 件) を超えたため、古い削除を確認できません。',
      'Outlook からも削除する必要があるものは、手動で削除してください。実行間隔を短くすると、すべての削除を確認できます。',
    ],
  }),
  noSuchOwner: words<{ name: string }>({
    en: ({ name }) => [
      `Zoho CRM has no user ${name}. Nothing was written.`,
      'Choose the Owner from the list, or give the e-mail address that the user signs in to Zoho CRM with, or the user ID.',
    ],
    ja: ({ name }) => [
      `Zoho CRM にユーザー ${name} がいません。何も書き込んでいません。`,
      'Owner を一覧から選ぶか、ユーザーが Zoho CRM へのサインインに使うメールアドレスまたはユーザー ID を入力してください。',
    ],
  }),
  ownerInactive: words<{ name: string }>({
    en: ({ name }) => [
      `${name} is no active user of Zoho CRM any more. Nothing was written.`,
      "Pause this person's syncs (Sync Control, Sync: Pause), or choose another Owner. If they are to go on, activate the user in Zoho CRM: Setup › Users.",
    ],
    ja: ({ name }) => [
      `${name} さんは Zoho CRM の有効なユーザーではなくなっています。何も書き込んでいません。`,
      'この人の同期を一時停止する (Sync Control の「Sync: Pause」) か、別の Owner を選んでください。続ける場合は、Zoho CRM の 設定 › ユーザー でユーザーを有効にしてください。',
    ],
  }),
  lostInZoho: words<{ kind: KindName; ref: string }>({
    en: ({ kind, ref }) => [
      `The ${kindName.en[kind]} ${ref} can no longer be found in Zoho CRM, and it is not among the deleted ones.`,
      'Share it again with the Zoho user of the credential, or delete it in Outlook if it is not wanted any more.',
    ],
    ja: ({ kind, ref }) => [
      `${kindName.ja[kind]} ${ref} が Zoho CRM に見つかりません。削除されたものの中にもありません。`,
      '資格情報の Zoho ユーザーと共有し直すか、不要であれば Outlook で削除してください。',
    ],
  }),
  namesRecord: words<{ why: SomeReason; ref: string }>({
    en: ({ why, ref }) => [`${why.message} It is the record ${ref}.`, why.nextStep],
    ja: ({ why, ref }) => [`${why.message}該当するレコードは ${ref} です。`, why.nextStep],
  }),
  lookupSeveral: words<LookedUp>({
    en: ({ what, module }) => `The ${what} was left as it is: several records in ${module} of Zoho CRM have this name.`,
    ja: ({ what, module }) => `${what}はそのままにしました。Zoho CRM の ${module} に同じ名前のレコードが複数あります。`,
  }),
  lookupNone: words<LookedUp>({
    en: ({ what, module }) => `The ${what} was left as it is: no record in ${module} of Zoho CRM has this name.`,
    ja: ({ what, module }) => `${what}はそのままにしました。Zoho CRM の ${module} にこの名前のレコードがありません。`,
  }),
  lookupNotCreated: words<{ what: Label; why: SomeReason }>({
    en: ({ what, why }) => `The ${what} could not be created. ${why.message}`,
    ja: ({ what, why }) => `${what}を作成できませんでした。${why.message}`,
  }),
  taskAboutNone: words({
    en: 'The CRM record that this task is linked with was not found, so it is about none.',
    ja: 'このタスクに関連付けられた CRM のレコードが見つからないため、関連先はありません。',
  }),
  taskNameSeveral: words<{ name: string }>({
    en: ({ name }) => `Several CRM records are called "${name}", so the task is about none of them.`,
    ja: ({ name }) => `「${name}」という名前の CRM のレコードが複数あるため、タスクはどれにも関連付けていません。`,
  }),
  taskNameNone: words<{ name: string }>({
    en: ({ name }) => `No contact, account or deal of the CRM is called "${name}".`,
    ja: ({ name }) => `「${name}」という名前の連絡先・取引先・商談は CRM にありません。`,
  }),
};

const mayRead = {
  en: (module: string): string =>
    `Check that the Zoho user of the credential may see the module ${module} and its fields, then run again.`,
  ja: (module: string): string =>
    `資格情報の Zoho ユーザーがモジュール ${module} とその項目を参照できることを確認し、もう一度実行してください。`,
};

/** What Zoho CRM did not tell, or did not take on. */
export const zohoAccount = {
  fieldsNotTold: words<{ module: string }>({
    en: ({ module }) => [`Zoho CRM told nothing about the fields of the module ${module}.`, mayRead.en(module)],
    ja: ({ module }) => [`Zoho CRM からモジュール ${module} の項目の情報が得られません。`, mayRead.ja(module)],
  }),
  userNotTold: words<{ module: string }>({
    en: ({ module }) => ['Zoho CRM told nothing about the user of the credential.', mayRead.en(module)],
    ja: ({ module }) => ['Zoho CRM から資格情報のユーザーの情報が得られません。', mayRead.ja(module)],
  }),
  orgNotTold: words<{ module: string }>({
    en: ({ module }) => ['Zoho CRM told nothing about the organisation.', mayRead.en(module)],
    ja: ({ module }) => ['Zoho CRM から組織の情報が得られません。', mayRead.ja(module)],
  }),
  notificationsRefused: words<{ field: string }>({
    en: ({ field }) => [
      `Zoho CRM refused to send notifications${field ? ` (${field})` : ''}.`,
      'Check the chosen modules, and that the address of n8n is a public one that begins with https.',
    ],
    ja: ({ field }) => [
      `Zoho CRM が通知の送信を拒否しました${field ? ` (${field})` : ''}。`,
      '選んだモジュールと、n8n のアドレスが https で始まる公開のアドレスであることを確認してください。',
    ],
  }),
};

/** Mails that were, or were not, attached to records; and people and cases made of them. */
export const zohoMails = {
  severalHaveAddress: words<{ count: number; module: string; address: string }>({
    en: ({ count, module, address }) => [
      `Meanwhile ${counted(count, 'record')} in ${module} ${count === 1 ? 'has' : 'have'} the address ${address}.`,
      'Merge them in Zoho CRM; it is tried again by itself.',
    ],
    ja: ({ count, module, address }) => [
      `その間に、アドレス ${address} のレコードが ${module} に ${count} 件になりました。`,
      'Zoho CRM で一つにまとめてください。自動的に再試行します。',
    ],
  }),
  personNotCreated: words<{ address: string; why: SomeReason }>({
    en: ({ address, why }) => [`${address} could not be created. ${why.message}`, why.nextStep],
    ja: ({ address, why }) => [`${address} を作成できませんでした。${why.message}`, why.nextStep],
  }),
  caseNotCreated: words<{ why: SomeReason }>({
    en: ({ why }) => [`The case could not be created. ${why.message}`, why.nextStep],
    ja: ({ why }) => [`サポート案件を作成できませんでした。${why.message}`, why.nextStep],
  }),
  noSuchRecord: words<{ id: string; module: string }>({
    en: ({ id, module }) => [
      `Zoho CRM has no record ${id} in ${module}, or does not show it to this user.`,
      'Look for it in Zoho CRM. Where it was deleted or merged, a sync looks its address up again by itself.',
    ],
    ja: ({ id, module }) => [
      `Zoho CRM の ${module} にレコード ${id} がないか、このユーザーには表示されません。`,
      'Zoho CRM で探してください。削除または統合された場合は、同期が自動的にアドレスを探し直します。',
    ],
  }),
};

/** Files of a mail that stay in Outlook. */
export const files = {
  mailNotInTheirName: words<{ name: string }>({
    en: ({ name }) => [
      `Zoho CRM did not take this mail in the name of ${name}, so it shows as attached by the user of the credential.`,
      'Only an administrator may attach mails for other users: connect the credential as one.',
    ],
    ja: ({ name }) => [
      `Zoho CRM はこのメールを ${name} さんの名前で受け付けなかったため、資格情報のユーザーが添付したものとして表示されます。`,
      'ほかのユーザーのメールを添付できるのは管理者だけです。管理者として資格情報を接続してください。',
    ],
  }),
  fileLeftOut: words<{ name: string; why: SomeReason }>({
    en: ({ name, why }) => `The attachment "${name}" was left out: ${why}.`,
    ja: ({ name, why }) => `添付ファイル「${name}」は含めていません: ${why}。`,
  }),
  allFilesLeftOut: words({
    en: 'Its attachments were left out: the mail is no longer in Outlook.',
    ja: 'メールが Outlook にないため、添付ファイルは含めていません。',
  }),
  fileIsLink: words({
    en: 'it is only a link to a file in the cloud',
    ja: 'クラウド上のファイルへのリンクです',
  }),
  fileIsItem: words({
    en: 'it is another mail or an appointment, not a file',
    ja: 'ファイルではなく、別のメールまたは予定です',
  }),
  fileTooLarge: words<{ size: string }>({
    en: ({ size }) => `with ${size} it goes beyond the size allowed for a mail's attachments`,
    ja: ({ size }) => `${size} で、メールの添付ファイルに許されるサイズを超えます`,
  }),
  fileGone: words({ en: 'it is no longer in Outlook', ja: 'Outlook にありません' }),
  fileRefused: words<{ code: string }>({
    en: ({ code }) => `Zoho CRM did not take it (${code})`,
    ja: ({ code }) => `Zoho CRM が受け付けませんでした (${code})`,
  }),
};
