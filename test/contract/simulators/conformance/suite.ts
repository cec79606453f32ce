/** Recorded answers beside the simulators' own: a table of captures, each with the request that must be answered alike. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Listed, Looks } from './shape';
import { judge } from './shape';

/** Where the recordings lie; jest.config.js takes up the suites only where they are. */
export const capturesIn = (service: string): string =>
  join(process.env.CAPTURES ?? join(process.cwd(), '..', 'shared', 'captures'), service);

export interface Capture<World> {
  /** Name of the file with its ending. */
  readonly file: string;
  /** Makes the simulator answer the same request, in the form of the recording: a body, or status, headers and body. */
  readonly own: (world: World, recorded: never) => Promise<unknown>;
  /** The part of the recording that is compared, when not the whole. */
  readonly life?: (recorded: never) => unknown;
  /** Differences on purpose with the reason; one that is no more fails the test. */
  readonly listed?: Listed;
}

/** The recording, parsed; anything that is not JSON as text. */
export function recording(folder: string, file: string): unknown {
  const text = readFileSync(join(folder, file), 'utf8');
  return file.endsWith('.json') ? (JSON.parse(text) as unknown) : text;
}

/** A test for each capture: the simulator's answer has the recording's shape, but for what is listed. */
export function compareAll<World>(
  folder: string,
  captures: readonly Capture<World>[],
  { world, looks }: { readonly world: () => World; readonly looks: Looks },
): void {
  test.each(captures.map((capture) => [capture.file, capture] as const))('%s', async (file, capture) => {
    const recorded = recording(folder, file) as never;
    const own = await capture.own(world(), recorded);
    const life = capture.life ? capture.life(recorded) : recorded;
    expect(judge(life, own, capture.listed, looks)).toEqual({ unlisted: [], dead: [] });
  });
}

/** Every file of the folder is compared or has a reason why not; no name is said twice or lacks its file. */
export function expectAllCovered(folder: string, compared: readonly string[], notServed: Listed): void {
  expect([...compared, ...Object.keys(notServed)].sort()).toEqual(readdirSync(folder).sort());
}
