import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** An npm orphaned by a kill may still be writing there; then the next install takes the rest away. */
function removeLeftovers(folder) {
  const leftovers = readdirSync(dirname(folder)).filter((name) => name.startsWith(`${basename(folder)}.part-`));
  for (const name of leftovers) {
    try {
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** Makes a folder appear whole or not at all: `fill` works in a temporary one, which then takes the name. Call it under a lock. */
export async function makeWhole(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  removeLeftovers(folder);
  const temporary = `${folder}.part-${process.pid}-${Date.now()}`;
  mkdirSync(temporary);
  await fill(temporary);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
}
