/** What a person decides by: who changed what on each side and when, where to open it, and whose a colleague's record is. */
import * as archive from '../../archive';
import type { Archive } from '../../archive';
import type { PairDetails } from '../../sync/review/review';
import { startEventWorld, meeting, type EventWorld } from '../support/eventWorld';
import type { Fixture } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { runCycle, type Settings } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

const ask: Settings = { 'Conflict Resolver': { policy: 'ask' } };
const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp' };

describe('contacts', () => {
  let world: Fixture;
  let a: Archive;
  beforeAll(async () => void (world = await startFixture()));
  afterAll(() => world.stop());
  beforeEach(async () => {
    world.clear();
    a = await archive.openArchive(world.file());
  });
  afterEach(() => a.close());

  const open = () => archive.listReviews(a, 'Contacts', { states: ['open'] });
  const inOutlook = (...people: readonly object[]): void =>
    world.services.graph.seed({
      contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
    } as never);
  const inZoho = (...people: readonly object[]): void =>
    world.services.zoho.seed({ records: { Contacts: people } } as never);
  const users = () => world.services.zoho.state.users;

  /** Job titles of one contact on both sides differ; somebody else changed that of the CRM. */
  async function conflict(settings: Settings = ask): Promise<void> {
    inOutlook({ ...tanaka, jobTitle: 'CEO' });
    inZoho({ id: '7001', ...zohoForm({ ...tanaka, jobTitle: 'CTO' } as never) });
    for (const record of world.services.zoho.state.records.get('Contacts')?.values() ?? [])
      record.modifiedBy = users()[1]?.id ?? '';
    await runCycle(world.house(), settings);
  }

  test('of a conflict: who changed the CRM’s record, and where to open it', async () => {
    await conflict();
    const [review] = await open();
    const { zoho } = review!.details as PairDetails;
    const second = users()[1]!;
    expect(zoho.told).toEqual({
      version: zoho.version,
      name: 'Hanako Tanaka',
      owner: expect.stringMatching(/\w/),
      by: `${second.first_name} ${second.last_name}`.trim(),
      link: expect.stringMatching(/\/crm\/tab\/Contacts\/7001$/),
    });
  });

  test('it is asked once: a question that waits costs nothing', async () => {
    await conflict();
    for (const { log } of [world.services.graph, world.services.zoho]) log.clear();
    await runCycle(world.house(), ask);
    expect(world.requests().filter(({ path }) => path.endsWith('/Contacts'))).toEqual([]);
  });

  test('what the CRM does not tell stops nothing', async () => {
    world.services.zoho.faults.add({
      ...{ match: { method: 'GET', path: 'Contacts\\?.*ids=' }, kind: 'status', count: 20 },
      ...{ status: 403, body: { code: 'NO_PERMISSION', details: {}, message: 'no', status: 'error' } },
    } as never);
    await conflict();
    const [review, ...others] = await open();
    expect(others).toEqual([]);
    expect((review!.details as PairDetails).zoho.told).toBeUndefined();
  });

  test('a colleague’s contact (Only My Records) has a name, an owner and a link', async () => {
    const owner = users()[1]!;
    inZoho({ id: '7002', ...zohoForm(tanaka as never), Owner: { id: owner.id } });
    inOutlook({ ...tanaka, lastName: 'Sato' });
    await runCycle(world.house(), { 'Zoho CRM Changes': { scope: 'mine' } });
    const [review] = await open();
    expect(review).toMatchObject({
      label: 'Hanako Sato',
      details: {
        is: 'candidates',
        zoho: [
          {
            ...{ ref: '7002', state: 'outside', fields: {} },
            told: {
              name: 'Hanako Tanaka',
              owner: `${owner.first_name} ${owner.last_name}`.trim(),
              link: expect.stringMatching(/\/crm\/tab\/Contacts\/7002$/),
            },
          },
        ],
      },
    });
  });

  test('a contact of another category in Outlook has a name', async () => {
    world.services.graph.seed({ contacts: [{ id: 'x', ...graphForm(tanaka as never) }] } as never);
    inZoho({ id: '7003', ...zohoForm({ ...tanaka, lastName: 'Sato' } as never) });
    await runCycle(world.house());
    const [review] = await open();
    const outlook = [{ state: 'outside', told: { name: 'Hanako Tanaka' } }];
    expect(review).toMatchObject({ label: 'Hanako Sato', details: { is: 'candidates', outlook } });
  });
});

describe('meetings', () => {
  let world: EventWorld;
  beforeAll(async () => void (world = await startEventWorld()));
  afterAll(() => world.stop());

  test('of a meeting in question: where to open it in Outlook, and in the CRM', async () => {
    world.reset([meeting('Plan', 3, { location: { displayName: 'A' } })], []);
    await world.run(ask);
    await world.editOutlook('Plan', { location: { displayName: 'B' } });
    await world.editCrm('Plan', { Venue: 'C' });
    await world.run(ask);
    const [review] = await world.withArchive((a) => archive.listReviews(a, 'Events', { states: ['open'] }));
    const { outlook, zoho } = review!.details as PairDetails;
    expect(outlook.told?.link).toBe(world.outlook('Plan').webLink);
    expect(zoho.told?.link).toMatch(/\/crm\/tab\/Events\/\d+$/);
  });
});
