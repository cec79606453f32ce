import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canUseApt } from './apt.mjs';
import { cacheRoot } from './paths.mjs';
import { withLock } from './lock.mjs';
import { timed } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usual = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];
const macNames = ['Google Chrome', 'Chromium'];
/** the CJK font is for the Japanese names of the seeded worlds, which would be boxes without it */
const aptPackages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'];

function findBrowser() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...usual];
  const places = folders.flatMap((folder) => [...names, ...macNames].map((name) => join(folder, name)));
  return [process.env.CHROMIUM_BIN, ...places].find((place) => place && existsSync(place));
}

/**
 * A Chromium or Chrome, in which the tests use the n8n editor as a person does.
 * @returns {Promise<string>} its path: $CHROMIUM_BIN, one found where it usually lies, or one installed with apt-get
 */
export async function ensureChromium() {
  const found = findBrowser();
  if (found) return found;
  const advice = `Install Chromium or Chrome (Debian: sudo apt-get install ${aptPackages.join(' ')}), or set CHROMIUM_BIN to one.`;
  if (!canUseApt()) throw new Error(`The tests of the editor need a browser, and none was found. ${advice}`);
  await withLock(join(cacheRoot, 'chromium.lock'), async () => {
    if (findBrowser()) return;
    await timed(`Installing ${aptPackages.join(', ')} with apt-get once, about a minute`, () =>
      aptInstall(aptPackages),
    );
  });
  const installed = findBrowser();
  if (!installed) throw new Error(`apt-get brought no Chromium. ${advice}`);
  return installed;
}
