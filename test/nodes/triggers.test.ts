import type { IDataObject } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredCredential } from '../support/n8nCredentials';
import { triggerHouse, type TriggerHouse } from '../support/triggerHouse';
import { admin, outlookCredential, startWorld, zohoCredential, type World } from './worlds';

jest.setTimeout(60_000);

let world: World;
let houses: TriggerHouse[] = [];
let minutes = 0;

const realNow = Date.now;
const later = (more: number): void => void (minutes += more);

beforeAll(async () => {
  world = await startWorld('small');
  // n8n's clock only: the services go on by their own
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + minutes * 60_000);
});
afterEach(async () => {
  for (const house of houses) {
    await house.remove();
    await house.stop();
  }
  houses = [];
  minutes = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

type More = { readonly name?: string; readonly live?: boolean; readonly credential?: StoredCredential };

async function house(type: string, parameters: IDataObject, { credential, ...more }: More = {}): Promise<TriggerHouse> {
  const own = credential ?? (type === 'outlookSyncTrigger' ? world.outlook : world.zoho);
  const made = await triggerHouse(type, { gather: 1, ...parameters }, own, more);
  houses.push(made);
  return made;
}

const outlook = (parameters: IDataObject = {}, more: More = {}) => house('outlookSyncTrigger', parameters, more);
const zoho = (parameters: IDataObject = {}, more: More = {}) => house('zohoCrmSyncTrigger', parameters, more);

interface Subscription {
  readonly id: string;
  readonly notificationUrl: string;
  readonly clientState: string;
  readonly resource: string;
}
interface Channel {
  readonly id: string;
  readonly url: string;
  readonly token: string;
  readonly events: readonly string[];
  readonly relatedToo: boolean;
  readonly expires: number;
}

const subscriptions = async (): Promise<readonly Subscription[]> =>
  ((await admin(world, 'graph', 'GET', 'state')) as { subscriptions: Subscription[] }).subscriptions;
const channels = (): readonly Channel[] =>
  [...world.simulators.zoho.state.watch.channels.values()] as unknown as Channel[];
const requests = async (side: 'graph' | 'zoho'): Promise<number> =>
  ((await admin(world, side, 'GET', 'requests')) as unknown[]).length;

const row = (clientState: unknown, more: object = {}) => ({
  ...{ clientState, subscriptionId: 's', changeType: 'updated', resource: 'Users/u/Contacts/c' },
  ...more,
});
const body = (...rows: readonly unknown[]) => ({ body: { value: rows } });
const secretOf = async (): Promise<string> => (await subscriptions())[0]?.clientState ?? '';

async function editContact(): Promise<void> {
  const { api, accessToken } = world.simulators.connection.graph;
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const list = (await (await fetch(`${api}/v1.0/me/contacts?$top=1`, { headers })).json()) as {
    value: { id: string }[];
  };
  const url = `${api}/v1.0/me/contacts/${list.value[0]?.id}`;
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ department: `D${realNow()}` }) });
  expect(answer.status).toBe(200);
}

