import type { IExecuteFunctions } from 'n8n-workflow';
import { isSignedOut, signOutRequest } from '../../../clients/zoho/authToken';
import { appPasswordPlace } from '../../../clients/zoho/authTokenWords';
import { accountsOf, text, type AppPasswordCredential } from '../../../credentials/appPassword/place';
import { plainSend } from '../../../credentials/appPassword/plainSend';
import { forgetShared, visiting } from '../../../credentials/appPassword/session';
import { zohoHosts } from '../../../credentials/zohoHosts';
import { credentialOf, usesAppPassword } from '../../shared/clients';
import { UsageError } from '../../shared/errors';
import { toItem } from '../../shared/items';
import { allItems } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { sendVia } from '../../shared/send';

interface SignedOut {
  /** True where Zoho confirmed it, or there was nothing to take back. */
  readonly signedOut: boolean;
  readonly message: string;
  readonly nextStep: string;
}

const later = `The next use for contacts, tasks or mail asks for a new session token by itself; to prevent that, remove the app-specific password at Zoho, or the credential in ${appPasswordPlace}.`;
const results = {
  none: { signedOut: true, message: 'There was no session token, so there is nothing to take back.', nextStep: '' },
  done: {
    signedOut: true,
    message: 'Zoho took the session token back, and the credential forgot it.',
    nextStep: later,
  },
  unconfirmed: {
    signedOut: false,
    message: 'The credential forgot its session token; Zoho did not confirm that it took it back.',
    nextStep: 'Look at Zoho Accounts › Home › Active Authtokens, and remove it there if it is still listed.',
  },
} as const satisfies Readonly<Record<string, SignedOut>>;

/**
 * n8n lets a node change nothing in a credential; but it keeps what the sign-in returns after a 401. The CRM answers one to a token
 * that was taken back, and then the sign-in returns an empty one.
 */
async function forget(context: IExecuteFunctions, apiDomain: string): Promise<void> {
  const send = sendVia(context, credentialOf.appPassword);
  const url = `${apiDomain}/crm/v8/users?type=CurrentUser`;
  await visiting({ mode: 'forget', refusal: null }, () => send({ method: 'GET', url })).catch(() => undefined);
}

async function takeBack(context: IExecuteFunctions, credential: AppPasswordCredential): Promise<SignedOut> {
  const token = text(credential.sessionToken);
  if (token === '') return results.none;
  const send = plainSend((options) => context.helpers.httpRequest(options));
  const answer = await send(signOutRequest(accountsOf(credential), token));
  forgetShared(credential);
  await forget(context, zohoHosts(credential).apiDomain);
  return isSignedOut(answer) ? results.done : results.unconfirmed;
}

/** Takes the session token of the app-specific password back. */
export const signOut: Operation = async (context) => {
  if (!usesAppPassword(context))
    throw new UsageError(
      'Sign Out is for an app-specific password.',
      'To sign an OAuth2 credential out, remove its connection at Zoho Accounts › Sessions › Connected Apps.',
    );
  const credential: AppPasswordCredential = await context.getCredentials(credentialOf.appPassword);
  return [[toItem({ ...(await takeBack(context, credential)) }, allItems(context))]];
};
