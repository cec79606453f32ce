import {
  endTurn,
  openArchive,
  sharedRoom,
  startCycle,
  takeTurn,
  writeProfile,
  type Archive,
  type CycleRef,
} from '../../../archive';
import type { KindName } from '../../../sync/model';
import { minute, newFile, t0 } from '../support';

const room = { account: 'org', of: 'contact' } as const;
const profile = { account: 'org', place: 'Contacts', data: null, readAt: t0 };
let file: string;
const opened: Archive[] = [];
const open = async () => {
  const archive = await openArchive(file);
  opened.push(archive);
  return archive;
};
beforeEach(() => void (file = newFile()));
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function cycleOf(archive: Archive, sync: string, account = 'org', kind: KindName = 'contact') {
  const started = await startCycle(archive, { sync, kind, holder: sync, now: t0, leaseMs: minute });
  if (!started.started) throw new Error('busy');
  await writeProfile(archive, started.cycle, 'zoho', { ...profile, account }, t0);
  return started.cycle;
}

test('a CRM is shared where another sync of the archive writes records of the same kind to it', async () => {
  const archive = await open();
  const ken = await cycleOf(archive, 'ken');
  await cycleOf(archive, 'task', 'org', 'task');
  await cycleOf(archive, 'elsewhere', 'other');
  expect(await sharedRoom(archive, ken)).toBeNull();
  await cycleOf(archive, 'mary');
  expect(await sharedRoom(archive, ken)).toEqual(room);
});

test('people are made of sent mail, too; leads of nothing else', async () => {
  const archive = await open();
  const ken = await cycleOf(archive, 'ken', 'org', 'mail');
  expect(await sharedRoom(archive, ken, 'contact')).toBeNull();
  const contacts = await cycleOf(archive, 'contacts');
  expect(await sharedRoom(archive, ken, 'contact')).toEqual(room);
  expect(await sharedRoom(archive, contacts)).toEqual(room);
  expect(await sharedRoom(archive, ken, 'lead')).toBeNull();
  await cycleOf(archive, 'mary', 'org', 'mail');
  expect(await sharedRoom(archive, ken, 'lead')).toEqual({ account: 'org', of: 'lead' });
});

test('of several who want the turn at once, by handles of their own, one has it; ended or lapsed, the next', async () => {
  const archives = [await open(), await open(), await open()];
  const cycles: CycleRef[] = [];
  for (const [n, archive] of archives.entries()) cycles.push(await cycleOf(archive, `sync ${n}`));
  const take = (n: number, now: number) => takeTurn(archives[n]!, cycles[n]!, room, now);
  const got = await Promise.all([0, 1, 2].map((n) => take(n, t0)));
  expect(got.filter(Boolean)).toHaveLength(1);
  const [first, other] = [got.indexOf(true), got.indexOf(false)];
  await endTurn(archives[other]!, cycles[other]!, room);
  expect(await take(other, t0)).toBe(false);
  await endTurn(archives[first]!, cycles[first]!, room);
  expect(await take(other, t0)).toBe(true);
  expect(await take(first, t0 + minute)).toBe(false);
  expect(await take(first, t0 + 3 * minute)).toBe(true);
});
