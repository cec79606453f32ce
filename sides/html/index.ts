import { escapeText } from 'entities/escape';
import { hunksOf, type Hunk } from './hunks';
import { applyEdits, beforeFormats, behindFormats, cut, editLine, replaceLine, type Edit } from './line';
import { collapse, pageOf, type Hidden, textOfPage, type Line, type Page } from './page';
import { tokensOf, type Token } from './tokens';

export { blocks, tokensOf, type Token } from './tokens';

/** So much of an HTML text is read, in UTF-16 units; the CRM holds 32,000, and nobody writes as much by hand. */
export const MOST_HTML = 200_000;

/** So many tags and character references; a page that a person wrote has one for every twenty characters. */
const MOST_MARKS = 20_000;

/** Where the first mark stands that is one too many; the end where none is. */
function endOfMarks(html: string): number {
  let count = 0;
  for (const { index } of html.matchAll(/[<&]/g)) if ((count += 1) > MOST_MARKS) return index;
  return html.length;
}
const hasTooManyMarks = (html: string): boolean => endOfMarks(html) < html.length;

/** Is it somebody's attack, or a whole document pasted? Such a body is not read: its length, and what it is made of, cost time. */
export const isTooLong = (content: string, contentType: string): boolean =>
  content.length > MOST_HTML || (contentType.toLowerCase() === 'html' && hasTooManyMarks(content));

/** As much of an HTML text as is read where its end may be missing. */
export function readablePart(html: string): string {
  const part = html.slice(0, MOST_HTML);
  return part.slice(0, endOfMarks(part));
}

/** So many lines of a piece that differs are looked at word by word. */
const MOST_LINES = 500;

const readPage = (html: string, hidden?: Hidden): Page => pageOf(tokensOf(html), hidden);

/** What a person reads of an HTML text, line by line, a table's cells apart. The same HTML always gives the same text. */
export const htmlToText = (html: string, hidden?: Hidden): string => textOfPage(readPage(html, hidden));

const asHtml = (lines: readonly string[]): string => lines.map(escapeText).join('<br>');

/** Lines as they are compared: to HTML, white space is a space. */
const plainLine = (text: string): string => collapse(text).replace(/\t/g, ' ');
function plainLines(text: string): readonly string[] {
  const all = text.split(/\r\n?|\n/).map(plainLine);
  const lines = all.filter((line, at) => line !== '' || (at > 0 && all[at - 1] !== ''));
  const [start, end] = [lines[0] === '' ? 1 : 0, lines.at(-1) === '' ? -1 : undefined];
  return lines.slice(start, end);
}
const linesIn = ({ lines }: Page): readonly string[] => lines.map(({ text }) => plainLine(text));

/** A line goes with what ends it, or where that is the end of a block, with what begins it. */
const removed = ({ pieces, breaks, before }: Line): readonly Edit[] =>
  [...pieces, ...(breaks.length > 0 ? breaks : before ? [before] : [])].map(cut);

/** New lines behind a line; a break right before the end of a block would not be seen. */
function addedBehind({ text, pieces, breaks }: Line, lines: readonly string[], tokens: readonly Token[]): Edit {
  const end = breaks.at(-1);
  if (text === '' && end)
    return { from: end.to, to: end.to, html: lines.map((line) => `${escapeText(line)}<br>`).join('') };
  const place = behindFormats(tokens, pieces.at(-1)?.to ?? 0);
  const more = lines.at(-1) === '' && !end ? '<br>' : '';
  return { from: place, to: place, html: lines.map((line) => `<br>${escapeText(line)}`).join('') + more };
}

function addedBefore({ pieces }: Line, lines: readonly string[], tokens: readonly Token[]): Edit {
  const place = beforeFormats(tokens, pieces[0]?.from ?? 0);
  return { from: place, to: place, html: lines.map((line) => `${escapeText(line)}<br>`).join('') };
}

/** Lines with text take each other's place, in their order; the others go, or are added behind the last that stays. */
function hunkEdits({ lines, tokens }: Page, { from, to, fresh }: Hunk<string>): readonly Edit[] {
  const old = lines.slice(from, to);
  const filled = old.filter(({ text }) => text !== '');
  const added: { readonly behind: Line | undefined; readonly lines: string[] }[] = [
    { behind: lines[from - 1], lines: [] },
  ];
  const edits: (readonly Edit[])[] = [];
  const inDetail = Math.min(filled.length, fresh.length) <= MOST_LINES;
  let taken = 0;
  for (const text of fresh) {
    const partner = text === '' ? undefined : filled[taken];
    if (partner) {
      taken += 1;
      edits.push(inDetail ? editLine(partner.pieces, text, tokens) : replaceLine(partner.pieces, text));
      added.push({ behind: partner, lines: [] });
    } else added.at(-1)?.lines.push(text);
  }
  const kept = new Set(filled.slice(0, taken));
  const gone = old.filter((line) => !kept.has(line));
  return [
    ...edits.flat(),
    ...added
      .filter((one) => one.lines.length > 0)
      .map((one) =>
        one.behind ? addedBehind(one.behind, one.lines, tokens) : addedBefore(lines[0] as Line, one.lines, tokens),
      ),
    ...gone.flatMap(removed),
  ];
}

/** Behind the tag with which what is shown begins; in pieces of a page it may be missing, or come late. */
function startOf(tokens: readonly Token[]): number {
  const firstText = tokens.findIndex(({ kind }) => kind === 'text');
  const ahead = firstText < 0 ? tokens : tokens.slice(0, firstText);
  const find = (kind: 'open' | 'close', name: string) =>
    ahead.find((token) => token.kind === kind && token.name === name)?.to;
  const pageStart = find('open', 'head') === undefined ? find('open', 'html') : 0;
  return find('open', 'body') ?? find('close', 'head') ?? pageStart ?? 0;
}

/** All words anew, before everything that is no text: pictures, empty links, what is hidden. */
function rewritten({ tokens, pieces, breaks }: Page, lines: readonly string[]): readonly Edit[] {
  const place = startOf(tokens);
  const html = lines.length > 0 ? `<div>${asHtml(lines)}</div>` : '';
  return [{ from: place, to: place, html }, ...[...pieces, ...breaks].map(cut)];
}

/**
 * The HTML that reads like this text. What stays of the text keeps its form, and what is no text stays as it is: pictures, links
 * that still have words, and what is hidden. The same text changes nothing.
 */
export function editHtml(html: string, text: string, hidden?: Hidden): string {
  const [page, fresh] = [readPage(html, hidden), plainLines(text)];
  const hunks = hunksOf(linesIn(page), fresh);
  if (hunks.length === 0) return html;
  const edits = page.lines.length > 0 ? hunks.flatMap((hunk) => hunkEdits(page, hunk)) : [];
  const edited = applyEdits(html, edits);
  const reads = linesIn(readPage(edited, hidden));
  const isRight = reads.length === fresh.length && reads.every((line, at) => line === fresh[at]);
  return isRight ? edited : applyEdits(html, rewritten(page, fresh));
}
