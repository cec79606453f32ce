import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import type { Fields, Policy } from '../../sync/model';
import { rows } from '../e2e/harness/contactRows';
import type { Raw } from '../e2e/harness/contactRows';
import type { House } from '../support/fakeN8n';
import { runCycle } from '../support/pipeline';
import type { Settings } from '../support/pipeline';
import { own, startScenarioWorld } from '../support/scenarioWorld';
import type { ScenarioWorld } from '../support/scenarioWorld';
import { makeStepper } from '../support/stepper';
import { graphForm, zohoForm } from '../support/vendorForms';
import { scenarios } from './tables';
import type { Scenario } from './tables';

/** Every call of the archive is a moment at which the process may die: before it, and after it. */
let stepper = makeStepper();
jest.mock('../../archive', () => {
  const real = jest.requireActual<Record<string, unknown>>('../../archive');
  const ported = (name: string, port: (...args: unknown[]) => unknown) =>
    Object.assign(
      async (...args: unknown[]) => {
        await stepper.step();
        const result = await port(...args);
        await stepper.step();
        return result;
      },
      { portName: name },
    );
  const isPort = (name: string, value: unknown) => typeof value === 'function' && /^[a-z]/.test(name);
  return Object.fromEntries(
    Object.entries(real).map(([name, value]) => [name, isPort(name, value) ? ported(name, value as never) : value]),
  );
});

const settingsOf = ({
  direction = 'both',
  conflict = 'zoho',
  perField = {},
  deletes = 'keep',
}: Partial<Policy>): Settings => ({
  'Conflict Resolver': {
    direction,
    policy: conflict,
    overrides: { fields: Object.entries(perField).map(([field, policy]) => ({ field, policy })) },
    deletes,
    guards: { maxDeletes: 1000, maxDeletePercent: 100 },
  },
});

/** Scenarios of one policy share a world: each has a contact of its own in it. */
const groups = new Map<string, Scenario[]>();
for (const one of scenarios) {
  const key = JSON.stringify(one.policy ?? {});
  groups.set(key, [...(groups.get(key) ?? []), one]);
}

let world: ScenarioWorld;
let folder: string;
beforeAll(async () => void (world = await startScenarioWorld()));
afterAll(async () => await world.services.stop());
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'scenario-'))));
afterEach(async () => {
  stepper = makeStepper();
  const opened = await archive.openArchive(fileIn(folder));
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileIn = (dir: string): string => join(dir, 'storage', 'zoho-outlook-sync', 'archive.sqlite');
const house = (): House => ({ folder, connection: world.services.connection, stepper });

/** The first agreement, then what people did since. */
async function prepare(group: readonly Scenario[], settings: Settings): Promise<void> {
  stepper = makeStepper();
  const befores = group.map(({ before }) => before);
  world.seed(befores);
  if (befores.some(({ base }) => base)) await runCycle(house(), settings);
  await world.edit(befores);
}

async function untilQuiet(settings: Settings): Promise<void> {
  for (let n = 0; n < 6; n++) {
    const report = await runCycle(house(), settings);
    if (report && report.written === 0 && report.pending === 0) return;
  }
  throw new Error('still not quiet after six cycles');
}

/** A dead process keeps its lease until that lapses; nobody wants to wait two minutes for it here. */
async function letLeaseLapse(): Promise<void> {
  const { db } = await archive.openArchive(fileIn(folder));
  await db.updateTable('sync').set({ lease_until: 0 }).execute();
}

function expectContact(found: Raw | null, side: 'outlook' | 'zoho', expected: Fields | null, n: number): void {
  if (expected === null) return expect(found).toBeNull();
  const wanted = (side === 'outlook' ? graphForm : zohoForm)(own(n, expected));
  const value = (row: (typeof rows)[number], contact: Raw) => row[side](contact);
  const wrong = rows.filter(
    (row) => value(row, found ?? {}).replace(/[\s()]/g, '') !== value(row, wanted).replace(/[\s()]/g, ''),
  );
  expect(wrong.map((row) => [row.name, value(row, found ?? {}), value(row, wanted)])).toEqual([]);
}

async function expectAfter(group: readonly Scenario[]): Promise<void> {
  for (const [n, { after }] of group.entries())
    for (const side of ['outlook', 'zoho'] as const) expectContact(await world.contact(side, n), side, after[side], n);
}

test('the report counts a pair that was written on both sides as merged, and names conflicts', async () => {
  const group = scenarios.filter(({ title }) => /both sides get both|the loser is named/.test(title));
  await prepare(group, settingsOf({}));
  const report = await runCycle(house(), settingsOf({}));
  expect(report).toMatchObject({ merged: 1, conflicts: 1, updated: { outlook: 2, zoho: 1 }, written: 3, ambiguous: 0 });
});

test('the value that lost a conflict is in the journal', async () => {
  const group = scenarios.filter(({ title }) => /the loser is named/.test(title));
  await prepare(group, settingsOf({}));
  const report = await runCycle(house(), settingsOf({}));
  const opened = await archive.openArchive(fileIn(folder));
  const entries = await archive.journalOf(opened, 'Contacts', { cycle: report?.cycle });
  await opened.close();
  expect(entries).toMatchObject([{ op: 'update', side: 'outlook', clashes: [{ field: 'jobTitle' }] }]);
  expect(JSON.stringify(entries[0]?.clashes)).toContain('"A"');
});

describe.each([...groups.entries()])('policy %s', (key, group) => {
  const settings = settingsOf(JSON.parse(key) as Partial<Policy>);

  test(group.map(({ title }) => title).join('\n'), async () => {
    await prepare(group, settings);
    await untilQuiet(settings);
    await expectAfter(group);
  });

  test('a second cycle writes nothing and asks at most three times', async () => {
    await prepare(group, settings);
    await untilQuiet(settings);
    world.services.graph.log.clear();
    world.services.zoho.log.clear();
    const report = await runCycle(house(), settings);
    expect(report).toMatchObject({ written: 0, pending: 0 });
    expect(world.services.graph.log.list().length + world.services.zoho.log.list().length).toBeLessThanOrEqual(3);
  });

  test('killed at any moment, it ends the same', async () => {
    for (let fatal = 1; ; fatal++) {
      await prepare(group, settings);
      stepper = makeStepper(fatal);
      const ended = await stepper.live(() => runCycle(house(), settings));
      stepper = makeStepper();
      await letLeaseLapse();
      await untilQuiet(settings);
      await expectAfter(group);
      if (ended !== 'died') break;
      rmSync(folder, { recursive: true, force: true });
      folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    }
  }, 300_000);
});
