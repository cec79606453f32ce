import type { Language } from '../../reasons/label';

/** What a page says once in each language, English first. */
export type Said = readonly [en: string, ja: string];

/** In this language. */
export const inLanguage = ([en, ja]: Said, language: Language): string => (language === 'ja' ? ja : en);

/** A text as Markdown shows it: as it is. */
export const escaped = (text: string): string =>
  text
    .replace(/[\\`*_|[\]]/g, '\\$&')
    .replace(/</g, '&lt;')
    .replace(/\s*\n\s*/g, ' ')
    .trim();

export const code = (text: string): string => `\`${text}\``;

/** A table without padding: Prettier would set every column as wide as its longest message. Cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const all = [line(head), line(head.map(() => '---')), ...rows.map(line)];
  return ['<!-- prettier-ignore-start -->', '', ...all, '', '<!-- prettier-ignore-end -->'].join('\n');
}

/** A whole page: what stands on it, one below the other, with the way to the other language. */
export function page(name: string, language: Language, title: Said, parts: readonly string[]): string {
  const other = language === 'ja' ? `[English](${name}.md)` : `[日本語](${name}.ja.md)`;
  const made = '<!-- Made by `npm run docs`; edit scripts/docs/, not this page. -->';
  return `${[made, `# ${inLanguage(title, language)}`, other, ...parts].join('\n\n')}\n`;
}
