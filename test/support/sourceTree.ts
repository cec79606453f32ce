import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { preProcessFile } from 'typescript';

/** Our own source files and what they import, by paths from the root, with slashes. */
const root = join(__dirname, '..', '..');

const slashed = (path: string): string => path.split(sep).join('/');

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => `${folder}/${slashed(file)}`);

/** Every specifier a file imports, those of types and of `import()` included. */
export const importsOf = (file: string): readonly string[] =>
  preProcessFile(textOf(file)).importedFiles.map(({ fileName }) => fileName);

/** Our own file behind a specifier; null for a package, and for what is no TypeScript. */
export function fileBehind(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const path = posix.join(dirname(file), specifier);
  const found = [`${path}.ts`, `${path}/index.ts`].find((candidate) => existsSync(join(root, candidate)));
  return found ?? null;
}

export const neighbours = (file: string): readonly string[] =>
  importsOf(file).flatMap((specifier) => fileBehind(file, specifier) ?? []);

/** Import circles, one for each import that leads back to where a walk came from; types count. */
export function circlesAmong(files: readonly string[]): readonly string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    for (const next of neighbours(file)) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return circles;
}
