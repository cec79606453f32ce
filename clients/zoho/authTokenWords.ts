import type { Radius } from '../errors';

/** One reason why there is no session token, for a person. `host`: the accounts server that said so. */
export interface Words {
  readonly code: string;
  readonly radius?: Radius;
  readonly message: (host: string) => string;
  readonly nextStep: (host: string) => string;
}

/** Where a person finds the credential in n8n. */
export const appPasswordPlace = 'Credentials › Zoho CRM Sync App-Specific Password API';
const useOAuth2 =
  'for contacts, tasks and mail use Zoho CRM Sync OAuth2; this credential works for events over CalDAV.';
const newPassword = (host: string): string =>
  `create an app-specific password at https://${host} › Security › App Passwords and enter it in ${appPasswordPlace}.`;

const words = (code: string, message: string, nextStep: (host: string) => string): Words => ({
  code,
  message: () => message,
  nextStep,
});

const wrongPassword = (code: string): Words =>
  words(
    code,
    'Zoho does not accept the e-mail address and password of the credential.',
    (host) =>
      `Check both, and ${newPassword(host)} If you sign in to Zoho with Google, Yahoo or Facebook, first set a Zoho password (Forgot Password? on the sign-in page), or use Zoho CRM Sync OAuth2.`,
  );

const unknownUser = (code: string): Words =>
  words(
    code,
    'Zoho knows no such account in this data centre.',
    (host) =>
      `Check the e-mail address, and choose the data centre that the address of your Zoho CRM shows (zoho.eu: Europe …) in ${appPasswordPlace}; now it is ${host}.`,
  );

const inactive = (code: string): Words =>
  words(
    code,
    'This Zoho account is switched off.',
    () => 'Ask the administrator of your organisation to activate it in Zoho, then run again.',
  );

const blocked = (code: string): Words =>
  words(
    code,
    'A rule of your organisation keeps this machine from signing in to Zoho.',
    (host) =>
      `Ask the administrator to allow the address of the n8n machine at https://${host} › Security › Allowed IP Addresses, then run again.`,
  );

/** The names of the causes come from Zoho's own constants and from programs that used the service; no page of Zoho's lists them. */
const table: readonly Words[] = [
  wrongPassword('INVALID_PASSWORD'),
  wrongPassword('INVALID_CREDENTIALS'),
  unknownUser('NO_SUCH_USER'),
  unknownUser('ACCOUNT_DOES_NOT_EXIST'),
  words(
    'WEB_LOGIN_REQUIRED',
    'This Zoho account signs in with two factors, or by its organisation’s own sign-in, so its password alone is not enough.',
    (host) => `In Zoho ${newPassword(host)}`,
  ),
  words(
    'EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS',
    'This Zoho account has as many active auth tokens as Zoho allows.',
    (host) =>
      `Remove an active auth token at Accounts › Home › Active Authtokens (https://${host}), best one that no program uses any more, then run again.`,
  ),
  words(
    'ACCOUNT_REGISTRATION_NOT_CONFIRMED',
    'The e-mail address of this Zoho account was never confirmed.',
    (host) =>
      `Open the mail that Zoho sent when the account was made and confirm the address; https://${host} sends it again.`,
  ),
  inactive('USER_NOT_ACTIVE'),
  inactive('ACCOUNT_NOT_ACTIVE'),
  words(
    'REMOTE_SERVER_ERROR',
    'Zoho’s sign-in has trouble of its own just now.',
    () => 'The next run tries again by itself. If it stays so, see Zoho’s status page.',
  ),
  blocked('IP_NOT_ALLOWED'),
  blocked('API_REQUEST_BLOCKED'),
  words(
    'INVALID_SCOPE',
    'Zoho no longer knows auth tokens for its CRM.',
    () => `Zoho no longer issues these; ${useOAuth2}`,
  ),
  words(
    'REGISTRATION_NOT_ALLOWED',
    'Zoho does not let this account make auth tokens for its CRM.',
    () => `Ask the administrator of your organisation, or ${useOAuth2}`,
  ),
];

/** Auth tokens were handed out until 2020; where they no longer are, there is a page, an error, or no server at all. */
export const retired: Words = {
  code: 'authTokensRetired',
  message: (host) => `${host} gives no session token for an app-specific password.`,
  nextStep: () => `Zoho no longer issues these; ${useOAuth2}`,
};

export const unclear: Words = {
  code: 'unclearSignIn',
  message: (host) => `${host} refused the sign-in without saying why.`,
  nextStep: (host) => `Check the e-mail address, and ${newPassword(host)}`,
};

/** The CRM took neither the token of before nor a new one. */
export const refusedToken: Words = {
  code: 'authTokenRefused',
  message: (host) => `Zoho CRM (${host}) does not accept the session token of the app-specific password.`,
  nextStep: () => `Zoho CRM's API takes OAuth2 sign-ins; ${useOAuth2}`,
};

const isCode = (cause: string): boolean => /^[A-Z_]{3,60}$/.test(cause);

/** A cause in words; one that nobody knows yet is named. */
export const causeWords = (cause: string): Words =>
  table.find(({ code }) => code === cause.toUpperCase()) ?? {
    ...unclear,
    message: (host) => `${host} refused the sign-in${isCode(cause) ? ` (${cause})` : ' without saying why'}.`,
  };
