import type { ICredentialType, INodeProperties } from 'n8n-workflow';

export class SyncArchiveApi implements ICredentialType {
  name = 'syncArchiveApi';

  displayName = 'Sync Archive API';

  icon = { light: 'file:syncArchive.svg', dark: 'file:syncArchive.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-zoho-outlook/n8n-nodes-zoho-outlook/blob/main/docs/archive.md#an-archive-of-your-own';

  /** It is sent nowhere. */
  hideDomainRestrictionFields = true;

  properties: INodeProperties[] = [
    {
      displayName:
        'An archive that only this credential opens. Make a key with Sync Control, Archive: New Key, and put it here; keep a copy of it in a safe place, for without it nobody opens the archive again.',
      name: 'notice',
      type: 'notice',
      default: '',
    },
    {
      displayName: 'Key',
      name: 'authKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'As Archive: New Key gave it. One that a person made up is refused.',
    },
  ];
}
