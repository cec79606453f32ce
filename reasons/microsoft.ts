import { credentialPath, reconnect } from './credentials';
import type { Label } from './label';
import { listed, words } from './wording';

type At = {
  /** How a person calls what was asked for. */
  readonly place: Label;
};

const named = (fields: readonly string[], language: 'en' | 'ja'): string =>
  fields.length > 0 ? ` (${listed(fields, language)})` : '';
const chooseAgain = {
  en: 'Open the Outlook Sync node and choose the folder again; it may have been deleted or belong to another account.',
  ja: 'Outlook Sync ノードを開き、フォルダーを選び直してください。削除されたか、別のアカウントのフォルダーである可能性があります。',
};
const byItself = {
  en: 'Nothing is lost: the next run tries again by itself.',
  ja: '何も失われていません。次回の実行時に自動的に再試行します。',
};

/** What Microsoft Graph refused to do. */
export const microsoft = {
  microsoftSignInLost: words({
    en: ['Microsoft no longer accepts the sign-in of the credential.', reconnect.en('outlook')],
    ja: ['Microsoft が資格情報のサインインを受け付けなくなりました。', reconnect.ja('outlook')],
  }),
  noMailbox: words({
    en: [
      'The Microsoft account has no mailbox that programs can use (no Exchange Online licence, on premises, or blocked).',
      `Ask the Microsoft 365 administrator to give the account a licence with Exchange Online (Microsoft 365 admin center › Users › Active users › Licenses and apps) or to enable the mailbox, or connect another account in ${credentialPath.outlook}.`,
    ],
    ja: [
      'この Microsoft アカウントには、プログラムから利用できるメールボックスがありません (Exchange Online のライセンスがない、オンプレミスにある、またはブロックされている)。',
      `Microsoft 365 の管理者に、Exchange Online を含むライセンスの割り当て (Microsoft 365 管理センター › ユーザー › アクティブなユーザー › ライセンスとアプリ) またはメールボックスの有効化を依頼するか、${credentialPath.outlook} で別のアカウントを接続してください。`,
    ],
  }),
  mailboxFull: words({
    en: ['The Outlook mailbox is full.', 'Free space in the mailbox; the records wait until then.'],
    ja: [
      'Outlook のメールボックスがいっぱいです。',
      'メールボックスの空き容量を増やしてください。それまで待機します。',
    ],
  }),
  microsoftAccessRefused: words<At & { scope: string }>({
    en: ({ place, scope }) => [
      `Microsoft refused access to ${place}: the permission ${scope} is probably missing.`,
      `Add ${scope} to the app registration in Microsoft Entra (an administrator may have to consent), then in n8n open ${credentialPath.outlook} and press Connect again.`,
    ],
    ja: ({ place, scope }) => [
      `Microsoft が${place}へのアクセスを拒否しました。アクセス許可 ${scope} が不足している可能性があります。`,
      `Microsoft Entra のアプリの登録に ${scope} を追加し (管理者の同意が必要な場合があります)、n8n で ${credentialPath.outlook} を開いて、もう一度 Connect を押してください。`,
    ],
  }),
  microsoftCalendarRefused: words({
    en: [
      'Microsoft refused access to the chosen Outlook calendar: somebody else shares it, or the permission Calendars.ReadWrite is missing.',
      `If it is shared with you, add Calendars.ReadWrite.Shared to the app registration in Microsoft Entra, then in n8n open ${credentialPath.outlook}, switch on Shared Calendars and press Connect again.`,
    ],
    ja: [
      'Microsoft が選んだ Outlook の予定表へのアクセスを拒否しました。ほかの人が共有している予定表か、アクセス許可 Calendars.ReadWrite が不足しています。',
      `共有された予定表の場合は、Microsoft Entra のアプリの登録に Calendars.ReadWrite.Shared を追加し、n8n で ${credentialPath.outlook} を開いて Shared Calendars をオンにし、もう一度 Connect を押してください。`,
    ],
  }),
  microsoftWatchRefused: words({
    en: [
      'Microsoft would not watch a folder or calendar for changes, perhaps only for the moment.',
      'It is tried again by itself. If it stays so, poll instead, or remove subscriptions that are no longer needed.',
    ],
    ja: [
      'Microsoft がフォルダーまたは予定表の変更の監視を受け付けませんでした。一時的なものかもしれません。',
      '自動的に再試行します。続く場合は、定期的な読み取りに切り替えるか、不要なサブスクリプションを削除してください。',
    ],
  }),
  microsoftResync: words<At>({
    en: ({ place }) => [
      `Microsoft has forgotten how far ${place} had been read.`,
      'Nothing to do: the folder is read once more in full. No record counts as deleted by that.',
    ],
    ja: ({ place }) => [
      `${place}をどこまで読み取ったかの情報が Microsoft に残っていません。`,
      '対応は不要です。フォルダー全体をもう一度読み取ります。これにより削除とみなされるレコードはありません。',
    ],
  }),
  outlookFolderGone: words<At>({
    en: ({ place }) => [`The chosen folder of ${place} does not exist.`, chooseAgain.en],
    ja: ({ place }) => [`選択された${place}のフォルダーがありません。`, chooseAgain.ja],
  }),
  outlookFolderIdInvalid: words<At>({
    en: ({ place }) => [`What is given as folder of ${place} is not an id of a folder.`, chooseAgain.en],
    ja: ({ place }) => [`${place}のフォルダーとして指定された値は、フォルダーの ID ではありません。`, chooseAgain.ja],
  }),
  outlookIdInvalid: words({
    en: [
      'The id of an Outlook item is not valid. This says nothing about a deletion.',
      'Check the id; copy it from Outlook Sync, not from Outlook itself.',
    ],
    ja: [
      'Outlook のアイテムの ID が無効です。削除されたという意味ではありません。',
      'ID を確認してください。Outlook からではなく、Outlook Sync からコピーしてください。',
    ],
  }),
  outlookItemGone: words<At>({
    en: ({ place }) => [
      `The item is no longer in ${place}.`,
      'Nothing to do, unless it should be there: it was deleted or moved.',
    ],
    ja: ({ place }) => [
      `このアイテムはすでに${place}にありません。`,
      '削除されたか移動されています。そこにあるはずのものでなければ、対応は不要です。',
    ],
  }),
  microsoftNotAsked: words<At>({
    en: ({ place }) => [
      `Microsoft could not be asked about ${place}. Nothing counts as deleted by that.`,
      'The next run tries again. If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine.',
    ],
    ja: ({ place }) => [
      `${place}について Microsoft に問い合わせることができませんでした。これにより削除とみなされるものはありません。`,
      '次回の実行時に再試行します。続く場合は、プロキシやファイアウォールが n8n を実行しているマシンの通信を変更していないか確認してください。',
    ],
  }),
  outlookItemNotFound: words<At>({
    en: ({ place }) => [
      `Microsoft could not find an item in ${place}, but does not say that it was deleted.`,
      byItself.en,
    ],
    ja: ({ place }) => [
      `${place}のアイテムが見つかりませんでしたが、Microsoft は削除されたとは回答していません。`,
      byItself.ja,
    ],
  }),
  microsoftNotFound: words<At>({
    en: ({ place }) => [
      `Microsoft could not find ${place}. Nothing counts as deleted by that.`,
      `${byItself.en} If it stays so, look whether the account that is connected can open it in Outlook on the web, and choose folder, list or calendar in the node again.`,
    ],
    ja: ({ place }) => [
      `Microsoft で${place}が見つかりませんでした。これにより削除とみなされるものはありません。`,
      `${byItself.ja}続く場合は、接続したアカウントで Web 版 Outlook から開けるかを確認し、ノードでフォルダー、リスト、予定表を選び直してください。`,
    ],
  }),
  outlookItemDamaged: words({
    en: [
      'Microsoft cannot show one item: its content is damaged.',
      'Open it in Outlook and save it again, or make it anew. Everything else goes on.',
    ],
    ja: [
      '内容が破損しているため、Microsoft が一つのアイテムを表示できません。',
      'Outlook で開いて保存し直すか、新しく作り直してください。それ以外の処理は続行されます。',
    ],
  }),
  outlookItemChanged: words({
    en: [
      'The Outlook item was changed by somebody else at the same moment.',
      'Nothing to do: it is read again and decided anew in the next run.',
    ],
    ja: [
      'Outlook のアイテムが、同時に別の人によって変更されました。',
      '対応は不要です。次回の実行時に読み取り直し、あらためて判断します。',
    ],
  }),
  microsoftThrottled: words({
    en: [
      'Microsoft asks to slow down: too many requests for this mailbox.',
      'Nothing is lost: run again later. If it stays so, run less often or lower Batch Size.',
    ],
    ja: [
      'このメールボックスへの要求が多すぎるため、Microsoft が頻度を下げるよう求めています。',
      '何も失われていません。後でもう一度実行してください。続く場合は、実行の間隔を長くするか、Batch Size を小さくしてください。',
    ],
  }),
  microsoftTrouble: words<{ status: number }>({
    en: ({ status }) => [`Microsoft's service has a problem (status ${status}).`, byItself.en],
    ja: ({ status }) => [`Microsoft のサービスに問題が発生しています (ステータス ${status})。`, byItself.ja],
  }),
  microsoftRequestRefused: words<At & { status: number; fields: readonly string[] }>({
    en: ({ place, status, fields }) => [
      `Microsoft did not accept a request to ${place} (status ${status})${named(fields, 'en')}.`,
      'Check the settings of the Outlook Sync node: choose folder, list, calendar or category again. If it stays so, report it with the code and the request id: Microsoft can say more by them.',
    ],
    ja: ({ place, status, fields }) => [
      `Microsoft が${place}への要求を受け付けませんでした (ステータス ${status})${named(fields, 'ja')}。`,
      'Outlook Sync ノードの設定を確認し、フォルダー、リスト、予定表、分類項目を選び直してください。続く場合は、コードと要求 ID を添えてご報告ください。Microsoft に詳細を問い合わせることができます。',
    ],
  }),
  outlookValuesRefused: words<{ fields: readonly string[] }>({
    en: ({ fields }) => [
      `Outlook did not accept the values of one record${named(fields, 'en')}.`,
      'Correct these values in the record (format, length, number of entries); it is tried again when it changes.',
    ],
    ja: ({ fields }) => [
      `Outlook が一つのレコードの値を受け付けませんでした${named(fields, 'ja')}。`,
      'レコードの値 (形式、長さ、件数) を修正してください。変更されると再試行します。',
    ],
  }),
  microsoftBrokenReply: words<At>({
    en: ({ place }) => [
      `The answer about ${place} was not what Microsoft Graph sends (no valid JSON, or parts missing).`,
      'If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine. The next run tries again.',
    ],
    ja: ({ place }) => [
      `${place}についての応答が Microsoft Graph のものではありません (正しい JSON でないか、一部が欠けています)。`,
      '続く場合は、プロキシやファイアウォールが n8n を実行しているマシンの通信を変更していないか確認してください。次回の実行時に再試行します。',
    ],
  }),
};

