/** What a server may do that a file does not: refuse, be another one, be started anew, serve many processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import { sql } from 'kysely';
import { finishCycle, holdLease, ingestPage, openArchive, startCycle, together, type CycleRef } from '../../archive';
import { kinds } from '../../sync/kinds';
import { testSyncArchive } from '../../nodes/shared/archiveCredential';
import { freePorts } from '../e2e/harness/ports';
import { place as anyPlace } from '../support/postgres/place';
import { asPostgres, startPostgres } from '../support/postgres/server';
import type { Db } from '../../archive/store/tables';
import { sync, t0 } from '../archive/support';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'postgres-tls-'));
const pem = (name: string): string => join(folder, `${name}.pem`);
let port = 0;
let server: Awaited<ReturnType<typeof startPostgres>>;
const place = (schema: string) => anyPlace({ port, schema });

/** A certificate that vouches for itself, and its key. */
const certify = (name: string) =>
  asPostgres(
    'openssl',
    `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=IP:127.0.0.1 -keyout ${pem(`${name}-key`)} -out ${pem(name)}`.split(
      ' ',
    ),
  );

/** n8n comes in as it is, everybody else by a password. */
const doors = `host all n8n 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n`;
const password = 'right-0815';

beforeAll(async () => {
  chmodSync(folder, 0o777);
  await certify('server');
  await certify('stranger');
  [port] = (await freePorts(1)) as [number];
  const tls = `-c ssl=on -c ssl_cert_file=${pem('server')} -c ssl_key_file=${pem('server-key')}`;
  server = await startPostgres({ bin: process.env.POSTGRES_BIN!, folder, port, options: tls });
  writeFileSync(join(folder, 'postgres', 'pg_hba.conf'), doors);
  await server('restart');
  const { db, close } = await openArchive(place('first'));
  await sql.raw(`create role owner login password '${password}'`).execute(db);
  await sql.raw('create schema mine authorization owner').execute(db);
  await close();
});
afterAll(async () => {
  await server();
  rmSync(folder, { recursive: true, force: true });
});

describe("the credential's test", () => {
  const form = {
    storage: 'postgres',
    host: '127.0.0.1',
    database: 'postgres',
    user: 'owner',
    schema: 'mine',
    tls: 'off',
  };
  const ask = async (more: object) => {
    const data = { ...form, port, password, ...more };
    const credential = { id: '1', name: 'Archive', type: 'syncArchiveApi', data };
    return testSyncArchive.call({} as ICredentialTestFunctions, credential);
  };
  const ca = (name: string) => ({ tls: 'ca', ca: readFileSync(pem(name), 'utf8') });

  test('opens the archive, with TLS or without', async () => {
    expect(await ask({})).toEqual({ status: 'OK', message: 'The archive in schema mine is ready, without TLS.' });
    expect(await ask(ca('server'))).toEqual({ status: 'OK', message: 'The archive in schema mine is ready.' });
  });

  test.each<[string, () => object, RegExp]>([
    ['nobody there', () => ({ port: 1 }), /cannot be reached.*Check Host and Port/],
    ['another password', () => ({ password: 'wrong-4711' }), /does not let this user in.*Check User and Password/],
    ['no such database', () => ({ database: 'nowhere' }), /does not exist.*Check Database/],
    ['a schema that is to be made', () => ({ schema: 'theirs' }), /too few rights.*create schema/],
    ['a schema that would have to be quoted', () => ({ schema: 'My Schema' }), /no name of a schema/],
    ['an empty field', () => ({ host: ' ' }), /Host is empty/],
    ['a CA that is missing', () => ({ tls: 'ca', ca: '' }), /CA Certificate is empty/],
    ['a certificate nobody vouches for', () => ({ tls: 'on' }), /not trusted.*CA Certificate/],
    ['a certificate of somebody else', () => ca('stranger'), /not trusted/],
    [
      'a certificate for another host',
      () => ({ ...ca('server'), host: 'localhost' }),
      /not trusted.*by the name in it/,
    ],
  ])('says what is wrong: %s', async (_what, more, words) => {
    const { status, message } = await ask(more());
    expect([status, message]).toEqual(['Error', expect.stringMatching(words)]);
    expect(message).not.toMatch(/right-0815|wrong-4711/);
  });
});

test('no password is taken from n8n’s environment for whoever leaves it empty', async () => {
  process.env.PGPASSWORD = password;
  const empty = openArchive(anyPlace({ port, user: 'owner', password: '', schema: 'mine' }));
  await expect(empty).rejects.toThrow(/does not let this user in/);
  delete process.env.PGPASSWORD;
});

