import { journalOf, linksAmong, pendingRecords } from '../../../archive';
import {
  benchOfEachTest,
  ingest,
  linked,
  rec,
  refs,
  rowOf,
  sato,
  statusesOf,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';

const b = benchOfEachTest();

const moved = (fields = tanaka, more = {}) => rec('o2', fields, { previousRef: 'o1', ...more });
const link = async () =>
  await b.a.db.selectFrom('link').select(['outlook', 'zoho', 'state']).where('sync', '=', sync).execute();
const pending = async (side: 'outlook' | 'zoho') =>
  (await pendingRecords(b.a, sync, side, 100, t0)).map(({ record, change }) => [record.ref, change]);

test('a record with another ref keeps its link and its base; nothing is pending by that', async () => {
  await linked(b, refs);
  await ingest(b, 'outlook', [moved()]);
  expect(await link()).toEqual([{ outlook: 'o2', zoho: 'z1', state: 'live' }]);
  expect(await statusesOf(b, { outlook: 'o2', zoho: 'z1' })).toEqual({ outlook: 'settled', zoho: 'settled' });
  expect(await rowOf(b, 'outlook', 'o1')).toBeUndefined();
  expect((await journalOf(b.a, sync)).map(({ op, ref }) => [op, ref])).toContainEqual(['refChange', 'o2']);
});

test('told a second time, or known already without its link, it is the same; an edit made meanwhile is pending', async () => {
  await linked(b, refs);
  await ingest(b, 'outlook', [rec('o2', tanaka)]);
  expect(await pending('outlook')).toEqual([['o2', 'new']]);
  await ingest(b, 'outlook', [moved()]);
  await ingest(b, 'outlook', [moved()]);
  expect(await pending('outlook')).toEqual([]);
  await ingest(b, 'outlook', [rec('o2', { ...tanaka, mobilePhone: '090-2' }, { version: '2' })]);
  expect(await pending('outlook')).toEqual([['o2', 'edited']]);
});

test('a paused pair resumes when its record is back under another ref, unless the other side has left, too', async () => {
  await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', {}, { state: 'outside', version: null })]);
  expect(await link()).toMatchObject([{ state: 'paused' }]);
  await ingest(b, 'outlook', [moved()]);
  expect(await link()).toMatchObject([{ outlook: 'o2', state: 'live' }]);
  await ingest(b, 'zoho', [rec('z1', {}, { state: 'outside', version: null })]);
  await ingest(b, 'outlook', [rec('o3', tanaka, { previousRef: 'o2' })]);
  expect(await link()).toMatchObject([{ outlook: 'o3', state: 'paused' }]);
});

test('the deletion under the former ref, before or in the same page, deletes nothing', async () => {
  await linked(b, refs);
  await ingest(b, 'outlook', [tombstone('o1'), moved()]);
  expect(await link()).toEqual([{ outlook: 'o2', zoho: 'z1', state: 'live' }]);
  expect([await pending('outlook'), await pending('zoho')]).toEqual([[], []]);
});

test('a former ref without a link, or a record with a link of its own, changes nothing', async () => {
  await linked(b, refs);
  await linked(b, { outlook: 'o2', zoho: 'z2' }, sato);
  await ingest(b, 'outlook', [moved(sato, { version: '2' }), rec('o9', sato, { previousRef: 'nobody' })]);
  expect((await link()).map(({ outlook, zoho }) => `${outlook} ${zoho}`).sort()).toEqual(['o1 z1', 'o2 z2']);
  expect((await linksAmong(b.a, sync, 'zoho', ['z1', 'z9'])).map(({ outlook }) => outlook?.ref)).toEqual(['o1']);
});
