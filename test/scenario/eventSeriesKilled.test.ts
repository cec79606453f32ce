/** Outlook is told a series in several requests: killed between any two of them, it ends as if never killed. */
import type { EventWorld } from '../support/eventWorld';
import { crmMeeting, date, startEventWorld } from '../support/eventWorld';
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
