import { graphPath, makeGraph, type GraphClient } from '../../clients/graph';
import { systemClock } from '../../clients/http';
import { sentence } from '../../reasons';
import { explainResult, makeZoho, type ZohoClient } from '../../clients/zoho';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { admin, fetchSend } from './fetchSend';
import { collect, errorOf } from './support';

let running: RunningSimulators;
let graph: GraphClient;
let zoho: ZohoClient;
/** Waits are noted, not waited for: the simulators count requests, not seconds. */
const slept: number[] = [];
const clock = { ...systemClock, sleep: async (ms: number) => void slept.push(ms) };

const zohoWith = (token: string): ZohoClient => {
  const { api } = running.connection.zoho;
  return makeZoho(fetchSend(token), { apiDomain: api, allowedDomains: [api], clock, timeoutMs: 1500 });
};
const graphWith = (token: string): GraphClient =>
  makeGraph(fetchSend(token), { baseUrl: running.connection.graph.api, clock, timeoutMs: 1500 });
const fault = (side: 'zoho' | 'graph', body: object) => admin(running.connection[side].api, 'POST', 'faults', body);

beforeAll(async () => {
  running = await startSimulators({ seed: 'small' });
  graph = graphWith(running.connection.graph.accessToken);
  zoho = zohoWith(running.connection.zoho.accessToken);
});
afterAll(() => running.stop());
afterEach(async () => {
  slept.length = 0;
  await admin(running.connection.zoho.api, 'DELETE', 'faults');
  await admin(running.connection.graph.api, 'DELETE', 'faults');
});

describe('Graph', () => {
  test('a delta round by pages, then only what changed', async () => {
    const [contact] = (await graph.get('/me/contacts', { query: { $top: 1 } })).value;
    const start = graphPath`/me/contactFolders/${contact.parentFolderId}/contacts/delta`;
    const pages = await collect(graph.pages(start, { prefer: 'odata.maxpagesize=5' }));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap((page) => page.value).length).toBe(12);
    await graph.patch(graphPath`/me/contacts/${contact.id}`, { nickName: 'Ali' }, { etag: contact['@odata.etag'] });
    const next = await collect(graph.pages(pages.at(-1)?.deltaLink as string));
    expect(next.flatMap((page) => page.value.map((row) => row.id))).toEqual([contact.id]);
  });

  test('an old version is refused, a gone item is told apart from a malformed id', async () => {
    const made = await graph.post('/me/contacts', { givenName: 'Temp' });
    const path = graphPath`/me/contacts/${made.id}`;
    expect(await errorOf(graph.patch(path, { nickName: 'x' }, { etag: 'W/"old"' }))).toMatchObject({
      status: 412,
      radius: 'record',
    });
    expect(await graph.delete(path)).toBeUndefined();
    expect(await errorOf(graph.get(path))).toMatchObject({ status: 404, code: 'ErrorItemNotFound', radius: 'record' });
    expect(await errorOf(graph.get('/me/contacts/nonsense'))).toMatchObject({
      status: 400,
      code: 'ErrorInvalidIdMalformed',
    });
  });

  test('creates by batch: 45 in three calls, each answered in order', async () => {
    await admin(running.connection.graph.api, 'DELETE', 'requests');
    const names = Array.from({ length: 45 }, (_, i) => `Batch ${i}`);
    const answers = await graph.batch(
      names.map((givenName) => ({ method: 'POST', path: '/me/contacts', body: { givenName } })),
    );
    expect(answers.map((answer) => [answer.status, answer.body?.givenName])).toEqual(names.map((name) => [201, name]));
  });

  test('too many business phones park one record and name the field', async () => {
    const error = await errorOf(graph.post('/me/contacts', { givenName: 'x', businessPhones: ['1', '2', '3'] }));
    expect(error).toMatchObject({ status: 400, radius: 'record' });
  });

  test('410 asks for a full reading', async () => {
    await fault('graph', {
      match: { path: 'delta' },
      kind: 'status',
      status: 410,
      body: { error: { code: 'SyncStateNotFound', message: 'x' } },
    });
    const [contact] = (await graph.get('/me/contacts', { query: { $top: 1 } })).value;
    const pages = graph.pages(graphPath`/me/contactFolders/${contact.parentFolderId}/contacts/delta`);
    expect(await errorOf(collect(pages))).toMatchObject({ code: 'resync', radius: 'kind' });
  });

  test('429 with a fractional wait, a dropped read, an empty gateway page: all healed', async () => {
    await fault('graph', { kind: 'status', status: 429, headers: { 'retry-after': '2.128' } });
    await graph.get('/me/contacts');
    expect(slept.some((ms) => ms > 2000 && ms <= 2128)).toBe(true);
    await fault('graph', { kind: 'drop' });
    await fault('graph', { kind: 'status', status: 502, body: '<html>' });
    expect((await graph.get('/me/contacts')).value.length).toBeGreaterThan(0);
  });

  test('a create whose reply is lost is made once and said to be uncertain', async () => {
    await fault('graph', { match: { method: 'POST' }, kind: 'dropAfter' });
    expect(await errorOf(graph.post('/me/contacts', { givenName: 'Once', surname: 'Only' }))).toMatchObject({
      uncertain: true,
    });
    const pages = await collect(graph.pages('/me/contacts', { query: { $top: 100 } }));
    expect(pages.flatMap((page) => page.value).filter((row) => row.surname === 'Only')).toHaveLength(1);
  });

  test('a reply that is cut off', async () => {
    await fault('graph', { kind: 'badJson' });
    expect(await errorOf(graph.get('/me/contacts'))).toMatchObject({ code: 'brokenReply' });
  });

  test('a dead token', async () => {
    expect(await errorOf(graphWith('nonsense').get('/me/contacts'))).toMatchObject({ status: 401, radius: 'side' });
  });
});

