import type { Answer, Json } from './zohoHarness';
import { codeOf, detailsOf, infoOf } from './zohoHarness';
import { disagreements, haveSpecs, unknownKeys } from './zohoSpecs';
import { codesOf, HOUR, itemsOf, watchUnderTest } from './zohoWatchHarness';

/** Zoho's own files say what an answer may look like, where they are at hand. */
const wrongBy = (schema: string, { body }: Answer) => (haveSpecs ? disagreements('notifications', schema, body) : []);
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

describe('channels of notifications', () => {
  const { service, place, crm, hook, channel, send, enable, add } = watchUnderTest();
  const expiryOf = (answer: Answer): number => {
    const [event] = detailsOf(itemsOf(answer)[0]).events as Json[];
    return Date.parse(String(event?.channel_expiry)) - service.clock.now();
  };
  const near = (ms: number, wanted: number): boolean => Math.abs(ms - wanted) < 5000;

  it('enables with 201 and tells of each module how long it lasts', async () => {
    const answer = await enable({ events: ['Contacts.all', 'Tasks.edit'] });
    expect([answer.status, itemsOf(answer)]).toMatchObject([
      201,
      [{ code: 'SUCCESS', message: 'Successfully subscribed for actions-watch of the given module' }],
    ]);
    const events = detailsOf(itemsOf(answer)[0]).events as Json[];
    expect(events.map((one) => [one.resource_name, one.channel_id])).toEqual([
      ['Contacts', '1001'],
      ['Tasks', '1001'],
    ]);
    expect(wrongBy('SuccessWrapper', answer)).toEqual([]);
  });

  it.each([
    ['an hour by default', undefined, HOUR],
    ['as long as asked', 6 * 24 * HOUR, 6 * 24 * HOUR],
    ['an hour when more than a week is asked', 7 * 24 * HOUR + 60_000, HOUR],
  ])('lasts %s', async (_what, asked, got) => {
    const channel_expiry = asked === undefined ? undefined : iso(service.clock.now() + asked);
    const answer = await enable({ channel_expiry });
    expect([answer.status, near(expiryOf(answer), got)]).toEqual([201, true]);
  });

  it.each<readonly [string, Json, string, Json]>([
    ['no number', { channel_id: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'channel_id' }],
    ['a number of letters', { channel_id: 'abc' }, 'INVALID_DATA', { expected_data_type: 'bigint' }],
    ['no events', { events: undefined }, 'MANDATORY_NOT_FOUND', { json_path: '$.watch[0].events' }],
    ['an empty list of events', { events: [] }, 'INVALID_DATA', { api_name: 'events' }],
    ['an unknown module', { events: ['Nothing.all'] }, 'INVALID_DATA', { api_name: 'events' }],
    ['an unknown event', { events: ['Contacts.update'] }, 'INVALID_DATA', { api_name: 'events' }],
    ['no address', { notify_url: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'notify_url' }],
    ['an address that is none', { notify_url: 'here' }, 'INVALID_DATA', { api_name: 'notify_url' }],
    ['a long token', { token: 'x'.repeat(51) }, 'INVALID_DATA', { maximum_length: 50 }],
    ['a time that is none', { channel_expiry: 'soon' }, 'INVALID_DATA', { expected_data_type: 'datetime' }],
    ['a time gone by', { channel_expiry: '2001-01-01T00:00:00+00:00' }, 'INVALID_DATA', { api_name: 'channel_expiry' }],
    ['a switch as text', { notify_on_related_action: 'no' }, 'INVALID_DATA', { expected_data_type: 'boolean' }],
  ])('refuses %s', async (_what, more, code, details) => {
    const answer = await enable(more);
    expect([answer.status, codesOf(answer)]).toEqual([202, [code]]);
    expect(detailsOf(itemsOf(answer)[0])).toMatchObject(details);
    expect((await crm('/actions/watch')).status).toBe(204);
  });

  it('takes plain http only where a test allows it', async () => {
    service.limits.httpNotifications = false;
    expect(codesOf(await enable())).toEqual(['INVALID_DATA']);
    expect(codesOf(await enable({ notify_url: 'https://n8n.example/hook' }))).toEqual(['SUCCESS']);
  });

  it('answers mixed items with 207 and a bad request as a whole with 400', async () => {
    const mixed = await send('POST', channel(), channel({ channel_id: '2', events: [] }));
    expect([mixed.status, codesOf(mixed)]).toEqual([207, ['SUCCESS', 'INVALID_DATA']]);
    const bodiesOf = [{}, { watch: [] }, { watch: {} }, { watch: Array.from({ length: 51 }, () => channel()) }];
    const answers = await Promise.all(bodiesOf.map((body) => crm('/actions/watch', { body })));
    expect(answers.map((one) => [one.status, codeOf(one)])).toEqual([
      [400, 'MANDATORY_NOT_FOUND'],
      [400, 'INVALID_DATA'],
      [400, 'INVALID_DATA'],
      [400, 'INVALID_DATA'],
    ]);
  });

  it('needs the scopes of notifications', async () => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const wish = JSON.stringify({ scopes: ['ZohoCRM.notifications.READ', 'ZohoCRM.modules.ALL'] });
    const made = await fetch(`${place.base}/_simulator/tokens`, { ...request, body: wish });
    const { accessToken: token } = (await made.json()) as { accessToken: string };
    expect((await crm('/actions/watch', { token })).status).toBe(204);
    const refused = [
      await crm('/actions/watch', { token, body: { watch: [channel()] } }),
      await crm('/actions/watch?channel_ids=1', { token, method: 'DELETE' }),
    ];
    expect(refused.map(codeOf)).toEqual(['OAUTH_SCOPE_MISMATCH', 'OAUTH_SCOPE_MISMATCH']);
  });

  it('PATCH changes what is given, PUT everything', async () => {
    const until = iso(service.clock.now() + 48 * HOUR);
    await enable({ notify_on_related_action: false, channel_expiry: until });
    const patched = await send('PATCH', { channel_id: '1001', channel_expiry: iso(service.clock.now() + 24 * HOUR) });
    expect([patched.status, near(expiryOf(patched), 24 * HOUR), wrongBy('SuccessWrapper', patched)]).toEqual([
      ...[200, true, []],
    ]);
    const row = async () => itemsOf(await crm('/actions/watch?channel_id=1001'))[0];
    expect(await row()).toMatchObject({ token: 'secret-1', notify_on_related_action: false });
    const put = await send('PUT', channel({ events: ['Leads.create'], token: undefined }));
    expect([put.status, near(expiryOf(put), HOUR)]).toEqual([200, true]);
    expect(await row()).toMatchObject({ token: null, notify_on_related_action: true, events: ['Leads.create'] });
  });

  it('PATCH takes events away, the last one with the channel', async () => {
    await enable({ events: ['Contacts.all', 'Leads.all'] });
    const remove = (...events: string[]) => send('PATCH', { channel_id: '1001', events, _delete_events: true });
    const answer = await remove('Leads.all');
    expect([answer.status, itemsOf(answer)]).toMatchObject([
      200,
      [{ message: 'Successfully removed the subscribe details' }],
    ]);
    expect(itemsOf(await crm('/actions/watch')).map((one) => one.resource_name)).toEqual(['Contacts']);
    await remove('Contacts.all');
    expect((await crm('/actions/watch')).status).toBe(204);
  });

  it.each<readonly [string, string, Json, string]>([
    ['PUT', 'of an unknown channel', {}, 'NOT_SUBSCRIBED'],
    ['PATCH', 'of an unknown channel', {}, 'NOT_SUBSCRIBED'],
    ['PUT', 'without events', { channel_id: '7', events: undefined }, 'MANDATORY_NOT_FOUND'],
  ])('%s %s is refused', async (method, _what, more, code) => {
    await enable({ channel_id: '7' });
    const answer = await send(method, channel(more));
    expect([answer.status, codesOf(answer)]).toEqual([202, [code]]);
  });

  it('PATCH with nothing to change, or nothing to take away, is refused', async () => {
    await enable();
    const answers = [
      await send('PATCH', { channel_id: '1001' }),
      await send('PATCH', { channel_id: '1001', _delete_events: true }),
    ];
    expect(answers.flatMap(codesOf)).toEqual(['EXPECTED_FIELD_MISSING', 'DEPENDENT_FIELD_MISSING']);
  });

  it('lists a row for each module, page by page', async () => {
    await enable({ events: ['Contacts.all', 'Leads.create', 'Leads.edit'] });
    await enable({ channel_id: '1002', events: ['Tasks.all'] });
    const all = await crm('/actions/watch');
    expect(itemsOf(all).map((one) => [one.channel_id, one.resource_name, one.events])).toEqual([
      ['1001', 'Contacts', ['Contacts.all']],
      ['1001', 'Leads', ['Leads.create', 'Leads.edit']],
      ['1002', 'Tasks', ['Tasks.all']],
    ]);
    expect(wrongBy('Response_Wrapper', all)).toEqual([]);
    if (haveSpecs) expect(unknownKeys('notifications', 'Notification', itemsOf(all)[0] ?? {})).toEqual([]);
    const second = await crm('/actions/watch?page=2&per_page=2');
    expect([itemsOf(second).length, infoOf(second)]).toEqual([
      1,
      { per_page: 2, count: 1, page: 2, more_records: false },
    ]);
    expect(itemsOf(await crm('/actions/watch?module=Leads'))).toHaveLength(1);
    expect((await crm('/actions/watch?channel_id=9')).status).toBe(204);
    expect(codeOf(await crm('/actions/watch?per_page=201'))).toBe('INVALID_DATA');
  });

  it('ends channels', async () => {
    await enable();
    const answer = await crm('/actions/watch?channel_ids=1001,9', { method: 'DELETE' });
    expect([answer.status, codesOf(answer)]).toEqual([207, ['SUCCESS', 'NOT_SUBSCRIBED']]);
    expect(detailsOf(itemsOf(answer)[0])).toMatchObject({ channel_id: '1001' });
    const gone = await crm('/actions/watch?channel_ids=1001', { method: 'DELETE' });
    expect([gone.status, wrongBy('InvalidParamWrapper', gone)]).toEqual([202, []]);
    expect(codeOf(await crm('/actions/watch', { method: 'DELETE' }))).toBe('REQUIRED_PARAM_MISSING');
    await add();
    await hook.quiet();
    expect(hook.received).toEqual([]);
  });

  it('shows channels without their tokens in the state', async () => {
    await enable();
    const state = await (await fetch(`${place.base}/_simulator/state`)).text();
    expect(JSON.parse(state)).toMatchObject({ channels: [{ id: '1001', events: ['Contacts.all'] }], deliveries: [] });
    expect(state).not.toContain('secret-1');
  });
});
