import type { INodeProperties } from 'n8n-workflow';

/** Somebody: whoever signed in (`me`), one of a list, or by address. An expression that gives an address or ID counts, too. */
export const personLocator = (
  displayName: string,
  name: string,
  search: string,
  by: { readonly me: string; readonly placeholder: string },
  more: Pick<INodeProperties, 'description' | 'displayOptions'>,
): INodeProperties => ({
  displayName,
  name,
  type: 'resourceLocator',
  default: { mode: 'me', value: '' },
  ...more,
  modes: [
    // the editor shows some eight letters of a mode
    { displayName: 'Mine', name: 'me', type: 'string', hint: `${by.me}: there is nothing to fill in` },
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      typeOptions: { searchListMethod: search, searchable: true },
    },
    { displayName: 'Address', name: 'address', type: 'string', placeholder: by.placeholder },
  ],
});

/** How a node signs in to Microsoft; `name`: of the parameter. */
export const outlookSignIn = (name: string, more: Pick<INodeProperties, 'displayOptions'> = {}): INodeProperties => ({
  displayName: name === 'authentication' ? 'Authentication' : 'Outlook Authentication',
  name,
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Application',
      value: 'application',
      description: 'An app of the organisation, without anybody signing in, for the mailboxes it was given',
    },
    { name: 'OAuth2', value: 'oAuth2', description: 'An account that signed in, and mailboxes shared with it' },
  ],
  default: 'oAuth2',
  description: 'Which credential opens the mailbox: Outlook Sync OAuth2 or Outlook Sync Application',
  ...more,
});

export const mailboxProperty = (displayOptions: INodeProperties['displayOptions'], more = ''): INodeProperties =>
  personLocator(
    'Mailbox',
    'mailbox',
    'searchMailboxes',
    { me: 'Signed-In Account', placeholder: 'e.g. mary.jones@example.com' },
    {
      description: `Whose mailbox it is. An application needs one chosen; an account that signed in may use another that is shared with it. By address is meant the name its owner signs in with.${more}`,
      displayOptions,
    },
  );
