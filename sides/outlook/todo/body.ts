import { escaped } from '../../htmlEntities';
import { edited, htmlToText } from '../../html';

/** The description as text, whatever the body is; null for an empty one. */
export function textOf(content: string, contentType: string): string | null {
  const text = contentType.toLowerCase() === 'html' ? htmlToText(content) : content.replace(/\r\n?/g, '\n');
  return text.trim() ? text : null;
}

const lines = (text: string): readonly string[] => text.replace(/\r\n?/g, '\n').split('\n');
const asHtml = (text: string): string => lines(text).map(escaped).join('<br>\n');

/** Pieces of an HTML body that each show one line, so that lines nobody touched keep their form. */
const pieces = (html: string): readonly string[] =>
  html.match(/[\s\S]*?(?:<br\b[^>]*>|<\/(?:p|div|li|h[1-6])>|$)/gi) ?? [];

/** Bold, links and lists of the lines before and after the edit stay; only the lines that changed become plain. */
function patchedHtml(old: string, text: string): string | null {
  const parts = pieces(old).filter(Boolean);
  const shown = parts.map((part) => textOf(part, 'html') ?? '');
  const wanted = lines(text);
  if (shown.join('\n').trimEnd() !== (textOf(old, 'html') ?? '')) return null;
  let head = 0;
  while (head < wanted.length && head < shown.length && shown[head] === wanted[head]) head += 1;
  let tail = 0;
  const rest = Math.min(wanted.length, shown.length) - head;
  while (tail < rest && shown[shown.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail += 1;
  const middle = wanted.slice(head, wanted.length - tail).map((line) => `<div>${escaped(line) || '<br>'}</div>`);
  return [...parts.slice(0, head), ...middle, ...(tail > 0 ? parts.slice(-tail) : [])].join('');
}

/**
 * The body to send for a description. It keeps the type it has; in HTML the lines that did not change keep their form, if that
 * shows the same text. An empty text empties it, for a body must not be null.
 */
export function bodyOf(text: string, old: { readonly content: string; readonly contentType: string }) {
  if (old.contentType.toLowerCase() !== 'html') return { content: text, contentType: 'text' };
  const saysIt = (html: string | null): boolean => html !== null && textOf(html, 'html') === textOf(text, 'text');
  const kept = [edited(old.content, text), patchedHtml(old.content, text)].find(saysIt);
  return { content: kept ?? asHtml(text), contentType: 'html' };
}
