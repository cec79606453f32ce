import { letLeaseLapse } from '../harness/archiveFile';
import { compareContacts } from '../harness/compare';
import { compareEvents } from '../harness/compareEvents';
import { compareTasks } from '../harness/compareTasks';
import type { Lab } from '../harness/lab';
import { askSimulator } from '../harness/simulators';
import { readEvents, readTasks, readWorld } from '../harness/world';
import { handsOf } from './hands';
import type { History } from './history';
import { randomOf } from './random';
import type { Stage } from './stage';
import { clearLogs, requestCount, runAll, setStage, settleAll, writesSeen } from './stage';
import type { EndState } from './state';
import { endState } from './state';
import type { Kill } from './strike';
import { strike } from './strike';
import { waitsAfter } from './traces';

/** The history without a kill: how both sides end, and how many requests each round took. */
export interface Undisturbed {
  readonly end: EndState;
  readonly requests: readonly number[];
  readonly problems: readonly string[];
}

const leaseMs = 120_000;

/** What an independent comparison of both sides, their outboxes and one more run say against the end. */
async function problemsAtRest(stage: Stage): Promise<readonly string[]> {
  const { connection } = stage.lab;
  const found = [
    compareContacts(await readWorld(connection), []),
    compareTasks(await readTasks(connection), []),
    compareEvents(await readEvents(connection), []),
  ].flatMap(({ problems }) => problems.map(({ side, label, what }) => `${label} of ${side} ${what}`));
  const mails: unknown[] = [];
  for (const { api } of [connection.graph, connection.zoho])
    mails.push(...(await askSimulator<unknown[]>(api, 'outbox')));
  clearLogs(stage);
  await runAll(stage);
  const late = writesSeen(stage).map((what) => `a run with nothing to do wrote: ${what}`);
  return [...found, ...mails.map((mail) => `somebody was mailed: ${JSON.stringify(mail)}`), ...late];
}

const atHalf = (stage: Stage, round: number, { half }: History): Promise<readonly string[]> =>
  round === half ? settleAll(stage) : Promise.resolve([]);

/** Plays the history with all three templates run once after each round, and then until they come to rest. */
export async function playUndisturbed(lab: Lab, history: History): Promise<Undisturbed> {
  const stage = await setStage(lab, 'calm');
  const act = await handsOf(lab.connection);
  const [requests, problems]: [number[], string[]] = [[], []];
  for (const [round, deeds] of history.rounds.entries()) {
    problems.push(...(await atHalf(stage, round, history)));
    await act(deeds);
    clearLogs(stage);
    await runAll(stage);
    requests.push(requestCount(stage));
  }
  problems.push(...(await settleAll(stage)), ...(await problemsAtRest(stage)));
  return { end: await endState(lab.connection), requests, problems };
}

export interface Killed {
  readonly kills: readonly Kill[];
  readonly end: EndState;
  readonly problems: readonly string[];
  /** how long the runs after the last kill waited for its leases, in ms; empty where they were not waited for */
  readonly waits: readonly number[];
}

/** n8n itself has to see that these executions died. */
async function notCrashed({ client }: Stage, { cutOff }: Kill): Promise<readonly string[]> {
  const read = async (id: string) => ({ id, ...(await client().api<{ status: string }>('GET', `/executions/${id}`)) });
  const found = await Promise.all(cutOff.map(read));
  return found.flatMap(({ id, status }) => (status === 'crashed' ? [] : [`execution ${id} is ${status}, not crashed`]));
}

function wrongWith({ wreck: { leases, damage } }: Kill): readonly string[] {
  const stuck = leases.filter((left) => left > leaseMs).map((left) => `a lease keeps others out for ${left} ms more`);
  return [...stuck, ...damage.map((said) => `the archive is damaged: ${said}`)];
}

export interface Ways {
  readonly seed: number;
  /** whether the leases of the last kill are waited for; those of all others are made to lapse at once */
  readonly patient: boolean;
  /** is told of each kill */
  readonly progress: (number: number, kill: Kill) => void;
}

/** Plays the history with n8n killed once in each round, and then until all comes to rest. `requests`: what a round takes undisturbed. */
export async function playKilled(
  lab: Lab,
  history: History,
  { requests }: Undisturbed,
  { seed, patient, progress }: Ways,
): Promise<Killed> {
  const stage = await setStage(lab, 'killed');
  const act = await handsOf(lab.connection);
  const random = randomOf(seed);
  const [kills, problems]: [Kill[], string[]] = [[], []];
  try {
    for (const [round, deeds] of history.rounds.entries()) {
      problems.push(...(await atHalf(stage, round, history)));
      await act(deeds);
      const kill = await strike(stage, random, requests[round] ?? 1);
      kills.push(kill);
      progress(kills.length, kill);
      const isLast = kills.length === history.rounds.length;
      if (!(isLast && patient)) letLeaseLapse(lab.n8n.home);
      await stage.restart();
      problems.push(...wrongWith(kill), ...(await notCrashed(stage, kill)));
    }
    problems.push(...(await settleAll(stage)));
    const waits = patient ? waitsAfter(lab.n8n.home, kills.at(-1)?.at ?? 0) : [];
    problems.push(...(await problemsAtRest(stage)));
    return { kills, problems, waits, end: await endState(lab.connection) };
  } finally {
    await stage.n8n().stop();
  }
}