/** A process of its own; `code` finds the archive `a`. */
const child = (schema: string, code: string) => {
  const whole = `
    const { openArchive, startCycle, finishCycle, together } = require('./archive');
    (async () => { const a = await openArchive(JSON.parse(process.env.PLACE)); ${code}; await a.close(); })();`;
  return spawn(process.execPath, ['--import', 'tsx', '-e', whole], {
    cwd: join(__dirname, '..', '..'),
    env: { ...process.env, PLACE: JSON.stringify(place(schema)) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

const begin = async (a: Awaited<ReturnType<typeof openArchive>>, now: number): Promise<CycleRef> => {
  const started = await startCycle(a, { sync, kind: 'contact', holder: 'me', now });
  if (!started.started) throw new Error('somebody is at work');
  return started.cycle;
};
const told = { sync: 'told', holder: 'me', renewed_at: t0 };

test('processes that fight for one sync get it one at a time, in a schema that none of them found', async () => {
  const code = `for (let mine = 0; mine < 8; ) {
    const s = await startCycle(a, { sync: 'one', kind: 'contact', holder: String(process.pid), now: Date.now() });
    if (s.started) { mine += 1; await finishCycle(a, s.cycle, Date.now()); }
  }`;
  const all = [child('fight', code), child('fight', code), child('fight', code)];
  expect(await Promise.all(all.map(async (one) => (await once(one, 'exit'))[0] as number))).toEqual([0, 0, 0]);
  const a = await openArchive(place('fight'));
  expect(await a.db.selectFrom('sync').select(['fence', 'holder']).execute()).toEqual([{ fence: 24, holder: null }]);
  expect(await a.db.selectFrom('cycle').select('id').where('state', '!=', 'finished').execute()).toEqual([]);
  await a.close();
});

test('a process that is killed within a commit leaves nothing of it, and holds nobody up', async () => {
  const code = `
    const { cycle } = await startCycle(a, { sync: '${sync}', kind: 'contact', holder: 'doomed', now: ${t0} });
    await together(a, cycle, ${t0}, async ({ db }) => {
      await db.insertInto('queue').values(${JSON.stringify(told)}).execute();
      console.log('within');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    })`;
  const doomed = child('killed', code);
  await once(doomed.stdout, 'data');
  doomed.kill('SIGKILL');
  const a = await openArchive(place('killed'));
  expect(await begin(a, t0 + 300_000)).toMatchObject({ fence: 2 });
  expect(await a.db.selectFrom('queue').selectAll().execute()).toEqual([]);
  await a.close();
});

test('a server that is started anew within a commit: it fails in words, nothing of it is kept, the same cycle goes on', async () => {
  const a = await openArchive(place('restarted'));
  const cycle = await begin(a, t0);
  const cutOff = together(a, cycle, t0, async ({ db }) => {
    await db.insertInto('queue').values(told).execute();
    await server('restart');
    await db
      .insertInto('queue')
      .values({ ...told, sync: 'more' })
      .execute();
  });
  await expect(cutOff).rejects.toMatchObject({ message: expect.stringMatching(/broke the connection off/) });
  await holdLease(a, cycle, t0);
  expect(await a.db.selectFrom('queue').selectAll().execute()).toEqual([]);
  await a.close();
});

test.each([
  ['with the next statement', 'late1', /duplicate key/, (db: Db) => db.selectFrom('queue').selectAll().execute()],
  ['with the commit', 'late2', /duplicate key/, () => undefined],
  ['and what went wrong besides is told first', 'late3', /my own/, () => Promise.reject(new Error('my own'))],
])(
  'a write that answers nothing is not waited for: it fails %s, and nothing is kept',
  async (_when, schema, words, then) => {
    const a = await openArchive(place(schema));
    const cycle = await begin(a, t0);
    const failing = together(a, cycle, t0, async ({ db }) => {
      for (let n = 0; n < 2; n += 1) await db.insertInto('queue').values(told).execute();
      await then(db);
    });
    await expect(failing).rejects.toThrow(words);
    expect(await a.db.selectFrom('queue').selectAll().execute()).toEqual([]);
    await a.close();
  },
);

test('a cycle that took in many has what grew counted, so that the server plans by what is there', async () => {
  const a = await openArchive(place('counted'));
  const cycle = await begin(a, t0);
  const rows = Array.from({ length: 300 }, (_, n) => ({
    ...{ ref: `z${n}`, version: 'v', modifiedAt: null, state: 'live' as const, extra: null },
    ...{ fields: { lastName: `Tanaka ${n}` }, keys: { strong: [`k${n}`], weak: null } },
  }));
  await ingestPage(a, cycle, 'zoho', kinds.contact, { rows, cursor: null, now: t0 });
  await finishCycle(a, cycle, t0);
  const counted = sql<{ n: number }>`select reltuples::bigint as n from pg_class where oid = 'record'::regclass`;
  expect((await counted.execute(a.db)).rows).toEqual([{ n: 300 }]);
  await a.close();
});

test('a server that has not counted anything yet looks up a record by its key, and a link by its id or a ref', async () => {
  const a = await openArchive(place('uncounted'));
  const planOf = async (statement: string): Promise<string> =>
    JSON.stringify((await sql.raw(`explain ${statement}`).execute(a.db)).rows);
  const link = `select * from link where sync = 's'`;
  expect(await planOf(`select * from record where sync = 's' and side = 'zoho' and ref in ('1')`)).toMatch(/record_pk/);
  expect(await planOf(`${link} and id in ('1')`)).toMatch(/link_pk/);
  expect(await planOf(`${link} and zoho in ('1')`)).toMatch(/link_sync_zoho_uq/);
  await a.close();
});
