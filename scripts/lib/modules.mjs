import { lstatSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, readIfThere, root } from './paths.mjs';
import { mustRun, timed } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.installed-for');

/** npm writes this file last, so it tells of an install by hand too. */
function installedByHand() {
  const written = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return written !== undefined && written.mtimeMs >= statSync(lockFile).mtimeMs;
}

/** A folder that is only a link is another checkout's, and `npm ci` would empty it there. */
function isBorrowed() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Brings the package's own dependencies to what package-lock.json says; does nothing when they are there. */
export async function ensureModules() {
  const wanted = fingerprint(lockFile);
  if (isBorrowed() || readIfThere(stampFile) === wanted) return;
  if (!installedByHand()) {
    await timed("Installing this package's dependencies once, about a minute", () =>
      mustRun('npm', ['ci', '--loglevel=error'], { cwd: root }, 'npm ci failed. Is the npm registry reachable?'),
    );
  }
  writeFileSync(stampFile, wanted);
}
