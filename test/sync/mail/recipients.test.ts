import { sentence } from '../../../reasons';
import {
  foldAddress,
  addressMatcher,
  sendableAddress,
  addressSpellings,
  companyFromDomain,
  isFreeMail,
} from '../../../sync/mail/addresses';
import type { Person, RecipientRules } from '../../../sync/mail/recipients';
import { selectRecipients, parseAddressList } from '../../../sync/mail/recipients';
import type { AddressHit, TargetRules } from '../../../sync/mail/targets';
import { chooseTargets, modulesToSearch } from '../../../sync/mail/targets';

describe('an address', () => {
  test.each([
    ['Taro@Example.JP', 'taro@example.jp'],
    ['ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'taro@example.jp'],
    [' <taro@example.jp> ', 'taro@example.jp'],
    ['mailto:taro@example.jp', 'taro@example.jp'],
    ['a@例え.jp', 'a@xn--r8jz45g.jp'],
    ["o'brien+x@example.co.uk", "o'brien+x@example.co.uk"],
    ['not an address', null],
    ['two@@signs.example', null],
    ['taro@localhost', null],
    ['taro..y@example.jp', null],
    ['.taro@example.jp', null],
    ['taro@192.168.0.1', null],
    ['taro@exa_mple.jp', null],
    ['/o=ExchangeLabs/ou=Group/cn=Recipients/cn=team', null],
    ['', null],
    [`${'a'.repeat(250)}@example.jp`, null],
  ])('%s is compared as %s', (text, folded) => expect(foldAddress(text)).toBe(folded));

  test('is looked for as it travels, without its tag, and as people write its domain', () => {
    expect(addressSpellings('Taro+News@例え.jp')).toEqual([
      'taro+news@xn--r8jz45g.jp',
      'taro@xn--r8jz45g.jp',
      'taro+news@例え.jp',
    ]);
    expect(addressSpellings('plain@example.jp')).toEqual(['plain@example.jp']);
  });

  test('is sent as it was typed where every mail system takes it', () => {
    expect([sendableAddress('Taro@Example.jp'), sendableAddress('a@例え.jp'), sendableAddress('bad')]).toEqual([
      'Taro@Example.jp',
      'a@xn--r8jz45g.jp',
      null,
    ]);
  });

  test.each([
    ['noreply@*', 'noreply@any.example', true],
    ['noreply@*', 'reply@any.example', false],
    ['*.example.jp', 'a@mail.example.jp', true],
    ['*.example.jp', 'a@example.jp', false],
    ['example.jp', 'a@mail.example.jp', true],
    ['@example.jp', 'a@example.jp', true],
    ['example.jp', 'a@notexample.jp', false],
    ['Info@Example.jp', 'info+x@example.jp', true],
    ['a(+@b', 'a@b.c', false],
  ])('the pattern %s over %s: %s', (pattern, address, expected) =>
    expect(addressMatcher(pattern)(address)).toBe(expected),
  );

  test('people write several of them in one line', () => {
    expect(parseAddressList('"Yamada, Taro" <taro@example.jp>, hanako@example.jp; 佐藤 健 <ken@example.jp>')).toEqual([
      { name: 'Yamada, Taro', address: 'taro@example.jp' },
      { name: '', address: 'hanako@example.jp' },
      { name: '佐藤 健', address: 'ken@example.jp' },
    ]);
  });
});

describe('a domain', () => {
  test.each([
    ['mail.contoso.co.jp', 'Contoso'],
    ['contoso.com', 'Contoso'],
    ['eu.contoso.com.au', 'Contoso'],
    ['müller.example', 'Müller'],
    ['xn--mller-kva.example', 'xn--mller-kva.example'],
    ['gmail.com', null],
    ['yahoo.co.jp', null],
    ['docomo.ne.jp', null],
    ['outlook.de', null],
  ])('%s is the company %s', (domain, company) => expect(companyFromDomain(domain)).toBe(company));
  test('of a company is none where everybody may have a mailbox', () => {
    expect([isFreeMail('contoso.com'), isFreeMail('hotmail.co.uk')]).toEqual([false, true]);
  });
});

const rules: RecipientRules = { lines: ['to', 'cc'], own: ['me@contoso.example'], internalDomains: null, ignored: [] };
const at = (address: string, name = ''): Person => ({ name, address });
const of = (
  to: readonly Person[],
  more: Partial<RecipientRules> = {},
  cc: readonly Person[] = [],
  bcc: readonly Person[] = [],
) => selectRecipients({ to, cc, bcc }, { ...rules, ...more });
const addresses = (found: ReturnType<typeof of>) => found.counted.map(({ address }) => address);

describe('recipients', () => {
  test('count once, however they are written', () => {
    const found = of([at('Taro@x.example', '山田'), at('ｔａｒｏ@x.example')], {}, [at('taro@x.example')]);
    expect(found.counted).toEqual([{ address: 'taro@x.example', written: 'Taro@x.example', name: '山田' }]);
  });
  test('in Bcc count only where the user wants that', () => {
    expect(addresses(of([at('a@x.example')], {}, [], [at('b@x.example')]))).toEqual(['a@x.example']);
    expect(addresses(of([], { lines: ['bcc'] }, [], [at('b@x.example')]))).toEqual(['b@x.example']);
  });
  test.each<[string, Partial<RecipientRules>, string | null]>([
    ['ken@contoso.example', {}, 'is internal (contoso.example)'],
    ['ken@eu.contoso.example', {}, 'is internal (contoso.example)'],
    ['ken@contoso.example', { internalDomains: ['other.example'] }, null],
    ['ken@other.example', { internalDomains: ['@other.example'] }, 'is internal (other.example)'],
    ['ken@gmail.com', { own: ['me@gmail.com'] }, null],
    ['me@gmail.com', { own: ['me@gmail.com'] }, 'is the mailbox itself'],
    ['Me+x@gmail.com', { own: ['me@gmail.com'] }, 'is the mailbox itself'],
    ['news@x.example', { ignored: ['*@x.example'] }, 'is left out by "*@x.example"'],
    ['no-reply@x.example', {}, 'is an automatic address that nobody reads'],
    ['noreply2@x.example', {}, null],
    ['x y@z', {}, 'is no e-mail address'],
    ['undisclosed-recipients:;', {}, 'is a group, not a person'],
    ['/o=ExchangeLabs/cn=team', {}, 'has only an internal name of Exchange, no e-mail address'],
    ['', {}, 'has no e-mail address (a group or a private list)'],
  ])('%s %j: %s', (address, more, reason) => {
    const found = of([at(address, 'Name')], more);
    expect(found.excluded.map((one) => sentence(one.reason))).toEqual(reason === null ? [] : [reason]);
    expect(found.counted).toHaveLength(reason === null ? 1 : 0);
  });
});

describe('whose mail it is', () => {
  const hit = (module: AddressHit['module'], id: string, exact = true): AddressHit => ({ module, id, name: id, exact });
  const ids = (hits: readonly AddressHit[], more: Partial<TargetRules> = {}) => {
    const found = chooseTargets(hits, { match: ['Contacts', 'Leads'], bothHit: 'contact', create: null, ...more });
    return [found.records.map(({ id }) => id), found.ambiguous.map(({ module }) => module), found.create];
  };
  test.each<[string, readonly AddressHit[], Partial<TargetRules>, unknown]>([
    ['nobody', [], {}, [[], [], null]],
    ['nobody, and a lead is wanted', [], { create: 'Leads' }, [[], [], 'Leads']],
    ['contact and lead', [hit('Leads', 'l'), hit('Contacts', 'c')], {}, [['c'], [], null]],
    ['contact and lead, both', [hit('Leads', 'l'), hit('Contacts', 'c')], { bothHit: 'both' }, [['c', 'l'], [], null]],
    ['leads only', [hit('Leads', 'l'), hit('Contacts', 'c')], { match: ['Leads'] }, [['l'], [], null]],
    ['two contacts', [hit('Contacts', 'a'), hit('Contacts', 'b')], {}, [[], ['Contacts'], null]],
    ['one contact twice', [hit('Contacts', 'a'), hit('Contacts', 'a')], {}, [['a'], [], null]],
    [
      'an unclear contact is no lead',
      [hit('Contacts', 'a'), hit('Contacts', 'b'), hit('Leads', 'l')],
      {},
      [[], ['Contacts'], null],
    ],
    ['the very address goes first', [hit('Contacts', 'a', false), hit('Contacts', 'b')], {}, [['b'], [], null]],
    [
      'a contact that is not matched is not made again',
      [hit('Contacts', 'c')],
      { match: ['Leads'], create: 'Contacts' },
      [['c'], [], null],
    ],
  ])('%s', (_title, hits, more, expected) => expect(ids(hits, more)).toEqual(expected));

  test('everybody is looked up also where somebody would be created', () => {
    expect(modulesToSearch({ match: ['Contacts'], bothHit: 'contact', create: 'Leads' })).toEqual([
      'Contacts',
      'Leads',
    ]);
    expect(modulesToSearch({ match: ['Leads'], bothHit: 'contact', create: null })).toEqual(['Leads']);
  });
});
