/** Meetings by CalDAV: killed before anything that lasts, here or there, it ends the same. */
import type { Raw } from '../support/fixture';
import { date, meeting } from '../support/eventWorld';
import type { DavWorld } from '../support/davWorld';
import { davMeeting, startDavWorld } from '../support/davWorld';
import { diesAnywhere } from '../support/diesAnywhere';
import { deleting, placed, shownInOutlook } from '../support/eventsShown';

let world: DavWorld;
beforeAll(async () => void (world = await startDavWorld()));
afterAll(() => world.stop());

const compact = (days: number): string => date(days).replace(/-/g, '');
const days = (from: number, to: number) => ({
  ...{ isAllDay: true, start: { dateTime: `${date(from)}T00:00:00`, timeZone: 'Tokyo Standard Time' } },
  end: { dateTime: `${date(to)}T00:00:00`, timeZone: 'Tokyo Standard Time' },
});
const daily = (startDate: string) => ({
  recurrence: {
    pattern: { type: 'daily', interval: 2 },
    range: { type: 'numbered', numberOfOccurrences: 5, startDate, recurrenceTimeZone: 'Tokyo Standard Time' },
  },
});

interface Leg {
  readonly title: string;
  /** what both sides have before anything happens */
  readonly events: readonly Raw[];
  readonly objects: readonly Raw[];
  /** what people do after the first agreement; without it the first run is the one that is killed */
  readonly edit?: () => Promise<void>;
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
    objects: [
      davMeeting('CRM single', 5),
      davMeeting('CRM days', 6, `DTSTART;VALUE=DATE:${compact(6)}`, `DTEND;VALUE=DATE:${compact(8)}`),
      davMeeting('CRM series', 9, 'RRULE:FREQ=DAILY;INTERVAL=3;COUNT=4', `EXDATE:${compact(12)}T090000Z`),
      davMeeting('Shared', 3),
    ],
    after: ['CRM days', 'CRM series', 'CRM single', 'Series', 'Shared at Room 1', 'Single', 'Whole days'],
  },
  {
    title: 'changed each way and deleted each way',
    events: [meeting('Moves', 2), meeting('Days', 4, days(4, 5)), meeting('Gone', 3), meeting('Both', 6)],
    objects: [davMeeting('Gone in the CRM', 5), davMeeting('Series', 9, 'RRULE:FREQ=DAILY;COUNT=4')],
    edit: async () => {
      await world.editOutlook('Moves', { location: { displayName: 'Room 2' } });
      await world.editOutlook('Both', { location: { displayName: 'Room 3' } });
      await world.editCalendar('Both', (ics) => ics.replace('END:VEVENT', 'DESCRIPTION:Bring it\r\nEND:VEVENT'));
      await world.editCalendar('Days', (ics) =>
        ics.replace(`DTEND;VALUE=DATE:${compact(5)}`, `DTEND;VALUE=DATE:${compact(7)}`),
      );
      await world.editOutlook('Series', { location: { displayName: 'Room 4' } });
      await world.deleteOutlook('Gone');
      await world.deleteInCalendar('Gone in the CRM');
    },
    after: ['Both at Room 3', 'Days', 'Moves at Room 2', 'Series at Room 4'],
  },
];

function expectAfter({ after }: Leg): void {
  const outlook = world.inOutlook().map(({ subject, location }) => placed(subject, (location as Raw).displayName));
  const calendar = world.inCalendar().map(({ subject, location }) => placed(subject, location));
  expect([outlook.sort(), calendar.sort()]).toEqual([after, after]);
  expect(world.outbox()).toEqual([]);
}

/** Times, rules and texts of both sides, without ids and without what the services note of themselves. */
const shown = () => ({
  outlook: shownInOutlook(world),
  calendar: world
    .inCalendar()
    .map(({ uid, ...fields }) => JSON.stringify([Boolean(uid), fields]))
    .sort(),
});

async function prepare({ events, objects, edit }: Leg): Promise<void> {
  world.reset(events, objects);
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
  600_000,
);
