import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is neither undefined nor false; after `limit` milliseconds an error naming `what`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 30_000,
  pause = 50,
): Promise<T> {
  for (const end = Date.now() + limit; ; await sleep(pause)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${Math.round(limit / 1000)} s in vain for: ${what}`);
  }
}
