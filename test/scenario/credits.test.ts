/** The org's day of API credits is everybody's: a first load leaves some to others, says so, and goes on when they are back. */
import fc from 'fast-check';
import { creditsFor, payable } from '../../engine/credits';
import { makePacer, nextPace } from '../../clients/retry';
import { startFixture, type Fixture } from '../support/fixture';
import { graphForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => {
  world.clear();
  Object.assign(world.services.zoho.limits, { credits: 0 });
});

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...graphForm({ firstName: 'Ann', lastName: `Person ${n}`, email: `person${n}@example.jp` } as never),
    categories: ['Zoho'],
  }));
const keeping = (creditsKept: number) => ({ 'Write to Zoho CRM': { creditsKept } });
const inCrm = () => world.records('Contacts').length;

test('a first load that would eat the day is spread: what is kept for others stays, and nothing is lost', async () => {
  world.services.graph.seed({ contacts: people(400) } as never);
  Object.assign(world.services.zoho.limits, { credits: 120 });
  world.services.zoho.state.credits = [{ at: world.services.zoho.clock.now(), count: 65 }];
  const first = await world.run(keeping(30));
  expect(inCrm()).toBeGreaterThan(50);
  expect(inCrm()).toBeLessThan(400);
  const spent = world.services.zoho.state.credits.reduce((sum, { count }) => sum + count, 0);
  expect(120 - spent).toBeGreaterThanOrEqual(25);
  expect(first.left.map(({ reason }) => reason).join()).toMatch(
    /needs about \d+ API credits of Zoho CRM; \d+ are left, and 30 are kept for others\. So \d+ writes will wait/,
  );
  const held = await world.run(keeping(30));
  expect(held).toMatchObject({ written: 0, goesOn: false });
  world.services.zoho.state.credits = [];
  await world.withArchive(({ register }) => register.deleteFrom('credit').execute());
  await world.untilQuiet(keeping(30));
  expect(inCrm()).toBe(400);
});

test('while Zoho tells nothing, half of the day is left, and nothing waits', async () => {
  world.services.graph.seed({ contacts: people(100) } as never);
  Object.assign(world.services.zoho.limits, { credits: 1000 });
  expect(await world.run(keeping(900))).toMatchObject({ left: [] });
  expect(inCrm()).toBe(100);
});

test('law: of what is to be done as much as credits pay for, and one more would cost too much', () => {
  const prices = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 });
  const ofRecords = fc.integer({ max: 2000, min: 0 }).map((count) => ({ count, price: creditsFor }));
  const ofMails = prices.map((each) => ({
    count: each.length,
    price: (n: number) => each.slice(0, n).reduce((sum, one) => sum + one, 0),
  }));
  fc.assert(
    fc.property(fc.oneof(ofRecords, ofMails), fc.integer({ min: -50, max: 500 }), ({ count, price }, credits) => {
      const paid = payable(count, credits, price);
      if (paid > 0) expect(price(paid)).toBeLessThanOrEqual(credits);
      if (paid < count) expect(price(paid + 1)).toBeGreaterThan(credits);
    }),
  );
});

test('the pace halves once for a burst of refusals, never stops, and comes back by ones', () => {
  const after = (statuses: readonly number[], most = 5) =>
    statuses.reduce((pace, status) => nextPace(pace, status, most), { places: most, calm: 1 });
  const calm = (n: number) => Array.from({ length: n }, () => 200);
  expect(after([429, 429, 429]).places).toBe(2);
  expect(after([429, 200, 429, 200, 429, 429]).places).toBe(1);
  expect(after([429, ...calm(21)]).places).toBe(3);
  expect(after([429, ...calm(500)]).places).toBe(5);
});

test('all that go through one pacer share its places, also after a refusal', async () => {
  const pacer = makePacer(4);
  let [open, most, sent] = [0, 0, 0];
  const send = async () => {
    open += 1;
    sent += 1;
    most = Math.max(most, open);
    const status = sent === 4 ? 429 : 200;
    await new Promise((resolve) => setTimeout(resolve, 2));
    open -= 1;
    return { status, headers: {}, body: undefined };
  };
  const [one, other] = [pacer(send), pacer(send)];
  const ask = { method: 'GET' as const, url: 'https://x.example' };
  await Promise.all(Array.from({ length: 4 }, () => [one(ask), other(ask)]).flat());
  expect(most).toBe(4);
  most = 0;
  await Promise.all(Array.from({ length: 6 }, () => [one(ask), other(ask)]).flat());
  expect(most).toBe(2);
});
