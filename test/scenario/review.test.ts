import { inWords } from '../../reasons';
import * as archive from '../../archive';
import type { Archive, ReviewAnswer } from '../../archive';
import { rows } from '../e2e/harness/contactRows';
import type { Fixture, Raw } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { runCycle, type Settings } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
let a: Archive;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(async () => {
  world.clear();
  a = await archive.openArchive(world.file());
});
afterEach(() => a.close());

const sync = 'Contacts';
const cycle = (settings: Settings = {}) => runCycle(world.house(), settings);
const ask: Settings = { 'Conflict Resolver': { policy: 'ask', deletes: 'ask' } };
const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp' };

const inOutlook = (...people: readonly object[]): void =>
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
const inZoho = (...people: readonly object[]): void =>
  world.services.zoho.seed({ records: { Contacts: people.map((one) => zohoForm(one as never)) } } as never);

const valueOf = (side: 'outlook' | 'zoho', name: string, one: Raw): string =>
  rows.find((row) => row.name === name)![side](one);
const all = async (name: string) => ({
  outlook: (await world.contacts('outlook')).map((one) => valueOf('outlook', name, one)).sort(),
  zoho: (await world.contacts('zoho')).map((one) => valueOf('zoho', name, one)).sort(),
});

/** The one contact of Tanaka's on a side. */
const only = async (side: 'outlook' | 'zoho'): Promise<string> =>
  String((await world.contacts(side)).find((one) => valueOf(side, 'e-mail', one) === tanaka.email)?.id);
const editOutlook = async (fields: object): Promise<unknown> =>
  world.ask(
    'outlook',
    'PATCH',
    `/v1.0/me/contacts/${encodeURIComponent(await only('outlook'))}`,
    graphForm(fields as never),
  );
const editZoho = async (fields: object): Promise<unknown> =>
  world.ask('zoho', 'PUT', `/crm/v8/Contacts/${await only('zoho')}`, {
    data: [zohoForm(fields as never)],
    trigger: [],
  });

const open = () => archive.listReviews(a, sync, { states: ['open'] });
async function answer(given: ReviewAnswer, more: { rule?: boolean; by?: string } = {}) {
  const [review] = await open();
  const { rule = false, by = 'Tanaka' } = more;
  return archive.answerReview(a, { id: review!.id, answer: given, seen: review!.fingerprint, by, rule }, Date.now());
}

/** One contact on both sides whose job title and department both sides changed. */
async function conflict(): Promise<void> {
  inOutlook({ ...tanaka, jobTitle: 'old', department: 'old' });
  await cycle();
  await editOutlook({ jobTitle: 'CEO', department: 'Sales' });
  await editZoho({ jobTitle: 'CTO', department: 'Labs' });
  await cycle(ask);
}

async function quiet(settings: Settings = ask): Promise<void> {
  expect(await cycle(settings)).toMatchObject({ written: 0, pending: 0, reviews: [] });
}

test('a conflict keeps both sides, the base, the rule that was not enough, and when it was seen', async () => {
  await conflict();
  expect(inWords(await open())).toMatchObject([
    {
      topic: 'conflict',
      details: {
        is: 'pair',
        happened: 'edited',
        outlook: { label: 'Hanako Tanaka', fields: { jobTitle: 'CEO' } },
        zoho: { fields: { jobTitle: 'CTO' } },
        base: { outlook: { jobTitle: 'old' }, zoho: { jobTitle: 'old' } },
        clashes: [{ field: 'jobTitle' }, { field: 'department' }],
        rule: 'Decide Myself',
      },
      seenAt: expect.any(Number),
    },
  ]);
});

test('field by field: one from each side, and one that is typed goes to both', async () => {
  await conflict();
  await answer({ fields: { jobTitle: { value: 'Chair' }, department: { take: 'zoho' } } });
  expect(await cycle(ask)).toMatchObject({ updated: { outlook: 1, zoho: 1 }, reviews: [] });
  expect(await all('job title')).toEqual({ outlook: ['Chair'], zoho: ['Chair'] });
  expect(await all('department')).toEqual({ outlook: ['Labs'], zoho: ['Labs'] });
  await quiet();
});

