/** The simulators' clock: real time plus an offset, so that tests can let a token expire without waiting an hour. */
export interface Clock {
  /** Milliseconds since the epoch, as the simulated service sees it. */
  now(): number;
  /** Jumps to an instant (ISO text or milliseconds); time then runs on from there. */
  set(at: string | number): void;
  advance(ms: number): void;
  /** Back to real time. */
  reset(): void;
}

export function makeClock(real: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => real() + offset,
    set: (at) => {
      const target = typeof at === 'number' ? at : Date.parse(at);
      if (Number.isNaN(target)) throw new Error(`Not a time: ${String(at)}`);
      offset = target - real();
    },
    advance: (ms) => {
      offset += ms;
    },
    reset: () => {
      offset = 0;
    },
  };
}
