import fc from 'fast-check';
import { bodyWith, bodyToText } from '../../../../sides/outlook/event/body';
import { escapeText } from 'entities/escape';
import { editHtml, htmlToText } from '../../../../sides/html';
import { sameValue } from '../../../../sync/compare';

const textToHtml = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(escapeText)
    .join('<br>');
const html = (content: string) => ({ contentType: 'html', content });
const lines = fc.array(fc.string({ maxLength: 20 }), { maxLength: 6 }).map((all) => all.join('\n'));
const words = fc.array(
  fc.stringMatching(/^[a-zäß<&> é田]{1,12}$/u).filter((one) => one.trim() !== ''),
  { minLength: 1, maxLength: 6 },
);

test('text that went into HTML comes out as the same text', () => {
  fc.assert(fc.property(lines, (text) => sameValue('prose', htmlToText(textToHtml(text)), text)));
});

test('an edited HTML text says the new text, keeps every tag, and changes nothing when nothing changed', () => {
  const paragraphs = words.map(
    (all) => `<html><body>${all.map((one) => `<p class="x"><b>${textToHtml(one)}</b></p>`).join('\n')}</body></html>`,
  );
  fc.assert(
    fc.property(paragraphs, words, (before, after) => {
      const changed = editHtml(before, after.join('\n')) ?? '';
      expect(sameValue('prose', htmlToText(changed), after.join('\n'))).toBe(true);
      expect(changed.replace(/<br>/g, '').match(/<[^>]+>/g)).toEqual(before.match(/<[^>]+>/g));
      expect(editHtml(before, htmlToText(before))).toBe(before);
    }),
  );
});

const rule = '_'.repeat(80);
const blocks: readonly (readonly [string, string])[] = [
  [
    'Teams',
    `<div><span>${rule}</span></div><div class="me-email-text"><a href="https://teams.microsoft.com/l/meetup-join/19%3ax">Join</a></div><div><span>${rule}</span></div>`,
  ],
  [
    'Teams without its last line',
    `<div>${rule}</div><p><a href="https://teams.microsoft.com/meet/123?p=x">Join</a></p>`,
  ],
  ['Teams for home', `<p>${rule}</p><p><a href="https://teams.live.com/meet/95">Join</a></p><p>${rule}</p>`],
];

test.each(blocks)('the join block survives any edit: %s', (_name, block) => {
  fc.assert(
    fc.property(fc.option(words, { nil: [] }), words, (before, after) => {
      const body = html(
        `<html><body>${before.map((one) => `<p>${textToHtml(one)}</p>`).join('')}${block}</body></html>`,
      );
      const now = bodyWith(body, after.join('\n'));
      expect(now.content).toContain(block);
      expect(sameValue('prose', bodyToText(now), after.join('\n'))).toBe(true);
      expect(bodyWith(body, '').content).toContain(block);
    }),
  );
});

test.each([
  [
    '<html><head><style>p{}</style></head><body><p>One</p><p>Two&nbsp;&amp; three</p></body></html>',
    'One\nTwo & three',
  ],
  ['<div>a<br>b</div>\r\n<div>c</div>', 'a\nb\nc'],
  ['<ul><li>x</li><li>y</li></ul>', 'x\ny'],
  ['<p>Gr&uuml;&szlig;e &#x1F600; &unknown;</p>', 'Grüße 😀 &unknown;'],
  ['<!-- hidden --><script>alert(1)</script>seen', 'seen'],
  ['', ''],
])('%s reads %j', (given, text) => {
  expect(htmlToText(given)).toBe(text);
});

test('a new body and a plain one are texts, and an empty one is no null', () => {
  expect(bodyWith(null, 'x')).toEqual({ contentType: 'text', content: 'x' });
  expect(bodyWith({ contentType: 'text', content: 'old' }, '')).toEqual({ contentType: 'text', content: '' });
});
