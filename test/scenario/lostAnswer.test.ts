/** A create whose answer is lost agrees on what was sent: what a person clears since is told, what was left out is not lost. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, participants, startEventWorld } from '../support/eventWorld';
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
