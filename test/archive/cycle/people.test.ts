import {
  openArchive,
  peopleOf,
  personBy,
  savePeople,
  setPaused,
  startCycle,
  syncNames,
  type Archive,
} from '../../../archive';
import { reason } from '../../../reasons';
import { minute, newFile, t0 } from '../support';

const ann = { address: 'ann@example.com', name: 'Ann', mailbox: 'm-ann', owner: '1', reason: null };
const taro = { address: 'taro@example.com', name: '太郎', mailbox: 'm-taro', owner: '2', reason: null };
const noMailbox = { ...taro, mailbox: '', reason: reason('personGone') };

let archive: Archive;
beforeEach(async () => {
  archive = await openArchive(newFile());
});
afterEach(() => archive.close());

const start = (sync: string, person: string | null, now: number) =>
  startCycle(archive, { sync, kind: 'contact', holder: 'h', now, leaseMs: 1, person });
const mayStart = async (sync: string, now: number): Promise<boolean> => (await start(sync, null, now)).started;

test('who was found is known by their address, in any case', async () => {
  await savePeople(archive, [ann, taro], t0);
  expect(await personBy(archive, ' Taro@Example.com ')).toEqual(taro);
  expect(await personBy(archive, 'nobody@example.com')).toBeNull();
});

test('a sync says whose it is', async () => {
  await start('ann contacts', ann.address, t0);
  expect(await syncNames(archive)).toMatchObject([{ name: 'ann contacts', person: ann.address }]);
});

test('who is gone is paused, nothing of theirs is deleted, and they go on when they are back', async () => {
  await savePeople(archive, [ann, taro], t0);
  await start('taro contacts', taro.address, t0);
  await start('ann contacts', ann.address, t0);
  await savePeople(archive, [ann], t0 + minute);
  expect(await personBy(archive, taro.address)).toEqual({ ...taro, reason: { code: 'personGone', args: {} } });
  expect(await start('taro contacts', taro.address, t0 + 2 * minute)).toMatchObject({
    started: false,
    pausedAt: t0 + minute,
  });
  expect(await mayStart('ann contacts', t0 + 2 * minute)).toBe(true);
  await savePeople(archive, [ann, taro], t0 + 3 * minute);
  expect(await mayStart('taro contacts', t0 + 4 * minute)).toBe(true);
});

test('who has no mailbox any more is paused as well, with the reason kept', async () => {
  await savePeople(archive, [ann, taro], t0);
  await start('taro contacts', taro.address, t0);
  await savePeople(archive, [ann, noMailbox], t0 + minute);
  await savePeople(archive, [ann, noMailbox], t0 + 2 * minute);
  expect(await start('taro contacts', taro.address, t0 + 3 * minute)).toMatchObject({ pausedAt: t0 + minute });
  expect(await peopleOf(archive)).toEqual([ann, { ...noMailbox, reason: { code: 'personGone', args: {} } }]);
});

test('what a person paused stays paused when its owner comes back', async () => {
  await savePeople(archive, [ann, taro], t0);
  await start('taro contacts', taro.address, t0);
  await setPaused(archive, 'taro contacts', t0 + 1);
  await savePeople(archive, [ann], t0 + minute);
  await savePeople(archive, [ann, taro], t0 + 2 * minute);
  expect(await mayStart('taro contacts', t0 + 3 * minute)).toBe(false);
});

test('a list without anybody pauses nobody', async () => {
  await savePeople(archive, [ann], t0);
  await start('ann contacts', ann.address, t0);
  await savePeople(archive, [], t0 + minute);
  expect(await personBy(archive, ann.address)).toEqual(ann);
  expect(await mayStart('ann contacts', t0 + 2 * minute)).toBe(true);
});