describe('Zoho', () => {
  const query = "select Last_Name from Contacts where Last_Name != 'nobody'";

  test('COQL by offset and by keyset find the same', async () => {
    const offset = await collect(zoho.coql({ select: `${query} order by id asc`, limit: 5 }));
    const after = (id: string) => `select Last_Name from Contacts where id > '${id}' order by id asc`;
    const keyset = await collect(zoho.coql({ select: after('0'), limit: 5, after: (row) => after(row.id) }));
    const ids = (pages: typeof offset) => pages.flatMap((page) => page.data.map((row) => row.id));
    expect(ids(offset).length).toBe(12);
    expect(ids(keyset)).toEqual(ids(offset));
    expect(offset.length).toBe(3);
  });

  test('insert, update, delete with the results of each record', async () => {
    const inserted = await zoho.records.insert('Contacts', [
      { Last_Name: 'One' },
      { First_Name: 'No last name' },
      { Last_Name: 'Two', Email: 'no mail' },
    ]);
    expect(inserted.map((item) => item.code)).toEqual(['SUCCESS', 'MANDATORY_NOT_FOUND', 'INVALID_DATA']);
    expect(inserted.slice(1).map((item) => sentence(explainResult(item).reason))).toEqual([
      expect.stringContaining('Last_Name is required'),
      expect.stringContaining('Email'),
    ]);
    const id = inserted[0]?.id as string;
    const [tooLong, gone] = await zoho.records.update('Contacts', [
      { id, Last_Name: 'x'.repeat(500) },
      { id: '999999999999999999', Last_Name: 'y' },
    ]);
    expect(sentence(explainResult(tooLong as never).reason)).toMatch(/Last_Name is longer than the \d+ characters/);
    expect(sentence(explainResult(gone as never).reason)).toMatch(/no longer in Zoho CRM/);
    const moved = await zoho.records.update('Contacts', [{ id, Last_Name: 'Z' }], {
      unmodifiedSince: '2001-01-01T00:00:00+00:00',
    });
    expect(moved).toMatchObject([{ code: 'ALREADY_MODIFIED' }]);
    expect(await zoho.records.remove('Contacts', [id])).toMatchObject([{ ok: true, id }]);
    expect((await collect(zoho.deleted('Contacts'))).flatMap((page) => page.data.map((row) => row.id))).toContain(id);
    expect(await zoho.get(`/Contacts/${id}`)).toBeNull();
  });

  test('lists and empty tombstones', async () => {
    const pages = await collect(zoho.list('Contacts', { fields: 'Last_Name', per_page: 5 }));
    expect(pages.flatMap((page) => page.data).length).toBe(12);
    expect(await collect(zoho.deleted('Leads'))).toEqual([{ data: [], more: false }]);
  });

  test('an unknown module and a wrong query', async () => {
    expect(await errorOf(collect(zoho.list('Kontakte', { fields: 'id' })))).toMatchObject({
      code: 'INVALID_MODULE',
      radius: 'kind',
    });
    expect(await errorOf(collect(zoho.coql('select Emial from Contacts where id is not null')))).toMatchObject({
      radius: 'kind',
      status: 400,
    });
  });

  test('a dead token', async () => {
    expect(await errorOf(zohoWith('nonsense').get('/org'))).toMatchObject({
      status: 401,
      code: 'INVALID_TOKEN',
      radius: 'side',
    });
  });

  test('throttled, dropped and answered by an HTML page: reads heal', async () => {
    await fault('zoho', { kind: 'status', status: 429, body: { code: 429, error: 'TOO_MANY_REQUESTS' } });
    await fault('zoho', { kind: 'drop' });
    await fault('zoho', { kind: 'status', status: 502, body: '<html>' });
    expect(await zoho.get('/org')).toMatchObject({ org: [{}] });
  });

  test('an insert whose reply is lost happens once', async () => {
    await fault('zoho', { match: { method: 'POST' }, kind: 'dropAfter' });
    expect(await errorOf(zoho.records.insert('Contacts', [{ Last_Name: 'Lostreply' }]))).toMatchObject({
      uncertain: true,
    });
    const [page] = await collect(zoho.coql("select id from Contacts where Last_Name = 'Lostreply' limit 10"));
    expect(page?.data).toHaveLength(1);
  });
});
