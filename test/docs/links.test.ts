import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, normalize, posix } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };

const atTop = readdirSync(root).filter((name) => name.endsWith('.md'));
const inDocs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = [...atTop, ...inDocs.map((name) => `docs/${name}`)];

/** Text without what is only shown: fenced blocks and code. */
const prose = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => (code.includes('](') ? '' : code));

/** The name that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .trim()
    .replace(/ /g, '-');

const anchorsOf = (path: string): readonly string[] =>
  [...prose(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const linksOf = (path: string): readonly string[] =>
  [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to));

/** npm always takes these along. */
const always = /^(README(\.\w+)?\.md|LICENSE|package\.json)$/;
const isPacked = (path: string): boolean =>
  always.test(path) || files.some((file) => path === file || path.startsWith(`${file}/`));

function whatIsWrong(page: string, link: string): string | undefined {
  const [file = '', anchor] = link.split('#');
  const target = file ? posix.join(posix.dirname(page), file) : page;
  if (!existsSync(join(root, normalize(target)))) return `${page}: ${link} is not there`;
  if (anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor)))
    return `${page}: ${link} has no such heading`;
  if (isPacked(page) && !isPacked(target)) return `${page}: ${link} is not in the package`;
  return undefined;
}

test.each(pages)('every link of %s leads somewhere, in the package, too', (page) => {
  expect(linksOf(page).flatMap((link) => whatIsWrong(page, link) ?? [])).toEqual([]);
});

test.each(['README.md', 'README.ja.md'])('%s leads to every page for its readers', (page) => {
  const isJapanese = page.includes('.ja.');
  const own = inDocs.filter((name) => name.includes('.ja.') === isJapanese);
  expect(own.filter((name) => !linksOf(page).includes(`docs/${name}`))).toEqual([]);
});

test('the README is read at one sitting', () => {
  expect(
    read('README.md')
      .split(/\s+/)
      .filter((word) => /\w/.test(word)).length,
  ).toBeLessThanOrEqual(1500);
});

const inBoth = inDocs
  .filter((name) => name.endsWith('.ja.md'))
  .map((name) => [name.replace('.ja.md', '.md'), name] as const);

test.each(inBoth)('%s and %s lead to each other', (english, japanese) => {
  expect(linksOf(`docs/${english}`)).toContain(japanese);
  expect(linksOf(`docs/${japanese}`)).toContain(english);
});

test('what the product calls help is there', () => {
  const sources = ['credentials', 'nodes', 'reasons', 'workflows'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|json)$/.test(name))
      .map((name) => posix.join(folder, name)),
  );
  const links = sources.flatMap((source) =>
    [...read(source).matchAll(/\/blob\/main\/([\w./-]+\.md(?:#[\w-]+)?)/g)].map(([, link = '']) => link),
  );
  const onFront = sources.flatMap((source) =>
    [...read(source).matchAll(/\/n8n-nodes-zoho-outlook(#[\w-]+)/g)].map(([, anchor = '']) => anchor),
  );
  expect(links.length).toBeGreaterThan(1);
  // GitHub's own name for the whole of it
  expect(onFront.filter((anchor) => anchor !== '#readme')).toEqual([]);
  expect(links.flatMap((link) => whatIsWrong('README.md', link) ?? [])).toEqual([]);
});
