#!/usr/bin/env node
// `npm run docs`: writes those pages of docs/ that are made of the product's own tables: the fields, and every message with its cure.
// With --check: writes nothing; exit code 1 and the names of the pages that are not what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './lib/options.mjs';
import { ensureModules, ensureNode24, preloads, root, run, say } from './lib/index.mjs';

const { check } = readOptions('npm run docs', { check: true }).values;

async function madePages() {
  const program = [...preloads, join(root, 'scripts', 'docs', 'main.ts')];
  const args = ['--disable-warning=ExperimentalWarning', ...program];
  const { code, output } = await run(await ensureNode24(), args, { cwd: root, quiet: true });
  if (code !== 0) throw new Error(output);
  return Object.entries(JSON.parse(output));
}

const isAsMade = ([file, text]) => existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === text;

async function main() {
  await ensureModules();
  const stale = (await madePages()).filter((page) => !isAsMade(page));
  const names = stale.map(([file]) => file).join(', ');
  if (check && stale.length > 0) throw new Error(`Not as npm run docs makes them: ${names}. Run it.`);
  for (const [file, text] of stale) writeFileSync(join(root, file), text);
  console.log(names ? `Written: ${names}` : 'All pages are as they are made.');
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});
