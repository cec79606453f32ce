import { appPasswordPath } from './credentials';
import type { Label } from './label';
import { words } from './wording';

type Server = {
  readonly host: string | Label;
};

/** What a calendar server refused to do. */
export const calDav = {
  calDavSignInRefused: words<Server>({
    en: ({ host }) => [
      `The calendar server ${host} does not accept the e-mail address and app-specific password.`,
      `Create an app-specific password at Zoho Accounts › Security › App Passwords and enter it in ${appPasswordPath}. The password of the account itself is refused where two-factor sign-in is on.`,
    ],
    ja: ({ host }) => [
      `カレンダーサーバー ${host} が、メールアドレスとアプリケーション固有のパスワードを受け付けません。`,
      `Zoho Accounts › Security › App Passwords でアプリケーション固有のパスワードを作成し、${appPasswordPath} に入力してください。二要素認証が有効な場合、アカウント自体のパスワードは拒否されます。`,
    ],
  }),
  calDavFull: words<Server>({
    en: ({ host }) => [
      `The calendar on ${host} is full: the server has no room for another meeting.`,
      'Delete meetings that are no longer needed, or have the storage of the account raised. Nothing is lost.',
    ],
    ja: ({ host }) => [
      `${host} のカレンダーがいっぱいで、これ以上予定を保存できません。`,
      '不要な予定を削除するか、アカウントの容量を増やしてください。何も失われていません。',
    ],
  }),
  calDavThrottled: words<Server>({
    en: ({ host }) => [
      `The calendar server ${host} asks to slow down.`,
      'Nothing is lost: run again in an hour. If it stays so, run less often.',
    ],
    ja: ({ host }) => [
      `カレンダーサーバー ${host} が、要求の頻度を下げるよう求めています。`,
      '何も失われていません。1 時間後にもう一度実行してください。続く場合は、実行の間隔を長くしてください。',
    ],
  }),
  calDavMeetingRefused: words<Server & { conditions: readonly string[] }>({
    en: ({ host, conditions }) => [
      `The calendar server ${host} does not take the meeting as it is (${conditions.join(', ')}).`,
      'Change it in Outlook to something simpler, or leave it there alone.',
    ],
    ja: ({ host, conditions }) => [
      `カレンダーサーバー ${host} が、この予定をそのままの形では受け付けません (${conditions.join(', ')})。`,
      'Outlook でより単純な内容に変更するか、Outlook だけに残してください。',
    ],
  }),
  calDavReadOnly: words({
    en: [
      'The calendar may only be read.',
      'Choose a calendar of your own in Zoho CRM Sync, ask its owner for the right to edit, or sync only towards Outlook.',
    ],
    ja: [
      'このカレンダーは読み取り専用です。',
      'Zoho CRM Sync で自分のカレンダーを選ぶか、所有者に編集権限を依頼するか、Outlook への一方向だけを同期してください。',
    ],
  }),
  calDavForbidden: words<Server>({
    en: ({ host }) => [
      `The calendar server ${host} does not let this user read the calendar.`,
      'Choose another calendar in Zoho CRM Sync, or have CalDAV switched on for the account.',
    ],
    ja: ({ host }) => [
      `カレンダーサーバー ${host} が、このユーザーにカレンダーの読み取りを許可していません。`,
      'Zoho CRM Sync で別のカレンダーを選ぶか、アカウントの CalDAV を有効にしてもらってください。',
    ],
  }),
  calDavCalendarGone: words<Server>({
    en: ({ host }) => [
      `The calendar is no longer there on ${host}. No meeting was deleted by that.`,
      'Choose the calendar in Zoho CRM Sync again. If the address of the server was changed, see the credential.',
    ],
    ja: ({ host }) => [
      `カレンダーがすでに ${host} にありません。これにより削除された予定はありません。`,
      'Zoho CRM Sync でカレンダーを選び直してください。サーバーのアドレスが変更された場合は、資格情報を確認してください。',
    ],
  }),
  noCalDavServer: words<Server>({
    en: ({ host }) => [
      `What answers at ${host} is no calendar server.`,
      `Check the CalDAV address in ${appPasswordPath}; Zoho shows it under Calendar › Settings › Synchronize › CalDAV.`,
    ],
    ja: ({ host }) => [
      `${host} で応答しているのはカレンダーサーバーではありません。`,
      `${appPasswordPath} の CalDAV Address を確認してください。Zoho では Calendar › Settings › Synchronize › CalDAV に表示されます。`,
    ],
  }),
  calDavTrouble: words<Server & { status: number }>({
    en: ({ host, status }) => [
      `The calendar server ${host} has trouble of its own (${status}).`,
      'The next run tries again by itself. If it stays so, see the service health page of the server.',
    ],
    ja: ({ host, status }) => [
      `カレンダーサーバー ${host} に問題が発生しています (${status})。`,
      '次回の実行時に自動的に再試行します。続く場合は、サーバーの稼働状況を確認してください。',
    ],
  }),
  calDavRequestRefused: words<Server & { status: number; conditions: readonly string[] }>({
    en: ({ host, status, conditions }) => [
      `The calendar server ${host} refused a request (${[status, ...conditions].join(', ')}).`,
      'If it stays so, report it with this text. Nothing is lost.',
    ],
    ja: ({ host, status, conditions }) => [
      `カレンダーサーバー ${host} が要求を拒否しました (${[status, ...conditions].join(', ')})。`,
      '続く場合は、この文面を添えてご報告ください。何も失われていません。',
    ],
  }),
  calDavBrokenReply: words<Server>({
    en: ({ host }) => [
      `What ${host} answered is not what a calendar server sends.`,
      'Check the CalDAV address in the credential. If it is right, check whether a proxy or firewall alters the traffic of the n8n machine.',
    ],
    ja: ({ host }) => [
      `${host} からの応答がカレンダーサーバーのものではありません。`,
      '資格情報の CalDAV Address を確認してください。正しい場合は、プロキシやファイアウォールが n8n を実行しているマシンの通信を変更していないか確認してください。',
    ],
  }),
  noCalendarShown: words<Server>({
    en: ({ host }) => [
      `The account on ${host} shows no calendar for meetings.`,
      'Create a calendar there, have CalDAV switched on for the account, or enter the address of the calendar itself in the credential.',
    ],
    ja: ({ host }) => [
      `${host} のアカウントに、予定を保存できるカレンダーが表示されません。`,
      'カレンダーを作成するか、アカウントの CalDAV を有効にしてもらうか、カレンダー自体のアドレスを資格情報に入力してください。',
    ],
  }),
  badCalDavAddress: words({
    en: [
      'The CalDAV address of the credential is no address.',
      'Enter it as https://host/path, as your calendar service shows it, or empty it for the one of your data centre.',
    ],
    ja: [
      '資格情報の CalDAV Address はアドレスではありません。',
      'カレンダーサービスに表示されているとおりに https://host/path の形式で入力するか、空にしてデータセンターのアドレスを使ってください。',
    ],
  }),
  calDavRedirectLoop: words<Server>({
    en: ({ host }) => [
      `The calendar server ${host} only refers from one address to the next.`,
      'Enter the address of the calendar itself in the credential.',
    ],
    ja: ({ host }) => [
      `カレンダーサーバー ${host} が、アドレスの転送を繰り返しています。`,
      'カレンダー自体のアドレスを資格情報に入力してください。',
    ],
  }),
};
