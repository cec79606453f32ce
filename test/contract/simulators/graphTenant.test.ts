import { graphWorld } from './graph/client';
import type { Json } from './graph/client';
import { receiver } from './graph/receiver';

const { service, start, send, get, round, admin, access } = graphWorld();
const hook = receiver();
let [base, url] = ['', ''];

const ANNA = 'anna@contoso.example';
const BEN = 'ben@contoso.example';
const SEED = {
  mailboxes: [
    {
      mailbox: { mail: ANNA, displayName: 'Anna Adler', aliases: ['a.adler@contoso.example'], shared: true },
      contacts: [{ givenName: 'Only Annas' }],
      lists: [{ displayName: 'Tasks', tasks: [{ title: 'Annas task' }] }],
    },
    { mailbox: { mail: BEN, displayName: 'Ben Bauer' }, contacts: [{ givenName: 'Only Bens' }] },
    { mailbox: { mail: 'old@contoso.example', displayName: 'Olga Old', accountEnabled: false, licensed: false } },
  ],
  groups: [{ id: 'a1b2', displayName: 'Sales', members: [ANNA] }],
};

beforeAll(async () => {
  base = await start();
  url = await hook.start();
});
beforeEach(() => {
  service.reset();
  hook.reset();
  Object.assign(service.limits, { httpNotifications: true, notifyAfterMs: 10 });
  service.seed(SEED);
});
afterAll(async () => {
  await service.stop();
  await hook.stop();
});

