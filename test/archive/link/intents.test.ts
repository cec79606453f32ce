import { journalOf, openIntents, pairsFor, writeIntents } from '../../../archive';
import type { Intent } from '../../../archive';
import {
  benchOfEachTest,
  decideLink,
  decideNew,
  edited,
  ingest,
  linked,
  pendingOf,
  rec,
  refs,
  rowOf,
  rules,
  sato,
  statusesOf,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';
import type { Side } from '../../../sync/model';

const b = benchOfEachTest();

const pending = (side: Side, now?: number) => pendingOf(b, side, now);

describe('a create whose reply was lost', () => {
  const intent = (source: string, id = 'mark-1', link: string | null = null): Intent => {
    const { writes } = decideNew('outlook', rec(source, tanaka), rules);
    const { keys } = rec(source, tanaka);
    return {
      id,
      side: 'zoho',
      sourceRef: source,
      fields: writes[0]!.fields,
      keys,
      agreed: writes[0]!.agreed,
      link,
      op: 'create',
    };
  };

  test('is linked with its source when the record shows up with the mark', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    await writeIntents(b.a, b.cycle, [intent('o1'), intent('o1', 'mark-2')], t0);
    expect(await openIntents(b.a, sync)).toMatchObject([{ id: 'mark-1', writtenAt: t0 }, { id: 'mark-2' }]);
    await ingest(b, 'zoho', [rec('z1', tanaka, { mark: 'mark-1' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'settled' });
    expect(await openIntents(b.a, sync)).toEqual([]);
    expect((await journalOf(b.a, sync))[0]).toMatchObject({ op: 'recovered', side: 'zoho', ref: 'z1' });
    expect(await ingest(b, 'zoho', [rec('z1', tanaka, { mark: 'mark-1' })])).toMatchObject({ changed: 0 });
  });

  test('with an edit made meanwhile on either side: the edits stay pending', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    await writeIntents(b.a, b.cycle, [intent('o1')], t0);
    await ingest(b, 'outlook', [rec('o1', { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    await ingest(b, 'zoho', [rec('z1', edited, { mark: 'mark-1' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'pending' });
    const [{ id } = { id: '' }] = await b.a.db.selectFrom('link').select('id').execute();
    const decision = await decideLink(b, id);
    expect(decision.clashes).toEqual([]);
    expect(decision.writes.map(({ side, fields }) => [side, fields])).toEqual([
      ['outlook', { mobilePhone: '090-2' }],
      ['zoho', { jobTitle: 'CEO' }],
    ]);
  });

  test('with a field cleared meanwhile: that is an edit like any other', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    await writeIntents(b.a, b.cycle, [intent('o1')], t0);
    await ingest(b, 'zoho', [rec('z1', { ...tanaka, mobilePhone: null }, { mark: 'mark-1' })]);
    const [{ id } = { id: '' }] = await b.a.db.selectFrom('link').select('id').execute();
    const { writes } = await decideLink(b, id);
    expect(writes.map(({ side, fields }) => [side, fields])).toEqual([['outlook', { mobilePhone: null }]]);
  });

  test('that brings a deleted record back gives the link its new ref', async () => {
    const link = await linked(b, refs);
    await ingest(b, 'zoho', [tombstone('z1')]);
    await writeIntents(b.a, b.cycle, [intent('o1', 'mark-1', link)], t0);
    await ingest(b, 'zoho', [rec('z2', tanaka, { mark: 'mark-1' })]);
    const [pair] = await pairsFor(b.a, sync, [link]);
    expect(pair).toMatchObject({ outlook: { ref: 'o1' }, zoho: { ref: 'z2', state: 'live' } });
    expect(await rowOf(b, 'zoho', 'z1')).toBeUndefined();
    expect(await statusesOf(b, { outlook: 'o1', zoho: 'z2' })).toEqual({ outlook: 'settled', zoho: 'settled' });
  });

  test('whose source is gone or linked by now is an ordinary new record', async () => {
    await linked(b, refs);
    await writeIntents(b.a, b.cycle, [intent('o1'), intent('gone', 'mark-9')], t0);
    await ingest(b, 'zoho', [rec('z2', tanaka, { mark: 'mark-1' }), rec('z3', sato, { mark: 'mark-9' })]);
    expect((await pending('zoho')).map(({ ref, change }) => [ref, change])).toEqual([
      ['z2', 'new'],
      ['z3', 'new'],
    ]);
    expect(await openIntents(b.a, sync)).toEqual([]);
  });

  test('a mark that is no intent of ours means nothing', async () => {
    await ingest(b, 'zoho', [rec('z1', tanaka, { mark: 'whatever' })]);
    expect(await pending('zoho')).toHaveLength(1);
  });
});
