import { StatementSync } from 'node:sqlite';
import { commitWrites } from '../../../archive';
import { created, ready } from './groupOfWrites';

test('a group of writes takes a statement a table, however many they are', async () => {
  const bench = await ready();
  const spies = (['all', 'run'] as const).map((name) => jest.spyOn(StatementSync.prototype, name));
  await commitWrites(bench.a, bench.cycle, created(), created()[0]!.now);
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  spies.forEach((spy) => spy.mockRestore());
  expect(count).toBeLessThan(30);
  await bench.a.close();
});
