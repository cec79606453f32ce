import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';
import { probeWith, tokenData, checkPermissions } from './permissions/check';
import { outlookVerdict, outlookPermissions, outlookScope } from './permissions/required';

const usLogin = 'https://login.microsoftonline.us';

/**
 * Source: "National cloud deployments" of the Microsoft Graph documents. The one in China is not among them: it knows neither To Do
 * nor the changes of contacts [learn: "todoTask: delta", "contact: delta"].
 */
const clouds = [
  { name: 'Global', value: 'global', login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
  { name: 'US Government L4 (GCC High)', value: 'usGovL4', login: usLogin, graph: 'https://graph.microsoft.us' },
  { name: 'US Government L5 (DoD)', value: 'usGovL5', login: usLogin, graph: 'https://dod-graph.microsoft.us' },
] as const;

/** An expression that looks the chosen cloud's host up; a custom cloud's is what the user typed. */
const hostOf = (which: 'login' | 'graph', typed: string): string => {
  const table = Object.fromEntries(clouds.map((cloud) => [cloud.value, cloud[which]]));
  return `{{(${JSON.stringify(table)})[$self["cloud"]] || $self["${typed}"]}}`;
};

const custom = { show: { cloud: ['custom'] } };
const endpoint = (name: string): string =>
  `=${hostOf('login', 'loginUrl')}/{{$self["tenant"] || "common"}}/oauth2/v2.0/${name}`;

export class OutlookSyncOAuth2Api implements ICredentialType {
  name = 'outlookSyncOAuth2Api';
  extends = ['microsoftOAuth2Api'];
  displayName = 'Outlook Sync OAuth2 API';
  icon = { light: 'file:outlookSync.svg', dark: 'file:outlookSync.dark.svg' } as const;
  documentationUrl = 'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/sign-in.md#microsoft-outlook-sync-oauth2-api';

  properties: INodeProperties[] = [
    {
      displayName: 'Cloud',
      name: 'cloud',
      type: 'options',
      default: 'global',
      description: 'Which of the Microsoft clouds the mailbox is in. Personal accounts are always in Global.',
      options: [
        ...clouds.map(({ name, value }) => ({ name, value })),
        { name: 'Custom', value: 'custom', description: 'Type the two addresses yourself' },
      ],
    },
    {
      displayName: 'Tenant',
      name: 'tenant',
      type: 'string',
      default: 'common',
      description:
        'Who may sign in: common (work and personal accounts), organizations, consumers, or the ID or domain of one tenant',
    },
    {
      displayName: 'Login URL',
      name: 'loginUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://login.microsoftonline.com',
      description: 'Where Microsoft signs users in, without a slash at the end',
      displayOptions: custom,
    },
    {
      displayName: 'Graph URL',
      name: 'graphUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://graph.microsoft.com',
      description:
        'Where Microsoft Graph is, without a slash or a version at the end. No other host ever gets the token.',
      displayOptions: custom,
    },
    {
      displayName: 'Shared Calendars',
      name: 'sharedCalendars',
      type: 'boolean',
      default: false,
      description:
        'Whether to ask for the permission Calendars.ReadWrite.Shared, to sync a calendar that somebody shares with you. Connect again after a change.',
    },
    { displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: endpoint('authorize') },
    { displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: endpoint('token') },
    {
      displayName: 'Graph API Base URL',
      name: 'graphApiBaseUrl',
      type: 'hidden',
      default: `=${hostOf('graph', 'graphUrl')}`,
    },
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
