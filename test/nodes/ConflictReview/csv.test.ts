import fc from 'fast-check';
import { csvOf } from '../../../nodes/ConflictReview/page/csv';

/** A file as a program of tables reads it. */
function read(file: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let [cells, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 1; at < file.length; at += 1) {
    const sign = file[at]!;
    if (quoted && sign === '"' && file[at + 1] === '"') cell += file[(at += 1)];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ',' || sign === '\r')) {
      cells.push(cell);
      cell = '';
      if (sign === '\r') {
        rows.push(cells);
        cells = [];
        at += 1;
      }
    } else cell += sign;
  }
  return rows;
}

test.each([
  ['=HYPERLINK("http://evil.example";"x")', '\'=HYPERLINK("http://evil.example";"x")'],
  ['+81 3 1234 5678', "'+81 3 1234 5678"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['a "b", c\nd', 'a "b", c\nd'],
])('%j stands as %j', (given, expected) => expect(read(csvOf([[given]]))).toEqual([[expected]]));

test('whatever a cell holds, it comes back as it was, and none begins a formula', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' =', '＠'), fc.string())
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.array(fc.array(nasty, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (rows) => {
      const back = read(csvOf(rows));
      expect(back.map((row) => row.map((text) => text.replace(/^'/, '')))).toEqual(
        rows.map((row) => row.map((text) => text.replace(/^'/, ''))),
      );
      for (const text of back.flat()) expect(text).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    }),
  );
});
