import { meeting, startEventWorld, type EventWorld } from '../support/eventWorld';

jest.setTimeout(120_000);

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(async () => await world.stop());
afterEach(() => jest.restoreAllMocks());

const cancel = (event: string, set: object = {}) =>
  world.services.graph.seed({ eventEdits: [{ event, set: { isCancelled: true, ...set } }] } as never);
const refuse = (side: 'graph' | 'zoho', method: string, path: string) =>
  world.services[side].faults.add({
    ...(side === 'zoho' ? { kind: 'refuseItem' } : { kind: 'status', status: 400 }),
    ...{ match: { method, path }, count: 1 },
  } as never);
const titles = () => [world.inOutlook(), world.inZoho()].map(([one]) => one?.subject ?? one?.Event_Title);
const anHourLater = () => {
  const later = Date.now() + 3_600_000;
  jest.spyOn(Date, 'now').mockImplementation(() => later);
};

describe('a write was refused when the meeting was cancelled in Outlook: the CRM is told all the same', () => {
  test.each<[what: string, edit: object, crm: object | null, refused: 'graph' | 'zoho', after: readonly string[]]>([
    ['cancelled only', {}, null, 'zoho', ['Kick-off', 'Cancelled: Kick-off']],
    [
      'cancelled, and its place changed',
      { location: { displayName: 'Hall' } },
      null,
      'zoho',
      ['Kick-off', 'Cancelled: Kick-off'],
    ],
    ['cancelled, and its title edited', { subject: 'Start' }, null, 'zoho', ['Start', 'Cancelled: Start']],
    [
      "cancelled with Outlook's word",
      { subject: 'Canceled: Kick-off' },
      null,
      'zoho',
      ['Canceled: Kick-off', 'Canceled: Kick-off'],
    ],
    [
      'its place edited in the CRM, whose write is refused',
      {},
      { Venue: 'Hall' },
      'zoho',
      ['Kick-off', 'Cancelled: Kick-off'],
    ],
    [
      "its place edited in the CRM, Outlook's write is refused",
      {},
      { Venue: 'Hall' },
      'graph',
      ['Kick-off', 'Cancelled: Kick-off'],
    ],
    [
      'its title edited in the CRM, whose write is refused',
      {},
      { Event_Title: 'Start' },
      'zoho',
      ['Start', 'Cancelled: Start'],
    ],
    [
      "its title edited in the CRM, Outlook's write is refused",
      {},
      { Event_Title: 'Start' },
      'graph',
      ['Start', 'Cancelled: Start'],
    ],
    [
      "its title edited in the CRM, with Outlook's word, refused by the CRM",
      { subject: 'Canceled: Kick-off' },
      { Event_Title: 'Start' },
      'zoho',
      ['Canceled: Start', 'Canceled: Start'],
    ],
    [
      "its title edited in the CRM, with Outlook's word, refused by Outlook",
      { subject: 'Canceled: Kick-off' },
      { Event_Title: 'Start' },
      'graph',
      ['Canceled: Start', 'Canceled: Start'],
    ],
  ])('%s', async (_what, edit, crm, refused, after) => {
    world.reset([meeting('Kick-off', 2)], []);
    await world.run();
    cancel('Kick-off', edit);
    if (crm) await world.editCrm('Kick-off', crm as never);
    if (refused === 'zoho') refuse('zoho', 'PUT', 'Events');
    else refuse('graph', 'PATCH', 'events');
    const report = await world.run();
    expect(report.parked).toBeGreaterThan(0);
    anHourLater();
    await world.run();
    expect(titles()).toEqual(after);
    if (crm && 'Venue' in crm) expect(world.inOutlook()[0]?.location).toMatchObject({ displayName: 'Hall' });
    expect(await world.run()).toMatchObject({ written: 0, pending: 0, parked: 0 });
  });
});