test('a field that the answer does not name stays open', async () => {
  await conflict();
  await answer({ fields: { jobTitle: { take: 'outlook' } } });
  expect(await cycle(ask)).toMatchObject({ written: 1, pending: 0 });
  expect(inWords(await open())).toMatchObject([{ state: 'open', details: { clashes: [{ field: 'department' }] } }]);
  await answer({ take: 'outlook' });
  await cycle(ask);
  expect(await all('department')).toEqual({ outlook: ['Sales'], zoho: ['Sales'] });
  await quiet();
});

test('keeping both as separate records unlinks them, gives each side its copy, and never pairs them again', async () => {
  await conflict();
  await answer({ unlink: true });
  await cycle(ask);
  await cycle(ask);
  expect(await all('job title')).toEqual({ outlook: ['CEO', 'CTO'], zoho: ['CEO', 'CTO'] });
  await quiet();
});

test('done from now on, a rule answers the next conflict, until it is taken back', async () => {
  await conflict();
  const result = await answer(
    { fields: { jobTitle: { take: 'zoho' }, department: { take: 'outlook' } } },
    { rule: true },
  );
  const words = ['Job Title changed on both sides: Zoho CRM wins', 'Department changed on both sides: Outlook wins'];
  expect(inWords(result)).toMatchObject({ outcome: 'answered', rules: words.map((one) => ({ words: one })) });
  await cycle(ask);
  await editOutlook({ jobTitle: 'A', department: 'A' });
  await editZoho({ jobTitle: 'B', department: 'B' });
  expect(await cycle(ask)).toMatchObject({ written: 2, reviews: [] });
  expect([await all('job title'), await all('department')]).toEqual([
    { outlook: ['B'], zoho: ['B'] },
    { outlook: ['A'], zoho: ['A'] },
  ]);
  for (const { id } of await archive.rulesOf(a, sync))
    expect(await archive.revokeRule(a, sync, id, 'Tanaka', Date.now())).toBe(true);
  expect(await archive.rulesOf(a, sync)).toEqual([]);
  await editOutlook({ jobTitle: 'C' });
  await editZoho({ jobTitle: 'D' });
  await cycle(ask);
  expect(await open()).toHaveLength(1);
});

describe('an answer is taken back', () => {
  const takeBack = async (now = Date.now()): Promise<boolean> => {
    const [answered] = await archive.listReviews(a, sync, { states: ['answered'] });
    return archive.takeBackAnswer(a, answered!.id, 'Suzuki', now);
  };

  test('before a run took it: the question is open again, and nothing is written', async () => {
    await conflict();
    await answer({ take: 'zoho' });
    expect(await takeBack()).toBe(true);
    expect(await open()).toMatchObject([{ answer: null, answeredBy: null, state: 'open' }]);
    expect(await cycle(ask)).toMatchObject({ written: 0 });
    expect(await all('job title')).toEqual({ outlook: ['CEO'], zoho: ['CTO'] });
    await answer({ take: 'zoho' });
    await cycle(ask);
    expect(await all('job title')).toEqual({ outlook: ['CTO'], zoho: ['CTO'] });
  });

  test('a record that has other work to do beside the question goes on with it', async () => {
    await conflict();
    const [asked] = await open();
    // As a run leaves it that was killed between its question and the work that comes before it.
    await a.db
      .updateTable('record')
      .set({ status: 'pending', since: 1 })
      .where('review', '=', asked!.id)
      .where('side', '=', 'zoho')
      .execute();
    await answer({ take: 'zoho' });
    expect(await takeBack()).toBe(true);
    const waiting = await a.db
      .selectFrom('record')
      .select(['side', 'status'])
      .where('review', '=', asked!.id)
      .execute();
    expect(waiting).toEqual(
      expect.arrayContaining([
        { side: 'outlook', status: 'review' },
        { side: 'zoho', status: 'pending' },
      ]),
    );
  });

  test('with the rule that it made; the rule it replaced holds again', async () => {
    await conflict();
    await answer({ take: 'zoho' }, { rule: true });
    await cycle(ask);
    const rules = async () => (await archive.rulesOf(a, sync)).map(({ id }) => id).sort();
    const before = await rules();
    for (const id of before) await archive.revokeRule(a, sync, id, 'Tanaka', Date.now());
    await editOutlook({ jobTitle: 'A', department: 'A' });
    await editZoho({ jobTitle: 'B', department: 'B' });
    await cycle(ask);
    await answer({ take: 'outlook' }, { rule: true });
    expect(await rules()).not.toEqual([]);
    expect(await takeBack()).toBe(true);
    expect(await rules()).toEqual([]);
    expect(await open()).toHaveLength(1);
  });

  test('not while a run is at work, which may have taken it, nor after', async () => {
    await conflict();
    await answer({ take: 'zoho' });
    const started = await archive.startCycle(a, { sync, kind: 'contact', holder: 'test', now: Date.now() });
    expect(await takeBack()).toBe(false);
    if (started.started) await archive.abandonCycle(a, started.cycle);
    const [answered] = await archive.listReviews(a, sync, { states: ['answered'] });
    await cycle(ask);
    expect(await archive.takeBackAnswer(a, answered!.id, 'Suzuki', Date.now())).toBe(false);
    expect(await archive.takeBackAnswer(a, 'no such one', 'Suzuki', Date.now())).toBe(false);
  });
});

