import { graphWorld, IMMUTABLE } from './graph/client';
import type { Json } from './graph/client';
import { csdl, undeclared } from './graph/csdl';
import { receiver } from './graph/receiver';

const { service, start, send, get, admin } = graphWorld();
const hook = receiver();
let url = '';

beforeAll(async () => {
  await start();
  url = await hook.start();
});
beforeEach(() => {
  service.reset();
  hook.reset();
  Object.assign(service.limits, { httpNotifications: true, notifyAfterMs: 10, notifyRetryMs: 20 });
});
afterAll(async () => {
  await service.stop();
  await hook.stop();
});

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(service.clock.now() + minutes * MINUTE).toISOString();
const wish = (resource: string, more: object = {}) => ({
  ...{ changeType: 'created,updated,deleted', notificationUrl: `${url}/hook`, resource },
  ...{ expirationDateTime: inMinutes(4200), clientState: 'state', ...more },
});
const subscribe = (resource: string, more: object = {}, headers: Record<string, string> = {}) =>
  send('POST', '/subscriptions', wish(resource, more), headers);

describe('subscribing', () => {
  it('asks the address first, by a token to be sent back as plain text, and the lifecycle address too', async () => {
    const made = await subscribe('/me/contacts', { lifecycleNotificationUrl: `${url}/life?n=1` });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ resource: '/me/contacts', changeType: 'created,updated,deleted', clientState: 'state' },
      ...{ notificationUrl: `${url}/hook`, lifecycleNotificationUrl: `${url}/life?n=1` },
    });
    if (csdl) expect(undeclared('subscription', made.body)).toEqual([]);
    expect(hook.validated.map(({ path }) => path)).toEqual(['/hook', '/life']);
    expect(hook.validated[0]?.headers['content-type']).toMatch(/^text\/plain/);
    expect(hook.validated[0]?.query.get('validationToken')).toMatch(
      /^Validation: Testing .* Request-Id: [0-9a-f-]{36}$/,
    );
    expect((await get('/subscriptions')).body.value).toEqual([
      Object.fromEntries(Object.entries(made.body).filter(([name]) => name !== '@odata.context')),
    ]);
    expect((await get(`/subscriptions/${made.body.id}`)).body.id).toBe(made.body.id);
  });

  it.each([
    ['another status', (text: string) => ({ status: 202, text })],
    ['another type', (text: string) => ({ status: 200, type: 'text/html', text })],
    ['JSON', (text: string) => ({ status: 200, type: 'application/json', text: JSON.stringify(text) })],
    ['the token still encoded', (text: string) => ({ status: 200, text: encodeURIComponent(text) })],
    ['nothing for too long', (text: string) => ({ status: 200, text, afterMs: 400 })],
  ])('is refused when the address answers with %s', async (_what, how) => {
    service.limits.validationTimeoutMs = 150;
    hook.confirm(how);
    const { status, body } = await subscribe('/me/contacts');
    expect([status, body.error.code]).toEqual([400, 'ValidationError']);
    expect((await get('/subscriptions')).body.value).toEqual([]);
  });

  it.each([
    ['plain http, where it is not allowed', {}, 'InvalidRequest'],
    ['no address', { notificationUrl: 'nowhere' }, 'InvalidRequest'],
    ['an unknown type of change', { changeType: 'moved' }, 'InvalidRequest'],
    ['too long a clientState', { clientState: 'x'.repeat(129) }, 'InvalidRequest'],
    ['no end', { expirationDateTime: undefined }, 'InvalidRequest'],
    ['an end in the past', { expirationDateTime: '2020-01-01T00:00:00Z' }, 'InvalidRequest'],
    ['an end too far off', { expirationDateTime: '2100-01-01T00:00:00Z' }, 'ExtensionError'],
    ['an unknown resource', { resource: '/me/drive/root' }, 'ExtensionError', 404],
    ['a folder that is no folder', { resource: "me/mailFolders('nowhere')/messages" }, 'ExtensionError'],
    ['resource data', { includeResourceData: true }, 'InvalidRequest'],
  ])('is refused for %s', async (what, more, code, wanted = 400) => {
    if (what.startsWith('plain')) service.limits.httpNotifications = false;
    const { status, body } = await subscribe('/me/contacts', more);
    expect([status, body.error.code]).toEqual([wanted, code]);
    expect(hook.validated).toEqual([]);
  });

  it('takes 4,230 minutes and no more, and makes less than 45 into 45', async () => {
    expect((await subscribe('/me/contacts', { expirationDateTime: inMinutes(4229) })).status).toBe(201);
    expect((await subscribe('/me/contacts', { expirationDateTime: inMinutes(4231) })).status).toBe(400);
    expect((await subscribe('/me/contacts')).body.error).toMatchObject({ code: 'ExtensionError' });
    const { body } = await subscribe('/me/events', { expirationDateTime: inMinutes(5) });
    const minutes = (Date.parse(body.expirationDateTime) - service.clock.now()) / MINUTE;
    expect(Math.round(minutes)).toBe(45);
  });

  it('needs the scope of what it watches, and stops at the quota', async () => {
    service.seed({ grant: { scopes: ['Contacts.Read'] } });
    expect((await subscribe('/me/contacts')).status).toBe(201);
    expect((await subscribe('/me/events')).status).toBe(403);
    service.limits.subscriptionsMax = 1;
    expect((await subscribe('/me/contacts')).status).toBe(403);
  });

  it('is renewed, moved to another address that answers, and deleted; what is gone is 404', async () => {
    const { id } = (await subscribe('/me/contacts')).body;
    const later = inMinutes(4000);
    expect((await send('PATCH', `/subscriptions/${id}`, { expirationDateTime: later })).body.expirationDateTime).toBe(
      later,
    );
    const moved = await send('PATCH', `/subscriptions/${id}`, { notificationUrl: `${url}/new` });
    expect([moved.body.notificationUrl, hook.validated.length]).toEqual([`${url}/new`, 2]);
    expect((await send('PATCH', `/subscriptions/${id}`, { lifecycleNotificationUrl: url })).status).toBe(400);
    expect((await send('POST', `/subscriptions/${id}/reauthorize`)).status).toBe(204);
    expect((await send('DELETE', `/subscriptions/${id}`)).status).toBe(204);
    for (const [method, tail] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/reauthorize'],
    ] as const) {
      const { status, body } = await send(method, `/subscriptions/${id}${tail}`, method === 'PATCH' ? {} : undefined);
      expect([method, status, body.error?.code]).toEqual([method, 404, 'ResourceNotFound']);
    }
  });
});

