import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/** Linux keeps this folder in memory. */
const inMemory = '/dev/shm';
const name = /^zoho-outlook-(\d+)$/;
const needed = 3 * 2 ** 30;

const freeIn = ({ bavail, bsize }) => bavail * bsize;

/** A run that was killed could not take its folder away, which is memory. */
function sweep() {
  for (const entry of readdirSync(inMemory)) {
    const [, owner] = name.exec(entry) ?? [];
    if (owner && !isAlive(Number(owner))) rmSync(join(inMemory, entry), { recursive: true, force: true });
  }
}

function open() {
  try {
    sweep();
    if (Math.min(freeIn(statfsSync(inMemory)), freemem()) < needed) return undefined;
    const folder = join(inMemory, `zoho-outlook-${process.pid}`);
    // others than its owner pass through it: PostgreSQL runs as a user of its own
    mkdirSync(folder, { mode: 0o755 });
    return folder;
  } catch {
    return undefined;
  }
}

/**
 * Temporary files in memory, where there is enough of it, for this process and all it starts: thousands of small databases are
 * written in the tests, and each commit would wait for a disk. No test is about a machine that goes down.
 */
export function keepScratchInMemory() {
  const folder = process.env.TMPDIR ? undefined : open();
  if (!folder) return;
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}
