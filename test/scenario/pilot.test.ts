import { startFixture, type Fixture } from '../support/fixture';

/** A sync is tried out with a few records; who is not among them is neither written nor taken for deleted, and waits. */
let fixture: Fixture;
beforeAll(async () => void (fixture = await startFixture()));
afterAll(() => fixture.stop());

const pilot = (most: number) => ({
  'Start Cycle': { pilot: most },
  'Conflict Resolver': { deletes: 'delete' },
  'Outlook Changes': { batchSize: 2 },
});
const inOutlook = async () => (await fixture.contacts('outlook')).map(({ surname }) => String(surname));
const inZoho = async () => fixture.records('Contacts').map(({ Last_Name }) => String(Last_Name));

beforeEach(() => {
  fixture.clear();
  const contacts = Array.from({ length: 8 }, (_, n) => ({ surname: `Outlook${n}`, categories: ['Zoho'] }));
  fixture.services.graph.seed({ contacts } as never);
  const Contacts = Array.from({ length: 5 }, (_, n) => ({ Last_Name: `Crm${n}` }));
  fixture.services.zoho.seed({ records: { Contacts } } as never);
});

test('so many of each side and no more, however often it runs and however small its batches are', async () => {
  for (let n = 0; n < 5; n += 1) await fixture.run(pilot(3));
  // one that came over from the other side takes part, too, and takes a place of its side
  const gone = [
    (await inZoho()).filter((name) => name.startsWith('Outlook')).length,
    (await inOutlook()).filter((name) => name.startsWith('Crm')).length,
  ];
  for (const count of gone) {
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(3);
  }
  expect([(await inOutlook()).length, (await inZoho()).length]).toEqual([8 + gone[1]!, 5 + gone[0]!]);
  expect(await fixture.run(pilot(3))).toMatchObject({ written: 0, deleted: { outlook: 0, zoho: 0 } });
});

test('those that take part are kept in step meanwhile; switched off, all the others follow once', async () => {
  for (let n = 0; n < 3; n += 1) await fixture.run(pilot(3));
  const [first] = (await inZoho()).filter((name) => name.startsWith('Outlook'));
  const { id } = (await fixture.contacts('outlook')).find(({ surname }) => surname === first)!;
  await fixture.ask('outlook', 'PATCH', `/v1.0/me/contacts/${encodeURIComponent(String(id))}`, { jobTitle: 'Boss' });
  expect(await fixture.run(pilot(3))).toMatchObject({ updated: { zoho: 1 }, created: { outlook: 0, zoho: 0 } });
  await fixture.untilQuiet(pilot(0));
  expect([(await inOutlook()).length, (await inZoho()).length]).toEqual([13, 13]);
  expect(await fixture.run(pilot(3))).toMatchObject({ written: 0 });
});