describe('published, the Outlook trigger', () => {
  test('subscribes one folder or list each, proving its address, and only once', async () => {
    const node = await outlook({ kinds: ['contact', 'event', 'task', 'mail'] });
    expect(await node.checkExists()).toBe(false);
    await node.create();
    const first = await subscriptions();
    expect(first.map(({ resource }) => resource.replace(/lists\/[^/]+/, 'lists/…')).sort()).toEqual([
      '/me/contacts',
      '/me/events',
      '/me/mailFolders/sentitems/messages',
      '/me/todo/lists/…/tasks',
    ]);
    expect(new Set(first.map(({ clientState }) => clientState)).size).toBe(4);
    await node.create();
    expect(await subscriptions()).toEqual(first);
  });

  test('watches every chosen task list by a subscription of its own', async () => {
    const { api, accessToken } = world.simulators.connection.graph;
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const url = `${api}/v1.0/me/todo/lists`;
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ displayName: 'Second' }) });
    const { value } = (await (await fetch(url, { headers })).json()) as {
      value: { id: string; displayName: string }[];
    };
    const taskLists = value.filter(({ displayName }) => displayName !== 'Flagged Emails').map(({ id }) => id);
    expect(taskLists.length).toBeGreaterThan(1);
    const node = await outlook({ kinds: ['task'], taskLists });
    await node.create();
    const watched = (await subscriptions()).map(({ resource }) => decodeURIComponent(resource)).sort();
    expect(watched).toEqual(taskLists.map((id) => `/me/todo/lists/${id}/tasks`).sort());
    const tasks = `${url}/${encodeURIComponent(taskLists.at(-1)!)}/tasks`;
    await fetch(tasks, { method: 'POST', headers, body: JSON.stringify({ title: 'Heard' }) });
    await sleep(1800);
    expect(node.started.map(({ kinds }) => kinds)).toEqual([['task']]);
  });

  test('a real change starts one run, which says where to look', async () => {
    const node = await outlook();
    await node.create();
    await editContact();
    await editContact();
    await sleep(1800);
    expect(node.started).toEqual([
      { side: 'outlook', kinds: ['contact'], reason: 'notification', at: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  });

  test('unpublished, it takes back its own subscriptions and nobody else’s', async () => {
    const [one, other] = [await outlook({}, { name: 'One' }), await outlook({}, { name: 'Other' })];
    await one.create();
    await other.create();
    expect(await subscriptions()).toHaveLength(2);
    await one.remove();
    const left = await subscriptions();
    expect(left.map(({ notificationUrl }) => notificationUrl.startsWith(other.base))).toEqual([true]);
  });

  test('the first poll wakes the workflow up; the next ones ask nothing for a quarter of an hour', async () => {
    const node = await outlook();
    await node.create();
    expect((await node.poll()).map(({ reason }) => reason)).toEqual(['poll']);
    const before = await requests('graph');
    expect([await node.poll(), await node.poll()]).toEqual([[], []]);
    expect(await requests('graph')).toBe(before);
    later(16);
    expect(await node.poll()).toEqual([]);
    expect(await requests('graph')).toBe(before + 1);
  });

  test('renews what has less than two days left', async () => {
    const node = await outlook();
    await node.create();
    await node.poll();
    const at = async () => (await subscriptions()) as readonly (Subscription & { expirationDateTime: string })[];
    const [old] = await at();
    later(20 * 60);
    await node.poll();
    expect((await at())[0]?.expirationDateTime).toBe(old?.expirationDateTime);
    // the service's clock goes along, or it would refuse a time so far ahead
    world.simulators.graph.clock.advance(25 * 3_600_000);
    world.simulators.graph.state.accessTokens.forEach((grant) => Object.assign(grant, { expires: Infinity }));
    later(5 * 60);
    await node.poll();
    const [renewed] = await at();
    expect(renewed?.id).toBe(old?.id);
    expect(Date.parse(renewed!.expirationDateTime)).toBeGreaterThan(Date.parse(old!.expirationDateTime) + 86_400_000);
    world.simulators.graph.clock.reset();
  });

  test('one that lapsed is made again, and the workflow is woken up for what was missed', async () => {
    const node = await outlook();
    await node.create();
    await node.poll();
    await admin(world, 'graph', 'DELETE', 'subscriptions');
    later(16);
    expect((await node.poll()).map(({ reason, kinds }) => [reason, kinds])).toEqual([['lifecycle', ['contact']]]);
    expect(await subscriptions()).toHaveLength(1);
  });

  test.each(['subscriptionRemoved', 'missed', 'reauthorizationRequired'])(
    'the lifecycle event %s wakes the workflow up, and the subscription stands',
    async (event) => {
      const node = await outlook();
      await node.create();
      const [old] = await subscriptions();
      await admin(world, 'graph', 'POST', 'lifecycle', { event });
      await sleep(2200);
      expect(node.started.map(({ reason }) => reason)).toEqual(['lifecycle']);
      const now = await subscriptions();
      expect(now).toHaveLength(1);
      expect(now[0]?.id === old?.id).toBe(event !== 'subscriptionRemoved');
    },
  );

  test('another client secret: what was subscribed with the old one is replaced, and no longer believed', async () => {
    const node = await outlook({}, { credential: outlookCredential(world.simulators.connection) });
    await node.create();
    await node.poll();
    const old = await secretOf();
    const { data } = outlookCredential(world.simulators.connection, { clientSecret: 'a new one' });
    const changed = await outlook({}, { credential: { ...world.outlook, data } });
    await changed.create();
    expect(
      (await subscriptions()).find(({ notificationUrl }) => notificationUrl.startsWith(changed.base))?.clientState,
    ).not.toBe(old);
    expect((await changed.call(body(row(old)))).items).toEqual([]);
  });

  test('an address Microsoft cannot reach is told in words, with the next step', async () => {
    const node = await outlook();
    await node.stop();
    await expect(node.create()).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(`could not be sent to ${node.base.slice(0, -1)}: .*WEBHOOK_URL.*choose Polling`),
      ),
    });
  });

  test('stopping a workflow works though Microsoft cannot be reached', async () => {
    const node = await outlook();
    await node.create();
    await admin(world, 'graph', 'POST', 'faults', {
      kind: 'status',
      status: 403,
      match: { path: 'subscriptions' },
      times: 9,
    });
    await expect(node.remove()).resolves.toBe(true);
    await admin(world, 'graph', 'DELETE', 'faults');
  });
});

