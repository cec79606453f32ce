import { systemClock } from '../../clients/http';

/** A day within the working week, so that no history hangs on the day it is played. */
const BEGINNING = Date.parse('2026-03-03T02:00:00Z');

const real = { now: Date.now, clock: { ...systemClock } };
let now = BEGINNING;
let chance = 1;

/** A small generator of its own: the same history always waits the same. */
const random = (): number => {
  chance = (chance * 48_271) % 2_147_483_647;
  return chance / 2_147_483_647;
};

/**
 * Time stands still but for what the histories let pass, and what our clients sleep: ten thousand histories do not wait for
 * anybody's backoff, and every one of them can be played again to the millisecond.
 */
export function takeTime(): void {
  Date.now = () => now;
  Object.assign(systemClock, { now: () => now, random, sleep: async (ms: number) => passTime(ms) });
}

export function passTime(ms: number): void {
  now += ms;
}

/** Before each history. */
export function startTime(): void {
  now = BEGINNING;
  chance = 1;
}

export function giveTimeBack(): void {
  Date.now = real.now;
  Object.assign(systemClock, real.clock);
}
