import type { Stepper } from './stepper';
import { makeStepper } from './stepper';

type Port = (...args: unknown[]) => unknown;

let stepper: Stepper = makeStepper();
/** Who counts the archive's moments from now on. */
export const liveBy = (one: Stepper): Stepper => (stepper = one);

const isPort = (name: string, value: unknown): value is Port => typeof value === 'function' && /^[a-z]/.test(name);

const mortalPort =
  (port: Port): Port =>
  async (...args) => {
    await stepper.step();
    return await port(...args);
  };

/**
 * The archive, each of whose calls is a moment at which the process may die. Dying after a call leaves the same behind as dying
 * before the next one, so that one moment stands for both. For jest.mock.
 */
export const mortal = (archive: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(archive).map(([name, value]) => [name, isPort(name, value) ? mortalPort(value) : value]),
  );
