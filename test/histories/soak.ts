import fc from 'fast-check';
import { historyOf } from './arbitrary';
import { kinds } from './kinds';
import type { Tally } from './play';
import { play } from './play';
import { printHistory, printProblems } from './print';
import type { Stage } from './stage';
import { makeStage } from './stage';
import type { History } from './types';

/** How many histories of which kind, from which seed; `path` replays one. */
export interface Wish {
  readonly kind: string;
  readonly histories: number;
  readonly seed: number;
  readonly withFaults: boolean;
  readonly path?: string;
}

export interface Soaked {
  readonly tally: Tally;
  readonly played: number;
  /** The smallest history that breaks a promise, with how to play it again; null when all is well. */
  readonly failure: string | null;
  /** A history did not end: what it still does would disturb the next, so the stage is of no use any more. */
  readonly isStuck: boolean;
}

/** Milliseconds of real time that one history may take; it usually takes less than 500. */
const ONE_HISTORY = 60_000;
/** Milliseconds of real time for making a failing history smaller: the smallest found by then is told. */
const SHRINKING = 45_000;

const noTally = (): Tally => ({
  ...{ cycles: 0, requests: 0, deaths: 0, overlaps: 0, faults: {}, survived: 0, settled: 0 },
});

function addTally(sum: Tally, more: Tally): void {
  for (const name of ['cycles', 'requests', 'deaths', 'overlaps', 'survived', 'settled'] as const)
    sum[name] += more[name];
  for (const [sort, count] of Object.entries(more.faults)) sum.faults[sort] = (sum.faults[sort] ?? 0) + count;
}

/** Throws when `work` has not ended in time. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let alarm: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    alarm = setTimeout(() => reject(new Late(`ends: it had not ended after ${ONE_HISTORY / 1000} s`)), ONE_HISTORY);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(alarm));
}

class Late extends Error {}

async function check(stage: Stage, history: History, sum: Tally): Promise<void> {
  const { problems, tally } = await inTime(play(stage, history)).catch((error: Error) => {
    error.message = `${error.message}\n${printHistory(history)}`;
    throw error;
  });
  addTally(sum, tally);
  if (problems.length > 0) throw new Error(`${printProblems(problems)}\n${printHistory(history)}`);
}

/** Checks history after history; once one has failed only for so long, so that shrinking ends, and not at all on a stage that is stuck. */
function untilTold(one: (history: History) => Promise<void>) {
  let [endsAt, isStuck] = [Infinity, false];
  return {
    isStuck: () => isStuck,
    hasFailed: () => endsAt < Infinity,
    async check(history: History): Promise<void> {
      if (isStuck || performance.now() > endsAt) return;
      try {
        await one(history);
      } catch (error) {
        isStuck = error instanceof Late;
        endsAt = Math.min(endsAt, performance.now() + SHRINKING);
        throw error;
      }
    },
  };
}

/** Plays so many histories of one kind; the first that fails is shrunk and told. `onEach` hears the path of each before it is played. */
export async function soak(
  stage: Stage,
  wish: Wish,
  onEach: (path: string) => void = () => undefined,
): Promise<Soaked> {
  const { kind: name, histories: numRuns, seed, withFaults, path } = wish;
  const kind = kinds[name];
  if (!kind) throw new Error(`there is no kind "${name}": ${Object.keys(kinds).join(', ')}`);
  const tally = noTally();
  const checking = untilTold((history) => check(stage, history, tally));
  let at = -1;
  const property = fc.asyncProperty(historyOf(kind, withFaults), async (history) => {
    if (!checking.hasFailed()) at += 1;
    onEach(path ?? String(at));
    await checking.check(history);
  });
  const {
    failed,
    numRuns: played,
    counterexamplePath,
    errorInstance,
  } = await fc.check(property, {
    ...{ numRuns, seed, endOnFailure: false },
    ...(path === undefined ? {} : { path }),
  });
  if (!failed) return { tally, played, failure: null, isStuck: false };
  const calm = withFaults ? '' : ' --calm';
  const again = `npm run soak -- --kind ${name} --seed ${seed} --path ${counterexamplePath}${calm}`;
  const failure = `${(errorInstance as Error).message}\nPlay it again: ${again}`;
  return { tally, played, failure, isStuck: checking.isStuck() };
}

export { makeStage };
export type { Stage };
