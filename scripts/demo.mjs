#!/usr/bin/env node
// `npm run demo`: everything from nothing, then demo/main.ts. Options: --once, --json FILE.
import { launch } from './lib/launch.mjs';
import { readOptions } from './lib/options.mjs';

readOptions('npm run demo', { once: true, json: 'FILE' });
await launch('demo/main.ts');