describe('a deletion that a person is asked about', () => {
  beforeEach(async () => {
    inOutlook(tanaka);
    await cycle();
    await world.ask('outlook', 'DELETE', `/v1.0/me/contacts/${encodeURIComponent(await only('outlook'))}`);
    await cycle(ask);
    expect(inWords(await open())).toMatchObject([{ details: { happened: 'deleted:outlook', rule: 'Deletes: Ask' } }]);
  });

  test.each([
    [{ take: 'outlook' }, { outlook: 0, zoho: 0 }],
    [{ take: 'zoho' }, { outlook: 1, zoho: 1 }],
    [{ dismiss: true }, { outlook: 0, zoho: 1 }],
  ] as const)('%j', async (given, expected) => {
    await answer(given);
    const guards = { guards: { maxDeletes: 100, maxDeletePercent: 100 } };
    await cycle({ 'Conflict Resolver': { ...ask['Conflict Resolver'], ...guards } });
    expect(await archive.listReviews(a, sync, { states: ['answered', 'done', 'obsolete'] })).toMatchObject([
      { state: 'done', answer: given },
    ]);
    expect({ outlook: (await world.contacts('outlook')).length, zoho: (await world.contacts('zoho')).length }).toEqual(
      expected,
    );
    await quiet();
  });
});

describe('two in Outlook and one in the CRM with one address', () => {
  beforeEach(async () => {
    inOutlook({ ...tanaka, jobTitle: 'one' }, { ...tanaka, jobTitle: 'two' });
    inZoho({ ...tanaka, jobTitle: 'three' });
    await cycle();
    expect(inWords(await open())).toMatchObject([{ topic: 'ambiguous', details: { is: 'candidates' } }]);
  });

  test('joining two links them and asks about the third alone', async () => {
    const [review] = await open();
    const { details } = review!;
    if (details.is !== 'candidates') throw new Error('another question');
    const two = details.outlook.find(({ fields }) => fields.jobTitle === 'two');
    await answer({ join: { outlook: two!.ref, zoho: details.zoho[0]!.ref } });
    await cycle({ 'Conflict Resolver': { policy: 'outlook' } });
    expect(await all('job title')).toEqual({ outlook: ['one', 'two'], zoho: ['two'] });
    expect(inWords(await open())).toMatchObject([{ refs: [{ side: 'outlook' }] }]);
    await answer({ dismiss: true });
    expect(await cycle()).toMatchObject({ written: 0, pending: 0, reviews: [] });
  });

  test('never paired, each is created on the other side, and nobody asks again', async () => {
    await answer({ neverPair: true });
    await cycle();
    const titles = await all('job title');
    expect(titles).toEqual({ outlook: ['one', 'three', 'two'], zoho: ['one', 'three', 'two'] });
    await quiet({});
    expect(inWords(await archive.rulesOf(a, sync))).toMatchObject([{ words: 'Never pair these: Hanako Tanaka' }]);
  });

  test('dismissed, they are left alone until one of them changes', async () => {
    expect(await answer({ dismiss: true })).toMatchObject({ outcome: 'answered', review: { state: 'done' } });
    await quiet({});
    await editZoho({ jobTitle: 'four' });
    expect(await cycle()).toMatchObject({ reviews: [{ topic: 'ambiguous' }] });
  });
});

