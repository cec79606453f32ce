import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, WorkflowExecuteMode } from 'n8n-workflow';
import { openArchive } from '../../archive';
import type { CheckItem } from '../../engine/items';
import { renderView } from '../../nodes/ConflictReview/renderView';
import { reader } from './ConflictReview/worlds';
import { runWorkflow, type TestWorkflow } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import {
  admin,
  appPasswordCredential,
  finished,
  runContacts,
  startWorld,
  takeRequests,
  zohoCredential,
  type Changes,
  type World,
} from './worlds';

jest.setTimeout(60_000);

const templates = ['contacts', 'tasks', 'events', 'sent-mail'] as const;
type Template = (typeof templates)[number];

/** Other credentials of some nodes than their side's. */
type Chosen = Readonly<Record<string, StoredCredential>>;

/** What a user does: chooses each side's credential in its nodes, and executes the workflow from Check First. */
function checkOf(
  world: World,
  file: Template,
  changes: Changes,
  chosen: Chosen,
  enabled: readonly string[],
): TestWorkflow {
  const text = readFileSync(join(__dirname, '..', '..', 'workflows', `${file}.json`), 'utf8');
  const template = JSON.parse(text) as TestWorkflow;
  const bound = (node: INode): INode => {
    const type = node.type.split('.')[1] ?? '';
    const wanted = chosen[node.name] ?? world.credentials.find((one) => one.type.startsWith(type));
    const credentials = wanted && { [wanted.type]: { id: wanted.id, name: wanted.name } };
    const parameters = { ...node.parameters, ...changes[node.name] } as INode['parameters'];
    const disabled = node.disabled && !enabled.includes(node.name);
    return { ...node, parameters, disabled, ...(credentials && { credentials }) };
  };
  return { ...template, nodes: template.nodes.map(bound), startAt: 'Check First' };
}

interface More {
  readonly changes?: Changes;
  readonly chosen?: Chosen;
  readonly enabled?: readonly string[];
  readonly mode?: WorkflowExecuteMode;
}

const named = (value: string): Changes => ({ 'Start Cycle': { sync: { __rl: true, mode: 'id', value } } });

/** The id of a contact folder that was deleted. */
async function goneFolder({ simulators: { connection } }: World): Promise<string> {
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${connection.graph.api}/v1.0/me/contactFolders${path}`, {
      method,
      headers: { Authorization: `Bearer ${connection.graph.accessToken}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const { id } = (await (await ask('POST', '', { displayName: 'Old' })).json()) as { readonly id: string };
  await ask('DELETE', `/${id}`);
  return id;
}

/** One line for each thing, as Finish gives them out; and what was asked of both services. */
async function check(
  world: World,
  file: Template,
  { changes = {}, chosen = {}, enabled = [], mode = 'manual' }: More = {},
) {
  await takeRequests(world);
  const known = [...world.credentials, ...Object.values(chosen)];
  const ran = await runWorkflow(checkOf(world, file, changes, chosen, enabled), known, '1', mode);
  if (ran.error) throw new Error(`${ran.error.node}: ${ran.error.message}`);
  const lines = ran.items('Finish').map(({ json }) => json as unknown as CheckItem);
  return { lines, hints: ran.hints('Finish'), requests: await takeRequests(world) };
}

const isRead = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'GET' || path.endsWith('/coql');

/** "signIn of zoho: fails" and what it says. */
const troubles = (lines: readonly CheckItem[]) =>
  lines
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ checked, verdict, says }) => `${checked}: ${verdict}: ${says}`);

