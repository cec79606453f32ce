import { systemClock, type Clock } from '../clock';
import { ApiError } from '../errors';
import { headerOf, type HttpRequest, type HttpResponse, type Send } from '../http';
import { limited, retrying } from '../retry';
import { throttled } from '../throttle';
import type { Ask, Reply } from './dav';
import { davError } from './errors';
import { placeOf, type Ground } from './hosts';

export interface CalDavOptions extends Ground {
  /** Requests at once; 4 unless told. */
  readonly inFlight?: number;
  readonly budgetMs?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

const MOST_HOPS = 5;
const redirects = [301, 302, 303, 307, 308];

const lost = (url: string): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'redirectLoop', radius: 'side' },
    message: `The calendar server ${new URL(url).host} only refers from one address to the next.`,
    nextStep: 'Enter the address of the calendar itself in the credential.',
  });

const nextOf = (answer: HttpResponse): string | null =>
  redirects.includes(answer.status) ? headerOf(answer.headers, 'location') : null;

/** The same request at the address the server refers to, as long as the password may go there. */
async function followed(send: Send, first: HttpRequest, ground: Ground): Promise<Reply> {
  let request = first;
  for (let hops = 0; hops <= MOST_HOPS; hops += 1) {
    const answer = await send(request);
    const next = nextOf(answer);
    if (next === null) return { request, answer };
    request = { ...request, url: placeOf(next, request.url, ground).href };
  }
  throw lost(first.url);
}

/** What sends for this server: patience outside, so that waiting holds no place in the queue. */
export function makeAsk(send: Send, o: CalDavOptions): Ask {
  const { now } = o.clock ?? systemClock;
  const patient = retrying(throttled(limited(send, o.inFlight ?? 4), o), { side: 'zoho', ...o });
  return async (asked, passes = () => false) => {
    const first = { timeoutMs: o.timeoutMs ?? 100_000, ...asked, url: placeOf(asked.url, o.server, o).href };
    const reply = await followed(patient, first, o);
    if ((reply.answer.status >= 200 && reply.answer.status < 300) || passes(reply.answer)) return reply;
    throw davError(reply.request, reply.answer, now());
  };
}
