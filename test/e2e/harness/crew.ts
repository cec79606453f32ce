import { readFileSync } from 'node:fs';
import type { Lab } from './lab';
import { startLab } from './lab';
import type { RunningN8n } from './n8n';
import { startN8n } from './n8n';
import { startQueueServices } from './queue';

/** An n8n in queue mode: its main process, which runs nothing itself, and workers, all on the same user folder. */
export interface Crew {
  readonly lab: Lab;
  readonly workers: readonly RunningN8n[];
  /** starts one more */
  readonly hire: (name: string) => Promise<RunningN8n>;
  readonly stop: () => Promise<void>;
}

/** Starts the simulators, PostgreSQL, Redis, main process and two workers. */
export async function startCrew(seed: string): Promise<Crew> {
  const services = await startQueueServices();
  const cleanUps: (() => Promise<void>)[] = [services.stop];
  const stop = async () => {
    for (let work = cleanUps.pop(); work; work = cleanUps.pop()) await work();
  };
  try {
    const lab = await startLab({ seed, env: services.env });
    cleanUps.push(lab.stop);
    const hire = async (worker: string) => {
      const one = await startN8n({ home: lab.n8n.home, worker, env: services.env });
      cleanUps.push(one.stop);
      return one;
    };
    return { lab, workers: [await hire('worker1'), await hire('worker2')], hire, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The executions a worker has begun, by its own log. */
export const begunBy = ({ logFile }: RunningN8n): readonly string[] =>
  [...readFileSync(logFile, 'utf8').matchAll(/started execution (\d+)/gi)].map(([, id]) => String(id));

/** Which of the workers has begun an execution. */
export const whoRuns = (workers: readonly RunningN8n[], id: string): RunningN8n | undefined =>
  workers.find((worker) => begunBy(worker).includes(id));
