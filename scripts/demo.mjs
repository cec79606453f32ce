#!/usr/bin/env node
// `npm run demo`: everything from nothing, then demo/main.ts. Options: --once, --json FILE.
import { launch } from './lib/launch.mjs';

await launch('demo/main.ts');
