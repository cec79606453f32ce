/** A command that is not tried here, for it takes minutes or the network: where it is run, in words of that file. */
export interface RunElsewhere {
  readonly command: RegExp;
  readonly file: string;
  readonly words: string;
}

const elsewhere = (command: RegExp, file: string, words: string): RunElsewhere => ({ command, file, words });

export const runElsewhere: readonly RunElsewhere[] = [
  // a placeholder stands for the address; the folder that comes of it is named by the next command
  elsewhere(/^git clone <.+>$/, 'package.json', '/n8n-nodes-zoho-outlook.git"'),
  elsewhere(/^cd n8n-nodes-zoho-outlook$/, 'package.json', '/n8n-nodes-zoho-outlook.git"'),
  elsewhere(/^npm ci$/, 'scripts/lib/modules.mjs', "mustRun('npm', ['ci'"),
  elsewhere(/^npm run build$/, 'scripts/test.mjs', "program('gulp/bin/gulp.js', ['build'])"),
  elsewhere(/^npm run typecheck$/, 'scripts/test.mjs', "['--noEmit', '-p', 'tsconfig.dev.json']"),
  elsewhere(/^npm pack$/, 'scripts/versions.mjs', "['pack', "),
  elsewhere(/^(mkdir -p|cd) ~\/\.n8n\/nodes$/, 'scripts/versions.mjs', "join(home, '.n8n', 'nodes')"),
  elsewhere(
    /^npm install --ignore-scripts --legacy-peer-deps \/path\/to\/n8n-nodes-zoho-outlook-0\.1\.0\.tgz$/,
    'scripts/versions.mjs',
    "'--ignore-scripts', '--legacy-peer-deps'",
  ),
  elsewhere(
    /^n8n import:workflow --separate --input=(FOLDER|フォルダー)$/,
    'scripts/versions.mjs',
    "cli('import:workflow', '--separate', `--input=${templates}`)",
  ),
  elsewhere(/^npm audit --omit=dev$/, 'scripts/lib/audit.mjs', "['audit', '--omit=dev', "),
  elsewhere(/^kill -9$/, 'test/e2e/harness/n8n.ts', "end(child, 'SIGKILL')"),
];
