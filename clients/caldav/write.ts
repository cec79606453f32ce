import type { Reason } from '../../reasons';
import { headerOf, type Headers, type HttpRequest, type HttpResponse } from '../http';
import type { Ask } from './dav';
import { strongEtag } from './objects';
import { conditionsIn, failedCallOf, ruleFor } from './errors';

/** What has to hold for a write: this version is the one there, or nothing is. */
export type Condition = { readonly match: string } | { readonly create: true };

interface Refused {
  readonly outcome: 'refused';
  readonly reason: Reason;
  /** Another meeting of the calendar goes by the same iCalendar id. */
  readonly uidTaken: boolean;
}

/** done: `etag` if the text was kept as sent. exists: a create found something there. gone: a 404 proves it. */
export type PutResult =
  | { readonly outcome: 'done'; readonly etag: string | null }
  | { readonly outcome: 'stale' | 'exists' | 'gone' }
  | Refused;

export type RemoveResult = { readonly outcome: 'done' | 'stale' | 'gone' } | Refused;

/** Everything else concerns more than the one meeting. */
const concernsOneMeeting = ({ status, body }: HttpResponse): boolean =>
  [400, 403, 404, 405, 409, 410, 412, 413, 415, 422].includes(status) &&
  !conditionsIn(body).includes('quota-not-exceeded');

function refusal(request: HttpRequest, answer: HttpResponse): Refused {
  const seen = failedCallOf(request, answer);
  const rule = ruleFor(seen);
  const uidTaken = seen.conditions.includes('no-uid-conflict');
  return { outcome: 'refused', reason: rule.reason(seen), uidTaken };
}

/** A meeting that is not there cannot match; a calendar that is not there takes no new one. */
function outcomeOf(answer: HttpResponse, isNew: boolean): 'done' | 'stale' | 'exists' | 'gone' | 'refused' {
  if (answer.status < 300) return 'done';
  // Zoho's word for a mark that is out of date, where RFC 9110 says 412
  if (!isNew && answer.status === 409 && conditionsIn(answer.body).length === 0) return 'stale';
  if (answer.status === 412) return isNew ? 'exists' : 'stale';
  return !isNew && [404, 410].includes(answer.status) ? 'gone' : 'refused';
}

/** Writes a meeting if the condition holds; a create may be repeated. Throws ApiError where more than it is to blame. */
export async function put(ask: Ask, url: string, ics: string, condition: Condition): Promise<PutResult> {
  const isNew = 'create' in condition;
  const only: Headers = isNew ? { 'If-None-Match': '*' } : { 'If-Match': condition.match };
  const headers = { 'Content-Type': 'text/calendar; charset=utf-8', ...only };
  const first: HttpRequest = { method: 'PUT', url, headers, body: ics, ...(isNew && { nature: 'repeatable' }) };
  const { request, answer } = await ask(first, concernsOneMeeting);
  const outcome = outcomeOf(answer, isNew);
  if (outcome === 'refused') return refusal(request, answer);
  return outcome === 'done' ? { outcome, etag: strongEtag(headerOf(answer.headers, 'etag')) } : { outcome };
}

/** Deletes this version of a meeting, telling no organiser [RFC 6638 8.1]. Throws ApiError if more is to blame. */
export async function remove(ask: Ask, url: string, etag: string): Promise<RemoveResult> {
  const headers = { 'If-Match': etag, 'Schedule-Reply': 'F' };
  const { request, answer } = await ask({ method: 'DELETE', url, headers }, concernsOneMeeting);
  const outcome = outcomeOf(answer, false);
  return outcome === 'refused' || outcome === 'exists' ? refusal(request, answer) : { outcome };
}
