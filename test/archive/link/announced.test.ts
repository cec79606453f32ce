/** A write that is announced and never comes goes with its pair, or once its source is long gone: it holds what is a person's. */
import { finishCycle, forgetPerson, openIntents, writeIntents } from '../../../archive';
import { noKeys } from '../../../sync/model';
import { apply, beginCycle, benchOfEachTest, decideLink, heldBy, ingest, linked, minute, pairOf } from '../support';
import { rec, refs, sync, t0, tanaka, tombstone } from '../support';

const b = benchOfEachTest();
const days = 24 * 60 * minute;

test('gone with its pair, and nothing of it is left when the person is forgotten', async () => {
  const link = await linked(b, refs);
  await ingest(b, 'outlook', [rec('o1', { ...tanaka, mobilePhone: '090-9999-1234' }, { version: '2' })]);
  const [write] = (await decideLink(b, link)).writes;
  const sent = { fields: write!.fields, keys: noKeys, agreed: write!.agreed, link };
  await writeIntents(b.a, b.cycle, [{ id: 'i1', op: 'update', side: 'zoho', sourceRef: 'o1', ...sent }], t0 + 1);
  await ingest(b, 'outlook', [tombstone('o1')]);
  await ingest(b, 'zoho', [tombstone('z1')]);
  await apply(b, await decideLink(b, link), await pairOf(b, link));
  await finishCycle(b.a, b.cycle, t0 + minute);
  for (const at of [100, 200, 300].map((n) => t0 + n * days)) await finishCycle(b.a, await beginCycle(b.a, at), at + 1);
  await forgetPerson(b.a, { address: tanaka.email as string }, t0 + 500 * days);
  expect(await heldBy(b)).not.toContain('090-9999-1234');
  expect(await b.a.db.selectFrom('intent').selectAll().execute()).toEqual([]);
});

test('a create that never came goes once its source is long gone; where that is still there, it is looked for', async () => {
  const create = { op: 'create' as const, side: 'zoho' as const, fields: tanaka, keys: noKeys, link: null };
  const agreed = { outlook: tanaka, zoho: tanaka };
  await ingest(b, 'outlook', [rec('o1', tanaka), rec('o2', tanaka)]);
  const announced = ['o1', 'o2'].map((sourceRef) => ({ ...create, id: `of ${sourceRef}`, sourceRef, agreed }));
  await writeIntents(b.a, b.cycle, announced, t0);
  await ingest(b, 'outlook', [tombstone('o1')]);
  const left = async () => (await openIntents(b.a, sync)).map(({ sourceRef }) => sourceRef);
  await finishCycle(b.a, b.cycle, t0 + minute);
  await finishCycle(b.a, await beginCycle(b.a, t0 + 80 * days), t0 + 80 * days);
  expect(await left()).toEqual(['o1', 'o2']);
  for (const at of [100, 200].map((n) => t0 + n * days)) await finishCycle(b.a, await beginCycle(b.a, at), at + 1);
  expect(await left()).toEqual(['o2']);
});
