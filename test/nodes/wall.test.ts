import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { archiveFileOf, newArchiveKey, openArchive, syncNames } from '../../archive';
import { loadedPackage, node, prepare, runWorkflow, wires, type Ran, type TestWorkflow } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import { contactsWorkflow, finished, runContacts, startWorld, type Changes, type World } from './worlds';

jest.setTimeout(120_000);

const keyed = (id: string, authKey: string): StoredCredential => ({
  id,
  name: `Archive ${id}`,
  type: 'syncArchiveApi',
  data: { authKey },
});
const withKey = (one: INode, { id, name }: StoredCredential): INode => ({
  ...one,
  credentials: { ...one.credentials, syncArchiveApi: { id, name } },
});

describe('an archive with a key', () => {
  let world: World;
  let sync = 0;
  const mine = keyed('mine', newArchiveKey());
  beforeEach(async () => {
    world = await startWorld('small');
    sync += 1;
  });
  afterEach(() => world.stop());

  const storage = () => join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync');
  const namesIn = async (file: string): Promise<readonly string[]> => {
    const archive = await openArchive(join(storage(), file));
    const names = (await syncNames(archive)).map(({ name }) => name);
    await archive.close();
    return names;
  };

  /** The contacts template with the key in some of its nodes: in Start Cycle alone unless told otherwise. */
  function contacts(nodes: readonly string[] = ['Start Cycle'], changes: Changes = {}): TestWorkflow {
    const plain = contactsWorkflow(world, { 'Start Cycle': { sync: `sync ${sync}` }, ...changes });
    return { ...plain, nodes: plain.nodes.map((one) => (nodes.includes(one.name) ? withKey(one, mine) : one)) };
  }
  const run = (workflow: TestWorkflow): Promise<Ran> => runWorkflow(workflow, [...world.credentials, mine]);

  /** One node of ours alone, behind items that somebody wrote by hand. */
  const alone = (
    type: string,
    parameters: IDataObject,
    items: readonly IDataObject[],
    { id, key }: { readonly id?: string; readonly key?: StoredCredential } = {},
  ): Promise<Ran> => {
    const one = node('One', type, parameters);
    const nodes = [
      node('Go', 'n8n-nodes-base.manualTrigger'),
      node('Items', 'test.source', { items: JSON.stringify(items) }),
      key ? withKey(one, key) : one,
    ];
    const workflow = {
      nodes,
      connections: wires({
        Go: [['Items']],
        Items: [['One', ...(type === 'conflictResolver' ? ['One:1', 'One:2'] : [])]],
      }),
      ...(id && { id }),
    };
    return runWorkflow(workflow, [...world.credentials, ...(key ? [key] : [])]);
  };

  test('holds a whole sync; only Start Cycle is given the key, the common archive knows nothing of it', async () => {
    expect(finished(await run(contacts())).written).toBe(17);
    expect(finished(await run(contacts())).written).toBe(0);
    expect(await namesIn(archiveFileOf(String(mine.data.authKey)))).toContain(`sync ${sync}`);
    expect(await namesIn('archive.sqlite')).not.toContain(`sync ${sync}`);
    expect(readdirSync(storage()).join(' ')).not.toContain(String(mine.data.authKey));
  });

  const standAlone: readonly (readonly [string, IDataObject])[] = [
    ['sync:status', {}],
    ['sync:explain', { record: 'Tanaka' }],
    ['sync:rebuild', { confirm: true }],
    ['review:list', {}],
    ['review:listRules', {}],
    ['cycle:list', {}],
    ['cycle:undo', {}],
  ];
  test.each(standAlone)('without the key %s neither sees nor changes anything of it', async (name, more) => {
    finished(await run(contacts()));
    const [resource = '', operation = ''] = name.split(':');
    const parameters = { resource, operation, sync: `sync ${sync}`, ...more };
    for (const key of [undefined, keyed('other', newArchiveKey())]) {
      const { error, items } = await alone('syncControl', parameters, [{}], { key });
      const shown = JSON.stringify(items('One'));
      expect(shown).not.toMatch(/Tanaka|example\.com|lastName/);
      if (!error && items('One').length > 0)
        expect(items('One')[0]?.json).toMatchObject({ links: { live: 0, paused: 0 } });
    }
    expect(finished(await run(contacts())).written).toBe(0);
  });

  test('a question of it cannot be settled without the key', async () => {
    const { reviews } = finished(await run(contacts()));
    const review = String(reviews[0]?.id);
    const settle = { resource: 'review', operation: 'settle', sync: `sync ${sync}`, review, answer: 'dismiss' };
    expect((await alone('syncControl', settle, [{}])).error?.message).toMatch(/No review|no such|There is no/i);
    expect(finished(await run(contacts())).reviews.map(({ id }) => id)).toContain(review);
  });

  test('a Start without the key blocks nobody', async () => {
    const start = { resource: 'cycle', operation: 'start', sync: `sync ${sync}`, kind: 'contact' };
    expect((await alone('syncControl', start, [{}])).error).toBeNull();
    expect(finished(await run(contacts())).written).toBe(17);
  });

  describe('what a cycle item opens', () => {
    const laterNodes: readonly (readonly [string, IDataObject])[] = [
      ['crmMatcher', {}],
      ['conflictResolver', {}],
      ['outlookSync', { resource: 'contact', operation: 'getChanges' }],
      ['zohoCrmSync', { resource: 'contact', operation: 'applyDecisions' }],
      ['syncControl', { resource: 'cycle', operation: 'finish' }],
    ];
    async function started(): Promise<IDataObject> {
      const { nodes, connections } = contacts();
      const kept = ['Run Now', 'Start Cycle'];
      const trigger = nodes.find(({ type }) => type.endsWith('manualTrigger'))?.name ?? '';
      const first = nodes.filter(({ name }) => [...kept, trigger].includes(name));
      const ran = await run({ nodes: first, connections: { [trigger]: connections[trigger] ?? {} } });
      const [item] = ran.items('Start Cycle');
      expect(item?.json.cycle).toMatchObject({ handle: expect.stringMatching(/^[\w-]{22}$/) });
      return item!.json;
    }

    test.each(laterNodes)('nothing in another workflow: %s', async (type, parameters) => {
      const item = await started();
      const credential = { outlookSync: world.outlook, zohoCrmSync: world.zoho }[type];
      void credential;
      const { error } = await alone(type, parameters, [item], { id: 'somebodyElses' });
      expect(error?.message).toMatch(/no way into the archive/);
      expect(error?.description).toMatch(/from its start[\s\S]*Sync Archive/);
    });

    test('nothing with a handle that was made up, and nothing after Finish; with the key in the node it does', async () => {
      const item = await started();
      const forged = { ...item, cycle: { ...(item.cycle as IDataObject), handle: 'A'.repeat(22) } };
      const finish = { resource: 'cycle', operation: 'finish' };
      expect((await alone('syncControl', finish, [forged])).error?.message).toMatch(/no way into the archive/);
      expect((await alone('syncControl', finish, [forged], { key: mine })).error).toBeNull();
      const again = await started();
      expect((await alone('syncControl', finish, [again])).error).toBeNull();
      expect((await alone('syncControl', finish, [again])).error?.message).toMatch(/no way into the archive/);
    });

    test('a cycle started later takes its place', async () => {
      const item = await started();
      const finish = { resource: 'cycle', operation: 'finish' };
      expect((await alone('syncControl', finish, [item])).error).toBeNull();
      const former = await started();
      const key = { ...(former.cycle as IDataObject) };
      const release = { ...former, cycle: { ...key, handle: 'gone' } };
      expect((await alone('syncControl', finish, [release], { key: mine })).error).toBeNull();
      await started();
      expect((await alone('crmMatcher', {}, [former])).error?.message).toMatch(/no way into/);
    });

    test('a cycle without a handle opens the common archive, whatever it says', async () => {
      const { cycle, ...item } = await started();
      const { handle: _handle, ...bare } = cycle as IDataObject;
      const { error } = await alone('syncControl', { resource: 'cycle', operation: 'finish' }, [
        { ...item, cycle: bare },
      ]);
      expect(error?.message).toMatch(/is over/);
    });
  });

  test.each([
    ['nothing', ''],
    ['a word', 'correct horse battery staple'],
    ['49 signs a person typed', 'a'.repeat(49)],
    ['a key with one sign changed', (key: string) => `${key[0] === 'A' ? 'B' : 'A'}${key.slice(1)}`],
    ['half a key', (key: string) => key.slice(0, 24)],
    ['a way out of the folder', '../../../etc/passwd'],
  ])('a key that is %s is refused by Start and by the test of the credential', async (_what, made) => {
    const key = typeof made === 'string' ? made : made(newArchiveKey());
    const start = { resource: 'cycle', operation: 'start', sync: `sync ${sync}`, kind: 'contact' };
    const { error } = await alone('syncControl', start, [{}], { key: keyed('weak', key) });
    expect(error?.message).toMatch(/none that was made for an archive/);
    expect(error?.description).toMatch(/Archive: New Key/);
    const { type } = (await loadedPackage()).getNode('syncControl');
    const { testSyncArchive } = (
      type as { methods: { credentialTest: Record<string, (c: object) => Promise<object>> } }
    ).methods.credentialTest;
    expect(await testSyncArchive!.call({}, { data: { authKey: key } })).toMatchObject({ status: 'Error' });
    expect(await testSyncArchive!.call({}, { data: mine.data })).toMatchObject({ status: 'OK' });
  });

  test('New Key makes another one each time, and says what to do with it', async () => {
    const parameters = { resource: 'archive', operation: 'newKey' };
    const [one, two] = [await alone('syncControl', parameters, [{}]), await alone('syncControl', parameters, [{}])];
    const keys = [one, two].map((ran) => String(ran.items('One')[0]?.json.key));
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(archiveFileOf(key)).toMatch(/^[0-9a-f]{32}\.sqlite$/);
    expect(one.hints('One').join()).toMatch(/delete this execution/);
  });

  test('two archives that look after the same places know of each other, and of nothing else', async () => {
    expect(finished(await runContacts(world, { 'Start Cycle': { sync: `common ${sync}` } })).written).toBe(17);
    const ran = await run(contacts());
    const { left } = ran.items('Finish')[0]?.json as { left: readonly { reason: { code?: string } | string }[] };
    const said = JSON.stringify(left);
    expect(said).toMatch(/A sync in another archive looks after the same records/);
    expect(said).not.toContain(`common ${sync}`);
    const register = JSON.stringify(await claimsIn(join(storage(), 'archive.sqlite')));
    expect(register).not.toMatch(/sync|common|contact|@/);
  });
  async function claimsIn(file: string): Promise<readonly unknown[]> {
    const archive = await openArchive(file);
    const rows = await archive.register.selectFrom('claim').selectAll().execute();
    await archive.close();
    return rows.map(({ sync: hash, ...row }) => ({ hash, ...row }));
  }

  test('an answer cannot be given in the name of somebody else', async () => {
    const { reviews } = finished(await run(contacts()));
    const settle = { resource: 'review', operation: 'settle', sync: `sync ${sync}`, review: reviews[0]?.id };
    const given = { ...settle, answer: 'dismiss', note: 'The boss' } as IDataObject;
    const { items } = await alone('syncControl', given, [{}], { key: mine, id: 'mineToo' });
    expect(items('One')[0]?.json.answeredBy).toMatch(/^workflow ".*" \(mineToo\), execution 1, note: The boss$/);
  });
});

test('prepare is told which workflow it is', async () => {
  const { workflow } = await prepare({ id: 'x', nodes: [], connections: {} }, []);
  expect(workflow.id).toBe('x');
});
