/** What a body can be made of by somebody who means harm: each began a pattern anew, or nested, or was read again for each piece. */
export const join = '<a href="https://teams.microsoft.com/l/meetup-join/19">Join</a>';
export const shapes: Readonly<Record<string, string>> = {
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
  ...{ 'spaces between tags': '<b> ', 'Japanese lines': '今日は会議です。<br>', 'a cell in a cell': '<table><td>' },
  ...{
    'unfinished references': '&#',
    'long names': `<${'x'.repeat(1_000)}`,
    quotes: '<a href="',
    zeros: '&#0000000000',
  },
};
export const repeated = (part: string, length: number): string => part.repeat(length / part.length);

/** The longest body of one shape that is read: by its length, or by its tags and character references. */
export function longest(part: string): string {
  const marks = part.match(/[<&]/g)?.length ?? 0;
  return part.repeat(Math.floor(Math.min(200_000 / part.length, 20_000 / (marks || 1 / 200_000))));
}

/** As people write: lines, some of them bold, some links. */
export const natural = (length: number): string =>
  repeated('Dear all, please look at <b>this</b> before we meet on Monday.<br>\n', length);
