import type { Label } from './label';
import { words } from './wording';

/** How an account that signed in gets to what is another's: there is no permission for the settings, and the directory has its own. */
function sharedStep(scope: string): { readonly en: string; readonly ja: string } {
  const shared = scope.startsWith('User.') ? 'User.ReadBasic.All' : `${scope.replace(/\.All$/, '')}.Shared`;
  if (/^(MailboxSettings|GroupMember)\./.test(scope))
    return {
      en: 'An account that signed in cannot be given this.',
      ja: 'サインインしたアカウントには、これを許可できません。',
    };
  return {
    en: `With an account that signed in: ask for ${shared}, and have the mailbox shared with the account.`,
    ja: `サインインしたアカウントの場合は、${shared} を要求し、メールボックスをそのアカウントと共有してください。`,
  };
}

/** Of a mailbox that was chosen, and may be somebody else's. */
export const mailboxes = {
  mailboxUnknown: words({
    en: [
      'Microsoft knows no such mailbox, or does not open it to this sign-in.',
      'Check Mailbox in the Outlook Sync node: choose it from the list, or give the ID or the sign-in name of its owner (another address of theirs does not count). A signed-in account needs the mailbox to be shared with it in Exchange.',
    ],
    ja: [
      'Microsoft にそのようなメールボックスがないか、このサインインには開かれていません。',
      'Outlook Sync ノードの Mailbox を確認してください。一覧から選ぶか、所有者の ID またはサインイン名を指定します (その人の別のアドレスは使えません)。サインインしたアカウントで使う場合は、Exchange でそのメールボックスが共有されている必要があります。',
    ],
  }),
  mailboxRefused: words<{ place: Label; scope: string }>({
    en: ({ place, scope }) => [
      `Microsoft refused access to ${place} of the chosen mailbox: the permission ${scope} is missing, or this mailbox is not among those that the app may use.`,
      `With Outlook Sync Application: add ${scope} as an application permission in Microsoft Entra and have an administrator consent, or, where Exchange keeps the app to a group, add the mailbox to the group (it may take two hours until that counts). ${sharedStep(scope).en}`,
    ],
    ja: ({ place, scope }) => [
      `Microsoft が、選んだメールボックスの${place}へのアクセスを拒否しました。アクセス許可 ${scope} がないか、このメールボックスがアプリに許可された範囲に入っていません。`,
      `Outlook Sync Application の場合は、Microsoft Entra で ${scope} をアプリケーションの許可として追加し、管理者の同意を得てください。Exchange でアプリをグループに限定している場合は、そのグループにメールボックスを追加します (有効になるまで 2 時間ほどかかることがあります)。${sharedStep(scope).ja}`,
    ],
  }),
  foreignMailbox: words({
    en: [
      'A link of Microsoft leads into another mailbox than the chosen one. It was not followed.',
      'Nothing was sent there. Run again; if it stays so, report it.',
    ],
    ja: [
      'Microsoft からのリンクが、選んだものとは別のメールボックスを指しています。このリンクは使いませんでした。',
      'そこへは何も送信していません。もう一度実行し、続くようであれば報告してください。',
    ],
  }),
  notAMailbox: words<{ text: string }>({
    en: ({ text }) => [
      `"${text}" cannot be a mailbox.`,
      'Give the sign-in name or the ID of its owner in Mailbox of the node, or choose it from the list.',
    ],
    ja: ({ text }) => [
      `「${text}」はメールボックスではありません。`,
      'ノードの Mailbox に所有者のサインイン名か ID を指定するか、一覧から選んでください。',
    ],
  }),
};
