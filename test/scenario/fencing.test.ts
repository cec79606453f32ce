/** A run that is paused so long that another takes over, and then wakes up: after every request, and before it leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunningSimulators } from '../../simulators/start';
import { startSimulators } from '../../simulators/start';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import type { Deed } from '../e2e/kills/history';
import { handsOf } from '../e2e/kills/hands';
import type { KindName } from '../e2e/kills/records';
import type { EndState } from '../e2e/kills/state';
import { differences, endState } from '../e2e/kills/state';
import type { Life } from '../support/death';
import { makeLife, settleDown } from '../support/death';
import type { House } from '../support/fakeN8n';
import { runCycle } from '../support/pipeline';

const templates = { contact: contacts, task: tasks, event: events } as const;
const settings = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } } };

let services: RunningSimulators;
beforeAll(async () => void (services = await startSimulators({ seed: 'empty' })));
afterAll(() => services.stop());

/** 22 of them take two batches; the first two of each side are there before. */
const early = (kind: KindName): Deed[] =>
  [0, 1, 2, 3].map((n) => ({ does: 'create', kind, n, side: n % 2 ? 'outlook' : 'zoho', round: 0 }));
const late = (kind: KindName): Deed[] => [
  ...Array.from({ length: 22 }, (_, n): Deed => ({ does: 'create', kind, n: 10 + n, side: 'zoho', round: 1 })),
  ...Array.from({ length: 3 }, (_, n): Deed => ({ does: 'create', kind, n: 40 + n, side: 'outlook', round: 1 })),
  { does: 'edit', kind, n: 0, side: 'outlook', round: 1 },
  { does: 'edit', kind, n: 1, side: 'zoho', round: 1 },
  { does: 'delete', kind, n: 2, side: 'outlook', round: 1 },
  { does: 'delete', kind, n: 3, side: 'zoho', round: 1 },
];

async function prepare(kind: KindName): Promise<House> {
  const { zoho, graph, connection } = services;
  for (const service of [zoho, graph]) service.reset();
  graph.seed({ categories: [{ displayName: 'Zoho' }] });
  const house = { folder: mkdtempSync(join(tmpdir(), 'fencing-')), connection };
  const act = await handsOf(connection);
  await act(early(kind));
  await runCycle(house, settings, templates[kind]);
  await act(late(kind));
  return house;
}

async function untilQuiet(house: House, kind: KindName): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    const report = await runCycle(house, settings, templates[kind]);
    if (report?.written === 0 && report.pending === 0) return;
  }
  throw new Error('still not quiet after six cycles');
}

interface Batch {
  readonly requests?: readonly { readonly method: string }[];
}

/** Requests that may write; one batch is one. */
function writes(): number {
  const isWrite = ({ method, path, body }: { method: string; path: string; body?: unknown }) =>
    path.endsWith('/$batch')
      ? (body as Batch).requests?.some((one) => one.method !== 'GET')
      : method !== 'GET' && !/\/(coql|token)$/.test(path);
  return [...services.zoho.log.list(), ...services.graph.log.list()].filter((one) => !one.inner && isWrite(one)).length;
}

