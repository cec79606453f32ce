import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../support/sourceTree';
import { blocksOf, commandsOf, isData, optionsOf, pages, type Command } from './commands/gather';
import { runElsewhere } from './commands/table';

const root = join(__dirname, '..', '..');
const manifest = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>>; version: string };

const commands: readonly Command[] = pages.flatMap(commandsOf);
const distinct = [...new Set(commands.map(({ text }) => text))];

/** What `npm test`, `npm run X -- …` and `node scripts/X.mjs …` start: the program and what it is given. */
function startedBy(text: string): { readonly program: string; readonly given: readonly string[] } | undefined {
  const [, inNpm, rest = ''] = /^npm (?:run (?:-s )?)?([\w-]+)(?: --)?(?: (.*))?$/.exec(text) ?? [];
  const line = inNpm ? `${manifest.scripts[inNpm] ?? ''} ${rest}` : text;
  const [node, program = '', ...given] = line.split(' ').filter(Boolean);
  return node === 'node' && program.startsWith('scripts/') ? { program, given } : undefined;
}

/** Jest by itself: what it is told to run. */
const toldToJest = (text: string): readonly string[] | undefined =>
  /^(?:npx jest|npm run unit --) (.+)$/.exec(text)?.[1]?.split(' ');

/** A script says what it takes, and ends; what it does not take is a mistake. */
const start = (program: string, given: readonly string[]) =>
  spawnSync(process.execPath, [join(root, program), ...given, '--help'], { encoding: 'utf8', cwd: root });

const scripts = distinct.filter((text) => startedBy(text));

test('the pages name commands at all, and every block of them is either commands or data', () => {
  expect(distinct.length).toBeGreaterThan(30);
  const first = pages.flatMap(blocksOf).filter((block) => !isData(block));
  expect(first.filter((block) => !/^ *(npm|npx|node|n8n|git|mkdir) /.test(block))).toEqual([]);
});

test('no command is without something that runs it', () => {
  const known = (text: string) =>
    startedBy(text) !== undefined ||
    toldToJest(text) !== undefined ||
    runElsewhere.some((row) => row.command.test(text));
  expect(commands.filter(({ text }) => !known(text))).toEqual([]);
});

test.each(scripts)('%s starts, and takes what it is given', (text) => {
  const { program, given } = startedBy(text) ?? { program: '', given: [] };
  const { status, stdout, stderr } = start(program, given);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm (run )?[a-z]+ --/);
});

test.each(Object.entries(manifest.scripts).filter(([, line]) => line.startsWith('node ')))(
  'npm run %s says at once that an option is not there, before it installs or writes anything',
  (_, line) => {
    const { status, stderr } = start(line.split(' ')[1] ?? '', ['--no-such-option']);
    expect(status).toBe(2);
    expect(stderr).toContain('--no-such-option');
    expect(stderr).toContain('Usage: ');
  },
);

test('every end-to-end file that a command picks is there; one that picks none is told so at once', () => {
  const picked = distinct.flatMap((text) => / --e2e ([a-z]\w*)$/.exec(text)?.[1] ?? []);
  const files = readdirSync(join(root, 'test', 'e2e')).filter((name) => name.endsWith('.test.ts'));
  expect(picked.length).toBeGreaterThan(1);
  expect(picked.filter((name) => !files.some((file) => file.includes(name)))).toEqual([]);
  const none = spawnSync(process.execPath, ['scripts/test.mjs', '--e2e', 'nosuchfile'], {
    encoding: 'utf8',
    cwd: root,
  });
  expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('No file of test/e2e has nosuchfile')]);
});

test('jest finds tests by every path that a command gives it', () => {
  const told = distinct.flatMap((text) => toldToJest(text)?.filter((word) => word.startsWith('test/')) ?? []);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { stdout } = spawnSync(process.execPath, [jest, '--listTests', '-w', '1', '-t', 'words', ...told], {
    ...{ encoding: 'utf8', cwd: root },
  });
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((path) => !stdout.includes(`/${path}`))).toEqual([]);
});

test.each(runElsewhere.map((row) => [row.command, row] as const))('%s is run where the table says', (_, row) => {
  expect(distinct.filter((text) => row.command.test(text)).length).toBeGreaterThan(0);
  expect(textOf(row.file)).toContain(row.words);
});

test('the packed file is called as the pages call it', () => {
  const named = pages.flatMap((page) => [...textOf(page).matchAll(/n8n-nodes-zoho-outlook-([\d.]+)\.tgz/g)]);
  expect([...new Set(named.map(([, version]) => version))]).toEqual([manifest.version]);
});

test.each(pages.filter((page) => optionsOf(page).length > 0))('every option that %s names is there', (page) => {
  const texts = commandsOf(page).map(({ text }) => text);
  const usages = texts.flatMap((text) => startedBy(text)?.program ?? []).map((program) => start(program, []).stdout);
  const taken = [...usages, ...texts].join(' ');
  expect(optionsOf(page).filter((option) => !new RegExp(`${option}(?![\\w-])`).test(taken))).toEqual([]);
});
