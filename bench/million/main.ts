import { match } from '../../sync/match';
import { candidate, type Person } from '../people';
import { keepResult } from '../keep';

/** A million records on either side, half of them the same, in one process: `npm run bench -- --million [size]`. */

const size = Number(process.argv[2] ?? 1_000_000);
const goalGB = 2.5;

const person = (side: string, n: number): Person => ({
  ...{
    id: `${side}${n}`,
    email: `person.${n}@example${n % 97}.com`,
    lastName: `Person${n}`,
    firstName: `Given${n % 997}`,
  },
  ...{ businessPhone: `+81 3 ${n}`, companyName: `Company ${n % 9973}`, jobTitle: 'Buyer' },
});
const list = (side: string, from: number) => Array.from({ length: size }, (_, n) => candidate(person(side, from + n)));

const candidates = { outlook: list('o', 0), zoho: list('z', Math.floor(size / 2)) };
const since = performance.now();
const { pairs } = match(candidates);
const seconds = (performance.now() - since) / 1000;
/** Told in KiB. */
const peakGB = (process.resourceUsage().maxRSS * 1024) / 1e9;
console.log(
  `${size} × ${size}: ${pairs.length} pairs in ${seconds.toFixed(1)} s, the process held ${peakGB.toFixed(2)} GB at most`,
);
console.log(`${peakGB <= goalGB ? 'met' : 'MISSED'}: within ${goalGB} GB`);
keepResult(`matcher, ${size} on either side`, { seconds, peakGB, pairs: pairs.length });