describe('called from outside', () => {
  let node: TriggerHouse;
  let secret: string;
  beforeEach(async () => {
    node = await outlook({ kinds: ['contact', 'event'] });
    await node.create();
    secret = await secretOf();
  });

  const strange: readonly (readonly [string, unknown])[] = [
    ['a wrong clientState', { value: [row('wrong')] }],
    ['none', { value: [row(undefined)] }],
    ['null', { value: [row(null)] }],
    ['an object', { value: [row({ $gt: '' })] }],
    ['a list', { value: [row(['x'])] }],
    ['an empty one', { value: [row('')] }],
    ['a megabyte of one', { value: [row('x'.repeat(1_000_000))] }],
    ['rows that are none', { value: [null, 1, 'x', [], true] }],
    ['a value that is no list', { value: { clientState: 'wrong' } }],
    ['no body', undefined],
    ['a text', 'hello'],
    ['a list in place of a body', [row('wrong')]],
    ['a forged lifecycle event', { value: [row('wrong', { lifecycleEvent: 'subscriptionRemoved' })] }],
    ['names that every object has', { value: [row('wrong', { __proto__: { clientState: 'x' } })], constructor: 1 }],
  ];

  test.each(strange)('%s gets the same answer as everybody and starts nothing', async (_what, given) => {
    expect(await node.call({ body: given })).toEqual({ status: 202, type: '', text: '', items: [] });
  });

  test('a genuine row among forged ones counts, and only for its kind', async () => {
    const { items } = await node.call(body(row('wrong'), null, row(secret, { id: 'n1' }), row('wrong')));
    expect(items.map(({ kinds, reason }) => [kinds, reason])).toEqual([[['contact'], 'notification']]);
  });

  test('of a body with very many rows only the first hundred are looked at', async () => {
    const rows = Array.from({ length: 50_000 }, () => row('wrong'));
    const start = performance.now();
    expect((await node.call(body(...rows, row(secret, { id: 'n2' })))).items).toEqual([]);
    expect(performance.now() - start).toBeLessThan(200);
  });

  test('the answer comes before anything is checked', async () => {
    const called = node.call(body(row(secret, { id: 'n3' })));
    const start = performance.now();
    const { items } = await called;
    expect(items).toHaveLength(1);
    expect(performance.now() - start).toBeGreaterThan(900);
    expect((await node.call(body(row('wrong')))).status).toBe(202);
  });

  test('many at once start one run; a repeated one none', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => row(secret, { id: `burst ${n}` }));
    const called = await Promise.all(rows.map((one) => node.call(body(one))));
    expect(called.flatMap(({ items }) => items)).toHaveLength(1);
    const again = await Promise.all(rows.map((one) => node.call(body(one))));
    expect(again.flatMap(({ items }) => items)).toEqual([]);
  });

  test('rows that nothing tells apart are never taken for repeated', async () => {
    expect((await node.call(body(row(secret)))).items).toHaveLength(1);
    expect((await node.call(body(row(secret)))).items).toHaveLength(1);
  });

  test('ten thousand forged ones are turned away in a few seconds, without a run', async () => {
    const start = performance.now();
    for (let n = 0; n < 10_000; n += 1)
      if ((await node.call(body(row(`guess ${n}`)))).items.length > 0) throw new Error(`${n} was believed`);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test.each([
    ['as it is', 'Validation: Testing <b>é</b> & more', 200],
    ['not when it is empty', '', 202],
    ['not when it is very long', 'x'.repeat(2000), 202],
    ['not when it is a list', ['x', 'y'], 202],
    ['not when it is an object', { x: '<script>' }, 202],
  ])('the validation token comes back as plain text: %s', async (_when, validationToken, status) => {
    const { type, text, ...rest } = await node.call({ query: { validationToken }, body: {} });
    expect(rest).toEqual({ status, items: [] });
    expect([type, text]).toEqual(status === 200 ? ['text/plain; charset=utf-8', validationToken] : ['', '']);
  });
});

describe('in the editor', () => {
  test('a test subscribes for itself, and the run gets what the webhook heard', async () => {
    const live = await outlook({}, { name: 'Live' });
    await live.create();
    const node = await outlook({}, { name: 'Live', live: false });
    await node.create();
    expect(await subscriptions()).toHaveLength(2);
    await editContact();
    await sleep(1800);
    expect(node.started).toHaveLength(1);
    expect(await node.poll()).toEqual(node.started);
    await node.remove();
    expect((await subscriptions()).map(({ notificationUrl }) => notificationUrl.startsWith(live.base))).toEqual([true]);
  });
});

