import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';
import { dataCentres } from '../clients/zoho/dataCentres';
import { probeWith, tokenData, checkPermissions } from './permissions/check';
import { zohoVerdict, zohoPermissions, zohoScope } from './permissions/required';
import { zohoHosts, dataCentreFields } from './zohoDataCentre';

const accountsOf = Object.fromEntries(dataCentres.map(({ code, accounts }) => [code, accounts]));
/** An expression: the chosen data centre's sign-in host; a custom one's is what the user typed. */
const accounts = `{{(${JSON.stringify(accountsOf)})[$self["dataCenter"]] || $self["accountsUrl"]}}`;

export class ZohoCrmSyncOAuth2Api implements ICredentialType {
  name = 'zohoCrmSyncOAuth2Api';

  extends = ['oAuth2Api'];

  displayName = 'Zoho CRM Sync OAuth2 API';

  icon = { light: 'file:zohoCrmSync.svg', dark: 'file:zohoCrmSync.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/sign-in.md#zoho-zoho-crm-sync-oauth2-api';

  /** Only the data centre's own hosts are ever called, whatever is allowed for free requests. */
  hideDomainRestrictionFields = true;

  properties: INodeProperties[] = [
    ...dataCentreFields('token'),
    { displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
    { displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: `=${accounts}/oauth/v2/auth` },
    { displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: `=${accounts}/oauth/v2/token` },
    { displayName: 'Scope', name: 'scope', type: 'hidden', default: zohoScope },
    {
      // Without prompt=consent Zoho gives no refresh token when an account is connected a second time.
      displayName: 'Auth URI Query Parameters',
      name: 'authQueryParameters',
      type: 'hidden',
      default: 'access_type=offline&prompt=consent',
    },
    { displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
  ];

  /** n8n's test is a single request; what it cannot ask, `preAuthentication` asks just before it. */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.oauthTokenData?.api_domain || $credentials.apiUrl}}',
      url: '/crm/v8/users?type=CurrentUser',
      disableFollowRedirect: true,
    },
  };

  async preAuthentication(this: IHttpRequestHelper, credential: ICredentialDataDecryptedObject) {
    const token = tokenData(credential).access_token;
    const ask = probeWith(this, zohoHosts(credential).apiDomain, token);
    await checkPermissions('The Zoho account', token, ask, { permissions: zohoPermissions, readVerdict: zohoVerdict });
    return {};
  }
}
