import {
  areMoreThan,
  finishCycle,
  forgetFeed,
  ingestPage,
  pendingRecords,
  readCursor,
  readProfile,
  startCycle,
  unseenRefs,
  writeCursor,
  writeProfile,
} from '../../../archive';

import {
  beginCycle,
  benchOfEachTest,
  contact,
  ingest,
  linked,
  rec,
  refs,
  rowOf,
  sato,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';

const b = benchOfEachTest();

describe('feeds', () => {
  const page = (refsOf: readonly string[], value: number, cycle = b.cycle) =>
    ingestPage(b.a, cycle, 'zoho', contact, {
      rows: refsOf.map((ref) => rec(ref, { lastName: ref })),
      cursor: { feed: 'changes', value: { page: value } },
      now: t0,
    });

  test('page and cursor go together, also for a long page and an empty one', async () => {
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toBeNull();
    const long = Array.from({ length: 450 }, (_, i) => `z${i}`);
    expect(await page(long, 1)).toEqual({ read: 450, changed: 450, pending: 450 });
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toEqual({ page: 1 });
    await page([], 2);
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toEqual({ page: 2 });
    expect(await readCursor(b.a, sync, 'zoho', 'deletions')).toBeNull();
    await writeCursor(b.a, b.cycle, 'zoho', { feed: 'deletions', value: 'x' }, t0);
    expect(await readCursor(b.a, sync, 'zoho', 'deletions')).toBe('x');
  });

  test('a page that fails leaves the cursor where it was', async () => {
    await page(['z1'], 1);
    const broken = [rec('z2', tanaka), { ...rec('z3', tanaka), keys: undefined as never }];
    const cursor = { feed: 'changes', value: { page: 2 } };
    await expect(ingestPage(b.a, b.cycle, 'zoho', contact, { rows: broken, cursor, now: t0 })).rejects.toThrow();
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toEqual({ page: 1 });
    expect(await rowOf(b, 'zoho', 'z2')).toBeUndefined();
  });

  test('what was read ahead of a full reading is known, and named until that one has met it', async () => {
    await forgetFeed(b.a, b.cycle, 'zoho', t0);
    const rows = ['z1', 'z2'].map((ref) => rec(ref, { lastName: ref }));
    await ingestPage(b.a, b.cycle, 'zoho', contact, { rows, isAhead: true, cursor: null, now: t0 });
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z1', 'z2']);
    await ingestPage(b.a, b.cycle, 'zoho', contact, { rows: [], met: ['z1'], cursor: null, now: t0 });
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z2']);
  });

  test('who is known and read ahead of a round of changes is asked for by nobody', async () => {
    await page(['z1', 'z2'], 1);
    const rows = [rec('z1', sato, { version: '9' }), rec('z3', tanaka)];
    await ingestPage(b.a, b.cycle, 'zoho', contact, { rows, isAhead: true, cursor: null, now: t0 });
    expect((await rowOf(b, 'zoho', 'z1'))?.version).toBe('9');
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z3']);
    await forgetFeed(b.a, b.cycle, 'zoho', t0);
    await ingestPage(b.a, b.cycle, 'zoho', contact, { rows, isAhead: true, cursor: null, now: t0 });
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z1', 'z2', 'z3']);
  });

  test('after a full reading those not met are named until they are looked up, and deleted by nobody', async () => {
    await page(['z1', 'z2', 'z3'], 1);
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual([]);
    await forgetFeed(b.a, b.cycle, 'zoho', t0);
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toBeNull();
    await page(['z1'], 1);
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z2', 'z3']);
    await finishCycle(b.a, b.cycle, t0);
    const next = await beginCycle(b.a);
    await ingestPage(b.a, next, 'zoho', contact, { rows: [tombstone('z2')], cursor: null, now: t0 });
    expect(await unseenRefs(b.a, next, 'zoho')).toEqual(['z3']);
    await page(['z3'], 1, next);
    expect(await unseenRefs(b.a, next, 'zoho')).toEqual([]);
  });

  test('a full reading may leave a cursor until its first page is in', async () => {
    await page(['z1'], 1);
    await forgetFeed(b.a, b.cycle, 'zoho', t0, { feed: 'changes', value: { from: 1 } });
    expect(await readCursor(b.a, sync, 'zoho', 'changes')).toEqual({ from: 1 });
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual(['z1']);
  });

  test('a record we created is asked for until a page has told or met it: it may be gone without a word', async () => {
    await linked(b, refs);
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual([refs.zoho]);
    const cursor = { feed: 'changes', value: 1 };
    await ingestPage(b.a, b.cycle, 'zoho', contact, { rows: [], met: [refs.zoho, 'unknown'], cursor, now: t0 });
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual([]);
    await forgetFeed(b.a, b.cycle, 'zoho', t0);
    expect(await unseenRefs(b.a, b.cycle, 'zoho')).toEqual([refs.zoho]);
  });

  test('what was learnt about an account is kept and replaced', async () => {
    expect(await readProfile(b.a, sync, 'zoho')).toBeNull();
    const first = { account: 'org 1', place: 'Contacts', data: { limits: { lastName: 80 } }, readAt: t0 };
    const later = { account: 'org 1', place: 'Leads', data: { limits: { lastName: 90 } }, readAt: t0 + 1 };
    await writeProfile(b.a, b.cycle, 'zoho', first, t0);
    await writeProfile(b.a, b.cycle, 'zoho', later, t0 + 1);
    expect(await readProfile(b.a, sync, 'zoho')).toEqual(later);
    expect(await readProfile(b.a, sync, 'outlook')).toBeNull();
  });

  test('a profile read long ago and kept again renews the lease from now, so nobody takes over meanwhile', async () => {
    const old = { account: 'org 1', place: '', data: {}, readAt: t0 - 3_600_000 };
    await writeProfile(b.a, b.cycle, 'zoho', old, t0 + 1);
    const late = await startCycle(b.a, { sync, kind: 'contact', holder: 'second', now: t0 + 2 });
    expect(late).toMatchObject({ started: false });
  });

  test('what a workflow filters out stays pending but never keeps the rest waiting', async () => {
    await page(['z1', 'z2', 'z3'], 1);
    const names = async (now: number) =>
      (await pendingRecords(b.a, sync, 'zoho', 2, now)).map(({ record }) => record.ref);
    expect(await names(t0 + 1)).toEqual(['z1', 'z2']);
    expect(await names(t0 + 2)).toEqual(['z3', 'z1']);
    expect(await names(t0 + 3)).toEqual(['z2', 'z1']);
  });
});

test('what is read and unchanged is counted', async () => {
  await linked(b, refs);
  await ingest(b, 'zoho', [rec('z1', tanaka), rec('z2', sato)]);
  const report = await finishCycle(b.a, b.cycle, t0 + 1500);
  expect(report).toMatchObject({
    read: { outlook: 1, zoho: 2 },
    unchanged: 1,
    created: { outlook: 0, zoho: 1 },
    written: 1,
    pending: 1,
    seconds: 1.5,
  });
});

test('whether a side has more records than so many: its own, of this sync, also those out of scope', async () => {
  await ingest(b, 'outlook', [rec('o1', tanaka)]);
  await ingest(b, 'zoho', [rec('z1', tanaka), { ...rec('z2', sato), state: 'outside' }, rec('z3', sato)]);
  const are = async (count: number) => areMoreThan(b.a, sync, 'zoho', count);
  expect([await are(0), await are(2), await are(3), await are(9)]).toEqual([true, true, false, false]);
  expect(await areMoreThan(b.a, 'another', 'zoho', 0)).toBe(false);
});
