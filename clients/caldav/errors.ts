import { reason, type Label, type Reason } from '../../reasons';
import { ApiError, hasStatus, type Radius } from '../errors';
import { isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retry';
import { hostName } from '../urls';

/** What is known of a refused request; nothing of it is content of a meeting. */
export interface FailedCall {
  readonly status: number;
  /** Names of the preconditions that failed [RFC 4918 section 16, RFC 4791 section 1.3]: `no-uid-conflict`, `quota-not-exceeded`. */
  readonly conditions: readonly string[];
  readonly host: string | Label;
  readonly isWrite: boolean;
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  readonly code: string;
  readonly radius: Radius;
  readonly reason: (seen: FailedCall) => Reason;
}

type HostReason =
  | 'calDavSignInRefused'
  | 'calDavFull'
  | 'calDavThrottled'
  | 'calDavForbidden'
  | 'calDavCalendarGone'
  | 'noCalDavServer';

const hasCondition =
  (...names: readonly string[]) =>
  ({ conditions }: FailedCall): boolean =>
    names.some((name) => conditions.includes(name));
/** What a reason tells of the server alone. */
const atHost =
  (code: HostReason) =>
  ({ host }: FailedCall): Reason =>
    reason(code, { host });

/** What a server may have against one meeting [RFC 4791 section 5.3.2.1]. */
const objectConditions = [
  ...['supported-calendar-data', 'valid-calendar-data', 'valid-calendar-object-resource', 'no-uid-conflict'],
  ...['supported-calendar-component', 'max-resource-size', 'min-date-time', 'max-date-time', 'max-instances'],
  ...['max-attendees-per-instance', 'unique-scheduling-object-resource', 'same-organizer-in-all-components'],
  ...['allowed-organizer-scheduling-object-change', 'allowed-attendee-scheduling-object-change'],
];

/** First match counts. */
const rules: readonly Rule[] = [
  { when: hasStatus(401), code: 'wrongPassword', radius: 'side', reason: atHost('calDavSignInRefused') },
  {
    when: (seen) => hasStatus(507)(seen) || hasCondition('quota-not-exceeded', 'sufficient-disk-space')(seen),
    code: 'noRoom',
    radius: 'kind',
    reason: atHost('calDavFull'),
  },
  { when: hasStatus(429), code: 'tooManyRequests', radius: 'side', reason: atHost('calDavThrottled') },
  {
    when: (seen) => seen.isWrite && seen.status < 500 && hasCondition(...objectConditions)(seen),
    code: 'notTaken',
    radius: 'record',
    reason: ({ host, conditions }) => reason('calDavMeetingRefused', { host, conditions }),
  },
  {
    when: (seen) => seen.isWrite && (hasStatus(403, 405)(seen) || hasCondition('need-privileges')(seen)),
    code: 'readOnly',
    radius: 'kind',
    reason: () => reason('calDavReadOnly'),
  },
  { when: hasStatus(403), code: 'forbidden', radius: 'kind', reason: atHost('calDavForbidden') },
  { when: hasStatus(404, 410), code: 'noCalendar', radius: 'kind', reason: atHost('calDavCalendarGone') },
  { when: hasStatus(405, 501, 415), code: 'noCalDav', radius: 'side', reason: atHost('noCalDavServer') },
  {
    when: ({ status }) => status >= 500,
    code: 'serverTrouble',
    radius: 'side',
    reason: ({ host, status }) => reason('calDavTrouble', { host, status }),
  },
];

const otherRule: Rule = {
  when: () => true,
  code: 'refused',
  radius: 'kind',
  reason: ({ host, status, conditions }) => reason('calDavRequestRefused', { host, status, conditions }),
};

export const ruleFor = (seen: FailedCall): Rule => rules.find(({ when }) => when(seen)) ?? otherRule;

/** The names in a body like `<d:error><c:no-uid-conflict/></d:error>`: identifiers, no text of anybody's. */
export function conditionsIn(body: unknown): readonly string[] {
  const text = typeof body === 'string' ? body.slice(0, 10_000) : '';
  const inside = /<(?:[\w-]+:)?error\b[^>]*>([\s\S]*?)<\/(?:[\w-]+:)?error>/i.exec(text)?.[1] ?? '';
  const names = [...inside.matchAll(/<(?:[\w-]+:)?([a-z][a-z-]{1,60})\b/gi)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(names.filter((name) => name !== 'href'))];
}

export const failedCallOf = (request: HttpRequest, answer: HttpResponse): FailedCall => ({
  status: answer.status,
  conditions: conditionsIn(answer.body),
  host: hostName(request.url),
  isWrite: !isRead(request),
});

/** An answer that is no success, in words. */
export function davError(request: HttpRequest, answer: HttpResponse, now = Date.now()): ApiError {
  const seen = failedCallOf(request, answer);
  const rule = ruleFor(seen);
  return new ApiError({
    side: 'zoho',
    status: answer.status,
    code: rule.code,
    radius: rule.radius,
    reason: rule.reason(seen),
    retryAfterMs: retryAfterMs(answer.headers, now),
    details: { conditions: seen.conditions },
    uncertain: seen.isWrite && (answer.status >= 500 || answer.status === 408) && rule.code !== 'noRoom',
  });
}

/** A success whose body is no XML, or not the XML of an answer about several things. */
export const brokenDavReply = (request: HttpRequest, status: number): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status, code: 'brokenReply', radius: 'side' },
    reason: reason('calDavBrokenReply', { host: hostName(request.url) }),
    uncertain: !isRead(request),
  });

/** The account was reached, but has nothing to sync with. */
export const noCalendarError = (url: string): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'noCalendar', radius: 'kind' },
    reason: reason('noCalendarShown', { host: hostName(url) }),
  });
