import type { INodeProperties } from 'n8n-workflow';

export const properties: INodeProperties[] = [
  {
    displayName:
      'Open the <strong>Production URL</strong> above in a browser once the workflow is published. Whoever answers there starts this workflow.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Authentication',
    name: 'authentication',
    type: 'options',
    options: [
      { name: 'Basic Auth', value: 'basic', description: 'The browser asks for a user name and a password' },
      {
        name: 'Header Auth',
        value: 'header',
        description:
          'For a page behind a sign-in proxy that sends a secret header; it may name its user in x-forwarded-user',
      },
      {
        name: 'None',
        value: 'none',
        description: 'Anybody who knows the address sees customer data and decides. Only within a closed network.',
      },
    ],
    default: 'basic',
    description: 'How people prove who they are before they see anything',
  },
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: 'conflict-review',
    required: true,
    placeholder: 'conflict-review',
    description: 'Last part of the address of the page',
  },
];
