import { anyReason } from '../../support/anyReason';
import { finishCycle } from '../../../archive';

import {
  benchOfEachTest,
  edited,
  ingest,
  linked,
  minute,
  parkRefs,
  pendingOf,
  rec,
  refs,
  rowOf,
  statusesOf,
  t0,
  tanaka,
} from '../support';
import type { Side } from '../../../sync/model';

const b = benchOfEachTest();

const pending = (side: Side, now?: number) => pendingOf(b, side, now);

describe('parked rows', () => {
  const why = anyReason('Zoho refuses the phone Correct it');

  test('wait 5 minutes, then twice as long each time, a day at most', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    let now = t0;
    const waits: number[] = [];
    for (let i = 0; i < 11; i++) {
      await parkRefs(b.a, b.cycle, [{ side: 'outlook', ref: 'o1' }], why, now);
      const { next_try, tries } = (await rowOf(b, 'outlook', 'o1'))!;
      expect(tries).toBe(i + 1);
      waits.push((next_try - now) / minute);
      expect(await pending('outlook', next_try - 1)).toEqual([]);
      now = next_try;
      expect(await pending('outlook', now)).toHaveLength(1);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]);
  });

  test('the pending partner of a refused write waits with it', async () => {
    await linked(b, refs);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '2' })]);
    await parkRefs(b.a, b.cycle, [{ side: 'zoho', ref: 'z1' }], why, t0);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'parked', zoho: 'parked' });
    expect(await pending('outlook')).toEqual([]);
  });

  test('a change of the record, even one we do not map, gives both another chance', async () => {
    await linked(b, refs);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '2' })]);
    await parkRefs(
      b.a,
      b.cycle,
      [
        { side: 'zoho', ref: 'z1' },
        { side: 'outlook', ref: 'o1' },
      ],
      why,
      t0,
    );
    await ingest(b, 'outlook', [rec('o1', edited, { version: '2' })]);
    expect(await pending('outlook')).toEqual([]);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '3' })]);
    expect(await pending('outlook')).toHaveLength(1);
    expect(await rowOf(b, 'outlook', 'o1')).toMatchObject({ tries: 0, reason: null });
  });

  test('an edit on one side clears what was parked on the other', async () => {
    await linked(b, refs);
    await parkRefs(b.a, b.cycle, [{ side: 'zoho', ref: 'z1' }], why, t0);
    await ingest(b, 'outlook', [rec('o1', edited, { version: '2' })]);
    expect(await statusesOf(b, refs)).toEqual({ outlook: 'pending', zoho: 'settled' });
  });

  test('the report names them with what to do', async () => {
    await ingest(b, 'outlook', [rec('o1', tanaka)]);
    await parkRefs(b.a, b.cycle, [{ side: 'outlook', ref: 'o1' }], why, t0);
    const report = await finishCycle(b.a, b.cycle, t0);
    expect(report).toMatchObject({ parked: 1, pending: 0 });
    expect(report.parkedRecords).toEqual([
      { side: 'outlook', ref: 'o1', label: 'Hanako Tanaka', reason: why, tries: 1, nextTry: t0 + 5 * minute },
    ]);
  });
});
