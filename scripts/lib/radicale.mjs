import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { withLock } from './lock.mjs';
import { cacheRoot } from './paths.mjs';
import { run, timed } from './run.mjs';

/** It brings vobject and dateutil along, by which the tests read the calendar for themselves. */
const aptPackages = ['radicale'];
const places = () => [process.env.RADICALE_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);

async function findPython() {
  for (const python of places()) {
    if (python.includes('/') && !existsSync(python)) continue;
    const { code } = await run(python, ['-c', 'import radicale, vobject, dateutil'], { quiet: true });
    if (code === 0) return python;
  }
  return undefined;
}

/**
 * Radicale, a CalDAV server that nobody here wrote, against which events are synced in the tests.
 * @returns {Promise<string>} the Python that has it (`python -m radicale`): $RADICALE_PYTHON, one found where it usually
 *   lies, or Debian's, which apt-get has just given it
 */
export async function ensureRadicale() {
  const found = await findPython();
  if (found) return found;
  const advice = `Install it (Debian: sudo apt-get install ${aptPackages.join(' ')}; elsewhere: pip install radicale), or set RADICALE_PYTHON to a Python that has it.`;
  if (!canUseApt()) throw new Error(`The tests of events over CalDAV need Radicale, and none was found. ${advice}`);
  await withLock(join(cacheRoot, 'radicale.lock'), async () => {
    if (await findPython()) return;
    await timed('Installing the calendar server Radicale with apt-get once, about ten seconds', () =>
      aptInstall(aptPackages),
    );
  });
  const installed = await findPython();
  if (!installed) throw new Error(`apt-get brought no Radicale. ${advice}`);
  return installed;
}
