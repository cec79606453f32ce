import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';
import { timeZone } from '../mailbox';
import { graphQuery } from '../../../clients/urls';
import { readItems } from '../byId';
import type { GraphEvent } from './record';

/** Path of a calendar. The default one's short cut has no calendar in it: `/me/events`, `/me/calendarView`. */
export const calendarPath = (calendar: string | null): string =>
  calendar === null ? '/me' : graphPath`/me/calendars/${calendar}`;

/** May events be made and changed there? A calendar shared with us often may only be read. */
export async function mayWrite(graph: GraphClient, calendar: string | null): Promise<boolean> {
  const path = calendar === null ? '/me/calendar' : calendarPath(calendar);
  const reply = await graph.get(path, { query: { $select: 'id,canEdit' } });
  return reply?.canEdit !== false;
}

interface Calendar {
  readonly id: string;
  readonly name: string;
  readonly canEdit?: boolean;
  readonly isDefaultCalendar?: boolean;
}

const choiceOf = ({ id, name, canEdit }: Calendar): Choice => ({
  name: canEdit === false ? `${name} (Read Only)` : name,
  value: id,
});

/** The mailbox's calendars; the default one's value is ''. */
export async function chooseCalendar(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const all: Calendar[] = [];
  for await (const page of graph.pages('/me/calendars', { query: { $top: 100 } }))
    all.push(...(page.value as readonly Calendar[]));
  const others = all.filter(({ isDefaultCalendar }) => isDefaultCalendar !== true).map(choiceOf);
  return pageOf([{ name: 'Calendar (Default)', value: '' }, ...others], search, token);
}

/** What must be known of a mailbox before its events can be read. Plain JSON: it is kept in the archive. */
export type CalendarProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** As Outlook calls it; null where the permission MailboxSettings.Read is missing: new events are then written in UTC. */
  readonly timeZone: string | null;
};

/** Reads what events need of the mailbox: two requests, to be kept for a day. Throws ApiError. */
export async function readCalendarProfile(graph: GraphClient): Promise<CalendarProfile> {
  const [me, zone] = await Promise.all([
    graph.get('/me', { query: { $select: 'id,displayName,userPrincipalName' } }),
    timeZone(graph),
  ]);
  const name = String(me?.displayName ?? me?.userPrincipalName ?? '');
  return { account: String(me?.id ?? ''), name, timeZone: zone };
}

/** What is mapped, and what has to be known to patch it without harm. */
const SELECT = [
  ...['id', 'type', 'seriesMasterId', 'subject', 'body', 'start', 'end', 'isAllDay', 'originalStartTimeZone'],
  ...['location', 'attendees', 'organizer', 'isOrganizer', 'isCancelled', 'sensitivity', 'categories', 'iCalUId'],
  ...['isReminderOn', 'reminderMinutesBeforeStart', 'recurrence', 'transactionId', 'lastModifiedDateTime'],
].join(',');

const eventUrl = (ref: string): string => graphQuery(graphPath`/me/events/${ref}`, { $select: SELECT });

/** Only a series read by its id tells these, and only when they are named in both options [learn: "Get event"]. */
const exceptionsUrl = (ref: string): string =>
  graphQuery(graphPath`/me/events/${ref}`, {
    $select: 'id,categories,cancelledOccurrences,exceptionOccurrences',
    $expand: 'exceptionOccurrences',
  });

/** A series with its exceptions; one that went meanwhile is gone, one whose exceptions Graph will not read is missing. */
function withExceptions(event: GraphEvent, exceptions: GraphEvent | null | undefined): readonly (GraphEvent | null)[] {
  if (event.type !== 'seriesMaster') return [event];
  if (!exceptions) return exceptions === null ? [null] : [];
  const { cancelledOccurrences = [], exceptionOccurrences = [] } = exceptions;
  return [{ ...event, cancelledOccurrences, exceptionOccurrences }];
}

/**
 * Reads events in full by id, 20 a request, a series with its cancelled and changed meetings. One that is gone maps to null; one
 * that Graph will not read is missing.
 */
export async function readEvents(
  graph: GraphClient,
  refs: readonly string[],
): Promise<ReadonlyMap<string, GraphEvent | null>> {
  const events = await readItems(graph, refs, eventUrl);
  const series = [...events].filter(([, event]) => event?.type === 'seriesMaster').map(([ref]) => ref);
  const exceptions = await readItems(graph, series, exceptionsUrl);
  return new Map(
    [...events].flatMap(([ref, event]) =>
      (event ? withExceptions(event, exceptions.get(ref)) : [null]).map((whole) => [ref, whole] as const),
    ),
  );
}
