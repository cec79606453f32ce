/** The first run of a sync shows all it would do, and waits: nothing is overwritten, made or decided before a person has seen it. */
import { startGuardWorld, type GuardKind, type GuardWorld, type Run } from '../support/guardWorld';
import type { Settings } from '../support/pipeline';

const asking = { 'Conflict Resolver': { firstRun: 'ask' } };
const small: Settings = { ...asking, 'Outlook Changes': { batchSize: 2 }, 'Zoho CRM Changes': { batchSize: 2 } };
const onlyInOutlook = ['Abe', 'Baba', 'Chiba', 'Doi'];
const inZohoToo = ['Endo'];
const everybody = [...onlyInOutlook, ...inZohoToo];

let world: GuardWorld;
const both = () => ({ outlook: world.names('outlook'), zoho: world.names('zoho') });
const before = { outlook: everybody, zoho: inZohoToo };
const reasons = (run: Run): readonly string[] => (run.ended ? run.reviews.map(({ reason }) => reason) : [run.message]);

describe.each<GuardKind>(['contact', 'task', 'event'])('%s', (kind) => {
  beforeAll(async () => void (world = await startGuardWorld(kind)));
  afterAll(async () => await world.stop());
  /** Endo is on both sides, and what the field says differs: the policy would overwrite Outlook's. */
  beforeEach(async () => {
    await world.reset([]);
    everybody.forEach((name, n) => world.add('outlook', name, n));
    for (const name of inZohoToo) {
      world.add('zoho', name, everybody.indexOf(name), { [world.form.told.zoho]: 'kept in the CRM' });
      await world.edit('outlook', name, 'kept in Outlook');
    }
  });

  test('asks once, with all figures, whatever the batch; nothing is written, run after run', async () => {
    const ids = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const run = await world.run(small);
      expect(run).toMatchObject({ ended: true, written: 0 });
      expect(reasons(run)).toEqual([
        expect.stringMatching(/first run\. It would make 0 in Outlook and 4 in Zoho CRM, and change 1 in Outlook/),
      ]);
      expect(reasons(run)[0]).toContain('so that the Conflict Policy decides: 1.');
      expect(world.writes()).toBe(0);
      for (const { id } of await world.questions()) ids.add(id);
    }
    expect(ids.size).toBe(1);
    expect(both()).toEqual(before);
    expect(world.told('outlook', 'Endo')).toBe('kept in Outlook');
  });

  test('one approval covers the whole first load, batch after batch, also what came meanwhile', async () => {
    await world.run(small);
    await world.letPass();
    world.add('outlook', 'Fujita', 7);
    for (let n = 0; n < 5; n++) expect(reasons(await world.run(small))).toEqual([]);
    expect(both()).toEqual({ outlook: [...everybody, 'Fujita'], zoho: [...everybody, 'Fujita'] });
    expect(world.told('outlook', 'Endo')).toBe('kept in the CRM');
    expect(await world.run(small)).toMatchObject({ written: 0, pending: 0 });
    expect(world.writes()).toBe(0);
    await world.edit('outlook', 'Abe', 'later');
    expect(await world.run(small)).toMatchObject({ updated: { outlook: 0, zoho: 1 }, reviews: [] });
  });

  test('Decide Myself, chosen after the question: after the approval only the differing field is asked about', async () => {
    await world.run(asking);
    await world.letPass();
    const run = await world.run({ 'Conflict Resolver': { firstRun: 'ask', policy: 'ask' } });
    expect(run).toMatchObject({ ended: true, created: { outlook: 0, zoho: 4 } });
    expect((await world.questions()).map(({ topic }) => topic)).toEqual(['conflict']);
    expect(world.told('outlook', 'Endo')).toBe('kept in Outlook');
  });

  test('Write at Once, or a plan that was looked at, needs no answer; the question is closed', async () => {
    await world.run(asking);
    expect(await world.run()).toMatchObject({ created: { outlook: 0, zoho: 4 }, reviews: [] });
    await world.reset([]);
    world.add('outlook', 'Abe', 0);
    const shown = await world.run({ 'Conflict Resolver': { firstRun: 'ask', preview: true } });
    const onlyPlan = String((shown as { preview?: string }).preview);
    const bound = await world.run({ 'Conflict Resolver': { firstRun: 'ask', onlyPlan } });
    expect(bound).toMatchObject({ created: { outlook: 0, zoho: 1 }, reviews: [] });
  });

  test('where nothing is to be written nothing is asked', async () => {
    await world.reset(everybody);
    const renamed = { ...asking, 'Start Cycle': { sync: 'Renamed' } };
    expect(await world.run(renamed)).toMatchObject({ written: 0, linked: 5, reviews: [] });
    await world.edit('zoho', 'Abe', 'goes over');
    expect(await world.run(renamed)).toMatchObject({ updated: { outlook: 1, zoho: 0 }, reviews: [] });
  });

  test('a second sync of the same place is told of the first one, whose open question it does not decide', async () => {
    await world.run({ 'Conflict Resolver': { policy: 'ask' } });
    const second = { ...asking, 'Start Cycle': { sync: 'Second' } };
    world.add('outlook', 'Fujita', 7);
    const run = await world.run(second);
    expect(run).toMatchObject({ ended: true, written: 0 });
    expect(reasons(run)[0]).toMatch(/first run.*The sync "\w+" looks after the same records/s);
    expect(world.told('outlook', 'Endo')).toBe('kept in Outlook');
    expect((await world.questions()).map(({ topic, state }) => [topic, state])).toEqual([['conflict', 'open']]);
    await world.letPass('Second');
    expect(reasons(await world.run(second))).toEqual([]);
    expect(world.told('outlook', 'Endo')).toBe('kept in the CRM');
  });
});
