import type { Raw } from './eventWorld';
import { liveBy } from './mortal';
import type { Settings } from './pipeline';
import { makeStepper } from './stepper';

/** As much of a world of meetings as it takes to kill its runs. */
export interface KillableWorld {
  run(
    settings: Settings,
    stepper?: ReturnType<typeof makeStepper>,
  ): Promise<{ readonly written: number; readonly pending: number }>;
  letLeaseLapse(): Promise<void>;
  inOutlook(): readonly Raw[];
}

export const deleting = {
  'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } },
};

export const placed = (title: unknown, place: unknown): string =>
  place ? `${String(title)} at ${String(place)}` : String(title);

/** Times, rules and texts in Outlook, without ids and without what the service notes of itself. */
export const shownInOutlook = (world: KillableWorld): readonly string[] =>
  world
    .inOutlook()
    .map(({ subject, start, end, isAllDay, recurrence, body }) =>
      JSON.stringify([subject, start, end, isAllDay, recurrence, body]),
    )
    .sort();

async function untilQuiet(world: KillableWorld): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    const { written, pending } = await world.run(deleting);
    if (written === 0 && pending === 0) return;
  }
  throw new Error('still not quiet after six cycles');
}

/** True when the run lived to its end. */
async function runAndDie(world: KillableWorld, fatal: number): Promise<boolean> {
  const stepper = liveBy(makeStepper(fatal));
  const ended = await stepper.live(() => world.run(deleting, stepper));
  liveBy(makeStepper());
  await world.letLeaseLapse();
  return ended !== 'died';
}

interface Leg {
  /** Both sides before the run that is killed. */
  readonly prepare: () => Promise<void>;
  /** Both sides in the end, killed or not; throws where they are not as they should be. */
  readonly end: () => unknown;
}

/** The run dies at its first moment, then at its second, … until it lives: each time both sides end as if it had never died. */
export async function diesAnywhere(world: KillableWorld, { prepare, end }: Leg): Promise<void> {
  const begin = async (): Promise<void> => {
    liveBy(makeStepper());
    await prepare();
  };
  await begin();
  await untilQuiet(world);
  const unkilled = end();
  let fatal = 1;
  for (let lived = false; !lived; fatal += 1) {
    await begin();
    lived = await runAndDie(world, fatal);
    await untilQuiet(world);
    expect([fatal, end()]).toEqual([fatal, unkilled]);
  }
  expect(fatal).toBeGreaterThan(40);
}