/** Why Microsoft's sign-in gives no token. */
export const microsoftSignIn = {
  microsoftSignInExpired: words({
    en: [
      'Microsoft no longer accepts the sign-in of the credential (revoked, expired after 90 days without use, or password changed).',
      reconnect.en('outlook'),
    ],
    ja: [
      'Microsoft が資格情報のサインインを受け付けなくなりました (取り消された、90 日間使われず期限切れになった、またはパスワードが変更された)。',
      reconnect.ja('outlook'),
    ],
  }),
  microsoftClientRefused: words({
    en: [
      'Microsoft does not accept the client ID or client secret of the credential (a secret expires), or not in this tenant or cloud.',
      `Make a new client secret in Microsoft Entra, check tenant and cloud, and enter them in ${credentialPath.outlook}.`,
    ],
    ja: [
      'Microsoft が資格情報の Client ID または Client Secret を受け付けません (Client Secret には有効期限があります)。テナントまたはクラウドが異なる可能性もあります。',
      `Microsoft Entra で新しい Client Secret を作成し、テナントとクラウドを確認して、${credentialPath.outlook} に入力してください。`,
    ],
  }),
  microsoftScopeRefused: words({
    en: [
      'Microsoft does not grant one of the permissions the credential asks for.',
      `Add the permissions listed in the credential to the app registration in Microsoft Entra, then reconnect under ${credentialPath.outlook}.`,
    ],
    ja: [
      '資格情報が求めるアクセス許可の一つを Microsoft が許可していません。',
      `資格情報に記載されたアクセス許可を Microsoft Entra のアプリの登録に追加し、${credentialPath.outlook} で接続し直してください。`,
    ],
  }),
};
