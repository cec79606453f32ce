import type { World } from '../state';
import type { Component, Property } from './components';
import { all, first, itemsOf, readCalendar, valueOf } from './components';
import type { Account } from './model';

type Kind = 'invitation' | 'update' | 'cancellation' | 'reply';
const address = (value: string): string => value.replace(/^mailto:/i, '').toLowerCase();

/** Whether the server is the one to tell (RFC 6638, 7.1): yes when nothing is said. */
const isServers = ({ params }: Property): boolean => (params['SCHEDULE-AGENT'] ?? 'SERVER').toUpperCase() === 'SERVER';

interface Meeting {
  readonly items: readonly Component[];
  readonly organizer: Property | undefined;
  /** Everybody whom the server is to tell, by address. */
  readonly guests: ReadonlySet<string>;
  /** The account's own answer. */
  readonly answer: string;
}

const NONE: Meeting = { items: [], organizer: undefined, guests: new Set(), answer: '' };

function meetingOf(data: string | null, email: string): Meeting {
  const calendar = data === null ? null : readCalendar(data);
  if (!calendar) return NONE;
  const items = itemsOf(calendar);
  const people = items.flatMap((item) => all(item, 'ATTENDEE'));
  const others = people.filter((one) => isServers(one) && address(one.value) !== email);
  const answers = people.filter(({ value }) => address(value) === email).map(({ params }) => params.PARTSTAT ?? '');
  const organizer = items.map((item) => first(item, 'ORGANIZER')).find(Boolean);
  return { items, organizer, guests: new Set(others.map(({ value }) => address(value))), answer: answers.join() };
}

/** What everybody shares of a meeting: alarms, stamps and a program's own lines are nobody else's business. */
const sharedOf = ({ items }: Meeting): string =>
  JSON.stringify(
    items.map(({ properties }) =>
      properties.filter(({ name }) => !/^(DTSTAMP|CREATED|LAST-MODIFIED|X-.*)$/.test(name)),
    ),
  );

function mail(world: World, kind: Kind, to: string, { items }: Meeting): void {
  const [item] = items;
  const [uid, subject] = item ? [valueOf(item, 'UID'), valueOf(item, 'SUMMARY')] : ['', ''];
  world.outbox.push({ kind, to, module: 'CalDAV', id: uid, subject, at: new Date(world.now()).toISOString() });
}

/** What the organizer's own write makes the server send: those who come, those who stay, those who go. */
function tellGuests(world: World, before: Meeting, after: Meeting): void {
  const isSame = sharedOf(before) === sharedOf(after);
  for (const to of isSame ? [] : after.guests) mail(world, before.guests.has(to) ? 'update' : 'invitation', to, after);
  for (const to of before.guests) if (!after.guests.has(to)) mail(world, 'cancellation', to, before);
}

function tellOrganizer(world: World, before: Meeting, after: Meeting): void {
  const organizer = after.organizer ?? before.organizer;
  if (!organizer || !isServers(organizer) || before.answer === after.answer) return;
  mail(world, 'reply', address(organizer.value), after.items.length > 0 ? after : before);
}

/**
 * Implicit scheduling (RFC 6638, 3.2): writing or deleting a meeting with guests mails them, but for those whom the object
 * leaves to the client. An object without an organizer is nobody's meeting.
 */
export function tellPeople(world: World, account: Account, before: string | null, after: string | null): void {
  if (before === after) return;
  const email = account.email.toLowerCase();
  const [old, now] = [meetingOf(before, email), meetingOf(after, email)];
  const organizer = now.organizer ?? old.organizer;
  if (!organizer) return;
  if (address(organizer.value) === email) tellGuests(world, old, now);
  else tellOrganizer(world, old, now);
}
