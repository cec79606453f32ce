import { appPasswordPath } from './credentials';
import type { Label } from './label';
import { words, type SideName } from './wording';

const service: Readonly<Record<SideName, string>> = { outlook: 'Microsoft', zoho: 'Zoho CRM' };

type Server = {
  readonly side: SideName;
  readonly host: string | Label;
};

/** Why a request was not sent, or got no answer. */
export const transport = {
  hostNotFound: words<Server>({
    en: ({ side, host }) => [
      `The name ${host} of ${service[side]} could not be resolved.`,
      'Check the network and DNS of the n8n machine, and the data centre or cloud chosen in the credential.',
    ],
    ja: ({ side, host }) => [
      `${service[side]} の ${host} の名前解決ができませんでした。`,
      'n8n を実行しているマシンのネットワークと DNS、および資格情報で選択したデータセンターまたはクラウドを確認してください。',
    ],
  }),
  notReachable: words<Server>({
    en: ({ side, host }) => [
      `${service[side]} could not be reached at ${host}.`,
      'Check the network, firewall and proxy settings of the n8n machine. The next run tries again by itself.',
    ],
    ja: ({ side, host }) => [
      `${service[side]} (${host}) に接続できませんでした。`,
      'n8n を実行しているマシンのネットワーク、ファイアウォール、プロキシの設定を確認してください。次回の実行時に自動的に再試行します。',
    ],
  }),
  timeout: words<Server>({
    en: ({ side, host }) => [
      `${service[side]} (${host}) did not answer in time.`,
      'The next run tries again by itself. If it stays so, see the service health page and lower Batch Size.',
    ],
    ja: ({ side, host }) => [
      `${service[side]} (${host}) から時間内に応答がありませんでした。`,
      '次回の実行時に自動的に再試行します。続く場合は、サービスの稼働状況を確認し、Batch Size を小さくしてください。',
    ],
  }),
  noAnswer: words<Server>({
    en: ({ side, host }) => [
      `The connection to ${service[side]} (${host}) broke before an answer came.`,
      'The next run tries again by itself. If it stays so, check the network and proxy of the n8n machine.',
    ],
    ja: ({ side, host }) => [
      `${service[side]} (${host}) との接続が、応答の前に切れました。`,
      '次回の実行時に自動的に再試行します。続く場合は、n8n を実行しているマシンのネットワークとプロキシを確認してください。',
    ],
  }),
  /** `allowed` empty: nobody knows where the credential belongs. */
  foreignHost: words<{ host: string | Label; allowed: readonly string[] }>({
    en: ({ host, allowed }) => [
      `Refused to send the credential to ${host}: it belongs to ${allowed.join(', ') || 'no known host'}.`,
      'If the service has really moved, choose the right data centre or cloud in the n8n credential; else report this, nothing was sent.',
    ],
    ja: ({ host, allowed }) => [
      `資格情報を ${host} に送信しませんでした。この資格情報の送信先は ${allowed.join('、') || '不明'} です。`,
      'サービスが実際に移転した場合は、n8n の資格情報で正しいデータセンターまたはクラウドを選択してください。そうでない場合はご報告ください。何も送信されていません。',
    ],
  }),
  notAnId: words<{ text: string }>({
    en: ({ text }) => [
      `"${text}" is neither an ID nor the name of a module. Nothing was sent.`,
      'Fill in the ID or name as the service shows it.',
    ],
    ja: ({ text }) => [
      `「${text}」は ID でもモジュール名でもありません。何も送信していません。`,
      'サービスに表示されているとおりに ID または名前を入力してください。',
    ],
  }),
  badCredentialAddress: words<{ field: string }>({
    en: ({ field }) => [
      `The ${field} of the credential is no address that a password may be sent to.`,
      `Enter it in ${appPasswordPath} as https://host/path; plain http is for Custom data centres and for this machine only.`,
    ],
    ja: ({ field }) => [
      `資格情報の ${field} は、パスワードを送信できるアドレスではありません。`,
      `${appPasswordPath} に https://host/path の形式で入力してください。http は、データセンターが Custom の場合とこのマシン自身の場合にのみ使えます。`,
    ],
  }),
};
