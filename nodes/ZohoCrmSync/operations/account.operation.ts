import type {
  INodeProperties,
  INodePropertyOptions,
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  INodeCredentialTestResult,
  IExecuteFunctions,
} from 'n8n-workflow';
import { makeCalDav } from '../../../clients/caldav';
import type { HttpRequest, HttpResponse, Send } from '../../../clients/http';
import type { AppPasswordCredential } from '../../../credentials/appPassword/addresses';
import { basicOf, calDavOf, accountsOf, trimmedText } from '../../../credentials/appPassword/addresses';
import { wordsOf, UsageError } from '../../../engine/errors';
import { ApiError } from '../../../clients/errors';
import { calDavClient, zohoClient, credentialOf, usesAppPassword } from '../../shared/clients';
import { testResult } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { zohoVerdict, zohoPermissions } from '../../../credentials/permissions/required';
import { zohoHosts } from '../../../credentials/zohoDataCentre';
import { checkPermissions, type CheckedAccount } from '../../shared/permissions';
import { sendByToken, sendVia } from '../../shared/send';
import { appPasswordPath } from '../../../reasons';
import { isSignedOut, signOutRequest } from '../../../clients/zoho/authToken';
import { plainSend } from '../../../credentials/appPassword/plainSend';
import { forgetShared, inSignInContext, type SignInContext } from '../../../credentials/appPassword/signIn';

interface SignedOut {
  /** True where Zoho confirmed it, or there was nothing to take back. */
  readonly signedOut: boolean;
  readonly message: string;
  readonly nextStep: string;
}

/** How the node signs in to Zoho. */
export const authentication: INodeProperties = {
  displayName: 'Authentication',
  name: 'authentication',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'App-Specific Password', value: 'appPassword', description: 'For calendar events, by CalDAV' },
    { name: 'OAuth2', value: 'oAuth2', description: 'For everything' },
  ],
  default: 'oAuth2',
};

/** Of use with an app-specific password only; with OAuth2 the node says where to sign out. */
export const signOutOption: INodePropertyOptions = {
  name: 'Sign Out',
  value: 'signOut',
  action: 'Sign the account out',
  description: 'Take back the session token that Zoho gave for the app-specific password, and forget it',
};

interface FullResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: string;
}

const answerOf = ({ statusCode, headers, body }: FullResponse): HttpResponse => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  body: body || undefined,
});

/** With the one helper that n8n gives to a credential's test. */
const sendWith =
  ({ helpers }: ICredentialTestFunctions, credential: AppPasswordCredential): Send =>
  async ({ method, url, headers, body, timeoutMs }: HttpRequest) => {
    const options = { method, uri: url, body, timeout: timeoutMs, followRedirect: false, simple: false };
    const full = { ...options, resolveWithFullResponse: true, encoding: 'utf8', headers: { ...headers } };
    return answerOf(
      (await helpers.request({ ...full, headers: { ...headers, Authorization: basicOf(credential) } })) as FullResponse,
    );
  };

