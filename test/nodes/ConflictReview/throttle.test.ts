/** After wrong passwords the page takes its time: for whoever tries them, and a little for all; and nobody is shut out for it. */
import { slowly } from '../../../nodes/ConflictReview/throttle';

const right = () => 'in' as const;
const wrong = () => null;
let asked = 0;
const counts = () =>
  (globalThis as never as Record<symbol, { callers: Map<string, unknown>; all: { wrong: number } }>)[
    Symbol.for('n8n-nodes-zoho-outlook.signIns')
  ]!;

jest.mock('node:timers/promises', () => ({
  setTimeout: (wait: number) => new Promise((resolve) => globalThis.setTimeout(resolve, wait)),
}));
beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  counts().callers.clear();
  Object.assign(counts().all, { wrong: 0, pending: 0, at: 0 });
  asked = 0;
});
afterEach(() => jest.useRealTimers());

/** How long an attempt takes, in milliseconds, and what comes of it. */
async function attempt(caller: string, check: () => 'in' | null) {
  const began = Date.now();
  let [result, end]: [unknown, number | null] = [undefined, null];
  void slowly(caller, () => ((asked += 1), check())).then((found) => ([result, end] = [found, Date.now()]));
  for (let n = 0; end === null && n < 1_000; n += 1) await jest.advanceTimersByTimeAsync(50);
  return { result, took: (end ?? Infinity) - began };
}
async function fail(caller: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await attempt(caller, wrong);
}

test('the right password costs nothing, a slip or two neither', async () => {
  for (const check of [right, wrong, wrong, right]) expect((await attempt('a', check)).took).toBeLessThanOrEqual(50);
});

test('a guesser waits longer and longer, at most ten seconds', async () => {
  await fail('a', 3);
  const took = [];
  for (let n = 0; n < 8; n += 1) took.push((await attempt('a', wrong)).took);
  expect(took).toEqual([...took].sort((a, b) => a - b));
  expect(took.at(-1)).toBeGreaterThanOrEqual(10_000);
  expect(took.at(-1)).toBeLessThan(10_200);
});

test('right and wrong ones wait alike, so that nobody learns anything from the time', async () => {
  await fail('a', 6);
  const before = structuredClone({ own: counts().callers.get('a'), all: counts().all });
  const { took } = await attempt('a', wrong);
  counts().callers.set('a', before.own);
  Object.assign(counts().all, before.all);
  expect((await attempt('a', right)).took).toBe(took);
});

test('who knows the password comes in while others guess by the thousand, two seconds later at most', async () => {
  for (let n = 0; n < 200; n += 1) await fail(`guesser ${n}`, 2);
  const { result, took } = await attempt('somebody else', right);
  expect(result).toBe('in');
  expect(took).toBeGreaterThanOrEqual(2_000);
  expect(took).toBeLessThan(2_200);
});

test('and so does the guesser who remembers it', async () => {
  await fail('a', 12);
  expect(await attempt('a', right)).toMatchObject({ result: 'in' });
});

test('guesses at once are no way around: they wait, and of too many none is looked at', async () => {
  await fail('a', 1);
  const before = asked;
  const all = Array.from({ length: 500 }, () => slowly('a', () => ((asked += 1), wrong())));
  await jest.advanceTimersByTimeAsync(60_000);
  const results = await Promise.all(all);
  // Two slips that are free, one more in their place, and ten that wait.
  expect(asked - before).toBeLessThanOrEqual(13);
  expect(results.filter((one) => one === 'tooMany').length + asked - before).toBe(500);
});

test('a quarter of an hour later it is forgotten', async () => {
  await fail('a', 10);
  await jest.advanceTimersByTimeAsync(16 * 60_000);
  expect((await attempt('a', right)).took).toBeLessThanOrEqual(50);
});

test('however many callers there are, a thousand are remembered', async () => {
  for (let n = 0; n < 1_500; n += 1) void slowly(`c${n}`, wrong);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(counts().callers.size).toBeLessThanOrEqual(1_000);
  expect(counts().all.wrong).toBe(1_500);
});
