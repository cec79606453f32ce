import fc from 'fast-check';
import { sameValue, fold } from '../../sync/compare';

test.each([
  ['case', 'Hanako@Example.JP', 'hanako@example.jp'],
  ['width', 'ＡＢＣ', 'abc'],
  ['half-width kana', 'ﾀﾅｶ', 'タナカ'],
  ['Unicode form', 'Jose\u0301', 'jos\u00e9'],
  ['spaces', '  Anna   Maria ', 'anna maria'],
  ['an ideographic space', '田中　花子', '田中 花子'],
])('%s folds away', (_, a, b) => expect(fold(a)).toBe(fold(b)));

test('the short way folds like the long one', () => {
  const long = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (text) => expect(fold(text)).toBe(long(text))),
  );
});

test.each([
  ['phone', '+81 (3) 1234-5678', '+81312345678', true],
  ['phone', '+81 3 1234 5678', '+81 3 1234 5679', false],
  ['text', 'Head of Sales', 'head of sales', false],
  ['text', 'Head of Sales ', 'Head of Sales', true],
  ['multiline', 'a\r\nb  \nc', 'a\nb\nc', true],
  ['email', 'A@B.C', 'a@b.c', true],
  ['date', '1980-02-29T11:59:00Z', '1980-02-29', true],
  ['text', null, '', true],
  ['text', undefined, null, true],
] as const)('%s: %p and %p', (like, a, b, same) => expect(sameValue(like, a, b)).toBe(same));
