import { join } from 'node:path';
import { root } from './paths.mjs';
import { mustRun, timed } from './run.mjs';

/** Builds the package into dist/. */
export function build() {
  const gulp = join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
  return timed('Building the package', () =>
    mustRun(process.execPath, [gulp, 'build'], { cwd: root }, 'The build failed.'),
  );
}
