/** Recorded answers about calendars and their events. */
import { omit } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import type { GraphCapture, Row } from './ask';
import { ask, bodyIn, envelope, firstOf, idOf, read, seedOf, valueOf } from './ask';

const CUT_FIXTURE = 'that project cut its fixtures to what it reads';
const EDITED =
  'that project put its fixture together from several answers: it asks for less and shows a series beside a single';

/** Puts recorded events into the default calendar. */
function put(world: TestWorld, ...rows: readonly Row[]): void {
  world.graph.seed({ calendars: [{ name: 'Calendar', events: rows.map(seedOf) }] });
}

const WINDOW = 'startDateTime=2015-01-01T00:00:00Z&endDateTime=2030-01-01T00:00:00Z';

/** Of the one event that is there, asked for by id. */
async function byId(world: TestWorld, headers?: Readonly<Record<string, string>>): Promise<unknown> {
  const { id } = firstOf(await read(world, '/me/events?$select=id'));
  return read(world, `/me/events/${encodeURIComponent(String(id))}`, headers);
}

const single =
  (headers?: Readonly<Record<string, string>>) =>
  async (world: TestWorld, recorded: Row): Promise<unknown> => {
    put(world, recorded);
    return byId(world, headers);
  };

async function inView(world: TestWorld, recorded: Row): Promise<unknown> {
  put(world, recorded);
  const { id } = firstOf(await read(world, '/me/calendars'));
  return firstOf(await read(world, `/me/calendars/${encodeURIComponent(String(id))}/calendarView?${WINDOW}`));
}

async function inList(world: TestWorld, recorded: Row): Promise<unknown> {
  put(world, recorded);
  return firstOf(await read(world, '/me/events'));
}

const makeCalendar = (world: TestWorld, body: Row = { name: 'Other' }) => ask(world, 'POST', '/me/calendars', { body });

async function aCalendar(world: TestWorld): Promise<unknown> {
  await makeCalendar(world);
  return read(world, '/me/calendars');
}

export const CALENDARS: readonly GraphCapture[] = [
  { file: 'allodia-calendar-calendar.json', own: async (world) => firstOf(await read(world, '/me/calendars')) },
  { file: 'allodia-calendar-calendars.json', own: aCalendar },
  { file: 'ms365-calendars.json', own: aCalendar },
  {
    file: 'nango-outlook-calendars.json',
    life: envelope,
    own: async (world) => {
      await makeCalendar(world);
      return envelope(await ask(world, 'GET', '/me/calendars?$top=50'));
    },
  },
  {
    file: 'nango-outlook-create-calendar.json',
    life: envelope,
    own: async (world) => envelope(await makeCalendar(world)),
  },
  {
    file: 'nango-outlook-get-calendar.json',
    life: envelope,
    own: async (world) => envelope(await ask(world, 'GET', `/me/calendars/${idOf((await makeCalendar(world)).body)}`)),
  },
  {
    file: 'nango-outlook-update-calendar.json',
    life: envelope,
    own: async (world) => {
      const id = idOf((await makeCalendar(world)).body);
      return envelope(await ask(world, 'PATCH', `/me/calendars/${id}`, { body: { name: 'New' } }));
    },
  },
  {
    file: 'nango-outlook-delete-calendar.json',
    life: envelope,
    own: async (world) =>
      envelope(await ask(world, 'DELETE', `/me/calendars/${idOf((await makeCalendar(world)).body)}`)),
  },
];

const makeEvent = (world: TestWorld, body: Row) => ask(world, 'POST', '/me/events', { body });
const bodyOfRequest = ({ request }: { request: { body: Row } }): Row => request.body;
const MEETING: Row = {
  subject: 'S',
  start: { dateTime: '2026-06-15T10:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-06-15T11:00:00', timeZone: 'UTC' },
};

