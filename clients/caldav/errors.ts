import type { Radius } from '../errors';
import { appPasswordPath } from '../zoho/authToken';
import { ApiError } from '../errors';
import { isRead, type HttpRequest, type HttpResponse } from '../http';
import { retryAfterMs } from '../retry';
import { hostName } from '../urls';

/** What is known of a refused request; nothing of it is content of a meeting. */
export interface FailedCall {
  readonly status: number;
  /** Names of the preconditions that failed [RFC 4918 section 16, RFC 4791 section 1.3]: `no-uid-conflict`, `quota-not-exceeded`. */
  readonly conditions: readonly string[];
  readonly host: string;
  readonly isWrite: boolean;
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  readonly code: string;
  readonly radius: Radius;
  readonly message: (seen: FailedCall) => string;
  readonly nextStep: string;
}

const hasCondition =
  (...names: readonly string[]) =>
  ({ conditions }: FailedCall): boolean =>
    names.some((name) => conditions.includes(name));
const hasStatus =
  (...statuses: readonly number[]) =>
  ({ status }: FailedCall): boolean =>
    statuses.includes(status);

/** What a server may have against one meeting [RFC 4791 section 5.3.2.1]. */
const objectConditions = [
  ...['supported-calendar-data', 'valid-calendar-data', 'valid-calendar-object-resource', 'no-uid-conflict'],
  ...['supported-calendar-component', 'max-resource-size', 'min-date-time', 'max-date-time', 'max-instances'],
  ...['max-attendees-per-instance', 'unique-scheduling-object-resource', 'same-organizer-in-all-components'],
  ...['allowed-organizer-scheduling-object-change', 'allowed-attendee-scheduling-object-change'],
];

/** First match counts. */
const rules: readonly Rule[] = [
  {
    when: hasStatus(401),
    code: 'wrongPassword',
    radius: 'side',
    message: ({ host }) => `The calendar server ${host} does not accept the e-mail address and app-specific password.`,
    nextStep: `Create an app-specific password at Zoho Accounts › Security › App Passwords and enter it in ${appPasswordPath}. The password of the account itself is refused where two-factor sign-in is on.`,
  },
  {
    when: (seen) => hasStatus(507)(seen) || hasCondition('quota-not-exceeded', 'sufficient-disk-space')(seen),
    code: 'noRoom',
    radius: 'kind',
    message: ({ host }) => `The calendar on ${host} is full: the server has no room for another meeting.`,
    nextStep: 'Delete meetings that are no longer needed, or have the storage of the account raised. Nothing is lost.',
  },
  {
    when: hasStatus(429),
    code: 'tooManyRequests',
    radius: 'side',
    message: ({ host }) => `The calendar server ${host} asks to slow down.`,
    nextStep: 'Nothing is lost: run again in an hour. If it stays so, run less often.',
  },
  {
    when: (seen) => seen.isWrite && seen.status < 500 && hasCondition(...objectConditions)(seen),
    code: 'notTaken',
    radius: 'record',
    message: ({ host, conditions }) =>
      `The calendar server ${host} does not take the meeting as it is (${conditions.join(', ')}).`,
    nextStep: 'Change it in Outlook to something simpler, or leave it there alone.',
  },
  {
    when: (seen) => seen.isWrite && (hasStatus(403, 405)(seen) || hasCondition('need-privileges')(seen)),
    code: 'readOnly',
    radius: 'kind',
    message: () => 'The calendar may only be read.',
    nextStep:
      'Choose a calendar of your own in Zoho CRM Sync, ask its owner for the right to edit, or sync only towards Outlook.',
  },
  {
    when: hasStatus(403),
    code: 'forbidden',
    radius: 'kind',
    message: ({ host }) => `The calendar server ${host} does not let this user read the calendar.`,
    nextStep: 'Choose another calendar in Zoho CRM Sync, or have CalDAV switched on for the account.',
  },
  {
    when: hasStatus(404, 410),
    code: 'noCalendar',
    radius: 'kind',
    message: ({ host }) => `The calendar is no longer there on ${host}. No meeting was deleted by that.`,
    nextStep:
      'Choose the calendar in Zoho CRM Sync again. If the address of the server was changed, see the credential.',
  },
  {
    when: hasStatus(405, 501, 415),
    code: 'noCalDav',
    radius: 'side',
    message: ({ host }) => `What answers at ${host} is no calendar server.`,
    nextStep: `Check the CalDAV address in ${appPasswordPath}; Zoho shows it under Calendar › Settings › Synchronize › CalDAV.`,
  },
  {
    when: ({ status }) => status >= 500,
    code: 'serverTrouble',
    radius: 'side',
    message: ({ host, status }) => `The calendar server ${host} has trouble of its own (${status}).`,
    nextStep: 'The next run tries again by itself. If it stays so, see the service health page of the server.',
  },
];

const otherRule: Rule = {
  when: () => true,
  code: 'refused',
  radius: 'kind',
  message: ({ host, status, conditions }) =>
    `The calendar server ${host} refused a request (${[status, ...conditions].join(', ')}).`,
  nextStep: 'If it stays so, report it with this text. Nothing is lost.',
};

export const ruleFor = (seen: FailedCall): Rule => rules.find(({ when }) => when(seen)) ?? otherRule;

/** The names in a body like `<d:error><c:no-uid-conflict/></d:error>`: identifiers, no text of anybody's. */
export function conditionsIn(body: unknown): readonly string[] {
  const text = typeof body === 'string' ? body : '';
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
    message: `What ${hostName(request.url)} answered is not what a calendar server sends.`,
    nextStep:
      'Check the CalDAV address in the credential. If it is right, check whether a proxy or firewall alters the traffic of the n8n machine.',
    uncertain: !isRead(request),
  });

/** The account was reached, but has nothing to sync with. */
export const noCalendarError = (url: string): ApiError =>
  new ApiError({
    ...{ side: 'zoho', status: null, code: 'noCalendar', radius: 'kind' },
    message: `The account on ${hostName(url)} shows no calendar for meetings.`,
    nextStep:
      'Create a calendar there, have CalDAV switched on for the account, or enter the address of the calendar itself in the credential.',
  });
