import { readdirSync } from 'node:fs';
import { textOf } from '../../support/sourceTree';

/** A shell command as a page has it: without what follows a `#`, optional parts taken. */
export interface Command {
  readonly page: string;
  readonly text: string;
}

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`.replace('./', ''));

export const pages = ['.', 'docs', 'simulators', 'simulators/graph'].flatMap(markdownIn);

const fenced = /^(```+).*\n([\s\S]*?)^\1/gm;
const indented = /(?<=\n\n)(?: {4}.*\n)+/g;

/** Everything that a page sets apart as a block of code. */
export const blocksOf = (page: string): readonly string[] => {
  const text = textOf(page);
  // PowerShell is what an administrator of Exchange types, and nothing here has an Exchange
  const inFences = [...text.matchAll(fenced)].flatMap(([all, , block = '']) =>
    /^`+powershell/.test(all) ? [] : [block],
  );
  return [...inFences, ...[...text.replace(fenced, '').matchAll(indented)].map(([block]) => block)];
};

/** JSON as the simulators take and give it, or a drawing. */
export const isData = (block: string): boolean => /^\s*\{/.test(block) || block.includes('─');

const inlineCode = (page: string): readonly string[] =>
  [
    ...textOf(page)
      .replace(fenced, '')
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, code = '']) => code);

const programs = 'npm|npx|node|n8n|git|docker|apt-get|apt|sudo|cd|mkdir|cp|mv|rm|kill|curl|tar|chmod|sqlite3|systemctl';
const begins = new RegExp(`^(${programs}) `);

/** One after the other; what stands in brackets may be given, so it is. */
const single = (line: string): readonly string[] =>
  line
    .replace(/ +#.*$/, '')
    .replace(/[[\]]/g, '')
    .split('&&')
    .map((text) => text.trim())
    .filter((text) => text !== '');

export function commandsOf(page: string): readonly Command[] {
  const lines = blocksOf(page)
    .filter((block) => !isData(block))
    .flatMap((block) => block.split('\n'));
  const inline = inlineCode(page).filter((code) => begins.test(code));
  const texts = [...lines, ...inline].flatMap(single);
  return [...new Set(texts)].map((text) => ({ page, text }));
}

/** Options that a page names by themselves. */
export const optionsOf = (page: string): readonly string[] =>
  inlineCode(page).flatMap((code) => /^--[a-z-]+/.exec(code)?.[0] ?? []);
