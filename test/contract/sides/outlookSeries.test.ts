import { inWords } from '../../../reasons';
import { eventFeed, writeEvents, type CalendarSettings, type EventWriting } from '../../../sides/outlook';
import type { WriteDone, WriteJob, WriteResult } from '../../../sides/types';
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, changeJob, createJob, makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(60_000);
let world: TestWorld;
let memory: Memory;
const standard: CalendarSettings = { calendarId: null, categories: [], daysBack: 90, daysAhead: 800, privates: 'skip' };
const quiet: EventWriting = {
  ...{ calendarId: null, mayWrite: true, mailParticipants: false, timeZone: 'America/New_York', privates: 'skip' },
};

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const feed = (settings: Partial<CalendarSettings> = {}) =>
  memory.read(
    eventFeed(world.outlook, {
      ...{ settings: { ...standard, ...settings }, cursor: memory.cursor, known: memory.known },
    }),
  );
const write = (jobs: readonly WriteJob[], o: Partial<EventWriting> = {}) =>
  allOf(writeEvents(world.outlook, jobs, { ...quiet, ...o }));
const only = <T>(all: readonly T[]): T => {
  expect(all).toHaveLength(1);
  return all[0] as T;
};
const done = (results: readonly WriteResult[]): WriteDone => {
  const result = only(results);
  expect(result).toMatchObject({ outcome: 'done' });
  return result as WriteDone;
};
const seed = (...events: readonly object[]) => world.graph.seed({ calendars: [{ name: 'Calendar', events }] } as never);
const edit = (...eventEdits: readonly object[]) => world.graph.seed({ eventEdits } as never);
const stored = () => [...world.graph.state.events.values()];
const at = (dateTime: string, timeZone = 'Eastern Standard Time') => ({ dateTime, timeZone });

/** Mondays at 9 in New York, over the switch of 14 March 2027. */
const weekly = (more: object = {}) => ({
  ...{ subject: 'Jour fixe', categories: ['Zoho'] },
  ...{ start: at('2027-03-01T09:00:00'), end: at('2027-03-01T10:00:00') },
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
    range: {
      ...{ type: 'numbered', numberOfOccurrences: 6, startDate: '2027-03-01' },
      recurrenceTimeZone: 'Eastern Standard Time',
    },
  },
  ...more,
});
const days = (more: object = {}) => ({
  ...{ subject: 'Stand', categories: ['Zoho'], isAllDay: true },
  ...{
    start: at('2027-03-01T00:00:00', 'Tokyo Standard Time'),
    end: at('2027-03-02T00:00:00', 'Tokyo Standard Time'),
  },
  recurrence: {
    pattern: { type: 'daily', interval: 7 },
    range: { type: 'noEnd', startDate: '2027-03-01', recurrenceTimeZone: 'Tokyo Standard Time' },
  },
  ...more,
});
const series: Fields = {
  ...{ subject: 'Jour fixe', location: 'Room 1', description: 'Agenda', participants: null, reminder: 15 },
  ...{ start: '2027-03-01T14:00:00.000Z', end: '2027-03-01T15:00:00.000Z', isAllDay: false },
  recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
};
/** 22 March: after the switch, so 9 o'clock is 13:00 UTC. */
const moved = { date: '2027-03-22', start: '2027-03-22T17:00:00.000Z', end: '2027-03-22T18:00:00.000Z' };

test('a series tells the days it leaves out and its changed meetings, by the dates of its own zone', async () => {
  seed(
    weekly({
      cancelledDates: ['2027-03-08', '2027-04-05'],
      exceptions: [
        { date: '2027-03-22', start: at('2027-03-22T13:00:00'), end: at('2027-03-22T14:00:00') },
        { date: '2027-03-29', subject: 'Jour fixe, with cake', location: { displayName: 'Garden' } },
        { date: '2027-03-15', importance: 'high' },
      ],
    }),
  );
  const row = only(await feed());
  expect(row.fields).toMatchObject({
    recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
    exceptDates: ['2027-03-08', '2027-04-05'],
    overrides: [moved, { date: '2027-03-29', subject: 'Jour fixe, with cake', location: 'Garden' }],
  });
  world.graph.log.clear();
  expect(await feed()).toEqual([]);
  expect(world.graph.log.list()).toHaveLength(1);
});

test('whole days: the dates are those of the calendar, wherever the mailbox is', async () => {
  seed(
    days({
      cancelledDates: ['2027-03-08'],
      exceptions: [
        {
          date: '2027-03-15',
          start: at('2027-03-16T00:00:00', 'Tokyo Standard Time'),
          end: at('2027-03-17T00:00:00', 'Tokyo Standard Time'),
        },
      ],
    }),
  );
  expect(only(await feed({ daysAhead: 200 })).fields).toMatchObject({
    exceptDates: ['2027-03-08'],
    overrides: [{ date: '2027-03-15', start: '2027-03-16', end: '2027-03-17' }],
  });
});

