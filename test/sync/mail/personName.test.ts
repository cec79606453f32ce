import { parsePersonName } from '../../../sync/mail/personName';

describe('last and first name out of a mail', () => {
  test.each<[string, string, string | null, string | null]>([
    ['山田 太郎', '山田', '太郎', null],
    ['山田　太郎', '山田', '太郎', null],
    ['山田太郎', '山田', '太郎', null],
    ['佐々木花子', '佐々木', '花子', null],
    ['勅使河原宏', '勅使河原', '宏', null],
    ['李小龍', '李小龍', null, null],
    ['山田 太郎様', '山田', '太郎', null],
    ['山田太郎 様', '山田', '太郎', null],
    ['山田 太郎（株式会社ABC）', '山田', '太郎', '株式会社ABC'],
    ['山田 太郎（やまだ たろう）', '山田', '太郎', null],
    ['山田 太郎 [営業部]', '山田', '太郎', null],
    ['株式会社ABC 営業部 山田 太郎', '山田', '太郎', '株式会社ABC'],
    ['㈱東商事 田中', '田中', null, '株式会社東商事'],
    ['김 철수', '김', '철수', null],
    ['Taro Yamada', 'Yamada', 'Taro', null],
    ['YAMADA, Taro', 'YAMADA', 'Taro', null],
    ['"Yamada, Taro"', 'Yamada', 'Taro', null],
    ["'Taro Yamada'", 'Yamada', 'Taro', null],
    ['Taro Yamada (Contoso)', 'Yamada', 'Taro', 'Contoso'],
    ['Taro Yamada / ABC Corp.', 'Yamada', 'Taro', 'ABC Corp.'],
    ['Jean-Luc Picard [External]', 'Picard', 'Jean-Luc', null],
    ['Mr. John Smith, PhD', 'Smith', 'John', null],
    ['Ludwig van Beethoven', 'van Beethoven', 'Ludwig', null],
    ["Pat O'Brien", "O'Brien", 'Pat', null],
    ['Anna', 'Anna', null, null],
    ['', 'Yamada', 'Taro', null],
    ['taro.yamada@example.com', 'Yamada', 'Taro', null],
    ['🎉🎉', 'Yamada', 'Taro', null],
    ['(株式会社ABC)', 'Yamada', 'Taro', null],
  ])('%s → %s | %s | %s', (display, lastName, firstName, companyName) => {
    const found = parsePersonName(display, 'taro.yamada@example.com');
    expect([found.lastName, found.firstName]).toEqual([lastName, firstName]);
    if (companyName !== null || !display.includes('ABC')) expect(found.companyName).toBe(companyName);
  });

  test.each([
    ['info@example.jp', 'info', null],
    ['t1234@example.jp', 't1234', null],
    ['ken_sato+crm@example.jp', 'Sato', 'Ken'],
    ['a.b.c@example.jp', 'a.b.c', null],
  ])('out of the address %s: %s, %s', (address, lastName, firstName) =>
    expect(parsePersonName('', address)).toMatchObject({ lastName, firstName }),
  );

  test('never has more letters than the CRM takes, and never cuts one in two', () => {
    const { lastName, firstName } = parsePersonName(`${'😀a'.repeat(100)} ${'字'.repeat(200)}`, 'a@b.example');
    expect([...lastName].length).toBeLessThanOrEqual(80);
    expect([...(firstName ?? '')].length).toBeLessThanOrEqual(40);
    expect(() => encodeURIComponent(lastName)).not.toThrow();
  });
});

test('takes no time over a name that is none', () => {
  const began = Date.now();
  for (const part of ['(', '（', 'Mr. ', '様 ', 'a, ', '"', '<']) parsePersonName(part.repeat(100_000), 'a@b.example');
  expect(Date.now() - began).toBeLessThan(1000);
});
