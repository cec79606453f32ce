/**
 * A body is a lens: the CRM shows its text. Nothing edited, nothing written; what was edited shows up; what the CRM cannot show
 * (pictures, links, formatting, the way to join a meeting) survives the edit.
 */
import { bodyWith, bodyToText, hasJoinBlock } from '../../../sides/outlook/event/body';
import { bodyFor, bodyToText as taskText } from '../../../sides/outlook/task/record';

const html = (content: string) => ({ contentType: 'html', content });
const page = (inner: string): string => `<html><head><style>p {margin: 0}</style></head><body>${inner}</body></html>`;
const textOf = (content: string) => bodyToText(html(content));
const edited = (content: string, text: string): string => bodyWith(html(content), text).content;

const PICTURE = '<img src="cid:logo@north" alt="" width="120">';
const RULE = '_'.repeat(80);
const joinAt = (url: string): string =>
  `<div><span style="opacity:.36">${RULE}</span></div><div class="me-email-text"><div>Microsoft Teams</div>` +
  `<a href="${url}">Join the meeting now</a><div>Meeting ID: 999 000</div></div><div><span>${RULE}</span></div>`;

describe('what a person reads', () => {
  test.each([
    [
      'cells of a table',
      '<table><tr><td>Room</td><td>5</td></tr><tr><td>Floor</td><td>2</td></tr></table>',
      'Room\t5\nFloor\t2',
    ],
    [
      'cells with paragraphs, as Word makes them',
      '<table><tr><td><p>Room</p></td><td><p>5</p></td></tr></table>',
      'Room\t5',
    ],
    [
      'an empty cell that a break keeps open',
      '<table><tr><td>Room</td><td><br></td><td>5</td></tr></table>',
      'Room\t5',
    ],
    [
      'a sign of a tag in an attribute',
      '<p><a href="https://x.example" title="x > y">Offer</a> sent</p>',
      'Offer sent',
    ],
    ['a tag in an attribute', '<p data-x="<!-- <style>">Offer</p><p>sent</p>', 'Offer\nsent'],
    [
      'any entity',
      '<p>M&aacute;laga, 21 &deg;C &plusmn; 1&frac12; &rarr; Str&oslash;m&sect;3</p>',
      'Málaga, 21 °C ± 1½ → Strøm§3',
    ],
    ['what is no entity', '<p>R&D &unknown; a &lt b</p>', 'R&D &unknown; a < b'],
    ['a header, which is no head', '<header>Offer</header><p>Prices</p>', 'Offer\nPrices'],
    ['a blank line as Outlook writes it', '<p>One</p><p>&nbsp;</p><p>Two</p>', 'One\n\nTwo'],
    ['a head that nobody closes', '<html><head><title>T</title><body><p>One</p>', 'One'],
    ['a comment within a comment', '<p>One<!-- <!-- --> more</p>', 'One more'],
  ])('%s', (_name, content, text) => {
    expect(textOf(content)).toBe(text);
    expect(taskText(content, 'html')).toBe(text);
  });
});

describe('an edit in the CRM', () => {
  test.each([
    ['a picture only, as a page', page(`<p>${PICTURE}</p>`)],
    ['a picture only, as a piece', `<div>${PICTURE}<br></div>`],
    ['a picture and a blank', page(`<p class="MsoNormal">${PICTURE}&nbsp;</p>`)],
  ])('adds words to %s', (_name, content) => {
    const now = edited(content, 'Map of the site');
    expect(now).toContain(PICTURE);
    expect(textOf(now)).toBe('Map of the site');
    expect(bodyFor('Map of the site', html(content)).content).toContain(PICTURE);
  });

  test('of one word leaves the rest of the line as it is: link, bold, entity', () => {
    const before = page(
      '<p>Call <a href="https://x.example/?a=1&amp;b=2">Gr&uuml;n</a> at <b>nine</b> &amp; bring it</p>',
    );
    const text = 'Call Grün at nine & bring it';
    expect(textOf(before)).toBe(text);
    expect(edited(before, text.replace('nine', 'ten'))).toBe(before.replace('nine', 'ten'));
    expect(edited(before, text.replace('bring', 'send'))).toBe(before.replace('bring', 'send'));
    expect(edited(before, text.replace('Call', 'Mail'))).toBe(before.replace('Call', 'Mail'));
  });

  test('that writes on behind a link is not part of the link', () => {
    expect(edited('<p>See <a href="https://x.example">plan</a></p>', 'See plan, please')).toBe(
      '<p>See <a href="https://x.example">plan</a>, please</p>',
    );
    expect(edited('<p><a href="https://x.example">plan</a></p>', 'plan\nthanks')).toBe(
      '<p><a href="https://x.example">plan</a><br>thanks</p>',
    );
  });

  test.each([
    ['a line cut in two', page('<p>One two</p><p>Three</p>'), 'One\ntwo\nThree'],
    ['two lines made one', page('<p>One<br>two</p><p>Three</p>'), 'One two\nThree'],
    ['two paragraphs made one', page('<p>One</p><p>two</p>'), 'One two'],
    ['a blank line put between', page('<p>One</p><p>Two</p>'), 'One\n\nTwo'],
    ['a blank line taken out', page('<p>One</p><p>&nbsp;</p><p>Two</p>'), 'One\nTwo'],
    ['a break taken out', page('<div>One<br><br>Two</div>'), 'One\nTwo'],
    ['lines put in another order', page(`<p>One</p><p>${PICTURE}Two</p><p>Three</p>`), 'Three\nTwo\nOne'],
    ['the first line taken out', page(`<p>One</p>${PICTURE}<p>Two</p>`), 'Two'],
    ['everything taken out', page(`<p>One</p>${PICTURE}<p>Two</p>`), ''],
    ['cells that run together', page('<table><tr><td>Room</td><td>5</td></tr></table>'), 'Room5'],
    ['a number in a cell', page('<table><tr><td>Room</td><td>5</td></tr></table>'), 'Room 6'],
  ])('shows up: %s', (_name, before, text) => {
    const now = edited(before, text);
    expect((textOf(now) ?? '').toString().replace(/\t/g, ' ')).toBe(text);
    if (before.includes(PICTURE)) expect(now).toContain(PICTURE);
    expect(edited(now, text)).toBe(now);
  });

  test('of nothing writes nothing', () => {
    const before = page(
      `<p>One &nbsp; <b>two</b></p>\r\n<table><tr><td>a</td><td>b</td></tr></table>${PICTURE}<p>&nbsp;</p><p>c</p>`,
    );
    expect(edited(before, String(textOf(before)))).toBe(before);
  });
});

