/** Numbers from 0 (inclusive) to 1 (exclusive), always the same for a seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `count` - 1. */
export const below = (random: Random, count: number): number => Math.floor(random() * count);

/** Takes one out of a list that is used up by and by; undefined when it is empty. */
export function draw<T>(random: Random, list: T[]): T | undefined {
  return list.splice(below(random, list.length), 1)[0];
}