function inArchive({ folder }: House, sql: string): void {
  const db = new DatabaseSync(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'), { timeout: 5000 });
  db.exec(sql);
  db.close();
}

/** How another run gets to work while one sleeps. */
interface Way {
  readonly mode: 'manual' | 'trigger';
  /** What the clock does to the lease. */
  readonly passes: string;
}
const lapsed: Way = { mode: 'trigger', passes: 'UPDATE sync SET lease_until = 0' };
const byHand: Way = { mode: 'manual', passes: 'UPDATE sync SET lease_until = lease_until - 10000' };

/** The moments of a run, one request after the other: odd before it leaves, the lease having been looked at; even after its answer. */
const isLeaving = (moment: number): boolean => moment % 2 === 1;

/** Lets one run sleep at a moment while another goes from start to end. */
function sleeper(house: House, kind: KindName, moment: number, { passes }: Way) {
  let taken = 0;
  const seen = { others: 0, slept: false, refused: false };
  const step = async () => {
    taken += 1;
    if (taken !== moment) return;
    seen.slept = true;
    // what it takes down while the request is under way is taken down before it sleeps, or after
    await settleDown();
    inArchive(house, passes);
    const report = await runCycle(house, { ...settings, 'Start Cycle': { whenBusy: 'end' } }, templates[kind]);
    seen.refused = report === null;
    seen.others = writes();
  };
  const life: Life = { ...makeLife(), step, hear: step };
  return { house: { ...house, life }, seen };
}

interface Finding {
  readonly moment: number;
  /** requests that wrote, after the other run had ended */
  readonly sent: number;
  readonly differing: readonly string[];
  readonly end: string;
  /** The other run did not get to work. */
  readonly refused: boolean;
}

/** One run slept at that moment; null where it had ended before. */
async function sleepAt(moment: number, kind: KindName, expected: EndState, way: Way): Promise<Finding | null> {
  const house = { ...(await prepare(kind)), mode: way.mode };
  const { house: tired, seen } = sleeper(house, kind, moment, way);
  const end = await runCycle(tired, settings, templates[kind]).then(
    () => 'it went on to its end',
    (error: Error) => error.message,
  );
  const sent = seen.slept ? writes() - seen.others : 0;
  await untilQuiet(house, kind);
  const differing = differences(expected, await endState(services.connection));
  rmSync(house.folder, { recursive: true, force: true });
  return seen.slept ? { moment, sent, differing, end, refused: seen.refused } : null;
}

/** Contacts at every moment; the others, which are written by the same code, at one request in three. */
const isTried = (kind: KindName, moment: number): boolean => kind === 'contact' || (moment - 1) % 6 < 2;

async function findingsOf(kind: KindName, way: Way = lapsed): Promise<readonly Finding[]> {
  await untilQuiet(await prepare(kind), kind);
  const expected = await endState(services.connection);
  const findings: Finding[] = [];
  for (let moment = 1; ; moment += 1) {
    if (!isTried(kind, moment)) continue;
    const finding = await sleepAt(moment, kind, expected, way);
    if (!finding) return findings;
    findings.push(finding);
  }
}

/** Where a line of a difference is about, and whom: "tasks in Outlook, Task 40". */
function about(line: string): string {
  const [, place = line] = /among ([^:]+):/.exec(line) ?? [];
  return `${place}, ${/(?:Family|Task |Meeting )\d+/.exec(line)?.[0] ?? line}`;
}

/** What is not there at all; a task that came twice into the CRM may show another link of it than otherwise. */
function lost(differing: readonly string[]): readonly string[] {
  const there = differing.filter((line) => line.startsWith('too much')).map(about);
  return differing.filter((line) => !line.startsWith('too much') && !there.includes(about(line)));
}

describe.each(['contact', 'task', 'event'] as const)('a run of %ss that wakes up after another took over', (kind) => {
  let findings: readonly Finding[] = [];
  beforeAll(async () => void (findings = await findingsOf(kind)), 900_000);

  test('ends, and says that nothing is lost', () => {
    expect(findings.length).toBeGreaterThan(kind === 'contact' ? 20 : 6);
    for (const { end } of findings) expect(end).toMatch(/is over: it was finished, or another cycle took over/);
  });

  test('sends nothing more that writes, wherever it slept but in the one request that was just leaving', () => {
    for (const { moment, sent } of findings)
      expect([moment, sent <= (isLeaving(moment) ? 1 : 0)]).toEqual([moment, true]);
  });

  test('leaves both sides as they are without it', () => {
    for (const { moment, sent, differing } of findings)
      if (sent === 0) expect([moment, differing]).toEqual([moment, []]);
  });

  test('has lost nothing either where a request was just leaving: a create of it may be there twice', () => {
    const late = findings.filter(({ sent }) => sent > 0);
    expect(late.length).toBeGreaterThan(0);
    for (const { differing } of late) expect(lost(differing)).toEqual([]);
  });
});

describe('a run by hand, while another of the same workflow sleeps', () => {
  let findings: readonly Finding[] = [];
  beforeAll(async () => void (findings = await findingsOf('contact', byHand)), 900_000);
  const tookOver = () => findings.filter(({ refused }) => !refused);
  const refused = () => findings.filter((one) => one.refused);

  test('takes over at once, unless a write is under way', () => {
    expect(tookOver().length).toBeGreaterThan(8);
    expect(refused().length).toBeGreaterThan(8);
    for (const { end } of tookOver()) expect(end).toMatch(/is over: .* run again by hand/);
    for (const { end } of refused()) expect(end).toBe('it went on to its end');
  });

  test('nothing more is sent by the one that slept; both sides are as they are without it, and nobody is there twice', () => {
    for (const { sent } of tookOver()) expect(sent).toBe(0);
    for (const { moment, differing } of findings) expect([moment, differing]).toEqual([moment, []]);
  });
});
