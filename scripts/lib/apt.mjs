import { existsSync } from 'node:fs';
import { mustRun } from './run.mjs';

/** Whether we may install system packages by ourselves: on Debian and its kin, as root (a container, a CI machine). */
export function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages; only when `canUseApt`. */
export async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-qq'], { env }, 'apt-get update failed');
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  await mustRun('apt-get', install, { env }, `apt-get could not install ${packages.join(', ')}`);
}
