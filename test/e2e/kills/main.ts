/** `npm run kills`: real n8n killed again and again in the middle of its work, beside the same history without a kill. */
import { parseArgs } from 'node:util';
import { startLab } from '../harness/lab';
import { historyOf } from './history';
import type { Killed, Undisturbed } from './play';
import { playKilled, playUndisturbed } from './play';
import { endTable, hits, killLine, nodeTable } from './print';
import { differences } from './state';

const usage = 'npm run kills -- [--kills 30] [--records 600] [--seed 1]';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function whole(text: string, option: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${option} must be a whole number of at least ${least}, not "${text}".\nUsage: ${usage}`);
}

function readOptions() {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({ options: { kills: text('30'), records: text('600'), seed: text('1') } });
  return {
    kills: whole(values.kills, 'kills', 2),
    records: whole(values.records, 'records', 30),
    seed: whole(values.seed, 'seed', 0),
  };
}

function verdict(calm: Undisturbed, { kills, end, problems, waits }: Killed): readonly string[] {
  const differing = differences(calm.end, end);
  say(`\n${nodeTable(kills)}`);
  say(
    `\n${hits(kills)} of ${kills.length} kills met runs at work, ${kills.filter(({ wreck }) => wreck.intents > 0).length} a create whose outcome nobody knew.`,
  );
  if (waits.length > 0)
    say(
      `After the last kill its leases were waited for: ${waits.map((ms) => `${Math.round(ms / 1000)} s`).join(', ')}.`,
    );
  say(`\n${endTable(calm.end, end, differing)}`);
  const few = hits(kills) * 2 > kills.length ? [] : ['Fewer than half of the kills met a run at work.'];
  return [...calm.problems.map((what) => `without a kill: ${what}`), ...problems, ...differing, ...few];
}

async function main(): Promise<number> {
  const { kills, records, seed } = readOptions();
  const [start, history] = [Date.now(), historyOf({ seed, rounds: kills, records })];
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const lab = await startLab({ seed: 'empty', tell: say });
  try {
    say(`Playing ${history.records} records in ${kills} rounds without a kill …`);
    const calm = await playUndisturbed(lab, history);
    say(`  at rest after ${seconds()}\nPlaying them again with a kill in each round …`);
    const progress = (number: number, kill: Parameters<typeof killLine>[1]) =>
      say(`${killLine(number, kill)} (${seconds()})`);
    const killed = await playKilled(lab, history, calm, { seed, patient: true, progress });
    const wrong = verdict(calm, killed);
    for (const line of wrong) say(`WRONG: ${line}`);
    say(
      `\n${wrong.length === 0 ? 'Both ends are the same; nothing was lost, doubled or mailed' : `${wrong.length} things are wrong`} (seed ${seed}, ${seconds()}).`,
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await lab.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
