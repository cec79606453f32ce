import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as archive from '../../archive';
import { startGuardWorld } from '../support/guardWorld';
import type { GuardWorld, Run } from '../support/guardWorld';

const names = ['Abe', 'Baba', 'Chiba'];
const deleting = { 'Conflict Resolver': { deletes: 'delete' } };
const quiet = { ended: true, written: 0, pending: 0, parked: 0, ambiguous: 0, left: [] };

let world: GuardWorld;
beforeAll(async () => void (world = await startGuardWorld('contact')));
afterAll(async () => await world.stop());
beforeEach(async () => await world.reset(names));

const both = () => ({ outlook: world.names('outlook'), zoho: world.names('zoho') });
const inStep = (all: readonly string[]) => expect(both()).toEqual({ outlook: all, zoho: all });
const leftBy = (run: Run): string => (run.ended ? run.left.map(({ reason }) => reason).join('\n') : run.message);
const moveAway = (): void => ['', '-wal', '-shm'].forEach((end) => rmSync(`${world.file()}${end}`, { force: true }));

test('an old copy of the archive is put back → both sides stay in step, and it is told', async () => {
  world.keepCopy();
  await world.edit('outlook', 'Abe', 'new');
  world.add('outlook', 'Fujita');
  world.add('zoho', 'Goto');
  await world.remove('outlook', 'Baba');
  await world.run(deleting);
  await world.edit('zoho', 'Chiba', 'later');
  await world.putBack();
  const run = await world.run(deleting);
  expect(run).toMatchObject({ ended: true, created: { outlook: 0, zoho: 0 }, reviews: [], conflicts: 0 });
  expect(leftBy(run)).toContain('The archive is older than the last run of this sync');
  inStep(['Abe', 'Chiba', 'Fujita', 'Goto']);
  expect([world.told('zoho', 'Abe'), world.told('outlook', 'Chiba')]).toEqual(['new', 'later']);
  expect(await world.run(deleting)).toMatchObject(quiet);
});

test('the archive is deleted → matched anew, nobody doubled or lost, differing values by the policy, and it is told', async () => {
  await world.edit('zoho', 'Chiba', 'later');
  moveAway();
  const run = await world.run(deleting);
  expect(run).toMatchObject({
    ended: true,
    linked: 3,
    created: { outlook: 0, zoho: 0 },
    updated: { outlook: 1, zoho: 0 },
  });
  expect(leftBy(run)).toContain('The archive is a new one, though this sync has run before');
  inStep(names);
  expect(world.told('outlook', 'Chiba')).toBe('later');
  expect(await world.run(deleting)).toMatchObject(quiet);
});

test('between runs the one file holds everything: a copy of it alone is a whole archive', async () => {
  const copy = `${world.file()}.copy`;
  copyFileSync(world.file(), copy);
  const opened = await archive.openArchive(copy);
  expect(await archive.status(opened, 'Contacts')).toMatchObject({ known: true, links: { live: 3 } });
  await opened.close();
});

test('the archive is damaged → refused in words, nothing written; moved away, the sync goes on', async () => {
  await world.edit('zoho', 'Chiba', 'later');
  moveAway();
  mkdirSync(dirname(world.file()), { recursive: true });
  writeFileSync(world.file(), 'not a database at all '.repeat(400));
  const run = await world.run(deleting);
  expect(run).toMatchObject({ ended: false, message: expect.stringContaining('damaged') });
  expect(run).toMatchObject({ nextStep: expect.stringContaining('move this one away and run again') });
  expect(world.writes()).toBe(0);
  moveAway();
  expect(await world.run(deleting)).toMatchObject({ ended: true, linked: 3, created: { outlook: 0, zoho: 0 } });
  inStep(names);
});

test('the archive is of a newer version → refused with both versions, nothing written', async () => {
  copyFileSync(world.file(), `${world.file()}.copy`);
  moveAway();
  copyFileSync(`${world.file()}.copy`, world.file());
  const raw = new DatabaseSync(world.file());
  raw.exec("insert into kysely_migration values ('0099_future', '2030-01-01')");
  raw.close();
  const run = await world.run(deleting);
  expect(run).toMatchObject({ ended: false, message: expect.stringMatching(/newer version .*0099_future/) });
  expect(run).toMatchObject({ nextStep: expect.stringContaining('Update n8n-nodes-zoho-outlook') });
  moveAway();
});

const pragma = async (sql: string): Promise<void> => {
  const opened = await archive.openArchive(world.file());
  await opened.db.executeQuery({ sql, parameters: [] } as never);
  await opened.close();
};

test('the archive turns read-only → refused in words, nothing written; writable again, the edit goes over', async () => {
  await world.edit('zoho', 'Chiba', 'later');
  await pragma('pragma query_only = on');
  expect(await world.run(deleting)).toMatchObject({ ended: false, message: expect.stringContaining('read-only') });
  expect(world.writes()).toBe(0);
  await pragma('pragma query_only = off');
  expect(await world.run(deleting)).toMatchObject({ ended: true, updated: { outlook: 1, zoho: 0 } });
  inStep(names);
});

test('the disk is full in the middle of a run → told in words; with room again, everybody is there once', async () => {
  const many = Array.from({ length: 60 }, (_, n) => ({
    ...world.form.outlook(`New${n}`, n),
    personalNotes: 'x'.repeat(2000),
  }));
  world.main.graph.seed(world.form.seed(many) as never);
  await pragma('pragma max_page_count = 1');
  const run = await world.run(deleting);
  expect(run).toMatchObject({ ended: false, message: expect.stringContaining('the disk is full') });
  await pragma('pragma max_page_count = 1073741823');
  // the run could not even give its lease back; two minutes later it has lapsed
  await pragma('update sync set lease_until = 0');
  for (let n = 0; n < 3; n++) await world.run(deleting);
  expect(world.names('zoho')).toEqual(world.names('outlook'));
  expect(world.names('zoho')).toHaveLength(63);
});

test('a lease taken while the clock was a day ahead does not keep the sync out for a day', async () => {
  const opened = await archive.openArchive(world.file());
  const now = Date.now();
  await archive.startCycle(opened, { sync: 'Contacts', kind: 'contact', holder: 'dead', now: now + 86_400_000 });
  await opened.close();
  expect(await world.run(deleting)).toMatchObject(quiet);
});
