import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { forgetPerson, openArchive } from '../../archive';
import { startFixture, type Fixture, type Side } from '../support/fixture';
import { crmMeeting, date, meeting, startEventWorld, type EventWorld } from '../support/eventWorld';
import { startTaskWorld, type TaskWorld } from '../support/taskWorld';
import { graphForm, zohoForm } from '../support/vendorForms';

/**
 * The law: whatever odd records there are on both sides, once they are in step and the archive is lost, a new one makes none of them
 * a second time, and neither does a third; nor does one in which some of them were forgotten.
 */
jest.setTimeout(600_000);
const runs = { numRuns: Number(process.env.RUNS ?? 6), endOnFailure: true };

interface World extends Pick<Fixture, 'file' | 'run' | 'stop'> {
  readonly counts: () => Promise<Readonly<Record<Side, number>>>;
}

async function loseArchive({ file }: World): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(`${file()}${end}`, { force: true });
}

/** Some records, as a request of erasure would name it, though all are still there. */
async function forgetSome({ file }: World): Promise<void> {
  const archive = await openArchive(file());
  const records = await archive.db.selectFrom('record').select(['side', 'ref']).orderBy('ref').execute();
  for (const whom of records.filter((_, at) => at % 2 === 0).slice(0, 3)) await forgetPerson(archive, whom, Date.now());
  await archive.close();
}

async function settle({ run }: World): Promise<void> {
  for (let n = 0; n < 4; n += 1) if ((await run()).written === 0) return;
}

async function expectNobodyTwice(world: World): Promise<void> {
  await settle(world);
  const before = await world.counts();
  for (const lose of [loseArchive, forgetSome, loseArchive]) {
    await lose(world);
    await settle(world);
    expect(await world.counts()).toEqual(before);
  }
}

const any = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const seeded = <T>(one: fc.Arbitrary<T>) =>
  fc.record({ outlook: fc.array(one, { maxLength: 8 }), zoho: fc.array(one, { maxLength: 8 }) });

describe('contacts', () => {
  let fixture: Fixture;
  beforeAll(async () => void (fixture = await startFixture()));
  afterAll(() => fixture.stop());

  const person = fc.record(
    {
      lastName: any('田中', 'Tanaka', 'Müller', 'X'.repeat(90), '𠮷田'),
      firstName: any('Madonna', '花子', 'ハナコ', 'Taro', 'J.'),
      email: any('a@example.jp', 'B@example.jp', 'family@example.jp', 'ｃ@example.jp'),
      companyName: any('Acme', '株式会社 山田', 'ＡＢＣ'),
      mobilePhone: any('+81 90 1111 2222', '03-1234-5678'),
      jobTitle: any('Boss'),
    },
    { requiredKeys: [] },
  );
  const isNamed = ({ lastName }: { readonly lastName?: string }) => lastName !== undefined;

  function reset(outlook: readonly object[], zoho: readonly object[]): World {
    fixture.clear();
    const own = outlook.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] }));
    const Contacts = zoho.map((one) => zohoForm(one as never));
    fixture.services.graph.seed({ contacts: own } as never);
    fixture.services.zoho.seed({ records: { Contacts } } as never);
    const counts = async () => ({
      outlook: (await fixture.contacts('outlook')).length,
      zoho: (await fixture.contacts('zoho')).length,
    });
    return { ...fixture, counts };
  }

  test('one name, only a company, only a phone: as many as there were', async () => {
    const half = [{ firstName: 'Madonna' }, { companyName: 'Acme' }, { lastName: '田中', mobilePhone: '090' }];
    const world = reset([...half, { mobilePhone: '091' }, { mobilePhone: '092' }, { jobTitle: 'Boss' }], []);
    await settle(world);
    expect(await world.counts()).toEqual({ outlook: 6, zoho: 6 });
    await expectNobodyTwice(world);
  });

  test('who was in question for a name that the other one lost by our own write is in step before, and as one after', async () => {
    const long = { lastName: 'X'.repeat(80), firstName: 'J.' };
    const world = reset([{ ...long, email: 'a@example.jp' }], [{ lastName: '田中', email: 'a@example.jp' }, long]);
    await settle(world);
    expect(await world.counts()).toEqual({ outlook: 2, zoho: 2 });
    await expectNobodyTwice(world);
  });

  test('whoever there is, nobody comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(seeded(person), async ({ outlook, zoho }) => {
        const inZoho = zoho
          .filter(isNamed)
          .map(({ companyName: _, ...one }) => ({ ...one, lastName: one.lastName!.slice(0, 80) }));
        await expectNobodyTwice(reset(outlook, inZoho));
      }),
      runs,
    );
  });
});

