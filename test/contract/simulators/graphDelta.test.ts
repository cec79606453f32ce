import { IMMUTABLE, graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get, round } = graphWorld();
const DELTA = '/me/contacts/delta';
const names = (rows: Json[]) => rows.map((row) => row.displayName ?? row['@removed'].reason);
const idOf = (name: string) =>
  [...service.state.contacts.values()].find(({ fields }) => fields.displayName === name)?.restId ?? '';
const change = (name: string, to: object) => send('PATCH', `/me/contacts/${idOf(name)}`, { displayName: name, ...to });

beforeAll(start);
beforeEach(() => {
  service.reset();
  service.seed({
    folders: [{ displayName: 'Clients' }],
    contacts: ['A', 'B', 'C'].map((displayName) => ({ displayName })),
  });
});
afterAll(() => service.stop());

describe('a round', () => {
  it('enumerates the whole folder in pages of the size asked, then gives a delta link', async () => {
    const { pages, rows } = await round(DELTA, { prefer: 'odata.maxpagesize=2' });
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(names(rows)).toEqual(['A', 'B', 'C']);
    expect(rows[0]).toMatchObject({ '@odata.type': '#microsoft.graph.contact' });
  });

  it('forgets the page size unless it is sent again, but keeps $select', async () => {
    const { body } = await get(`${DELTA}?$select=displayName`, { prefer: 'odata.maxpagesize=1' });
    const rest = await get(body['@odata.nextLink']);
    expect(rest.body.value).toHaveLength(2);
    expect(Object.keys(rest.body.value[0]).sort()).toEqual(['@odata.etag', '@odata.type', 'displayName', 'id']);
    await change('A', { jobTitle: 'x' });
    const later = await round(rest.body['@odata.deltaLink']);
    expect(Object.keys(later.rows[0] ?? {}).sort()).toEqual(['@odata.etag', '@odata.type', 'displayName', 'id']);
  });

  it('then shows changes, news and deletions once, one’s own writes among them', async () => {
    const { link } = await round(DELTA);
    expect((await round(link)).rows).toEqual([]);
    await change('A', { jobTitle: '1' });
    await change('A', { jobTitle: '2' });
    const b = idOf('B');
    await send('DELETE', `/me/contacts/${b}`);
    await send('POST', '/me/contacts', { displayName: 'D' });
    const second = await round(link);
    expect(names(second.rows)).toEqual(['A', 'deleted', 'D']);
    expect(second.rows[1]).toEqual({
      '@odata.type': '#microsoft.graph.contact',
      id: b,
      '@removed': { reason: 'deleted' },
    });
    expect((await round(second.link)).rows).toEqual([]);
    expect(names((await round(link)).rows)).toEqual(['A', 'deleted', 'D']);
  });

  it('shows a change made in its midst in this round or the next, never nowhere', async () => {
    const first = (await get(DELTA, { prefer: 'odata.maxpagesize=1' })).body;
    await change('A', { jobTitle: 'late' });
    const rest = await round(first['@odata.nextLink']);
    expect(names((await round(rest.link)).rows)).toEqual(['A']);
  });

  it('shows a move as removed here and new there, with a new default id and the same immutable one', async () => {
    const folder = (await get('/me/contactFolders')).body.value[0].id;
    const there = `/me/contactFolders/${folder}/contacts/delta`;
    const links = { here: (await round(DELTA)).link, there: (await round(there)).link };
    const before = idOf('A');
    service.seed({ moves: [{ contact: 'A', folder: 'Clients' }] });
    expect((await round(links.here)).rows).toMatchObject([{ id: before, '@removed': { reason: 'changed' } }]);
    const [row] = (await round(links.there)).rows;
    expect(row?.id).not.toBe(before);
    expect((await get(`/me/contacts/${before}`)).status).toBe(404);
    const [gone] = (await round(links.here, IMMUTABLE)).rows;
    const [come] = (await round(links.there, IMMUTABLE)).rows;
    expect(gone?.id).toBe(come?.id);
    expect((await get(`/me/contacts/${come?.id}`, IMMUTABLE)).body.displayName).toBe('A');
  });

  it('shows a move away and back under both ids, or as lost with the switch on', async () => {
    const { link } = await round(DELTA);
    service.seed({
      moves: [
        { contact: 'A', folder: 'Clients' },
        { contact: 'A', folder: null },
      ],
    });
    expect(names((await round(link)).rows)).toEqual(['changed', 'A']);
    expect(names((await round(link, IMMUTABLE)).rows)).toEqual(['A']);
    service.limits.deltaLostReturns = true;
    expect(names((await round(link, IMMUTABLE)).rows)).toEqual(['changed']);
  });

  it('tells of one that came and went between two rounds, or with the switch on says nothing', async () => {
    const { link } = await round(DELTA);
    const { body: brief } = await send('POST', '/me/contacts', { displayName: 'Brief' });
    await send('DELETE', `/me/contacts/${brief.id}`);
    expect(names((await round(link)).rows)).toEqual(['deleted']);
    service.limits.deltaSilentShortLives = true;
    expect(names((await round(link)).rows)).toEqual([]);
    await send('DELETE', `/me/contacts/${idOf('A')}`);
    expect(names((await round(link)).rows)).toEqual(['deleted']);
  });

  it('feeds folders too', async () => {
    const { rows, link } = await round('/me/contactFolders/delta');
    expect(names(rows)).toEqual(['Clients']);
    await send('DELETE', `/me/contactFolders/${rows[0]?.id}`);
    expect(names((await round(link)).rows)).toEqual(['deleted']);
  });
});

