import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';

const script = pathToFileURL(join(__dirname, '..', '..', 'scripts', 'lib', 'audit.mjs')).href;

/** What the audit makes of an answer of npm; the script is an ES module, so another process asks it. */
function findings(output: string): readonly string[] | null {
  const code = `import { findingsIn, reportIn } from ${JSON.stringify(script)};
    const report = reportIn(process.argv[1]);
    console.log(JSON.stringify(report && findingsIn(report)));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code, output], { encoding: 'utf8' }),
  ) as never;
}

const report = (severity: string) => ({
  vulnerabilities: { luxon: { name: 'luxon', severity, range: '<3.2.1' } },
  metadata: { vulnerabilities: { [severity]: 1 } },
});

test.each([
  ['critical', ['critical: luxon <3.2.1']],
  ['high', ['high: luxon <3.2.1']],
  ['moderate', []],
  ['low', []],
])('a weakness that is %s', (severity, expected) => {
  expect(findings(`npm warn something\n${JSON.stringify(report(severity))}`)).toEqual(expected);
});

test.each([
  ['a registry that has no such list', JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } })],
  ['no registry', JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'request failed' } })],
  ['no JSON', 'npm error audit endpoint returned an error'],
  ['nothing', ''],
])('%s is no clean bill of health', (_what, output) => {
  expect(findings(output)).toBeNull();
});
