import type { ICredentialType, IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** n8n shows by `hide` alone what depends on another field, also in credentials that were made before that field was. */
const inFile: IDisplayOptions = { hide: { storage: ['postgres'] } };
const inPostgres: IDisplayOptions = { hide: { storage: ['file'] } };

export class SyncArchiveApi implements ICredentialType {
  name = 'syncArchiveApi';

  displayName = 'Sync Archive API';

  icon = { light: 'file:syncArchive.svg', dark: 'file:syncArchive.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/archive.md#an-archive-of-your-own';

  /** It is sent to no web service. */
  hideDomainRestrictionFields = true;

  properties: INodeProperties[] = [
    {
      displayName: 'Archive In',
      name: 'storage',
      type: 'options',
      options: [
        { name: 'A File of This n8n', value: 'file' },
        { name: 'PostgreSQL', value: 'postgres' },
      ],
      default: 'file',
      description:
        'PostgreSQL where n8n runs in queue mode on several hosts. Each of them opens the same archive then.',
    },
    {
      displayName:
        'An archive that only this credential opens. Make a key with Sync Control, Archive: New Key, and put it here; keep a copy of it in a safe place, for without it nobody opens the archive again.',
      name: 'notice',
      type: 'notice',
      default: '',
      displayOptions: inFile,
    },
    {
      displayName: 'Key',
      name: 'authKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'As Archive: New Key gave it. One that a person made up is refused.',
      displayOptions: inFile,
    },
    {
      displayName: 'Host',
      name: 'host',
      type: 'string',
      default: 'localhost',
      description: 'Of PostgreSQL itself: a pooler that gives every transaction another connection is refused',
      displayOptions: inPostgres,
    },
    { displayName: 'Port', name: 'port', type: 'number', default: 5432, displayOptions: inPostgres },
    {
      displayName: 'Database',
      name: 'database',
      type: 'string',
      default: '',
      displayOptions: inPostgres,
    },
    { displayName: 'User', name: 'user', type: 'string', default: '', displayOptions: inPostgres },
    {
      displayName: 'Password',
      name: 'password',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      displayOptions: inPostgres,
    },
    {
      displayName: 'Schema',
      name: 'schema',
      type: 'string',
      default: 'zoho_outlook',
      description: 'One for each archive; it is made where it is missing. Small letters, digits and underlines.',
      displayOptions: inPostgres,
    },
    {
      displayName: 'TLS',
      name: 'tls',
      type: 'options',
      options: [
        { name: 'Off', value: 'off', description: 'Within one trusted network only' },
        { name: 'On', value: 'on', description: 'The certificate is one that Node.js trusts' },
        { name: 'On, with a CA of Your Own', value: 'ca' },
      ],
      default: 'on',
      description: 'A certificate that is not trusted, or names another host, is always refused',
      displayOptions: inPostgres,
    },
    {
      displayName: 'CA Certificate',
      name: 'ca',
      type: 'string',
      typeOptions: { rows: 4 },
      default: '',
      description: 'In PEM: of the authority that made the certificate of the server',
      displayOptions: { hide: { storage: ['file'], tls: ['off', 'on'] } },
    },
    {
      displayName: 'Connections',
      name: 'connections',
      type: 'number',
      typeOptions: { minValue: 2 },
      default: 5,
      description: 'How many each n8n process opens at most. Two at least.',
      displayOptions: inPostgres,
    },
    {
      displayName: 'Statement Timeout',
      name: 'statementTimeout',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 60,
      description: 'Seconds after which the server ends a statement. The run fails then and nothing is lost.',
      displayOptions: inPostgres,
    },
  ];
}
