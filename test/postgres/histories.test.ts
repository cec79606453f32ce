import { kinds } from '../histories/kinds';
import { makeStage, soak, type Stage } from '../histories/soak';

/** Random histories, kills among them, with the archive in PostgreSQL: a few in `npm test`, any number by `npm run soak -- --postgres`. */
const { SOAK_HISTORIES, SOAK_SEED, SOAK_KINDS, SOAK_CALM } = process.env;
const histories = Number(SOAK_HISTORIES ?? 4);
const seed = Number(SOAK_SEED ?? 20_261_122);
const names = SOAK_KINDS ? SOAK_KINDS.split(',') : Object.keys(kinds);
/** So many come from one seed: a failure is told with its own. */
const portion = 50;
/** Real time that one may take, in ms, at most; and what it takes to start. */
const [oneHistory, start] = [20_000, 120_000];

let stage: Stage;
beforeAll(async () => {
  stage = await makeStage();
}, start);
afterAll(() => stage.stop());

test.each(names)(
  'histories of %s with faults, deaths and overlaps: nothing lost, nothing doubled, both sides equal in the end',
  async (kind) => {
    const sum = { cycles: 0, requests: 0, deaths: 0 };
    for (let done = 0; done < histories; done += portion) {
      const some = { kind, histories: Math.min(portion, histories - done), seed: seed + done / portion };
      const { failure, played, tally } = await soak(stage, { ...some, withFaults: !SOAK_CALM });
      if (failure) throw new Error(failure);
      expect(played).toBe(some.histories);
      for (const name of ['cycles', 'requests', 'deaths'] as const) sum[name] += tally[name];
    }
    if (SOAK_HISTORIES)
      process.stdout.write(`${kind}: ${histories} histories from seed ${seed}, ${JSON.stringify(sum)}\n`);
  },
  start + histories * oneHistory,
);
