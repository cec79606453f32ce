import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly gypfile?: boolean;
}

const root = join(__dirname, '..', '..');
const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Where Node finds a package that another one asks for. */
function folderOf(name: string, from: string): string {
  for (let at = from; at.startsWith(root); at = join(at, '..')) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${name} is not installed`);
}

/** Every package that users get with this one, by its folder. */
function shipped(): readonly string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = manifest(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = folderOf(name, folder);
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(root);
  return [...found];
}

const rows = shipped().map((folder) => [manifest(folder).name, folder] as const);
// MPL-2.0 asks for the sources of its own files only, and those we do not change.
const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'MPL-2.0'];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

test('what is shipped was found', () => {
  expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(manifest(root).dependencies ?? {})));
});

describe.each(rows)('%s', (_name, folder) => {
  const { scripts = {}, license, gypfile } = manifest(folder);

  test('runs nothing when it is installed', () => {
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });
  test('is plain JavaScript', () => {
    expect(gypfile ?? false).toBe(false);
    expect(filesIn(folder).filter((file) => /(\.node|binding\.gyp|\.wasm|\.so|\.dll|\.dylib)$/.test(file))).toEqual([]);
  });
  test('has a licence that ours allows', () => {
    expect(allowed).toContain(license);
  });
});

describe('what npm would publish', () => {
  const cache = mkdtempSync(join(tmpdir(), 'pack-'));
  afterAll(() => rmSync(cache, { recursive: true, force: true }));
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline', '--cache', cache], {
    ...{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] as const },
  });
  const [{ files }] = JSON.parse(said) as [{ files: readonly { path: string }[] }];
  const paths = files.map(({ path }) => path);

  test('is the compiled package, its workflows and its papers', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'README.md',
        'index.js',
        'workflows/contacts.json',
        'docs/sign-in.md',
      ]),
    );
    const strange = paths.filter(
      (path) =>
        !/^(dist\/(archive|clients|credentials|engine|nodes|reasons|sides|sync)\/|docs\/[\w.-]+\.(md|png)$|workflows\/[\w-]+\.json$|package\.json$|index\.js$|LICENSE$|(README|ARCHITECTURE|CHANGELOG|CONTRIBUTING|SECURITY)(\.\w+)?\.md$)/.test(
          path,
        ),
    );
    expect(strange).toEqual([]);
  });

  test('holds no tests, simulators, archives, keys or source maps', () => {
    expect(
      paths.filter((path) =>
        /(test|simulators|demo|bench|scripts)\/|\.(map|ts|sqlite|pem|key|log|tgz)$|\.env/.test(path),
      ),
    ).toEqual([]);
  });

  test('names no machine, no token and no secret', () => {
    // `/home/node` is n8n's own place in its container, which the templates of the backup name
    const telling =
      /\/(home|Users|root|work|tmp)\/(?!node\/\.n8n-files)\w|sourceMappingURL|simulator-(refresh|access|zoho|secret)|graph-simulator|-----BEGIN|eyJ[A-Za-z0-9_-]{20}|1000\.[0-9a-f]{32}/;
    const texts = paths.filter((path) => /\.(js|json|md|svg)$/.test(path) && existsSync(join(root, path)));
    const found = texts.flatMap((path) => {
      const match = telling.exec(readFileSync(join(root, path), 'utf8'));
      return match ? [`${path}: ${match[0]}`] : [];
    });
    expect(found).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
  });
});
