import type { World } from '../e2e/harness/compare';
import { compareContacts } from '../e2e/harness/compare';
import { rows, type Raw } from '../e2e/harness/contactRows';

const outlook: Raw = {
  id: 'o1',
  givenName: 'Hanako',
  surname: 'Yamada',
  emailAddresses: [{ address: 'Hanako@Example.com' }],
  companyName: 'Acme',
  businessPhones: ['+81 3 1234'],
  businessAddress: { street: '1-2-3\r\nGinza', city: 'Tokyo' },
  birthday: '1990-05-04T11:59:00Z',
  singleValueExtendedProperties: [{ id: 'String 0x3a24', value: '+81 3 9999' }],
};

const zoho: Raw = {
  id: 'z1',
  First_Name: 'Hanako',
  Last_Name: 'Yamada',
  Email: 'hanako@example.com',
  Account_Name: { id: 'a1', name: 'Acme' },
  Phone: '+81-3-1234',
  Mailing_Street: '1-2-3\nGinza',
  Mailing_City: 'Tokyo',
  Date_of_Birth: '1990-05-04',
  Fax: '+81 3 9999',
};

const world = (changes: Partial<World> = {}): World => ({
  outlook: [outlook],
  zoho: [zoho],
  accounts: ['Acme'],
  ...changes,
});
const problems = (changes: Partial<World>): string[] =>
  compareContacts(world(changes), []).problems.map(({ what }) => what);

test('there are 26 rows', () => {
  expect(rows).toHaveLength(26);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(26);
});

test('the same person in both vendors’ forms is in step', () => {
  expect(compareContacts(world(), [])).toEqual({ inStep: 1, excused: [], problems: [] });
});

test.each([
  ['jobTitle', { jobTitle: 'Chief' }, 'job title'],
  ['city', { businessAddress: { ...(outlook.businessAddress as object), city: 'Kyoto' } }, 'business city'],
  ['fax', { singleValueExtendedProperties: [] }, 'business fax'],
  ['birthday', { birthday: '1990-05-05T11:59:00Z' }, 'birthday'],
])('a difference in %s is found', (_, change, name) => {
  const found = problems({ outlook: [{ ...outlook, ...change }] });
  expect(found).toHaveLength(2);
  expect(found[0]).toContain(`${name} differs`);
});

test('a missing record is found from either side', () => {
  expect(problems({ zoho: [] })).toEqual(['is missing in Zoho CRM']);
  expect(problems({ outlook: [] })).toEqual(['is missing in Outlook']);
});

test('a record made twice is found', () => {
  expect(problems({ zoho: [zoho, { ...zoho, id: 'z2' }] })).toEqual(['is there 2 times in Zoho CRM']);
});

test('a value cut at Zoho’s length agrees; one cut elsewhere does not', () => {
  const long = { ...outlook, jobTitle: 'x'.repeat(130) };
  expect(problems({ outlook: [long], zoho: [{ ...zoho, Title: 'x'.repeat(100) }] })).toEqual([]);
  expect(problems({ outlook: [long], zoho: [{ ...zoho, Title: 'x'.repeat(50) }] })).toHaveLength(2);
});

test('a contact with a company alone bears its name in Zoho', () => {
  const firm = { id: 'o1', companyName: 'Acme' };
  expect(
    problems({ outlook: [firm], zoho: [{ id: 'z1', Last_Name: 'Acme', Account_Name: { name: 'Acme' } }] }),
  ).toEqual([]);
});

test('a company that the CRM has twice is left to a person', () => {
  const without = { ...zoho, Account_Name: null };
  expect(problems({ zoho: [without] })).toHaveLength(2);
  expect(problems({ zoho: [without], accounts: ['Acme', 'ACME'] })).toEqual([]);
});

test('what the run itself reported is excused and told', () => {
  const excuse = { side: 'outlook', ref: 'o1', reason: 'ambiguous' } as const;
  const { inStep, excused, problems: found } = compareContacts(world({ zoho: [] }), [excuse]);
  expect({ inStep, found }).toEqual({ inStep: 0, found: [] });
  expect(excused).toEqual([{ ...excuse, label: 'Yamada Hanako' }]);
});
