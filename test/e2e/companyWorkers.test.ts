/** A company in queue mode: its parts spread over the workers, and one that is killed in the middle loses and doubles nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { letLeaseLapse } from './harness/archiveFile';
import { compareCompany, problemsOf } from './harness/company';
import { begunBy, startCrew, type Crew } from './harness/crew';
import { templateOf } from './harness/lab';
import { importWorkflow, publish, type Workflow } from './harness/rest';
import { until } from './harness/until';
import { writeCalls } from './harness/writes';

const people = 8;
/** Often enough for a test; each part in its turn. */
const cron = (part: number): string => `${part * 5 - 5}/20 * * * * *`;

let crew: Crew;

before(async () => {
  crew = await startCrew(`company:${people}`);
});

after(() => crew?.stop());

/** The template with its schedules in seconds, and not in quarters of an hour. */
function hurried(shipped: Workflow): Workflow {
  const nodes = shipped.nodes.map((node) => {
    const [, part] = /^Part (\d)/.exec(String(node.name)) ?? [];
    if (!part) return node;
    return {
      ...node,
      parameters: { rule: { interval: [{ field: 'cronExpression', expression: cron(Number(part)) }] } },
    };
  });
  return { ...shipped, id: 'CompanyCrew', nodes };
}

test('four parts on two workers, one of which is killed while it writes: everybody is in step, and nobody twice', async () => {
  const { lab, workers } = crew;
  const workflow = hurried(templateOf(lab, 'zohoOutlookCompany'));
  await importWorkflow(lab.client, workflow);
  await publish(lab.client, workflow.id);
  const [first, second] = workers;
  assert.ok(first && second);
  await until('both workers to be at work', () => workers.every((one) => begunBy(one).length > 0), 90_000);
  await until('something to be written', () => writeCalls(lab.simulators).zoho > 0, 60_000);
  process.kill(first.pid, 'SIGKILL');
  await crew.hire('worker3');
  letLeaseLapse(lab.n8n.home);
  const inStep = async (): Promise<boolean> => {
    const all = await compareCompany(lab.connection);
    return all.length === people && problemsOf(all).length === 0;
  };
  await until('everybody to be in step', inStep, 240_000, 5000);
  for (const { kinds } of await compareCompany(lab.connection))
    assert.deepEqual(
      Object.values(kinds).map(({ inStep: same }) => same),
      [5, 3, 3, 1],
    );
});
