import fc from 'fast-check';
import { graphPath, makeGraph } from '../../../clients/graph';
import { messageAndStep } from '../../../reasons';
import { collect, errorOf, fakeClock, fakeSend, type FakeSend } from '../support';

const baseUrl = 'https://graph.microsoft.com';
const ANNA = 'anna@contoso.example';
const client = (fake: FakeSend, mailbox: string | null = ANNA) =>
  makeGraph(fake.send, { baseUrl, clock: fakeClock(), mailbox });
const urls = ({ requests }: FakeSend) => requests.map(({ url }) => url);

describe('every path of /me', () => {
  it.each([
    ['/me', '/users/anna@contoso.example'],
    ['/me?$select=id', '/users/anna@contoso.example?$select=id'],
    ['/me/contacts?$top=1', '/users/anna@contoso.example/contacts?$top=1'],
    [graphPath`/me/contacts/${'me/b='}`, '/users/anna@contoso.example/contacts/me%2Fb%3D'],
    ['/users?$top=5', '/users?$top=5'],
    ['/groups/1/members', '/groups/1/members'],
    ['/subscriptions/1', '/subscriptions/1'],
  ])('%s goes to %s', async (path, expected) => {
    const fake = fakeSend({ body: {} });
    await client(fake).get(path);
    expect(urls(fake)).toEqual([`${baseUrl}/v1.0${expected}`]);
    expect(client(fake).pathOf(path)).toBe(expected);
  });

  it('goes there within a batch, too', async () => {
    const fake = fakeSend({ body: { responses: [{ id: '0', status: 200, headers: {}, body: {} }] } });
    await client(fake).batch([{ method: 'GET', path: '/me/contacts/1' }]);
    expect(urls(fake)).toEqual([`${baseUrl}/v1.0/$batch`]);
    expect(fake.requests[0]?.body).toMatchObject({ requests: [{ url: `/users/${ANNA}/contacts/1` }] });
  });

  it('stays where no mailbox was chosen', async () => {
    const fake = fakeSend({ body: {} });
    await client(fake, null).get('/me/contacts');
    expect([urls(fake), client(fake, null).mailbox]).toEqual([[`${baseUrl}/v1.0/me/contacts`], null]);
  });
});

const foreign = [
  '/v1.0/users/ben@contoso.example/contacts/delta?$deltatoken=1',
  "/v1.0/users('ben@contoso.example')/contacts",
  '/v1.0/Users/ben@contoso.example',
  '/beta/users/ben@contoso.example/messages',
  '/users/ben@contoso.example/messages',
  '/v1.0//users/ben@contoso.example/messages',
  '/v1.0/%75sers/ben@contoso.example/messages',
  '/v1.0/me/messages',
  '/v1.0/users/anna@contoso.example/..%2Fben@contoso.example/messages',
  '/v1.0/users/anna@contoso.example/%2e%2e/ben@contoso.example/messages',
  '/v1.0/subscriptions/..%5C..%5Cusers',
];

describe('a link from outside', () => {
  it.each([
    `/v1.0/users/${ANNA}/contacts/delta?$deltatoken=1`,
    "/v1.0/users('Anna@Contoso.example')/contacts?$skip=10",
    '/v1.0/users/anna%40contoso.example/contacts?$skip=10',
  ])('%s is of the mailbox, and followed as it is', async (path) => {
    const fake = fakeSend({ body: { value: [] } });
    await client(fake).get(`${baseUrl}${path}`);
    expect(urls(fake)).toEqual([`${baseUrl}${path}`]);
  });

  it.each(foreign)('%s leads elsewhere, and nothing is sent', async (path) => {
    const fake = fakeSend({ body: { value: [] } });
    const [alone, batched] = [
      await errorOf(client(fake).get(`${baseUrl}${path}`)),
      await errorOf(client(fake).batch([{ method: 'GET', path: `${baseUrl}${path}` }])),
    ];
    expect([alone, batched]).toMatchObject([{ code: 'foreignMailbox', radius: 'side' }, { code: 'foreignMailbox' }]);
    expect(fake.requests).toEqual([]);
  });

  it('is not followed from a page either', async () => {
    const nextLink = `${baseUrl}/v1.0/users/ben@contoso.example/contacts?$skip=10`;
    const fake = fakeSend({ body: { value: [], '@odata.nextLink': nextLink } });
    expect(await errorOf(collect(client(fake).pages('/me/contacts')))).toMatchObject({ code: 'foreignMailbox' });
    expect(urls(fake)).toEqual([`${baseUrl}/v1.0/users/${ANNA}/contacts`]);
  });

  it('names no mailbox where none was chosen', async () => {
    const fake = fakeSend({ body: {} });
    const link = `${baseUrl}/v1.0/users/ben@contoso.example/contacts`;
    expect(await errorOf(client(fake, null).get(link))).toMatchObject({ code: 'foreignMailbox' });
    expect(fake.requests).toEqual([]);
  });
});

