import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  finishCycle,
  ingestPage,
  openArchive,
  rebuild,
  settleMails,
  startCycle,
  status,
  type Archive,
  type CycleRef,
} from '../../../archive';
import { mail } from '../../../sync/kinds/mail';
import type { SideRecord } from '../../../sync/model';
import { newFile, t0 } from '../support';

const day = 24 * 3_600_000;
const sync = 'Sent Mail';

/** How often a text stands in the archive's file and in its WAL, as bytes. */
function copies(file: string, text: string): { file: number; wal: number } {
  const of = (path: string) => (existsSync(path) ? readFileSync(path, 'latin1').split(text).length - 1 : 0);
  return { file: of(file), wal: of(`${file}-wal`) };
}
const none = { file: 0, wal: 0 };

const sent = (i: number, words = 'MARKER'): SideRecord => {
  const fields = {
    subject: `${words}subject${i}`,
    from: { name: 'Us', address: 'us@us.example' },
    to: [{ name: `${words}name${i}`, address: `${words.toLowerCase()}${i}@example.com` }],
    sentAt: '2026-01-01T08:00:00Z',
    messageId: `<${words}${i}@us.example>`,
  };
  const extra = { body: `${words}body${i} `.repeat(1 + (i % 300)) };
  const record = { ref: `m${i}`, version: '1', modifiedAt: null, state: 'live' as const, fields, extra };
  return { ...record, keys: mail.keys({ fields, aliases: [] }) };
};

async function begin(a: Archive, now: number, name = sync): Promise<CycleRef> {
  const started = await startCycle(a, { sync: name, kind: 'mail', holder: 'test', now });
  if (!started.started) throw new Error('held');
  return started.cycle;
}

/** Mails are read, go on their CRM records, and the cycle ends. */
async function sendMails(a: Archive, mails: readonly SideRecord[], now: number): Promise<void> {
  const cycle = await begin(a, now);
  await ingestPage(a, cycle, 'outlook', mail, { rows: mails, cursor: { feed: 'sent', value: '1' }, now });
  const outcome = ({ ref, fields }: SideRecord) => ({
    ...{ ref, label: mail.label(fields), notes: [], state: 'done' as const },
    attached: [{ ref: `z${ref}`, module: 'Contacts', name: `MARKERname ${ref}`, isNew: true }],
  });
  await settleMails(a, cycle, mails.map(outcome), now);
  await finishCycle(a, cycle, now);
}

test('the text of a mail that was attached is in neither file, and once history is over and the sync rebuilt nothing of it is', async () => {
  const file = newFile();
  const a = await openArchive(file);
  const mails = Array.from({ length: 2000 }, (_, i) => sent(i));
  await sendMails(a, mails, t0);
  expect(copies(file, 'MARKERbody')).toEqual(none);
  await finishCycle(a, await begin(a, t0 + 91 * day), t0 + 91 * day);
  expect((await a.db.selectFrom('journal').selectAll().execute()).length).toBe(0);
  await rebuild(a, sync, t0 + 91 * day);
  expect(copies(file, 'MARKER')).toEqual(none);
  expect(copies(file, 'marker')).toEqual(none);
  await a.close();
});

/** A connection of another program, such as a backup. */
function other(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  after.push(() => db.close());
  return db;
}
const after: (() => void)[] = [];
afterEach(() => {
  for (const end of after.splice(0)) end();
});

const pragma = (db: DatabaseSync, name: string): unknown =>
  Object.values(db.prepare(`pragma ${name}`).get() as object)[0];

test('a new file has large pages and gives empty ones back', async () => {
  const file = newFile();
  const a = await openArchive(file);
  const db = other(file);
  expect([pragma(db, 'page_size'), pragma(db, 'auto_vacuum'), pragma(db, 'journal_mode')]).toEqual([8192, 2, 'wal']);
  const mails = Array.from({ length: 100 }, (_, i) => ({
    ...sent(i),
    extra: { body: `MARKERbody${i} `.repeat(3000) },
  }));
  await ingestPage(a, await begin(a, t0), 'outlook', mail, { rows: mails, cursor: null, now: t0 });
  const full = Number(pragma(db, 'page_count')) * 8192;
  expect(full).toBeGreaterThan(4_000_000);
  await sendMails(a, mails, t0 + 120_000);
  expect(statSync(file).size).toBeLessThan(full / 2);
  await a.close();
});

test('what one sync forgets is gone, and another one keeps all it has', async () => {
  const file = newFile();
  const a = await openArchive(file);
  await sendMails(
    a,
    Array.from({ length: 300 }, (_, i) => sent(i)),
    t0,
  );
  const cycle = await begin(a, t0, 'Others');
  const kept = Array.from({ length: 300 }, (_, i) => ({ ...sent(i, 'KEEP'), ref: `k${i}` }));
  await ingestPage(a, cycle, 'outlook', mail, { rows: kept, cursor: null, now: t0 });
  await rebuild(a, sync, t0);
  expect(copies(file, 'MARKERbody')).toEqual(none);
  const left = await a.db.selectFrom('record').select(['ref', 'extra']).where('sync', '=', 'Others').execute();
  expect(new Map(left.map(({ ref, extra }) => [ref, JSON.parse(extra) as unknown]))).toEqual(
    new Map(kept.map(({ ref, extra }) => [ref, extra])),
  );
  await a.close();
});

