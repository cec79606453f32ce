/** The same as `eventsLens`, with the CRM's calendar by CalDAV. */
import { date } from '../support/eventWorld';
import { davMeeting, startDavWorld, type DavWorld } from '../support/davWorld';

jest.setTimeout(120_000);
let world: DavWorld;
beforeAll(async () => void (world = await startDavWorld()));
afterAll(() => world.stop());

async function quiet(): Promise<void> {
  const { written, pending } = await world.run();
  expect([written, pending, world.writes()]).toEqual([0, 0, []]);
}

test('a single meeting told in UTC that becomes weekly keeps to the clocks of the mailbox, summer and winter', async () => {
  world.reset([], [davMeeting('Jour fixe', 3)]);
  await world.run();
  await world.editCalendar('Jour fixe', (ics) => ics.replace('END:VEVENT', 'RRULE:FREQ=WEEKLY;COUNT=40\r\nEND:VEVENT'));
  expect(await world.run()).toMatchObject({ parked: 0, written: 1 });
  expect(world.outlook('Jour fixe')).toMatchObject({
    recurrence: { range: { recurrenceTimeZone: 'Tokyo Standard Time', startDate: date(3) } },
    start: { dateTime: expect.stringContaining('T18:00'), timeZone: 'Tokyo Standard Time' },
  });
  await quiet();
});
