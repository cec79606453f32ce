import { sentence } from '../../../reasons';
import { foldAddress, sameValue, sendableAddress } from '../../../sync/compare';
import { kinds } from '../../../sync/kinds';
import { addressMatcher, addressSpellings, companyFromDomain, isFreeMail } from '../../../sync/mail/addresses';
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
    ['a..b@docomo.ne.jp', 'a..b@docomo.ne.jp'],
    ['taro.@docomo.ne.jp', 'taro.@docomo.ne.jp'],
    ['.taro@example.jp', null],
    ['taro@192.168.0.1', null],
    ['taro@exa_mple.jp', null],
    ['/o=ExchangeLabs/ou=Group/cn=Recipients/cn=team', null],
    ['', null],
    [`${'a'.repeat(250)}@example.jp`, null],
  ])('%s is compared as %s', (text, folded) => expect(foldAddress(text)).toBe(folded));

  const oneAddress: readonly string[] = [
    ...[
      'mailto:Taro-Y@example.jp',
      'MAILTO:taro-y@example.jp?subject=Hi',
      'SMTP:Taro-Y@Example.jp',
      'smtp:taro-y@example.jp',
    ],
    ...[
      'taro\u200b-y@example.jp',
      '\u202ataro-y@example.jp\u202c',
      '\ufefftaro-y@example.jp',
      'taro-y@exam\u00adple.jp',
    ],
    ...[
      'ｔａｒｏ－ｙ＠ｅｘａｍｐｌｅ．ｊｐ',
      'taro-y@example。jp',
      '\u00a0taro-y@example.jp\u00a0',
      'taro–y@example.jp',
      'taro‑y@example.jp',
    ],
    ...[
      '"taro-y@example.jp"',
      "'taro-y@example.jp'",
      '“taro-y@example.jp”',
      'taro-y@example.jp.',
      'taro-y@example.jp,',
      '"taro-y@example.jp".',
    ],
    ...[
      'Taro Y <taro-y@example.jp>',
      '"Y, Taro" <mailto:taro-y@example.jp>',
      '<taro-y@example.jp>;',
      'taro-y@example.jp\n',
    ],
  ];
  test.each(oneAddress)('%j is the same person’s, no edit, and goes clean', (written) => {
    expect(foldAddress(written)).toBe('taro-y@example.jp');
    expect(sameValue('email', written, 'taro-y@example.jp')).toBe(true);
    expect(sameValue('set', [written], ['taro-y@example.jp'])).toBe(true);
    expect(sendableAddress(written)?.toLowerCase()).toBe('taro-y@example.jp');
    const key = kinds.contact.keys({ fields: { email: written }, aliases: [] });
    expect(key.strong).toEqual(['e-mail:taro-y@example.jp']);
  });

  test('an internationalised domain and its punycode are one', () => {
    expect(sameValue('email', 'a@例え.jp', 'A@xn--r8jz45g.jp')).toBe(true);
    expect(kinds.contact.keys({ fields: { email: 'a@例え.jp' }, aliases: ['a@xn--r8jz45g.jp'] }).strong).toHaveLength(
      1,
    );
  });

  test('its form is its own form, and no two addresses become one', () => {
    const others = [
      'taro-y@example.jp',
      'taroy@example.jp',
      'taro.y@example.jp',
      'taro_y@example.jp',
      'taro-y@example.co.jp',
    ];
    expect(new Set(others.map(foldAddress)).size).toBe(others.length);
    expect(others.map((one) => foldAddress(String(foldAddress(one))))).toEqual(others.map(foldAddress));
  });

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
  test.each([
    ...[
      't.vodafone.ne.jp',
      'd.vodafone.ne.jp',
      'ybb.ne.jp',
      'rakumail.jp',
      'eonet.ne.jp',
      'kyoto.zaq.ne.jp',
      'hi-ho.ne.jp',
    ],
    ...[
      'ezweb.ne.jp',
      'i.softbank.jp',
      'web.de',
      'orange.fr',
      'naver.com',
      'qq.com',
      'proton.me',
      'mail.ru',
      'hotmail.fr',
    ],
  ])('%s is no company', (domain) => expect([companyFromDomain(domain), isFreeMail(domain)]).toEqual([null, true]));
  test.each([
    ...[
      'example.com',
      'contoso.com',
      'toyota.co.jp',
      'rakuten.co.jp',
      'softbankgroup.com',
      'ybb-trading.co.jp',
      'microsoft.com',
    ],
    ...['nttdocomo.com', 'kddi.com', 'city.kyoto.lg.jp', 'u-tokyo.ac.jp', 'bbc.co.uk', 'sap.com'],
  ])('%s is a company', (domain) => expect(isFreeMail(domain)).toBe(false));
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

describe('a machine is no customer', () => {
  const isMachine = (address: string): boolean =>
    of([at(address, '')]).excluded.some(({ reason: { code } }) => code === 'automaticAddress');
  test.each([
    ...['noreply@x.example', 'no-reply@x.example', 'no.reply@x.example', 'no_reply@x.example', 'noreply2@x.example'],
    ...[
      'do-not-reply@x.example',
      'donotreply@x.example',
      'dontreply@x.example',
      'shop.noreply@x.example',
      'noreply+a1@x.example',
    ],
    ...[
      'unsubscribe-4711-abc@x.example',
      'unsubscribe@x.example',
      'unsub+9f3@x.example',
      'reply+0a1b2c@reply.x.example',
    ],
    ...['bounce@x.example', 'bounces+123-a=b.example@x.example', 'mailer-daemon@x.example', 'postmaster@x.example'],
    ...['staff-request@x.example', 'staff-bounces@x.example', 'owner-staff@x.example', 'listserv@x.example'],
    ...['team@lists.x.example', 'team@googlegroups.com', 'a@bounces.x.example', 'prvs=123=a@x.example'],
    ...['notifications@x.example', 'newsletter@x.example', 'auto-reply@x.example'],
    ...['3f2504e0-4f89-11d3-9a0c-0305e82c3301@in.x.example', '9f86d081884c7d659a2feaa0c55ad015@in.x.example'],
  ])('%s is nobody', (address) => expect(isMachine(address)).toBe(true));

  test.each([
    ...[
      'info@x.example',
      'sales@x.example',
      'support@x.example',
      'hello@x.example',
      'office@x.example',
      'taro@x.example',
    ],
    ...[
      'norbert.reply@x.example',
      'noreplying@x.example',
      'notifier@x.example',
      'ownert@x.example',
      'rebecca.bounce@x.example',
    ],
    ...[
      'replyer@x.example',
      'subscriber@x.example',
      'listmann@x.example',
      'a@listsof.example',
      'deadbeef@x.example',
      'returns@x.example',
    ],
    ...['cafe.babe@x.example', 'alisher.request@x.example', 'postmasters.choice@x.example'],
  ])('%s may be somebody', (address) => expect(isMachine(address)).toBe(false));
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

test('a pattern of many stars is compared in one pass, and fits as one with one star does', () => {
  const long = `${'a'.repeat(64)}@${`${'a'.repeat(60)}.`.repeat(3)}jp`;
  const began = process.cpuUsage();
  expect(addressMatcher('*a*a*a*a*a*a*a*a*b@*')(long)).toBe(false);
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  expect(addressMatcher('*a*a*@*.jp')(long)).toBe(true);
  expect(addressMatcher('no*reply@x.example')('noreply@x.example')).toBe(true);
  expect(addressMatcher('reply*reply@x.example')('reply@x.example')).toBe(false);
  expect(addressMatcher('a+b.*@x.example')('a+b.c@x.example')).toBe(true);
});
