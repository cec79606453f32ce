import { setTimeout as sleep } from 'node:timers/promises';
import { admin, outlookCredential } from './worlds';
import type { Subscription } from './triggerWorld';
import { world, later, outlook, subscriptions, requests, row, body, secretOf, editContact } from './triggerWorld';

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
