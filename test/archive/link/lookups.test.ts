import { commitAgreed, journalOf, pairsFor, versionsOf } from '../../../archive';

import {
  apply,
  benchOfEachTest,
  decideLink,
  edited,
  ingest,
  linked,
  pendingOf,
  rec,
  refs,
  rowOf,
  rules,
  statusesOf,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';
import type { Side } from '../../../sync/model';

const b = benchOfEachTest();

const pending = (side: Side, now?: number) => pendingOf(b, side, now);

describe('linked rows', () => {
  test('an echo of our own write is nothing, whatever spaces and cases the vendor adds', async () => {
    await linked(b, refs);
    expect(await ingest(b, 'zoho', [rec('z1', tanaka)])).toEqual({ read: 1, changed: 0, pending: 0 });
    const spelt = { ...tanaka, mobilePhone: '(090) 1', email: 'Hanako@Example.com ' };
    expect(await ingest(b, 'zoho', [rec('z1', spelt, { version: '2' })])).toEqual({ read: 1, changed: 0, pending: 0 });
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'settled' });
    expect(await versionsOf(b.a, sync, 'zoho', ['z1', 'z2'])).toEqual(new Map([['z1', '2']]));
  });

  test('an edit is pending; taken back, it is not', async () => {
    const link = await linked(b, refs);
    expect(await ingest(b, 'zoho', [rec('z1', edited, { version: '2' })])).toEqual({ read: 1, changed: 1, pending: 1 });
    expect(await pending('zoho')).toEqual([{ ref: 'z1', change: 'edited', link }]);
    expect(await ingest(b, 'zoho', [rec('z1', tanaka, { version: '3' })])).toEqual({ read: 1, changed: 1, pending: 0 });
    expect(await pending('zoho')).toEqual([]);
  });

  test('a deletion is pending, with what was last known of the record', async () => {
    const link = await linked(b, refs);
    await ingest(b, 'outlook', [tombstone('o1')]);
    expect(await pending('outlook')).toEqual([{ ref: 'o1', change: 'deleted', link }]);
    const [pair] = await pairsFor(b.a, sync, [link]);
    expect(pair).toMatchObject({
      matchedBy: 'link',
      outlook: { state: 'deleted', fields: tanaka },
      zoho: { state: 'live' },
    });
    await ingest(b, 'outlook', [tombstone('o1')]);
    expect(await pending('outlook')).toHaveLength(1);
  });

  test.each(['outlook', 'zoho'] as const)(
    'leaving the scope in %s pauses the link and blanks the row',
    async (side) => {
      const link = await linked(b, refs);
      const opposite = side === 'outlook' ? 'zoho' : 'outlook';
      await ingest(b, opposite, [rec(refs[opposite], edited, { version: '2' })]);
      await ingest(b, side, [rec(refs[side], tanaka, { state: 'outside', version: '5' })]);
      expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'settled' });
      expect(await rowOf(b, side, refs[side])).toMatchObject({ fields: '{}', extra: 'null' });
      await ingest(b, opposite, [rec(refs[opposite], { ...edited, jobTitle: 'CEO' }, { version: '3' })]);
      expect(await pending(opposite)).toEqual([]);
      await ingest(b, side, [rec(refs[side], tanaka, { version: '6' })]);
      expect(await pending(opposite)).toEqual([{ ref: refs[opposite], change: 'edited', link }]);
      expect(await pending(side)).toEqual([]);
      expect((await journalOf(b.a, sync)).map(({ op }) => op)).toEqual(['resume', 'pause', 'create']);
    },
  );

  test('edited while outside: pending when it is back', async () => {
    await linked(b, refs);
    await ingest(b, 'outlook', [rec('o1', tanaka, { state: 'outside', version: '2' })]);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '3' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'settled' });
  });

  test('deleted on the other side while outside: the deletion is pending when it is back', async () => {
    await linked(b, refs);
    await ingest(b, 'outlook', [rec('o1', tanaka, { state: 'outside', version: '2' })]);
    await ingest(b, 'zoho', [tombstone('z1')]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'settled' });
    await ingest(b, 'outlook', [rec('o1', tanaka, { version: '3' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'pending' });
  });

  test('both outside: one coming back does not wake the link, both do', async () => {
    await linked(b, refs);
    const outside = { state: 'outside', version: '2' } as const;
    await ingest(b, 'outlook', [rec('o1', tanaka, outside)]);
    await ingest(b, 'zoho', [rec('z1', tanaka, outside)]);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '3' })]);
    expect(await pending('outlook')).toEqual([]);
    await ingest(b, 'zoho', [rec('z1', tanaka, { version: '3' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'settled' });
  });

  test('deleted and kept: paused, until the record is restored or its twin goes too', async () => {
    const link = await linked(b, refs);
    const keep = { ...rules, policy: { ...rules.policy, deletes: 'keep' as const } };
    await ingest(b, 'outlook', [tombstone('o1')]);
    await apply(b, await decideLink(b, link, keep), null);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'settled' });
    await ingest(b, 'zoho', [rec('z1', edited, { version: '2' })]);
    expect(await pending('zoho')).toEqual([]);
    await ingest(b, 'outlook', [rec('o1', tanaka, { version: '9' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'settled', zoho: 'pending' });
  });

  test('deleted and kept, then deleted there too: dropped without a trace but the journal', async () => {
    const link = await linked(b, refs);
    const keep = { ...rules, policy: { ...rules.policy, deletes: 'keep' as const } };
    await ingest(b, 'outlook', [tombstone('o1')]);
    await apply(b, await decideLink(b, link, keep), null);
    await ingest(b, 'zoho', [tombstone('z1')]);
    expect(await pending('zoho')).toEqual([{ ref: 'z1', change: 'deleted', link }]);
    const decision = await decideLink(b, link);
    expect(decision.verdict).toBe('dropLink');
    await commitAgreed(b.a, b.cycle, [decision], t0);
    for (const table of ['record', 'key', 'link'] as const)
      expect(await b.a.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect((await journalOf(b.a, sync))[0]).toMatchObject({ op: 'dropLink' });
  });
});
