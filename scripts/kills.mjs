#!/usr/bin/env node
// `npm run kills -- --kills 30 --records 600 --seed 1`: real n8n killed in the middle of its work. Options go to test/e2e/kills/main.ts.
import { launch } from './lib/launch.mjs';
import { readOptions } from './lib/options.mjs';

readOptions('npm run kills', { kills: '30', records: '600', seed: '1' });
await launch('test/e2e/kills/main.ts', ['--disable-warning=ExperimentalWarning']);
