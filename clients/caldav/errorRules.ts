import type { Radius } from '../errors';
import { appPasswordPlace } from '../zoho/authTokenWords';

/** What is known of a refused request; nothing of it is content of a meeting. */
export interface Seen {
  readonly status: number;
  /** Names of the preconditions that failed [RFC 4918 section 16, RFC 4791 section 1.3]: `no-uid-conflict`, `quota-not-exceeded`. */
  readonly conditions: readonly string[];
  readonly host: string;
  readonly isWrite: boolean;
}

export interface Rule {
  readonly when: (seen: Seen) => boolean;
  readonly code: string;
  readonly radius: Radius;
  readonly message: (seen: Seen) => string;
  readonly nextStep: string;
}

const has =
  (...names: readonly string[]) =>
  ({ conditions }: Seen): boolean =>
    names.some((name) => conditions.includes(name));
const is =
  (...statuses: readonly number[]) =>
  ({ status }: Seen): boolean =>
    statuses.includes(status);

/** What a server may have against one meeting [RFC 4791 section 5.3.2.1]. */
const ofObject = [
  ...['supported-calendar-data', 'valid-calendar-data', 'valid-calendar-object-resource', 'no-uid-conflict'],
  ...['supported-calendar-component', 'max-resource-size', 'min-date-time', 'max-date-time', 'max-instances'],
  ...['max-attendees-per-instance', 'unique-scheduling-object-resource', 'same-organizer-in-all-components'],
  ...['allowed-organizer-scheduling-object-change', 'allowed-attendee-scheduling-object-change'],
];

/** First match counts. */
const rules: readonly Rule[] = [
  {
    when: is(401),
    code: 'wrongPassword',
    radius: 'side',
    message: ({ host }) => `The calendar server ${host} does not accept the e-mail address and app-specific password.`,
    nextStep: `Create an app-specific password at Zoho Accounts › Security › App Passwords and enter it in ${appPasswordPlace}. The password of the account itself is refused where two-factor sign-in is on.`,
  },
  {
    when: (seen) => is(507)(seen) || has('quota-not-exceeded', 'sufficient-disk-space')(seen),
    code: 'noRoom',
    radius: 'kind',
    message: ({ host }) => `The calendar on ${host} is full: the server has no room for another meeting.`,
    nextStep: 'Delete meetings that are no longer needed, or have the storage of the account raised. Nothing is lost.',
  },
  {
    when: is(429),
    code: 'tooManyRequests',
    radius: 'side',
    message: ({ host }) => `The calendar server ${host} asks to slow down.`,
    nextStep: 'Nothing is lost: run again in an hour. If it stays so, run less often.',
  },
  {
    when: (seen) => seen.isWrite && seen.status < 500 && has(...ofObject)(seen),
    code: 'notTaken',
    radius: 'record',
    message: ({ host, conditions }) =>
      `The calendar server ${host} does not take the meeting as it is (${conditions.join(', ')}).`,
    nextStep: 'Change it in Outlook to something simpler, or leave it there alone.',
  },
  {
    when: (seen) => seen.isWrite && (is(403, 405)(seen) || has('need-privileges')(seen)),
    code: 'readOnly',
    radius: 'kind',
    message: () => 'The calendar may only be read.',
    nextStep:
      'Choose a calendar of your own in Zoho CRM Sync, ask its owner for the right to edit, or sync only towards Outlook.',
  },
  {
    when: is(403),
    code: 'forbidden',
    radius: 'kind',
    message: ({ host }) => `The calendar server ${host} does not let this user read the calendar.`,
    nextStep: 'Choose another calendar in Zoho CRM Sync, or have CalDAV switched on for the account.',
  },
  {
    when: is(404, 410),
    code: 'noCalendar',
    radius: 'kind',
    message: ({ host }) => `The calendar is no longer there on ${host}. No meeting was deleted by that.`,
    nextStep:
      'Choose the calendar in Zoho CRM Sync again. If the address of the server was changed, see the credential.',
  },
  {
    when: is(405, 501, 415),
    code: 'noCalDav',
    radius: 'side',
    message: ({ host }) => `What answers at ${host} is no calendar server.`,
    nextStep: `Check the CalDAV address in ${appPasswordPlace}; Zoho shows it under Calendar › Settings › Synchronize › CalDAV.`,
  },
  {
    when: ({ status }) => status >= 500,
    code: 'serverTrouble',
    radius: 'side',
    message: ({ host, status }) => `The calendar server ${host} has trouble of its own (${status}).`,
    nextStep: 'The next run tries again by itself. If it stays so, see the service health page of the server.',
  },
];

const other: Rule = {
  when: () => true,
  code: 'refused',
  radius: 'kind',
  message: ({ host, status, conditions }) =>
    `The calendar server ${host} refused a request (${[status, ...conditions].join(', ')}).`,
  nextStep: 'If it stays so, report it with this text. Nothing is lost.',
};

export const ruleFor = (seen: Seen): Rule => rules.find(({ when }) => when(seen)) ?? other;
