import { editHtml, htmlToText, isTooLong, MOST_HTML, tokensOf } from '../../html';
import { NotExpressible, readObject, readString } from '../../row';
import { reason } from '../../../reasons';
import { sideOnly } from '../../../sync/kinds';
import type { Value } from '../../../sync/model';
import { hiddenIn, isRule, joinBlocks, leadsToMeeting } from './joinBlock';

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

/** A plain text around its join block, which stands between two lines of underscores. */
interface TextParts {
  readonly above: string;
  readonly block: string;
  readonly below: string;
}

function partsOf(content: string): TextParts {
  const lines = plainText(content).split('\n');
  const link = lines.findIndex(leadsToMeeting);
  const from = link < 0 ? -1 : lines.slice(0, link).findLastIndex(isRule);
  const next = lines.slice(link).findIndex(isRule);
  const to = next < 0 ? lines.length : link + next + 1;
  if (from < 0) return { above: lines.join('\n'), block: '', below: '' };
  const part = (start: number, end?: number): string => lines.slice(start, end).join('\n').trim();
  return { above: part(0, from), block: part(from, to), below: part(to) };
}

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join('\n');

const TOO_LONG = reason('textTooLong', { max: MOST_HTML });
const isUnread = ({ content, contentType }: Body): boolean => isTooLong(content, contentType);

/** What a person wrote in a body, as text; the join block of an online meeting is not theirs. */
export function bodyToText(value: unknown): Value {
  const body = bodyOf(value);
  if (isUnread(body)) return sideOnly(TOO_LONG);
  if (isHtml(body)) return htmlToText(body.content, hiddenIn) || null;
  const { above, below } = partsOf(body.content);
  return joined([above, below]) || null;
}

/** Can the meeting be joined by what its body says? */
export function hasJoinBlock(value: unknown): boolean {
  const body = bodyOf(value);
  if (isUnread(body) || !leadsToMeeting(body.content)) return false;
  return !isHtml(body) || joinBlocks(tokensOf(body.content)).length > 0;
}

/** A plain text that says `description`, with its join block where it was: what still stands below it stays there. */
function textWith(content: string, description: string): string {
  const { above, block, below } = partsOf(content);
  const says = plainText(description);
  if (block === '') return description;
  if (below !== '' && says.endsWith(`\n${below}`)) return joined([says.slice(0, -below.length - 1), block, below]);
  const isAbove = above !== '' && says.startsWith(`${above}\n`);
  return joined(isAbove ? [above, block, says.slice(above.length + 1)] : [says, block]);
}

/**
 * The body that says `description`, else as `old` (null: a new event). Empty is a text: Graph refuses null [field]. Throws
 * NotExpressible where the old one is too long to be read, for what stands in it besides would be lost.
 */
export function bodyWith(old: Body | null, description: string): Body {
  if (!old) return { contentType: 'text', content: description };
  if (isUnread(old)) throw new NotExpressible(TOO_LONG);
  if (isHtml(old)) return { contentType: 'html', content: editHtml(old.content, description, hiddenIn) };
  return { contentType: 'text', content: textWith(old.content, description) };
}
