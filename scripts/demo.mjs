#!/usr/bin/env node
// `npm run demo`: everything from nothing, then demo/main.ts. Options: --once, --json FILE, --company, --people N, --queue.
import { ensureQueueServices } from './lib/index.mjs';
import { launch } from './lib/launch.mjs';
import { readOptions } from './lib/options.mjs';

const { values } = readOptions('npm run demo', { once: true, json: 'FILE', company: true, people: 'N', queue: true });
await launch('demo/main.ts', [], values.queue ? ensureQueueServices : undefined);