describe('notifications', () => {
  it('tell each change of a contact with its id, version and the subscriber’s own state', async () => {
    const { id } = (await subscribe('me/contacts')).body;
    const contact = (await send('POST', '/me/contacts', { givenName: 'Ann' })).body;
    const [first] = await hook.posts(1);
    expect(first?.headers['content-type']).toMatch(/^application\/json/);
    const [row] = hook.rows();
    expect(row).toMatchObject({
      ...{ subscriptionId: id, changeType: 'created', clientState: 'state', tenantId: expect.any(String) },
      resource: expect.stringMatching(new RegExp(`^Users/[^/]+/Contacts/${contact.id}$`)),
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Contact',
        '@odata.etag': contact['@odata.etag'],
        id: contact.id,
      },
    });
    expect(Date.parse(row?.subscriptionExpirationDateTime)).toBeGreaterThan(service.clock.now());
    // The metadata leaves open what resource data holds.
    if (csdl) expect(undeclared('changeNotification', { ...row, resourceData: null })).toEqual([]);
    await send('PATCH', `/me/contacts/${contact.id}`, { givenName: 'Bo' });
    await hook.posts(2);
    await send('DELETE', `/me/contacts/${contact.id}`);
    await hook.posts(3);
    expect(hook.rows().map(({ changeType }) => changeType)).toEqual(['created', 'updated', 'deleted']);
  });

  it('come for events, tasks and mail of the place watched, and of no other', async () => {
    service.seed({ lists: [{ displayName: 'Other' }], calendars: [{ name: 'Other' }] });
    const [list, other] = (await get('/me/todo/lists?$top=50')).body.value;
    const [calendar] = (await get('/me/calendars')).body.value;
    await subscribe('/me/events', { clientState: 'events' });
    await subscribe(`/me/calendars/${calendar.id}/events`, { clientState: 'calendar' });
    await subscribe(`/me/todo/lists/${list.id}/tasks`, { clientState: 'tasks' });
    await subscribe("/me/mailFolders('sentitems')/messages", { clientState: 'sent', changeType: 'created' });
    const at = (hour: number) => ({ dateTime: `2026-03-02T${hour}:00:00`, timeZone: 'UTC' });
    const event = await send('POST', '/me/events', { subject: 'E', start: at(10), end: at(11) });
    await send('POST', `/me/todo/lists/${list.id}/tasks`, { title: 'T' });
    await send('POST', `/me/todo/lists/${other.id}/tasks`, { title: 'elsewhere' });
    service.seed({ mails: [{ subject: 'S' }, { subject: 'I', folder: 'inbox' }] });
    await send('PATCH', `/me/events/${event.body.id}`, { subject: 'F' });
    await send('DELETE', `/me/events/${event.body.id}`);
    service.seed({ mailEdits: [{ mail: 'S', set: { isRead: false } }] });
    await hook.quiet();
    const told = hook.rows().map(({ clientState, changeType }) => `${clientState} ${changeType}`);
    expect(told.sort()).toEqual(
      [
        ...['events', 'calendar'].flatMap((name) => ['created', 'deleted', 'updated'].map((type) => `${name} ${type}`)),
        ...['sent created', 'tasks created'],
      ].sort(),
    );
  });

  it('come in one post for a burst, and bear immutable ids where those were asked for', async () => {
    service.limits.notifyAfterMs = 150;
    await subscribe('/me/messages', {}, IMMUTABLE);
    service.seed({ mails: Array.from({ length: 120 }, (_, n) => ({ subject: `M${n}` })) });
    const posts = await hook.posts(2);
    expect(posts.map(({ body }) => body.value.length)).toEqual([100, 20]);
    const { mails } = await admin('GET', 'state');
    expect(hook.rows().map(({ resourceData }) => resourceData.id)).toEqual(mails.map((one: Json) => one.immutableId));
  });

  it('are tried again with growing pauses until somebody takes them, and given up in the end', async () => {
    service.limits.notifyTimeoutMs = 400;
    await subscribe('/me/contacts');
    const answers = [{ status: 503 }, { status: 202, afterMs: 1500 }, { status: 202 }];
    hook.react(() => answers.shift() ?? { status: 500 });
    await send('POST', '/me/contacts', { givenName: 'Ann' });
    await hook.posts(3);
    await hook.quiet();
    const { deliveries } = await admin('GET', 'state');
    const tries = deliveries.filter(({ kind }: Json) => kind === 'change');
    expect(tries.map(({ attempt, status, outcome }: Json) => [attempt, status, outcome])).toEqual([
      ...[[1, 503, 'failed']],
      ...[[2, 0, 'failed']],
      ...[[3, 202, 'delivered']],
    ]);
    expect(hook.received).toHaveLength(3);
    service.limits.notifyRetries = 1;
    await send('POST', '/me/contacts', { givenName: 'Bo' });
    await hook.posts(5);
    await hook.quiet();
    expect((await admin('GET', 'state')).deliveries.at(-1)).toMatchObject({ outcome: 'dropped' });
    expect(hook.received).toHaveLength(5);
  });

  it('end with the subscription: by the clock, by removal, by the reset', async () => {
    await subscribe('/me/contacts', { expirationDateTime: inMinutes(60) });
    service.clock.advance(61 * MINUTE);
    service.seed({ contacts: [{ givenName: 'A' }] });
    await hook.quiet();
    expect(hook.received).toEqual([]);
    service.clock.reset();
    service.seed({ grant: { scopes: ['Contacts.ReadWrite'] } });
    expect((await get('/subscriptions')).body.value).toEqual([]);
    await subscribe('/me/contacts');
    hook.react(() => ({ status: 500 }));
    service.limits.notifyRetryMs = 400;
    await send('POST', '/me/contacts', { givenName: 'B' });
    await hook.posts(1);
    await admin('DELETE', 'subscriptions');
    await hook.quiet(700);
    expect(hook.received).toHaveLength(1);
    await subscribe('/me/contacts');
    service.limits.notifyAfterMs = 150;
    await send('POST', '/me/contacts', { givenName: 'C' });
    service.reset();
    await hook.quiet();
    expect(hook.received).toHaveLength(1);
  });

  it('may be lost, doubled or late', async () => {
    await subscribe('/me/contacts');
    await admin('POST', 'faults', { kind: 'loseNotification' });
    await send('POST', '/me/contacts', { givenName: 'A' });
    await hook.quiet();
    expect(hook.received).toEqual([]);
    expect((await admin('GET', 'state')).deliveries.at(-1)).toMatchObject({ outcome: 'lost', attempt: 0 });
    await admin('POST', 'faults', { kind: 'doubleNotification' });
    await send('POST', '/me/contacts', { givenName: 'B' });
    const [one, two] = await hook.posts(2);
    expect(one?.body).toEqual(two?.body);
    await admin('POST', 'faults', { kind: 'delayNotification', delayMs: 1500 });
    await send('POST', '/me/contacts', { givenName: 'C' });
    await hook.quiet();
    expect(hook.received).toHaveLength(2);
    await hook.posts(3);
  });
});

