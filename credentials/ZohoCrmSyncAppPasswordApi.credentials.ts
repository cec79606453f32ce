import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { authorizationFor, currentSignInContext, sessionToken, asCredentialError } from './appPassword/signIn';
import { plainSend } from './appPassword/plainSend';
import { dataCentreFields } from './zohoDataCentre';

export class ZohoCrmSyncAppPasswordApi implements ICredentialType {
  name = 'zohoCrmSyncAppPasswordApi';

  displayName = 'Zoho CRM Sync App-Specific Password API';

  icon = { light: 'file:zohoCrmSync.svg', dark: 'file:zohoCrmSync.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/sign-in.md#zoho-app-specific-password';

  /** Password and token go to the hosts below only, whatever is allowed for free requests. */
  hideDomainRestrictionFields = true;

  properties: INodeProperties[] = [
    {
      displayName:
        'For calendar events, which Zoho syncs by CalDAV. Contacts, tasks and mail need Zoho CRM Sync OAuth2: Zoho gave out the last auth tokens for its CRM in 2020.',
      name: 'notice',
      type: 'notice',
      default: '',
    },
    {
      displayName: 'Email',
      name: 'email',
      type: 'string',
      placeholder: 'name@email.com',
      default: '',
      required: true,
      description: 'The address with which you sign in to Zoho',
    },
    {
      displayName: 'App-Specific Password',
      name: 'appPassword',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Made for this purpose at Zoho Accounts › Security › App Passwords. Zoho shows it only once.',
    },
    ...dataCentreFields('session token'),
    {
      displayName: 'CalDAV Address',
      name: 'calDavUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://calendar.zoho.com/caldav',
      description:
        'Where your calendars are by CalDAV, as the CalDAV settings of Zoho show it. Empty means the usual one of the data center.',
    },
    {
      displayName: 'Device Name',
      name: 'deviceName',
      type: 'string',
      default: '',
      placeholder: 'e.g. n8n Zoho CRM Sync',
      description: 'How the session is called in the list of active auth tokens at Zoho',
    },
    {
      displayName: 'Session Token',
      name: 'sessionToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  /** n8n calls this when there is no session token, or the one there is was refused, and keeps what it returns. */
  async preAuthentication(this: IHttpRequestHelper, credential: ICredentialDataDecryptedObject) {
    const signIn = currentSignInContext();
    if (signIn?.mode === 'forget') {
      signIn.forgot = true;
      return { sessionToken: '' };
    }
    try {
      return { sessionToken: await sessionToken(plainSend(this.helpers.httpRequest), credential) };
    } catch (error) {
      throw asCredentialError(error, signIn);
    }
  }

  async authenticate(
    credential: ICredentialDataDecryptedObject,
    options: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const Authorization = authorizationFor(credential, options);
    const headers = { ...options.headers, ...(Authorization !== null && { Authorization }) };
    return { ...options, headers, sendCredentialsOnCrossOriginRedirect: false };
  }
}
