/** Outlook is told a series in several requests: killed between any two of them, it ends as if never killed. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, date, meeting, startEventWorld } from '../support/eventWorld';
import { liveBy } from '../support/mortal';
import { makeStepper } from '../support/stepper';

jest.mock('../../archive', () =>
  jest
    .requireActual<{ mortal: (real: unknown) => unknown }>('../support/mortal')
    .mortal(jest.requireActual('../../archive')),
);

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(async () => {
  liveBy(makeStepper());
  await world.stop();
});

const RRULE = `FREQ=DAILY;INTERVAL=2;DTSTART=${date(3)};COUNT=6`;
const EXDATE = [date(5), date(9)].join(',');

async function prepare(): Promise<void> {
  liveBy(makeStepper());
  await world.reset([], [crmMeeting('Series', 3, { Recurring_Activity: { RRULE, EXDATE } })]);
}

async function untilQuiet(): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    const { written, pending } = await world.run();
    if (written === 0 && pending === 0) return;
  }
  throw new Error('still not quiet after six cycles');
}

test('a series killed before its meetings are taken out loses none of them, is made once, and nothing flows back', async () => {
  let fatal = 1;
  for (let lived = false; !lived; fatal += 1) {
    await prepare();
    const stepper = liveBy(makeStepper(fatal));
    lived = (await stepper.live(() => world.run({}, stepper))) !== 'died';
    liveBy(makeStepper());
    await world.letLeaseLapse();
    await untilQuiet();
    const events = [...world.services.graph.state.events.values()];
    expect([fatal, events.map(({ cancelled }) => [...cancelled].sort())]).toEqual([fatal, [[date(5), date(9)]]]);
    expect(world.inZoho().map((one) => one.Recurring_Activity)).toEqual([{ RRULE, EXDATE }]);
    expect(world.outbox()).toEqual([]);
  }
  expect(fatal).toBeGreaterThan(30);
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
  liveBy(makeStepper());
  await world.reset(
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
  await exceptionsOnBothSides();
  await untilQuiet();
  const unkilled = shown();
  expect(unkilled.outlook).toEqual([
    ['Ours', '', [date(4)], [date(8)]],
    ['Theirs', 'Hall', [date(5), date(9), date(11)], []],
  ]);
  expect(unkilled.zoho.map(([title, venue, text]) => [title, venue, text])).toEqual([
    ['Ours', null, 'Bring cake'],
    ['Theirs', 'Hall', null],
  ]);
  let fatal = 1;
  for (let lived = false; !lived; fatal += 1) {
    await exceptionsOnBothSides();
    const stepper = liveBy(makeStepper(fatal));
    lived = (await stepper.live(() => world.run({}, stepper))) !== 'died';
    liveBy(makeStepper());
    await world.letLeaseLapse();
    await untilQuiet();
    expect([fatal, shown()]).toEqual([fatal, unkilled]);
    expect(world.outbox()).toEqual([]);
  }
  expect(fatal).toBeGreaterThan(40);
}, 300_000);
