import { sentence } from '../../reasons';
import { match } from '../../sync/match';
import { contact } from '../../sync/kinds/contact';
import type { Candidate } from '../../sync/match';
import type { Fields, SideRecord } from '../../sync/model';
import { record } from '../support/records';

type Rest = Parameters<typeof record>[1];
const free = (fields: Fields, rest: Rest = {}): Candidate => ({ record: record(fields, rest), taken: false });
const taken = (fields: Fields, rest: Rest = {}): Candidate => ({ record: record(fields, rest), taken: true });
const named = (ref: string, lastName: string, firstName: string, email?: string) =>
  free({ lastName, firstName, ...(email ? { email } : {}) }, { ref });
const refs = (records: readonly SideRecord[]) => records.map(({ ref }) => ref).sort();

function run(outlook: readonly Candidate[], zoho: readonly Candidate[]) {
  const found = match({ outlook, zoho }, contact);
  return {
    pairs: found.pairs.map(({ outlook: o, zoho: z, matchedBy }) => `${o.ref}=${z.ref} ${matchedBy}`).sort(),
    ambiguous: found.ambiguous.map(({ outlook: o, zoho: z }) => [refs(o), refs(z)]),
    strangers: { outlook: refs(found.unmatched.outlook), zoho: refs(found.unmatched.zoho) },
    reasons: found.ambiguous.map(({ reason }) => sentence(reason)),
  };
}

const none = { outlook: [], zoho: [] };

test('nobody on either side', () => {
  expect(run([], [])).toEqual({ pairs: [], ambiguous: [], strangers: none, reasons: [] });
});

