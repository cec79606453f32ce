import {
  endTurn,
  openArchive,
  sharedAccount,
  startCycle,
  takeTurn,
  writeProfile,
  type Archive,
  type CycleRef,
} from '../../../archive';
import { minute, newFile, t0 } from '../support';

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

async function cycleOf(archive: Archive, sync: string, account = 'org', kind: 'contact' | 'task' = 'contact') {
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
  expect(await sharedAccount(archive, ken)).toBeNull();
  await cycleOf(archive, 'mary');
  expect(await sharedAccount(archive, ken)).toBe('org');
});

test('of several who want the turn at once, by handles of their own, one has it; ended or lapsed, the next', async () => {
  const archives = [await open(), await open(), await open()];
  const cycles: CycleRef[] = [];
  for (const [n, archive] of archives.entries()) cycles.push(await cycleOf(archive, `sync ${n}`));
  const take = (n: number, now: number) => takeTurn(archives[n]!, cycles[n]!, 'org', now);
  const got = await Promise.all([0, 1, 2].map((n) => take(n, t0)));
  expect(got.filter(Boolean)).toHaveLength(1);
  const [first, other] = [got.indexOf(true), got.indexOf(false)];
  await endTurn(archives[other]!, cycles[other]!, 'org');
  expect(await take(other, t0)).toBe(false);
  await endTurn(archives[first]!, cycles[first]!, 'org');
  expect(await take(other, t0)).toBe(true);
  expect(await take(first, t0 + minute)).toBe(false);
  expect(await take(first, t0 + 3 * minute)).toBe(true);
});
