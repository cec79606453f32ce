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
  /** Why the recording lacks names that life has, such as a project that cut its fixture: names only the simulator has are let by. */
  readonly cut?: string;
}

/** The recording, parsed; anything that is not JSON as text. */
function recording(folder: string, file: string): unknown {
  const text = readFileSync(join(folder, file), 'utf8');
  return file.endsWith('.json') ? (JSON.parse(text) as unknown) : text;
}

const isMissingInLife = (line: string): boolean => line.includes(': life missing, ');

/** What is left to say of a recording that was cut: what its cut explains is gone; a cut that explains nothing is dead. */
function withoutCut({ unlisted, dead }: ReturnType<typeof judge>, cut: string | undefined): ReturnType<typeof judge> {
  if (cut === undefined) return { unlisted, dead };
  const left = unlisted.filter((line) => !isMissingInLife(line));
  return { unlisted: left, dead: left.length < unlisted.length ? dead : [...dead, cut] };
}

export interface Suite<World> {
  /** The simulator as it stands for a recording. */
  readonly world: (file: string) => World;
  readonly looks: Looks;
}

/** A test for each capture: the simulator's answer has the recording's shape, but for what is listed. */
export function compareAll<World>(folder: string, captures: readonly Capture<World>[], suite: Suite<World>): void {
  test.each(captures.map((capture) => [capture.file, capture] as const))('%s', async (file, capture) => {
    const recorded = recording(folder, file) as never;
    const own = await capture.own(suite.world(file), recorded);
    const life = capture.life ? capture.life(recorded) : recorded;
    expect(withoutCut(judge(life, own, capture.listed, suite.looks), capture.cut)).toEqual({ unlisted: [], dead: [] });
  });
}

/** Every file of the folder is compared or has a reason why not; no name is said twice or lacks its file. */
export function expectAllCovered(folder: string, compared: readonly string[], notServed: Listed): void {
  expect([...compared, ...Object.keys(notServed)].sort()).toEqual(readdirSync(folder).sort());
}
