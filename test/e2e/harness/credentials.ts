import type { Connection } from '../../../simulators/start';
import type { Credential } from './credentialStore';

/** What `npm run simulators` prints: base URLs without a trailing slash, and one ready grant a side. */
export type { Connection };

interface Grant {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly accessToken: string;
}

const app = ({ clientId, clientSecret }: Grant) => ({ clientId, clientSecret });

/** As n8n keeps it after a person has connected the account. */
const tokens = (grant: Grant, extra: object = {}) => ({
  oauthTokenData: {
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken,
    token_type: 'Bearer',
    expires_in: 3600,
    ...extra,
  },
});

const zohoData = ({ zoho }: Connection) => ({ ...app(zoho), ...tokens(zoho, { api_domain: zoho.api }) });

const graphData = ({ graph }: Connection) => ({ ...app(graph), ...tokens(graph) });

/** An app of the organisation: nobody signs in, n8n fetches the token by itself. */
const applicationData = ({ graph }: Connection) => ({
  ...{ cloud: 'custom', tenant: 'contoso', loginUrl: graph.login, graphUrl: graph.api },
  ...{ clientCredentialType: 'clientSecret', ...app(graph) },
});

/** The credentials of this package, connected to the simulators. */
export function ourCredentials(connection: Connection): readonly Credential[] {
  const { zoho: crm, graph } = connection;
  const zoho = { dataCenter: 'custom', accountsUrl: crm.accounts, apiUrl: crm.api, ...zohoData(connection) };
  const outlook = {
    cloud: 'custom',
    tenant: 'common',
    loginUrl: graph.login,
    graphUrl: graph.api,
    ...graphData(connection),
  };
  return [
    { id: 'zohoCrmSimulator', name: 'Zoho CRM (simulated)', type: 'zohoCrmSyncOAuth2Api', data: zoho },
    { id: 'outlookSimulator', name: 'Outlook (simulated)', type: 'outlookSyncOAuth2Api', data: outlook },
  ];
}

/** The app for all mailboxes. Only where it is used: beside another credential of Outlook n8n does not choose one by itself. */
export const applicationCredential = (connection: Connection): Credential => ({
  ...{ id: 'outlookApplicat1', name: 'Outlook, all mailboxes (simulated)', type: 'outlookSyncApplicationOAuth2Api' },
  data: applicationData(connection),
});

/** n8n's own credentials for its built-in nodes, connected to the simulators. */
export function builtinCredentials(connection: Connection): readonly Credential[] {
  const { login, api } = connection.graph;
  const outlook = {
    graphApiBaseUrl: api,
    authUrl: `${login}/common/oauth2/v2.0/authorize`,
    accessTokenUrl: `${login}/common/oauth2/v2.0/token`,
    ...graphData(connection),
  };
  const zoho = {
    authUrl: `${connection.zoho.accounts}/oauth/v2/auth`,
    accessTokenUrl: `${connection.zoho.accounts}/oauth/v2/token`,
    ...zohoData(connection),
  };
  return [
    { id: 'zohoBuiltin00001', name: 'Zoho (built-in)', type: 'zohoOAuth2Api', data: zoho },
    {
      id: 'outlookBuiltin01',
      name: 'Outlook (built-in)',
      type: 'microsoftOutlookOAuth2Api',
      data: outlook,
    },
  ];
}
