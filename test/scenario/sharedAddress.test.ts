import * as archive from '../../archive';
import { startFixture, type Fixture, type Raw } from '../support/fixture';
import type { Settings } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => world.clear());

type Person = { readonly lastName?: string; readonly firstName?: string; readonly jobTitle?: string };
const email = 'family@example.jp';

function seed(outlook: readonly Person[], zoho: readonly Person[]): void {
  const Contacts = zoho.map((one) => zohoForm({ email, ...one }));
  world.services.graph.seed({
    contacts: outlook.map((one) => ({ ...graphForm({ email, ...one }), categories: ['Zoho'] })),
  } as never);
  world.services.zoho.seed({ records: { Contacts } } as never);
}

const asked = async (): Promise<readonly { topic: string; reason: { code: string } }[]> =>
  world.withArchive((a) => archive.listReviews(a, 'Contacts', { states: ['open'] })) as never;
const nameOn: Readonly<Record<'outlook' | 'zoho', (one: Raw) => string>> = {
  outlook: ({ surname, givenName, jobTitle }) => [surname, givenName, jobTitle].filter(Boolean).join(' '),
  zoho: ({ Last_Name, First_Name, Title }) => [Last_Name, First_Name, Title].filter(Boolean).join(' '),
};
async function shown() {
  const on = async (side: 'outlook' | 'zoho') => (await world.contacts(side)).map(nameOn[side]).sort();
  return { outlook: await on('outlook'), zoho: await on('zoho') };
}
async function settle(settings: Settings = {}): Promise<void> {
  for (let n = 0; n < 3; n += 1) await world.run(settings);
}

const taro = { lastName: 'Yamada', firstName: 'Taro', jobTitle: 'Father' };
const hanako = { lastName: 'Yamada', firstName: 'Hanako', jobTitle: 'Mother' };

test('one address, two persons: nobody is overwritten, and a person is asked once', async () => {
  seed([taro], [hanako]);
  await settle();
  expect(await shown()).toEqual({ outlook: ['Yamada Taro Father'], zoho: ['Yamada Hanako Mother'] });
  expect(await asked()).toMatchObject([{ topic: 'ambiguous', reason: { code: 'sameKeyOtherName' } }]);
});

test('Address Decides: they are the same, and Zoho wins', async () => {
  seed([taro], [hanako]);
  await settle({ 'CRM Matcher': { addressDecides: true } });
  expect(await shown()).toEqual({ outlook: ['Yamada Hanako Mother'], zoho: ['Yamada Hanako Mother'] });
  expect(await asked()).toEqual([]);
});

test('a person says that they are two: each is there on both sides', async () => {
  seed([taro], [hanako]);
  await settle();
  await world.withArchive(async (a) => {
    const [review] = await archive.listReviews(a, 'Contacts', { states: ['open'] });
    const given = { id: review!.id, answer: { neverPair: true as const }, by: 'test', seen: null, rule: false };
    expect(await archive.answerReview(a, given as never, Date.now())).toMatchObject({ outcome: 'answered' });
  });
  await settle();
  const both = ['Yamada Hanako Mother', 'Yamada Taro Father'];
  expect(await shown()).toEqual({ outlook: both, zoho: both });
  expect(await asked()).toEqual([]);
});

test('two and two with one address: address and name tell who is whom', async () => {
  seed([taro, { ...hanako, jobTitle: 'Mum' }], [hanako, taro]);
  await settle();
  const both = ['Yamada Hanako Mother', 'Yamada Taro Father'];
  expect(await shown()).toEqual({ outlook: both, zoho: both });
  expect(await asked()).toEqual([]);
});

test('a third one with the address is asked about, though the others are linked', async () => {
  seed([taro], [taro]);
  await settle();
  seed([hanako], []);
  await settle();
  expect(await shown()).toMatchObject({ zoho: ['Yamada Taro Father'] });
  expect(await asked()).toHaveLength(1);
});