test.each([
  ['case', 'Hanako@Example.JP', 'hanako@example.jp'],
  ['width', 'ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'hanako@example.jp'],
  ['Unicode form', 'cafe\u0301@example.fr', 'caf\u00e9@example.fr'],
  ['outer spaces', ' hanako@example.jp ', 'hanako@example.jp'],
])('one e-mail in another %s is the same person', (_, a, b) => {
  const found = run([free({ email: a }, { ref: 'o' })], [free({ email: b }, { ref: 'z' })]);
  expect(found.pairs).toEqual(['o=z e-mail']);
});

test('a plus-address is another address', () => {
  expect(run([named('o', 'A', 'B', 'a+x@b.c')], [named('z', 'A', 'B', 'a@b.c')]).pairs).toEqual([]);
});

test('any of the three addresses matches the e-mail or the secondary e-mail', () => {
  const outlook = free({ email: 'a@x.jp' }, { ref: 'o', aliases: ['b@x.jp', 'c@x.jp'] });
  const zoho = free({ email: 'z@x.jp' }, { ref: 'z', aliases: ['C@X.jp'] });
  expect(run([outlook], [zoho]).pairs).toEqual(['o=z e-mail']);
});

test('the name decides where one of the two has no e-mail', () => {
  expect(run([named('o', '田中', '花子')], [named('z', '田中', '花子', 'h@x.jp')]).pairs).toEqual(['o=z name']);
});

test('the same name with two different e-mails is two people', () => {
  const found = run([named('o', '田中', '花子', 'a@x.jp')], [named('z', '田中', '花子', 'b@x.jp')]);
  expect(found).toMatchObject({ pairs: [], ambiguous: [], strangers: { outlook: ['o'], zoho: ['z'] } });
});

test('one e-mail twice on a side is ambiguous with all who claim it', () => {
  const found = run(
    [named('o1', 'A', 'A', 'x@x.jp'), named('o2', 'B', 'B', 'x@x.jp')],
    [named('z', 'A', 'A', 'x@x.jp')],
  );
  expect(found).toMatchObject({ pairs: [], ambiguous: [[['o1', 'o2'], ['z']]], strangers: none });
  expect(found.reasons).toEqual(['the same e-mail more than once: 2 in Outlook']);
});

test('one e-mail twice on a side and nobody opposite is ambiguous too: two CRM contacts for it would be doubles', () => {
  const found = run([named('o1', 'A', 'A', 'x@x.jp'), named('o2', 'B', 'B', 'x@x.jp')], []);
  expect(found).toMatchObject({ ambiguous: [[['o1', 'o2'], []]], strangers: none });
});

test('two addresses that lead to two CRM contacts are ambiguous', () => {
  const outlook = free({ email: 'a@x.jp' }, { ref: 'o', aliases: ['b@x.jp'] });
  const found = run([outlook], [named('z1', 'A', 'A', 'a@x.jp'), named('z2', 'B', 'B', 'b@x.jp')]);
  expect(found.ambiguous).toEqual([[['o'], ['z1', 'z2']]]);
});

test('a record that has its partner is never used again', () => {
  const found = run([named('o2', 'A', 'A', 'x@x.jp')], [taken({ email: 'x@x.jp' }, { ref: 'z' })]);
  expect(found).toMatchObject({ pairs: [], ambiguous: [[['o2'], ['z']]] });
  expect(found.reasons).toEqual(['the same e-mail in Zoho CRM belongs to another Outlook record already']);
});

test('a record outside of the synced folder or category is named, not doubled', () => {
  const found = run([taken({ email: 'x@x.jp' }, { ref: 'o', state: 'outside' })], [named('z', 'A', 'A', 'x@x.jp')]);
  expect(found.reasons).toEqual(['the same e-mail is in Outlook already, outside of what is synced']);
});

test('linked pairs among themselves are no ambiguity', () => {
  const both = { email: 'x@x.jp' };
  expect(run([taken(both)], [taken(both)])).toMatchObject({ pairs: [], ambiguous: [], strangers: none });
});

test('a namesake with an e-mail does not disturb a pair without one', () => {
  const found = run(
    [named('o1', '佐藤', '健'), named('o2', '佐藤', '健', 'k@x.jp')],
    [named('z', '佐藤', '健', 's@x.jp')],
  );
  expect(found).toMatchObject({ pairs: ['o1=z name'], strangers: { outlook: ['o2'], zoho: [] } });
});

test('a new contact with an e-mail is not held up by a linked namesake without one', () => {
  const linked = { lastName: '佐藤', firstName: '健' };
  const found = run(
    [taken(linked, { ref: 'o1' }), named('o2', '佐藤', '健', 'k@x.jp')],
    [taken(linked, { ref: 'z1' })],
  );
  expect(found).toMatchObject({ ambiguous: [], strangers: { outlook: ['o2'], zoho: [] } });
});

test('a new contact without an e-mail whose only namesake has a partner is asked about, not doubled', () => {
  const found = run(
    [named('o', '佐藤', '健')],
    [taken({ lastName: '佐藤', firstName: '健', email: 'k@x.jp' }, { ref: 'z' })],
  );
  expect(found.ambiguous).toEqual([[['o'], ['z']]]);
});

describe('one address and two names', () => {
  const both = (a: readonly [string, string], b: readonly [string, string]) =>
    run([named('o', ...a, 'x@x.jp')], [named('z', ...b, 'X@x.jp')]);

  test.each<[string, readonly [string, string], readonly [string, string]]>([
    ['another script', ['山田', '太郎'], ['Yamada', 'Taro']],
    ['a reading', ['山田', '太郎'], ['ヤマダ', 'タロウ']],
    ['kana of either sort', ['やまだ', 'たろう'], ['ヤマダ', 'タロウ']],
    ['half width', ['ﾔﾏﾀﾞ', 'ﾊﾅｺ'], ['ヤマダ', 'ハナコ']],
    ['old forms', ['濱田', '惠子'], ['浜田', '恵子']],
    ['traditional and simplified', ['王', '國強'], ['王', '国强']],
    ['a nickname', ['Smith', 'Bob'], ['Smith', 'Robert']],
    ['two nicknames', ['Smith', 'Dick'], ['Smith', 'Rich']],
    ['a nickname in Cyrillic', ['Иванов', 'Саша'], ['Иванов', 'Александр']],
    ['an initial', ['Smith', 'J.'], ['Smith', 'John']],
    ['initials', ['Smith', 'J. R.'], ['Smith', 'Robert']],
    ['a middle name', ['Smith', 'Mary Ann'], ['Smith', 'Ann']],
    ['a double name', ['Lang', 'Hans-Peter'], ['Lang', 'Peter']],
    ['family name first', ['Taro', 'Yamada'], ['Yamada', 'Taro']],
    ['all in one field', ['', 'Yamada Taro'], ['Yamada', 'Taro']],
    ['all in the other field', ['Taro Yamada', ''], ['Yamada', 'Taro']],
    ['blank', ['Yamada', ''], ['Yamada', 'Taro']],
    ['blank in the other', ['Yamada', 'Taro'], ['Yamada', '']],
    ['accents', ['Núñez', 'José'], ['Nunez', 'Jose']],
    ['a typing mistake', ['Smith', 'Jonathan'], ['Smith', 'Jonahtan']],
    ['another spelling', ['Suzuki', 'Shouji'], ['Suzuki', 'Syoji']],
    ['another spelling of one sound', ['Suzuki', 'Jun'], ['Suzuki', 'Zyun']],
    ['shortened', ['Smith', 'Alexander'], ['Smith', 'Alex']],
    ['a title', ['Yamada', 'Mr.'], ['Yamada', 'Taro']],
    ['case and width', ['YAMADA', 'ＴＡＲＯ'], ['Yamada', 'Taro']],
    ['both names in both scripts', ['山田', '太郎 (Taro)'], ['Yamada', 'Tarou']],
  ])('%s contradicts nothing', (_, a, b) => {
    expect(both(a, b)).toMatchObject({ pairs: ['o=z e-mail'], ambiguous: [] });
    expect(both(b, a)).toMatchObject({ pairs: ['o=z e-mail'], ambiguous: [] });
  });

  test.each<[string, readonly [string, string], readonly [string, string]]>([
    ['Latin', ['Yamada', 'Taro'], ['Yamada', 'Hanako']],
    ['brothers', ['Yamada', 'Taro'], ['Yamada', 'Jiro']],
    ['characters', ['山田', '太郎'], ['山田', '花子']],
    ['one character shared', ['山田', '太郎'], ['山田', '次郎']],
    ['kana', ['やまだ', 'たろう'], ['ヤマダ', 'ハナコ']],
    ['Cyrillic', ['Иванов', 'Борис'], ['Иванова', 'Ольга']],
    ['Hangul', ['김', '민준'], ['김', '서연']],
    ['English', ['Smith', 'John'], ['Smith', 'Margaret']],
    ['whole strangers', ['Smith', 'John'], ['Miller', 'Hannah']],
  ])('whole first names in %s that contradict each other are asked about', (_, a, b) => {
    const found = both(a, b);
    expect(found).toMatchObject({ pairs: [], ambiguous: [[['o'], ['z']]] });
    expect(found.reasons[0]).toMatch(/^the same e-mail, but different first names/);
  });

  test('two and two are told apart by their names', () => {
    const found = run(
      [named('o1', 'Yamada', 'Taro', 'x@x.jp'), named('o2', 'Yamada', 'Hanako', 'x@x.jp')],
      [named('z1', 'Yamada', 'Hanako', 'x@x.jp'), named('z2', 'Yamada', 'Taro', 'x@x.jp')],
    );
    expect(found).toMatchObject({ pairs: ['o1=z2 e-mail', 'o2=z1 e-mail'], ambiguous: [] });
  });

  test('a new one beside a linked one, on both sides', () => {
    const found = run(
      [taken({ lastName: 'Yamada', firstName: 'Taro', email: 'x@x.jp' }), named('o', 'Yamada', 'Hanako', 'x@x.jp')],
      [taken({ lastName: 'Yamada', firstName: 'Taro', email: 'x@x.jp' }), named('z', 'Yamada', 'Hanako', 'x@x.jp')],
    );
    expect(found).toMatchObject({ pairs: ['o=z e-mail'], ambiguous: [] });
  });
});

describe('without an e-mail and without a whole name', () => {
  const one = (ref: string, fields: Fields) => free(fields, { ref });

  test.each<[string, Fields, Fields]>([
    ['one name, which the CRM shows as last name', { firstName: 'Madonna' }, { lastName: 'Madonna' }],
    ['only a last name', { lastName: '田中' }, { lastName: '田中' }],
    [
      'only a company, which the CRM shows as last name',
      { companyName: 'Acme' },
      { lastName: 'Acme', companyName: 'Acme' },
    ],
    ['only a company, for which there is no Account', { companyName: 'Acme' }, { lastName: 'Acme' }],
    [
      'one phone alike, another changed',
      { lastName: '田中', mobilePhone: '090-1', homePhone: '1' },
      { lastName: '田中', mobilePhone: '0901', homePhone: '2' },
    ],
  ])('%s: the same', (_, outlook, zoho) => {
    expect(run([one('o', outlook)], [one('z', zoho)])).toMatchObject({ pairs: ['o=z name'], ambiguous: [] });
  });

  test.each<[string, Fields, Fields]>([
    ['other phones', { lastName: '田中', mobilePhone: '090-1' }, { lastName: '田中', mobilePhone: '090-2' }],
    ['other companies', { firstName: 'Ken', companyName: 'Acme' }, { lastName: 'Ken', companyName: 'Contoso' }],
    ['an e-mail', { lastName: '田中', email: 'a@x.jp' }, { lastName: '田中' }],
    ['a whole name', { lastName: '田中' }, { lastName: '田中', firstName: '花子' }],
  ])('%s: two people, as before', (_, outlook, zoho) => {
    const found = run([one('o', outlook)], [one('z', zoho)]);
    expect(found).toMatchObject({ pairs: [], ambiguous: [], strangers: { outlook: ['o'], zoho: ['z'] } });
  });

  test('several of one name are told apart by their details', () => {
    const found = run(
      [one('o1', { lastName: '田中', mobilePhone: '1' }), one('o2', { lastName: '田中', mobilePhone: '2' })],
      [one('z1', { lastName: '田中', mobilePhone: '2' }), one('z3', { lastName: '田中', mobilePhone: '3' })],
    );
    expect(found).toMatchObject({ pairs: ['o2=z1 name'], ambiguous: [], strangers: { outlook: ['o1'], zoho: ['z3'] } });
  });

  test('several of one name on one side only are new, and nobody is asked', () => {
    const found = run([one('o1', { lastName: '田中' }), one('o2', { lastName: '田中' })], []);
    expect(found).toMatchObject({ pairs: [], ambiguous: [], strangers: { outlook: ['o1', 'o2'], zoho: [] } });
  });

  test('several of one name that nothing tells apart are asked about', () => {
    const found = run(
      [one('o1', { lastName: '田中' }), one('o2', { lastName: '田中' })],
      [one('z1', { lastName: '田中' }), one('z2', { lastName: '田中' })],
    );
    expect(found.ambiguous).toEqual([
      [
        ['o1', 'o2'],
        ['z1', 'z2'],
      ],
    ]);
  });

  test('thousands of one half name cost no more than their number', () => {
    const many = (side: string) => Array.from({ length: 5000 }, (_, n) => one(`${side}${n}`, { lastName: '田中' }));
    expect(run(many('o'), many('z')).ambiguous).toHaveLength(1);
  });
});
