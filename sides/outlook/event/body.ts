import { object, text } from '../contact';
import { edited, htmlToText, textToHtml } from './html';
import { splitBody } from './joinBlock';

/** Graph's itemBody. */
export interface Body {
  readonly contentType: string;
  readonly content: string;
}

const isHtml = ({ contentType }: Body): boolean => contentType.toLowerCase() === 'html';

export const bodyOf = (value: unknown): Body => ({
  contentType: text(object(value).contentType) || 'text',
  content: text(object(value).content),
});

const plain = (content: string): string => content.replace(/\r\n?/g, '\n').trim();

/** What a person wrote in a body, as text; the join block of an online meeting is not theirs. */
export function textOf(value: unknown): string | null {
  const body = bodyOf(value);
  const { before, after } = splitBody(body.content);
  const said = isHtml(body) ? [htmlToText(before), htmlToText(after)] : [plain(before), plain(after)];
  return said.filter(Boolean).join('\n') || null;
}

export const hasJoinBlock = (value: unknown): boolean => splitBody(bodyOf(value).content).block !== '';

/** New words before the block; lines that stay keep their form. */
function htmlWith(body: Body, description: string): string {
  const { before, block, after } = splitBody(body.content);
  const rest = htmlToText(after);
  const changed = rest ? null : edited(before, description);
  if (changed !== null) return changed + block + after;
  const head = /^[\s\S]*<body[^>]*>/i.exec(before)?.[0] ?? '';
  const tail = /<\/body>[\s\S]*$/i.exec(after || before)?.[0] ?? '';
  return `${head}<div>${textToHtml(description)}</div>${block}${tail}`;
}

/**
 * The body that says `description` and is else what it was. An empty one is a text, for Graph refuses null [field]. `old`: the
 * body as Outlook has it now, null for a new event.
 */
export function bodyWith(old: Body | null, description: string): Body {
  if (!old || (!isHtml(old) && splitBody(old.content).block === ''))
    return { contentType: 'text', content: description };
  if (isHtml(old)) return { contentType: 'html', content: htmlWith(old, description) };
  const { block, after } = splitBody(old.content);
  return { contentType: 'text', content: [description, block + after].filter(Boolean).join('\n') };
}
