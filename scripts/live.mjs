#!/usr/bin/env node
// `npm run live -- --graph`: a short check list against a real account: one line per fact, and everything it made is deleted again.
import { readOptions } from './lib/options.mjs';
import { runService } from './live/run.mjs';

const services = {
  graph: () => import('./live/graph/index.mjs'),
  zoho: () => import('./live/zoho/index.mjs'),
};

const asked = Object.keys(readOptions('npm run live', { graph: true, zoho: true }).values);
if (asked.length !== 1) {
  console.error('Say which service: npm run live -- --graph | --zoho');
  process.exitCode = 2;
} else {
  const { service } = await services[asked[0]]();
  process.exitCode = await runService(service);
}
