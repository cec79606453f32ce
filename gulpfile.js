const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { pipeline } = require('node:stream/promises');
const { dest, series, src } = require('gulp');

const out = 'dist';
// one glob a folder: a brace at the front would make gulp walk node_modules too
const assets = ['credentials', 'nodes'].map((folder) => `${folder}/**/*.{svg,png,node.json}`);

function clean() {
  return rm(out, { recursive: true, force: true });
}

function compile() {
  const tsc = require.resolve('typescript/bin/tsc');
  return spawn(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
}

/** `encoding: false`: gulp 5 would otherwise read images as text. */
async function copyAssets() {
  await pipeline(src(assets, { base: '.', encoding: false }), dest(out, { encoding: false }));
}

exports.clean = clean;
exports.build = series(clean, compile, copyAssets);
exports.default = exports.build;
