import { execFileSync } from 'node:child_process';
import type { IDataObject, INode } from 'n8n-workflow';
import type { GraphSeed } from '../../simulators/graph';
import { editorContext, loadedPackage, node, runWorkflow, wires } from '../support/n8nCore';
import { triggerHouse, type TriggerHouse } from '../support/triggerHouse';
import type { StoredCredential } from '../support/n8nCredentials';
import { admin, applicationCredential, contactsWorkflow, finished, startWorld, type World } from './worlds';

jest.setTimeout(120_000);

type Row = Record<string, unknown>;
type Lists = Record<string, Record<string, (this: unknown, search?: string, token?: string) => Promise<Row>>>;

const ANNA = 'anna@contoso.example';
const BEN = 'ben@contoso.example';
const person = (mail: string, more: object = {}) => ({
  mailbox: { mail, displayName: `${mail.split('@')[0]} Test`, ...more },
  contacts: [{ givenName: `Of ${mail}`, surname: 'Known', categories: ['Zoho'] }],
});
const SEED: GraphSeed = {
  mailboxes: [person(ANNA, { aliases: ['a.a@contoso.example'], shared: true }), person(BEN)],
  groups: [{ id: 'sales', displayName: 'Sales', members: [ANNA] }],
};

let world: World;
let application: StoredCredential;
beforeEach(async () => {
  world = await startWorld('empty');
  world.simulators.graph.seed(SEED);
  application = applicationCredential(world.simulators.connection);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

/** A key and what an administrator would upload for it, good for a day. */
function makeCertificate(): { privateKey: string; certificate: string } {
  const given = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=test', '-keyout', '-'];
  const text = execFileSync('openssl', given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const part = (name: string) =>
    new RegExp(`-----BEGIN ${name}-----[\\s\\S]*?-----END ${name}-----`).exec(text)?.[0] ?? '';
  return { privateKey: part('PRIVATE KEY'), certificate: part('CERTIFICATE') };
}

const locator = (value: string, mode = 'address') => ({ __rl: true, mode, value });
const asApplication = (mailbox?: string): IDataObject => ({
  authentication: 'application',
  ...(mailbox !== undefined && { mailbox: locator(mailbox) }),
});
const paths = async (): Promise<string[]> =>
  ((await admin(world, 'graph', 'GET', 'requests')) as { path: string }[]).map(({ path }) => decodeURIComponent(path));
const contactsOf = (mail: string) => {
  const { state } = world.simulators.graph;
  const one = [state, ...state.tenant.others].find(({ mailbox }) => mailbox.mail === mail);
  return [...(one?.contacts.values() ?? [])].map(({ fields }) => fields);
};

/** The template of contacts, its Outlook nodes signed in by the application in a mailbox. */
async function sync(name: string, mailbox: IDataObject, credential = application) {
  const all = contactsWorkflow({ ...world, credentials: [world.zoho] }, { 'Start Cycle': { sync: name } });
  const nodes = all.nodes.map((one) =>
    one.type.endsWith('.outlookSync')
      ? {
          ...one,
          parameters: { ...one.parameters, ...mailbox } as INode['parameters'],
          credentials: { [credential.type]: { id: credential.id, name: credential.name } },
        }
      : one,
  );
  return await runWorkflow({ ...all, nodes }, [world.zoho, credential]);
}

const ask = (parameters: IDataObject, credential = application, type = 'outlookSync') =>
  runWorkflow(
    {
      nodes: [node('Go', 'n8n-nodes-base.manualTrigger'), node('Node', type, parameters, credential)],
      connections: wires({ Go: [['Node']] }),
    },
    [credential],
  );

describe('an application in n8n', () => {
  test('is given its first token by n8n, and syncs each mailbox into its own sync, none into another', async () => {
    await sync('Anna', asApplication(ANNA)).then(finished);
    await sync('Ben', asApplication(BEN)).then(finished);
    const { modules } = (await admin(world, 'zoho', 'GET', 'state')) as { modules: Record<string, Row[]> };
    expect(modules.Contacts?.map(({ First_Name: name }) => name).sort()).toEqual([`Of ${ANNA}`, `Of ${BEN}`]);
    const asked = (await paths()).filter((path) => path.startsWith('/v1.0/') && !path.startsWith('/v1.0/$batch'));
    expect(asked.length).toBeGreaterThan(6);
    expect(asked.filter((path) => !/^\/v1\.0\/users\/(anna|ben)@contoso\.example(\/|$)/.test(path))).toEqual([]);
    expect(contactsOf('megan.bowen@contoso.example')).toEqual([]);
  });

  test('a second run is quiet, also where the token ran out meanwhile: one renewal', async () => {
    await sync('Quiet', asApplication(ANNA)).then(finished);
    await sync('Quiet', asApplication(ANNA)).then(finished);
    world.simulators.graph.clock.advance(7_200_000);
    await admin(world, 'graph', 'DELETE', 'requests');
    expect(finished(await sync('Quiet', asApplication(ANNA)))).toMatchObject({ written: 0, pending: 0 });
    expect((await paths()).filter((path) => path.endsWith('/token'))).toHaveLength(1);
  });

  test('writes what the CRM has into the chosen mailbox', async () => {
    world.simulators.zoho.seed({ records: { Contacts: [{ First_Name: 'From', Last_Name: 'Crm' }] } });
    await sync('Written', asApplication(BEN)).then(finished);
    expect(contactsOf(BEN).map(({ givenName }) => givenName)).toEqual([`Of ${BEN}`, 'From']);
    expect(contactsOf(ANNA)).toHaveLength(1);
  });

  test('the mailbox may come from an expression, and an empty one is nobody', async () => {
    const parameters = { resource: 'category', operation: 'ensure', category: 'VIP', authentication: 'application' };
    const given = (value: string) => ({ ...parameters, mailbox: locator(value) });
    expect((await ask(given(`={{ "${ANNA}" }}`))).items('Node')[0]?.json).toMatchObject({ displayName: 'VIP' });
    expect((await ask(given('={{ "" }}'))).error?.message).toMatch(/Nobody is chosen as Mailbox/);
    expect((await ask(parameters)).error?.message).toMatch(/no mailbox of its own/);
    expect((await ask(given('../me'))).error?.message).toMatch(/cannot be a mailbox/);
  });

  test('another mailbox is asked about before anything is read or written; the former one goes on as ever', async () => {
    await sync('Moved', asApplication(ANNA)).then(finished);
    await admin(world, 'graph', 'DELETE', 'requests');
    const { error } = await sync('Moved', asApplication(BEN));
    expect(error?.message).toMatch(/was for the mailbox of anna Test; now another one is chosen/);
    expect((await paths()).filter((path) => path.includes('/contacts'))).toEqual([]);
    expect(finished(await sync('Moved', asApplication(ANNA)))).toMatchObject({ written: 0, reviews: [] });
  });

  test('once that was let pass the sync starts afresh there, and nothing of the former mailbox or the CRM is lost', async () => {
    const control = (parameters: IDataObject) => ask({ sync: 'Elsewhere', ...parameters }, application, 'syncControl');
    await sync('Elsewhere', asApplication(ANNA)).then(finished);
    await sync('Elsewhere', asApplication(BEN));
    const [question] = (await control({ resource: 'review', operation: 'list' })).items('Node');
    const settle = { operation: 'settle', review: question?.json.id, answer: 'pass' };
    expect((await control({ resource: 'review', ...settle })).error).toBeNull();
    expect(finished(await sync('Elsewhere', asApplication(BEN)))).toMatchObject({ pending: 0 });
    const both = [`Of ${ANNA}`, `Of ${BEN}`];
    const { modules } = (await admin(world, 'zoho', 'GET', 'state')) as { modules: Record<string, Row[]> };
    expect(modules.Contacts?.map(({ First_Name: name }) => name).sort()).toEqual(both);
    expect(contactsOf(ANNA).map(({ givenName }) => givenName)).toEqual([`Of ${ANNA}`]);
    expect(
      contactsOf(BEN)
        .map(({ givenName }) => givenName)
        .sort(),
    ).toEqual(both);
    expect(finished(await sync('Elsewhere', asApplication(BEN)))).toMatchObject({ written: 0, reviews: [] });
  });

  test('the same mailbox by another of its names is the same', async () => {
    await sync('Same', asApplication(ANNA)).then(finished);
    const { mailbox } = world.simulators.graph.state.tenant.others[0]!;
    expect(finished(await sync('Same', asApplication(mailbox.id)))).toMatchObject({ written: 0 });
  });

  test.each([
    [
      'outside of the group',
      { application: { group: 'Sales' } },
      BEN,
      /refused access/,
      /add the mailbox to the group/,
    ],
    ['not there', {}, 'nobody@contoso.example', /no such mailbox/, /sign-in name/],
    ['an alias', {}, 'a.a@contoso.example', /no such mailbox/, /another address of theirs does not count/],
    [
      ...(['without a licence', { mailboxes: [person('old@contoso.example', { licensed: false })] }] as const),
      ...(['old@contoso.example', /no mailbox that programs can use/, /licence/] as const),
    ],
    ['without consent', { application: { roles: ['User.Read.All'] } }, ANNA, /Contacts\.ReadWrite/, /consent/],
  ])('says what to do about a mailbox %s', async (_what, seed, mailbox, message, step) => {
    world.simulators.graph.seed(seed);
    const { error } = await sync(`Trouble ${mailbox}${String(_what)}`, asApplication(mailbox));
    expect(error?.message).toMatch(message);
    expect(error?.description).toMatch(step);
  });

  test('does without the directory, where it may not read it', async () => {
    world.simulators.graph.seed({ application: { roles: ['Contacts.ReadWrite'] } });
    await sync('Poor', asApplication(ANNA)).then(finished);
    expect(finished(await sync('Poor', asApplication(ANNA)))).toMatchObject({ written: 0 });
  });

  test('a secret that is no longer good is told as that', async () => {
    const bad = applicationCredential(world.simulators.connection, { clientSecret: 'old' });
    const { error } = await sync('Secret', asApplication(ANNA), bad);
    expect(`${error?.message} ${error?.description}`).toMatch(/client secret/i);
  });

  test('proves itself with a certificate, too, and not with another one', async () => {
    const [own, other] = [makeCertificate(), makeCertificate()];
    world.simulators.graph.seed({ application: { certificate: own.certificate } });
    const by = (pair: Row) => ({ clientCredentialType: 'certificate', clientSecret: '', ...pair });
    const good = applicationCredential(world.simulators.connection, by(own));
    await sync('Certificate', asApplication(ANNA), good).then(finished);
    world.simulators.graph.clock.advance(7_200_000);
    await sync('Certificate', asApplication(ANNA), good).then(finished);
    const bad = { ...applicationCredential(world.simulators.connection, by(other)), id: 'other' };
    expect((await sync('Other', asApplication(ANNA), bad)).error?.message).toMatch(/client ID or client secret/);
  });

  test('Check Permissions asks in the mailbox, and names what an administrator has to add', async () => {
    const check = { resource: 'account', operation: 'check', ...asApplication(ANNA) };
    const roles = ['Contacts.ReadWrite', 'Calendars.ReadWrite', 'Mail.Read', 'User.Read.All'];
    world.simulators.graph.seed({ application: { roles } });
    const told = (await ask(check)).items('Node').map(({ json }) => [json.permission, json.verdict]);
    expect(Object.fromEntries(told as [string, string][])).toEqual({
      ...{ 'User.Read.All': 'granted', 'Contacts.ReadWrite': 'granted', 'Calendars.ReadWrite': 'granted' },
      ...{ 'Mail.Read': 'granted', 'Tasks.ReadWrite.All': 'missing', 'MailboxSettings.ReadWrite': 'missing' },
    });
  });
});

describe('the list of mailboxes', () => {
  const search = async (parameters: IDataObject, credential: StoredCredential, ...asked: string[]) => {
    const { methods } = (await loadedPackage()).getNode('outlookSync').type as unknown as { methods: Lists };
    const context = await editorContext(node('Node', 'outlookSync', parameters, credential), [credential]);
    return await methods.listSearch!.searchMailboxes!.call(context, ...asked);
  };

  test('names everybody of the organisation, before one is chosen, and finds by name and address', async () => {
    const all = await search(asApplication(), application);
    expect((all.results as Row[]).map(({ name }) => name)).toEqual([
      'Megan Bowen (megan.bowen@contoso.example)',
      `anna Test (${ANNA})`,
      `ben Test (${BEN})`,
    ]);
    const found = await search(asApplication(), application, 'be');
    expect((found.results as Row[]).map(({ name }) => name)).toEqual([`ben Test (${BEN})`]);
    expect((await search(asApplication(), application, "o'")).results).toEqual([]);
  });

  test('goes on page by page', async () => {
    const many = Array.from({ length: 150 }, (_, n) => ({ mailbox: { mail: `p${n}@contoso.example` } }));
    world.simulators.graph.seed({ mailboxes: many });
    const first = await search(asApplication(), application);
    expect(first.results).toHaveLength(100);
    const second = await search(asApplication(), application, '', String(first.paginationToken));
    expect(second.results).toHaveLength(53);
    expect(second.paginationToken).toBeUndefined();
  });

  test('says what is missing to an account that may not read the directory', async () => {
    await expect(search({}, world.outlook)).rejects.toThrow(/the list of users/);
  });
});

describe('an account that signed in, at a mailbox that is shared with it', () => {
  const scopes = ['Contacts.ReadWrite', 'Contacts.ReadWrite.Shared', 'User.Read'];
  const shared = (mailbox: string): IDataObject => ({ mailbox: locator(mailbox) });

  test('syncs its contacts', async () => {
    world.simulators.graph.seed({ grant: { scopes } });
    await sync('Shared', shared(ANNA), world.outlook).then(finished);
    expect(finished(await sync('Shared', shared(ANNA), world.outlook))).toMatchObject({ written: 0, pending: 0 });
    expect(contactsOf(ANNA)[0]).toMatchObject({ givenName: `Of ${ANNA}` });
  });

  test.each([
    ['without the permission', ANNA, scopes.slice(0, 1), /Contacts\.ReadWrite\.Shared/],
    ['that nobody shares', BEN, scopes, /shared with it in Exchange/],
  ])('is told of one %s', async (what, mailbox, granted, step) => {
    world.simulators.graph.seed({ grant: { scopes: granted } });
    const { error } = await sync(`Not shared ${what}`, shared(mailbox), world.outlook);
    expect(error?.description).toMatch(step);
  });
});

describe('the trigger', () => {
  let house: TriggerHouse;
  afterEach(async () => {
    await house.remove();
    await house.stop();
  });
  const watched = () => [...world.simulators.graph.state.post.subscriptions.values()].map(({ resource }) => resource);
  const requests = async () => ((await admin(world, 'graph', 'GET', 'requests')) as unknown[]).length;

  test('watches the chosen mailbox for an application, and looks at its tasks itself', async () => {
    const kinds = ['contact', 'event', 'mail', 'task'];
    house = await triggerHouse('outlookSyncTrigger', { gather: 1, kinds, ...asApplication(ANNA) }, application);
    await house.create();
    expect(watched().sort()).toEqual([
      `/users/${ANNA}/contacts`,
      `/users/${ANNA}/events`,
      `/users/${ANNA}/mailFolders/sentitems/messages`,
    ]);
    expect(await house.poll()).toMatchObject([{ kinds, reason: 'poll' }]);
    expect(await house.poll()).toEqual([]);
    world.simulators.graph.seed({
      mailboxes: [{ mailbox: { mail: ANNA }, lists: [{ displayName: 'Tasks', tasks: [{ title: 'New' }] }] }],
    });
    expect(await house.poll()).toMatchObject([{ kinds: ['task'], reason: 'poll' }]);
    expect(await house.poll()).toEqual([]);
  });

  test('looks itself at all of a shared mailbox', async () => {
    const scopes = ['Contacts.ReadWrite', 'Contacts.ReadWrite.Shared'];
    world.simulators.graph.seed({ grant: { scopes } });
    const parameters = { gather: 1, kinds: ['contact'], mailbox: locator(ANNA) };
    house = await triggerHouse('outlookSyncTrigger', parameters, world.outlook);
    await house.create();
    expect(watched()).toEqual([]);
    await house.poll();
    world.simulators.graph.seed({ mailboxes: [{ mailbox: { mail: ANNA }, contacts: [{ givenName: 'Fresh' }] }] });
    expect(await house.poll()).toMatchObject([{ kinds: ['contact'], reason: 'poll' }]);
  });

  test('of the account that signed in asks nothing more than before', async () => {
    house = await triggerHouse('outlookSyncTrigger', { gather: 1, kinds: ['task'] }, world.outlook);
    await house.create();
    await house.poll();
    const before = await requests();
    expect(await house.poll()).toEqual([]);
    expect(await requests()).toBe(before);
  });

  test('another mailbox takes subscriptions of its own', async () => {
    house = await triggerHouse('outlookSyncTrigger', { gather: 1, ...asApplication(ANNA) }, application);
    await house.create();
    const [one] = [...world.simulators.graph.state.post.subscriptions.values()];
    house.workflow.getNode('Trigger')!.parameters.mailbox = locator(BEN) as never;
    await house.create();
    const [other, ...more] = [...world.simulators.graph.state.post.subscriptions.values()];
    expect(more).toEqual([]);
    expect(other?.resource).toBe(`/users/${BEN}/contacts`);
    expect(other?.clientState).not.toBe(one?.clientState);
  });
});
