import { object, text } from '../contact';
import { edited, htmlToText, textToHtml } from '../../html';
import type { Parts } from './joinBlock';
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

/** Words changed above the block or below it, where those on the other side of it stay; null where both would have to change. */
function changedAround({ before, block, after }: Parts, description: string): string | null {
  const [above, below, says] = [htmlToText(before), htmlToText(after), plain(description)];
  const keepsBelow = below === '' || says.endsWith(`\n${below}`);
  const top = keepsBelow ? edited(before, below === '' ? says : says.slice(0, -below.length - 1)) : null;
  if (top !== null) return top + block + after;
  const keepsAbove = above === '' || says.startsWith(`${above}\n`);
  const bottom = keepsAbove ? edited(after, above === '' ? says : says.slice(above.length + 1)) : null;
  return bottom === null ? null : before + block + bottom;
}

/** Lines that stay keep their form, and so does the block; new words without any to hold on to stand before it. */
function htmlWith(body: Body, description: string): string {
  const parts = splitBody(body.content);
  const changed = changedAround(parts, description);
  if (changed !== null) return changed;
  const { before, block, after } = parts;
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
