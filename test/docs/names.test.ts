import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = ['README.md', 'README.ja.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

const nodesSource = readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`nodes/${name}`))
  .join('\n');

/** n8n's own. */
const ofN8n = new Set(['Poll Times']);

/** The column `setting` of the tables of a page: names as the panels have them. */
function settingsOf(page: string): readonly string[] {
  const cells = read(page)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  let column = -1;
  return cells.flatMap((row) => {
    const heading = row.findIndex((cell) => cell === 'setting' || cell === '設定');
    if (heading >= 0) column = heading;
    else if (row.length < 5 || column < 0) column = -1;
    else if (!/^-*$/.test(row[column] ?? '')) return (row[column] ?? '').split(/[,、;] ?/);
    return [];
  });
}

const withSettings = ['settings', 'tasks', 'meetings', 'sent-mail', 'within-seconds'];

test.each(withSettings)('the settings of docs/%s are called as the panels call them, in both languages', (name) => {
  const settings = settingsOf(`docs/${name}.md`).filter((setting) => !ofN8n.has(setting));
  expect(settings.length).toBeGreaterThan(2);
  expect(settings.filter((setting) => !nodesSource.includes(`'${setting}'`))).toEqual([]);
  expect(settingsOf(`docs/${name}.ja.md`)).toEqual(settingsOf(`docs/${name}.md`));
});

test.each(pages)('every file that %s names is there', (page) => {
  const named = [...read(page).matchAll(/`((?:workflows|docs|test|scripts|simulators)\/[\w./-]+\.\w+)`/g)];
  expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
