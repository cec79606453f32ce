import type { IDataObject } from 'n8n-workflow';
import { editorContext, loadedPackage, node, runWorkflow, wires } from '../support/n8nCore';
import { startWorld, takeRequests, type World } from './worlds';

jest.setTimeout(60_000);

const mode = (value: string): IDataObject => ({ __rl: true, mode: 'id', value });

describe('Zoho CRM Sync, Record', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld('small');
  });
  afterAll(() => world.stop());
  beforeEach(() => takeRequests(world));

  const run = (operation: string, parameters: IDataObject, items: IDataObject[] = [{}], more: object = {}) =>
    runWorkflow(
      {
        nodes: [
          node('Go', 'n8n-nodes-base.manualTrigger'),
          node('Items', 'test.source', { items: JSON.stringify(items) }),
          node('Zoho', 'zohoCrmSync', { resource: 'record', operation, ...parameters }, world.zoho, more),
        ],
        connections: wires({ Go: [['Items']], Items: [['Zoho']] }),
      },
      world.credentials,
    );
  const json = (fields: IDataObject): IDataObject => ({ specify: 'json', fieldsJson: JSON.stringify(fields) });

  test('creates 100 items a call, each with its result and its origin', async () => {
    const items = Array.from({ length: 150 }, (_, i) => ({ name: `Person ${i}` }));
    const fields = { specify: 'json', fieldsJson: '={{ { "Last_Name": $json.name } }}' };
    const ran = await run('create', { module: mode('Contacts'), ...fields }, items);
    expect(ran.error).toBeNull();
    const results = ran.items('Zoho');
    expect(results).toHaveLength(150);
    expect(results[149]).toMatchObject({ json: { status: 'created', module: 'Contacts' }, pairedItem: { item: 149 } });
    const writes = (await takeRequests(world)).filter(({ method }) => method === 'POST');
    expect(writes).toHaveLength(2);
  });

  test('tells of a refused record what is wrong and what to do; with Continue the others go on', async () => {
    const items = [{ email: 'fine@x.example' }, { email: 'no address' }];
    const fields = { specify: 'json', fieldsJson: '={{ { "Last_Name": "P", "Email": $json.email } }}' };
    const refused = await run(
      'create',
      { module: mode('Leads'), specify: 'json', fieldsJson: fields.fieldsJson.replace('"P"', '"P", "Company": "C"') },
      items.map((one) => ({ ...one })),
    );
    expect(refused.error?.message).toMatch(/Email/);
    const going = await run('create', { module: mode('Contacts'), ...fields }, items, {
      onError: 'continueRegularOutput',
    });
    expect(going.items('Zoho')[0]?.json).toMatchObject({ status: 'created' });
    expect(going.items('Zoho')[1]).toMatchObject({
      json: { error: expect.stringMatching(/Email/) },
      pairedItem: { item: 1 },
    });
  });

  test('names an unknown field and an unknown module', async () => {
    const field = await run('create', { module: mode('Contacts'), ...json({ Last_Name: 'X', Nope: 1 }) });
    expect(field.error).toMatchObject({ message: 'The module Contacts has no field Nope.' });
    const module = await run('getAll', { module: mode('Nonsense') });
    expect(module.error?.message).toMatch(/Nonsense/);
    expect(module.error?.description).toMatch(/API name/);
  });

  test('deletes in halves where the org finds a list of ids too long, each item with its own result', async () => {
    const fields = { specify: 'json', fieldsJson: '={{ { "Last_Name": $json.name } }}' };
    const names = Array.from({ length: 60 }, (_, i) => ({ name: `Leaving ${i}` }));
    const made = (await run('create', { module: mode('Contacts'), ...fields }, names)).items('Zoho');
    const ids = made.map(({ json: { id } }) => ({ id: String(id) }));
    const recordId = '={{ $json.id }}';
    world.simulators.zoho.limits.idsLength = 300 as never;
    const ran = await run('delete', { module: mode('Contacts'), recordId }, ids).finally(
      () => (world.simulators.zoho.limits.idsLength = 1024 as never),
    );
    expect(ran.error).toBeNull();
    expect(ran.items('Zoho').map(({ json: { status, id } }) => [status, id])).toEqual(
      ids.map(({ id }) => ['deleted', id]),
    );
    expect(ids.filter(({ id }) => world.simulators.zoho.state.records.get('Contacts')?.has(id))).toEqual([]);
  });

  test('updates, gets, upserts and deletes', async () => {
    const made = (await run('create', { module: mode('Accounts'), ...json({ Account_Name: 'Kyoto KK' }) })).items(
      'Zoho',
    );
    const recordId = String(made[0]?.json.id);
    await run('update', { module: mode('Accounts'), recordId, ...json({ Phone: '075 1' }) });
    const got = await run('get', { module: mode('Accounts'), recordId });
    expect(got.items('Zoho')[0]?.json).toMatchObject({ Account_Name: 'Kyoto KK', Phone: '075 1' });
    const again = await run('upsert', { module: mode('Accounts'), ...json({ Account_Name: 'Kyoto KK', Phone: '2' }) });
    expect(again.items('Zoho')[0]?.json).toMatchObject({ status: 'updated', id: recordId });
    await run('delete', { module: mode('Accounts'), recordId });
    expect((await run('get', { module: mode('Accounts'), recordId })).error?.message).toMatch(/no record|no longer/i);
  });

  test('lists, queries, searches and finds by exact address', async () => {
    const select = ['Last_Name', 'Email'];
    expect((await run('getAll', { module: mode('Contacts'), limit: 3, select })).items('Zoho')).toHaveLength(3);
    const query = "select Last_Name from Contacts where Last_Name = 'Baker'";
    expect((await run('query', { query })).items('Zoho')[0]?.json).toMatchObject({ Last_Name: 'Baker' });
    const by = { module: mode('Contacts'), searchBy: 'email', searchFor: 'bob@north.example', select };
    expect((await run('search', by)).items('Zoho')[0]?.json).toMatchObject({ Last_Name: 'Carter' });
    const exact = { module: mode('Contacts'), email: '={{ $json.email }}', select };
    const found = await run('findByEmail', exact, [{ email: 'nobody@x.example' }, { email: 'EVE@private.example' }]);
    expect(found.items('Zoho')).toMatchObject([{ json: { Last_Name: 'Foster' }, pairedItem: { item: 1 } }]);
  });

  test('fills its lists from the live account', async () => {
    const { methods } = (await loadedPackage()).getNode('zohoCrmSync').type as unknown as {
      methods: {
        listSearch: Record<string, (this: unknown, search?: string) => Promise<{ results: { value: string }[] }>>;
        resourceMapping: Record<string, (this: unknown) => Promise<{ fields: { id: string; type: string }[] }>>;
      };
    };
    const parameters = { resource: 'record', operation: 'create', module: mode('Contacts') };
    const context = await editorContext(node('Zoho', 'zohoCrmSync', parameters, world.zoho), world.credentials);
    const modules = await methods.listSearch.searchModules!.call(context, 'lead');
    expect(modules.results).toMatchObject([{ value: 'Leads' }]);
    jest.spyOn(context, 'getCurrentNodeParameter').mockReturnValue('Contacts');
    const { fields } = await methods.resourceMapping.getModuleFields!.call(context);
    expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['Last_Name', 'Email']));
    expect(fields.map(({ id }) => id)).not.toContain('Modified_Time');
  });
});
