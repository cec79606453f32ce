import fc from 'fast-check';
import { editHtml, htmlToText, tokensOf } from '../../../sides/html';
import { hiddenIn } from '../../../sides/outlook/event/joinBlock';
import { sameValue } from '../../../sync/compare';

const kept = ['<img src="cid:1" alt="a > b">', '<a href="https://x.example">', '<!-- <p> -->', '<style>p {}</style>'];
const rule = '_'.repeat(80);
const block = `<div>${rule}</div><a href="https://teams.microsoft.com/l/meetup-join/19">Join</a><div>${rule}</div>`;
const tags = ['p', 'div', 'b', 'span', 'o:p', 'table', 'tr', 'td', 'li', 'ul', 'body', 'html', 'head', 'pre', 'script'];
const pieces = [
  ...tags.flatMap((tag) => [`<${tag}>`, `</${tag}>`]),
  ...[
    '<br>',
    '<br/>',
    '<p class=x>',
    '<a title="x > y">',
    '</a>',
    '<',
    '<a',
    '&',
    '&amp;',
    '&nbsp;',
    '&auml;',
    '&#x1F600;',
    '&nope;',
  ],
  ...[
    'word',
    'two words',
    ' ',
    '\r\n',
    '\t',
    '田中',
    '😀',
    'a < b',
    '"',
    '>',
    '-->',
    '\u00a0',
    '<!DOCTYPE html>',
    '<![if x]>',
  ],
];
const html = fc
  .array(fc.oneof(fc.constantFrom(...pieces, ...kept), fc.string({ maxLength: 5 })), { maxLength: 40 })
  .map((all) => all.join(''));
const line = fc.oneof(
  fc.stringMatching(/^[a-c <>&;田😀]{0,9}$/u),
  fc.constantFrom('', '<b>', '&amp;', 'two words', '<!--'),
);
/** Lines of the text that stay, in any order, between new ones. */
const wish = fc.record({ fresh: fc.array(line, { maxLength: 8 }), stay: fc.array(fc.nat(99), { maxLength: 5 }) });
const wanted = (text: string, { fresh, stay }: { readonly fresh: string[]; readonly stay: number[] }): string => {
  const old = text.split('\n');
  return stay.reduce((all, n) => all.toSpliced(n % (all.length + 1), 0, old[n % old.length] ?? ''), fresh).join('\n');
};
/** Bodies that end within a tag, and what a person may do to such: take everything out, write something else. */
const unfinished = ['<p><A/', '<p></a b="', '<p>word<a/', '<p><a', '<p><a href="x', '<b><', '<p></', '<p><!--x'];
const wishes: readonly { fresh: string[]; stay: number[] }[] = [
  { fresh: [], stay: [] },
  { fresh: ['c'], stay: [] },
];
/** All tags as they are written, but for the lines that an edit makes and takes. */
const tagsIn = (text: string): readonly string[] =>
  tokensOf(text).flatMap((token) =>
    token.kind === 'text' || ['br', 'div'].includes(token.name) ? [] : [text.slice(token.from, token.to)],
  );

test('the same text changes nothing', () => {
  fc.assert(
    fc.property(html, (before) => {
      expect(editHtml(before, htmlToText(before, hiddenIn), hiddenIn)).toBe(before);
    }),
    { numRuns: 1000, examples: unfinished.map((end) => [end]) },
  );
});

test('what was edited shows up, is quiet then, and all that is no text stays', () => {
  fc.assert(
    fc.property(html, wish, (before, given) => {
      const text = wanted(htmlToText(before), given);
      const now = editHtml(before, text);
      expect(sameValue('prose', htmlToText(now), text)).toBe(true);
      expect(editHtml(now, text)).toBe(now);
      expect(tagsIn(now)).toEqual(tagsIn(before));
    }),
    { numRuns: 2000, examples: unfinished.flatMap((end) => wishes.map((one): [string, typeof one] => [end, one])) },
  );
});

test('so does the block to join a meeting, whatever stands around it', () => {
  const around = fc.array(
    fc.constantFrom('<p>word</p>', '<div>two<br>lines</div>', '<br>', '<b>x</b>', ...kept, '&nbsp;'),
  );
  fc.assert(
    fc.property(around, around, wish, (above, below, wishes) => {
      const before = `<html><body>${above.join('')}${block}${below.join('')}</body></html>`;
      const text = wanted(htmlToText(before, hiddenIn), wishes);
      const now = editHtml(before, text, hiddenIn);
      expect(now).toContain(block);
      expect(sameValue('prose', htmlToText(now, hiddenIn), text)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
