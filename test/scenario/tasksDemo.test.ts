import type { Finished } from '../support/finished';
import type { Connection } from '../../simulators/start';
import type { Finish } from '../e2e/harness/cycles';
import { judges } from '../e2e/harness/judges';
import { startTaskWorld } from '../support/taskWorld';

/** The demo's tasks by the template, judged by the comparison that shares nothing with the sync. */
test("the demo's tasks come into step; what cannot is named", async () => {
  const world = await startTaskWorld('demo');
  const finishes: Finished[] = [];
  while (finishes.length < 5) {
    finishes.push(await world.run());
    if (finishes.at(-1)?.written === 0) break;
  }
  const said = finishes.map((finish) => ({ ...finish, report: finish })) as unknown as Finish[];
  const judge = judges.find(({ kind }) => kind === 'tasks')!;
  const { problems, inStep, excused } = await judge.compare(world.services.connection as Connection, said);
  expect(problems).toEqual([]);
  expect(finishes).toHaveLength(2);
  expect([inStep > 50, excused.map(({ label }) => label).sort()]).toEqual([
    true,
    ['Tidy up', 'Tidy up', 'Tidy up', 'Weekly report 1', 'Weekly report 2'],
  ]);
  const reports = world.crmTasks().filter(({ Subject }) => String(Subject).startsWith('Weekly report'));
  expect(reports.map(({ Due_Date, Recurring_Activity }) => [Due_Date, Recurring_Activity ?? null])).toEqual([
    ['2026-03-02', null],
    ['2026-03-02', null],
  ]);
  await world.stop();
});
