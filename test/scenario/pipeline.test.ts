import * as archive from '../../archive';
import type { Policy } from '../../sync/model';
import type { Killable } from '../support/diesAnywhere';
import { diesAnywhere } from '../support/diesAnywhere';
import { settingsOf, startScenarioWorld } from '../support/scenarioWorld';
import type { ScenarioWorld } from '../support/scenarioWorld';
import { scenarios } from './tables';
import type { Scenario } from './tables';

/** Scenarios of one policy share a world: each has a contact of its own in it. */
const groups = new Map<string, Scenario[]>();
for (const one of scenarios) {
  const key = JSON.stringify(one.policy ?? {});
  groups.set(key, [...(groups.get(key) ?? []), one]);
}

let world: ScenarioWorld;
beforeAll(async () => void (world = await startScenarioWorld()));
afterAll(() => world.stop());

test('the report counts a pair that was written on both sides as merged, and names conflicts', async () => {
  const group = scenarios.filter(({ title }) => /both sides get both|the loser is named/.test(title));
  await world.prepare(group, settingsOf({}));
  const report = await world.run(settingsOf({}));
  expect(report).toMatchObject({ merged: 1, conflicts: 1, updated: { outlook: 2, zoho: 1 }, written: 3, ambiguous: 0 });
});

test('the value that lost a conflict is in the journal', async () => {
  const group = scenarios.filter(({ title }) => /the loser is named/.test(title));
  await world.prepare(group, settingsOf({}));
  const report = await world.run(settingsOf({}));
  const entries = await world.withArchive((opened) => archive.journalOf(opened, 'Contacts', { cycle: report.cycle }));
  expect(entries).toMatchObject([{ op: 'update', side: 'outlook', clashes: [{ field: 'jobTitle' }] }]);
  expect(JSON.stringify(entries[0]?.clashes)).toContain('"A"');
});

describe.each([...groups.entries()])('policy %s', (key, group) => {
  const settings = settingsOf(JSON.parse(key) as Partial<Policy>);

  test(group.map(({ title }) => title).join('\n'), async () => {
    await world.prepare(group, settings);
    await world.untilQuiet(settings);
    await world.expectAfter(group);
  });

  test('a second cycle writes nothing and asks at most three times', async () => {
    await world.prepare(group, settings);
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
    await diesAnywhere(
      { prepare: () => world.prepare(group, settings), run, recover, end: () => world.expectAfter(group) },
      5,
    );
  }, 300_000);
});
