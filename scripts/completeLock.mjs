#!/usr/bin/env node
// node scripts/completeLock.mjs [--check] [package-lock.json …]
// A package registry may lack the platform packages of systems nobody there uses. `npm install` then writes a lock file
// without them, which `npm ci` refuses ("Missing: … from lock file"). This adds what is needed for npm to be content:
// name, exact version, system. Run it after each change of a lock file; it changes nothing in a whole one.
// With --check it only tells, and fails if something is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const platform =
  /(darwin|win32|linux|freebsd|android|openharmony|sunos|aix|netbsd|openbsd)-(arm64|x64|ia32|arm|riscv64|ppc64|s390x|loong64|mips64el)/;

/** Where Node would look for a package asked for at `from`: each node_modules upwards. */
function lookUpPlaces(from, name) {
  const place = `${from ? `${from}/` : ''}node_modules/${name}`;
  if (!from) return [place];
  const cut = from.lastIndexOf('/node_modules/');
  return [place, ...lookUpPlaces(cut < 0 ? '' : from.slice(0, cut), name)];
}

/** The entry npm would have written, as far as the name tells it; undefined for what is bound to no system. */
function entryFor(name, version) {
  const [, os, cpu] = name.match(platform) ?? [];
  if (!os || !/^\d+\.\d+\.\d+/.test(version)) return undefined;
  return { version, cpu: [cpu], optional: true, os: [os] };
}

function missingIn(packages) {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookUpPlaces(place, name).some((candidate) => candidate in packages))
      .map(([name, version]) => ({ name, version, neededBy: place || 'the root' })),
  );
}

function fill(lock, missing) {
  for (const { name, version, neededBy } of missing) {
    const entry = entryFor(name, version);
    console.log(`${entry ? 'added' : 'STILL MISSING'}: ${name} ${version} for ${neededBy}`);
    if (entry) lock.packages[`node_modules/${name}`] = entry;
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

function complete(file, onlyCheck) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingIn(lock.packages);
  console.log(`${file}: ${missing.length} missing`);
  if (missing.length === 0) return;
  if (onlyCheck) process.exitCode = 1;
  else writeFileSync(file, `${JSON.stringify(fill(lock, missing), null, 2)}\n`);
}

const args = process.argv.slice(2);
const named = args.filter((arg) => arg !== '--check');
const files = named.length > 0 ? named : ['package-lock.json', 'test/e2e/n8n/package-lock.json'];
for (const file of files) complete(file, args.includes('--check'));
