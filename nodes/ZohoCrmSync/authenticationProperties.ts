import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

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
export const signOut: INodePropertyOptions = {
  name: 'Sign Out',
  value: 'signOut',
  action: 'Sign the account out',
  description: 'Take back the session token that Zoho gave for the app-specific password, and forget it',
};