describe('a name', () => {
  it.each(['', '.', '..', '../ben', 'a/b', 'a\\b', 'a?b', 'a%2fb', 'a b', 'x'.repeat(321), "a'); drop ("])(
    '%p is no mailbox',
    async (name) => {
      const fake = fakeSend({ body: {} });
      expect(await errorOf(client(fake, name).get('/me/contacts'))).toMatchObject({ code: 'notAMailbox' });
      expect(fake.requests).toEqual([]);
    },
  );

  it("keeps what names may have in them: o'brien, a guest's mark", async () => {
    const fake = fakeSend({ body: {} });
    await client(fake, "o'brien_x.com#EXT#@contoso.example").get('/me/contacts');
    expect(urls(fake)).toEqual([`${baseUrl}/v1.0/users/o'brien_x.com%23EXT%23@contoso.example/contacts`]);
  });

  it('whatever it is, no request leaves for another path than the one of that mailbox', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (name) => {
        const fake = fakeSend({ body: {} });
        await client(fake, name)
          .get('/me/contacts')
          .catch(() => undefined);
        for (const url of urls(fake)) {
          const parts = new URL(url).pathname.split('/');
          expect(parts).toHaveLength(5);
          expect(decodeURIComponent(parts[3] ?? '')).toBe(name);
        }
      }),
    );
  });
});

describe('a refusal', () => {
  const refusedAs = async (status: number, code: string, path: string, mailbox: string | null = ANNA) => {
    const fake = fakeSend({ status, body: { error: { code, message: '' } } });
    const error = await errorOf(client(fake, mailbox).get(path));
    return [error.reason.code, error.radius, messageAndStep(error.reason).nextStep] as const;
  };

  it.each([
    [403, 'ErrorAccessDenied', '/me/contacts', 'mailboxRefused', 'kind', /Contacts\.ReadWrite as an application/],
    [401, 'UnknownError', '/me/todo/lists', 'mailboxRefused', 'kind', /Tasks\.ReadWrite\.All/],
    [401, 'InvalidAuthenticationToken', '/me/todo/lists', 'microsoftSignInLost', 'side', /Outlook Sync/],
    [403, 'Authorization_RequestDenied', '/users', 'mailboxRefused', 'kind', /User\.Read\.All/],
    [403, 'Authorization_RequestDenied', '/groups/1/members', 'mailboxRefused', 'kind', /GroupMember\.Read\.All/],
    [404, 'ErrorInvalidUser', '/me/contacts', 'mailboxUnknown', 'side', /sign-in name/],
    [404, 'Request_ResourceNotFound', '/me', 'mailboxUnknown', 'side', /sign-in name/],
    [404, 'ErrorItemNotFound', '/me/contacts', 'mailboxUnknown', 'side', /shared with it/],
    [404, 'ErrorItemNotFound', '/me/contacts/1', 'outlookItemGone', 'record', /deleted or moved/],
    [404, 'MailboxNotEnabledForRESTAPI', '/me/contacts', 'noMailbox', 'side', /licence/],
  ])('%s %s of %s says %s (%s)', async (status, code, path, ...expected) => {
    const [told, radius, step] = await refusedAs(status, code, path);
    expect([told, radius, step]).toEqual([expected[0], expected[1], expect.stringMatching(expected[2])]);
  });

  it('is told by what is asked for, and not by what the mailbox is called', async () => {
    for (const name of ['events', 'messages', 'todo', 'contacts', 'groups']) {
      const mailbox = `${name}@contoso.example`;
      expect((await refusedAs(403, 'ErrorAccessDenied', '/me/mailboxSettings/timeZone', mailbox))[2]).toMatch(
        /MailboxSettings\.Read /,
      );
      expect((await refusedAs(404, 'ErrorItemNotFound', '/me/contacts', mailbox))[0]).toBe('mailboxUnknown');
    }
  });
});
