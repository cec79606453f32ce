import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ArchiveError, openArchive, startCycle, status } from '../../../archive';
import { asArchiveError } from '../../../archive/store/errors';
import { newFile, sync, t0 } from '../support';

const openError = async (file: string): Promise<ArchiveError> => {
  const error = await openArchive(file).then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ArchiveError);
  return error as ArchiveError;
};

test('makes folder and file, readable by their owner only, and migrates once', async () => {
  const file = newFile();
  for (let i = 0; i < 3; i++) {
    const a = await openArchive(file);
    const steps = await a.db
      .selectFrom('kysely_migration' as never)
      .selectAll()
      .execute();
    const names = (steps as unknown as readonly { readonly name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['0001_first']);
    await a.close();
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
});

test('the same file opened twice, by any name, is one connection that closes with its last user', async () => {
  const file = newFile();
  const [one, two] = await Promise.all([openArchive(file), openArchive(file)]);
  const alias = `${file}.alias`;
  symlinkSync(file, alias);
  const three = await openArchive(alias);
  expect(two.db).toBe(one.db);
  expect(three.db).toBe(one.db);
  await one.close();
  await one.close();
  await three.close();
  await expect(status(two, sync)).resolves.toMatchObject({ known: false });
  await two.close();
  await expect(status(two, sync)).rejects.toThrow();
  const again = await openArchive(file);
  expect(again.db).not.toBe(one.db);
  await again.close();
});

test('a file that was moved away while open is not mistaken for its successor', async () => {
  const file = newFile();
  const old = await openArchive(file);
  renameSync(file, `${file}.old`);
  const fresh = await openArchive(file);
  expect(fresh.db).not.toBe(old.db);
  await Promise.all([old.close(), fresh.close()]);
});

test('a file of a newer version is refused with both versions and what to do', async () => {
  const file = newFile();
  await (await openArchive(file)).close();
  const raw = new DatabaseSync(file);
  raw.exec("insert into kysely_migration values ('0099_future', '2030-01-01')");
  raw.close();
  const error = await openError(file);
  expect(error.message).toContain('newer version');
  expect(error.message).toContain('0099_future');
  expect(error.message).toMatch(/this version knows \d{4}_/);
  expect(error.nextStep).toContain('Update');
});

test('a damaged file is refused in words, and heals once it is moved away', async () => {
  const file = newFile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'not a database at all '.repeat(400));
  const error = await openError(file);
  expect(error.message).toContain(file);
  expect(error.message).toContain('damaged');
  expect(error.nextStep).toContain('move this one away');
  await (await openArchive(join(dirname(file), 'other.db'))).close();
});

test('a folder that cannot be used is named', async () => {
  const file = newFile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  const inFile = await openError(join(file, 'archive.db'));
  expect(inFile.message).toContain('cannot be opened or created');
  expect(inFile.nextStep).toContain('folder');
  const folder = await openError(dirname(file));
  expect(folder.message).toContain('cannot be opened or created');
});

test.each([
  [{ errcode: 8 }, 'read-only'],
  [{ errcode: 1032 }, 'read-only'],
  [{ errcode: 11 }, 'damaged'],
  [{ errcode: 5 }, 'in use'],
  [{ errcode: 13 }, 'full'],
  [{ code: 'EACCES' }, 'cannot be opened'],
  [{ code: 'EROFS' }, 'read-only'],
])('the database says %j, the user reads "%s"', (facts, words) => {
  const error = asArchiveError(Object.assign(new Error('x'), facts), '/a/b.db') as ArchiveError;
  expect(error).toBeInstanceOf(ArchiveError);
  expect(error.message).toContain(words);
  expect(error.nextStep).not.toBe('');
});

test('an error nobody knows passes unchanged', () => {
  const error = new Error('odd');
  expect(asArchiveError(error, '/a')).toBe(error);
});

test('a lock that another program never gives back is told in words', async () => {
  const file = newFile();
  const a = await openArchive(file);
  await a.db.executeQuery({ sql: 'pragma busy_timeout = 50', parameters: [] } as never);
  const greedy = new DatabaseSync(file);
  greedy.exec('begin immediate');
  const start = () => startCycle(a, { sync, kind: 'contact', holder: 'me', now: t0 });
  await expect(start()).rejects.toMatchObject({
    message: expect.stringContaining('in use'),
    nextStep: expect.any(String),
  });
  greedy.exec('rollback');
  greedy.close();
  expect((await start()).started).toBe(true);
  await a.close();
});

const root = join(__dirname, '..', '..', '..');
const child = (file: string, code: string) =>
  spawn(process.execPath, ['--import', 'tsx', '-e', code], {
    cwd: root,
    env: { ...process.env, FILE: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

test('several processes may open the same new file at once and write to it side by side', async () => {
  const file = newFile();
  const code = `
    const { openArchive, startCycle, finishCycle } = require('./archive');
    (async () => {
      const a = await openArchive(process.env.FILE);
      for (let i = 0; i < 20; i++) {
        const s = await startCycle(a, { sync: 'sync ' + process.pid, kind: 'contact', holder: 'child', now: 1000 + i });
        await finishCycle(a, s.cycle, 1000 + i);
      }
      await a.close();
    })();`;
  const children = [child(file, code), child(file, code), child(file, code)];
  const codes = await Promise.all(children.map(async (one) => (await once(one, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  const a = await openArchive(file);
  const rows = await a.db.selectFrom('sync').selectAll().execute();
  expect(rows.map(({ fence }) => fence)).toEqual([20, 20, 20]);
  await a.close();
}, 60_000);

test('a process killed in the middle leaves an archive that opens and whose lease lapses', async () => {
  const file = newFile();
  const code = `
    const { openArchive, startCycle, ingestPage } = require('./archive');
    const { contact } = require('./sync/kinds/contact');
    (async () => {
      const a = await openArchive(process.env.FILE);
      const { cycle } = await startCycle(a, { sync: '${sync}', kind: 'contact', holder: 'doomed', now: ${t0} });
      for (let page = 0; ; page++) {
        const rows = Array.from({ length: 300 }, (_, i) => ({ ref: page + '-' + i, version: '1', modifiedAt: null, state: 'live',
          fields: { lastName: 'L' + i }, keys: { strong: [], weak: null }, extra: null }));
        await ingestPage(a, cycle, 'outlook', contact, { rows, cursor: { feed: 'f', value: page }, now: ${t0} });
        if (page === 2) process.stdout.write('go');
      }
    })();`;
  const doomed = child(file, code);
  await once(doomed.stdout!, 'data');
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  const a = await openArchive(file);
  const held = await startCycle(a, { sync, kind: 'contact', holder: 'me', now: t0 + 1000 });
  expect(held).toEqual({ started: false, holder: 'doomed', until: t0 + 120_000 });
  expect((await startCycle(a, { sync, kind: 'contact', holder: 'me', now: t0 + 120_000 })).started).toBe(true);
  const cursor = await a.db.selectFrom('cursor').select('value').executeTakeFirstOrThrow();
  const pages = Number(cursor.value) + 1;
  const { n } = await a.db
    .selectFrom('record')
    .select((eb) => eb.fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  expect(Number(n)).toBeGreaterThanOrEqual(pages * 300);
  await a.close();
}, 60_000);
