import { setTimeout as sleep } from 'node:timers/promises';

/** How long attempts wait: `free` of them not at all, the next one for `first` ms, each further one for twice as long, at most `most`. */
interface Steps {
  readonly free: number;
  readonly first: number;
  readonly most: number;
}
/** A few slips of one's own cost nothing. What others do must not keep anybody out: it costs two seconds at most. */
const ofCaller: Steps = { free: 3, first: 250, most: 10_000 };
const ofAll: Steps = { free: 20, first: 50, most: 2_000 };

/** Wrong ones are forgotten so long after the last. */
const FORGET_MS = 15 * 60_000;
const MOST_CALLERS = 1_000;
/** Attempts of one caller at a time, once one of them was wrong; a browser makes one. */
const MOST_AT_ONCE = 10;

/** Wrong sign-ins, and attempts that may become one. */
interface Count {
  wrong: number;
  pending: number;
  at: number;
}

interface Counts {
  readonly callers: Map<string, Count>;
  readonly all: Count;
}

/** On the process, for all pages; n8n loads this module a second time when the package is updated. */
const name = Symbol.for('n8n-nodes-zoho-outlook.signIns');
const counts = ((globalThis as { [name]?: Counts })[name] ??= {
  callers: new Map(),
  all: { wrong: 0, pending: 0, at: 0 },
});

function waitFor({ wrong, pending }: Count, { free, first, most }: Steps): number {
  const beyond = wrong + pending - free;
  return beyond <= 0 ? 0 : Math.min(most, first * 2 ** Math.min(beyond - 1, 20));
}

const isOver = ({ at, pending }: Count, now: number): boolean => pending === 0 && now - at > FORGET_MS;

/** The count of a caller, made the newest; where there are too many callers, the one who was quiet longest is forgotten. */
function countOf(caller: string, now: number): Count {
  const { callers } = counts;
  const known = callers.get(caller);
  const count = known && !isOver(known, now) ? known : { wrong: 0, pending: 0, at: now };
  callers.delete(caller);
  const [oldest] = callers.keys();
  if (callers.size >= MOST_CALLERS && oldest !== undefined) callers.delete(oldest);
  callers.set(caller, count);
  return count;
}

const settle = (count: Count, isRight: boolean, now: number): void => {
  count.pending -= 1;
  if (isRight) return;
  count.wrong += 1;
  count.at = now;
};

/**
 * An attempt to sign in: what `check` says of it, after a wait that grows with the wrong attempts of this caller and, less, of all
 * others. Right and wrong ones wait alike, for who could tell them apart by that would not have to wait. 'tooMany': the caller makes
 * too many at once, and this one was not looked at.
 */
export async function slowly<T>(caller: string, check: () => T | null): Promise<T | null | 'tooMany'> {
  const now = Date.now();
  const [own, all] = [countOf(caller, now), counts.all];
  if (isOver(all, now)) all.wrong = 0;
  if (own.wrong > 0 && own.pending >= MOST_AT_ONCE) return 'tooMany';
  for (const count of [own, all]) count.pending += 1;
  const wait = Math.max(
    waitFor({ ...own, pending: own.pending - 1 }, ofCaller),
    waitFor({ ...all, pending: all.pending - 1 }, ofAll),
  );
  if (wait > 0) await sleep(wait, undefined, { ref: false });
  const found = check();
  for (const count of [own, all]) settle(count, found !== null, Date.now());
  return found;
}
