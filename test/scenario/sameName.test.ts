/** A name that several records of the CRM bear: a person sees them and says which one is meant, and that is obeyed and kept. */
import * as archive from '../../archive';
import type { Archive, Review } from '../../archive';
import type { ReviewAnswer } from '../../sync/review/review';
import { sentence } from '../../reasons';
import type { Fixture, Raw } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { runCycle } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';
import { renderView } from '../../nodes/ConflictReview/renderView';
import { submitAnswers } from '../../nodes/ConflictReview/submitAnswers';

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
const cycle = () => runCycle(world.house());
const inZoho = (records: Readonly<Record<string, readonly object[]>>): void =>
  world.services.zoho.seed({ records } as never);
const inOutlook = (...people: readonly object[]): void =>
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);

const twins = [
  { id: '9001', Account_Name: 'Nippon Trading', Billing_City: 'Osaka' },
  { id: '9002', Account_Name: 'Nippon Trading', Billing_City: 'Nagoya' },
];
const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'tanaka@example.jp', companyName: 'Nippon Trading' };
const sato = { ...tanaka, lastName: 'Sato', firstName: 'Ken', email: 'sato@example.jp' };

const open = () => archive.listReviews(a, sync, { states: ['open'] });
const give = (review: Review, answer: ReviewAnswer, rule = false) =>
  archive.answerReview(a, { id: review.id, answer, seen: review.fingerprint, by: 'Mori', rule }, Date.now());
const choose = (choice: Readonly<Record<string, string>>): ReviewAnswer => ({ choose: choice });
async function person(email: string): Promise<Raw> {
  const found = (await world.contacts('zoho')).find((one) => one.Email === email);
  return found ?? {};
}
const idOf = (value: unknown): string => String((value as { id?: unknown } | null)?.id ?? '');
const accountOf = async (email: string): Promise<string> => idOf((await person(email)).Account_Name);
const quiet = async (): Promise<void> => expect(await cycle()).toMatchObject({ written: 0, pending: 0, reviews: [] });

test('the question shows each Account with its city, its owner and where to open it', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  expect(review?.details).toMatchObject({
    is: 'lookup',
    asked: [
      {
        ...{ field: 'companyName', name: 'Nippon Trading' },
        candidates: [
          { ref: '9001', name: 'Nippon Trading', place: 'Osaka', owner: expect.stringMatching(/\w/) },
          { ref: '9002', name: 'Nippon Trading', place: 'Nagoya', owner: expect.stringMatching(/\w/) },
        ],
      },
    ],
  });
  const links = JSON.stringify(review?.details).match(/[^"]*\/crm\/tab\/Accounts\/900[12]/g);
  expect(links).toHaveLength(2);
});

test('the Account that is chosen is set by the next run, and stays', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  expect(await give(review!, choose({ companyName: '9002' }))).toMatchObject({ outcome: 'answered' });
  expect(await cycle()).toMatchObject({ written: 1, reviews: [] });
  expect(await accountOf(tanaka.email)).toBe('9002');
  expect(await archive.listReviews(a, sync, { states: ['done'] })).toMatchObject([{ id: review!.id }]);
  await quiet();
  world.later();
  await quiet();
});

test('it can be taken back before the run, and the run can be undone', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  await give(review!, choose({ companyName: '9002' }));
  expect(await archive.takeBackAnswer(a, review!.id, 'Mori', Date.now())).toBe(true);
  await cycle();
  expect(await accountOf(tanaka.email)).toBe('');
  const [again] = await open();
  expect(again?.id).toBe(review!.id);
  await give(again!, choose({ companyName: '9001' }));
  const { cycle: id } = (await cycle())!;
  expect(await accountOf(tanaka.email)).toBe('9001');
  await world.undo({ sync: { mode: 'list', value: sync, __rl: true }, cycle: { mode: 'id', value: id, __rl: true } });
  expect(await accountOf(tanaka.email)).toBe('');
  await quiet();
});

test('only one of those that were shown can be chosen, and of a field that was asked about', async () => {
  inZoho({ Accounts: [...twins, { id: '9003', Account_Name: 'Another' }] });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  await expect(give(review!, choose({ companyName: '9003' }))).rejects.toThrow(/none of/);
  await expect(give(review!, choose({ managerName: '9001' }))).rejects.toThrow(/none of/);
  await expect(give(review!, { take: 'zoho' })).rejects.toThrow(/does not fit/);
});

