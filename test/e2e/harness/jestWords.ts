import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { format } from 'node:util';
import { expect } from 'expect';

type Work = (...values: unknown[]) => unknown;

/** Node's runner hands its own context to every test; jest's tests expect nothing. */
const named = (title: string, work: Work, timeout?: number): void =>
  void test(title, { timeout }, async () => void (await work()));

/** `%s` and `%i` of the title take the first values of the row. */
const each =
  (rows: readonly (readonly unknown[])[]) =>
  (title: string, work: Work, timeout?: number): void => {
    for (const row of rows) {
      const places = title.match(/%[a-z]/g)?.length ?? 0;
      named(format(title, ...row.slice(0, places)), () => work(...row), timeout);
    }
  };

const hook =
  (add: (work: () => Promise<void>) => void) =>
  (work: Work): void =>
    add(async () => void (await work()));

/** Lets a suite written in jest's words run in Node's runner, where the end-to-end tests are. */
export function speakJest(): void {
  const it = Object.assign(named, { each });
  Object.assign(globalThis, { expect, describe, test: it, it });
  Object.assign(globalThis, { beforeAll: hook(before), afterAll: hook(after) });
  Object.assign(globalThis, { beforeEach: hook(beforeEach), afterEach: hook(afterEach) });
}
