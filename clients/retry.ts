import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import { ApiError, type ApiSide } from './errors';
import type { Headers, Clock, HttpRequest, HttpResponse, Send } from './http';
import { headerOf, systemClock, isReplayable, NotSent } from './http';
import { oauthWordsIn, isUnsent, noAnswer } from './transportErrors';

/** The wait asked for in ms, null if unreadable: seconds, also "2.128" (Graph), or an HTTP date (RFC 9110 10.2.3). */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const text = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const until = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(until) ? null : Math.max(0, until - now);
}

/** 1 s, 2 s, 4 s … at most 30 s; the upper half is chance, so that many clients do not come back at once. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + random / 2));

export interface RetryOptions {
  readonly side: ApiSide;
  /** Everything together, first try included; 120 s unless told. */
  readonly budgetMs?: number;
  readonly clock?: Clock;
  /** A refusal that no short wait cures, though its status says so (credits used up). */
  readonly isFinal?: (answer: HttpResponse) => boolean;
  /** What an OAuth error word means, for a sender that throws when it can not refresh the token; null for none of them. */
  readonly signIn?: (word: string) => ApiError | null;
}

/** What to do with a status: how often to try again, and whether the service had refused before doing anything. */
interface RetryRule {
  readonly tries: number;
  /** Refused unread: also a bare POST may come again. */
  readonly refused: boolean;
}

/** Graph: reference "Resolve errors"/throttling; Zoho: "API limits", "Status codes". Anything not listed is final. */
const retryRules: Readonly<Record<number, RetryRule>> = {
  408: { tries: 3, refused: false },
  423: { tries: 3, refused: true },
  429: { tries: 10, refused: true },
  500: { tries: 3, refused: false },
  502: { tries: 5, refused: false },
  503: { tries: 8, refused: false },
  504: { tries: 5, refused: false },
  509: { tries: 8, refused: true },
};
const noAnswerTries = 4;

type Outcome = { readonly answer: HttpResponse } | { readonly thrown: unknown };

/** How long to wait before the same request may be sent again; null where it is final. Pure. */
function retryDelay(request: HttpRequest, outcome: Outcome, attempt: number, clock: Clock): number | null {
  const jittered = backoffMs(attempt, clock.random());
  if ('thrown' in outcome) {
    const mayRepeat = isReplayable(request) || isUnsent(outcome.thrown);
    const known = outcome.thrown instanceof ApiError || outcome.thrown instanceof NotSent;
    return !known && mayRepeat && attempt < noAnswerTries ? jittered : null;
  }
  const rule = retryRules[outcome.answer.status];
  if (!rule || attempt >= rule.tries || !(rule.refused || isReplayable(request))) return null;
  return retryAfterMs(outcome.answer.headers, clock.now()) ?? jittered;
}

/** A refused sign-in is no silence: it is told as what it is, and not tried again. What is in words already keeps them. */
const signInRefusal = (thrown: unknown, o: RetryOptions): ApiError | null =>
  (thrown instanceof ApiError ? [] : oauthWordsIn(thrown))
    .map((word) => o.signIn?.(word) ?? null)
    .find((error) => error !== null) ?? null;

const trySend = (send: Send, request: HttpRequest, o: RetryOptions): Promise<Outcome> =>
  send(request).then(
    (answer) => ({ answer }),
    (thrown: unknown) => ({ thrown: signInRefusal(thrown, o) ?? thrown }),
  );

/** Says in our words that no answer came; what a sender already put in words passes. */
function answerOrThrow(side: ApiSide, request: HttpRequest, outcome: Outcome): HttpResponse {
  if ('answer' in outcome) return outcome.answer;
  if (outcome.thrown instanceof NotSent) throw outcome.thrown.reason;
  throw outcome.thrown instanceof ApiError ? outcome.thrown : noAnswer(side, request, outcome.thrown);
}

