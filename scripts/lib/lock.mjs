import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './run.mjs';

/** Whether a process of that id runs on this machine. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The holder died without clean-up (its id is gone), or was killed between making the file and writing its id. */
function isAbandoned(file) {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    return holder ? !isAlive(holder) : Date.now() - statSync(file).mtimeMs > 5_000;
  } catch {
    return false;
  }
}

/** Runs `work` while no other process of ours holds the lock file; waits for as long as the holder lives. */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !tryLock(file);) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else {
      if (!told) say('Another run is installing the same thing; waiting for it …');
      told = true;
      await sleep(500);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