describe('tasks', () => {
  let world: TaskWorld;
  beforeAll(async () => void (world = await startTaskWorld()));
  afterAll(() => world.stop());

  const task = fc.record(
    {
      title: any('', ' ', 'Call back', 'Tidy up', '電話する', 'x'.repeat(255), 'task without a subject'),
      due: any(1, 2),
      text: any('a note', 'another'),
      status: any('completed', 'notStarted'),
    },
    { requiredKeys: [] },
  );
  type Task = typeof task extends fc.Arbitrary<infer T> ? T : never;
  const inTodo = ({ title = '', due, text, status }: Task) => ({
    title,
    ...(due && { dueDateTime: { dateTime: `${date(due)}T00:00:00`, timeZone: 'Tokyo Standard Time' } }),
    ...(text && { body: { content: text, contentType: 'text' } }),
    ...(status && { status }),
  });
  const inCrm = ({ title, due, text, status }: Task) => ({
    Subject: title?.trim() || 'Another',
    ...(due && { Due_Date: date(due) }),
    ...(text && { Description: text }),
    Status: status === 'completed' ? 'Completed' : 'Not Started',
  });
  function reset(outlook: readonly Task[], zoho: readonly Task[]): World {
    world.reset(outlook.map(inTodo), zoho.map(inCrm));
    const counts = async () => ({ outlook: (await world.todo()).length, zoho: world.crmTasks().length });
    return { ...world, counts };
  }

  test('without a subject: those that link names, and those that no link could be written for', async () => {
    const lab = reset([{ due: 1 }, { due: 1 }, { text: 'a note' }, { text: 'another' }], []);
    await settle(lab);
    expect(await lab.counts()).toEqual({ outlook: 4, zoho: 4 });
    await expectNobodyTwice(lab);
  });

  test('a task that got another subject on one side is still the one that its link names', async () => {
    const lab = reset([{ title: 'Call back' }, {}], []);
    await settle(lab);
    await world.editTodo('Call back', { title: 'Call them' });
    await world.editTodo('', { title: 'Named at last' });
    await loseArchive(lab);
    await settle(lab);
    expect(await lab.counts()).toEqual({ outlook: 2, zoho: 2 });
  });

  test('whatever there is, nothing comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(seeded(task), ({ outlook, zoho }) => expectNobodyTwice(reset(outlook, zoho))),
      runs,
    );
  });
});

describe('meetings', () => {
  let world: EventWorld;
  beforeAll(async () => void (world = await startEventWorld()));
  afterAll(() => world.stop());

  const rules = {
    none: [null, null],
    over: [{ type: 'numbered', numberOfOccurrences: 3 }, 'COUNT=3'],
    goesOn: [{ type: 'numbered', numberOfOccurrences: 300 }, 'COUNT=300'],
    ended: [{ type: 'endDate', endDate: date(-110) }, `UNTIL=${date(-110)}`],
    endless: [{ type: 'noEnd' }, ''],
    yearly: [{ type: 'noEnd' }, ''],
  } as const;
  const one = fc.record({
    subject: any('Standup', 'Review', '会議', ''),
    days: any(-200, -160, -120, -30, 3, 40, 500),
    rule: any(...(Object.keys(rules) as (keyof typeof rules)[])),
  });
  type One = typeof one extends fc.Arbitrary<infer T> ? T : never;
  const yearlyOn = (day: string) => `FREQ=YEARLY;BYMONTH=${Number(day.slice(5, 7))};BYMONTHDAY=${Number(day.slice(8))}`;
  const inOutlook = ({ subject, days, rule }: One) => {
    const [range] = rules[rule];
    const at = new Date(date(days));
    const yearly = { type: 'absoluteYearly', interval: 1, dayOfMonth: at.getUTCDate(), month: at.getUTCMonth() + 1 };
    const pattern = rule === 'yearly' ? yearly : { type: 'daily', interval: 1 };
    const series = range ? { recurrence: { pattern, range: { ...range, startDate: date(days) } } } : {};
    return meeting(subject, days, series);
  };
  const inCrm = ({ subject, days, rule }: One) => {
    const [, end] = rules[rule];
    const how = rule === 'yearly' ? yearlyOn(date(days)) : 'FREQ=DAILY';
    const RRULE = [how, 'INTERVAL=1', `DTSTART=${date(days)}`, end].filter(Boolean).join(';');
    return crmMeeting(subject || 'Untitled', days, end === null ? {} : { Recurring_Activity: { RRULE } });
  };
  const isPossible = ({ days, rule }: One): boolean => rule !== 'ended' || days < -110;
  function reset(outlook: readonly One[], zoho: readonly One[]): World {
    world.reset(outlook.filter(isPossible).map(inOutlook), zoho.filter(isPossible).map(inCrm));
    const counts = async () => ({ outlook: world.inOutlook().length, zoho: world.inZoho().length });
    return { ...world, counts };
  }

  test('a series that ended by COUNT before the window is on neither side made again', async () => {
    const over = { subject: 'Standup', days: -200, rule: 'over' } as const;
    const lab = reset([over], [over, { ...over, subject: 'Review' }]);
    await settle(lab);
    expect(await lab.counts()).toEqual({ outlook: 1, zoho: 2 });
    await expectNobodyTwice(lab);
  });

  const short = { 'Outlook Changes': { daysBack: 30, daysAhead: 60 } };
  const within = (lab: World): World => ({ ...lab, run: (settings = {}) => world.run({ ...short, ...settings }) });

  test('a series with no meeting in a short window is on neither side made again, nor begun on the other', async () => {
    const rare = { subject: 'Audit', days: -160, rule: 'yearly' } as const;
    const lab = within(reset([rare], [rare, { ...rare, subject: 'Renewal' }]));
    await settle(lab);
    expect(await lab.counts()).toEqual({ outlook: 1, zoho: 2 });
    await expectNobodyTwice(lab);
    expect(await lab.counts()).toEqual({ outlook: 1, zoho: 2 });
  });

  test('whatever there is in a short window, nothing comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(seeded(one), ({ outlook, zoho }) => expectNobodyTwice(within(reset(outlook, zoho)))),
      { ...runs, numRuns: Math.ceil((runs.numRuns ?? 100) / 2) },
    );
  });

  test('whatever there is, nothing comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(seeded(one), ({ outlook, zoho }) => expectNobodyTwice(reset(outlook, zoho))),
      runs,
    );
  });
});