test('a meeting of a series that changes or goes is no record: its series is told again', async () => {
  seed(weekly(), weekly({ subject: 'Other' }));
  expect(await feed()).toHaveLength(2);
  edit({ event: 'Jour fixe', date: '2027-03-15', set: { subject: 'Special' } });
  expect(only(await feed()).fields).toMatchObject({ overrides: [{ date: '2027-03-15', subject: 'Special' }] });
  edit({ event: 'Jour fixe', date: '2027-03-15', delete: true });
  expect(only(await feed()).fields).toMatchObject({ exceptDates: ['2027-03-15'], overrides: null });
  expect(await feed()).toEqual([]);
});

test('what is cancelled and changed in a new series arrives, and the next reading shows just that', async () => {
  const overrides = [moved, { date: '2027-03-29', subject: 'Cake', location: 'Garden', reminder: 60 }];
  const fields = { ...series, exceptDates: ['2027-03-08'], overrides };
  const made = done(await write([createJob('outlook', fields, 'intent-1')]));
  expect(made).toMatchObject({ fields });
  expect(made).not.toHaveProperty('left');
  expect(stored()[0]?.cancelled).toEqual(new Set(['2027-03-08']));
  const row = only(await feed());
  expect(row).toMatchObject({ version: made.version, fields, mark: 'intent-1' });
  expect(await feed()).toEqual([]);
});

test('later changes: one more is cancelled, a changed one is changed again, another gets back what the series says', async () => {
  seed(
    weekly({
      exceptions: [
        { date: '2027-03-22', start: at('2027-03-22T11:00:00'), end: at('2027-03-22T12:00:00') },
        { date: '2027-03-29', subject: 'Cake' },
      ],
    }),
  );
  const row = only(await feed());
  const fields = { exceptDates: ['2027-04-05'], overrides: [moved] };
  expect(done(await write([changeJob('outlook', row, fields)]))).toMatchObject({ fields });
  expect(only(await feed()).fields).toMatchObject(fields);
  expect(stored()[0]?.exceptions.get('2027-03-29')?.fields.subject).toBe('Jour fixe');
});

test('a date that the CRM leaves out because its meeting was changed does not cancel that meeting', async () => {
  seed(weekly({ exceptions: [{ date: '2027-03-29', subject: 'Cake' }] }));
  const row = only(await feed());
  const result = done(await write([changeJob('outlook', row, { exceptDates: ['2027-03-08', '2027-03-29'] })]));
  const kept = { exceptDates: ['2027-03-08'], overrides: [{ date: '2027-03-29', subject: 'Cake' }] };
  expect(result.fields).toMatchObject(kept);
  const [both] = await write([
    changeJob('outlook', { ...row, ...result }, { exceptDates: ['2027-03-29'], overrides: null }),
  ]);
  expect(both).toMatchObject({ fields: { exceptDates: ['2027-03-08', '2027-03-29'], overrides: null } });
});

test('whole days are cancelled and moved as days', async () => {
  seed(days());
  const row = only(await feed({ daysAhead: 200 }));
  const fields = {
    exceptDates: ['2027-03-08'],
    overrides: [{ date: '2027-03-15', start: '2027-03-17', end: '2027-03-18' }],
  };
  expect(done(await write([changeJob('outlook', row, fields)]))).toMatchObject({ fields });
});

test('what was cancelled cannot be brought back: it stays, and says so; the rest is written', async () => {
  seed(weekly({ cancelledDates: ['2027-03-08'] }));
  const row = only(await feed());
  const job = changeJob('outlook', row, { exceptDates: null, location: 'Room 2' });
  const result = done(await write([job]));
  expect(result.fields).toMatchObject({ exceptDates: ['2027-03-08'], location: 'Room 2' });
  expect(result.unsyncable).toEqual([expect.stringMatching(/2027-03-08 stays cancelled.*single one/)]);
  const again = only(await feed().then(() => [...memory.records.values()]));
  expect(done(await write([changeJob('outlook', again, { exceptDates: null })]))).toMatchObject({ unsent: true });
});

test('an edit of the series alone leaves its exceptions, and what is known of them', async () => {
  seed(weekly({ cancelledDates: ['2027-03-08'], exceptions: [{ date: '2027-03-29', subject: 'Cake' }] }));
  const row = only(await feed());
  const result = done(await write([changeJob('outlook', row, { location: 'Room 2' })]));
  const kept = { exceptDates: ['2027-03-08'], overrides: [{ date: '2027-03-29', subject: 'Cake' }] };
  expect(result.fields).toMatchObject({ ...kept, location: 'Room 2' });
});

