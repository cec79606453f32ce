import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';
import { addressProperties, cloudProperty, loginAddress } from './microsoftCloud';
import { probeWith, tokenData, checkPermissions } from './permissions/check';
import { outlookVerdict, outlookPermissions, outlookScope } from './permissions/required';

const endpoint = (name: string): string => loginAddress('$self["tenant"] || "common"', name);

export class OutlookSyncOAuth2Api implements ICredentialType {
  name = 'outlookSyncOAuth2Api';
  extends = ['microsoftOAuth2Api'];
  displayName = 'Outlook Sync OAuth2 API';
  icon = { light: 'file:outlookSync.svg', dark: 'file:outlookSync.dark.svg' } as const;
  documentationUrl =
    'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/sign-in.md#microsoft-outlook-sync-oauth2-api';

  properties: INodeProperties[] = [
    cloudProperty,
    {
      displayName: 'Tenant',
      name: 'tenant',
      type: 'string',
      default: 'common',
      description:
        'Who may sign in: common (work and personal accounts), organizations, consumers, or the ID or domain of one tenant',
    },
    {
      displayName: 'Shared Calendars',
      name: 'sharedCalendars',
      type: 'boolean',
      default: false,
      description:
        'Whether to ask for the permission Calendars.ReadWrite.Shared, to sync a calendar that somebody shares with you. Connect again after a change.',
    },
    {
      displayName: 'Shared Mailboxes',
      name: 'sharedMailboxes',
      type: 'boolean',
      default: false,
      description:
        'Whether to ask for the permissions to sync mailboxes of others that are shared with you: Contacts.ReadWrite.Shared, Calendars.ReadWrite.Shared, Tasks.ReadWrite.Shared, Mail.Read.Shared and User.ReadBasic.All. Connect again after a change.',
    },
    ...addressProperties,
    { displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: endpoint('authorize') },
    { displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: endpoint('token') },
    // Hidden, because n8n forgets an edited scope when the account is reconnected.
    { displayName: 'Scope', name: 'scope', type: 'hidden', default: outlookScope },
  ];

  /** n8n's test is a single request; what it cannot ask, `preAuthentication` asks just before it. */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.graphApiBaseUrl}}',
      url: '/v1.0/me?$select=id',
      disableFollowRedirect: true,
    },
  };

  async preAuthentication(this: IHttpRequestHelper, credential: ICredentialDataDecryptedObject) {
    const token = tokenData(credential).access_token;
    const ask = probeWith(this, String(credential.graphApiBaseUrl).replace(/\/+$/, ''), token);
    await checkPermissions('The Microsoft account', token, ask, {
      permissions: outlookPermissions,
      readVerdict: outlookVerdict,
    });
    return {};
  }
}
