/** Anybody may send an invitation: reading it, and editing it, costs as much time as it is long. */
import { editHtml, htmlToText } from '../../../sides/html';
import { fitBody, toPlainText } from '../../../sides/mail';
import { bodyToText, hasJoinBlock } from '../../../sides/outlook/event/body';
import { hiddenIn } from '../../../sides/outlook/event/joinBlock';
import { cost } from '../../support/cost';

const join = '<a href="https://teams.microsoft.com/l/meetup-join/19">Join</a>';
const shapes: Readonly<Record<string, string>> = {
  ...{ breaks: '<br>', 'style tags': '<style ', 'body tags': '<body ', depth: '<b>', 'closing tags': '</b>' },
  ...{ entities: '&amp;', 'hard spaces': '&nbsp;', ampersands: '&', 'angle brackets': '<', comments: '<!--' },
  ...{ 'heads and ends': '<head></head', links: join, 'link tags': '<a href="https://teams.microsoft.com/meet/1">' },
  ...{
    paragraphs: '<p>x',
    cells: '<td>x',
    'open attributes': '<a title="',
    underscores: '_',
    spaces: ' ',
    words: ' x',
  },
  ...{ rules: `${'_'.repeat(20)}<br>`, escapes: '%2f', hosts: 'teams.microsoft.com/', lines: 'x\r\n', carriages: '\r' },
};
const repeated = (part: string, length: number): string => part.repeat(length / part.length);

const uses: Readonly<Record<string, (content: string) => unknown>> = {
  read: (content) => [bodyToText({ contentType: 'html', content }), hasJoinBlock({ contentType: 'html', content })],
  'read as a text': (content) => bodyToText({ contentType: 'text', content }),
  'fitted for the CRM': (content) => fitBody({ format: 'html', content }),
  'read as a mail': (content) => toPlainText(fitBody({ format: 'html', content })),
};

describe.each(Object.entries(shapes))('%s', (_name, part) => {
  test.each(Object.entries(uses))('%s: a megabyte is no matter', (_use, use) => {
    const content = repeated(part, 1_000_000) + join;
    // Some 20 to 80 ms on a machine at rest; each of these took ten seconds and more by a pattern that begins anew at each sign.
    expect(cost(() => use(content), 200)).toBeLessThan(1000);
  });

  test('read and edited: ten times as much takes ten times as long, not a hundred', () => {
    const work = (length: number) => () => {
      const content = repeated(part, length) + join;
      htmlToText(content, hiddenIn);
      editHtml(content, 'one\ntwo', hiddenIn);
    };
    const most = 40 * Math.max(cost(work(20_000), 0, 2), 4);
    expect(cost(work(200_000), most)).toBeLessThan(most);
  });
});
