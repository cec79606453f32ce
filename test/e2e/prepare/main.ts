import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from '../harness/install';
import { emptyHome, removeHome, startN8n } from '../harness/n8n';

const packageRoot = join(__dirname, '..', '..', '..');

/** An n8n that starts on an empty folder makes its database in a hundred steps; what comes of it is kept beside that n8n. */
async function firstStart(kept: string): Promise<void> {
  const home = emptyHome();
  try {
    const n8n = await startN8n({ home });
    await n8n.stop();
    rmSync(n8n.logFile);
    const part = `${kept}.part-${process.pid}`;
    cpSync(home, part, { recursive: true });
    // somebody else may have been quicker
    if (existsSync(kept)) rmSync(part, { recursive: true });
    else renameSync(part, kept);
  } finally {
    removeHome(home);
  }
}

/** `main.ts KEPT HOME`: makes HOME what each test's n8n begins with, our package installed in it as n8n does it. */
async function main([kept = '', home = '']: readonly string[]): Promise<void> {
  if (!existsSync(kept)) await firstStart(kept);
  cpSync(kept, home, { recursive: true });
  await installPackage(home, packageRoot);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