/** What the editor's test does: signs in to the calendar. It asks for no session token; an account may have but few. */
export async function testAppPassword(
  this: ICredentialTestFunctions,
  { data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
  return await testResult(async () => {
    const place = calDavOf(data);
    const { calendars } = await makeCalDav(sendWith(this, data), { ...place, budgetMs: 5_000 }).discover();
    return `Signed in to the calendar: ${calendars.length} found.`;
  });
}

interface Way {
  readonly permission: string;
  readonly neededFor: string;
  readonly proof: (context: IExecuteFunctions) => Promise<unknown>;
}

/** The two things an app-specific password may open. */
const ways: readonly Way[] = [
  {
    permission: 'CalDAV',
    neededFor: 'calendar events',
    proof: async (context) => (await calDavClient(context)).dav.discover(),
  },
  {
    permission: 'Session token',
    neededFor: 'contacts, tasks, sent mail and records',
    proof: async (context) => (await zohoClient(context)).get('/users', { query: { type: 'CurrentUser' } }),
  },
];

const transientCodes = ['hostNotFound', 'notReachable', 'timeout', 'noAnswer', 'REMOTE_SERVER_ERROR'];

/** A server that is busy or silent says nothing about the password. */
const isTransient = (error: unknown): boolean =>
  error instanceof ApiError &&
  (transientCodes.includes(error.code) || (error.status ?? 0) >= 500 || error.status === 429);

async function tryWay(context: IExecuteFunctions, { permission, neededFor, proof }: Way) {
  const failed = await proof(context).then(
    () => null,
    (error: unknown) => ({ verdict: isTransient(error) ? 'unproved' : 'missing', ...wordsOf(error) }),
  );
  return { permission, neededFor, ...(failed ?? { verdict: 'granted', message: '', nextStep: '' }) };
}

/** One item each: what works with this password, and why the other does not. */
const checkAppPassword: Operation = async (context) => {
  const found = [];
  for (const way of ways) found.push(await tryWay(context, way));
  return [found.map((one) => toItem(one, allItems(context)))];
};

/** The account that the node's OAuth2 credential signs in to. */
export const accountOf = async (context: IExecuteFunctions): Promise<CheckedAccount> => ({
  name: 'Zoho CRM',
  baseUrl: zohoHosts(await context.getCredentials(credentialOf.zoho)).apiDomain,
  send: sendByToken(context, credentialOf.zoho),
  permissions: zohoPermissions,
  readVerdict: zohoVerdict,
});

const checkOAuth2: Operation = async (context) => await checkPermissions(context, await accountOf(context));

export const checkAccount: Operation = async (context) =>
  await (usesAppPassword(context) ? checkAppPassword : checkOAuth2)(context);

const revokedHint = `The next use for contacts, tasks or mail asks for a new session token by itself; to prevent that, remove the app-specific password at Zoho, or the credential in ${appPasswordPath}.`;
const nothingToRevoke: SignedOut = {
  signedOut: true,
  message: 'There was no session token, so there is nothing to take back.',
  nextStep: '',
};

/** What came of it at Zoho, and in the credential. */
function resultOf(isTakenBack: boolean, isForgotten: boolean): SignedOut {
  const there = isTakenBack
    ? 'Zoho took the session token back'
    : 'Zoho did not confirm that it took the session token back';
  const here = isForgotten
    ? 'the credential forgot it'
    : 'the credential still holds it until its next use replaces it';
  const look = 'Look at Zoho Accounts › Home › Active Authtokens, and remove it there if it is still listed.';
  return { signedOut: isTakenBack, message: `${there}; ${here}.`, nextStep: isTakenBack ? revokedHint : look };
}

/** A node can change no credential, but n8n keeps what the sign-in returns after a 401: for a revoked token, an empty one. */
async function forgetToken(context: IExecuteFunctions, apiDomain: string): Promise<boolean> {
  const send = sendVia(context, credentialOf.appPassword);
  const url = `${apiDomain}/crm/v8/users?type=CurrentUser`;
  const signIn: SignInContext = { mode: 'forget', refusal: null };
  await inSignInContext(signIn, () => send({ method: 'GET', url })).catch(() => undefined);
  return signIn.forgot === true;
}

async function revokeToken(context: IExecuteFunctions, credential: AppPasswordCredential): Promise<SignedOut> {
  const token = trimmedText(credential.sessionToken);
  if (token === '') return nothingToRevoke;
  const send = plainSend((options) => context.helpers.httpRequest(options));
  const answer = await send(signOutRequest(accountsOf(credential), token));
  forgetShared(credential);
  return resultOf(isSignedOut(answer), await forgetToken(context, zohoHosts(credential).apiDomain));
}

/** Takes the session token of the app-specific password back. */
export const signOut: Operation = async (context) => {
  if (!usesAppPassword(context))
    throw new UsageError(
      'Sign Out is for an app-specific password.',
      'To sign an OAuth2 credential out, remove its connection at Zoho Accounts › Sessions › Connected Apps.',
    );
  const credential: AppPasswordCredential = await context.getCredentials(credentialOf.appPassword);
  return [[toItem({ ...(await revokeToken(context, credential)) }, allItems(context))]];
};
