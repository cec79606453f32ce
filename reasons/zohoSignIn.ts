import { appPasswordPath, credentialPath, reconnect } from './credentials';
import type { Label } from './label';
import { words } from './wording';

/** Why Zoho's accounts server gives no access token. */
export const zohoSignIn = {
  zohoSignInRefused: words({
    en: [
      'Zoho does not accept the sign-in of the credential: it was revoked, replaced by newer ones (a user has 20), or belongs to another data centre.',
      `Check the data centre in ${credentialPath.zoho} (the address of your Zoho CRM shows it), then press Connect again.`,
    ],
    ja: [
      'Zoho が資格情報のサインインを受け付けません。取り消されたか、新しいものに置き換えられたか (1 ユーザーにつき 20 個まで)、別のデータセンターのものです。',
      `${credentialPath.zoho} のデータセンターを確認し (Zoho CRM のアドレスで分かります)、もう一度 Connect を押してください。`,
    ],
  }),
  zohoClientUnknown: words({
    en: [
      'Zoho does not know the client ID or client secret of the credential in the chosen data centre: one of the three is wrong.',
      `Check the data centre (the address of your Zoho CRM shows it), and compare both with the Zoho API console there; a client works elsewhere only with Multi-DC switched on there. Then connect again under ${credentialPath.zoho}.`,
    ],
    ja: [
      '選択したデータセンターの Zoho に、資格情報の Client ID または Client Secret が登録されていません。三つのうちいずれかが誤っています。',
      `データセンターを確認し (Zoho CRM のアドレスで分かります)、その Zoho API Console で両方を照合してください。クライアントを他のデータセンターで使うには、そこで Multi-DC を有効にする必要があります。その後、${credentialPath.zoho} で接続し直してください。`,
    ],
  }),
  zohoRedirectRefused: words({
    en: [
      "Zoho does not accept n8n's OAuth redirect address for this client.",
      'Copy the OAuth Redirect URL of the credential into the client of the Zoho API console, letter by letter.',
    ],
    ja: [
      'Zoho が、このクライアントに対する n8n の OAuth リダイレクト先を受け付けません。',
      '資格情報の OAuth Redirect URL を、Zoho API Console のクライアントに一字一句そのままコピーしてください。',
    ],
  }),
  zohoScopeUnknown: words({
    en: [
      'Zoho does not know one of the scopes the credential asks for.',
      `Restore the default scopes in ${credentialPath.zoho} and connect again.`,
    ],
    ja: [
      '資格情報が求めるスコープの一つが Zoho にありません。',
      `${credentialPath.zoho} でスコープを既定値に戻し、接続し直してください。`,
    ],
  }),
  /** `until`: a moment, as a person reads it. */
  zohoTokensThrottled: words<{ until: string }>({
    en: ({ until }) => [
      'Zoho refuses new access tokens for a while: more than 10 were asked for in 10 minutes.',
      `Until ${until} the workflows with this credential ask for none; other programs must not, either, since each try begins the wait anew. Workflows should share one credential rather than have one each.`,
    ],
    ja: ({ until }) => [
      '10 分間に 10 個を超えるアクセストークンが要求されたため、Zoho が一時的に発行を拒否しています。',
      `${until} まで、この資格情報のワークフローはトークンを要求しません。試すたびに待ち時間が初めからになるため、ほかのプログラムからも要求しないでください。ワークフローごとに資格情報を作らず、一つを共有してください。`,
    ],
  }),
  zohoSignInFailed: words<{ word: string }>({
    en: ({ word }) => [`Zoho's sign-in server answered with the error ${word}.`, reconnect.en('zoho')],
    ja: ({ word }) => [`Zoho のサインインサーバーがエラー ${word} を返しました。`, reconnect.ja('zoho')],
  }),
  /** `owner`: the data centre whose API it is, where that is known. */
  wrongDataCentre: words<{ host: string | Label; chosen: string; owner: string | null }>({
    en: ({ host, chosen, owner }) => [
      `Zoho's sign-in names ${host} as its API, which does not belong to the data centre ${chosen} chosen in the credential.`,
      owner
        ? `Choose the data centre ${owner} in ${credentialPath.zoho} and connect again.`
        : `Choose the data centre that the address of your Zoho CRM shows (zoho.eu: Europe …) in ${credentialPath.zoho}, or Custom with exactly this API host.`,
    ],
    ja: ({ host, chosen, owner }) => [
      `Zoho のサインインが API として ${host} を示しましたが、資格情報で選択したデータセンター ${chosen} のものではありません。`,
      owner
        ? `${credentialPath.zoho} でデータセンター ${owner} を選び、接続し直してください。`
        : `${credentialPath.zoho} で、Zoho CRM のアドレスが示すデータセンター (zoho.eu なら Europe など) を選ぶか、Custom にしてこの API ホストを正確に入力してください。`,
    ],
  }),
};

