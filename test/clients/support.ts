import type { Clock, HttpRequest, HttpResponse, Send } from '../../clients/http';
import { ApiError } from '../../clients/errors';

export interface FakeClock extends Clock {
  readonly slept: number[];
}

/** A clock that jumps instead of waiting. Chance is always one half, so a back-off is three quarters of its step. */
export function fakeClock(start = Date.parse('2026-03-01T00:00:00Z')): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    random: () => 0.5,
    slept,
  };
}

type Step = Partial<HttpResponse> | Error | ((request: HttpRequest) => Partial<HttpResponse>);

export interface FakeSend {
  readonly send: Send;
  readonly requests: HttpRequest[];
}

const asAnswer = (step: Exclude<Step, Error>, request: HttpRequest): HttpResponse => ({
  status: 200,
  headers: {},
  body: {},
  ...(typeof step === 'function' ? step(request) : step),
});

/** Answers with the steps one after the other; the last one stays. */
export function fakeSend(...steps: Step[]): FakeSend {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    const step = steps.length > 1 ? steps.shift() : steps[0];
    if (step instanceof Error) throw step;
    return asAnswer(step ?? {}, request);
  };
  return { send, requests };
}

export const failing = (code: string): Error => Object.assign(new Error('socket'), { code });

/** The ApiError a promise ends in. */
export async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const caught: unknown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (caught instanceof ApiError) return caught;
  throw new Error(`no ApiError, but ${String(caught)}`);
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
