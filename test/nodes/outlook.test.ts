import type { IDataObject } from 'n8n-workflow';
import { zohoPermissions } from '../../credentials/permissions/required';
import { editorContext, loadedPackage, node, runWorkflow, wires } from '../support/n8nCore';
import { admin, startWorld, zohoCredential, type World } from './worlds';

jest.setTimeout(60_000);

type Lists = Readonly<Record<string, Readonly<Record<string, (this: unknown, search?: string) => Promise<unknown>>>>>;

describe('Outlook Sync, beside the sync itself', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld('small');
  });
  afterAll(() => world.stop());

  const run = (type: string, parameters: IDataObject, credential = world.outlook, items: IDataObject[] = [{}]) =>
    runWorkflow(
      {
        nodes: [
          node('Go', 'n8n-nodes-base.manualTrigger'),
          node('Items', 'test.source', { items: JSON.stringify(items) }),
          node('Node', type, parameters, credential),
        ],
        connections: wires({ Go: [['Items']], Items: [['Node']] }),
      },
      [world.outlook, credential],
    );

  test('makes a category known, and adds and removes it without harming others', async () => {
    const ensured = await run('outlookSync', { resource: 'category', operation: 'ensure', category: 'VIP' });
    expect(ensured.items('Node')[0]?.json).toMatchObject({ displayName: 'VIP' });
    const { api, accessToken } = world.simulators.connection.graph;
    const headers = { authorization: `Bearer ${accessToken}` };
    const reply = (await (await fetch(`${api}/v1.0/me/contacts?$top=1`, { headers })).json()) as {
      value: { id: string }[];
    };
    const contactId = String(reply.value[0]?.id);
    const change = { resource: 'category', contactId, category: 'VIP' };
    const added = await run('outlookSync', { ...change, operation: 'add' });
    expect(added.items('Node')[0]?.json).toMatchObject({
      contactId,
      categories: expect.arrayContaining(['Zoho', 'VIP']),
    });
    const removed = await run('outlookSync', { ...change, operation: 'remove' });
    expect(removed.items('Node')[0]?.json).toMatchObject({ categories: ['Zoho'] });
  });

  test('fills its lists from the live account', async () => {
    const { methods } = (await loadedPackage()).getNode('outlookSync').type as unknown as { methods: Lists };
    const context = await editorContext(node('Node', 'outlookSync', {}, world.outlook), world.credentials);
    const folders = await methods.listSearch!.searchFolders!.call(context);
    expect(folders).toMatchObject({ results: [{ name: 'Contacts (Default Folder)', value: '' }] });
    await run('outlookSync', { resource: 'category', operation: 'ensure', category: 'VIP' });
    expect(await methods.loadOptions!.getCategories!.call(context)).toMatchObject([{ value: 'VIP' }]);
    expect(await methods.listSearch!.searchCategories!.call(context)).toMatchObject({
      results: expect.arrayContaining([{ name: 'VIP', value: 'VIP' }]),
    });
  });

  test('a change without a cycle says what to connect', async () => {
    const { error } = await run('outlookSync', { resource: 'contact', operation: 'getChanges' });
    expect(error?.message).toMatch(/carries no cycle/);
    expect(error?.description).toMatch(/Cycle: Start/);
  });

  test.each([
    ['outlookSync', { resource: 'sync', operation: 'getChanges', kind: 'task' }],
    ['outlookSync', { resource: 'sync' }],
    ['zohoCrmSync', { resource: 'sync', operation: 'applyDecisions' }],
    ['zohoCrmSync', { resource: 'email', operation: 'attach', mailsFrom: 'matcher' }],
    ['outlookSync', { resource: 'mail', operation: 'applyDecisions' }],
  ])('what %s no longer has is not taken for something else: %j', async (type, parameters) => {
    const { error, items } = await run(type, parameters, type === 'zohoCrmSync' ? world.zoho : undefined);
    expect(error?.message).toMatch(/does not know its Resource/);
    expect(error?.description).toMatch(/Contact, Event, Mail or Task/);
    expect(items('Node')).toEqual([]);
  });

  test('Account, Check Permissions tells which one is missing', async () => {
    const all = await run('zohoCrmSync', { resource: 'account', operation: 'check' }, world.zoho);
    expect(all.items('Node').map(({ json }) => json.verdict)).toEqual(zohoPermissions.map(() => 'granted'));
    const scopes = ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ', 'ZohoCRM.org.READ', 'ZohoCRM.settings.fields.READ'];
    const grant = (await admin(world, 'zoho', 'POST', 'tokens', { scopes })) as {
      accessToken: string;
      refreshToken: string;
    };
    const { connection } = world.simulators;
    const poor = zohoCredential({ ...connection, zoho: { ...connection.zoho, ...grant } });
    const some = await run('zohoCrmSync', { resource: 'account', operation: 'check' }, poor);
    const missing = some.items('Node').filter(({ json }) => json.verdict === 'missing');
    expect(missing.map(({ json }) => json.permission)).toContain('ZohoCRM.coql.READ');
    expect(missing.every(({ json }) => String(json.nextStep).includes('Reconnect'))).toBe(true);
    const outlook = await run('outlookSync', { resource: 'account', operation: 'check' });
    expect(outlook.items('Node')[1]?.json).toMatchObject({ permission: 'Contacts.ReadWrite', verdict: 'granted' });
  });
});
