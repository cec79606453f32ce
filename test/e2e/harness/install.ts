import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  devDependencies?: unknown;
  peerDependencies?: unknown;
  optionalDependencies?: unknown;
}

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly dir: string;
}

/** The flags of n8n's own installer for community packages (n8n 2.40). */
const installFlags = [
  '--audit=false',
  '--fund=false',
  '--bin-links=false',
  '--install-strategy=shallow',
  '--ignore-scripts=true',
  '--package-lock=false',
];

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

async function pack(source: string, to: string): Promise<string> {
  const args = ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', to];
  const { stdout } = await exec('npm', args, { cwd: source, maxBuffer: 1 << 26 });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
  if (!packed) throw new Error(`npm pack made nothing in ${source}`);
  return join(to, packed.filename);
}

/** n8n drops what only development needs, so that npm installs the runtime dependencies alone. */
function stripManifest(dir: string): Manifest {
  const file = join(dir, 'package.json');
  const manifest = readJson<Manifest>(file);
  delete manifest.devDependencies;
  delete manifest.peerDependencies;
  delete manifest.optionalDependencies;
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  return manifest;
}

/** The list by which n8n knows its installed packages. */
function addToLedger(nodes: string, { name, version }: Manifest): void {
  const file = join(nodes, 'package.json');
  const ledger = existsSync(file)
    ? readJson<{ dependencies: Record<string, string> }>(file)
    : { name: 'installed-nodes', private: true, dependencies: {} };
  writeFileSync(
    file,
    JSON.stringify({ ...ledger, dependencies: { ...ledger.dependencies, [name]: version } }, null, 2),
  );
}

/**
 * Installs a built package into an n8n folder step by step as n8n's own installer does: pack, unpack, strip, install, list.
 * Done before n8n starts. A packed package shares n8n's own copy of n8n-workflow; a linked one would bring a second.
 */
export async function installPackage(home: string, source: string): Promise<InstalledPackage> {
  const nodes = join(home, '.n8n', 'nodes');
  mkdirSync(nodes, { recursive: true });
  const tarball = await pack(source, nodes);
  const dir = join(nodes, 'node_modules', readJson<Manifest>(join(source, 'package.json')).name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  await exec('tar', ['-xzf', tarball, '-C', dir, '--strip-components=1']);
  rmSync(tarball);
  const manifest = stripManifest(dir);
  if (Object.keys(manifest.dependencies ?? {}).length > 0)
    await exec('npm', ['install', ...installFlags], { cwd: dir });
  addToLedger(nodes, manifest);
  return { name: manifest.name, version: manifest.version, dir };
}
