import type { Soaked, Wish } from './soak';
import { makeStage, soak } from './soak';

/** One worker of a soak: plays what it is sent, one wish after the other, tells each history it begins, and answers each wish. */
async function work(): Promise<void> {
  const stage = await makeStage();
  process.on('message', (wish: Wish | 'end') => {
    if (wish === 'end') return void stage.stop().then(() => process.exit(0));
    soak(stage, wish, (path) => void process.send?.({ wish, playing: path })).then(
      (soaked: Soaked) => process.send?.({ wish, soaked }),
      (error: unknown) =>
        process.send?.({ wish, soaked: { failure: (error as Error).stack, played: 0, tally: null, isStuck: true } }),
    );
  });
  process.send?.('ready');
}

void work();
