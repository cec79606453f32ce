import { setOf } from '../../sync/likeness';
import type { Value } from '../../sync/model';
import type { Component, Property } from './tree';
import { firstOf, lineOf, paramOf, propertiesOf } from './tree';

const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);

/** `mailto:` in any case; where a server put a path or an id there, Apple's EMAIL parameter has the address. */
export function addressOf(property: Property): string {
  const value = decoded(
    String(property.values[0] ?? '')
      .trim()
      .replace(/^mailto:/i, ''),
  );
  return [value, paramOf(property, 'email')].find(isAddress)?.toLowerCase() ?? '';
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Rooms and projectors are no people. */
const isThing = (property: Property): boolean => /^(room|resource)$/i.test(paramOf(property, 'cutype'));

export function organizerOf(event: Component): string | null {
  const organizer = firstOf(event, 'organizer');
  return organizer ? addressOf(organizer) : null;
}

const invited = (event: Component): readonly Property[] =>
  propertiesOf(event, 'attendee').filter((one) => !isThing(one));

/** Who takes part, but for the organiser and for rooms. */
export function participantsOf(event: Component): Value {
  const organizer = organizerOf(event);
  const all = setOf(invited(event).map(addressOf).filter(Boolean)).filter((address) => address !== organizer);
  return all.length > 0 ? all : null;
}

/** Only its organiser can change a meeting to which one was invited [RFC 6638 3.2.2.1]. */
export function isInvited(event: Component, user: string): boolean {
  const [organizer, own] = [organizerOf(event), user.trim().toLowerCase()];
  return organizer !== null && organizer !== own && invited(event).some((one) => addressOf(one) === own);
}

/**
 * SCHEDULE-AGENT=CLIENT keeps the server from mailing whom we add [RFC 6638 7.1].
 */
const attendeeLine = (address: string, invite: boolean): string =>
  lineOf('attendee', 'cal-address', [`mailto:${address}`], {
    ...{ role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION', rsvp: invite ? 'TRUE' : 'FALSE' },
    ...(!invite && { 'schedule-agent': 'CLIENT' }),
  });

export interface Inviting {
  /** May the server mail those who are added? */
  readonly invite: boolean;
  /** The address of the user whose calendar it is; none: it organises nothing. */
  readonly user: string;
}

/**
 * Who is there already keeps name, role and answer, and so do rooms and the organiser. With people a meeting has an organiser: the
 * user, unless they are to be among those who take part (then `user` is none).
 */
export function withParticipants(event: Component, wanted: Value, { invite, user }: Inviting): Component {
  const addresses = setOf(wanted);
  const organizer = organizerOf(event);
  const stays = (one: Property) => isThing(one) || ['', organizer, ...addresses].includes(addressOf(one));
  const leave = propertiesOf(event, 'attendee').filter((one) => !stays(one));
  const rest = event.lines.filter((line) => !leave.some((one) => one.line === line));
  const there = invited(event).map(addressOf);
  const fresh = addresses.filter((address) => isAddress(address) && address !== organizer && !there.includes(address));
  const own = user.trim().toLowerCase();
  const named = organizer === null && fresh.length > 0 && isAddress(own);
  const host = named ? [lineOf('organizer', 'cal-address', [`mailto:${own}`])] : [];
  return { ...event, lines: [...rest, ...host, ...fresh.map((address) => attendeeLine(address, invite))] };
}
