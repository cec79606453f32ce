import { kinds } from '../histories/kinds';
import type { Stage } from '../histories/soak';
import { makeStage, soak } from '../histories/soak';

/** Random histories of `npm test`: quick enough for every day. Any number more: `npm run soak`. */
const share: Readonly<Record<string, number>> = {
  contacts: 90,
  tasks: 70,
  events: 50,
  mail: 40,
  shared: 15,
  meetings: 15,
};
const seed = 20_261_122;
const sizeOf = (kind: string): number => share[kind] ?? 20;

let stage: Stage;
beforeAll(async () => {
  stage = await makeStage();
});
afterAll(() => stage.stop());

describe.each(Object.keys(kinds))('histories of %s', (kind) => {
  test.each([
    ['undisturbed', false],
    ['with faults, deaths and overlaps', true],
  ])(
    '%s: nothing lost, nothing doubled, both sides equal in the end',
    async (_how, withFaults) => {
      const { failure, played } = await soak(stage, { kind, histories: sizeOf(kind), seed, withFaults });
      if (failure) throw new Error(failure);
      expect(played).toBe(sizeOf(kind));
    },
    300_000,
  );
});