async function token(form: Record<string, string> = {}): Promise<{ status: number; body: Json }> {
  const all = {
    ...{ client_id: access.clientId, client_secret: access.clientSecret, grant_type: 'client_credentials' },
    ...{ scope: 'https://graph.microsoft.com/.default', ...form },
  };
  const reply = await fetch(`${base}/contoso.example/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(all),
  });
  return { status: reply.status, body: (await reply.json()) as Json };
}

const asApp = async () => ({ authorization: `Bearer ${(await token()).body.access_token as string}` });
const said = ({ status, body }: { status: number; body: Json }) => [status, body.error?.code];
const scopes = (...names: string[]) => service.seed({ grant: { scopes: ['User.Read', ...names] } });

describe('an application', () => {
  it('signs in by itself, for all it was given at once, and gets nothing to refresh', async () => {
    const { status, body } = await token();
    expect([status, Object.keys(body)]).toEqual([200, ['token_type', 'expires_in', 'ext_expires_in', 'access_token']]);
    const one = await token({ scope: 'Contacts.Read' });
    expect([one.status, one.body.error, one.body.error_codes]).toEqual([400, 'invalid_scope', [1002012]]);
  });

  it('is nobody: it has no /me', async () => {
    const { status, body } = await get('/me/contacts', await asApp());
    expect([status, body.error.code]).toEqual([400, 'BadRequest']);
    expect(body.error.message).toBe('/me request is only valid with delegated authentication flow.');
  });

  it('reads each mailbox by id and by sign-in name, whose ids lead nowhere in another', async () => {
    const headers = await asApp();
    const [one] = (await get(`/users/${ANNA}/contacts`, headers)).body.value;
    expect(one.givenName).toBe('Only Annas');
    const { id } = (await get(`/users/${BEN}`, headers)).body;
    expect((await get(`/users/${id}/contacts`, headers)).body.value[0].givenName).toBe('Only Bens');
    expect(said(await get(`/users/${id}/contacts/${one.id}`, headers))).toEqual([404, 'ErrorItemNotFound']);
    expect(said(await get('/users/nobody@contoso.example', headers))).toEqual([404, 'Request_ResourceNotFound']);
    expect(said(await get('/users/nobody@contoso.example/contacts', headers))).toEqual([404, 'ErrorInvalidUser']);
  });

  it('follows links that name the mailbox as it was named', async () => {
    const headers = await asApp();
    const { rows, link } = await round(`/users/${ANNA}/contacts/delta`, headers);
    expect(rows.map(({ givenName }) => givenName)).toEqual(['Only Annas']);
    expect(link).toContain(`/v1.0/users/${ANNA}/contacts/delta?$deltatoken=`);
    expect((await get(link.replace(ANNA, BEN), headers)).status).toBe(400);
  });

  it('is kept by Exchange to its group, in tasks and the directory to none', async () => {
    service.seed({ application: { group: 'Sales' } });
    const headers = await asApp();
    expect((await get(`/users/${ANNA}/contacts`, headers)).status).toBe(200);
    for (const path of ['contacts', 'events', 'mailFolders/sentitems/messages', 'mailboxSettings'])
      expect(said(await get(`/users/${BEN}/${path}`, headers))).toEqual([403, 'ErrorAccessDenied']);
    expect((await get(`/users/${BEN}/todo/lists`, headers)).status).toBe(200);
    expect((await get(`/users/${BEN}`, headers)).status).toBe(200);
  });

  it('is refused what it has no permission for, in the words of each service', async () => {
    service.seed({ application: { roles: ['Mail.Read'] } });
    const headers = await asApp();
    expect(said(await get(`/users/${ANNA}/contacts`, headers))).toEqual([403, 'ErrorAccessDenied']);
    expect(said(await get(`/users/${ANNA}/todo/lists`, headers))).toEqual([401, 'UnknownError']);
    expect(said(await get('/users', headers))).toEqual([403, 'Authorization_RequestDenied']);
    expect(said(await get('/groups', headers))).toEqual([403, 'Authorization_RequestDenied']);
  });

  it('finds no mailbox where there is no licence, though the person is there', async () => {
    const headers = await asApp();
    expect((await get('/users/old@contoso.example', headers)).status).toBe(200);
    expect(said(await get('/users/old@contoso.example/contacts', headers))).toEqual([
      404,
      'MailboxNotEnabledForRESTAPI',
    ]);
  });
});

describe('the directory', () => {
  it('lists its people in pages, with what is named', async () => {
    const headers = await asApp();
    const first = await get('/users?$top=2&$select=id,mail,proxyAddresses,accountEnabled', headers);
    expect(first.body.value).toHaveLength(2);
    expect(first.body.value[1]).toMatchObject({
      ...{ mail: ANNA, accountEnabled: true },
      proxyAddresses: [`SMTP:${ANNA}`, 'smtp:a.adler@contoso.example'],
    });
    const second = await get(first.body['@odata.nextLink'], headers);
    expect(second.body.value.map(({ mail }: Json) => mail)).toEqual([BEN, 'old@contoso.example']);
    expect(second.body['@odata.nextLink']).toBeUndefined();
    expect(said(await get('/users?$top=1000', headers))).toEqual([400, 'Request_BadRequest']);
  });

  it.each([
    ["startswith(displayName,'ann') or startswith(mail,'ann')", [ANNA]],
    ["proxyAddresses/any(p:p eq 'smtp:a.adler@contoso.example')", [ANNA]],
    ['accountEnabled eq false', ['old@contoso.example']],
  ])('finds by %s', async (filter, found) => {
    const { body } = await get(`/users?$filter=${encodeURIComponent(filter)}`, await asApp());
    expect(body.value.map(({ mail }: Json) => mail)).toEqual(found);
  });

  it('knows groups and who is in them', async () => {
    const headers = await asApp();
    const [group] = (await get("/groups?$filter=displayName eq 'Sales'", headers)).body.value;
    const { value } = (await get(`/groups/${group.id}/members?$select=id,mail`, headers)).body;
    expect(value).toEqual([{ '@odata.type': '#microsoft.graph.user', id: expect.any(String) as string, mail: ANNA }]);
    expect(said(await get('/groups/none/members', headers))).toEqual([404, 'Request_ResourceNotFound']);
  });
});

describe("somebody else's mailbox, for a person who signed in", () => {
  it('is closed without a scope for shared ones, and without its owner', async () => {
    scopes('Contacts.ReadWrite');
    expect(said(await get(`/users/${ANNA}/contacts`))).toEqual([403, 'ErrorAccessDenied']);
    scopes('Contacts.ReadWrite.Shared');
    expect((await get(`/users/${ANNA}/contacts`)).status).toBe(200);
    expect(said(await get(`/users/${BEN}/contacts`))).toEqual([404, 'ErrorItemNotFound']);
  });

  it('never shows its settings; its name takes a permission of the directory', async () => {
    scopes('Contacts.ReadWrite.Shared', 'MailboxSettings.ReadWrite');
    expect(said(await get(`/users/${ANNA}/mailboxSettings`))).toEqual([403, 'ErrorAccessDenied']);
    expect(said(await get(`/users/${ANNA}`))).toEqual([403, 'Authorization_RequestDenied']);
    scopes('User.ReadBasic.All');
    expect((await get(`/users/${ANNA}`)).body.displayName).toBe('Anna Adler');
  });
});

describe('notifications', () => {
  const wish = (resource: string) => ({
    ...{ changeType: 'created,updated,deleted', notificationUrl: `${url}/hook`, resource, clientState: 's' },
    expirationDateTime: new Date(service.clock.now() + 3_600_000).toISOString(),
  });

  it('tell an application of the mailbox it watches and of no other', async () => {
    const headers = await asApp();
    const made = await send('POST', '/subscriptions', wish(`/users/${ANNA}/contacts`), headers);
    expect([made.status, made.body.resource]).toEqual([201, `/users/${ANNA}/contacts`]);
    await send('POST', `/users/${BEN}/contacts`, { givenName: 'B' }, headers);
    await send('POST', '/me/contacts', { givenName: 'M' });
    await send('POST', `/users/${ANNA}/contacts`, { givenName: 'A' }, headers);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { id } = (await get(`/users/${ANNA}`, headers)).body;
    const { deliveries } = await admin('GET', 'state');
    const resources = deliveries.flatMap(({ value }: Json) => value.map(({ resource }: Json) => resource));
    expect(resources).toHaveLength(1);
    expect(resources[0]).toContain(`Users/${id}/Contacts/`);
  });

  it('are listed to whom they were made for, the application or the person', async () => {
    const headers = await asApp();
    await send('POST', '/subscriptions', wish(`/users/${ANNA}/events`), headers);
    await send('POST', '/subscriptions', wish('/me/events'));
    const mine = async (more?: Record<string, string>) =>
      (await get('/subscriptions', more)).body.value.map(({ resource }: Json) => resource);
    expect([await mine(headers), await mine()]).toEqual([[`/users/${ANNA}/events`], ['/me/events']]);
  });

  it('are refused to an application for tasks, and to a person for shared mailboxes', async () => {
    const headers = await asApp();
    const [list] = (await get(`/users/${ANNA}/todo/lists`, headers)).body.value;
    const tasks = await send('POST', '/subscriptions', wish(`/users/${ANNA}/todo/lists/${list.id}/tasks`), headers);
    expect(said(tasks)).toEqual([403, 'ExtensionError']);
    scopes('Contacts.ReadWrite', 'Contacts.ReadWrite.Shared');
    const shared = await send('POST', '/subscriptions', wish(`/users/${ANNA}/contacts`));
    expect(said(shared)).toEqual([403, 'ExtensionError']);
  });
});

describe('limits', () => {
  it('are those of each mailbox', async () => {
    Object.assign(service.limits, { latencyMs: 100, concurrencyRefusesEach: 1 });
    const headers = await asApp();
    const four = (who: string) => Array.from({ length: 4 }, () => get(`/users/${who}/contacts`, headers));
    const both = await Promise.all([...four(ANNA), ...four(BEN)]);
    expect(both.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const five = await Promise.all([...four(ANNA), get(`/users/${ANNA}/events`, headers)]);
    expect(five.filter(({ status }) => status === 429)).toHaveLength(1);
    Object.assign(service.limits, { requestsPer10Min: 10 });
    for (let n = 9; n < 11; n += 1) await get(`/users/${ANNA}/contacts`, headers);
    expect((await get(`/users/${ANNA}/contacts`, headers)).status).toBe(429);
    expect((await get(`/users/${BEN}/contacts`, headers)).status).toBe(200);
  });
});

it('shows every mailbox to the admin route', async () => {
  const { contacts, mailboxes } = await admin('GET', 'state');
  expect(contacts).toEqual([]);
  expect(mailboxes.map(({ mailbox, contacts: own }: Json) => [mailbox.mail, own.length])).toEqual([
    [ANNA, 1],
    [BEN, 1],
    ['old@contoso.example', 0],
  ]);
});
