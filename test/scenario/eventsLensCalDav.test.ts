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

const odd = [
  ...['BEGIN:VTIMEZONE', 'TZID:Phone', 'BEGIN:STANDARD', 'DTSTART:16010101T000000', 'TZOFFSETFROM:+0017'],
  ...['TZOFFSETTO:+0017', 'END:STANDARD', 'END:VTIMEZONE', 'BEGIN:VEVENT'],
].join('\r\n');

test('a single meeting on clocks that nobody knows goes over, and takes another time', async () => {
  const [start, end] = ['09', '10'].map((hour) => `TZID=Phone:${date(3).replace(/-/g, '')}T${hour}1700`);
  const { name, data } = davMeeting('From a phone', 3, `DTSTART;${start}`, `DTEND;${end}`) as {
    name: string;
    data: string;
  };
  world.reset([], [{ name, data: data.replace('BEGIN:VEVENT', odd) }]);
  expect(await world.run()).toMatchObject({ parked: 0, created: { outlook: 1 } });
  await quiet();
  const at = (hour: string) => ({ dateTime: `${date(3)}T${hour}:00:00`, timeZone: 'UTC' });
  await world.editOutlook('From a phone', { start: at('12'), end: at('13') });
  expect(await world.run()).toMatchObject({ parked: 0, written: 1 });
  expect(world.inCalendar()).toMatchObject([{ start: `${date(3)}T12:00:00.000Z`, end: `${date(3)}T13:00:00.000Z` }]);
  await quiet();
});

test('whole days in Exchange’s word are whole days in Outlook, and move as such', async () => {
  const midnight = (days: number) => `TZID=Asia/Tokyo:${date(days).replace(/-/g, '')}T000000`;
  const lines = [`DTSTART;${midnight(3)}`, `DTEND;${midnight(5)}`, 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'];
  world.reset([], [davMeeting('Fair', 3, ...lines)]);
  await world.run();
  const first = (days: number) => ({ dateTime: expect.stringContaining(`${date(days)}T00:00`) as unknown });
  expect(world.outlook('Fair')).toMatchObject({ isAllDay: true, start: first(3), end: first(5) });
  await quiet();
  const to = (days: number) => ({ dateTime: `${date(days)}T00:00:00`, timeZone: 'Tokyo Standard Time' });
  await world.editOutlook('Fair', { isAllDay: true, start: to(4), end: to(5) });
  await world.run();
  expect(world.inCalendar()).toMatchObject([{ start: date(4), end: date(5), isAllDay: true }]);
  await quiet();
});