type Server = {
  /** The accounts server that said so. */
  readonly host: string;
};

const useOAuth2 = {
  en: 'for contacts, tasks and mail use Zoho CRM Sync OAuth2; this credential works for events over CalDAV.',
  ja: '連絡先、タスク、メールには Zoho CRM Sync OAuth2 を使ってください。この資格情報は CalDAV の予定に使えます。',
};
const newPassword = {
  en: (host: string) =>
    `create an app-specific password at https://${host} › Security › App Passwords and enter it in ${appPasswordPath}.`,
  ja: (host: string) =>
    `https://${host} › Security › App Passwords でアプリケーション固有のパスワードを作成し、${appPasswordPath} に入力してください。`,
};

/** Why Zoho gives no session token for an app-specific password. */
export const zohoAppPassword = {
  zohoPasswordRefused: words<Server>({
    en: ({ host }) => [
      'Zoho does not accept the e-mail address and password of the credential.',
      `Check both, and ${newPassword.en(host)} If you sign in to Zoho with Google, Yahoo or Facebook, first set a Zoho password (Forgot Password? on the sign-in page), or use Zoho CRM Sync OAuth2.`,
    ],
    ja: ({ host }) => [
      'Zoho が資格情報のメールアドレスとパスワードを受け付けません。',
      `両方を確認し、${newPassword.ja(host)}Google、Yahoo、Facebook で Zoho にサインインしている場合は、先に Zoho のパスワードを設定するか (サインイン画面の Forgot Password?)、Zoho CRM Sync OAuth2 を使ってください。`,
    ],
  }),
  zohoAccountUnknown: words<Server>({
    en: ({ host }) => [
      'Zoho knows no such account in this data centre.',
      `Check the e-mail address, and choose the data centre that the address of your Zoho CRM shows (zoho.eu: Europe …) in ${appPasswordPath}; now it is ${host}.`,
    ],
    ja: ({ host }) => [
      'このデータセンターの Zoho に、そのアカウントがありません。',
      `メールアドレスを確認し、${appPasswordPath} で Zoho CRM のアドレスが示すデータセンター (zoho.eu なら Europe など) を選んでください。現在は ${host} です。`,
    ],
  }),
  zohoTwoFactors: words<Server>({
    en: ({ host }) => [
      'This Zoho account signs in with two factors, or by its organisation’s own sign-in, so its password alone is not enough.',
      `In Zoho ${newPassword.en(host)}`,
    ],
    ja: ({ host }) => [
      'この Zoho アカウントは二要素認証または組織独自のサインインを使うため、パスワードだけではサインインできません。',
      newPassword.ja(host),
    ],
  }),
  zohoTooManyAuthTokens: words<Server>({
    en: ({ host }) => [
      'This Zoho account has as many active auth tokens as Zoho allows.',
      `Remove an active auth token at Accounts › Home › Active Authtokens (https://${host}), best one that no program uses any more, then run again.`,
    ],
    ja: ({ host }) => [
      'この Zoho アカウントの有効な認証トークンが、Zoho の上限に達しています。',
      `Accounts › Home › Active Authtokens (https://${host}) で、使われていない認証トークンを削除し、もう一度実行してください。`,
    ],
  }),
  zohoAddressNotConfirmed: words<Server>({
    en: ({ host }) => [
      'The e-mail address of this Zoho account was never confirmed.',
      `Open the mail that Zoho sent when the account was made and confirm the address; https://${host} sends it again.`,
    ],
    ja: ({ host }) => [
      'この Zoho アカウントのメールアドレスはまだ確認されていません。',
      `アカウントの作成時に Zoho から届いたメールを開き、アドレスを確認してください。https://${host} から再送できます。`,
    ],
  }),
  zohoAccountInactive: words({
    en: [
      'This Zoho account is switched off.',
      'Ask the administrator of your organisation to activate it in Zoho, then run again.',
    ],
    ja: [
      'この Zoho アカウントは無効になっています。',
      '組織の管理者に Zoho でアカウントを有効にするよう依頼し、もう一度実行してください。',
    ],
  }),
  zohoSignInTrouble: words({
    en: [
      'Zoho’s sign-in has trouble of its own just now.',
      'The next run tries again by itself. If it stays so, see Zoho’s status page.',
    ],
    ja: [
      '現在、Zoho のサインインに問題が発生しています。',
      '次回の実行時に自動的に再試行します。続く場合は、Zoho の稼働状況を確認してください。',
    ],
  }),
  zohoMachineBlocked: words<Server>({
    en: ({ host }) => [
      'A rule of your organisation keeps this machine from signing in to Zoho.',
      `Ask the administrator to allow the address of the n8n machine at https://${host} › Security › Allowed IP Addresses, then run again.`,
    ],
    ja: ({ host }) => [
      '組織の規則により、このマシンから Zoho にサインインできません。',
      `管理者に、https://${host} › Security › Allowed IP Addresses で n8n を実行しているマシンのアドレスを許可するよう依頼し、もう一度実行してください。`,
    ],
  }),
  zohoAuthTokensUnknown: words({
    en: ['Zoho no longer knows auth tokens for its CRM.', `Zoho no longer issues these; ${useOAuth2.en}`],
    ja: [
      'Zoho は CRM の認証トークンに対応しなくなりました。',
      `Zoho は認証トークンの発行を終了しています。${useOAuth2.ja}`,
    ],
  }),
  zohoAuthTokensNotAllowed: words({
    en: [
      'Zoho does not let this account make auth tokens for its CRM.',
      `Ask the administrator of your organisation, or ${useOAuth2.en}`,
    ],
    ja: [
      'Zoho が、このアカウントによる CRM の認証トークンの作成を許可していません。',
      `組織の管理者に問い合わせてください。または、${useOAuth2.ja}`,
    ],
  }),
  zohoAuthTokensRetired: words<Server>({
    en: ({ host }) => [
      `${host} gives no session token for an app-specific password.`,
      `Zoho no longer issues these; ${useOAuth2.en}`,
    ],
    ja: ({ host }) => [
      `${host} は、アプリケーション固有のパスワードに対してセッショントークンを発行しません。`,
      `Zoho はセッショントークンの発行を終了しています。${useOAuth2.ja}`,
    ],
  }),
  /** `word`: the cause as Zoho calls it; null where it names none. */
  zohoSignInUnclear: words<Server & { word: string | null }>({
    en: ({ host, word }) => [
      `${host} refused the sign-in${word ? ` (${word})` : ' without saying why'}.`,
      `Check the e-mail address, and ${newPassword.en(host)}`,
    ],
    ja: ({ host, word }) => [
      word ? `${host} がサインインを拒否しました (${word})。` : `${host} が理由を示さずにサインインを拒否しました。`,
      `メールアドレスを確認し、${newPassword.ja(host)}`,
    ],
  }),
  zohoAuthTokenRefused: words<Server>({
    en: ({ host }) => [
      `Zoho CRM (${host}) does not accept the session token of the app-specific password.`,
      `Zoho CRM's API takes OAuth2 sign-ins; ${useOAuth2.en}`,
    ],
    ja: ({ host }) => [
      `Zoho CRM (${host}) が、アプリケーション固有のパスワードのセッショントークンを受け付けません。`,
      `Zoho CRM の API には OAuth2 のサインインが必要です。${useOAuth2.ja}`,
    ],
  }),
};
