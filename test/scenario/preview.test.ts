import * as archive from '../../archive';
import type { Fixture } from '../support/fixture';
import { startFixture } from '../support/fixture';
import { runCycle, runSteps, type Settings } from '../support/pipeline';

jest.setTimeout(180_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => world.clear());

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({
    surname: `Person${from + at}`,
    givenName: 'A',
    emailAddresses: [{ name: '', address: `person${from + at}@example.jp` }],
    categories: ['Zoho'],
  }));
const inOutlook = (from: number, to: number): void =>
  world.services.graph.seed({ contacts: people(from, to) } as never);
const inZoho = (from: number, to: number): void =>
  world.services.zoho.seed({
    records: {
      Contacts: Array.from({ length: to - from }, (_, at) => ({
        Last_Name: `Person${from + at}`,
        First_Name: 'A',
        Email: `person${from + at}@example.jp`,
      })),
    },
  } as never);

const preview: Settings = { 'Conflict Resolver': { preview: true } };
const bound = (onlyPlan: string): Settings => ({ 'Conflict Resolver': { onlyPlan } });
const small: Settings = { 'Outlook Changes': { batchSize: 100 }, 'Zoho CRM Changes': { batchSize: 100 } };

interface Shown {
  readonly preview?: boolean;
  readonly says?: readonly string[];
  readonly plan?: { readonly hash: string };
  readonly counts?: Readonly<Record<string, number>>;
}

test('a preview of a plan of 1,000 records shows all of it and leaves nothing but reads in both logs', async () => {
  inOutlook(0, 700);
  inZoho(600, 1000);
  const { steps, report } = await runSteps(world.house(), { ...small, ...preview });
  const plan = steps['Conflict Resolver']![0]!.map(({ json }) => json as Shown);
  const last = plan.at(-1)!;
  expect(plan).toHaveLength(1001);
  expect(last.counts).toMatchObject({ 'create zoho': 600, 'create outlook': 300, agree: 100 });
  expect(last.plan).toMatchObject({ credits: 78 });
  expect(plan.every((one) => one.preview === true || one.plan)).toBe(true);
  expect(plan.flatMap(({ says = [] }) => says).filter((said) => said.includes('create'))).toHaveLength(900);
  expect(world.writes()).toEqual([]);
  expect(report).toMatchObject({ written: 0, pending: 1100, preview: last.plan!.hash });
  const kept = await world.withArchive((opened) => archive.savedPlan(opened, 'Contacts'));
  expect(kept?.lines).toHaveLength(1000);
});

test('the run that follows a preview does just what it showed, however many steps it takes', async () => {
  inOutlook(0, 30);
  inZoho(20, 50);
  const some: Settings = { 'Outlook Changes': { batchSize: 15 }, 'Zoho CRM Changes': { batchSize: 15 } };
  const { report } = await runSteps(world.house(), { ...some, ...preview });
  const again = await runSteps(world.house(), { ...some, ...preview });
  expect(again.report?.preview).toBe(report?.preview);
  let written = 0;
  for (let n = 0; n < 8; n++)
    written += (await runCycle(world.house(), { ...some, ...bound(report!.preview!) }))!.written;
  expect(written).toBe(40);
  expect(await runCycle(world.house())).toMatchObject({ written: 0, pending: 0 });
});

test.each([
  ['Outlook', () => inOutlook(50, 51)],
  ['Zoho CRM', () => inZoho(50, 51)],
])('a run bound to a plan refuses when %s has moved, writes nothing and gives the lease back', async (_, moves) => {
  inOutlook(0, 3);
  const { report } = await runSteps(world.house(), preview);
  moves();
  await expect(runCycle(world.house(), bound(report!.preview!))).rejects.toMatchObject({
    message: expect.stringContaining('1 of 4 decisions is not as it was'),
    description: expect.stringContaining('Run a preview again'),
  });
  expect(world.writes()).toEqual([]);
  expect(await runCycle(world.house())).toMatchObject({ written: 4, pending: 0 });
  expect(world.writes()).not.toEqual([]);
});

test('a plan nobody was shown is refused', async () => {
  inOutlook(0, 1);
  await expect(runCycle(world.house(), bound('0123456789abcdef'))).rejects.toMatchObject({
    message: expect.stringContaining('There is no plan 0123456789abcdef'),
  });
  expect(world.writes()).toEqual([]);
});

test('a preview asks nobody and leaves conflicts for the run that follows', async () => {
  world.services.graph.seed({ contacts: [{ ...people(0, 1)[0], jobTitle: 'A' }] } as never);
  const twin = { Last_Name: 'Person0', First_Name: 'A', Email: 'person0@example.jp', Title: 'B' };
  world.services.zoho.seed({ records: { Contacts: [twin] } } as never);
  const { report, steps } = await runSteps(world.house(), { 'Conflict Resolver': { policy: 'ask', preview: true } });
  expect(report).toMatchObject({ reviews: [], written: 0, pending: 2 });
  expect(steps['Conflict Resolver']![1]).toHaveLength(1);
  const ran = await runCycle(world.house(), { 'Conflict Resolver': { policy: 'ask' } });
  expect(ran).toMatchObject({
    pending: 0,
    reviews: [{ topic: 'conflict', details: { clashes: [{ field: 'jobTitle' }] } }],
  });
});
