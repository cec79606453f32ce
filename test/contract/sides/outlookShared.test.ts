/** A calendar that somebody else shares: its events are found by way of that calendar only [seen live]. */
import { eventFeed, writeEvents, type CalendarSettings } from '../../../sides/outlook';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, deleteJob, makeMemory, startWorld } from '../../support/sides';

let world: TestWorld;
let memory: Memory;
let settings: CalendarSettings;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const scopes = ['User.Read', 'Calendars.ReadWrite'];
const soon = (hour: number) => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00.000Z`;
const at = (hour: number) => ({ dateTime: soon(hour).slice(0, 19), timeZone: 'UTC' });
const recurrence = {
  pattern: { type: 'daily', interval: 1 },
  range: { type: 'noEnd', startDate: soon(10).slice(0, 10), recurrenceTimeZone: 'UTC' },
};
const meeting = (subject: string, more: object = {}) => ({
  ...{ subject, categories: ['Zoho'], start: at(10), end: at(11), ...more },
});
const idOf = (name: string): string =>
  [...world.graph.state.calendars.values()].find((one) => one.name === name)?.id ?? '';

function open(events: readonly object[], owner?: object): void {
  world.graph.seed({ grant: { scopes: [...scopes, 'Calendars.ReadWrite.Shared'] } });
  world.graph.seed({ calendars: [{ name: 'Team', events, ...(owner && { owner }) }, { name: 'Mine' }] } as never);
  settings = { calendarId: idOf('Team'), categories: [], daysBack: 90, daysAhead: 365, privates: 'full' };
}
const boss = { name: 'Boss', address: 'boss@contoso.example' };
const read = () => memory.read(eventFeed(world.outlook, { settings, cursor: memory.cursor, known: memory.known }));
const write = (...jobs: Parameters<typeof writeEvents>[1]) =>
  allOf(
    writeEvents(world.outlook, jobs, {
      ...{
        calendarId: settings.calendarId,
        mayWrite: true,
        mailParticipants: false,
        timeZone: 'UTC',
        privates: 'full',
      },
    }),
  );
const times = { start: soon(12), end: soon(13), isAllDay: false };

test('its events are read, made, changed and deleted, and none of ours reads as deleted', async () => {
  open([meeting('Theirs'), meeting('Series', { recurrence })], boss);
  expect((await read()).map(({ state }) => state)).toEqual(['live', 'live']);
  const [made] = (await write(createJob('outlook', { ...times, subject: 'Ours' }))) as [WriteDone];
  await expect(world.outlook.get(`/me/events/${made.ref}`)).rejects.toMatchObject({ code: 'ErrorItemNotFound' });
  expect(await read()).toMatchObject([{ ref: made.ref, state: 'live' }]);
  const record = memory.records.get(made.ref) as SideRecord;
  expect(await write(changeJob('outlook', record, { description: 'Text' }))).toMatchObject([{ outcome: 'done' }]);
  const series = [...memory.records.values()].find(({ fields }) => fields.subject === 'Series') as SideRecord;
  const day = new Date(Date.parse(soon(10)) + 86_400_000).toISOString().slice(0, 10);
  expect(await write(changeJob('outlook', series, { exceptDates: [day] }))).toMatchObject([
    { outcome: 'done', fields: { exceptDates: [day] } },
  ]);
  await read();
  expect(await write(deleteJob('outlook', memory.records.get(made.ref) as SideRecord))).toMatchObject([
    { outcome: 'done' },
  ]);
  expect(await read()).toMatchObject([{ ref: made.ref, state: 'deleted' }]);
});

test("without the permission for shared calendars it says so, and what to do; a calendar of one's own needs none", async () => {
  open([meeting('Theirs')], boss);
  world.graph.seed({ grant: { scopes } });
  await expect(read()).rejects.toMatchObject({ reason: { code: 'microsoftCalendarRefused' }, radius: 'kind' });
  settings = { ...settings, calendarId: idOf('Mine') };
  expect(await read()).toEqual([]);
});

test('one that moved to another calendar of the mailbox has left the scope, and a write to it is no deletion', async () => {
  open([meeting('Moves')]);
  const [row] = await read();
  const event = world.graph.state.events.get(row?.ref ?? '');
  Object.assign(event ?? {}, { calendar: idOf('Mine') });
  world.graph.state.eventChanges.push({
    seq: (world.graph.state.counter += 1),
    calendar: idOf('Team'),
    event: event as never,
  });
  expect(await write(changeJob('outlook', row as SideRecord, { subject: 'New' }))).toMatchObject([
    { outcome: 'stale' },
  ]);
  expect(await read()).toMatchObject([{ ref: row?.ref, state: 'outside' }]);
});
