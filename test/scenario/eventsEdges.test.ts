/** The edges of the window: what lies there on both sides is the same on both sides. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, date, meeting, startEventWorld } from '../support/eventWorld';

jest.setTimeout(120_000);
let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

const zone = 'Tokyo Standard Time';
const midnight = (days: number) => ({ dateTime: `${date(days)}T00:00:00`, timeZone: zone });
const days = (first: number) => ({ isAllDay: true, start: midnight(first), end: midnight(first + 1) });
const crmDays = (first: number) => ({
  ...{ All_day: true, Start_DateTime: `${date(first)}T00:00:00+09:00`, End_DateTime: `${date(first)}T23:59:00+09:00` },
});
const window = (daysAhead: number) => ({ 'Outlook Changes': { daysAhead, daysBack: 5 } });

test.each([
  ['the first day after it', 31, 0],
  ['the last day in it', 30, 1],
  ['the first day in it', -5, 1],
  ['the last day before it', -6, 0],
])('whole days that both have on %s are never made twice', async (_where, day, linked) => {
  world.reset([meeting('Holiday', day, days(day))], [crmMeeting('Holiday', day, crmDays(day))]);
  expect(await world.run(window(30))).toMatchObject({ linked, created: { outlook: 0, zoho: 0 } });
  await world.run(window(60));
  expect([world.inOutlook(), world.inZoho()].map((all) => all.length)).toEqual([1, 1]);
});

test('whole days that come into the window as it grows are paired, not made', async () => {
  world.reset([meeting('Fair', 40, days(40))], [crmMeeting('Fair', 40, crmDays(40))]);
  await world.run(window(30));
  expect(await world.run(window(39))).toMatchObject({ linked: 0, written: 0 });
  expect(await world.run(window(40))).toMatchObject({ linked: 1, created: { outlook: 0, zoho: 0 } });
});
