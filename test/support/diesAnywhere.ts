import type { Life } from './death';
import { liveBy, makeArchiveMortal, makeLife, settleDown } from './death';

/** A run that is killed, and what is around it. */
export interface Killable {
  /** Both sides and the archive as they are before it. */
  readonly prepare: () => Promise<unknown>;
  readonly run: (life: Life) => Promise<unknown>;
  /** What comes after it, until both sides are at rest. */
  readonly recover: () => Promise<unknown>;
  /** Both sides in the end; throws where they are not as they should be. */
  readonly end: () => unknown;
}

/** True when the run lived to its end. */
async function runAndDie(run: Killable['run'], fatal: number): Promise<boolean> {
  const life = makeLife(fatal, 'lasting');
  liveBy(life);
  const ended = await life.live(() => run(life));
  await settleDown();
  liveBy(makeLife());
  return ended !== 'died';
}

/**
 * The run dies before the first thing that lasts (a commit of the archive, a request that writes), then before the second, … until
 * it lives: each time both sides end as if it had never died. `least`: as many moments there are at least.
 */
export async function diesAnywhere({ prepare, run, recover, end }: Killable, least: number): Promise<void> {
  liveBy(makeLife());
  const makeImmortal = makeArchiveMortal();
  try {
    await prepare();
    await recover();
    const unkilled = await end();
    let fatal = 0;
    for (let lived = false; !lived;) {
      fatal += 1;
      await prepare();
      lived = await runAndDie(run, fatal);
      await recover();
      expect([fatal, await end()]).toEqual([fatal, unkilled]);
    }
    expect(fatal).toBeGreaterThan(least);
  } finally {
    makeImmortal();
  }
}
