import { textOf } from '../../support/sourceTree';
import { blocksOf } from '../../docs/commands/gather';

/** What is on the vendors' own pages, which nobody can open here: the simulators stand for them. */
const ofTheVendors = [
  'Add Client › Server-based Applications',
  ...['App registrations › New registration', 'アプリの登録 › 新規登録', 'Categorize'],
];

/** What a step sets in bold or italics, in its order: its title first, then the names of what is on the screen. */
const namesIn = (step: string): readonly string[] =>
  [...step.matchAll(/\*\*([^*]+)\*\*|(?<![\w*])_([^_]+)_(?![\w*])/g)]
    .map(([, bold = '', italic = '']) => bold || italic)
    .filter((name) => !ofTheVendors.includes(name))
    .slice(1);

/** The five steps of a README, each as the names that it gives to what a person clicks or reads in n8n. */
export const stepsOf = (readme: string): readonly (readonly string[])[] =>
  [...textOf(readme).matchAll(/^\d\. (\*\*.*)$/gm)].map(([, step = '']) => namesIn(step));

/** The lines that a README gives for the shell: to make the file of the package, and to install it. */
export function linesOf(readme: string): { readonly pack: string; readonly install: string } {
  const blocks = blocksOf(readme);
  const pack = /npm pack.*$/m.exec(blocks.find((block) => block.includes('npm pack')) ?? '')?.[0] ?? '';
  const install = blocks.find((block) => block.includes('/path/to/'))?.trim() ?? '';
  return { pack, install };
}

/** The template that a step links to. */
export const templateIn = (readme: string): string =>
  /^3\. .*\]\((workflows\/[\w-]+\.json)\)/m.exec(textOf(readme))?.[1] ?? '';