describe('what it refuses', () => {
  it.each(['$filter=x', '$orderby=displayName', '$search=x', '$select=fax'])('%s', async (query) => {
    expect((await get(`${DELTA}?${query}`)).status).toBe(400);
  });

  it('$expand, with the 500 of the live service', async () => {
    expect((await get(`${DELTA}?$expand=extensions`)).status).toBe(500);
  });

  it('links it has forgotten: past their life, by a fault, of a folder deleted, or that it never gave', async () => {
    const { link } = await round(DELTA);
    service.limits.deltaLinkLife = 60;
    service.clock.advance(61_000);
    service.limits.accessTokenLife = 3599;
    const old = await get(link);
    expect([old.status, old.body.error.code]).toEqual([410, 'SyncStateNotFound']);
    service.limits.deltaLinkLife = 0;
    service.faults.add({ kind: 'status', status: 410, match: { path: 'deltatoken' } });
    const struck = await get(link);
    expect([struck.status, struck.body.error.code]).toEqual([410, 'SyncStateNotFound']);
    expect((await get(link)).status).toBe(200);
    const folder = (await get('/me/contactFolders')).body.value[0].id;
    const own = await round(`/me/contactFolders/${folder}/contacts/delta`);
    await send('DELETE', `/me/contactFolders/${folder}`);
    expect((await get(own.link)).body.error.code).toBe('ErrorSyncFolderNotFound');
    service.reset();
    expect((await get(link)).status).toBe(400);
  });
});

describe('the ways a feed may misbehave', () => {
  it('an empty page with a next link, by switch or by fault', async () => {
    service.limits.deltaEmptyPages = true;
    expect((await round(DELTA)).pages.map((page) => page.length)).toEqual([0, 3]);
    service.limits.deltaEmptyPages = false;
    service.faults.add({ kind: 'emptyPage', skip: 1 });
    expect((await round(DELTA, { prefer: 'odata.maxpagesize=2' })).pages.map((page) => page.length)).toEqual([2, 0, 1]);
  });

  it('rows twice, pages twice, rows again, rows in reverse', async () => {
    service.limits.deltaDuplicates = true;
    expect(names((await round(DELTA)).rows)).toEqual(['A', 'B', 'C', 'A']);
    service.limits.deltaDuplicates = false;
    service.faults.add({ kind: 'duplicatePage' });
    expect(names((await round(DELTA, { prefer: 'odata.maxpagesize=2' })).rows)).toEqual(['A', 'B', 'A', 'B', 'C']);
    service.limits.deltaReversed = true;
    const { rows, link } = await round(DELTA);
    expect(names(rows)).toEqual(['C', 'B', 'A']);
    service.limits.deltaReplay = true;
    expect(names((await round(link)).rows)).toEqual(['A', 'B']);
  });

  it('rows that hold only what changed', async () => {
    const { link } = await round(DELTA);
    service.limits.deltaPartialRows = true;
    await send('PATCH', `/me/contacts/${idOf('A')}`, { categories: ['Zoho'] });
    const [row] = (await round(link)).rows;
    expect(Object.keys(row ?? {}).sort()).toEqual(['@odata.etag', '@odata.type', 'categories', 'id']);
  });
});