describe('lifecycle', () => {
  it('tells what is the matter at its own address, and a removed subscription is gone', async () => {
    const { id } = (await subscribe('/me/contacts', { lifecycleNotificationUrl: `${url}/life` })).body;
    for (const event of ['reauthorizationRequired', 'missed', 'subscriptionRemoved'])
      expect((await admin('POST', 'lifecycle', { event })).subscriptions).toEqual([id]);
    const posts = await hook.posts(3);
    expect(posts.map(({ path }) => path)).toEqual(['/life', '/life', '/life']);
    const rows = hook.rows();
    expect(rows.map(({ lifecycleEvent }) => lifecycleEvent).sort()).toEqual(
      ['missed', 'reauthorizationRequired', 'subscriptionRemoved'].sort(),
    );
    expect(rows[0]).toMatchObject({ subscriptionId: id, clientState: 'state', organizationId: expect.any(String) });
    expect((await get(`/subscriptions/${id}`)).status).toBe(404);
  });

  it('says nothing where there is no such address, and knows no missed tasks', async () => {
    const [list] = (await get('/me/todo/lists')).body.value;
    await subscribe('/me/contacts');
    await subscribe(`/me/todo/lists/${list.id}/tasks`, { lifecycleNotificationUrl: `${url}/life` });
    expect((await admin('POST', 'lifecycle', { event: 'missed' })).subscriptions).toHaveLength(1);
    await hook.quiet();
    expect(hook.received).toEqual([]);
    expect((await admin('POST', 'lifecycle', {})).error.code).toBe('BadRequest');
  });
});
