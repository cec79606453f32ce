import type { Row } from '../shapes';

interface Body {
  readonly contentType: string;
  readonly content: string;
}

const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** The text of an HTML body, roughly as Exchange makes it: breaks and blocks become line ends, tags go. */
const htmlToText = (html: string): string =>
  html
    .replace(/<head[\s\S]*?<\/head>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/gi, '')
    .replace(/\r?\n/g, ' ')
    .replace(/<br\s*\/?>|<\/(p|div|li|tr|h\d)>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+|#39);/g, (all, name: string) => ENTITIES[name] ?? all)
    .replace(/[ \t]+(\r\n)/g, '$1')
    .trim();

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
const page = (inner: string): string =>
  `<html>\r\n<head>\r\n${META}\r\n</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`;

/** An HTML body comes back as a whole page, whatever piece of one was written; so does a text. */
function asHtml({ contentType, content }: Body, wrap: boolean): string {
  if (content === '') return '';
  const html = contentType === 'text' ? escapeHtml(content).replace(/\r?\n/g, '<br>\r\n') : content;
  if (!wrap || /<html[\s>]/i.test(html)) return html;
  return page(contentType === 'text' ? `<div class="PlainText">${html}</div>` : html);
}

const textOf = ({ contentType, content }: Body): string => (contentType === 'text' ? content : htmlToText(content));

/** The body in the type asked for; HTML unless the caller prefers text [docs: event]. */
export const shownBody = (body: unknown, asText: boolean, wrap: boolean): Row =>
  asText
    ? { contentType: 'text', content: textOf(body as Body) }
    : { contentType: 'html', content: asHtml(body as Body, wrap) };

export const previewOf = (body: unknown): string => textOf(body as Body).slice(0, 255);
