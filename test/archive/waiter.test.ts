import { keepPlace, leavePlace, openArchive } from '../../archive';
import { newFile, sync, t0 } from './support';

test('one place a sync: the first has it until it leaves', async () => {
  const a = await openArchive(newFile());
  expect(await keepPlace(a, sync, 'first', t0)).toBe(true);
  expect(await keepPlace(a, sync, 'second', t0 + 1000)).toBe(false);
  expect(await keepPlace(a, 'another', 'second', t0 + 1000)).toBe(true);
  await leavePlace(a, sync, 'second');
  expect(await keepPlace(a, sync, 'third', t0 + 2000)).toBe(false);
  await leavePlace(a, sync, 'first');
  expect(await keepPlace(a, sync, 'third', t0 + 3000)).toBe(true);
  await a.close();
});

test('who is heard of keeps the place; who died loses it', async () => {
  const a = await openArchive(newFile());
  await keepPlace(a, sync, 'first', t0);
  expect(await keepPlace(a, sync, 'first', t0 + 10_000)).toBe(true);
  expect(await keepPlace(a, sync, 'second', t0 + 20_000)).toBe(false);
  expect(await keepPlace(a, sync, 'second', t0 + 26_000)).toBe(true);
  expect(await keepPlace(a, sync, 'first', t0 + 27_000)).toBe(false);
  await a.close();
});

test('two who come at the same moment, from two connections: one gets it', async () => {
  const file = newFile();
  const [a, b] = [await openArchive(file), await openArchive(file)];
  const got = await Promise.all([keepPlace(a, sync, 'one', t0), keepPlace(b, sync, 'other', t0)]);
  expect(got.filter(Boolean)).toHaveLength(1);
  await a.close();
  await b.close();
});
