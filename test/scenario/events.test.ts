import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSeed } from '../../simulators/seeds';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import template from '../../workflows/events.json';
import type { House } from '../support/fakeN8n';
import type { Settings } from '../support/pipeline';
import { runCycle } from '../support/pipeline';

jest.setTimeout(120_000);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the vendors' own JSON
type Raw = Record<string, any>;
const day = 86_400_000;
const date = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const at = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone });
const zoned = (days: number, from: string, to: string, zone = 'UTC') => ({
  start: at(`${date(days)}T${from}:00`, zone),
  end: at(`${date(days)}T${to}:00`, zone),
});
const people = (...names: string[]) =>
  names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@example.com` } }));
const meeting = (subject: string, more: object = {}) => ({
  subject,
  categories: ['Zoho'],
  ...zoned(2, '09:00', '10:00'),
  ...more,
});

let services: RunningSimulators;
let house: House;
beforeEach(async () => {
  services = await startSimulators({ seed: 'empty' });
  house = { folder: mkdtempSync(join(tmpdir(), 'events-')), connection: services.connection };
});
afterEach(async () => {
  await services.stop();
  rmSync(house.folder, { recursive: true, force: true });
});

const run = async (settings: Settings = {}) => (await runCycle(house, settings, template)) as unknown as Raw;
const seed = (events: readonly object[], Events: readonly object[] = [], more: object = {}) => {
  services.graph.seed({
    mailbox: { timeZone: 'Tokyo Standard Time' },
    calendars: [{ name: 'Calendar', events }],
  } as never);
  services.zoho.seed({ records: { Events, ...more } } as never);
};
const state = async (side: 'graph' | 'zoho') =>
  (await (await fetch(`${services.connection[side].api}/_simulator/state`)).json()) as Raw;
const inZoho = async (): Promise<Raw[]> => (await state('zoho')).modules.Events ?? [];
const titled = async (title: string): Promise<Raw> => (await inZoho()).find((one) => one.Event_Title === title) ?? {};
const inOutlook = () => [...services.graph.state.events.values()];
const subject = (text: string) => inOutlook().find(({ fields }) => fields.subject === text);
const graph = (method: string, path: string, body?: unknown) =>
  fetch(`${services.connection.graph.api}/v1.0/me/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${services.connection.graph.accessToken}`,
      'Content-Type': 'application/json',
      Prefer: 'IdType="ImmutableId"',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
const zoho = (body: object) =>
  fetch(`${services.connection.zoho.api}/crm/v8/Events`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${services.connection.zoho.accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: [body], trigger: [] }),
  });
const writes = () =>
  [...services.graph.log.list(), ...services.zoho.log.list()].filter(
    ({ method, path }) => method !== 'GET' && !/\/(coql|\$batch|token)$/.test(path),
  );

test('a first sync of 300 past and future meetings with participants mails nobody, and a second one writes nothing', async () => {
  const events = Array.from({ length: 300 }, (_, n) =>
    meeting(`Meeting ${n}`, { attendees: people('ann', 'bob'), ...zoned((n % 120) - 60, '09:00', '10:00') }),
  );
  const Events = Array.from({ length: 20 }, (_, n) => ({
    ...{
      Event_Title: `CRM ${n}`,
      Start_DateTime: `${date(n)}T05:00:00+00:00`,
      End_DateTime: `${date(n)}T06:00:00+00:00`,
    },
    Participants: [{ type: 'email', participant: `p${n}@example.com`, Email: `p${n}@example.com` }],
  }));
  seed(events, Events);
  const first = await run();
  expect(first).toMatchObject({ written: 320, pending: 0, parkedRecords: [] });
  expect([...services.graph.outbox, ...services.zoho.outbox]).toEqual([]);
  services.graph.log.clear();
  services.zoho.log.clear();
  expect((await run()).written).toBe(0);
  expect(writes()).toEqual([]);
  // New ones got another version by themselves, so they were looked at once more; from then on one request will do.
  services.graph.log.clear();
  expect((await run()).written).toBe(0);
  expect([...services.graph.log.list()].filter(({ inner }) => !inner)).toHaveLength(1);
});

test('the table of time cases: each instant and each date arrives as it is, and comes back so', async () => {
  const dst = (name: string, zone: string, start: string, end: string) => ({ name, zone, start, end });
  const year = new Date(Date.now() + 130 * day).getUTCFullYear();
  const cases = [
    dst('Tokyo', 'Tokyo Standard Time', `${year}-02-01T09:00:00`, `${year}-02-01T10:00:00`),
    dst('Kolkata', 'India Standard Time', `${year}-02-01T09:15:00`, `${year}-02-01T10:45:00`),
    dst('New York before spring', 'Eastern Standard Time', `${year}-03-13T09:00:00`, `${year}-03-13T10:00:00`),
    dst('New York after spring', 'Eastern Standard Time', `${year}-03-15T09:00:00`, `${year}-03-15T10:00:00`),
    dst('New York over spring', 'Eastern Standard Time', `${year}-03-13T22:00:00`, `${year}-03-14T09:00:00`),
    dst('Lord Howe', 'Lord Howe Standard Time', `${year}-04-03T22:00:00`, `${year}-04-04T09:00:00`),
    dst('Apia', 'Samoa Standard Time', `${year}-02-01T00:30:00`, `${year}-02-01T01:30:00`),
    dst('Kiritimati', 'Line Islands Standard Time', `${year}-02-01T00:30:00`, `${year}-02-01T01:30:00`),
    dst('Pago Pago', 'UTC-11', `${year}-02-01T23:00:00`, `${year}-02-02T00:00:00`),
    dst('ends at midnight', 'Tokyo Standard Time', `${year}-02-03T22:00:00`, `${year}-02-04T00:00:00`),
  ];
  const days = [
    ['one day', `${year}-02-05`, `${year}-02-06`],
    ['over spring', `${year}-03-13`, `${year}-03-16`],
    ['three days', `${year}-02-10`, `${year}-02-13`],
  ] as const;
  seed([
    ...cases.map(({ name, zone, start, end }) => meeting(name, { start: at(start, zone), end: at(end, zone) })),
    ...days.map(([name, start, end]) =>
      meeting(name, {
        isAllDay: true,
        start: at(`${start}T00:00:00`, 'Eastern Standard Time'),
        end: at(`${end}T00:00:00`, 'Eastern Standard Time'),
      }),
    ),
  ]);
  expect(await run()).toMatchObject({ written: 13, parkedRecords: [] });
  const shown = (await (await graph('GET', 'events?$top=50')).json()) as { value: Raw[] };
  const instant = (time: Raw) => Date.parse(`${String(time.dateTime).slice(0, 19)}Z`);
  for (const { name } of cases) {
    const there = await titled(name);
    const here = shown.value.find((one) => one.subject === name);
    expect([name, Date.parse(there.Start_DateTime), Date.parse(there.End_DateTime)]).toEqual([
      name,
      instant(here?.start),
      instant(here?.end),
    ]);
  }
  for (const [name, start, end] of days) {
    const there = await titled(name);
    const last = new Date(Date.parse(end) - day).toISOString().slice(0, 10);
    expect([there.All_day, there.Start_DateTime.slice(0, 10), there.End_DateTime.slice(0, 10)]).toEqual([
      true,
      start,
      last,
    ]);
  }
  expect((await run()).written).toBe(0);
});

test('a description edited on one side changes just that on the other, and does not come back', async () => {
  const block =
    '<div><span>________________________________________________________________________________</span></div><div><a href="https://teams.microsoft.com/l/meetup-join/19%3ax">Join</a></div><div><span>________________________________________________________________________________</span></div>';
  const content = `<html><body><p>Hello <b>all</b></p><p>Second</p>${block}</body></html>`;
  seed([meeting('Call', { body: { contentType: 'html', content } })]);
  await run();
  const there = await titled('Call');
  expect(there.Description).toBe('Hello all\nSecond');
  await new Promise((done) => setTimeout(done, 1100));
  expect((await zoho({ id: there.id, Description: 'Hello all\nThird' })).status).toBe(200);
  expect((await run()).written).toBe(1);
  expect((subject('Call')?.fields.body as Raw).content).toBe(content.replace('Second', 'Third'));
  expect((await run()).written).toBe(0);
  await graph('PATCH', `events/${subject('Call')?.immutableId}`, { location: { displayName: 'Room 9' } });
  services.zoho.log.clear();
  expect((await run()).written).toBe(1);
  expect(await titled('Call')).toMatchObject({ Venue: 'Room 9', Description: 'Hello all\nThird' });
  expect((await run()).written).toBe(0);
});

test('what is wrong with one record stands in no other one’s way, and each says why', async () => {
  const range = { type: 'noEnd', startDate: date(2) };
  seed(
    [
      meeting('Fine'),
      meeting('Torn', { recurrence: { pattern: { type: 'daily', interval: 1 }, range }, cancelledDates: [date(4)] }),
      meeting('Theirs', {
        isOrganizer: false,
        attendees: people('me'),
        organizer: { emailAddress: { address: 'boss@example.com' } },
      }),
      meeting('Secret', { sensitivity: 'private' }),
    ],
    [
      {
        Event_Title: 'Backwards',
        Start_DateTime: `${date(3)}T06:00:00+00:00`,
        End_DateTime: `${date(3)}T05:00:00+00:00`,
      },
      {
        Event_Title: 'Hourly',
        Start_DateTime: `${date(3)}T05:00:00+00:00`,
        End_DateTime: `${date(3)}T06:00:00+00:00`,
        Recurring_Activity: { RRULE: `FREQ=HOURLY;DTSTART=${date(3)}` },
      },
    ],
  );
  const first = await run();
  expect(first).toMatchObject({ written: 3, pending: 0 });
  const left = JSON.stringify(first.left);
  [/ends before/, /Hourly/].forEach((reason) => expect(left).toMatch(reason));
  const titles = (await inZoho()).map((one) => one.Event_Title);
  expect(titles).toEqual(expect.arrayContaining(['Fine', 'Theirs', 'Torn']));
  expect(titles).not.toContain('Secret');
  const theirs = await titled('Theirs');
  await new Promise((done) => setTimeout(done, 1100));
  await zoho({ id: theirs.id, Event_Title: 'Mine' });
  const second = await run();
  expect(JSON.stringify(second.parkedRecords)).toMatch(/organised by somebody else/);
  expect(subject('Theirs')).toBeDefined();
});

test('a weekly series goes over once as one, in either direction', async () => {
  const start = `${date(3)}T09:00:00`;
  const weekday = new Date(Date.now() + 3 * day)
    .toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
    .toLowerCase();
  seed(
    [
      meeting('Weekly', {
        ...{ start: at(start, 'Tokyo Standard Time'), end: at(`${date(3)}T10:00:00`, 'Tokyo Standard Time') },
        recurrence: {
          pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday] },
          range: { type: 'numbered', numberOfOccurrences: 8, startDate: date(3) },
        },
      }),
    ],
    [
      {
        Event_Title: 'Daily',
        Start_DateTime: `${date(3)}T10:00:00+09:00`,
        End_DateTime: `${date(3)}T11:00:00+09:00`,
        Recurring_Activity: { RRULE: `FREQ=DAILY;INTERVAL=1;DTSTART=${date(3)};COUNT=5` },
      },
    ],
  );
  expect(await run()).toMatchObject({ written: 2, parkedRecords: [] });
  expect((await titled('Weekly')).Recurring_Activity.RRULE).toMatch(/FREQ=WEEKLY.*COUNT=8/);
  expect(subject('Daily')?.fields.recurrence).toMatchObject({
    pattern: { type: 'daily' },
    range: { numberOfOccurrences: 5 },
  });
  expect((await run()).written).toBe(0);
  expect(inOutlook()).toHaveLength(2);
});

test('a meeting known to both is paired by subject, start and end; one that was cancelled is renamed, not deleted', async () => {
  seed(
    [meeting('Shared', { ...zoned(5, '09:00', '10:00') })],
    [
      {
        Event_Title: 'shared',
        Start_DateTime: `${date(5)}T18:00:00+09:00`,
        End_DateTime: `${date(5)}T19:00:00+09:00`,
        Venue: 'Here',
      },
    ],
  );
  await run();
  expect(await inZoho()).toHaveLength(1);
  expect(inOutlook()).toHaveLength(1);
  services.graph.seed({
    eventEdits: [{ event: String(inOutlook()[0]?.fields.subject), set: { isCancelled: true } }],
  } as never);
  await run();
  expect((await inZoho()).map((one) => one.Event_Title)).toEqual([expect.stringMatching(/^Cancelled: /)]);
  expect(inOutlook()).toHaveLength(1);
  expect((await run()).written).toBe(0);
});

test('the demo calendars come into step, and stay so', async () => {
  const { graph: outlook, zoho: crm } = loadSeed('demo');
  services.graph.seed(outlook as never);
  services.zoho.seed(crm as never);
  const first = await run();
  expect(first).toMatchObject({ pending: 0, conflicts: 0 });
  expect(first.written).toBeGreaterThan(60);
  expect([...services.graph.outbox, ...services.zoho.outbox]).toEqual([]);
  expect((await run()).written).toBe(0);
});
