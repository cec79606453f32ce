import { detailsOf, rowsOf } from './zohoHarness';
import { codesOf, HOUR, watchUnderTest } from './zohoWatchHarness';

describe('notifications of a channel', () => {
  const { service, place, crm, insert, update, contacts, hook, send, enable, add, bodies, deliveries } =
    watchUnderTest();

  it('posts what was committed, with the token, the query and the ids', async () => {
    await enable({ events: ['Contacts.all'] });
    const made = await add('Baker');
    const id = String(detailsOf(rowsOf(made)[0]).id);
    await bodies(1);
    await update(`/Contacts/${id}`, [{ Title: 'Boss' }]);
    await bodies(2);
    await crm(`/Contacts/${id}`, { method: 'DELETE' });
    const sent = await bodies(3);
    const shared = {
      module: 'Contacts',
      ids: [id],
      channel_id: '1001',
      token: 'secret-1',
      query_params: { node: 'a' },
    };
    expect(sent).toMatchObject(['insert', 'update', 'delete'].map((operation) => ({ ...shared, operation })));
    expect(sent.map((one) => one.affected_fields)).toEqual([[], [{ [id]: ['Title'] }], []]);
    expect(sent.every((one) => typeof one.server_time === 'number')).toBe(true);
    await hook.quiet();
    expect(deliveries()).toEqual(Array(3).fill(['delivered', 1]));
    expect(JSON.stringify(service.state.watch.deliveries)).not.toContain('secret-1');
  });

  it('gathers the records of one write, and tells nothing of a refused one', async () => {
    await enable();
    const made = await insert('Contacts', [{ Last_Name: 'A' }, { First_Name: 'no last name' }, { Last_Name: 'B' }]);
    const ids = rowsOf(made).flatMap((row) => detailsOf(row).id ?? []);
    expect((await bodies(1))[0]?.ids).toEqual(ids);
    await insert('Contacts', [{ First_Name: 'no last name' }]);
    await hook.quiet();
    expect(hook.received).toHaveLength(1);
  });

  it.each([
    ['create', ['insert']],
    ['edit', ['update']],
    ['delete', ['delete']],
  ])('tells of %s only', async (verb, operations) => {
    await enable({ events: [`Contacts.${verb}`] });
    const id = String(detailsOf(rowsOf(await add())[0]).id);
    await update(`/Contacts/${id}`, [{ Title: 'T' }]);
    await crm(`/Contacts/${id}`, { method: 'DELETE' });
    await insert('Leads', [{ Last_Name: 'L', Company: 'C' }]);
    await hook.posts(1);
    await hook.quiet();
    expect(hook.received.map(({ body }) => body.operation)).toEqual(operations);
  });

  it.each([
    ['unless told not to', undefined, 2],
    ['not when told not to', false, 0],
  ])('tells of a record when something was added to it, %s', async (_what, notify_on_related_action, count) => {
    const [id = ''] = contacts({ Last_Name: 'A' });
    await enable({ notify_on_related_action });
    await insert('Tasks', [{ Subject: 'T', Who_Id: { id } }]);
    const person = { user_name: 'X', email: 'x@y.example' };
    const mail = { from: person, to: [person], subject: 'S', content: 'C', sent: true, original_message_id: '<1@x>' };
    const body = { Emails: [{ ...mail, date_time: '2026-03-04T05:06:07+00:00' }] };
    expect((await crm(`/Contacts/${id}/actions/associate_email`, { body })).status).toBe(201);
    await hook.quiet();
    expect(hook.received.map(({ body: { ids, operation } }) => [ids, operation])).toEqual(
      Array(count).fill([[id], 'update']),
    );
  });

  it('tells only of edits of chosen fields', async () => {
    const [id = ''] = contacts({ Last_Name: 'A' });
    const field_selection = { group_operator: 'or', group: [{ field: { api_name: 'Title' } }] };
    const module = { api_name: 'Contacts', id: '1' };
    await enable({ notification_condition: [{ type: 'field_selection', module, field_selection }] });
    await update(`/Contacts/${id}`, [{ Department: 'D' }]);
    await update(`/Contacts/${id}`, [{ Title: 'T' }]);
    await hook.posts(1);
    await hook.quiet();
    expect(hook.received.map(({ body }) => body.affected_fields)).toEqual([[{ [id]: ['Title'] }]]);
  });

  it('is silent after it has lapsed, by the simulator’s clock', async () => {
    await enable();
    service.state.tokens = service.state.tokens.map((one) => ({ ...one, expires: one.expires + 24 * HOUR }));
    service.clock.advance(HOUR + 1000);
    expect((await add()).status).toBe(201);
    await hook.quiet();
    expect(hook.received).toEqual([]);
    expect((await crm('/actions/watch?channel_id=1001')).status).toBe(204);
    expect(codesOf(await send('PATCH', { channel_id: '1001', token: 'x' }))).toEqual(['NOT_SUBSCRIBED']);
  });

  it('loses, doubles and delays notifications when told to', async () => {
    await enable();
    service.faults.add({ kind: 'loseNotification' });
    await add('lost');
    service.faults.add({ kind: 'doubleNotification' });
    await add('twice');
    expect((await bodies(2)).map(({ ids }) => ids)).toEqual([hook.received[0]?.body.ids, hook.received[0]?.body.ids]);
    service.faults.add({ kind: 'delayNotification', delayMs: 300, match: { path: '/zoho', body: 'Contacts' } });
    await add('late');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hook.received).toHaveLength(2);
    await hook.posts(3);
    await hook.quiet();
    expect(deliveries()).toEqual([['lost', 0], ...Array(3).fill(['delivered', 1])]);
  });

  it('does not try again unless told to', async () => {
    await enable();
    hook.react(() => ({ status: hook.received.length < 3 ? 500 : 200 }));
    await add();
    await hook.posts(1);
    await hook.quiet();
    expect(deliveries()).toEqual([
      ['failed', 1],
      ['dropped', 0],
    ]);
    service.limits.notifyRetries = 3;
    await add();
    await hook.posts(3);
    await hook.quiet();
    expect(deliveries().slice(2)).toEqual([
      ['failed', 1],
      ['delivered', 2],
    ]);
  });

  it('tells of seeded records, too, and can be made to forget a channel', async () => {
    await enable();
    contacts({ Last_Name: 'Seeded' });
    expect((await bodies(1))[0]).toMatchObject({ operation: 'insert', module: 'Contacts' });
    const gone = await fetch(`${place.base}/_simulator/channels?id=1001`, { method: 'DELETE' });
    expect(await gone.json()).toEqual({ channels: ['1001'] });
    contacts({ Last_Name: 'Nobody is told' });
    await hook.quiet();
    expect(hook.received).toHaveLength(1);
  });
});
