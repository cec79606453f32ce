import { setTimeout as sleep } from 'node:timers/promises';
import { admin, zohoCredential } from './worlds';
import { world, later, outlook, zoho, subscriptions, channels, row, body, editContact } from './triggerWorld';

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

  test('Zoho CRM, for one owner: wakes up for their records, and not for those of others', async () => {
    const node = await zoho({ mode: 'polling', owner: { __rl: true, mode: 'address', value: 'Ken.Sato@example.com' } });
    await node.poll();
    const add = (email: string) =>
      world.simulators.zoho.seed({ records: { Contacts: [{ Last_Name: 'New', Owner: { email } }] } } as never);
    add('mary.jones@example.com');
    expect(await node.poll()).toEqual([]);
    add('ken.sato@example.com');
    expect((await node.poll()).map(({ modules }) => modules)).toEqual([['Contacts']]);
  });

  test('a fault that passes is left to the next poll; one that stays is shown', async () => {
    const node = await outlook({ mode: 'polling' });
    await node.poll();
    await admin(world, 'graph', 'POST', 'faults', {
      ...{ kind: 'status', status: 404, match: { path: 'contacts' }, count: 9 },
      body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: '' } },
    });
    await expect(node.poll()).rejects.toThrow();
    await admin(world, 'graph', 'DELETE', 'faults');
    expect(await node.poll()).toEqual([]);
  });

  test('a topic that may not be read is a change once, so that a run says why, and keeps no other from being heard', async () => {
    const node = await outlook({ mode: 'polling' });
    await node.poll();
    await admin(world, 'graph', 'POST', 'faults', {
      kind: 'status',
      status: 403,
      match: { path: 'contacts' },
      count: 9,
    });
    expect((await node.poll()).map(({ kinds }) => kinds)).toEqual([['contact']]);
    expect(await node.poll()).toEqual([]);
    await admin(world, 'graph', 'DELETE', 'faults');
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

  test('one notification may tell of several records: it wakes one run, which reads them all itself', async () => {
    const node = await zoho();
    await node.create();
    const { token } = channels()[0]!;
    const several = { token, module: 'Contacts', server_time: 8, operation: 'update', ids: ['1', '2', '3'] };
    const affected_values = several.ids.map((record_id) => ({ record_id, values: { Phone: '1' } }));
    const { items } = await node.call({ body: { ...several, affected_values } });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toMatch(/Phone|"ids"/);
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
