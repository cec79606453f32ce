import { openArchive, setPaused } from '../../archive';
import { dailyReport } from '../../engine/dailyReport';
import template from '../../workflows/daily-report.json';
import type { INode } from 'n8n-workflow';
import { runNode } from '../support/fakeN8n';
import { startGuardWorld, type GuardWorld } from '../support/guardWorld';

const hourMs = 3_600_000;
let world: GuardWorld;
beforeAll(async () => void (world = await startGuardWorld('contact')));
afterAll(async () => await world.stop());
beforeEach(async () => await world.reset(['Abe', 'Baba']));

interface Report {
  readonly subject: string;
  readonly troubles: readonly { readonly sync: string; readonly says: string }[];
  readonly lines: readonly string[];
  readonly text: string;
}

const another = { 'Start Cycle': { sync: 'Branch' } };

/** The report as the template's node gives it out. */
async function reported(): Promise<Report> {
  const report = (template.nodes as unknown as readonly INode[]).find(({ name }) => name === 'Report')!;
  const [[item] = []] = await runNode(world.house(), report, [[{ json: {} }]]);
  return item?.json as unknown as Report;
}

/** The same, asked later. */
const inHours = (hours: number) =>
  world.withArchive((opened) => dailyReport(opened, { quietMs: 24 * hourMs, now: Date.now() + hours * hourMs }));

/** Microsoft refuses the mailbox for as long as it is told to. */
const refuse = () =>
  world.services.graph.faults.add({
    ...{ kind: 'status', match: { path: '/contacts' }, count: 99, status: 403 },
    body: { error: { code: 'ErrorAccessDenied', message: 'no' } },
  } as never);

test('all is well → no trouble, and the figures of every sync', async () => {
  await world.run(another);
  const { subject, troubles, lines } = await reported();
  expect(troubles).toEqual([]);
  expect(subject).toMatch(/^2 syncs without trouble, \d+ written in 24 hours$/);
  expect(lines[0]).toBe('Branch');
  expect(lines).toContain('Contacts');
  expect(lines.filter((line) => line.startsWith('Last cycle finished'))).toHaveLength(2);
});

test('no run for 26 hours → said first, in the subject too; a longer patience is not troubled', async () => {
  const { subject, lines } = await inHours(26);
  expect(lines.slice(0, 2)).toEqual(['Trouble', '- Contacts: No run for 26 hours.']);
  expect(subject).toBe('Sync Contacts: No run for 26 hours.');
  expect((await inHours(23)).troubles).toEqual([]);
});

test('the last run failed → said first with what to do; once one came to its end nothing of it is said', async () => {
  refuse();
  expect(await world.run()).toMatchObject({ ended: false });
  const failed = await reported();
  expect(failed.lines[1]).toMatch(
    /^- Contacts: The last run failed \(\d{4}-.* UTC\): Microsoft refused access .*Contacts\.ReadWrite/,
  );
  expect(failed.subject).toMatch(/^Sync Contacts: The last run failed/);
  world.services.graph.faults.clear();
  expect(await world.run()).toMatchObject({ ended: true });
  expect((await reported()).troubles).toEqual([]);
});

test('a paused sync and a stopped plan are trouble; several syncs are counted', async () => {
  await world.addPlace('Other');
  await world.run(world.placed('Other'));
  await world.run(another);
  refuse();
  await world.run(another);
  world.services.graph.faults.clear();
  await world.withArchive((opened) => setPaused(opened, 'Branch', Date.now()));
  const { subject, troubles } = await reported();
  expect(troubles.map(({ sync, says }) => `${sync}: ${says}`)).toEqual([
    expect.stringMatching(/^Branch: The last run failed/),
    expect.stringMatching(/^Branch: Paused since .*: no run starts until Sync: Resume\.$/),
    expect.stringMatching(/^Contacts: The last run failed .*now "/),
    'Contacts: 1 stopped plan for a person to let pass.',
  ]);
  expect(subject).toMatch(/\(and 1 other sync\)$/);
});

test('an archive without a sync says so', async () => {
  const empty = await openArchive(`${world.file()}.empty`);
  expect(await dailyReport(empty, { quietMs: 1, now: Date.now() })).toMatchObject({
    subject: 'No sync has run in this archive yet.',
    troubles: [],
  });
  await empty.close();
});
