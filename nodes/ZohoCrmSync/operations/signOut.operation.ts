import type { IExecuteFunctions } from 'n8n-workflow';
import { isSignedOut, signOutRequest } from '../../../clients/zoho/authToken';
import { appPasswordPlace } from '../../../clients/zoho/authTokenWords';
import { accountsOf, text, type AppPasswordCredential } from '../../../credentials/appPassword/place';
import { plainSend } from '../../../credentials/appPassword/plainSend';
import { forgetShared, visiting, type Visit } from '../../../credentials/appPassword/session';
import { zohoHosts } from '../../../credentials/zohoHosts';
import { credentialOf, usesAppPassword } from '../../shared/clients';
import { UsageError } from '../../../engine/errors';
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
const none: SignedOut = {
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
  return { signedOut: isTakenBack, message: `${there}; ${here}.`, nextStep: isTakenBack ? later : look };
}

/**
 * n8n lets a node change nothing in a credential; but it keeps what the sign-in returns after a 401. The CRM answers one to a token
 * that was taken back, and then the sign-in returns an empty one.
 */
async function forget(context: IExecuteFunctions, apiDomain: string): Promise<boolean> {
  const send = sendVia(context, credentialOf.appPassword);
  const url = `${apiDomain}/crm/v8/users?type=CurrentUser`;
  const visit: Visit = { mode: 'forget', refusal: null };
  await visiting(visit, () => send({ method: 'GET', url })).catch(() => undefined);
  return visit.forgot === true;
}

async function takeBack(context: IExecuteFunctions, credential: AppPasswordCredential): Promise<SignedOut> {
  const token = text(credential.sessionToken);
  if (token === '') return none;
  const send = plainSend((options) => context.helpers.httpRequest(options));
  const answer = await send(signOutRequest(accountsOf(credential), token));
  forgetShared(credential);
  return resultOf(isSignedOut(answer), await forget(context, zohoHosts(credential).apiDomain));
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