test('from now on: one answer for all who have that company, now and later, until the rule is revoked', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka, sato);
  await cycle();
  const [first, ...others] = await open();
  expect(others).toHaveLength(1);
  await give(first!, choose({ companyName: '9002' }), true);
  expect(await open()).toEqual([]);
  await cycle();
  expect([await accountOf(tanaka.email), await accountOf(sato.email)]).toEqual(['9002', '9002']);
  inOutlook({ ...tanaka, lastName: 'Abe', firstName: 'Jun', email: 'abe@example.jp' });
  expect(await cycle()).toMatchObject({ reviews: [] });
  expect(await accountOf('abe@example.jp')).toBe('9002');
  const [rule] = await archive.rulesOf(a, sync);
  expect(sentence(rule!.words)).toBe('“Nippon Trading” as Company Name means the one of Nagoya');
  await archive.revokeRule(a, sync, rule!.id, 'Mori', Date.now());
  inOutlook({ ...tanaka, lastName: 'Ito', firstName: 'Rei', email: 'ito@example.jp' });
  expect((await cycle())?.reviews).toHaveLength(1);
});

test('a company and a manager of whom there are two each are one question with two choices', async () => {
  inZoho({
    Accounts: twins,
    Contacts: [
      { id: '8001', First_Name: 'Aya', Last_Name: 'Mori', Email: 'aya1@example.jp', Account_Name: { id: '9001' } },
      { id: '8002', First_Name: 'Aya', Last_Name: 'Mori', Email: 'aya2@example.jp' },
    ],
  });
  inOutlook({ ...tanaka, managerName: 'Aya Mori' });
  await cycle();
  const [review, ...others] = await open();
  expect(others).toEqual([]);
  expect(review?.details).toMatchObject({
    asked: [
      { field: 'companyName' },
      {
        field: 'managerName',
        candidates: [
          { ref: '8001', place: 'Nippon Trading', email: 'aya1@example.jp' },
          { ref: '8002', place: null, email: 'aya2@example.jp' },
        ],
      },
    ],
  });
  await give(review!, choose({ companyName: '9001', managerName: '8002' }));
  await cycle();
  expect(await accountOf(tanaka.email)).toBe('9001');
  expect(idOf((await person(tanaka.email)).Reporting_To)).toBe('8002');
  await quiet();
});

