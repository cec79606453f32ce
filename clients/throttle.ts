import { systemClock, type Clock } from './clock';
import type { HttpResponse, Send } from './http';
import { retryAfterMs } from './retryAfter';

export interface ThrottleOptions {
  /** A longer wait is not waited for: the request is answered 429 at once, unsent. */
  readonly budgetMs?: number;
  readonly clock?: Clock;
}

const stillClosed = (leftMs: number): HttpResponse => ({
  status: 429,
  headers: { 'retry-after': String(leftMs / 1000) },
  body: undefined,
});

/**
 * A service that answers 429 to one request means all of them: nobody sends until the wait it named is over.
 * Without this, parallel requests would each run into the same wall and prolong it.
 */
export function throttled(send: Send, o: ThrottleOptions = {}): Send {
  const { clock = systemClock, budgetMs = 120_000 } = o;
  let closedUntil = 0;
  const left = () => closedUntil - clock.now();
  return async (request) => {
    if (left() > budgetMs) return stillClosed(left());
    while (left() > 0) await clock.sleep(left());
    const answer = await send(request);
    const waitMs = answer.status === 429 ? retryAfterMs(answer.headers, clock.now()) : null;
    if (waitMs !== null) closedUntil = Math.max(closedUntil, clock.now() + waitMs);
    return answer;
  };
}
