import { fieldMap, toNeutral } from '../../../../sides/outlook/contact/record';
import { toCreate, toPatch } from '../../../../sides/outlook/contact/write';
import { kinds } from '../../../../sync/kinds';
import type { Fields, Value } from '../../../../sync/model';
import { fieldsInScenarios } from '../../../scenario/tables';

const extended = (id: string, value: string) => ({ singleValueExtendedProperties: [{ id, value }] });

const rows: readonly (readonly [field: string, value: string, vendor: Record<string, unknown>])[] = [
  ['firstName', '花子', { givenName: '花子' }],
  ['lastName', '田中', { surname: '田中' }],
  ['email', 'a@b.example', { emailAddresses: [{ name: 'a@b.example', address: 'a@b.example' }] }],
  ['jobTitle', 'x', { jobTitle: 'x' }],
  ['companyName', 'x', { companyName: 'x' }],
  ['department', 'x', { department: 'x' }],
  ['businessPhone', '1', { businessPhones: ['1'] }],
  ['homePhone', '1', { homePhones: ['1'] }],
  ['otherPhone', '1', extended('String 0x3A1F', '1')],
  ['businessFax', '1', extended('String 0x3A24', '1')],
  ['mobilePhone', '1', { mobilePhone: '1' }],
  ['assistantName', 'x', { assistantName: 'x' }],
  ['assistantPhone', '1', extended('String 0x3A2E', '1')],
  ['managerName', 'x', { manager: 'x' }],
  ['businessStreet', 'a\nb', { businessAddress: { street: 'a\nb' } }],
  ['businessCity', 'x', { businessAddress: { city: 'x' } }],
  ['businessState', 'x', { businessAddress: { state: 'x' } }],
  ['businessPostalCode', 'x', { businessAddress: { postalCode: 'x' } }],
  ['businessCountry', 'x', { businessAddress: { countryOrRegion: 'x' } }],
  ['otherStreet', 'x', { otherAddress: { street: 'x' } }],
  ['otherCity', 'x', { otherAddress: { city: 'x' } }],
  ['otherState', 'x', { otherAddress: { state: 'x' } }],
  ['otherPostalCode', 'x', { otherAddress: { postalCode: 'x' } }],
  ['otherCountry', 'x', { otherAddress: { countryOrRegion: 'x' } }],
  ['notes', 'a\nb', { personalNotes: 'a\nb' }],
  ['birthday', '1980-02-29', { birthday: '1980-02-29T11:59:00Z' }],
];

test('every field has its place, and a row here or in a scenario', () => {
  expect(Object.keys(fieldMap).sort()).toEqual(kinds.contact.fields.map(({ name }) => name).sort());
  const proved = new Set([...rows.map(([field]) => field), ...fieldsInScenarios]);
  expect(Object.keys(fieldMap).filter((field) => !proved.has(field))).toEqual([]);
});

test.each(rows)('%s is read from Graph and written to it', (field, value, vendor) => {
  expect(toNeutral(vendor).fields[field]).toBe(value);
  expect(toPatch({ fields: { [field]: value }, extra: null })).toMatchObject(vendor);
  expect(toCreate({ [field]: value }, null)).toMatchObject(vendor);
});

const cleared: readonly (readonly [string, unknown])[] = [
  ['jobTitle', { jobTitle: null }],
  ['notes', { personalNotes: '' }],
  ['email', { emailAddresses: [] }],
  ['businessPhone', { businessPhones: [] }],
  ['birthday', { birthday: null }],
  ['businessFax', extended('String 0x3A24', '')],
  ['otherCity', { otherAddress: { street: '', city: '', state: '', postalCode: '', countryOrRegion: '' } }],
];
test.each(cleared)('%s is cleared in the way Graph wants it', (field, body) => {
  expect(toPatch({ fields: { [field]: null }, extra: null })).toEqual(body);
});

const birthdays = [
  ['1974-07-22', '1974-07-22'],
  ['1974-07-22T00:00:00Z', '1974-07-22'],
  ['1974-07-22T11:59:00Z', '1974-07-22'],
  ['1974-07-22T23:59:59Z', '1974-07-22'],
  // midnights of Tokyo, Berlin, Kolkata, New York, Honolulu
  ['1974-07-21T15:00:00Z', '1974-07-22'],
  ['1974-07-21T23:00:00Z', '1974-07-22'],
  ['1974-07-21T18:30:00Z', '1974-07-22'],
  ['1974-07-22T05:00:00Z', '1974-07-22'],
  ['1974-07-22T10:00:00Z', '1974-07-22'],
  ['4501-01-01T00:00:00Z', null],
  ['0001-01-01T00:00:00Z', null],
  ['1604-02-29T00:00:00Z', { sideOnly: { code: 'yearUnknown', args: { day: '02-29' } } }],
  [null, null],
] as const;
test.each(birthdays)('birthday %s reads as %s', (birthday, date) => {
  expect(toNeutral({ birthday }).fields.birthday).toEqual(date);
});

