/** What is deleted twice, lies in Deleted Items, or got another version by itself [seen live]. */
import { eventFeed, writeEvents, type CalendarSettings } from '../../../sides/outlook';
import type { WriteDone } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import { allOf, changeJob, createJob, deleteJob } from '../../support/sides';
import { feed, memory, only, patch, person, requests, seed, stored, world, write } from './outlookContacts';

const calendar: CalendarSettings = { calendarId: null, categories: [], daysBack: 90, daysAhead: 365, privates: 'full' };
const events = () =>
  memory.read(eventFeed(world.outlook, { settings: calendar, cursor: memory.cursor, known: memory.known }));
const writeEvent = (...jobs: Parameters<typeof writeEvents>[1]) =>
  allOf(
    writeEvents(world.outlook, jobs, {
      ...{ calendarId: null, mayWrite: true, mailParticipants: false, timeZone: 'UTC', privates: 'full' },
    }),
  );
const soon = (hour: number) => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00.000Z`;
const times = { start: soon(10), end: soon(11), isAllDay: false };
const at = (hour: number) => ({ dateTime: soon(hour).slice(0, 19), timeZone: 'UTC' });
const meeting = { subject: 'M', categories: ['Zoho'], start: at(10), end: at(11) };
const series = {
  ...meeting,
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'noEnd', startDate: soon(10).slice(0, 10), recurrenceTimeZone: 'UTC' },
  },
};

describe('Deleted Items', () => {
  beforeEach(() => void (world.graph.limits.softDeletes = true));

  test('a contact that Outlook moved there is deleted, though its id still finds it', async () => {
    seed([person('Ann'), person('Bob')]);
    const [ann] = await feed();
    await world.outlook.delete(`/me/contacts/${ann?.ref}`);
    expect((await world.outlook.get(`/me/contacts/${ann?.ref}`)).id).toBe(ann?.ref);
    expect(await feed()).toMatchObject([{ ref: ann?.ref, state: 'deleted' }]);
    expect(await feed()).toEqual([]);
  });

  test('one in another folder is outside, and stays so where the bin cannot be looked at', async () => {
    seed([person('Ann')], { folders: [{ displayName: 'Other' }] });
    const ann = only(await feed());
    world.graph.faults.add({ kind: 'status', status: 403, count: 9, match: { path: 'mailFolders' } });
    await world.outlook.delete(`/me/contacts/${ann.ref}`);
    expect(await feed()).toMatchObject([{ ref: ann.ref, state: 'outside' }]);
  });

  const other = { ...meeting, subject: 'Other' };
  const seedBoth = () =>
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [meeting, other] }, { name: 'Second' }] } as never);

  test('a meeting that Outlook moved there is deleted, though its id still finds it', async () => {
    seedBoth();
    const [one] = await events();
    await world.outlook.delete(`/me/events/${one?.ref}`);
    expect((await world.outlook.get(`/me/events/${one?.ref}`)).id).toBe(one?.ref);
    expect(await events()).toMatchObject([{ ref: one?.ref, state: 'deleted' }]);
    expect(await events()).toEqual([]);
  });

  test('so is a series, and one that a reading from the start does not meet', async () => {
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [series, other] }] } as never);
    const row = (await events()).find(({ fields }) => fields.recurrence !== null);
    await world.outlook.delete(`/me/events/${row?.ref}`);
    memory.cursor = null;
    expect((await events()).filter(({ state }) => state !== 'live')).toMatchObject([
      { ref: row?.ref, state: 'deleted' },
    ]);
  });

  test('one that left the window, or that its calendar does not deny, is outside', async () => {
    seedBoth();
    const [one, two] = await events();
    const far = (hour: number) => ({
      dateTime: `${new Date().getUTCFullYear() + 4}-05-05T${hour}:00:00`,
      timeZone: 'UTC',
    });
    await world.outlook.patch(`/me/events/${one?.ref}`, { start: far(10), end: far(11) });
    await world.outlook.delete(`/me/events/${two?.ref}`);
    const body = { error: { code: 'ErrorContentConversionFailed', message: '' } };
    world.graph.faults.add({
      kind: 'status',
      status: 500,
      body,
      count: 9,
      match: { path: '/calendars/.*/events/' },
    } as never);
    expect((await events()).map(({ state }) => state)).toEqual(['outside', 'outside']);
  });

  test('deleting one that lies there already is no refusal', async () => {
    seedBoth();
    const [one] = await events();
    await world.outlook.delete(`/me/events/${one?.ref}`);
    expect(['done', 'gone']).toContain((await writeEvent(deleteJob('outlook', one as SideRecord)))[0]?.outcome);
  });

  test('nothing more is asked while nobody leaves the folder', async () => {
    seed([person('Ann')]);
    await feed();
    world.graph.log.clear();
    await patch(String(stored()[0]?.immutableId), { jobTitle: 'X' });
    await feed();
    expect(world.graph.log.list().filter(({ path }) => path.includes('mailFolders'))).toEqual([]);
    expect(requests().length).toBe(3);
  });
});

describe('deleting what is gone', () => {
  test.each([false, true])('a contact (refused as 403: %s)', async (contactGoneIs403) => {
    seed([person('Ann')]);
    world.graph.limits.contactGoneIs403 = contactGoneIs403;
    const ann = only(await feed());
    await world.outlook.delete(`/me/contacts/${ann.ref}`);
    const [result] = await write(deleteJob('outlook', ann));
    expect(['done', 'gone']).toContain(result?.outcome);
  });

  test.each([false, true])('an event (refused as 400: %s)', async (eventGoneIs400) => {
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [meeting] }] } as never);
    world.graph.limits.eventGoneIs400 = eventGoneIs400;
    const row = only(await events());
    await world.outlook.delete(`/me/events/${row.ref}`);
    const [result] = await writeEvent(deleteJob('outlook', row));
    expect(['done', 'gone']).toContain(result?.outcome);
  });

  test('what is still there and may not be deleted stays refused', async () => {
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [meeting] }] } as never);
    const row = only(await events());
    world.graph.faults.add({ kind: 'status', status: 400, match: { method: 'DELETE', path: '/events/' } });
    expect(await writeEvent(deleteJob('outlook', row))).toMatchObject([{ outcome: 'refused' }]);
  });
});

describe('a version that changes by itself', () => {
  const drift = () => {
    for (const event of world.graph.state.events.values()) event.changeKey = `EQAAABYAAAB${event.changeKey.slice(12)}z`;
  };

  test('one that says what it said is written all the same; one that says something else is not', async () => {
    const [made] = (await writeEvent(createJob('outlook', { ...times, subject: 'Own' }))) as [WriteDone];
    const record = { ...made, state: 'live' } as unknown as SideRecord;
    expect(await writeEvent(changeJob('outlook', record, { location: 'R' }))).toMatchObject([
      { outcome: 'done', fields: { location: 'R', subject: 'Own' } },
    ]);
    await world.outlook.patch(`/me/events/${made.ref}`, { subject: 'Theirs' });
    expect(await writeEvent(changeJob('outlook', record, { location: 'S' }))).toMatchObject([{ outcome: 'stale' }]);
  });

  test('a new series gets its single meetings at once', async () => {
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [series] }] } as never);
    const row = only(await events());
    drift();
    const dates = [soon(10).slice(0, 10)];
    expect(await writeEvent(changeJob('outlook', row, { exceptDates: dates }))).toMatchObject([
      { outcome: 'done', fields: { exceptDates: dates } },
    ]);
  });

  test('the text of a meeting that cannot be read is not written over', async () => {
    world.graph.seed({ calendars: [{ name: 'Calendar', events: [meeting] }] } as never);
    const row = only(await events());
    world.graph.faults.add({
      kind: 'status',
      status: 404,
      body: {},
      count: 9,
      match: { method: 'GET', path: '/events/' },
    });
    expect(await writeEvent(changeJob('outlook', row, { description: 'New' }))).toMatchObject([{ outcome: 'unknown' }]);
  });
});
