/** Text that may go into a page as it is. Only `html` makes it, so nothing unescaped gets there. */
export interface Html {
  readonly html: string;
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and within a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

const isHtml = (part: Part): part is Html => typeof part === 'object' && part !== null && 'html' in part;

function rendered(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (isHtml(part)) return part.html;
  return typeof part === 'object' ? part.map(rendered).join('') : escaped(String(part));
}

/** A piece of a page. Whatever is put in is escaped, unless it is itself a piece made here. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, at) => text + rendered(parts[at])).join(''),
});

/** A text with its gaps filled by pieces: "since {time}" with a `<time>`. */
export const fillHtml = (text: string, gaps: Readonly<Record<string, Part>>): Html => ({
  html: text
    .split(/\{(\w+)\}/)
    .map((part, at) => rendered(at % 2 === 0 ? part : gaps[part]))
    .join(''),
});

/** Our own style sheet or script: written in this folder, never made of data. */
export const trustedHtml = (text: string): Html => ({ html: text });
