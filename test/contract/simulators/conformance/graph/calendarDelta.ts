/** Recorded rounds of changes of a calendar, and the parts of a series. */
import { omit } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import type { Asking, GraphCapture, Row } from './ask';
import { ask, envelope, idOf, read, seedOf, valueOf } from './ask';

const WINDOW = 'startDateTime=2026-05-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z';
const DELTA = `/me/calendarView/delta?${WINDOW}`;

const MEETING: Row = {
  subject: 'S',
  start: { dateTime: '2026-06-15T10:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-06-15T11:00:00', timeZone: 'UTC' },
};
const DAILY: Row = {
  ...MEETING,
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', numberOfOccurrences: 8, startDate: '2026-06-15', recurrenceTimeZone: 'UTC' },
  },
};

const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;ieee754compatible=false;charset=utf-8';
const TYPO = 'the sample spells a name with a capital';

const isOf =
  (type: string) =>
  (row: Row): boolean =>
    row.type === type;

/** The recorded series and single meetings; the exceptions by their dates. */
function putAll(world: TestWorld, rows: readonly Row[]): void {
  const dayOf = (row: Row): string => String((row.start as Row).dateTime).slice(0, 10);
  const exceptions = rows
    .filter(isOf('exception'))
    .map((row) => ({ ...omit(seedOf(row), 'recurrence'), date: dayOf(row) }));
  const masters = rows.filter(isOf('seriesMaster')).map((row) => ({ ...seedOf(row), exceptions }));
  const singles = rows.filter(isOf('singleInstance')).map(seedOf);
  world.graph.seed({ calendars: [{ name: 'Calendar', events: [...masters, ...singles] }] });
}

/** The first page that tells anything: a round may begin with an empty one. */
async function firstPage(world: TestWorld, headers: Asking['headers'] = {}): Promise<Row> {
  let page = (await read(world, DELTA, headers)) as Row;
  while (valueOf(page).length === 0 && page['@odata.nextLink'])
    page = await read(world, String(page['@odata.nextLink']), headers);
  return page;
}

const make = async (world: TestWorld, body: Row): Promise<string> =>
  idOf((await ask(world, 'POST', '/me/events', { body })).body);

export const CALENDAR_DELTA: readonly GraphCapture[] = [
  {
    file: 'allodia-calendar-events-delta.json',
    own: async (world, recorded) => {
      putAll(world, valueOf(recorded));
      return firstPage(world, { prefer: 'outlook.timezone="Europe/Amsterdam", odata.maxpagesize=500' });
    },
  },
  {
    file: 'pasted-occurrence-stub.json',
    own: async (world) => {
      await make(world, DAILY);
      return valueOf(await firstPage(world)).find(isOf('occurrence'));
    },
  },
  {
    file: 'doc-calendarview-delta-next-round.json',
    cut: 'a sample of 2016, shortened: it has no types either, by which rows are put into groups',
    own: async (world) => {
      const id = await make(world, MEETING);
      const first = await firstPage(world);
      await make(world, MEETING);
      await ask(world, 'DELETE', `/me/events/${id}`);
      const round = (await read(world, String(first['@odata.deltaLink']))) as { value: Row[] };
      return { ...round, value: round.value.map((row) => omit(row, 'type')) };
    },
  },
  {
    file: 'live-calendarview-delta-empty-first-page.json',
    listed: {
      'status: life undefined, simulator = 200': 'the person pasted no status',
      [`headers.content-type: life = application/json, simulator = ${JSON_TYPE}`]:
        'an answer of 2018: those of 2026 name the metadata',
    },
    life: envelope,
    own: async (world) => {
      return envelope(await ask(world, 'GET', DELTA));
    },
  },
  {
    file: 'nango-outlook-events.json',
    listed: {
      'headers.preference-applied: life missing, simulator = odata.track-changes, odata.maxpagesize=50':
        'the proxy of that project drops headers',
    },
    life: envelope,
    own: async (world) => {
      world.graph.limits.viewBeginsEmpty = false;
      return envelope(await ask(world, 'GET', DELTA, { headers: { prefer: 'odata.maxpagesize=50' } }));
    },
  },
  {
    file: 'doc-event-get-expand-exceptions.json',
    listed: {
      'exceptionOccurrences[].Subject: life string, simulator missing': TYPO,
      'exceptionOccurrences[].subject: life missing, simulator string': TYPO,
      'exceptionOccurrences[].@odata.etag: life missing, simulator string':
        'a shortened sample: $select always brings the etag',
    },
    own: async (world) => {
      const id = await make(world, DAILY);
      const { value } = (await read(world, `/me/events/${id}/instances?${WINDOW}`)) as { value: Row[] };
      await ask(world, 'DELETE', `/me/events/${idOf(value[1])}`);
      await ask(world, 'PATCH', `/me/events/${idOf(value[3])}`, { body: { subject: 'T' } });
      const select = 'subject,start,end,occurrenceId,exceptionOccurrences,cancelledOccurrences';
      return read(world, `/me/events/${id}?$select=${select}&$expand=exceptionOccurrences`);
    },
  },
];