test('a series with exceptions is not moved, for Outlook would forget them; all else of the patch is written', async () => {
  seed(weekly({ cancelledDates: ['2027-03-08'] }));
  const row = only(await feed());
  const later = { start: '2027-03-01T15:00:00.000Z', end: '2027-03-01T16:00:00.000Z', isAllDay: false };
  const results = await write([changeJob('outlook', row, { ...later, location: 'Room 2' })]);
  expect(results).toMatchObject([
    { outcome: 'done', fields: { start: series.start, location: 'Room 2' }, unfinished: ['start', 'end', 'isAllDay'] },
    { outcome: 'refused', message: expect.stringMatching(/forget 1 cancelled or changed meeting of/) },
  ]);
  expect(stored()[0]?.cancelled.size).toBe(1);
});

const people = [{ type: 'required', emailAddress: { address: 'ann@example.com' } }];

test('nobody is mailed of a single meeting unless that is on; then each meeting counts', async () => {
  seed(weekly({ attendees: people }));
  const row = only(await feed());
  const job = changeJob('outlook', row, { exceptDates: ['2027-03-08'], overrides: [moved] });
  expect(only(await write([job]))).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/1 partic/) });
  expect(world.graph.outbox).toEqual([]);
  expect(done(await write([job], { mailParticipants: true })).outcome).toBe('done');
  expect((world.graph.outbox as { kind: string }[]).map(({ kind }) => kind)).toEqual(['cancellation', 'update']);
});

test('a private meeting of an open series is not there for the CRM, and is never taken for a cancelled one', async () => {
  seed(weekly({ exceptions: [{ date: '2027-03-15', subject: 'Doctor', sensitivity: 'private' }] }));
  const row = only(await feed());
  expect(row.fields).toMatchObject({ exceptDates: ['2027-03-15'], overrides: null });
  expect(JSON.stringify(row)).not.toMatch(/Doctor/);
  const job = changeJob('outlook', row, { exceptDates: ['2027-03-08', '2027-03-15'] });
  expect(done(await write([job])).fields).toMatchObject({ exceptDates: ['2027-03-08', '2027-03-15'] });
  expect([...(stored()[0]?.cancelled ?? [])]).toEqual(['2027-03-08']);
});

test('a meeting that may not be moved past its neighbour is told with the reason, and stays to be done', async () => {
  seed(weekly());
  const row = only(await feed());
  const past = { date: '2027-03-08', start: '2027-03-16T13:00:00.000Z', end: '2027-03-16T14:00:00.000Z' };
  const results = await write([changeJob('outlook', row, { overrides: [past], location: 'Room 2' })]);
  expect(results).toMatchObject([
    { outcome: 'done', fields: { location: 'Room 2', overrides: null }, unfinished: ['exceptDates', 'overrides'] },
    { outcome: 'refused', message: expect.any(String) },
  ]);
});

test('a series that moved meanwhile is left alone', async () => {
  seed(weekly());
  const row: SideRecord = only(await feed());
  edit({ event: 'Jour fixe', set: { subject: 'Theirs' } });
  expect(await write([changeJob('outlook', row, { exceptDates: ['2027-03-08'] })])).toMatchObject([
    { outcome: 'stale' },
  ]);
  expect(stored()[0]?.cancelled.size).toBe(0);
});

test('a series with more changed meetings than one answer holds is told with all of them', async () => {
  const dates = Array.from({ length: 12 }, (_, at) => `2027-03-${String(at + 1).padStart(2, '0')}`);
  const exceptions = dates.map((date) => ({ date, subject: `On ${date}` }));
  const recurrence = {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'noEnd', startDate: '2027-03-01', recurrenceTimeZone: 'Eastern Standard Time' },
  };
  seed(weekly({ recurrence, exceptions }));
  const row = only(await feed());
  expect(row.fields.overrides).toEqual(dates.map((date) => ({ date, subject: `On ${date}` })));
});

test('a series without a rule (a poll, an old one) is told with the reason, and ends no run, synced or not', async () => {
  const poll = { ...weekly(), recurrence: null, type: 'seriesMaster' };
  seed(poll, { ...poll, subject: 'Not ours', categories: [] }, weekly({ subject: 'Another' }));
  const rows = await feed();
  expect(rows.map(({ state }) => state).sort()).toEqual(['live', 'live', 'outside']);
  const told = rows.find(({ fields }) => fields.subject === 'Jour fixe');
  expect(inWords(told?.fields.recurrence)).toMatchObject({ sideOnly: expect.stringContaining('without a rule') });
  expect(await feed()).toEqual([]);
});
