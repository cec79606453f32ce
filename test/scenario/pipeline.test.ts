import * as archive from '../../archive';
import type { Fields, Policy } from '../../sync/model';
import { rows } from '../e2e/harness/contactRows';
import type { Killable } from '../support/diesAnywhere';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Raw } from '../support/fixture';
import type { Settings } from '../support/pipeline';
import { own, startScenarioWorld } from '../support/scenarioWorld';
import type { ScenarioWorld } from '../support/scenarioWorld';
import { graphForm, zohoForm } from '../support/vendorForms';
import { scenarios } from './tables';
import type { Scenario } from './tables';

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
beforeAll(async () => void (world = await startScenarioWorld()));
afterAll(() => world.stop());

/** The first agreement, then what people did since. */
async function prepare(group: readonly Scenario[], settings: Settings): Promise<void> {
  const befores = group.map(({ before }) => before);
  world.seed(befores);
  if (befores.some(({ base }) => base)) await world.run(settings);
  await world.edit(befores);
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
  const report = await world.run(settingsOf({}));
  expect(report).toMatchObject({ merged: 1, conflicts: 1, updated: { outlook: 2, zoho: 1 }, written: 3, ambiguous: 0 });
});

test('the value that lost a conflict is in the journal', async () => {
  const group = scenarios.filter(({ title }) => /the loser is named/.test(title));
  await prepare(group, settingsOf({}));
  const report = await world.run(settingsOf({}));
  const entries = await world.withArchive((opened) => archive.journalOf(opened, 'Contacts', { cycle: report.cycle }));
  expect(entries).toMatchObject([{ op: 'update', side: 'outlook', clashes: [{ field: 'jobTitle' }] }]);
  expect(JSON.stringify(entries[0]?.clashes)).toContain('"A"');
});

describe.each([...groups.entries()])('policy %s', (key, group) => {
  const settings = settingsOf(JSON.parse(key) as Partial<Policy>);

  test(group.map(({ title }) => title).join('\n'), async () => {
    await prepare(group, settings);
    await world.untilQuiet(settings);
    await expectAfter(group);
  });

  test('a second cycle writes nothing and asks at most three times', async () => {
    await prepare(group, settings);
    await world.untilQuiet(settings);
    const report = await world.run(settings);
    expect(report).toMatchObject({ written: 0, pending: 0 });
    expect(world.requests().length).toBeLessThanOrEqual(3);
  });

  test('killed at any moment, it ends the same', async () => {
    const recover = async () => {
      await world.letLeaseLapse();
      await world.untilQuiet(settings);
    };
    const run: Killable['run'] = (life) => world.run(settings, life);
    await diesAnywhere({ prepare: () => prepare(group, settings), run, recover, end: () => expectAfter(group) }, 5);
  }, 300_000);
});