test('a reader with an old view of the file keeps nothing from being forgotten: the next cycle cleans up behind it', async () => {
  const file = newFile();
  const a = await openArchive(file);
  const cycle = await begin(a, t0);
  const mails = Array.from({ length: 500 }, (_, i) => sent(i));
  await ingestPage(a, cycle, 'outlook', mail, { rows: mails, cursor: null, now: t0 });
  const backup = other(file);
  backup.exec('begin');
  expect(backup.prepare('select count(*) as n from record').get()).toEqual({ n: 500 });
  expect((await rebuild(a, sync, t0)).map(({ code }) => code)).toEqual(['stillInFile']);
  expect(await a.db.selectFrom('record').selectAll().execute()).toEqual([]);
  expect(copies(file, 'MARKERbody')).not.toEqual(none);
  expect(backup.prepare('select count(*) as n from record').get()).toEqual({ n: 500 });
  await finishCycle(a, await begin(a, t0 + 1), t0 + 1);
  expect(copies(file, 'MARKERbody')).not.toEqual(none);
  backup.exec('rollback');
  await finishCycle(a, await begin(a, t0 + 2), t0 + 2);
  expect(copies(file, 'MARKERbody')).toEqual(none);
  expect(pragma(backup, 'user_version')).toBe(0);
  await a.close();
}, 60_000);

test('a writer who never gives the file back is told, and nothing is forgotten by halves', async () => {
  const file = newFile();
  const a = await openArchive(file);
  const mails = Array.from({ length: 50 }, (_, i) => sent(i));
  await ingestPage(a, await begin(a, t0), 'outlook', mail, { rows: mails, cursor: null, now: t0 });
  const greedy = other(file);
  greedy.exec('begin immediate');
  await expect(rebuild(a, sync, t0)).rejects.toMatchObject({ message: expect.stringContaining('in use') });
  greedy.exec('rollback');
  expect(await a.db.selectFrom('record').selectAll().execute()).toHaveLength(50);
  expect(await rebuild(a, sync, t0)).toEqual([]);
  expect(copies(file, 'MARKER')).toEqual(none);
  await a.close();
}, 60_000);

test('a file of before, whose deleted texts lie about, is clean after the first thing that is forgotten', async () => {
  const file = newFile();
  mkdirSync(dirname(file), { recursive: true });
  const old = new DatabaseSync(file);
  old.exec('pragma journal_mode = wal; create table junk (text text)');
  const insert = old.prepare('insert into junk values (?)');
  old.exec('begin');
  for (let i = 0; i < 3000; i++) insert.run(`JUNK${i} `.repeat(30));
  old.exec('commit; delete from junk; pragma wal_checkpoint(truncate)');
  old.close();
  const a = await openArchive(file);
  await sendMails(a, [sent(1, 'KEEP')], t0);
  expect(copies(file, 'JUNK').file).toBeGreaterThan(1000);
  await rebuild(a, sync, t0);
  expect(copies(file, 'JUNK')).toEqual(none);
  expect(pragma(other(file), 'auto_vacuum')).toBe(2);
  await a.close();
});

test('what a process that was killed owed to the file is done by the next cycle', async () => {
  const file = newFile();
  const a = await openArchive(file);
  const doomed = other(file);
  doomed.exec('create table junk (text text); pragma secure_delete = off');
  doomed.exec('begin');
  for (let i = 0; i < 300; i++) doomed.prepare('insert into junk values (?)').run(`MARKER${i} `.repeat(30));
  doomed.exec('commit; begin; delete from junk; pragma user_version = 1; commit');
  await finishCycle(a, await begin(a, t0), t0);
  expect(copies(file, 'MARKER')).toEqual(none);
  expect(pragma(doomed, 'user_version')).toBe(0);
  await a.close();
});

test("n8n's event loop goes on while the file is cleaned, and others of the archive wait without holding it", async () => {
  const file = newFile();
  const a = await openArchive(file);
  const cycle = await begin(a, t0);
  for (let page = 0; page < 10; page++) {
    const rows = Array.from({ length: 200 }, (_, i) => ({ ...sent(i), ref: `m${page}-${i}` }));
    await ingestPage(a, cycle, 'outlook', mail, { rows, cursor: null, now: t0 });
  }
  let [turns, going] = [0, true];
  const turn = (): void => {
    turns += 1;
    if (going) setTimeout(turn, 1);
  };
  turn();
  const [, shown] = await Promise.all([rebuild(a, sync, t0), status(a, sync, t0)]);
  going = false;
  expect(shown.sides.outlook.statuses.pending).toBe(0);
  expect(turns).toBeGreaterThan(5);
  await a.close();
});

test.each([0, 30, 80, 150])(
  'killed %i ms into it, all is forgotten or nothing, and the next cycle leaves no text behind',
  async (ms) => {
    const file = newFile();
    const a = await openArchive(file);
    const mails = Array.from({ length: 1500 }, (_, i) => sent(i));
    await ingestPage(a, await begin(a, t0), 'outlook', mail, { rows: mails, cursor: null, now: t0 });
    await a.close();
    const code = `
    const { openArchive, rebuild } = require('./archive');
    (async () => {
      const a = await openArchive(process.env.FILE);
      process.stdout.write('go');
      await rebuild(a, '${sync}', ${t0});
      await new Promise((done) => setTimeout(done, 60_000));
    })();`;
    const doomed = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
      cwd: join(__dirname, '..', '..', '..'),
      env: { ...process.env, FILE: file },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(doomed.stdout, 'data');
    await pause(ms);
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    const again = await openArchive(file);
    const left = (await again.db.selectFrom('record').select('ref').execute()).length;
    expect([0, mails.length]).toContain(left);
    expect(await again.db.selectFrom('key').select('ref').execute()).toHaveLength(left);
    await finishCycle(again, await begin(again, t0 + 120_000, 'Another'), t0 + 120_000);
    if (left === 0) expect(copies(file, 'MARKERbody')).toEqual(none);
    await again.close();
  },
);