test('an Account set by hand in the CRM meanwhile stays, whatever was chosen', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  await give(review!, choose({ companyName: '9002' }));
  world.later();
  const id = String((await person(tanaka.email)).id);
  await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${id}`, { data: [{ Account_Name: { id: '9001' } }], trigger: [] });
  await cycle();
  expect(await accountOf(tanaka.email)).toBe('9001');
  await quiet();
});

test('an Account that is gone when the run comes costs the choice, not the contact', async () => {
  inZoho({ Accounts: twins });
  inOutlook(tanaka);
  await cycle();
  const [review] = await open();
  await give(review!, choose({ companyName: '9002' }));
  await world.ask('zoho', 'DELETE', '/crm/v8/Accounts?ids=9002');
  const report = await cycle();
  expect(report?.parkedRecords).toEqual([]);
  expect(await accountOf(tanaka.email)).toBe('');
});

test('several answered at once: what the answer does not fit stays open, and the page says how many', async () => {
  inZoho({
    Accounts: twins,
    Contacts: [zohoForm({ lastName: 'Abe', email: 'abe@example.jp', jobTitle: 'CTO' } as never)],
  });
  inOutlook(tanaka, { lastName: 'Abe', email: 'abe@example.jp', jobTitle: 'CEO' });
  await runCycle(world.house(), { 'Conflict Resolver': { policy: 'ask' } });
  const all = await open();
  expect(all.map(({ details }) => details.is).toSorted()).toEqual(['lookup', 'pair']);
  const shown = { archive: a, syncs: await archive.syncNames(a), mayShow: () => true };
  const form = { answer: 'outlook', pick: all.map(({ id, fingerprint }) => `${id}:${fingerprint}`) };
  const result = await submitAnswers(shown, form, 'Mori');
  expect(result).toMatchObject({ outcome: 'answeredSome', answered: [{ details: { is: 'pair' } }], missed: 1 });
  expect(await open()).toMatchObject([{ details: { is: 'lookup' } }]);
  const reader = { language: 'en' as const, zone: 'UTC', nonce: 'n', token: 't', now: Date.now() };
  const page = await renderView(shown, { said: 'answeredSome', count: '1', missed: '1' }, reader);
  expect(page).toContain('1 saved; the next run carries them out. 1 left as they were, and still open');
});

describe('a name in question stays in question, whatever else happens to its record', () => {
  const asks = { 'Conflict Resolver': { policy: 'ask' } };
  const outlookOf = async (email: string) =>
    (await world.contacts('outlook')).find((one) => JSON.stringify(one).includes(email)) as Raw;
  const edit = async (side: 'outlook' | 'zoho', fields: Raw): Promise<void> => {
    world.later();
    const id = String((side === 'zoho' ? await person(tanaka.email) : await outlookOf(tanaka.email)).id);
    if (side === 'outlook') await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${id}`, fields);
    else await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${id}`, { data: [fields], trigger: [] });
  };
  const ofSort = async (is: string) => (await open()).filter(({ details }) => details.is === is);
  const one = async (is: string): Promise<Review> => {
    const [found, ...others] = await ofSort(is);
    expect([found?.details.is, others]).toEqual([is, []]);
    return found!;
  };
  const run = async () => runCycle(world.house(), asks);
  const disagree = async (): Promise<void> => {
    await edit('outlook', { jobTitle: 'CEO' });
    await edit('zoho', { Title: 'CTO' });
  };

  beforeEach(async () => {
    inZoho({ Accounts: twins });
    inOutlook(tanaka);
    await run();
  });

  test.each(['outlook', 'zoho'] as const)('an edit of another field in %s', async (side) => {
    const { id } = await one('lookup');
    await edit(side, side === 'outlook' ? { department: 'Sales' } : { Department: 'Sales' });
    await run();
    expect((await one('lookup')).id).toBe(id);
    await give(await one('lookup'), choose({ companyName: '9002' }));
    await run();
    expect(await accountOf(tanaka.email)).toBe('9002');
    expect(await open()).toEqual([]);
  });

  test.each([
    ['the conflict first', ['pair', 'lookup']],
    ['the name first', ['lookup', 'pair']],
  ])('a conflict on the same record: %s, one a run', async (_, order) => {
    await disagree();
    await run();
    for (const is of order) {
      await give(await one(is), is === 'pair' ? { take: 'outlook' } : choose({ companyName: '9002' }));
      await run();
    }
    expect(await open()).toEqual([]);
    expect(await person(tanaka.email)).toMatchObject({ Title: 'CEO', Account_Name: { id: '9002' } });
    await run();
    expect(await run()).toMatchObject({ written: 0, pending: 0, reviews: [] });
  });

  test('a conflict on the same record, both answered before the next run', async () => {
    await disagree();
    await run();
    await give(await one('lookup'), choose({ companyName: '9002' }));
    await give(await one('pair'), { take: 'outlook' });
    await run();
    expect(await open()).toEqual([]);
    expect(await person(tanaka.email)).toMatchObject({ Title: 'CEO', Account_Name: { id: '9002' } });
    expect(await run()).toMatchObject({ written: 0, pending: 0, reviews: [] });
    expect(await archive.listReviews(a, sync, { states: ['done'] })).toHaveLength(2);
  });

  test('a conflict that was open before the name came', async () => {
    await give(await one('lookup'), { dismiss: true });
    await disagree();
    await run();
    await edit('outlook', { companyName: 'Another' });
    await run();
    await edit('outlook', { companyName: 'Nippon Trading' });
    await run();
    await give(await one('pair'), { take: 'outlook' });
    await run();
    await give(await one('lookup'), choose({ companyName: '9001' }));
    await run();
    expect(await person(tanaka.email)).toMatchObject({ Title: 'CEO', Account_Name: { id: '9001' } });
  });

  test('it is over when the name is another one, and when somebody set it in the CRM', async () => {
    await edit('outlook', { companyName: '' });
    await run();
    expect(await open()).toEqual([]);
    await edit('outlook', { companyName: 'Nippon Trading' });
    await run();
    await one('lookup');
    await edit('zoho', { Account_Name: { id: '9001' } });
    await run();
    expect(await open()).toEqual([]);
  });
});