describe('Sync: Check', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld('small');
  });
  afterEach(() => world.stop());

  test('tells whose sync it is, however the owner is chosen, and that somebody left', async () => {
    const owner = (mode: string, value: string) => ({
      ...{ 'Zoho CRM Changes': { owner: { __rl: true, mode, value } } },
      ...{ 'Write to Zoho CRM': { owner: { __rl: true, mode, value } } },
    });
    const said = async (mode: string, value: string) => {
      const { lines } = await check(world, 'contacts', {
        changes: { ...named(`owner ${mode} ${value}`), ...owner(mode, value) },
      });
      return lines
        .filter(({ checked, node, verdict }) => checked === 'Owner' || (node.includes('Zoho') && verdict === 'fails'))
        .map(({ verdict, says }) => `${verdict}: ${says}`);
    };
    const marys = ['ok: This sync is for Mary Jones, an active user of Zoho CRM.'];
    expect(await said('me', 'left over from another mode')).toEqual([]);
    expect(await said('list', '5545974000000001003')).toEqual(marys);
    expect(await said('address', 'MARY.jones@example.com')).toEqual(marys);
    expect(await said('address', "={{ 'mary.jones' + '@example.com' }}")).toEqual(marys);
    expect(await said('address', '={{ $json.nobody }}')).toContainEqual('fails: Nobody is chosen as Owner.');
    const { state } = world.simulators.zoho;
    state.users = state.users.map((user) => (user.last_name === 'Jones' ? { ...user, status: 'disabled' } : user));
    expect(await said('list', '5545974000000001003')).toContainEqual(
      'fails: Mary Jones is no active user of Zoho CRM any more. Nothing was written.',
    );
  });

  const expected: Readonly<Record<Template, readonly string[]>> = {
    contacts: [
      'Archive',
      'Sync',
      'Public address',
      'Sign-in',
      'Folder, list or calendar',
      'Categories',
      'Module',
      'Fields',
      'Edition',
      'Permission',
      'Time zone',
    ],
    tasks: [
      'Archive',
      'Sync',
      'Public address',
      'Sign-in',
      'Folder, list or calendar',
      'Categories',
      'Module',
      'Fields',
      'Edition',
      'Permission',
      'Time zone',
    ],
    events: [
      'Archive',
      'Sync',
      'Public address',
      'Sign-in',
      'Folder, list or calendar',
      'Categories',
      'Module',
      'Fields',
      'Edition',
      'Permission',
      'Time zone',
    ],
    'sent-mail': ['Archive', 'Sync', 'Public address', 'Sign-in', 'Folder, list or calendar', 'Edition', 'Permission'],
  };

  test.each(templates)(
    '%s: everything is as it should be → a line each, none of trouble, nothing but reads',
    async (file) => {
      const name = `fine-${file}`;
      const { lines, hints, requests } = await check(world, file, { changes: named(name) });
      expect(troubles(lines)).toEqual([]);
      expect([...new Set(lines.map(({ checked }) => checked))].sort()).toEqual([...expected[file]].sort());
      expect(lines.every(({ says }) => says !== '')).toBe(true);
      expect(lines.some(({ says }) => says.includes(`"${name}" is new here`))).toBe(true);
      expect(hints.join()).toMatch(/0 fail, 0 to look at, \d+ are as they should be\. Nothing was written\./);
      expect(requests.length).toBeGreaterThan(5);
      expect(requests.filter((one) => !isRead(one))).toEqual([]);
    },
  );

  test('what was found is kept for the page, in both languages, and nothing of it is shown where it may not be', async () => {
    const found = async (query: object, mayShow: boolean, language: 'en' | 'ja') => {
      const archive = await openArchive(join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite'));
      const shown = { archive, syncs: [], mayShow: () => mayShow };
      const page = await renderView(shown, { view: 'status', ...query }, reader({ language, now: Date.now() }));
      await archive.close();
      return page
        .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ');
    };
    const changes: Changes = {
      ...named('kept'),
      'Outlook Changes': { folder: { __rl: true, mode: 'id', value: await goneFolder(world) } },
    };
    const { lines } = await check(world, 'contacts', { changes });
    const [english, japanese] = [await found({}, true, 'en'), await found({}, true, 'ja')];
    expect(english).toMatch(/Check: [1-9]\d* fail, \d+ to look at, \d+ as they should be · checked this minute/);
    expect(english).toContain(lines[0]!.says);
    expect(english).toContain(lines[0]!.nextStep);
    expect(japanese).toMatch(/確認: 不備 [1-9]/);
    expect(japanese).not.toContain(lines[0]!.says);
    expect(await found({}, false, 'en')).not.toContain('kept');
  });

  test('many things are wrong at once → each is a line with its cure, trouble first, and the rest is looked at all the same', async () => {
    const poor = (await admin(world, 'zoho', 'POST', 'tokens', {
      scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ', 'ZohoCRM.settings.fields.READ', 'ZohoCRM.coql.READ'],
    })) as { accessToken: string; refreshToken: string };
    const data = { oauthTokenData: { access_token: poor.accessToken, refresh_token: poor.refreshToken } };
    const zoho = { ...zohoCredential(world.simulators.connection, data), id: 'poor' };
    const { lines } = await check(world, 'contacts', {
      changes: {
        'Outlook Changes': {
          folder: { __rl: true, mode: 'id', value: await goneFolder(world) },
          categories: ['Kunden'],
        },
      },
      chosen: { 'Zoho CRM Changes': zoho, 'Write to Zoho CRM': zoho },
    });
    const told = troubles(lines);
    expect(told).toContainEqual(expect.stringMatching(/^Folder, list or calendar: fails: .*does not exist/));
    expect(told).toContainEqual(
      'Categories: attention: The mailbox has no category "Kunden", so nothing is read by it.',
    );
    expect(told).toContainEqual('Permission: fails: Zoho CRM does not grant ZohoCRM.org.READ.');
    expect(lines).toContainEqual(
      expect.objectContaining({ checked: 'Permission', verdict: 'ok', says: 'ZohoCRM.coql.READ is granted.' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ checked: 'Fields', verdict: 'ok', side: 'zoho' }));
    expect(lines.slice(0, told.length).every(({ nextStep }) => nextStep !== '')).toBe(true);
    const ranks = lines.map(({ verdict }) => ['fails', 'attention', 'ok'].indexOf(verdict));
    expect(ranks).toEqual([...ranks].sort());
  });

  test('no sign-in works any more → said of each side, and the archive is looked at all the same', async () => {
    const dead = { oauthTokenData: { access_token: 'dead' } };
    const { connection } = world.simulators;
    const zoho = { ...zohoCredential(connection, dead), id: 'dead' };
    const { lines } = await check(world, 'contacts', {
      chosen: { 'Zoho CRM Changes': zoho, 'Write to Zoho CRM': zoho },
    });
    expect(troubles(lines)).toContainEqual(expect.stringMatching(/^Sign-in: fails: /));
    expect(lines).toContainEqual(expect.objectContaining({ checked: 'Archive', verdict: 'ok' }));
    expect(lines).toContainEqual(expect.objectContaining({ checked: 'Sign-in', side: 'outlook', verdict: 'ok' }));
  });

  test('what is odd in the CRM: a trial, a field that is missing, a right that the user lacks, a zone nobody knows', async () => {
    const { state } = world.simulators.zoho;
    Object.assign(state.org, {
      license_details: {
        paid: false,
        paid_type: 'free',
        trial_type: 'enterprise',
        trial_expiry: '2099-12-04T17:26:17+05:30',
      },
    });
    await admin(world, 'zoho', 'POST', 'faults', {
      kind: 'status',
      match: { path: '/settings/modules/Contacts' },
      status: 200,
      body: { modules: [{ api_name: 'Contacts', viewable: true, creatable: true, editable: true, deletable: false }] },
    });
    await admin(world, 'zoho', 'POST', 'faults', {
      kind: 'status',
      match: { path: '/settings/fields' },
      status: 200,
      body: { fields: [{ api_name: 'Last_Name', data_type: 'text', length: 80 }] },
    });
    await admin(world, 'zoho', 'POST', 'faults', {
      ...{ kind: 'status', match: { path: '/users\\?type=CurrentUser' }, count: 9, status: 200 },
      body: { users: [{ id: '5545974000000001001', full_name: 'Hanako Yamada', time_zone: 'Mars/Olympus' }] },
    });
    const told = troubles((await check(world, 'contacts')).lines);
    expect(told).toContainEqual('Edition: attention: Zoho CRM is on trial ("free") until 2099-12-04.');
    expect(told).toContainEqual('Module: attention: In the module Contacts the user may not: delete records.');
    expect(told).toContainEqual(expect.stringMatching(/^Fields: attention: This org lacks these fields.*Email/));
    expect(told).toContainEqual(expect.stringMatching(/^Time zone: attention: Zoho CRM does not tell its time zone/));
  });

  test('what a layout demands and no sync fills is told before a first write is refused; what has a default is not', async () => {
    expect(troubles((await check(world, 'contacts')).lines)).toEqual([]);
    expect(troubles((await check(world, 'tasks')).lines)).toEqual([]);
    expect(troubles((await check(world, 'events')).lines)).toEqual([]);
    const field = (api_name: string, more: object) => ({ api_name, display_label: api_name, required: true, ...more });
    const fields = [
      field('Last_Name', { system_mandatory: true }),
      field('Owner', { data_type: 'ownerlookup' }),
      field('Customer_Class', { display_label: '顧客区分', data_type: 'picklist' }),
      field('Region', { data_type: 'picklist', default_value: 'North' }),
      field('Number', { read_only: true }),
      field('Old', { required: false }),
    ];
    const unused = { status: 'inactive', sections: [{ fields: [field('Former', {})] }] };
    await admin(world, 'zoho', 'POST', 'faults', {
      ...{ kind: 'status', match: { path: '/settings/layouts' }, count: 9, status: 200 },
      body: { layouts: [{ status: 'active', sections: [{ fields }] }, unused] },
    });
    const { lines } = await check(world, 'contacts');
    expect(troubles(lines)).toEqual([
      expect.stringMatching(/^Fields: attention: A layout demands .*: 顧客区分\. Zoho/),
    ]);
    expect(lines.find(({ verdict }) => verdict === 'attention')?.nextStep).toMatch(/optional in the layout/);
  });

  test('a node that is set to something else than Start Cycle is told, one that reads, matches or writes', async () => {
    const changes = {
      'Zoho CRM Changes': { resource: 'task' },
      'CRM Matcher': { kind: 'mail' },
      'Write to Outlook': { resource: 'event' },
    };
    const chosen = { 'CRM Matcher': world.zoho };
    const { lines } = await check(world, 'contacts', { changes, chosen });
    const settings = lines.filter(({ checked }) => checked === 'Settings of the node');
    expect(settings.map(({ node, verdict }) => [node, verdict])).toEqual(
      Object.keys(changes).map((node) => [node, 'fails']),
    );
    for (const { says, nextStep } of settings)
      expect(`${says} ${nextStep}`).toMatch(/"Contacts" is one of the kind contact, .*Choose (in this node|as Kind)/);
  });

  test('a check behind which no Start Cycle comes in says what to connect', async () => {
    const changes = { 'Start Cycle': { operation: 'list' }, Check: { sync: 'Contacts' } };
    const { error } = await runWorkflow(checkOf(world, 'contacts', changes, {}, []), world.credentials);
    expect(error?.message).toMatch(/does not know what is synced: no Start Cycle/);
  });

  test('meetings by an app-specific password: the calendar is looked for; one that is none of the account fails', async () => {
    const dav = appPasswordCredential(world.simulators.connection);
    const chosen = { 'Zoho CRM Changes': dav, 'Write to Zoho CRM': dav };
    const byPassword = { authentication: 'appPassword' };
    const changes = { 'Zoho CRM Changes': byPassword, 'Write to Zoho CRM': byPassword };
    const { lines } = await check(world, 'events', { changes, chosen });
    expect(troubles(lines)).toEqual([]);
    expect(lines).toContainEqual(
      expect.objectContaining({ checked: 'Folder, list or calendar', side: 'zoho', verdict: 'ok' }),
    );
    const elsewhere = { ...byPassword, calendar: 'https://calendar.zoho.com/caldav/nowhere/events/' };
    const other = await check(world, 'events', { changes: { ...changes, 'Zoho CRM Changes': elsewhere }, chosen });
    expect(troubles(other.lines)).toEqual([
      'Folder, list or calendar: fails: The chosen calendar is none of this account.',
    ]);
  });

  test('as the workflow is published nobody looks at Finish → what fails is an error of the run', async () => {
    const gone = { 'Outlook Changes': { folder: { __rl: true, mode: 'id', value: await goneFolder(world) } } };
    await expect(check(world, 'contacts', { changes: gone, mode: 'trigger' })).rejects.toThrow(
      /^Finish: \d+ things checked: 1 fail, .*Nothing was written\. First: .*does not exist/,
    );
    expect(troubles((await check(world, 'contacts', { mode: 'trigger' })).lines)).toEqual([]);
  });

  test('a trigger by webhook is switched on, and n8n has no public address → said with the way out; polling needs none', async () => {
    const on = { enabled: ['When Outlook Changes'] };
    expect(troubles((await check(world, 'contacts', on)).lines)).toEqual([
      'Public address: fails: Microsoft and Zoho cannot call http://127.0.0.1/: it takes a public https address.',
    ]);
    const polling = { changes: { 'When Outlook Changes': { mode: 'polling' } }, ...on };
    expect(troubles((await check(world, 'contacts', polling)).lines)).toEqual([]);
  });

  test('a sync that has run: said so; of another kind, of another account, or written elsewhere than read → fails', async () => {
    const known = named('known');
    finished(await runContacts(world, known));
    const again = await check(world, 'contacts', { changes: known });
    expect(troubles(again.lines)).toEqual([]);
    expect(again.lines).toContainEqual(
      expect.objectContaining({
        checked: 'Sync',
        says: expect.stringMatching(/"known" is known; its last run ended \d{4}-/),
      }),
    );
    const asTasks = await check(world, 'tasks', { changes: known });
    expect(troubles(asTasks.lines)).toContainEqual(
      'Sync: fails: The sync "known" of this archive is one of the kind contact.',
    );
    const other = await startWorld('small');
    Object.assign(other.simulators.zoho.state.org, { zgid: '90000077', id: '5545974000000000177' });
    const zoho = { ...other.zoho, id: 'other' };
    const read = { 'Zoho CRM Changes': zoho, 'Write to Zoho CRM': zoho };
    expect(troubles((await check(world, 'contacts', { changes: known, chosen: read })).lines)).toContainEqual(
      expect.stringMatching(/^Sign-in: fails: The sync "known" belongs to another Zoho CRM account/),
    );
    const written = await check(world, 'contacts', { chosen: { 'Write to Zoho CRM': zoho } });
    expect(troubles(written.lines)).toEqual([
      'Sign-in: fails: This node writes to another Zoho CRM account than Get Changes reads.',
    ]);
    await other.stop();
  });
});