const teams = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d';
const links: readonly (readonly [string, string])[] = [
  ['of Teams', teams],
  ['of the new Teams', 'https://teams.microsoft.com/meet/2412345678?p=x'],
  ['of the US government', 'https://gov.teams.microsoft.us/l/meetup-join/19%3agcch'],
  ['of the US military', 'https://dod.teams.microsoft.us/l/meetup-join/19%3adod'],
  [
    'behind SafeLinks',
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(teams)}&amp;data=05%7C01&amp;reserved=0`,
  ],
  [
    'behind SafeLinks of the government',
    `https://usg01.safelinks.protection.office365.us/?url=${encodeURIComponent('https://gov.teams.microsoft.us/l/meetup-join/19')}&amp;data=05`,
  ],
  ['behind Proofpoint', 'https://urldefense.com/v3/__https://teams.microsoft.com/l/meetup-join/19*3a__;JQ!!x$'],
];

describe.each(links)('a meeting with a link %s', (_name, url) => {
  const block = joinAt(url);

  test('keeps the block out of the CRM, and through every edit there', () => {
    const body = page(`<p>Agenda</p>${block}<p>Bring the contract</p>`);
    expect(hasJoinBlock(html(body))).toBe(true);
    expect(textOf(body)).toBe('Agenda\nBring the contract');
    for (const text of ['Tidied', '', 'Agenda\nBring two\nand more', 'Bring the contract', 'x\ny\nz\n\nw']) {
      const now = edited(body, text);
      expect(now).toContain(block);
      expect(textOf(now)).toBe(text || null);
    }
  });

  test('and nothing around it says all that stands below, and keeps the link', () => {
    const link = `<a href="${url}">Join the meeting</a>`;
    const body = page(`<p>Agenda</p><p>${link}</p><p>1. Prices</p><p>2. Dates</p>`);
    expect(hasJoinBlock(html(body))).toBe(true);
    expect(textOf(body)).toBe('Agenda\n1. Prices\n2. Dates');
    for (const text of ['Agenda\n1. Prices\n2. Dates\n3. Lunch', 'All new', '']) {
      const now = edited(body, text);
      expect(now).toContain(link);
      expect(textOf(now)).toBe(text || null);
    }
  });
});

test.each([
  [
    'Zoom',
    '<p>Join Zoom Meeting</p><p><a href="https://us02web.zoom.us/j/81234567890?pwd=x">https://us02web.zoom.us/j/81234567890?pwd=x</a></p><p>Meeting ID: 812 3456 7890</p>',
  ],
  ['Webex', '<p>Join</p><p><a href="https://north.webex.com/north/j.php?MTID=m1">Join meeting</a></p>'],
  [
    'Google Meet',
    '<p>Join with Google Meet: <a href="https://meet.google.com/abc-defg-hij">meet.google.com/abc-defg-hij</a></p>',
  ],
])('the way to join by %s stays a link when words around it are edited', (_name, block) => {
  const body = page(`<p>Agenda</p>${block}<p>Bye</p>`);
  const text = String(textOf(body));
  const now = edited(body, text.replace('Agenda', 'New agenda').replace('Bye', 'See you'));
  expect(now).toBe(body.replace('Agenda', 'New agenda').replace('Bye', 'See you'));
});

describe('a plain text with a join block', () => {
  const block = `${RULE}\nMicrosoft Teams\nJoin: ${teams}\nMeeting ID: 1\n${RULE}`;
  const body = { contentType: 'text', content: `Above\r\n${block.replace(/\n/g, '\r\n')}\r\nBelow` };

  test('says what stands around it, once, whatever is edited', () => {
    expect(bodyToText(body)).toBe('Above\nBelow');
    for (const text of ['Above\nBelow', 'Above\nFurther below', 'New\nBelow', 'All new', '']) {
      const now = bodyWith(body, text);
      expect(now.content).toContain(block);
      expect(bodyToText(now)).toBe(text || null);
    }
  });
});

test.each([
  ['is hundreds of lines long', Array.from({ length: 300 }, (_, n) => `Line ${n}`).join('\n')],
  ['differs everywhere', Array.from({ length: 3000 }, (_, n) => `${n} words of one line`).join('\n')],
])('an edit of a text that %s shows up', (_name, text) => {
  const body = page(
    text
      .split('\n')
      .map((line) => `<p><b>${line}</b></p>`)
      .join('\r\n'),
  );
  expect(textOf(body)).toBe(text);
  const other = text.replace(/e /g, 'E ');
  expect(textOf(edited(body, other))).toBe(other);
});
