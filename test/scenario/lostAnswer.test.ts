/** A create whose answer is lost agrees on what was sent: what a person clears since is told, what was left out is not lost. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, meeting, participants, startEventWorld } from '../support/eventWorld';
import type { Fixture, Raw } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { graphForm, zohoForm } from '../support/vendorForms';

let world: Fixture;
let meetings: EventWorld;
beforeAll(async () => {
  world = await startFixture();
  meetings = await startEventWorld();
});
afterAll(async () => {
  await world.stop();
  await meetings.stop();
});
beforeEach(() => world.clear());

const hanako = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp', jobTitle: 'Clerk' };
const inOutlook = (fields: Raw): void =>
  world.services.graph.seed({ contacts: [{ ...graphForm(fields as never), categories: ['Zoho'] }] } as never);
const inZoho = (...Contacts: readonly Raw[]): void => world.services.zoho.seed({ records: { Contacts } } as never);
const only = async (side: 'outlook' | 'zoho'): Promise<Raw> => {
  const [one, ...others] = await world.contacts(side);
  expect(others).toEqual([]);
  return one ?? {};
};

/** The answer to a create is lost, so this run fails. `skip`: creates that are answered before. */
async function runWithLostAnswer(of: Fixture, side: 'graph' | 'zoho', path: string, skip = 0): Promise<void> {
  of.services[side].faults.add({ match: { method: 'POST', path }, kind: 'dropAfter', skip } as never);
  await expect(of.run()).rejects.toThrow();
  await of.letLeaseLapse();
}
async function editOutlook(body: Raw): Promise<void> {
  const { id } = await only('outlook');
  await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${encodeURIComponent(String(id))}`, body);
}

test('a title is cleared in Outlook meanwhile: it is cleared in the CRM, too', async () => {
  inZoho(zohoForm(hanako));
  await runWithLostAnswer(world, 'graph', '/contacts');
  await editOutlook({ jobTitle: null });
  await world.untilQuiet();
  expect(await only('outlook')).toMatchObject({ surname: 'Tanaka', jobTitle: null });
  expect(await only('zoho')).toMatchObject({ Last_Name: 'Tanaka', Title: null });
});

describe('who was made on the other side is deleted before the next run', () => {
  test.each([
    ['keep', 1],
    ['delete', 0],
  ])('in Outlook, deletions: %s', async (deletes, left) => {
    inOutlook(hanako);
    await runWithLostAnswer(world, 'zoho', '/Contacts$');
    const { id } = await only('outlook');
    await world.ask('outlook', 'DELETE', `/v1.0/me/contacts/${encodeURIComponent(String(id))}`);
    await world.untilQuiet({ 'Conflict Resolver': { deletes } });
    world.later();
    await world.untilQuiet({ 'Conflict Resolver': { deletes } });
    expect([await world.contacts('outlook'), await world.contacts('zoho')].map(({ length }) => length)).toEqual([
      0,
      left,
    ]);
  });
  test.each([
    ['keep', 1],
    ['delete', 0],
  ])('in the CRM, deletions: %s', async (deletes, left) => {
    inZoho(zohoForm(hanako));
    await runWithLostAnswer(world, 'graph', '/contacts');
    await world.ask('zoho', 'DELETE', `/crm/v8/Contacts/${String(world.records('Contacts')[0]?.id)}`);
    world.later();
    await world.untilQuiet({ 'Conflict Resolver': { deletes } });
    world.later();
    await world.untilQuiet({ 'Conflict Resolver': { deletes } });
    expect([await world.contacts('outlook'), await world.contacts('zoho')].map(({ length }) => length)).toEqual([
      left,
      0,
    ]);
  });
});

test('a phone that the CRM refused stays in Outlook', async () => {
  inOutlook({ ...hanako, businessPhone: '内線 12' });
  await runWithLostAnswer(world, 'zoho', '/Contacts$', 1);
  await world.untilQuiet();
  expect(await only('zoho')).toMatchObject({ Last_Name: 'Tanaka', Title: 'Clerk' });
  expect(await only('outlook')).toMatchObject({ businessPhones: ['内線 12'] });
  await editOutlook({ jobTitle: 'Boss' });
  await world.untilQuiet();
  expect(await only('zoho')).toMatchObject({ Title: 'Boss' });
});

test('without any key, and with a phone that the CRM refused: not made a second time', async () => {
  inOutlook({ lastName: 'Tanaka', businessPhone: '内線 12', jobTitle: 'Clerk' });
  await runWithLostAnswer(world, 'zoho', '/Contacts$', 1);
  await world.untilQuiet();
  expect(await only('zoho')).toMatchObject({ Last_Name: 'Tanaka', Title: 'Clerk' });
  expect(await only('outlook')).toMatchObject({ surname: 'Tanaka' });
});

test('a manager whom the CRM does not know stays in Outlook', async () => {
  inOutlook({ ...hanako, managerName: 'Nobody Known' });
  await runWithLostAnswer(world, 'zoho', '/Contacts$');
  await world.untilQuiet();
  expect(await only('outlook')).toMatchObject({ manager: 'Nobody Known' });
});

test('a meeting: nobody was invited, and its place is cleared in Outlook meanwhile', async () => {
  meetings.reset([], [crmMeeting('Plan', 3, { Venue: 'Hall', ...participants('ann') })]);
  await runWithLostAnswer(meetings, 'graph', '/events');
  await meetings.editOutlook('Plan', { location: { displayName: '' } });
  await meetings.untilQuiet();
  expect(meetings.crm('Plan')).toMatchObject({ Venue: null, Participants: [{ participant: 'ann@example.com' }] });
  expect(meetings.outlook('Plan')).toMatchObject({ attendees: [] });
});

describe('an update whose answer is lost, and edited once more before the next run', () => {
  const loser = { outlook: 'zoho', zoho: 'outlook' } as const;
  const put = { method: 'PUT', path: '/Contacts' };
  const policy = { 'Conflict Resolver': { policy: 'zoho' } };
  /** However often the client asks, within one run. */
  async function lose(service: 'graph' | 'zoho', match: Raw, settings = {}, kind = 'dropAfter'): Promise<void> {
    world.services[service].faults.add({ match, kind, count: 50 } as never);
    await world.run(settings).catch(() => undefined);
    world.services[service].faults.clear();
    await world.letLeaseLapse();
  }
  const both = async (): Promise<void> => {
    inOutlook(hanako);
    await world.untilQuiet();
  };
  const titled = async (side: 'outlook' | 'zoho', title: string): Promise<void> => {
    if (side === 'outlook') return editOutlook({ jobTitle: title });
    const { id } = await only('zoho');
    await world.ask('zoho', 'PUT', '/crm/v8/Contacts', { data: [{ id, Title: title }] });
  };

  test.each([
    ['outlook', 'zoho', { method: 'PUT', path: '/Contacts' }],
    ['zoho', 'graph', { method: 'PATCH', path: '/contacts' }],
  ] as const)('the later edit in %s stands, whoever wins a conflict', async (side, service, match) => {
    await both();
    await titled(side, 'Boss');
    const against = { 'Conflict Resolver': { policy: loser[side] } };
    await lose(service, match, against);
    await titled(side, 'President');
    const finished = await world.run(against);
    expect(finished).toMatchObject({ conflicts: 0, reviews: [] });
    await world.untilQuiet(against);
    expect(await only('zoho')).toMatchObject({ Title: 'President' });
    expect(await only('outlook')).toMatchObject({ jobTitle: 'President' });
  });

  test('what the other side has changed besides goes over as its own edit', async () => {
    await both();
    await titled('outlook', 'Boss');
    await lose('zoho', put);
    await titled('outlook', 'President');
    const { id } = await only('zoho');
    await world.ask('zoho', 'PUT', '/crm/v8/Contacts', { data: [{ id, Department: 'Sales' }] });
    await world.untilQuiet();
    expect(await only('zoho')).toMatchObject({ Title: 'President', Department: 'Sales' });
    expect(await only('outlook')).toMatchObject({ jobTitle: 'President', department: 'Sales' });
  });

  test('it never arrived, and Outlook is as it was: what the CRM is told by hand is its own edit', async () => {
    await both();
    await titled('outlook', 'Boss');
    await lose('zoho', put, {}, 'drop');
    await titled('outlook', 'Clerk');
    await world.untilQuiet();
    await titled('zoho', 'Boss');
    await world.untilQuiet();
    expect(await only('outlook')).toMatchObject({ jobTitle: 'Boss' });
    expect(await only('zoho')).toMatchObject({ Title: 'Boss' });
  });

  test('it was refused, and Outlook is as it was: what the CRM is told by hand is its own edit', async () => {
    await both();
    await titled('outlook', 'Boss');
    world.services.zoho.faults.add({ match: put, kind: 'refuseItem', count: 3 } as never);
    expect((await world.run(policy)).parked).toBeGreaterThan(0);
    world.services.zoho.faults.clear();
    await titled('outlook', 'Clerk');
    await titled('zoho', 'Boss');
    await world.untilQuiet(policy);
    expect([(await only('zoho')).Title, (await only('outlook')).jobTitle]).toEqual(['Boss', 'Boss']);
  });

  test('the other side was written in the same run', async () => {
    await both();
    await titled('outlook', 'Boss');
    const { id } = await only('zoho');
    await world.ask('zoho', 'PUT', '/crm/v8/Contacts', { data: [{ id, Department: 'Sales' }] });
    const nothing = { kind: 'statusAfter', status: 200, body: { data: [] } };
    world.services.zoho.faults.add({ match: put, ...nothing } as never);
    expect((await world.run(policy)).updated).toEqual({ outlook: 1, zoho: 0 });
    await titled('outlook', 'President');
    expect(await world.run(policy)).toMatchObject({ conflicts: 0 });
    await world.untilQuiet(policy);
    expect([(await only('zoho')).Title, (await only('outlook')).jobTitle]).toEqual(['President', 'President']);
  });

  test('the preview of an undo came in between', async () => {
    await both();
    await titled('outlook', 'Boss');
    await lose('zoho', put, policy);
    await titled('outlook', 'President');
    await world.undo({ sync: 'Contacts', undoPreview: true });
    expect(await world.run(policy)).toMatchObject({ conflicts: 0 });
    await world.untilQuiet(policy);
    expect([(await only('zoho')).Title, (await only('outlook')).jobTitle]).toEqual(['President', 'President']);
  });

  test.each([
    ['zoho', { method: 'PUT', path: 'Events' }],
    ['graph', { method: 'PATCH', path: 'events' }],
  ] as const)('the new title of a cancelled meeting, told by %s: both have it', async (service, match) => {
    meetings.reset([meeting('Kick-off', 2)], []);
    await meetings.run();
    meetings.services.graph.seed({ eventEdits: [{ event: 'Kick-off', set: { isCancelled: true } }] } as never);
    await meetings.editCrm('Kick-off', { Event_Title: 'Start' } as never);
    meetings.services[service].faults.add({ match, kind: 'dropAfter', count: 50 } as never);
    await meetings.run().catch(() => meetings.letLeaseLapse());
    meetings.services[service].faults.clear();
    await meetings.untilQuiet();
    const shown = [meetings.inOutlook(), meetings.inZoho()].map(([one]) => one?.subject ?? one?.Event_Title);
    expect(shown).toEqual(['Start', 'Cancelled: Start']);
  });
});
