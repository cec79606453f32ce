#!/usr/bin/env node
// `npm run path`: the product's files, and the functions of each, that one cycle runs through to move one phone number from Outlook to Zoho CRM.
// With --json: `[[file, functions], …]`.
import { join } from 'node:path';
import { readOptions } from './lib/options.mjs';
import { ensureModules, ensureNode24, preloads, root, run, say } from './lib/index.mjs';

const { json } = readOptions('npm run path', { json: true }).values;

async function main() {
  await ensureModules();
  const program = [...preloads, join(root, 'test', 'support', 'pathOfOnePhone.ts')];
  const args = ['--disable-warning=ExperimentalWarning', ...program];
  const { code, output } = await run(await ensureNode24(), args, { cwd: root, quiet: true });
  if (code !== 0) throw new Error(output);
  if (json) return console.log(output.trim());
  const path = JSON.parse(output);
  for (const [file, functions] of path) console.log(`${String(functions).padStart(4)}  ${file}`);
  console.log(`${path.length} files, ${path.reduce((total, [, functions]) => total + functions, 0)} functions`);
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});
