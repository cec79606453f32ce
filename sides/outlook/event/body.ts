import { editHtml, htmlToText, textToHtml } from '../../html';
import { readObject, readString } from '../../row';

/** Links by which people join a meeting; a line of underscores sets the block around one apart from what a person wrote. */
const JOIN = /https:\/\/(?:teams\.(?:microsoft|live)\.com\/(?:l\/meetup-join|meet)|aka\.ms\/JoinTeamsMeeting)/i;
const SEPARATOR = /_{20,}/g;

export interface BodyParts {
  readonly before: string;
  /** The join block as it is; '' where there is none. */
  readonly block: string;
  readonly after: string;
}

/** From a position back over the tags that open right before it, and on over those that close right behind it. */
const beforeOpeningTags = (html: string, at: number): number =>
  at - (/(?:<(?!\/|body|html)[a-z][^>]*>\s*)*$/i.exec(html.slice(0, at))?.[0].length ?? 0);
const afterClosingTags = (html: string, at: number): number =>
  at + (/^(?:\s*<\/(?!body|html)[a-z][^>]*>)*/i.exec(html.slice(at))?.[0].length ?? 0);

const endOf = (html: string): number => {
  const at = html.search(/<\/body>|<\/html>/i);
  return at < 0 ? html.length : at;
};

/** Balanced: an opening tag taken along whose end stays behind would tear the rest. */
const countTags = (html: string, tag: RegExp): number => html.match(tag)?.length ?? 0;
const isUnbalanced = (html: string): boolean =>
  ['div', 'span', 'p', 'table'].some(
    (tag) => countTags(html, new RegExp(`<${tag}\\b`, 'gi')) !== countTags(html, new RegExp(`</${tag}\\s*>`, 'gi')),
  );

/** Splits a body into a person's words and the block to join the meeting, which must neither flow nor be lost. */
function splitBody(body: string): BodyParts {
  const link = JOIN.exec(body);
  if (!link) return { before: body, block: '', after: '' };
  const rules = [...body.matchAll(SEPARATOR)].map(({ index, 0: rule }) => ({ from: index, to: index + rule.length }));
  const first = rules.filter(({ from }) => from < link.index).at(-1);
  const last = rules.find(({ from }) => from > link.index);
  const from = first ? beforeOpeningTags(body, first.from) : beforeOpeningTags(body, body.lastIndexOf('<', link.index));
  const to = last ? afterClosingTags(body, last.to) : endOf(body);
  const block = body.slice(from, to);
  if (!isUnbalanced(block)) return { before: body.slice(0, from), block, after: body.slice(to) };
  return { before: body.slice(0, from), block: body.slice(from, endOf(body)), after: body.slice(endOf(body)) };
}

/** Graph's itemBody. */
export interface Body {
  readonly contentType: string;
  readonly content: string;
}

const isHtml = ({ contentType }: Body): boolean => contentType.toLowerCase() === 'html';

export const bodyOf = (value: unknown): Body => ({
  contentType: readString(readObject(value).contentType) || 'text',
  content: readString(readObject(value).content),
});

const plainText = (content: string): string => content.replace(/\r\n?/g, '\n').trim();

/** What a person wrote in a body, as text; the join block of an online meeting is not theirs. */
export function bodyToText(value: unknown): string | null {
  const body = bodyOf(value);
  const { before, after } = splitBody(body.content);
  const said = isHtml(body) ? [htmlToText(before), htmlToText(after)] : [plainText(before), plainText(after)];
  return said.filter(Boolean).join('\n') || null;
}

export const hasJoinBlock = (value: unknown): boolean => splitBody(bodyOf(value).content).block !== '';

/** Words changed above the block or below it, where those on the other side of it stay; null where both would have to change. */
function changedAround({ before, block, after }: BodyParts, description: string): string | null {
  const [above, below, says] = [htmlToText(before), htmlToText(after), plainText(description)];
  const keepsBelow = below === '' || says.endsWith(`\n${below}`);
  const top = keepsBelow ? editHtml(before, below === '' ? says : says.slice(0, -below.length - 1)) : null;
  if (top !== null) return top + block + after;
  const keepsAbove = above === '' || says.startsWith(`${above}\n`);
  const bottom = keepsAbove ? editHtml(after, above === '' ? says : says.slice(above.length + 1)) : null;
  return bottom === null ? null : before + block + bottom;
}

/** Lines that stay keep their form, and so does the block; new words without any to hold on to stand before it. */
function htmlBodyWith(body: Body, description: string): string {
  const parts = splitBody(body.content);
  const changed = changedAround(parts, description);
  if (changed !== null) return changed;
  const { before, block, after } = parts;
  const head = /^[\s\S]*<body[^>]*>/i.exec(before)?.[0] ?? '';
  const tail = /<\/body>[\s\S]*$/i.exec(after || before)?.[0] ?? '';
  return `${head}<div>${textToHtml(description)}</div>${block}${tail}`;
}

/** The body that says `description`, else as `old` (null: a new event). Empty is a text: Graph refuses null [field]. */
export function bodyWith(old: Body | null, description: string): Body {
  if (!old || (!isHtml(old) && splitBody(old.content).block === ''))
    return { contentType: 'text', content: description };
  if (isHtml(old)) return { contentType: 'html', content: htmlBodyWith(old, description) };
  const { block, after } = splitBody(old.content);
  return { contentType: 'text', content: [description, block + after].filter(Boolean).join('\n') };
}
