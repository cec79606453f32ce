import { headerOf, type Json } from '../../../clients/http';
import { makeZoho, type ZohoOptions } from '../../../clients/zoho';
import { collect, failing, fakeClock, fakeSend, type FakeSend } from '../support';

const apiDomain = 'https://www.zohoapis.eu';
const client = (fake: FakeSend, more: Partial<ZohoOptions> = {}) =>
  makeZoho(fake.send, { apiDomain, allowedDomains: [apiDomain], clock: fakeClock(), ...more });

describe('pages', () => {
  const page = (ids: number[], more: boolean, extra: object = {}) => ({
    body: { data: ids.map((id) => ({ id: String(id) })), info: { more_records: more, ...extra } },
  });
  const queries = (fake: FakeSend) => fake.requests.map((request) => (request.body as Json).select_query);

  test('COQL by offset', async () => {
    const fake = fakeSend(page([1, 2], true), page([3], false));
    const pages = await collect(
      client(fake).coql({ select: 'select id from Contacts where id is not null', limit: 2 }),
    );
    expect(pages.flatMap((one) => one.data).length).toBe(3);
    expect(queries(fake)).toEqual([
      'select id from Contacts where id is not null limit 2',
      'select id from Contacts where id is not null limit 2 offset 2',
    ]);
  });

  test('COQL by keyset: the caller says where the next page starts', async () => {
    const fake = fakeSend(page([1, 2], true), page([3], true), { status: 204, body: undefined });
    const after = (id: string) => `select id from Contacts where id > '${id}' order by id asc`;
    const pages = await collect(client(fake).coql({ select: after('0'), after: (row) => after(row.id) }));
    expect(pages.map((one) => one.data.length)).toEqual([2, 1, 0]);
    expect(queries(fake)).toEqual(['0', '2', '3'].map((id) => `${after(id)} limit 2000`));
  });

  test('a COQL text is one page; an empty result is an empty page', async () => {
    const fake = fakeSend({ status: 204, body: undefined });
    expect(await collect(client(fake).coql('select id from Leads where id is not null limit 1'))).toEqual([
      { data: [], more: false },
    ]);
  });

  test('a page without rows that says there are more is asked for again, and never taken for the end', async () => {
    const query = { select: 'select id from Contacts where id is not null', limit: 2 };
    const fake = fakeSend(page([], true), page([1], false), page([], true), page([2], false));
    expect((await collect(client(fake).coql(query))).flatMap((one) => one.data)).toEqual([{ id: '1' }]);
    expect((await collect(client(fake).deleted('Contacts'))).flatMap((one) => one.data)).toEqual([{ id: '2' }]);
    const stubborn = fakeSend(page([], true), page([], true), page([], true));
    await expect(collect(client(stubborn).coql(query))).rejects.toMatchObject({ code: 'brokenReply' });
  });

  test('a query is a read: it comes again after a lost answer', async () => {
    const fake = fakeSend(failing('ECONNRESET'), page([1], false));
    await collect(client(fake).coql('select id from Leads where id is not null'));
    expect(fake.requests).toHaveLength(2);
  });

  test('tombstones page by page since a time', async () => {
    const fake = fakeSend(page([1], true), page([2], false));
    const pages = await collect(client(fake).deleted('Contacts', '2026-01-01T00:00:00+00:00'));
    expect(pages.flatMap((one) => one.data)).toEqual([{ id: '1' }, { id: '2' }]);
    expect(fake.requests.map((request) => request.url)).toEqual(
      ['', '&page=2'].map((end) => `${apiDomain}/crm/v8/Contacts/deleted?per_page=200&type=all${end}`),
    );
    expect(
      fake.requests.every((request) => headerOf(request.headers, 'if-modified-since') === '2026-01-01T00:00:00+00:00'),
    ).toBe(true);
  });

  test('a list goes on by page token, where Zoho gives one', async () => {
    const fake = fakeSend(page([1], true, { next_page_token: 'tok+1' }), page([2], false));
    await collect(client(fake).list('Contacts', { fields: 'id' }));
    expect(fake.requests[1]?.url).toBe(`${apiDomain}/crm/v8/Contacts?per_page=200&fields=id&page_token=tok%2B1`);
  });
});
