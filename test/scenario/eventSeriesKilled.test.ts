/** Outlook is told a series in several requests: killed between any two of them, it ends as if never killed. */
import type { EventWorld } from '../support/eventWorld';
import type { Killable } from '../support/diesAnywhere';
import { diesAnywhere } from '../support/diesAnywhere';
import { crmMeeting, date, meeting, startEventWorld } from '../support/eventWorld';

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

const RRULE = `FREQ=DAILY;INTERVAL=2;DTSTART=${date(3)};COUNT=6`;
const EXDATE = [date(5), date(9)].join(',');

const run: Killable['run'] = (life) => world.run({}, life);
async function recover(): Promise<void> {
  await world.letLeaseLapse();
  await world.untilQuiet();
}

test('a series killed before its meetings are taken out loses none of them, is made once, and nothing flows back', async () => {
  const prepare = async () => world.reset([], [crmMeeting('Series', 3, { Recurring_Activity: { RRULE, EXDATE } })]);
  const end = (): void => {
    const events = [...world.services.graph.state.events.values()];
    expect(events.map(({ cancelled }) => [...cancelled].sort())).toEqual([[date(5), date(9)]]);
    expect(world.inZoho().map((one) => one.Recurring_Activity)).toEqual([{ RRULE, EXDATE }]);
    expect(world.outbox()).toEqual([]);
  };
  await diesAnywhere({ prepare, run, recover, end }, 10);
}, 300_000);

const zone = 'Tokyo Standard Time';
const daily = (first: number) => ({
  recurrence: {
    pattern: { type: 'daily', interval: 2 },
    range: { type: 'numbered', numberOfOccurrences: 6, startDate: date(first), recurrenceTimeZone: zone },
  },
});
const ruleOf = (title: string) => world.crm(title).Recurring_Activity as Readonly<Record<string, unknown>>;

/** A person takes days out of a series in Zoho CRM's own interface: its API lets nobody. */
async function takeOut(title: string, days: string, more: object): Promise<void> {
  const records = [...(world.services.zoho.state.records.get('Events')?.values() ?? [])];
  const record = records.find(({ values }) => values.Event_Title === title);
  if (record) record.values = { ...record.values, Recurring_Activity: { ...ruleOf(title), EXDATE: days } };
  await world.editCrm(title, { ...more });
}

/** What both sides show of the series once all is quiet. */
const shown = () => {
  const events = [...world.services.graph.state.events.values()];
  return {
    outlook: events
      .map(({ fields, cancelled, exceptions }) => [
        ...[fields.subject, (fields.location as { displayName?: string }).displayName ?? ''],
        ...[[...cancelled].sort(), [...exceptions.keys()].sort()],
      ])
      .sort(),
    zoho: world
      .inZoho()
      .map((one) => [one.Event_Title, one.Venue ?? null, one.Description ?? null, one.Recurring_Activity])
      .sort(),
  };
};

async function exceptionsOnBothSides(): Promise<void> {
  world.reset(
    [meeting('Ours', 2, daily(2))],
    [crmMeeting('Theirs', 3, { Recurring_Activity: { RRULE, EXDATE: date(5) } })],
  );
  await world.run();
  await takeOut('Theirs', [date(5), date(9), date(11)].join(','), { Venue: 'Hall' });
  for (const one of [{ delete: true }, { set: { location: { displayName: 'Garden' } } }])
    world.services.graph.seed({
      eventEdits: [{ event: 'Ours', date: date('delete' in one ? 4 : 8), ...one }],
    } as never);
  await world.editOutlook('Ours', { body: { contentType: 'text', content: 'Bring cake' } });
}

test('exceptions that come later on both sides: killed at any moment, each is there once, and nothing flows back', async () => {
  const end = () => {
    const now = shown();
    expect(now.outlook).toEqual([
      ['Ours', '', [date(4)], [date(8)]],
      ['Theirs', 'Hall', [date(5), date(9), date(11)], []],
    ]);
    expect(now.zoho.map(([title, venue, text]) => [title, venue, text])).toEqual([
      ['Ours', null, 'Bring cake'],
      ['Theirs', 'Hall', null],
    ]);
    expect(world.outbox()).toEqual([]);
    return now;
  };
  await diesAnywhere({ prepare: exceptionsOnBothSides, run, recover, end }, 15);
}, 300_000);
