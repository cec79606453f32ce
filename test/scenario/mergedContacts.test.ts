import { rows } from '../e2e/harness/contactRows';
import * as archive from '../../archive';
import type { Fixture, Raw } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { runCycle } from '../support/pipeline';
import { graphForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());

const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp' };
const cycle = () => runCycle(world.house(), {});
const emailOf = (side: 'outlook' | 'zoho', one: Raw): string => rows.find(({ name }) => name === 'e-mail')![side](one);
const inOutlook = (...people: readonly object[]): void =>
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
const editOutlook = async (fields: object): Promise<void> => {
  const found = (await world.contacts('outlook')).find((one) => emailOf('outlook', one) === tanaka.email);
  await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${encodeURIComponent(String(found?.id))}`, fields);
};
async function open() {
  const a = await archive.openArchive(world.file());
  const reviews = await archive.listReviews(a, 'Contacts', { states: ['open'] });
  await a.close();
  return reviews;
}

describe('two contacts merged in the CRM, one of them edited in Outlook meanwhile', () => {
  const sato = { lastName: 'Sato', firstName: 'Ken', email: 'sato@example.jp' };
  const merge = async (into: object | null): Promise<void> => {
    const contacts = await world.contacts('zoho');
    const idOf = (address: string) => String(contacts.find((one) => emailOf('zoho', one) === address)?.id);
    const left = { Secondary_Email: tanaka.email };
    const put = (id: string) => world.ask('zoho', 'PUT', `/crm/v8/Contacts/${id}`, { data: [left], trigger: [] });
    if (into) await put(idOf(sato.email));
    await editOutlook({ jobTitle: 'Edited' });
    await world.ask('zoho', 'DELETE', `/crm/v8/Contacts?ids=${idOf(tanaka.email)}`);
  };
  const settle = async () => {
    for (let n = 0; n < 3; n += 1) await cycle();
  };

  beforeEach(async () => {
    world.clear();
    inOutlook(tanaka, sato);
    await settle();
  });

  test('she is not made again: whom she is now, a person says', async () => {
    await merge(sato);
    await settle();
    expect(await world.contacts('zoho')).toHaveLength(1);
    expect(await open()).toMatchObject([{ topic: 'ambiguous' }]);
  });

  test('without a merge the edit is kept, and she is made again', async () => {
    await merge(null);
    await settle();
    expect(await world.contacts('zoho')).toHaveLength(2);
    expect(await open()).toEqual([]);
  });
});

test('one without an e-mail, merged into one of her name: she is not made again either', async () => {
  const { email: _, ...nameless } = tanaka;
  world.clear();
  inOutlook(nameless);
  await cycle();
  const [first] = await world.contacts('zoho');
  const data = [{ Last_Name: 'Tanaka', First_Name: 'Hanako', Email: tanaka.email }];
  await world.ask('zoho', 'POST', '/crm/v8/Contacts', { data, trigger: [] });
  await cycle();
  expect(await world.contacts('outlook')).toHaveLength(2);
  const alone = (await world.contacts('outlook')).find((one) => emailOf('outlook', one) === '');
  await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${encodeURIComponent(String(alone?.id))}`, {
    jobTitle: 'Edited',
  });
  await world.ask('zoho', 'DELETE', `/crm/v8/Contacts?ids=${String(first?.id)}`);
  for (let n = 0; n < 3; n += 1) await cycle();
  expect(await world.contacts('zoho')).toHaveLength(1);
  expect(await open()).toMatchObject([{ topic: 'ambiguous' }]);
});
