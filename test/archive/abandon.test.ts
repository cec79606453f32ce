import { abandonCycle, holdLease, LeaseLost } from '../../archive';
import { begin, beginCycle, t0 } from './support';
import type { Bench } from './support';

let b: Bench;
beforeEach(async () => {
  b = await begin();
});
afterEach(() => b.a.close());

test('a failed cycle makes room for the next one at once', async () => {
  await abandonCycle(b.a, b.cycle);
  await expect(holdLease(b.a, b.cycle, t0)).rejects.toThrow(LeaseLost);
  expect((await beginCycle(b.a, t0 + 1)).fence).toBe(b.cycle.fence + 1);
});

test('it never takes the lease away from the cycle that took over', async () => {
  await abandonCycle(b.a, b.cycle);
  const next = await beginCycle(b.a, t0 + 1);
  await abandonCycle(b.a, b.cycle);
  await expect(holdLease(b.a, next, t0 + 2)).resolves.toBeUndefined();
});