describe('polling, without a public address', () => {
  test('Outlook: wakes up only for what changed, and asks once for all kinds', async () => {
    const node = await outlook({ mode: 'polling', kinds: ['contact', 'event', 'task', 'mail'] });
    expect(await node.checkExists()).toBe(true);
    expect((await node.poll()).map(({ kinds }) => kinds)).toEqual([['contact', 'event', 'task', 'mail']]);
    expect(await node.poll()).toEqual([]);
    await editContact();
    expect((await node.poll()).map(({ kinds, reason }) => [kinds, reason])).toEqual([[['contact'], 'poll']]);
    expect(await node.poll()).toEqual([]);
    expect(await subscriptions()).toEqual([]);
    expect((await node.call(body(row('x')))).items).toEqual([]);
  });

  test('Zoho CRM: wakes up for an edit and for a deletion', async () => {
    const node = await zoho({ mode: 'polling', modules: ['Contacts', 'Tasks'] });
    expect((await node.poll()).map(({ modules }) => modules)).toEqual([['Contacts', 'Tasks']]);
    expect(await node.poll()).toEqual([]);
    const { api, accessToken } = world.simulators.connection.zoho;
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const insert = { method: 'POST', headers, body: JSON.stringify({ data: [{ Last_Name: 'Gone' }], trigger: [] }) };
    const made = (await (await fetch(`${api}/crm/v8/Contacts`, insert)).json()) as {
      data: { details: { id: string } }[];
    };
    expect((await node.poll()).map(({ modules }) => modules)).toEqual([['Contacts']]);
    await fetch(`${api}/crm/v8/Contacts?ids=${made.data[0]?.details.id}`, { method: 'DELETE', headers });
    expect((await node.poll()).map(({ modules }) => modules)).toEqual([['Contacts']]);
    expect(await node.poll()).toEqual([]);
  });

  test('a fault that passes is left to the next poll; one that stays is shown', async () => {
    const node = await outlook({ mode: 'polling' });
    await node.poll();
    await admin(world, 'graph', 'POST', 'faults', { kind: 'status', status: 403, match: { path: 'batch' }, times: 9 });
    await expect(node.poll()).rejects.toThrow();
    await admin(world, 'graph', 'DELETE', 'faults');
    expect(await node.poll()).toEqual([]);
  });
});

describe('the Zoho CRM trigger', () => {
  test('opens one channel for its modules, for less than a week, without related records', async () => {
    const node = await zoho({ modules: ['Contacts', 'Leads'] });
    await node.create();
    const [channel] = channels();
    expect(channels()).toHaveLength(1);
    expect(channel).toMatchObject({ events: ['Contacts.all', 'Leads.all'], relatedToo: false });
    expect(channel?.id).toMatch(/^\d{15}$/);
    expect(channel?.token.length).toBeLessThanOrEqual(50);
    const left = Number(channel?.expires) - world.simulators.zoho.clock.now();
    expect(left / 86_400_000).toBeGreaterThan(5.9);
    await node.create();
    expect(channels()).toEqual([channel]);
    await node.remove();
    expect(channels()).toEqual([]);
  });

  test('a real change starts one run; a wrong token, or none, starts nothing', async () => {
    const node = await zoho();
    await node.create();
    const { api, accessToken } = world.simulators.connection.zoho;
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const data = [{ Last_Name: 'Heard' }];
    await fetch(`${api}/crm/v8/Contacts`, { method: 'POST', headers, body: JSON.stringify({ data, trigger: [] }) });
    await sleep(1800);
    expect(node.started.map(({ side, modules }) => [side, modules])).toEqual([['zoho', ['Contacts']]]);
    for (const token of ['wrong', '', null, undefined, ['x'], 'x'.repeat(1_000_000)])
      expect((await node.call({ body: { token, module: 'Contacts', server_time: 1 } })).items).toEqual([]);
    const { token } = channels()[0]!;
    const genuine = { body: { token, module: 'Contacts', server_time: 7, operation: 'update', ids: ['1'] } };
    expect((await node.call(genuine)).items).toHaveLength(1);
    expect((await node.call(genuine)).items).toEqual([]);
  });

  test('a channel that lapsed is opened again, and the workflow woken up', async () => {
    const node = await zoho();
    await node.create();
    await node.poll();
    await admin(world, 'zoho', 'DELETE', 'channels');
    later(16);
    expect((await node.poll()).map(({ reason }) => reason)).toEqual(['lifecycle']);
    expect(channels()).toHaveLength(1);
  });

  test('a credential without a secret is refused in words', async () => {
    const credential = zohoCredential(world.simulators.connection, { clientSecret: '' });
    const node = await zoho({}, { credential });
    await expect(node.create()).rejects.toThrow(/neither a client secret nor a private key/);
  });
});