export const EVENTS: readonly GraphCapture[] = [
  {
    file: 'allodia-calendar-event-allday.json',
    cut: 'that project left the context out',
    own: single({ prefer: 'outlook.timezone="Europe/Amsterdam"' }),
  },
  { file: 'allodia-calendar-event-extra-calendar.json', own: inView },
  { file: 'allodia-calendar-event-invitation.json', own: single() },
  { file: 'allodia-calendar-event-online-meeting.json', own: inView },
  { file: 'allodia-calendar-event-series-master.json', own: single() },
  { file: 'allodia-calendar-event-single.json', own: inList },
  { file: 'ms365-calendar1-event1.json', cut: CUT_FIXTURE, own: single() },
  {
    file: 'ms365cal-calendar1-event2.json',
    cut: CUT_FIXTURE,
    listed: { 'seriesMasterId: life string, simulator null': EDITED },
    own: single(),
  },
  {
    file: 'amp-events-list-work.json',
    own: async (world, recorded) => {
      put(world, ...valueOf(recorded).map((row) => ({ ...MEETING, ...row })));
      const select = Object.keys(firstOf(recorded)).filter((name) => !name.includes('@'));
      return read(world, `/me/calendar/events?$select=${select.join(',')}`);
    },
  },
  {
    file: 'ms365-calendar1-calendar-view.json',
    listed: {
      'value[].reminderMinutesBeforeStart: life number, simulator missing': EDITED,
      'value[].isReminderOn: life boolean, simulator missing': EDITED,
      'value[].organizer: life missing|object, simulator missing': EDITED,
      'value[].recurrence: life missing|object, simulator missing': EDITED,
      'value[].seriesMasterId: life null|string, simulator null': EDITED,
    },
    own: async (world, recorded) => {
      put(world, ...valueOf(recorded).map((row) => omit(row, 'recurrence')));
      const { id } = firstOf(await read(world, '/me/calendars'));
      const select = 'subject,body,attendees,categories,sensitivity,start,seriesMasterId,isAllDay,end,showAs,location';
      return read(world, `/me/calendars/${encodeURIComponent(String(id))}/calendarView?${WINDOW}&$select=${select}`);
    },
  },
  {
    file: 'ms365cal-calendar1-calendar-view-none.json',
    own: (world) => read(world, `/me/calendarView?${WINDOW}`),
  },
  {
    file: 'nango-outlook-create-event.json',
    life: envelope,
    own: async (world, recorded) => envelope(await makeEvent(world, bodyOfRequest(recorded))),
  },
  {
    file: 'nango-outlook-get-event.json',
    life: envelope,
    own: async (world) => {
      const id = idOf((await makeEvent(world, MEETING)).body);
      return envelope(await ask(world, 'GET', `/me/events/${id}`));
    },
  },
  {
    file: 'nango-outlook-update-event.json',
    life: envelope,
    own: async (world, recorded) => {
      const id = idOf((await makeEvent(world, MEETING)).body);
      return envelope(await ask(world, 'PATCH', `/me/events/${id}`, { body: bodyOfRequest(recorded) }));
    },
  },
  {
    file: 'nango-outlook-delete-event.json',
    life: envelope,
    own: async (world) =>
      envelope(await ask(world, 'DELETE', `/me/events/${idOf((await makeEvent(world, MEETING)).body)}`)),
  },
  {
    file: 'nango-outlook-list-calendar-events.json',
    life: envelope,
    own: async (world, recorded) => {
      put(world, ...valueOf(bodyIn(recorded)));
      return envelope(await ask(world, 'GET', '/me/events?$top=5'));
    },
  },
  {
    file: 'pasted-events-instances-page.json',
    cut: 'a person pasted ids and subjects alone',
    own: async (world) => {
      const range = { type: 'noEnd', startDate: '2026-06-15', recurrenceTimeZone: 'UTC' };
      const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
      const id = idOf((await makeEvent(world, { ...MEETING, recurrence })).body);
      return read(world, `/me/events/${id}/instances?${WINDOW}&$select=subject&$top=2`);
    },
  },
];
