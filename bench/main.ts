import { match } from '../sync/match';
import { loadCompareDatasets } from './compareDatasets';
import { candidate, twoLists } from './people';
import type { Person } from './people';
import { keepResult, median } from './keep';

/** Time of the processor in ms, which other work on the machine hardly changes, with all that Node does beside; and what came of it. */
function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  // the first leaves sweeping to be done beside, which would be counted here
  for (let times = 0; times < 2; times += 1) globalThis.gc?.();
  const started = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1000, result };
}

/** Both in turn, so that whatever else the machine does strikes both; the medians of some rounds, and of their ratios. */
function inTurn<T>(rounds: number, mine: () => T, theirs: () => T) {
  const all = Array.from({ length: rounds }, () => ({ mine: timed(mine), theirs: timed(theirs) }));
  const [first] = all;
  if (!first || first.mine.result !== first.theirs.result)
    throw new Error(`found ${String(first?.mine.result)} pairs, the other ${String(first?.theirs.result)}`);
  return {
    mine: median(all.map((round) => round.mine.ms)),
    theirs: median(all.map((round) => round.theirs.ms)),
    times: median(all.map((round) => round.mine.ms / round.theirs.ms)),
  };
}

const show = (ms: number): string => (ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(1)} ms`);

/** Ours, from plain items to pairs: keys folded and made, then matched. */
const ours = (outlook: readonly Person[], zoho: readonly Person[]) =>
  match({ outlook: outlook.map(candidate), zoho: zoho.map(candidate) }).pairs.length;

/** The least any join can cost: one Map of ready-made keys, one look-up each. */
function hashJoin(a: readonly string[], b: readonly string[]): number {
  const index = new Map(b.map((key, i) => [key, i]));
  return a.map((key) => index.get(key)).filter((i) => i !== undefined).length;
}

function besideCompareDatasets(size: number, compare: ReturnType<typeof loadCompareDatasets>): number {
  const { outlook, zoho } = twoLists(size);
  const { mine, theirs, times } = inTurn(
    9,
    () => ours(outlook, zoho),
    () => compare(outlook, zoho),
  );
  const ratio = 1 / times;
  console.log(
    `${size} × ${size}: Compare Datasets ${show(theirs)}, CRM Matcher ${show(mine)}: ${ratio.toFixed(0)} times faster`,
  );
  keepResult(`matcher beside Compare Datasets, ${size}`, { compareDatasetsMs: theirs, matcherMs: mine, ratio });
  return ratio;
}

function besideHashJoin(size: number): number {
  const { outlook, zoho } = twoLists(size);
  const candidates = { outlook: outlook.map(candidate), zoho: zoho.map(candidate) };
  const keys = (side: 'outlook' | 'zoho') => candidates[side].map(({ record }) => record.keys.strong[0] ?? '');
  const [a, b] = [keys('outlook'), keys('zoho')];
  const { mine, theirs, times } = inTurn(
    9,
    () => match(candidates).pairs.length,
    () => hashJoin(a, b),
  );
  console.log(
    `${size} × ${size}, keys ready: bare hash join ${show(theirs)}, CRM Matcher ${show(mine)}: ${times.toFixed(2)} times`,
  );
  keepResult(`matcher beside a hash join, ${size}`, { hashJoinMs: theirs, matcherMs: mine, times });
  return times;
}

const goals: readonly (readonly [string, boolean])[] = [
  [
    'at least 100 times faster than Compare Datasets at 10,000',
    besideCompareDatasets(10_000, loadCompareDatasets(process.env.N8N_NODES_BASE ?? '')) >= 100,
  ],
  ['within 2 times a bare hash join at 100,000', besideHashJoin(100_000) <= 2],
];
for (const [goal, met] of goals) console.log(`${met ? 'met' : 'MISSED'}: ${goal}`);
process.exitCode = goals.every(([, met]) => met) ? 0 : 1;
