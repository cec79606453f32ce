import { ApiError } from '../errors';
import { isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retryAfter';
import { ruleFor, type Seen } from './errorRules';

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an unknown host');

/** The names in a body like `<d:error><c:no-uid-conflict/></d:error>`: identifiers, no text of anybody's. */
export function conditionsIn(body: unknown): readonly string[] {
  const text = typeof body === 'string' ? body : '';
  const inside = /<(?:[\w-]+:)?error\b[^>]*>([\s\S]*?)<\/(?:[\w-]+:)?error>/i.exec(text)?.[1] ?? '';
  const names = [...inside.matchAll(/<(?:[\w-]+:)?([a-z][a-z-]{1,60})\b/gi)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(names.filter((name) => name !== 'href'))];
}

export const seenIn = (request: HttpRequest, answer: HttpResponse): Seen => ({
  status: answer.status,
  conditions: conditionsIn(answer.body),
  host: hostOf(request.url),
  isWrite: !isRead(request),
});

/** An answer that is no success, in words. */
export function davError(request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError {
  const seen = seenIn(request, answer);
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'zoho',
    status: answer.status,
    code: rule.code,
    radius: rule.radius,
    message: rule.message(seen),
    nextStep: rule.nextStep,
    retryAfterMs: retryAfterMs(answer.headers, now),
    details: { conditions: seen.conditions },
    uncertain: seen.isWrite && (answer.status >= 500 || answer.status === 408) && rule.code !== 'noRoom',
  });
}

/** A success whose body is no XML, or not the XML of an answer about several things. */
export const brokenDavReply = (request: HttpRequest, status: number): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status, code: 'brokenReply', radius: 'side' },
    message: `What ${hostOf(request.url)} answered is not what a calendar server sends.`,
    nextStep:
      'Check the CalDAV address in the credential. If it is right, check whether a proxy or firewall alters the traffic of the n8n machine.',
    uncertain: !isRead(request),
  });

/** The account was reached, but has nothing to sync with. */
export const noCalendarError = (url: string): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'noCalendar', radius: 'kind' },
    message: `The account on ${hostOf(url)} shows no calendar for meetings.`,
    nextStep:
      'Create a calendar there, have CalDAV switched on for the account, or enter the address of the calendar itself in the credential.',
  });
