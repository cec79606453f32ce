import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get } = graphWorld();
const JSON_HEADERS = { 'Content-Type': 'application/json' };

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

const create = (id: string, more = {}) => ({
  id,
  method: 'POST',
  url: '/me/contacts',
  headers: JSON_HEADERS,
  body: { givenName: id },
  ...more,
});
const batch = (requests: unknown) => send('POST', '/$batch', { requests });
async function responses(requests: unknown): Promise<Map<string, Json>> {
  const { body } = await batch(requests);
  return new Map(body.responses.map((response: Json) => [response.id, response]));
}

describe('$batch', () => {
  it('answers each item by its id, in another order than asked', async () => {
    const { status, body } = await batch([
      create('1'),
      create('2'),
      { id: '3', method: 'GET', url: 'me/contacts/?$top=5' },
    ]);
    expect(status).toBe(200);
    const ids = body.responses.map(({ id }: Json) => id);
    expect(ids).not.toEqual(['1', '2', '3']);
    expect([...ids].sort()).toEqual(['1', '2', '3']);
    const first = body.responses.find(({ id }: Json) => id === '1');
    expect(first).toMatchObject({ status: 201, body: { givenName: '1' } });
    expect(first.headers['Content-Type']).toMatch(/^application\/json/);
  });

  it('takes headers from the item, not from the envelope, and a 204 has none', async () => {
    const made = (await send('POST', '/me/contacts', { givenName: 'A' })).body;
    const url = `/me/contacts/${made.id}`;
    const stale = await responses([{ id: 'a', method: 'DELETE', url, headers: { 'If-Match': 'W/"old"' } }]);
    expect(stale.get('a')?.status).toBe(412);
    const reply = (await responses([{ id: 'a', method: 'DELETE', url }])).get('a');
    expect(reply).toEqual({ id: 'a', status: 204, headers: { 'Cache-Control': 'private' }, body: null });
    const bodies = await responses([
      { id: 'i', method: 'GET', url: '/me/contacts', headers: { Prefer: 'IdType="ImmutableId"' } },
    ]);
    expect(bodies.get('i')?.headers['Preference-Applied']).toBe('IdType=ImmutableId');
  });

  it('holds back what depends on a failure', async () => {
    const chain = await responses([
      { id: 'a', method: 'GET', url: '/me/contacts/AAMkNotThereNotThereNotThere=' },
      create('b', { dependsOn: ['A'] }),
      create('c', { dependsOn: ['b'] }),
      create('d'),
    ]);
    expect(['a', 'b', 'c', 'd'].map((id) => chain.get(id)?.status)).toEqual([404, 424, 424, 201]);
    expect(service.state.contacts.size).toBe(1);
  });

  it.each([
    ['more than 20', Array.from({ length: 21 }, (_, n) => create(`${n}`))],
    ['none', []],
    ['no list', undefined],
    ['the same id twice', [create('a'), create('A')]],
    ['an absolute url', [{ id: '1', method: 'GET', url: 'https://graph.microsoft.com/v1.0/me' }]],
    ['a write without content type', [{ id: '1', method: 'POST', url: '/me/contacts', body: {} }]],
    ['an unknown dependency', [create('1', { dependsOn: ['9'] })]],
    ['a circle', [create('1', { dependsOn: ['2'] }), create('2', { dependsOn: ['1'] })]],
  ])('refuses an envelope with %s', async (_name, requests) => {
    expect((await batch(requests)).status).toBe(400);
    expect(service.state.contacts.size).toBe(0);
  });

  it('refuses a versioned url and a batch in a batch, each alone', async () => {
    const items = await responses([
      { id: '1', method: 'GET', url: '/v1.0/me/contacts' },
      { id: '2', method: 'POST', url: '/$batch', headers: JSON_HEADERS, body: { requests: [] } },
      { id: '3', method: 'GET', url: '/me' },
    ]);
    expect(['1', '2', '3'].map((id) => items.get(id)?.status)).toEqual([400, 400, 200]);
  });

  it('lets faults strike one item, with its own Retry-After, and logs items as inner', async () => {
    service.faults.add({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '2.128' },
      match: { path: '/contacts', body: '2' },
    });
    service.faults.add({ kind: 'timeoutAfter', match: { path: '/contacts', body: '3' } });
    const items = await responses([create('1'), create('2'), create('3')]);
    expect(items.get('2')).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '2.128' },
      body: { error: { code: 'ApplicationThrottled' } },
    });
    expect(items.get('3')?.status).toBe(504);
    expect([...service.state.contacts.values()].map(({ fields }) => fields.givenName)).toEqual(['1', '3']);
    const log = service.log.list().map(({ path, status, inner }) => [path, status, inner ?? false]);
    expect(log).toContainEqual(['/v1.0/me/contacts', 429, true]);
    expect(log).toContainEqual(['/v1.0/$batch', 200, false]);
  });

  it('keeps its links on the host the caller knows', async () => {
    service.seed({ contacts: [{ givenName: 'A' }, { givenName: 'B' }] });
    const items = await responses([{ id: '1', method: 'GET', url: '/me/contacts?$top=1' }]);
    expect((await get(items.get('1')?.body['@odata.nextLink'])).body.value).toHaveLength(1);
  });
});

describe('throttling', () => {
  it('allows so many requests in ten minutes, items of a batch counted one by one', async () => {
    Object.assign(service.limits, { requestsPer10Min: 3, retryAfter: 2.5 });
    expect((await batch([create('1'), create('2'), create('3')])).status).toBe(200);
    const { status, body, headers } = await get('/me/contacts');
    expect([status, body.error.code, headers['retry-after']]).toEqual([429, 'TooManyRequests', '2.5']);
    service.clock.advance(10 * 60_000);
    expect((await get('/me/contacts')).status).toBe(200);
  });

  it('tells how long the oldest request still counts, when told so', async () => {
    Object.assign(service.limits, { requestsPer10Min: 1, retryAfterLeft: true });
    await get('/me/contacts');
    service.clock.advance(4 * 60_000);
    const { status, headers } = await get('/me/contacts');
    expect([status, Number(headers['retry-after'])]).toEqual([429, expect.closeTo(360, -1)]);
  });

  it('allows four at a time, with no Retry-After when told so', async () => {
    Object.assign(service.limits, { concurrency: 4, concurrencyRefusesEach: 1, latencyMs: 50, retryAfter: 0 });
    const replies = await Promise.all(Array.from({ length: 8 }, () => get('/me/contacts')));
    const throttled = replies.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    expect(throttled.length).toBeLessThanOrEqual(4);
    expect(throttled[0]?.body.error.message).toMatch(/MailboxConcurrency/);
    expect(throttled[0]?.headers['retry-after']).toBeUndefined();
    expect(
      [...(await responses(Array.from({ length: 8 }, (_, n) => create(`${n}`)))).values()].every(
        ({ status }) => status === 201,
      ),
    ).toBe(true);
  });
});
