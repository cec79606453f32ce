import { reason } from '../../reasons';
import { sideOnly } from '../../sync/kinds';
import { addressIn } from '../../sync/mail/addresses';
import { setMembers } from '../../sync/compare';
import type { Value, Write } from '../../sync/model';
import {
  firstOf,
  propertyLine,
  paramOf,
  propertiesOf,
  parseObject,
  rawValues,
  type Component,
  type Property,
} from './ical';
import type { WriteResult } from '../types';

/** Where a server put a path or an id there, Apple's EMAIL parameter has the address. */
function attendeeAddress(property: Property): string {
  const value = percentDecoded(String(property.values[0] ?? ''));
  return addressIn(value) ?? addressIn(paramOf(property, 'email')) ?? '';
}

const percentDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Rooms and projectors are no people. */
const isResource = (property: Property): boolean => /^(room|resource)$/i.test(paramOf(property, 'cutype'));

function organizerOf(event: Component): string | null {
  const organizer = firstOf(event, 'organizer');
  return organizer ? attendeeAddress(organizer) : null;
}

const invitedPeople = (event: Component): readonly Property[] =>
  propertiesOf(event, 'attendee').filter((one) => !isResource(one));

/** More people Outlook cannot hold [learn: event resource, limit of attendees]; they are counted, not read. */
const MOST_PEOPLE = 500;

/** Who takes part, but for the organiser and for rooms. */
export function participantsOf(event: Component): Value {
  if (rawValues(event, 'attendee').length > MOST_PEOPLE) return sideOnly(reason('tooManyPeople', { max: MOST_PEOPLE }));
  const organizer = organizerOf(event);
  const all = setMembers(invitedPeople(event).map(attendeeAddress).filter(Boolean)).filter(
    (address) => address !== organizer,
  );
  return all.length > 0 ? all : null;
}

const unescaped = (line: string): string =>
  line
    .normalize('NFKC')
    .replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .toLowerCase();

/** Those whose line has the text of an address in it: in a crowd only these are read. */
function peopleLike(event: Component, own: string): readonly Property[] {
  if (/xn--|[^ -~]/.test(own)) return invitedPeople(event);
  return invitedPeople({ ...event, lines: event.lines.filter((line) => unescaped(line).includes(own)) });
}

/** Only its organiser can change a meeting to which one was invited [RFC 6638 3.2.2.1]. */
export function isInvited(event: Component, user: string): boolean {
  const [organizer, own] = [organizerOf(event), addressIn(user)];
  if (organizer === null || own === null || organizer === own) return false;
  return peopleLike(event, own).some((one) => attendeeAddress(one) === own);
}

/** SCHEDULE-AGENT=CLIENT keeps the server from mailing whom we add [RFC 6638 7.1]. `was`: who comes back with name, role and answer. */
const attendeeLine = (address: string, invite: boolean, was?: Property['params']): string =>
  propertyLine('attendee', 'cal-address', [`mailto:${address}`], {
    ...(was ?? { role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION', rsvp: invite ? 'TRUE' : 'FALSE' }),
    ...(!invite && { 'schedule-agent': 'CLIENT' }),
  });

/** Those who take part, each as the text has them: an undo brings them back so. */
export function attendeeLines(ics: string): readonly string[] {
  const parts = parseObject(ics);
  return 'unreadable' in parts ? [] : invitedPeople(parts.main).map(({ line }) => line);
}

export interface InviteSettings {
  /** May the server mail those who are added? */
  readonly invite: boolean;
  /** The address of the user whose calendar it is; none: it organises nothing. */
  readonly user: string;
  /** Of an undo: the lines of those who took part. */
  readonly former?: readonly string[];
}

/**
 * Who is there already keeps name, role and answer, and so do rooms and the organiser. With people a meeting has an organiser: the
 * user, unless they are to be among those who take part (then `user` is none).
 */
export function withParticipants(event: Component, wanted: Value, how: InviteSettings): Component {
  const { invite, user, former = [] } = how;
  const addresses = setMembers(wanted);
  const organizer = organizerOf(event);
  const staying = new Set(['', organizer, ...addresses]);
  const stays = (one: Property) => isResource(one) || staying.has(attendeeAddress(one));
  const leave = propertiesOf(event, 'attendee').filter((one) => !stays(one));
  const leaving = new Set(leave.map(({ line }) => line));
  const rest = event.lines.filter((line) => !leaving.has(line));
  const there = new Set(invitedPeople(event).map(attendeeAddress));
  const fresh = addresses.filter((one) => addressIn(one) !== null && one !== organizer && !there.has(one));
  const own = addressIn(user);
  const host =
    organizer === null && fresh.length > 0 && own ? [propertyLine('organizer', 'cal-address', [`mailto:${own}`])] : [];
  const known = invitedPeople({ ...event, lines: former });
  const lineOf = (address: string): string =>
    attendeeLine(address, invite, known.find((one) => attendeeAddress(one) === address)?.params);
  return { ...event, lines: [...rest, ...host, ...fresh.map(lineOf)] };
}

/** Servers leave those alone whose mails are our business, or nobody's [RFC 6638 section 7.1]. */
const isMailed = (agent: string): boolean => !/^(client|none)$/i.test(agent);

/** How many people the server would tell of a change of this text: none, unless the user is its organiser [RFC 6638 section 3.2.1]. */
function mailedCount(ics: string, user: string): number {
  const parts = parseObject(ics);
  if ('unreadable' in parts || organizerOf(parts.main) === null || isInvited(parts.main, user)) return 0;
  const invited = [parts.main, ...parts.changed].flatMap((event) => propertiesOf(event, 'attendee'));
  const mailed = invited.filter((one) => isMailed(paramOf(one, 'schedule-agent'))).map(attendeeAddress);
  return new Set(mailed.filter((address) => address !== addressIn(user))).size;
}

/**
 * The refusal to change a meeting of which its server would tell people; null where nobody is told. Nobody is mailed unless the
 * user asked for it; a server that has invited them cannot be asked to keep quiet, and which changes it tells is its own affair.
 */
export function mailingRefusal(write: Write, ics: string | null, user: string): WriteResult | null {
  const mailed = ics === null ? 0 : mailedCount(ics, user);
  if (mailed === 0) return null;
  return {
    outcome: 'refused',
    write,
    reason: reason('calendarWouldMail', { count: mailed, deleted: write.op === 'delete' }),
  };
}
