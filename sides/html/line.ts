import { escapeText } from 'entities/escape';
import { hunksOf } from './hunks';
import type { Piece } from './page';
import type { Token } from './tokens';

/** What takes the place of `from` to `to` of the HTML. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly html: string;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export const cut = ({ from, to }: Range): Edit => ({ from, to, html: '' });

/** In one pass. Edits at the same place stay in their order; of what is cut twice, the second cut is none. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, html } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    parts.push(source.slice(at, Math.max(at, from)), html);
    at = Math.max(at, to);
  }
  return parts.join('') + source.slice(at);
}

/** Elements that only say how words look, or where they lead. */
const formats = new Set('a b i u s em strong span font small big sub sup code ins del mark o:p'.split(' '));

/** Number of the first token that does not begin before this place. */
function tokenAt(tokens: readonly Token[], place: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.from ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isFormat = (token: Token | undefined, kind: 'open' | 'close'): token is Token =>
  token?.kind === kind && formats.has(token.name);

/** The place behind the formats that end here: new words are neither bold nor part of a link because others before them are. */
export function behindFormats(tokens: readonly Token[], place: number): number {
  let at = tokenAt(tokens, place);
  let end = place;
  for (let token = tokens[at]; isFormat(token, 'close') && token.from === end; token = tokens[(at += 1)])
    end = token.to;
  return end;
}

/** The place before the formats that begin here. */
export function beforeFormats(tokens: readonly Token[], place: number): number {
  let at = tokenAt(tokens, place) - 1;
  let start = place;
  for (let token = tokens[at]; isFormat(token, 'open') && token.to === start; token = tokens[(at -= 1)])
    start = token.from;
  return start;
}

/** The text of a line sign by sign, and where each stands; -1 for what no sign makes, the border of two cells. */
interface Signs {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** White space that is not read, since there is some before it, behind a tag; by the number of that sign. */
  readonly unread: ReadonlyMap<number, readonly Edit[]>;
}

const SPACE = 32;
const spaces = new Set([...' \t\r\n\f\u00a0\u2002\u2003'].map((sign) => sign.charCodeAt(0)));
const isSpace = (code: number): boolean => (code <= SPACE || code >= 0xa0) && spaces.has(code);

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length + 1, 0);

function signsOf(pieces: readonly Piece[]): Signs {
  const most = lengthOf(pieces);
  const [starts, ends, codes] = [new Int32Array(most), new Int32Array(most), new Uint16Array(most)];
  const unread = new Map<number, Edit[]>();
  let count = 0;
  const put = (code: number, start: number, end: number): void => {
    codes[count] = code;
    starts[count] = start;
    ends[count] = end;
    count += 1;
  };
  const putUnread = (start: number, end: number): void => {
    const last = count - 1;
    const more = unread.get(last);
    if (ends[last] === start) ends[last] = end;
    else if (more) more.push(cut({ from: start, to: end }));
    else unread.set(last, [cut({ from: start, to: end })]);
  };
  for (const { text, from, to, gap } of pieces) {
    if (gap) put(SPACE, -1, -1);
    const isPlain = to - from === text.length;
    for (let at = 0; at < text.length; at += 1) {
      const start = isPlain ? from + at : from;
      const end = isPlain ? start + 1 : to;
      const code = text.charCodeAt(at);
      if (!isSpace(code)) put(code, start, end);
      else if (count > 0 && codes[count - 1] !== SPACE) put(SPACE, start, end);
      else if (count > 0) putUnread(start, end);
    }
  }
  const text = Buffer.from(codes.buffer, 0, 2 * count)
    .toString('utf16le')
    .trimEnd();
  return { text, starts: starts.subarray(0, count), ends: ends.subarray(0, count), unread };
}

/** Words, and whatever else there is sign by sign: Chinese and Japanese have no spaces to tell words by. */
const wordPattern = /(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+|./gsu;
const wordsOf = (text: string): readonly string[] => text.match(wordPattern) ?? [];

/** A line that differs in more signs than these is not compared word by word. */
const MOST_SIGNS = 10_000;

/** Where two texts differ, in whole words. */
function differences(old: string, fresh: string): readonly (Range & { readonly put: string })[] {
  const most = Math.min(old.length, fresh.length);
  let [head, tail] = [0, 0];
  while (head < most && old[head] === fresh[head]) head += 1;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  while (head > 0 && old[head - 1] !== ' ') head -= 1;
  while (tail > 0 && old[old.length - tail] !== ' ') tail -= 1;
  const [before, after] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  if (before.length + after.length > MOST_SIGNS) return [{ from: head, to: head + before.length, put: after }];
  const words = wordsOf(before);
  const starts = [head];
  for (const word of words) starts.push((starts.at(-1) ?? 0) + word.length);
  return hunksOf(words, wordsOf(after)).map((one) => ({
    ...{ from: starts[one.from] ?? head, to: starts[one.to] ?? head, put: one.fresh.join('') },
  }));
}

/** Cuts these signs; the first of them is where the new words go. Null where one is no sign of the HTML. */
function replaced({ starts, ends, unread }: Signs, { from, to }: Range, put: string): readonly Edit[] | null {
  const edits: { from: number; to: number; html: string }[] = [];
  const more: Edit[] = [];
  for (let at = from; at < to; at += 1) {
    const start = starts[at] ?? -1;
    const end = ends[at] ?? -1;
    const last = edits.at(-1);
    if (start < 0) return null;
    if (last?.to === start) last.to = end;
    else if (last?.from !== start) edits.push({ from: start, to: end, html: last ? '' : put });
    for (const one of unread.get(at) ?? []) more.push(one);
  }
  return [...edits, ...more];
}

function inserted(
  { starts, ends, unread }: Signs,
  at: number,
  put: string,
  tokens: readonly Token[],
): readonly Edit[] | null {
  const [before = -1, next = -1] = [ends[at - 1], starts[at]];
  if (before < 0 && next < 0) return null;
  const place =
    before < 0 || (unread.has(at - 1) && next >= 0) ? beforeFormats(tokens, next) : behindFormats(tokens, before);
  return [{ from: place, to: place, html: put }];
}

/** The line's first text says the new line, its others nothing. */
export const replaceLine = (pieces: readonly Piece[], text: string): readonly Edit[] =>
  pieces.map(({ from, to }, index) => ({ from, to, html: index === 0 ? escapeText(text) : '' }));

/** The line with other words: what stays of it keeps its form. Where that cannot be, its first text says the whole. */
export function editLine(pieces: readonly Piece[], text: string, tokens: readonly Token[]): readonly Edit[] {
  const signs = signsOf(pieces);
  const edits: (readonly Edit[])[] = [];
  for (const { from, to, put } of differences(signs.text, text)) {
    const html = escapeText(put);
    const some = from === to ? inserted(signs, from, html, tokens) : replaced(signs, { from, to }, html);
    if (!some) return replaceLine(pieces, text);
    edits.push(some);
  }
  return edits.flat();
}
