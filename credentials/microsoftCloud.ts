import type { INodeProperties } from 'n8n-workflow';

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

/** Where Microsoft Graph is. */
export const graphHost = hostOf('graph', 'graphUrl');

/** An address of the login server; `tenant`: whose, as an expression within braces. */
export const loginAddress = (tenant: string, name: string): string =>
  `=${hostOf('login', 'loginUrl')}/{{${tenant}}}/oauth2/v2.0/${name}`;

const custom = { show: { cloud: ['custom'] } };

export const cloudProperty: INodeProperties = {
  displayName: 'Cloud',
  name: 'cloud',
  type: 'options',
  default: 'global',
  description: 'Which of the Microsoft clouds the mailbox is in. Personal accounts are always in Global.',
  options: [
    ...clouds.map(({ name, value }) => ({ name, value })),
    { name: 'Custom', value: 'custom', description: 'Type the two addresses yourself' },
  ],
};

/** The two addresses of a custom cloud, and the one that our nodes read. */
export const addressProperties: readonly INodeProperties[] = [
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
  { displayName: 'Graph API Base URL', name: 'graphApiBaseUrl', type: 'hidden', default: `=${graphHost}` },
];
