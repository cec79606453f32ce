import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packageRoot = join(__dirname, '..', '..');
const script = join(packageRoot, 'scripts', 'completeLock.mjs');

type Lock = { packages: Record<string, { version?: string; os?: string[]; cpu?: string[]; optional?: boolean }> };

test('a lock file gets the platform packages that a registry did not have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  try {
    const file = join(folder, 'package-lock.json');
    const tool = {
      version: '1.2.3',
      optionalDependencies: { '@tool/core-darwin-arm64': '1.2.3', '@tool/core-linux-x64': '1.2.3' },
    };
    const there = { version: '1.2.3', os: ['linux'], cpu: ['x64'], optional: true };
    writeFileSync(
      file,
      JSON.stringify({ packages: { '': {}, 'node_modules/tool': tool, 'node_modules/@tool/core-linux-x64': there } }),
    );
    execFileSync(process.execPath, [script, file]);
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as Lock;
    const added = { version: '1.2.3', os: ['darwin'], cpu: ['arm64'], optional: true };
    expect(packages['node_modules/@tool/core-darwin-arm64']).toEqual(added);
    expect(packages['node_modules/@tool/core-linux-x64']).toEqual(there);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each(['package-lock.json', 'test/e2e/n8n/package-lock.json'])('%s names no registry and lacks nothing', (name) => {
  const file = join(packageRoot, name);
  expect(readFileSync(file, 'utf8')).not.toContain('"resolved"');
  expect(execFileSync(process.execPath, [script, '--check', file], { encoding: 'utf8' })).toContain(' 0 missing');
});
