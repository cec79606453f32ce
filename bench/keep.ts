import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

type Figures = Readonly<Record<string, number>>;

const file = join(__dirname, 'results.json');

/** The middle one: on a shared machine single runs are off by a factor of two. */
export const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

const short = (figure: number): number => Number(figure.toPrecision(4));

/** Where `npm run bench` is told to: keeps what was measured under its name in `bench/results.json`, beside what other benches measured. */
export function keepResult(name: string, figures: Figures): void {
  if (!process.env.BENCH_KEEP) return;
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  const on = { day: new Date().toISOString().slice(0, 10), node: process.version, cores: cpus().length };
  const rounded = Object.fromEntries(Object.entries(figures).map(([what, figure]) => [what, short(figure)]));
  const all = { ...kept, [name]: { ...rounded, ...on } };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}
