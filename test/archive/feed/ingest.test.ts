import { commitAgreed, connectedByKeys } from '../../../archive';

import {
  benchOfEachTest,
  decideNew,
  edited,
  ingest,
  pendingOf,
  rec,
  rowOf,
  rules,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';
import type { Side } from '../../../sync/model';

const b = benchOfEachTest();

const pending = (side: Side, now?: number) => pendingOf(b, side, now);

describe('rows nobody is linked to', () => {
  test('a new record is pending', async () => {
    expect(await ingest(b, 'outlook', [rec('o1', tanaka)])).toEqual({ read: 1, changed: 1, pending: 1 });
    expect(await pending('outlook')).toEqual([{ ref: 'o1', change: 'new', link: null }]);
  });

  test('the same row again changes nothing', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    expect(await ingest(b, 'outlook', [rec('o1', tanaka)])).toEqual({ read: 1, changed: 0, pending: 0 });
    expect(await pending('outlook')).toHaveLength(1);
  });

  test('one outside the scope keeps its ref and keys and nothing private', async () => {
    const row = rec('o1', tanaka, { state: 'outside', extra: { secret: 1 } });
    expect(await ingest(b, 'outlook', [row])).toEqual({ read: 1, changed: 1, pending: 0 });
    expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({
      status: 'settled',
      fields: '{}',
      extra: 'null',
      version: '1',
    });
    const known = await connectedByKeys(b.a, sync, [row.keys]);
    expect(known.outlook).toMatchObject([{ ref: 'o1', state: 'outside', taken: null }]);
  });

  test('one that leaves the scope before it was ever linked is forgotten but for its keys; back again it is new', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    await ingest(b, 'outlook', [rec('o1', tanaka, { state: 'outside', version: '2' })]);
    expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({ status: 'settled', fields: '{}' });
    await ingest(b, 'outlook', [rec('o1', tanaka, { version: '3' })]);
    expect(await pending('outlook')).toEqual([{ ref: 'o1', change: 'new', link: null }]);
  });

  test('a tombstone removes the row and its keys; one of a stranger is nothing', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    expect(await ingest(b, 'outlook', [tombstone('o1'), tombstone('o9')])).toEqual({ read: 2, changed: 1, pending: 0 });
    expect(await rowOf(b, 'outlook', 'o1')).toBeUndefined();
    expect(await b.a.db.selectFrom('key').selectAll().execute()).toEqual([]);
  });

  test('a ref that comes twice in a page counts as it came last', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka), rec('o1', edited, { version: '2' })]);
    expect(JSON.parse((await rowOf(b, 'outlook', 'o1'))!.fields)).toMatchObject({ mobilePhone: '090-2' });
  });

  test('one rightly left alone stays so until it really changes', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    const oneWay = { ...rules, policy: { ...rules.policy, direction: 'toOutlook' as const } };
    const skip = decideNew('outlook', rec('o1', tanaka), oneWay);
    expect(skip.verdict).toBe('skip');
    await commitAgreed(b.a, b.cycle, [skip], t0);
    await ingest(b, 'outlook', [rec('o1', tanaka, { version: '2' })]);
    expect(await pending('outlook')).toEqual([]);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '3' })]);
    expect(await pending('outlook')).toHaveLength(1);
  });
});
