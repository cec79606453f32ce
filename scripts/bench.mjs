#!/usr/bin/env node
// `npm run bench`: our matcher beside n8n's Compare Datasets, in one process. Options go to bench/main.ts.
// With `--archive [megabytes]`: what forgetting costs in an archive of that size.
// With `--quiet [links …]`: what a run without changes costs at so many links.
// With `--load [contacts …]`: what a first load of so many contacts costs.
// With `--server`: what an archive in PostgreSQL costs beside one in a file.
// With `--company [people]`: what a round without changes costs a company, beside sub-workflows that do nothing, in a real n8n.
// With `--published [contacts …]`: what a first load costs the published template, in a real n8n.
// With `--latency [edits]`: what so many edits cost when each request takes 50 ms, beside the least they can.
// With `--handmade [edits] [rounds]`: our template beside a workflow of n8n's own nodes, in a real n8n.
// With `--hosts [people] [rounds]`: a company's mailboxes cleared by two workers on two hosts, and by one.
// With `--quotas [contacts]`: what a first load costs under the vendors' quotas, beside the least it can.
// With `--million [size]`: a million records on either side matched, and the memory it takes.
// `--keep` keeps the figures in bench/results.json.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  ensureModules,
  ensureN8n,
  ensureNode24,
  ensurePostgres,
  ensureQueueServices,
  preloads,
  root,
  say,
} from './lib/index.mjs';
import { build } from './lib/build.mjs';
import { readOptions } from './lib/options.mjs';
import { cleanEnv } from './lib/run.mjs';

async function besideN8n() {
  const { node, dir } = await ensureN8n();
  const env = cleanEnv({ N8N_NODES_BASE: join(dir, 'node_modules', 'n8n-nodes-base') });
  return { node, env, args: ['--expose-gc', '--import', 'tsx', 'bench/main.ts'] };
}

async function inN8n(name, sizes) {
  const { node, n8nBin } = await ensureN8n();
  await build();
  return {
    node,
    env: cleanEnv({ N8N_BIN: n8nBin, ...(name === 'hosts' && (await ensureQueueServices())) }),
    args: ['--import', 'tsx', `bench/${name}/main.ts`, ...sizes],
  };
}

async function alone(name, sizes) {
  return {
    node: await ensureNode24(),
    env: cleanEnv(name === 'server' ? await ensurePostgres() : {}),
    args: ['--disable-warning=ExperimentalWarning', ...preloads, `bench/${name}/main.ts`, ...sizes],
  };
}

const { values, words } = readOptions(
  'npm run bench',
  {
    archive: true,
    quiet: true,
    load: true,
    server: true,
    company: true,
    published: true,
    latency: true,
    handmade: true,
    hosts: true,
    million: true,
    quotas: true,
    keep: true,
  },
  '[SIZE …]',
);
const { keep, ...asked } = values;
const [special] = Object.keys(asked);

const programOf = {
  matching: besideN8n,
  company: inN8n,
  published: inN8n,
  archive: alone,
  quiet: alone,
  load: alone,
  latency: alone,
  million: alone,
  quotas: alone,
  handmade: inN8n,
  hosts: inN8n,
  server: alone,
};

async function main() {
  await ensureModules();
  const { node, env, args } = await programOf[special ?? 'matching'](special, words);
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: { ...env, ...(keep && { BENCH_KEEP: '1' }) } });
  child.on('close', (code) => process.exit(code ?? 1));
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});
