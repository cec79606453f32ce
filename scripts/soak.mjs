#!/usr/bin/env node
// `npm run soak -- --histories N --seed S [--kind contacts,tasks,events,mail,shared,meetings] [--workers W] [--calm] [--path P]`:
// random histories of people's edits, with faults and deaths, until both sides are equal again. Ends with 1 where a promise is broken.
import { fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureModules, ensurePostgres, root, say } from './lib/index.mjs';
import { ensureNode24 } from './lib/node24.mjs';
import { readOptions } from './lib/options.mjs';
import { cleanEnv } from './lib/run.mjs';

/** So many histories come from one seed; a failure is told with its own. */
const portion = 50;
const all = 'contacts,tasks,events,mail,shared,meetings';

const { values } = readOptions('npm run soak', {
  ...{ histories: '200', seed: 'SEED', kind: all, workers: 'NUMBER', path: 'PATH' },
  ...{ calm: true, 'keep-going': true, postgres: true },
});
const chance = String(Date.now() % 1_000_000);
const given = { histories: '200', seed: chance, kind: all, workers: String(availableParallelism()), ...values };
const names = given.kind.split(',').filter(Boolean);
const wanted = Number(given.histories);
const firstSeed = Number(given.seed);

/** With a path one history of one seed; else the histories in portions, kind by kind in turn. */
function wishes() {
  const withFaults = !given.calm;
  if (given.path !== undefined) {
    return [{ kind: names[0], histories: 1, seed: firstSeed, withFaults, path: given.path }];
  }
  const list = [];
  for (let done = 0; done < wanted; done += portion) {
    const at = done / portion;
    const histories = Math.min(portion, wanted - done);
    list.push({ kind: names[at % names.length], histories, seed: firstSeed + at, withFaults });
  }
  return list;
}

/** Their archive lies in memory where the system has a place for that: it is thrown away, and a disk would only be waited for. */
const workerEnv = () => ({ ...cleanEnv(), ...(existsSync('/dev/shm') && { TMPDIR: '/dev/shm' }) });

const sums = new Map();
const failures = [];

function add(kind, { played, tally }) {
  const sum = sums.get(kind) ?? {
    histories: 0,
    cycles: 0,
    requests: 0,
    deaths: 0,
    overlaps: 0,
    survived: 0,
    settled: 0,
    faults: {},
  };
  sums.set(kind, sum);
  sum.histories += played;
  if (!tally) return;
  for (const name of ['cycles', 'requests', 'deaths', 'overlaps', 'survived', 'settled']) sum[name] += tally[name];
  for (const [sort, count] of Object.entries(tally.faults)) sum.faults[sort] = (sum.faults[sort] ?? 0) + count;
}

function take({ wish, soaked }) {
  add(wish.kind, soaked);
  if (soaked.failure === null) return;
  failures.push(soaked.failure);
  say(`\n${wish.kind}, seed ${wish.seed}, broke a promise:\n${soaked.failure}\n`);
}

/** Tells a history that keeps its process busy for so long (milliseconds) that it cannot even say that it is late itself. */
const SILENCE = 90_000;

function watch(child) {
  let alarm;
  const rest = () => clearTimeout(alarm);
  const hear = ({ wish, playing }) => {
    rest();
    alarm = setTimeout(() => {
      child.kill('SIGKILL');
      const again = `npm run soak -- --kind ${wish.kind} --seed ${wish.seed} --path ${playing}${given.calm ? ' --calm' : ''}`;
      take({
        wish,
        soaked: { played: 0, tally: null, failure: `ends: a history never ended\nPlay it again: ${again}` },
      });
    }, SILENCE);
  };
  return { hear, rest };
}

function startWorker(node) {
  const execArgv = ['--import', 'tsx', '--require', join(root, 'scripts', 'lib', 'nodeFiles.cjs')];
  return fork(join(root, 'test', 'histories', 'main.ts'), [], {
    cwd: root,
    execPath: node,
    execArgv,
    env: workerEnv(),
    stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
}

/** One worker process: asks for the next portion until there is none. Answers whether it ever began, and whether it ended well. */
function employ(node, queue) {
  const child = startWorker(node);
  const watcher = watch(child);
  let began = false;
  const next = () => {
    const mayGoOn = failures.length === 0 || given['keep-going'];
    child.send((mayGoOn && queue.shift()) || 'end');
  };
  child.on('message', (told) => {
    if (told.playing !== undefined) return watcher.hear(told);
    watcher.rest();
    began = true;
    if (told !== 'ready') take(told);
    if (told.soaked?.isStuck) return child.kill('SIGKILL');
    next();
  });
  return new Promise((resolve) =>
    child.on('close', (code) => {
      watcher.rest();
      resolve({ began, endedWell: code === 0 });
    }),
  );
}

/** A worker that came to a bad end is followed by another, as long as there is something to play; one that never began by none. */
async function staff(node, queue) {
  const before = failures.length;
  const { began, endedWell } = await employ(node, queue);
  if (endedWell) return;
  if (failures.length === before) failures.push('a worker ended before its time');
  if (began && given['keep-going'] && queue.length > 0) await staff(node, queue);
}

function report(seconds) {
  for (const [kind, { faults, histories, ...sum }] of sums) {
    const figures = Object.entries(sum)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
    console.log(`${kind}: ${histories} histories, ${figures}`);
    const struck = Object.entries(faults).sort(([, a], [, b]) => b - a);
    if (struck.length > 0) console.log(`  faults: ${struck.map(([sort, count]) => `${sort} ${count}`).join(', ')}`);
  }
  const histories = [...sums.values()].reduce((total, sum) => total + sum.histories, 0);
  const verdict =
    failures.length === 0 ? 'no loss, no double, no unexplained write' : `${failures.length} broke a promise`;
  console.log(
    `${histories} histories from seed ${firstSeed} in ${seconds} s (${(histories / seconds).toFixed(1)}/s): ${verdict}.`,
  );
}

/** The same with the archive in a PostgreSQL that is thrown away, in one process: so many of each kind. Jest tells how they went. */
async function onServer(node) {
  const asked = { SOAK_HISTORIES: given.histories, SOAK_SEED: given.seed, SOAK_KINDS: given.kind };
  const env = { ...cleanEnv(await ensurePostgres()), ...asked, ...(given.calm && { SOAK_CALM: '1' }) };
  const args = ['--disable-warning=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
  const settings = ['--config', 'jest.postgres.js', 'test/postgres/histories'];
  const child = spawn(node, [...args, ...settings], { cwd: root, env, stdio: 'inherit' });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

async function main() {
  await ensureModules();
  const node = await ensureNode24();
  if (given.postgres) return onServer(node);
  const queue = wishes();
  const start = Date.now();
  const workers = Math.min(Number(given.workers), queue.length);
  say(
    `Playing ${given.path === undefined ? wanted : 1} histories of ${names.join(', ')} from seed ${firstSeed} in ${workers} processes …`,
  );
  await Promise.all(Array.from({ length: workers }, () => staff(node, queue)));
  report(Math.max(1, Math.round((Date.now() - start) / 1000)));
  process.exitCode = failures.length > 0 ? 1 : 0;
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});
