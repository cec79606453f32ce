import { kindName, words, type KindName } from './wording';

/** What a check finds of the archive, the sync and n8n. */
export const checksOfSync = {
  archiveOpens: words({
    en: 'The common archive of this n8n opens.',
    ja: 'この n8n の共通アーカイブを開けます。',
  }),
  ownArchiveOpens: words({ en: 'The archive of its own opens.', ja: '専用のアーカイブを開けます。' }),
  syncIsNew: words<{ sync: string }>({
    en: ({ sync }) =>
      `The sync "${sync}" is new here: its first run asks before it writes, unless you switched that off.`,
    ja: ({ sync }) =>
      `同期「${sync}」はまだ実行されていません。設定を変えていなければ、初回の実行は書き込む前に確認します。`,
  }),
  syncIsKnown: words<{ sync: string; time: string }>({
    en: ({ sync, time }) =>
      `The sync "${sync}" is known; ${time ? `its last run ended ${time}` : 'no run of it has come to its end yet'}.`,
    ja: ({ sync, time }) =>
      `同期「${sync}」は登録されています。${time ? `前回の実行は ${time} に終わりました` : '最後まで終わった実行はまだありません'}。`,
  }),
  syncIsPaused: words<{ sync: string }>({
    en: ({ sync }) => [`The sync "${sync}" is paused: no run of it starts.`, 'Use Sync Control, Sync: Resume.'],
    ja: ({ sync }) => [
      `同期「${sync}」は一時停止中のため、実行されません。`,
      'Sync Control の「Sync: Resume」を使ってください。',
    ],
  }),
  syncOfOtherKind: words<{ sync: string; kind: KindName }>({
    en: ({ sync, kind }) => [
      `The sync "${sync}" of this archive is one of the kind ${kindName.en[kind]}.`,
      'Choose that Kind in Start Cycle, or give this sync another Sync Name there.',
    ],
    ja: ({ sync, kind }) => [
      `このアーカイブの同期「${sync}」の種類は「${kindName.ja[kind]}」です。`,
      'Start Cycle でその Kind を選ぶか、別の Sync Name を付けてください。',
    ],
  }),
  addressNotNeeded: words({
    en: 'No trigger by webhook is switched on here, so none is needed.',
    ja: 'Webhook のトリガーが有効になっていないので、必要ありません。',
  }),
  addressIsPublic: words<{ address: string }>({
    en: ({ address }) => `${address} is https and answers.`,
    ja: ({ address }) => `${address} は https で、応答があります。`,
  }),
  addressNotPublic: words<{ address: string }>({
    en: ({ address }) => [
      `Microsoft and Zoho cannot call ${address}: it takes a public https address.`,
      'Set WEBHOOK_URL of n8n to the https address under which the internet reaches it, and restart n8n; or choose Polling in the triggers, or switch them off.',
    ],
    ja: ({ address }) => [
      `Microsoft と Zoho は ${address} を呼び出せません。公開された https アドレスが必要です。`,
      'n8n の WEBHOOK_URL に、インターネットから到達できる https アドレスを設定して n8n を再起動してください。または、トリガーで Polling を選ぶか、トリガーを無効にしてください。',
    ],
  }),
  addressIsSilent: words<{ address: string }>({
    en: ({ address }) => [
      `${address} did not answer when n8n called itself there.`,
      'Open it from outside of your network. If it answers there, all is well; if not, look at the proxy, the name and the certificate.',
    ],
    ja: ({ address }) => [
      `n8n から自分自身の ${address} を呼び出しましたが、応答がありません。`,
      '社外のネットワークから開いてみてください。応答があれば問題ありません。なければ、プロキシ、ホスト名、証明書を確認してください。',
    ],
  }),
  nodeSays: words<{ message: string; nextStep: string }>({
    en: ({ message, nextStep }) => [message, nextStep],
    ja: ({ message, nextStep }) => [message, nextStep],
  }),
};