const email = (address: string, name = '') => ({ address, name });
const emails: readonly (readonly [string, ReturnType<typeof email>[], string | null, ReturnType<typeof email>[]])[] = [
  ['keeps a label', [email('a@x', 'Work'), email('b@x', 'B')], 'n@x', [email('n@x', 'Work'), email('b@x', 'B')]],
  ['renews a label that only repeats it', [email('a@x', 'A@x')], 'n@x', [email('n@x', 'n@x')]],
  [
    'changes places with one that is there',
    [email('a@x'), email('b@x', 'B')],
    'B@x',
    [email('B@x', 'B'), email('a@x')],
  ],
  ['cleared, the others move up', [email('a@x'), email('b@x'), email('c@x')], null, [email('b@x'), email('c@x')]],
  ['first of all', [], 'n@x', [email('n@x', 'n@x')]],
];
test.each(emails)('a new first address %s', (_, emailAddresses, address, after) => {
  const { extra } = toNeutral({ emailAddresses });
  expect(toPatch({ fields: { email: address }, extra: extra }).emailAddresses).toEqual(after);
});

test('the first address that a mail can be sent to is the address; an internal name of Exchange stays behind it', () => {
  const internal = { name: 'Taro', address: '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=taro' };
  const real = { name: 'Taro', address: 'taro@example.jp' };
  const { fields, aliases, extra } = toNeutral({ emailAddresses: [internal, real] });
  expect([fields.email, aliases]).toEqual(['taro@example.jp', [internal.address]]);
  const { emailAddresses } = toPatch({ fields: { email: 'new@example.jp' }, extra: extra }) as {
    emailAddresses: unknown;
  };
  expect(emailAddresses).toEqual([{ name: 'Taro', address: 'new@example.jp' }, internal]);
  expect(toNeutral({ emailAddresses: [internal] }).fields.email).toBe(internal.address);
});

test('further addresses are aliases; empty ones count for nothing', () => {
  const { fields, aliases } = toNeutral({ emailAddresses: [email(''), email('a@x'), email('b@x')] });
  expect([fields.email, aliases]).toEqual(['a@x', ['b@x']]);
});

const address = { street: 's', city: 'c', state: 't', postalCode: 'p', countryOrRegion: 'l' };
test('a changed part sends the whole address, two changed parts once', () => {
  const { extra } = toNeutral({ businessAddress: address, displayName: 'A' });
  const body = toPatch({ fields: { businessCity: 'C', businessState: null }, extra: extra });
  expect(body).toEqual({ displayName: 'A', businessAddress: { ...address, city: 'C', state: '' } });
});

test('two changed extended properties go together', () => {
  const { singleValueExtendedProperties: sent } = toPatch({
    fields: { businessFax: '1', otherPhone: null },
    extra: null,
  });
  expect(sent).toEqual([
    { id: 'String 0x3A24', value: '1' },
    { id: 'String 0x3A1F', value: '' },
  ]);
});

test('an extended property is found however its id is spelt', () => {
  expect(toNeutral(extended('string 0x3a24', '1')).fields.businessFax).toBe('1');
});

const named = (givenName: string, surname: string, displayName: string): Value =>
  toNeutral({ givenName, surname, displayName }).extra;
const displayNames: readonly (readonly [string, Value, Fields, string | undefined])[] = [
  ['made of the names: made anew', named('Ann', 'Bee', 'Ann Bee'), { lastName: 'Cox' }, 'Ann Cox'],
  ['family name first: stays so', named('Ann', 'Bee', 'Bee, Ann'), { firstName: 'Eve' }, 'Bee, Eve'],
  ['chosen by a person: kept', named('Ann', 'Bee', 'Annie'), { lastName: 'Cox' }, 'Annie'],
  ['another field only: sent all the same', named('Ann', 'Bee', 'Ann Bee'), { jobTitle: 'x' }, 'Ann Bee'],
  ['Japanese, without a space', named('花子', '田中', '田中花子'), { lastName: '佐藤' }, '佐藤花子'],
  ['a first name added', named('', '田中', '田中'), { firstName: '花子' }, '田中 花子'],
  ['no name left', named('Ann', '', 'Ann'), { firstName: null }, 'Ann'],
  ['none there', named('', '', ''), { jobTitle: 'x' }, undefined],
];
test.each(displayNames)('display name %s', (_, extra, patch, shown) => {
  expect(toPatch({ fields: patch, extra: extra }).displayName).toBe(shown);
});

const created: readonly (readonly [Fields, string | undefined])[] = [
  [{ firstName: 'Ann', lastName: 'Bee' }, 'Ann Bee'],
  [{ firstName: '花子', lastName: '田中' }, '田中 花子'],
  [{ companyName: 'North Ltd' }, 'North Ltd'],
  [{ email: 'a@x' }, 'a@x'],
];
test.each(created)('a new contact %j is shown as %s, in the category, with its mark', (fields, displayName) => {
  const body = toCreate(fields, 'intent-1');
  expect(body).toMatchObject({ displayName, categories: ['Zoho'] });
  expect(body.singleValueExtendedProperties).toEqual([
    { id: expect.stringContaining('ZohoOutlookIntent'), value: 'intent-1' },
  ]);
});

test('a new contact is sent without its blanks', () => {
  expect(toCreate({ lastName: 'Bee', jobTitle: null, otherCity: '', email: null }, null)).toEqual({
    surname: 'Bee',
    displayName: 'Bee',
    fileAs: 'Bee',
    categories: ['Zoho'],
  });
});
