/** Meetings, as contacts are: killed before anything that lasts, here or there, it ends the same. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, date, meeting, startEventWorld } from '../support/eventWorld';
import type { Raw } from '../support/fixture';
import { diesAnywhere } from '../support/diesAnywhere';
import { deleting, placed, shownInOutlook } from '../support/eventsShown';

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

const days = (from: number, to: number) => ({
  ...{ isAllDay: true, start: { dateTime: `${date(from)}T00:00:00`, timeZone: 'Tokyo Standard Time' } },
  end: { dateTime: `${date(to)}T00:00:00`, timeZone: 'Tokyo Standard Time' },
});
const crmDays = (from: number, last: number) => ({
  ...{ All_day: true, Start_DateTime: `${date(from)}T00:00:00+09:00`, End_DateTime: `${date(last)}T23:59:00+09:00` },
});
const daily = (startDate: string) => ({
  recurrence: {
    pattern: { type: 'daily', interval: 2 },
    range: { type: 'numbered', numberOfOccurrences: 5, startDate, recurrenceTimeZone: 'Tokyo Standard Time' },
  },
});
const crmDaily = (startDate: string) => ({
  Recurring_Activity: { RRULE: `FREQ=DAILY;INTERVAL=3;DTSTART=${startDate};COUNT=4` },
});

interface Leg {
  readonly title: string;
  /** what both sides have before anything happens */
  readonly events?: readonly Raw[];
  readonly Events?: readonly Raw[];
  /** what people do after the first agreement; without it the first run is the one that is killed */
  readonly edit?: () => Promise<unknown>;
  /** the subjects that both sides show in the end, with the place, sorted */
  readonly after: readonly string[];
}

const legs: readonly Leg[] = [
  {
    title: 'created each way: a single meeting, whole days, a series, one known to both',
    events: [
      meeting('Single', 2),
      meeting('Whole days', 4, days(4, 6)),
      meeting('Series', 8, daily(date(8))),
      meeting('Shared', 3, { location: { displayName: 'Room 1' } }),
    ],
    Events: [
      crmMeeting('CRM single', 5),
      crmMeeting('CRM days', 6, crmDays(6, 7)),
      crmMeeting('CRM series', 9, crmDaily(date(9))),
      crmMeeting('Shared', 3),
    ],
    after: ['CRM days', 'CRM series', 'CRM single', 'Series', 'Shared at Room 1', 'Single', 'Whole days'],
  },
  {
    title: 'changed each way and deleted each way',
    events: [meeting('Moves', 2), meeting('Days', 4, days(4, 5)), meeting('Gone', 3), meeting('Both', 6)],
    Events: [crmMeeting('Gone in the CRM', 5), crmMeeting('Series', 9, crmDaily(date(9)))],
    edit: async () => {
      await world.editOutlook('Moves', { location: { displayName: 'Room 2' } });
      await world.editOutlook('Both', { location: { displayName: 'Room 3' } });
      await world.editCrm('Both', { Description: 'Bring it' });
      await world.editCrm('Days', crmDays(4, 6));
      await world.editOutlook('Series', { location: { displayName: 'Room 4' } });
      await world.deleteOutlook('Gone');
      await world.deleteCrm('Gone in the CRM');
    },
    after: ['Both at Room 3', 'Days', 'Moves at Room 2', 'Series at Room 4'],
  },
];

function expectAfter({ after }: Leg): void {
  const outlook = world.inOutlook().map(({ subject, location }) => placed(subject, (location as Raw).displayName));
  const zoho = world.inZoho().map(({ Event_Title, Venue }) => placed(Event_Title, Venue));
  expect([outlook.sort(), zoho.sort()]).toEqual([after, after]);
  expect(world.outbox()).toEqual([]);
}

/** Times, rules and texts of both sides, without ids and without what the services note of themselves. */
const shown = () => ({
  outlook: shownInOutlook(world),
  zoho: world
    .inZoho()
    .map((one) =>
      ['Event_Title', 'Start_DateTime', 'End_DateTime', 'All_day', 'Recurring_Activity', 'Description'].map(
        (name) => one[name] ?? null,
      ),
    )
    .map((values) => JSON.stringify(values))
    .sort(),
});

async function prepare({ events = [], Events = [], edit }: Leg): Promise<void> {
  world.reset(events, Events);
  if (!edit) return;
  await world.run(deleting);
  await edit();
}

test.each(legs)(
  'killed at any moment, it ends as if never killed: $title',
  async (leg) => {
    const end = () => {
      expectAfter(leg);
      return shown();
    };
    const recover = async () => {
      await world.letLeaseLapse();
      await world.untilQuiet(deleting);
    };
    await diesAnywhere({ prepare: () => prepare(leg), run: (life) => world.run(deleting, life), recover, end }, 20);
  },
  300_000,
);
