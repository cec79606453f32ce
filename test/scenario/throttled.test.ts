/** A service that asks to wait in the middle of a long reading: what has come is kept, nothing is decided, the next run goes on. */
import { finishCycle, noteAskedToWait, setPaused, type Archive, type CycleRef } from '../../archive';
import { start } from '../../engine/start';
import { describeStatus } from '../../engine/status';
import { startFixture, type Fixture } from '../support/fixture';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => world.clear());

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({
    ...{ firstName: 'Ann', lastName: `Person ${from + n}`, email: `person${from + n}@example.jp` },
  }));
const reading = { graph: 'contactFolders/.*/contacts', zoho: '/coql' } as const;
const askToWait = (side: 'graph' | 'zoho', skip: number, seconds = 3600): void =>
  void world.services[side].faults.add({
    ...{ kind: 'status', status: 429, count: 1000, skip, match: { path: reading[side] } },
    headers: { 'retry-after': String(seconds) },
  } as never);
/** Time has passed, and it serves again. */
async function over(side: 'graph' | 'zoho'): Promise<void> {
  world.services[side].faults.clear();
  world.later();
  await world.withArchive(({ db }) =>
    db
      .updateTable('sync')
      .set({ asked_until: Date.now() - 1 })
      .execute(),
  );
}

