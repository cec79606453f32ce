/** A service that asks to wait in the middle of a long reading: what has come is kept, nothing is decided, the next run goes on. */
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
const over = (side: 'graph' | 'zoho'): void => {
  world.services[side].faults.clear();
  world.later();
};

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
    over(side);
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
  const shown = await world.run({ 'Conflict Resolver': { preview: true } }).catch((error: Error) => error.message);
  expect(shown).toContain('asks to slow down');
});

test('asked to wait before anything came: the run fails, and says so', async () => {
  everybodyTwice(20);
  askToWait('graph', 0);
  await expect(world.run()).rejects.toThrow('Microsoft asks to slow down');
});
