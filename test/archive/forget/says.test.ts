import fc from 'fast-check';
import { addressFinder } from '../../../archive/forget/says';

const { says } = addressFinder('Hanako.Tanaka@Example.co.jp');

test.each([
  'hanako.tanaka@example.co.jp',
  'HANAKO.TANAKA@EXAMPLE.CO.JP',
  'ｈａｎａｋｏ．ｔａｎａｋａ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ',
  'mailto:hanako.tanaka@example.co.jp?subject=x',
  '"Hanako" <hanako.tanaka@example.co.jp>',
  '連絡先はhanako.tanaka@example.co.jpです',
  'Write to hanako.tanaka@example.co.jp.',
  "'hanako.tanaka@example.co.jp'",
  '--hanako.tanaka@example.co.jp',
  'hanako.\u200btanaka@example.co.jp',
  'https://graph.example/users/hanako.tanaka%40example.co.jp/delta?x=1',
  'https://graph.example/users?u%3Dhanako.tanaka%40example.co.jp',
])('it is said in %j, also within JSON, and JSON within that', (text) => {
  for (const around of [text, `before\n${text}\nafter`, `\t${text}\t`, `"${text}"`]) {
    expect(says(around)).toBe(true);
    expect(says(JSON.stringify({ note: around }))).toBe(true);
    expect(says(JSON.stringify({ note: JSON.stringify({ note: around }) }))).toBe(true);
  }
});

test.each([
  'joe.hanako.tanaka@example.co.jp',
  'xhanako.tanaka@example.co.jp',
  'a+hanako.tanaka@example.co.jp',
  'hanako.tanaka@example.co.jp.evil.example',
  'hanako.tanaka@example.co.jpx',
  'hanako.tanaka@example.co',
  'tanaka@example.co.jp',
  'hanako.tanaka@examples.co.jp',
  'hanako.tanaka at example.co.jp',
  '',
])('%j is somebody else', (text) => {
  expect(says(text)).toBe(false);
  expect(says(JSON.stringify({ note: text }))).toBe(false);
});

test('a domain with letters of its own is found as it is read and as it travels', () => {
  for (const given of ['ken@例え.jp', 'ken@xn--r8jz45g.jp']) {
    const finder = addressFinder(given);
    expect(finder.says('Ken <ken@例え.jp>')).toBe(true);
    expect(finder.says('Ken <ken@xn--r8jz45g.jp>')).toBe(true);
    expect(finder.is('KEN@例え.JP')).toBe(true);
  }
});

test('what is no address is refused', () => {
  for (const given of ['', 'tanaka', '@', 'example.com', 'a b@x', '%'])
    expect(() => addressFinder(given)).toThrow('is no e-mail address');
});

test('law: whatever stands around it, it is found, and where it does not stand, nothing is', () => {
  const sign = fc.constantFrom(
    'n',
    '\\',
    '"',
    ' ',
    '\n',
    '<',
    ':',
    'に',
    '😀',
    '@',
    '.',
    '%',
    '%0',
    '\\u00',
    '{',
    '}',
    '=',
    '/',
  );
  const text = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join(''));
  fc.assert(
    fc.property(text, text, fc.nat(2), (before, after, depth) => {
      const words = `${before} hanako.tanaka@example.co.jp ${after}`;
      const wrap = (said: string) => [...Array(depth)].reduce<string>((inner) => JSON.stringify([inner]), said);
      expect(says(wrap(words))).toBe(true);
      expect(says(wrap(words.replace('hanako', 'hanaka')))).toBe(false);
    }),
  );
});

test('a megabyte of what looks like it takes no time', () => {
  const start = performance.now();
  for (const piece of ['hanako.tanaka@', '\\', '\\u00', '%40', '@', 'hanako.tanaka@example.co.jp.x '])
    expect(says(piece.repeat(1_000_000 / piece.length))).toBe(false);
  expect(performance.now() - start).toBeLessThan(6000);
});
