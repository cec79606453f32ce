import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressProperties, cloudProperty, graphHost, loginAddress } from './microsoftCloud';

const hidden = (name: string, value: string | boolean): INodeProperties => ({
  ...{ displayName: name, name, type: 'hidden', default: value },
});

/** How the application proves itself; n8n signs with the certificate by itself. */
const proofProperties: INodeProperties[] = [
  {
    displayName: 'Authentication',
    name: 'clientCredentialType',
    type: 'options',
    options: [
      { name: 'Certificate', value: 'certificate' },
      { name: 'Client Secret', value: 'clientSecret' },
    ],
    default: 'clientSecret',
    description: 'How the app proves to Microsoft Entra that it is the one. A certificate takes n8n 2.30 or newer.',
  },
  {
    displayName: 'Client Secret',
    name: 'clientSecret',
    type: 'string',
    typeOptions: { password: true },
    default: '',
    required: true,
    displayOptions: { show: { clientCredentialType: ['clientSecret'] } },
  },
  {
    displayName: 'Private Key',
    name: 'privateKey',
    type: 'string',
    typeOptions: { password: true, rows: 4 },
    default: '',
    required: true,
    description: 'The RSA key of the certificate, as PEM text',
    displayOptions: { show: { clientCredentialType: ['certificate'] } },
  },
  {
    displayName: 'Certificate',
    name: 'certificate',
    type: 'string',
    typeOptions: { password: true, rows: 4 },
    default: '',
    required: true,
    description: 'The same certificate as in the app registration (Certificates & secrets), as PEM text',
    displayOptions: { show: { clientCredentialType: ['certificate'] } },
  },
];

/** Nobody signs in: an app of the organisation with application permissions, for the mailboxes that nodes choose. */
export class OutlookSyncApplicationOAuth2Api implements ICredentialType {
  name = 'outlookSyncApplicationOAuth2Api';
  extends = ['oAuth2Api'];
  displayName = 'Outlook Sync Application OAuth2 API';
  icon = { light: 'file:outlookSync.svg', dark: 'file:outlookSync.dark.svg' } as const;
  documentationUrl = 'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/company.md';

  properties: INodeProperties[] = [
    hidden('grantType', 'clientCredentials'),
    cloudProperty,
    {
      displayName: 'Tenant',
      name: 'tenant',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. contoso.onmicrosoft.com',
      description: 'Directory (tenant) ID of the organisation, or one of its domains',
    },
    ...proofProperties,
    ...addressProperties,
    hidden('authUrl', ''),
    { ...hidden('accessTokenUrl', loginAddress('$self["tenant"]', 'token')), displayName: 'Access Token URL' },
    // all that the app was given at once: Microsoft takes no other scope here
    hidden('scope', `=${graphHost}/.default`),
    hidden('authentication', 'body'),
    hidden('authQueryParameters', ''),
    hidden('sendAdditionalBodyProperties', false),
    hidden('additionalBodyProperties', ''),
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.graphApiBaseUrl}}',
      url: '/v1.0/users?$top=1&$select=id',
      disableFollowRedirect: true,
    },
  };
}
