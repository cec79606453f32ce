import { graphPath, makeGraph, preferences, type GraphOptions } from '../../../clients/graph';
import { headerOf, type HttpRequest } from '../../../clients/http';
import { collect, errorOf, failing, fakeClock, fakeSend, type FakeSend } from '../support';

const baseUrl = 'https://graph.microsoft.com';
const client = (fake: FakeSend, more: Partial<GraphOptions> = {}) =>
  makeGraph(fake.send, { baseUrl, clock: fakeClock(), ...more });
const first = (fake: FakeSend): HttpRequest => fake.requests[0] as HttpRequest;

test('a read: URL, encoded query, immutable ids, an id of its own, and the JSON', async () => {
  const fake = fakeSend({ body: { value: [1] } });
  const reply = await client(fake).get('/me/contacts', {
    query: { $filter: "a eq 'x&y#+'", $top: 5, $skip: undefined },
    prefer: 'odata.maxpagesize=10',
  });
  expect(reply).toEqual({ value: [1] });
  expect(first(fake)).toMatchObject({
    method: 'GET',
    url: `${baseUrl}/v1.0/me/contacts?$filter=a%20eq%20'x%26y%23%2B'&$top=5`,
    body: undefined,
  });
  expect(headerOf(first(fake).headers, 'prefer')).toBe('IdType="ImmutableId", odata.maxpagesize=10');
  expect(headerOf(first(fake).headers, 'client-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headerOf(first(fake).headers, 'authorization')).toBeNull();
});

test('a conditional write: the body as data, If-Match, one Prefer header', async () => {
  const fake = fakeSend({ body: { id: '1' } });
  await client(fake).patch(
    graphPath`/me/contacts/${'a/b+c='}`,
    { birthday: null, categories: [] },
    { etag: 'W/"x"', headers: { prefer: 'return=minimal' } },
  );
  expect(first(fake)).toMatchObject({
    method: 'PATCH',
    url: `${baseUrl}/v1.0/me/contacts/a%2Fb%2Bc%3D`,
    body: { birthday: null, categories: [] },
  });
  expect(headerOf(first(fake).headers, 'if-match')).toBe('W/"x"');
  const prefers = Object.keys(first(fake).headers ?? {}).filter((name) => name.toLowerCase() === 'prefer');
  expect(prefers).toHaveLength(1);
});

test.each([
  [{ status: 204, body: undefined }, undefined],
  [{ status: 204, headers: { 'content-length': '0' }, body: '' }, undefined],
  [{ status: 202, body: undefined }, undefined],
  [{ status: 201, body: { id: '1' } }, { id: '1' }],
])('%j gives %j', async (answer, expected) => {
  expect(await client(fakeSend(answer)).post('/me/contacts', {})).toEqual(expected);
});

test.each(['<html>proxy</html>', '{"value": [', 'null?'])(
  'a success that is no JSON (%s) is a broken reply',
  async (body) => {
    expect(await errorOf(client(fakeSend({ body })).get('/me'))).toMatchObject({
      code: 'brokenReply',
      radius: 'side',
      uncertain: false,
    });
    expect(await errorOf(client(fakeSend({ body })).post('/me/contacts', {}))).toMatchObject({
      code: 'brokenReply',
      uncertain: true,
    });
  },
);

test('the SDK replays no POST and keeps our error whole', async () => {
  const fake = fakeSend(failing('ECONNRESET'));
  expect(await errorOf(client(fake).post('/me/contacts', {}))).toMatchObject({ code: 'noAnswer', uncertain: true });
  expect(fake.requests).toHaveLength(1);
});

test('a sender that can not refresh its token: the sign-in is told, not the network', async () => {
  const thrown = Object.assign(new Error('request failed'), {
    body: { error: 'invalid_grant', error_description: 'AADSTS700082' },
  });
  const fake = fakeSend(thrown);
  expect(await errorOf(client(fake).get('/me'))).toMatchObject({ code: 'invalid_grant', radius: 'side' });
  expect(fake.requests).toHaveLength(1);
});

describe('pages', () => {
  const link = `${baseUrl}/v1.0/me/contactFolders('x')/contacts/delta?$skiptoken=B%2Bb&$skiptoken=2&z`;
  test('links go out byte for byte, preferences with each page, an empty page is not the end', async () => {
    const fake = fakeSend(
      { body: { value: [1], '@odata.nextLink': link } },
      { body: { value: [], '@odata.nextLink': `${link}2` } },
      { body: { value: [2], '@odata.deltaLink': `${baseUrl}/v1.0/d` } },
    );
    const pages = await collect(
      client(fake).pages('/me/contacts/delta', { query: { $select: 'id' }, prefer: 'odata.maxpagesize=2' }),
    );
    expect(pages.map((page) => page.value)).toEqual([[1], [], [2]]);
    expect(pages.map((page) => page.deltaLink)).toEqual([null, null, `${baseUrl}/v1.0/d`]);
    expect(fake.requests.map((one) => one.url)).toEqual([
      `${baseUrl}/v1.0/me/contacts/delta?$select=id`,
      link,
      `${link}2`,
    ]);
    expect(fake.requests.every((one) => headerOf(one.headers, 'prefer')?.includes('maxpagesize=2'))).toBe(true);
  });

  test('a link to another host is never followed', async () => {
    const fake = fakeSend({ body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/me?$skiptoken=tok' } });
    const error = await errorOf(collect(client(fake).pages('/me/contacts')));
    expect(error).toMatchObject({ code: 'foreignHost' });
    expect(error.message).toContain('evil.example');
    expect(fake.requests).toHaveLength(1);
  });

  test('a link to itself and a page without value are broken replies', async () => {
    const loop = fakeSend({ body: { value: [], '@odata.nextLink': link } });
    expect(await errorOf(collect(client(loop).pages('/me/contacts')))).toMatchObject({ code: 'brokenReply' });
    expect(loop.requests).toHaveLength(2);
    expect(await errorOf(collect(client(fakeSend({ body: {} })).pages('/me')))).toMatchObject({ code: 'brokenReply' });
  });

  test('works over plain http, where the SDK alone breaks links', async () => {
    const local = 'http://127.0.0.1:4010';
    const fake = fakeSend(
      { body: { value: [], '@odata.nextLink': `${local}/v1.0/x?$skiptoken=1` } },
      { body: { value: [] } },
    );
    await collect(client(fake, { baseUrl: local }).pages('/x'));
    expect(fake.requests.map((one) => one.url)).toEqual([`${local}/v1.0/x`, `${local}/v1.0/x?$skiptoken=1`]);
  });
});

test('preferences: ours first, each name once', () => {
  expect(preferences('odata.maxpagesize=5, IdType="Default"', undefined, 'outlook.timezone="UTC"')).toBe(
    'IdType="ImmutableId", odata.maxpagesize=5, outlook.timezone="UTC"',
  );
});