/** The same people on both sides, in another order: read only in part, half of them would seem to be missing. */
function everybodyTwice(count: number): void {
  const all = people(0, count);
  world.services.graph.seed({
    contacts: all.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
  world.services.zoho.seed({ records: { Contacts: all.toReversed().map((one) => zohoForm(one as never)) } } as never);
}

test.each([['graph', 'Outlook'] as const, ['zoho', 'Zoho CRM'] as const])(
  'the first reading of %s is asked to wait in its midst: it goes on with the next run, and nobody is doubled',
  async (side, name) => {
    everybodyTwice(side === 'graph' ? 700 : 2_300);
    askToWait(side, 1);
    const first = await world.run();
    expect(first).toMatchObject({ written: 0, linked: 0, secondsLeft: null });
    expect(world.writes()).toEqual([]);
    expect((first as unknown as { says: string }).says).toContain(`${name} asked to wait before all was read`);
    await over(side);
    const second = await world.run();
    expect(second).toMatchObject({ written: 0 });
    expect(second.linked).toBeGreaterThan(0);
  },
);

test('what was read in part is neither asked about nor shown as a plan', async () => {
  everybodyTwice(700);
  askToWait('graph', 1);
  const asked = await world.run({ 'Conflict Resolver': { firstRun: 'ask' } });
  expect(asked).toMatchObject({ written: 0, reviews: [] });
  await world.withArchive(({ db }) => db.updateTable('sync').set({ asked_until: 0 }).execute());
  const shown = await world.run({ 'Conflict Resolver': { preview: true } }).catch((error: Error) => error.message);
  expect(shown).toContain('asks to slow down');
});

test('asked to wait right behind a list of what changed: what it told is kept, and the run ends well', async () => {
  const all = people(0, 100).map((one, n) => ({ ...one, notes: n % 10 === 0 ? 'met at a fair' : '' }));
  const contacts = all.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] }));
  world.services.graph.seed({ contacts } as never);
  world.services.zoho.seed({ records: { Contacts: all.map((one) => zohoForm(one as never)) } } as never);
  await world.run();
  world.later();
  await world.untilQuiet();
  for (const { id } of (await world.contacts('outlook')).slice(0, 80))
    await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${String(id)}`, { jobTitle: 'Head' });
  world.services.graph.faults.add({
    ...{ kind: 'status', status: 429, count: 1000, match: { path: '\\$batch' } },
    headers: { 'retry-after': '3600' },
  } as never);
  const first = await world.run();
  expect(first).toMatchObject({ written: 0 });
  expect((first as unknown as { says: string }).says).toContain('Outlook asked to wait before all was read');
  await over('graph');
  await world.untilQuiet();
  expect((await world.contacts('zoho')).filter(({ Title }) => Title === 'Head')).toHaveLength(80);
});

test('asked to wait before anything came: the run fails, and says so', async () => {
  everybodyTwice(20);
  askToWait('graph', 0);
  await expect(world.run()).rejects.toThrow('Microsoft asks to slow down');
});

/** All that is asked of a side from the `skip`th write on is refused. */
const refuseWrites = (side: 'graph' | 'zoho', skip: number, headers: Record<string, string>): void =>
  void world.services[side].faults.add({
    ...{ kind: 'status', status: 429, count: 1000, skip, headers },
    match: side === 'graph' ? { method: 'POST', path: '\\$batch' } : { method: 'POST', path: '/crm/v8/Contacts$' },
  } as never);
const onOneSide = (side: 'graph' | 'zoho', count: number): void => {
  const all = people(0, count);
  if (side === 'graph')
    world.services.zoho.seed({ records: { Contacts: all.map((one) => zohoForm(one as never)) } } as never);
  else {
    const contacts = all.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] }));
    world.services.graph.seed({ contacts } as never);
  }
};

test.each([['graph', 'Outlook', 50, 2, 20] as const, ['zoho', 'Zoho CRM', 250, 2, 100] as const])(
  '%s asks to wait in the midst of the writes: the run ends well, says until when, and the next goes on then',
  async (side, name, count, skip, step) => {
    onOneSide(side, count);
    refuseWrites(side, skip, { 'retry-after': '400' });
    const began = Date.now();
    const first = await world.run();
    expect(first).toMatchObject({ written: skip * step, pending: count - skip * step });
    const { askedToWait, secondsLeft } = first as unknown as {
      readonly askedToWait: { readonly side: string; readonly until: number };
      readonly secondsLeft: number;
    };
    expect(askedToWait.until - began).toBeGreaterThanOrEqual(400_000);
    expect(askedToWait.until - began).toBeLessThan(430_000);
    expect(secondsLeft).toBeGreaterThanOrEqual(390);
    expect((first as unknown as { says: string }).says).toContain(`${name} asks to wait until 20`);
    expect((first as unknown as { left: readonly { reason: string }[] }).left[0]?.reason).toContain(
      'asks to slow down',
    );
    await expect(world.run()).rejects.toThrow('another cycle held the lease');
    expect(world.requests()).toEqual([]);
    await over(side);
    await world.untilQuiet();
    expect(await world.contacts('outlook')).toHaveLength(count);
    expect(await world.contacts('zoho')).toHaveLength(count);
  },
);

test('behind a run that went on, a reading that is asked to wait before anything came is waited for, once', async () => {
  const small = { 'Outlook Changes': { batchSize: 40 }, 'Zoho CRM Changes': { batchSize: 40 } };
  onOneSide('graph', 60);
  expect(await world.run(small)).toMatchObject({ written: 40, pending: 20, secondsLeft: 1 });
  askToWait('zoho', 0, 500);
  const rest = await world.run(small);
  expect(rest).toMatchObject({ written: 0, pending: 20, askedToWait: { side: 'zoho' } });
  expect(rest.secondsLeft).toBeGreaterThanOrEqual(490);
  await world.withArchive(({ db }) => db.updateTable('sync').set({ asked_until: 0 }).execute());
  await expect(world.run(small)).rejects.toThrow('Zoho CRM asks to slow down');
  await over('zoho');
  await world.letLeaseLapse();
  await world.untilQuiet();
  expect(await world.contacts('outlook')).toHaveLength(60);
});

test('a service that lets nothing through at all ends the run: somebody has to look', async () => {
  onOneSide('graph', 6);
  refuseWrites('graph', 0, { 'retry-after': '400' });
  await expect(world.run()).rejects.toThrow('Microsoft asks to slow down');
});

test('an undoing that is asked to wait says so as an error: nobody would go on with it', async () => {
  onOneSide('graph', 60);
  await world.untilQuiet();
  const data = world
    .records('Contacts')
    .slice(0, 22)
    .map(({ id }) => ({ id, Title: 'Boss' }));
  await world.ask('zoho', 'PUT', '/crm/v8/Contacts', { data });
  world.later();
  expect(await world.run()).toMatchObject({ written: 22 });
  refuseWrites('graph', 1, { 'retry-after': '400' });
  await expect(world.undo()).rejects.toThrow('Microsoft asks to slow down');
});

test('whatever a service asks for, it is an hour at most', async () => {
  onOneSide('graph', 50);
  refuseWrites('graph', 2, { 'retry-after': '99999999999999' });
  const { askedToWait } = (await world.run()) as unknown as { readonly askedToWait: { readonly until: number } };
  expect(askedToWait.until - Date.now()).toBeLessThanOrEqual(3_600_000);
});

describe('a run that follows one whose service asked to wait', () => {
  const sync = 'Contacts';
  const request = (archive: Archive) => ({ archive, sync, kind: 'contact' as const, holder: 'test' });
  /** After a run that wrote a part and was asked to wait for so long, in ms. */
  async function begin(
    askedMs: number,
    options: { readonly follows: boolean; readonly signal?: AbortSignal },
    byHand: string | null = null,
  ) {
    onOneSide('graph', 50);
    refuseWrites('graph', 2, { 'retry-after': '400' });
    await world.run();
    return world.withArchive(async (archive) => {
      await archive.db
        .updateTable('sync')
        .set({ asked_until: Date.now() + askedMs })
        .execute();
      const since = Date.now();
      const begun = await start({ ...request(archive), byHand }, { waits: false, memory: {}, ...options });
      if (begun.started) await finishCycle(archive, begun.cycle, Date.now());
      return { started: begun.started, waitedMs: Date.now() - since };
    });
  }

  test('waits so long, then begins', async () => {
    const { started, waitedMs } = await begin(700, { follows: true });
    expect([started, waitedMs >= 690]).toEqual([true, true]);
  });
  test('begins at once where that time is over, or a person starts it', async () => {
    expect(await begin(-1, { follows: true })).toMatchObject({ started: true, waitedMs: expect.closeTo(0, -4) });
    expect(await begin(60_000, { follows: false }, 'by hand')).toMatchObject({ started: true });
  });
  test('where more is asked for than an execution waits it ends at once', async () => {
    expect(await begin(1_000_000, { follows: true })).toMatchObject({
      started: false,
      waitedMs: expect.closeTo(0, -4),
    });
  });
  test('begins whenever the timer ends, and not a moment before', async () => {
    await begin(-1, { follows: true });
    const refused = await world.withArchive(async (archive) => {
      let count = 0;
      for (let n = 0; n < 30; n += 1) {
        await archive.db
          .updateTable('sync')
          .set({ asked_until: Date.now() + 10 + (n % 7) })
          .execute();
        const begun = await start(request(archive), { waits: false, memory: {}, follows: true });
        if (begun.started) await finishCycle(archive, begun.cycle, Date.now());
        else count += 1;
      }
      return count;
    });
    expect(refused).toBe(0);
  });
  test('a run by hand takes it back for the schedule', async () => {
    await begin(900_000, { follows: false }, 'by hand');
    world.services.graph.faults.clear();
    expect((await world.run()).written).toBeGreaterThan(0);
  });
  test('so does Resume', async () => {
    await begin(900_000, { follows: false });
    world.services.graph.faults.clear();
    await world.withArchive((archive) => setPaused(archive, sync, null));
    expect((await world.run()).written).toBeGreaterThan(0);
  });
  test('the status tells of it', async () => {
    await begin(900_000, { follows: false });
    const { text } = await world.withArchive((archive) => describeStatus(archive, sync, Date.now()));
    expect(text).toContain('A service asked to wait: runs of the schedule end at once until 20');
  });
  test('one that a schedule starts ends at once', async () => {
    expect(await begin(60_000, { follows: false })).toMatchObject({ started: false, waitedMs: expect.closeTo(0, -4) });
  });
  test('begins nothing when it is stopped meanwhile', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1_500);
    const { started, waitedMs } = await begin(60_000, { follows: true, signal: stop.signal });
    expect([started, waitedMs < 10_000]).toEqual([false, true]);
  });
});

test('of two services that ask to wait the longer one counts, and what is read afterwards keeps it', async () => {
  await world.withArchive(async (archive) => {
    const begun = await start(
      { archive, sync: 'Contacts', kind: 'contact', holder: 'test' },
      { waits: false, memory: {} },
    );
    const { cycle } = begun as unknown as { readonly cycle: CycleRef };
    const now = Date.now();
    await noteAskedToWait(archive, cycle, { side: 'outlook', until: now + 900_000 }, now);
    await noteAskedToWait(archive, cycle, { side: 'zoho', until: now + 60_000 }, now);
    const { askedToWait } = await finishCycle(archive, cycle, now);
    expect(askedToWait).toEqual({ side: 'outlook', until: now + 900_000 });
  });
});
