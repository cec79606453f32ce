/** One notification on its way; the body goes out as it is. */
export interface Letter {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back of one try; status 0 when nothing did (refused, cut off, too slow). */
export interface Answer {
  readonly status: number;
  /** The answer's content type, without parameters, in lower case. */
  readonly type: string;
  readonly text: string;
  readonly error?: string;
}

export interface Delivery {
  /** Milliseconds one try may take. */
  readonly timeoutMs: number;
  /** Milliseconds of waiting before each further try; no entry, no retry. Real time, not the simulator's clock. */
  readonly waits: readonly number[];
  /** Asked before each try, the first too: false drops the letter (unsubscribed or lapsed by now). */
  isWanted(): boolean;
  /** Told of each try as it ends; `attempt` counts from 1. */
  onTry(attempt: number, answer: Answer): void;
  /** Ends waiting and trying; for the simulator's stop and reset. */
  readonly signal?: AbortSignal;
}

const isTaken = ({ status }: Answer): boolean => status >= 200 && status < 300;

const failure = (error: unknown): Answer => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return { status: 0, type: '', text: '', error: cause instanceof Error ? cause.message : String(cause) };
};

/** Posts once and tells what came back; never throws, follows no redirect. A longer answer than 64 KB is cut. */
export async function postOnce(letter: Letter, timeoutMs: number, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const reply = await fetch(letter.url, {
      ...{ method: 'POST', redirect: 'manual', headers: { ...letter.headers }, body: letter.body },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const type = (reply.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    return { status: reply.status, type, text: (await reply.text()).slice(0, 65_536) };
  } catch (error) {
    return failure(error);
  }
}

/** Waits; at once over when the signal fires. Does not keep the process alive. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal?.addEventListener('abort', end);
  });

/** Posts until the receiver takes it (any 2xx), nobody wants it any more, or the tries are used up. Never throws. */
export async function deliver(letter: Letter, delivery: Delivery): Promise<'delivered' | 'dropped'> {
  const { timeoutMs, waits, signal } = delivery;
  for (const [index, wait] of [0, ...waits].entries()) {
    if (wait > 0) await pause(wait, signal);
    if (signal?.aborted || !delivery.isWanted()) return 'dropped';
    const answer = await postOnce(letter, timeoutMs, signal);
    delivery.onTry(index + 1, answer);
    if (isTaken(answer)) return 'delivered';
  }
  return 'dropped';
}