interface Attempt {
  readonly outcome: Outcome;
  readonly waitMs: number | null;
}
const retryPolicy = retry(
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
    const last = await retryPolicy.execute(async ({ attempt }): Promise<Attempt> => {
      if (pause > 0) await clock.sleep(pause);
      const outcome = await trySend(send, request, o);
      const hopeless = 'answer' in outcome && o.isFinal?.(outcome.answer) === true;
      const waitMs = hopeless ? null : retryDelay(request, outcome, attempt, clock);
      pause = waitMs ?? 0;
      return { outcome, waitMs: waitMs !== null && clock.now() + waitMs <= deadline ? waitMs : null };
    });
    return answerOrThrow(o.side, request, last.outcome);
  };
}

/** So many places at once; who needs more than are free waits, and nobody overtakes. `widen`: so many more, or fewer, from now on. */
export interface Gate {
  <T>(places: number, work: () => Promise<T>): Promise<T>;
  readonly widen: (by: number) => void;
}

export function makeGate(free: number): Gate {
  const waiting: { readonly places: number; readonly go: () => void }[] = [];
  const give = (places: number): void => {
    free += places;
    for (let first = waiting[0]; first && first.places <= free; first = waiting[0]) {
      free -= first.places;
      waiting.shift();
      first.go();
    }
  };
  const enter = async <T>(places: number, work: () => Promise<T>): Promise<T> => {
    const turn = new Promise<void>((go) => void waiting.push({ places, go }));
    give(0);
    await turn;
    return work().finally(() => give(places));
  };
  return Object.assign(enter, { widen: give });
}

/** At most so many requests at once, be it with others of the gate; the others wait their turn. */
export function limited(send: Send, limit: number | Gate, placesOf: (request: HttpRequest) => number = () => 1): Send {
  const gate = typeof limit === 'number' ? makeGate(limit) : limit;
  return (request) => gate(placesOf(request), () => send(request));
}

/** How many requests go at once, and how many were answered since that was last changed. */
export interface Pace {
  readonly places: number;
  readonly calm: number;
}

/** So many answers without a refusal, and one more may go at once. */
const CALM = 20;

/** Additive up, multiplicative down: others share what the service allows, and it does not say how much is left. */
export function nextPace({ places, calm }: Pace, status: number, most: number): Pace {
  // what was sent side by side with the first refused one says nothing new
  if (status === 429) return calm === 0 ? { places, calm } : { places: Math.max(1, Math.floor(places / 2)), calm: 0 };
  return calm < CALM ? { places, calm: calm + 1 } : { places: Math.min(most, places + 1), calm: 1 };
}

/** At most so many at once, and fewer as long as the service refuses some; all that go through it share the places. */
export function makePacer(most: number): (send: Send) => Send {
  const gate = makeGate(most);
  let pace: Pace = { places: most, calm: 1 };
  const heed = ({ status }: HttpResponse): void => {
    const next = nextPace(pace, status, most);
    gate.widen(next.places - pace.places);
    pace = next;
  };
  return (send) => async (request) => {
    const answer = await gate(1, () => send(request));
    heed(answer);
    return answer;
  };
}

export interface ThrottleOptions {
  /** A longer wait is not waited for: the request is answered 429 at once, unsent. */
  readonly budgetMs?: number;
  readonly clock?: Clock;
}

const stillThrottled = (leftMs: number): HttpResponse => ({
  status: 429,
  headers: { 'retry-after': String(leftMs / 1000) },
  body: undefined,
});

/** A 429 to one request means all of them: nobody sends until the wait it named is over, or they would prolong it. */
export function throttled(send: Send, o: ThrottleOptions = {}): Send {
  const { clock = systemClock, budgetMs = 120_000 } = o;
  let closedUntil = 0;
  const left = () => closedUntil - clock.now();
  return async (request) => {
    if (left() > budgetMs) return stillThrottled(left());
    while (left() > 0) await clock.sleep(left());
    const answer = await send(request);
    const waitMs = answer.status === 429 ? retryAfterMs(answer.headers, clock.now()) : null;
    if (waitMs !== null) closedUntil = Math.max(closedUntil, clock.now() + waitMs);
    return answer;
  };
}
