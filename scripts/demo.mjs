#!/usr/bin/env node
// `npm run demo`: everything from nothing, then demo/main.ts. Options: --once, --json FILE, --company, --people N.
import { launch } from './lib/launch.mjs';
import { readOptions } from './lib/options.mjs';

readOptions('npm run demo', { once: true, json: 'FILE', company: true, people: 'N' });
await launch('demo/main.ts');