describe('who answers late', () => {
  test('is told what the first one said, and changes nothing', async () => {
    await conflict();
    const [review] = await open();
    const given = { id: review!.id, seen: review!.fingerprint };
    const both = await Promise.all([
      archive.answerReview(a, { ...given, answer: { take: 'zoho' }, by: 'Sato' }, Date.now()),
      archive.answerReview(a, { ...given, answer: { take: 'outlook' }, by: 'Mori' }, Date.now()),
    ]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['answered', 'already answered']);
    expect(both[1]!.review).toMatchObject({ answer: { take: 'zoho' }, answeredBy: 'Sato' });
    await cycle(ask);
    expect(await all('job title')).toEqual({ outlook: ['CTO'], zoho: ['CTO'] });
    const late = await archive.answerReview(a, { ...given, answer: { take: 'outlook' }, by: 'Mori' }, Date.now());
    expect(late).toMatchObject({ outcome: 'obsolete', review: { state: 'done' } });
  });

  test('has looked at values that are gone, and is shown the new ones', async () => {
    await conflict();
    const [review] = await open();
    await editZoho({ jobTitle: 'COO' });
    await cycle(ask);
    const late = await archive.answerReview(
      a,
      { id: review!.id, answer: { take: 'zoho' }, seen: review!.fingerprint, by: 'Mori' },
      Date.now(),
    );
    expect(late).toMatchObject({ outcome: 'stale', review: { details: { zoho: { fields: { jobTitle: 'COO' } } } } });
    expect((await open())[0]?.id).toBe(review!.id);
    await editZoho({ jobTitle: 'CEO', department: 'Sales' });
    await cycle(ask);
    const closed = await archive.answerReview(
      a,
      { id: review!.id, answer: { take: 'zoho' }, seen: null, by: 'Mori' },
      Date.now(),
    );
    expect(closed).toMatchObject({ outcome: 'obsolete' });
  });

  test('gives no answer that the question cannot use', async () => {
    await conflict();
    await expect(answer({ pass: true })).rejects.toMatchObject({ message: expect.stringContaining('does not fit') });
    await expect(answer({ fields: { nonsense: { take: 'zoho' } } })).rejects.toMatchObject({
      message: expect.stringContaining('no field "nonsense"'),
    });
    expect(await open()).toHaveLength(1);
  });
});

test('undoing leaves what somebody changed since, and says so', async () => {
  inOutlook(
    { ...tanaka, jobTitle: 'old', department: 'old' },
    { ...tanaka, lastName: 'Sato', email: 'sato@example.jp' },
  );
  const first = await cycle();
  await editZoho({ jobTitle: 'CTO', department: 'Labs' });
  const second = await cycle();
  await editOutlook({ jobTitle: 'newer' });
  await cycle();
  const undone = await world.undo({ undoCycle: second!.cycle });
  expect(undone.left).toMatchObject([{ side: 'outlook', reason: expect.stringContaining('Job Title') }]);
  expect(undone.updated).toEqual({ outlook: 1, zoho: 0 });
  expect(await all('department')).toMatchObject({ outlook: ['', 'old'] });
  const creates = await world.undo({ undoCycle: first!.cycle });
  expect(creates.left).toMatchObject([{ side: 'zoho', reason: expect.stringContaining('changed since') }]);
  expect(creates.deleted).toEqual({ outlook: 0, zoho: 1 });
  await quiet({});
});

test('undoing many creates has to be looked at first, and then goes by its plan', async () => {
  inOutlook(...Array.from({ length: 12 }, (_, n) => ({ lastName: `P${n}`, email: `p${n}@example.jp` })));
  await cycle();
  await expect(world.undo()).rejects.toMatchObject({ message: expect.stringContaining('delete 12 records') });
  const { plan, preview, written } = await world.undo({ undoPreview: true });
  expect([plan.length, written, (await world.contacts('zoho')).length]).toEqual([13, 0, 12]);
  expect((await world.undo({ undoPlan: preview })).deleted).toEqual({ outlook: 0, zoho: 12 });
  await quiet({});
});

test('a person typed a value, and the answer to its write in the CRM is lost: it is asked again, and nothing goes over it', async () => {
  await conflict();
  await answer({ fields: { jobTitle: { value: 'Boss' }, department: { value: 'HQ' } } } as never);
  const { faults } = world.services.zoho;
  faults.add({ match: { method: 'PUT', path: '/Contacts' }, kind: 'dropAfter', count: 50 } as never);
  await cycle(ask).catch(() => undefined);
  await world.letLeaseLapse();
  faults.clear();
  for (let n = 0; n < 3; n += 1) await cycle(ask);
  expect([await all('job title'), (await open()).length]).toEqual([{ outlook: ['CEO'], zoho: ['Boss'] }, 1]);
});
