import { bulkhead, ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import { systemClock, type Clock } from './clock';
import { ApiError, type ApiSide } from './errors';
import { isReplayable, Withheld, type HttpRequest, type HttpResponse, type Send } from './http';
import { oauthWordsIn } from './oauth';
import { isUnsent, noAnswer } from './noAnswer';
import { backoffMs, retryAfterMs } from './retryAfter';

export interface RetryOptions {
  readonly side: ApiSide;
  /** Everything together, first try included; 120 s unless told. */
  readonly budgetMs?: number;
  readonly clock?: Clock;
  /** A refusal that no short wait cures, though its status says so (credits used up). */
  readonly isHopeless?: (answer: HttpResponse) => boolean;
  /** What an OAuth error word means, for a sender that throws when it can not refresh the token; null for none of them. */
  readonly signIn?: (word: string) => ApiError | null;
}

/** What to do with a status: how often to try again, and whether the service had refused before doing anything. */
interface Again {
  readonly tries: number;
  /** Refused unread: also a bare POST may come again. */
  readonly refused: boolean;
}

/** Graph: reference "Resolve errors"/throttling; Zoho: "API limits", "Status codes". Anything not listed is final. */
const again: Readonly<Record<number, Again>> = {
  408: { tries: 3, refused: false },
  423: { tries: 3, refused: true },
  429: { tries: 10, refused: true },
  500: { tries: 3, refused: false },
  502: { tries: 5, refused: false },
  503: { tries: 8, refused: false },
  504: { tries: 5, refused: false },
  509: { tries: 8, refused: true },
};
const silenceTries = 4;

type Outcome = { readonly answer: HttpResponse } | { readonly thrown: unknown };

/** How long to wait before the same request may be sent again; null where it is final. Pure. */
export function waitBefore(request: HttpRequest, outcome: Outcome, attempt: number, clock: Clock): number | null {
  const jittered = backoffMs(attempt, clock.random());
  if ('thrown' in outcome) {
    const mayRepeat = isReplayable(request) || isUnsent(outcome.thrown);
    const known = outcome.thrown instanceof ApiError || outcome.thrown instanceof Withheld;
    return !known && mayRepeat && attempt < silenceTries ? jittered : null;
  }
  const rule = again[outcome.answer.status];
  if (!rule || attempt >= rule.tries || !(rule.refused || isReplayable(request))) return null;
  return retryAfterMs(outcome.answer.headers, clock.now()) ?? jittered;
}

/** A refused sign-in is no silence: it is told as what it is, and not tried again. What is in words already keeps them. */
const refusedSignIn = (thrown: unknown, o: RetryOptions): ApiError | null =>
  (thrown instanceof ApiError ? [] : oauthWordsIn(thrown))
    .map((word) => o.signIn?.(word) ?? null)
    .find((error) => error !== null) ?? null;

const settle = (send: Send, request: HttpRequest, o: RetryOptions): Promise<Outcome> =>
  send(request).then(
    (answer) => ({ answer }),
    (thrown: unknown) => ({ thrown: refusedSignIn(thrown, o) ?? thrown }),
  );

/** Says in our words that no answer came; what a sender already put in words passes. */
function unwrap(side: ApiSide, request: HttpRequest, outcome: Outcome): HttpResponse {
  if ('answer' in outcome) return outcome.answer;
  if (outcome.thrown instanceof Withheld) throw outcome.thrown.reason;
  throw outcome.thrown instanceof ApiError ? outcome.thrown : noAnswer(side, request, outcome.thrown);
}

interface Attempt {
  readonly outcome: Outcome;
  readonly waitMs: number | null;
}
const policy = retry(
  handleWhenResult((attempt) => (attempt as Attempt).waitMs !== null),
  { maxAttempts: 20, backoff: new ConstantBackoff(0) },
);

/**
 * Sends again what may be sent again, after the FULL wait the service asked for (vendors' SDKs cap it and come back too
 * early). A wait that does not fit the budget ends it: the last answer comes back as it is, for the client to put in words.
 */
export function retrying(send: Send, o: RetryOptions): Send {
  const clock = o.clock ?? systemClock;
  return async (request) => {
    const deadline = clock.now() + (o.budgetMs ?? 120_000);
    let pause = 0;
    const last = await policy.execute(async ({ attempt }): Promise<Attempt> => {
      if (pause > 0) await clock.sleep(pause);
      const outcome = await settle(send, request, o);
      const hopeless = 'answer' in outcome && o.isHopeless?.(outcome.answer) === true;
      const waitMs = hopeless ? null : waitBefore(request, outcome, attempt, clock);
      pause = waitMs ?? 0;
      return { outcome, waitMs: waitMs !== null && clock.now() + waitMs <= deadline ? waitMs : null };
    });
    return unwrap(o.side, request, last.outcome);
  };
}

/** At most `inFlight` requests at once; the others wait their turn. */
export function limited(send: Send, inFlight: number): Send {
  const gate = bulkhead(inFlight, Infinity);
  return (request) => gate.execute(() => send(request));
}
