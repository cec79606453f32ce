import type { GraphClient, GraphBatchAnswer, GraphBatchItem } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';
import { timeZone } from '../mailbox';
import { graphQuery } from '../../../clients/urls';
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

const eventItem = (ref: string): GraphBatchItem => ({
  method: 'GET',
  path: graphQuery(graphPath`/me/events/${ref}`, { $select: SELECT }),
});

/** Only a series read by its id tells these, and only when they are named in both options [learn: "Get event"]. */
const exceptionsItem = (ref: string): GraphBatchItem => ({
  method: 'GET',
  path: graphQuery(graphPath`/me/events/${ref}`, {
    $select: 'id,cancelledOccurrences,exceptionOccurrences',
    $expand: 'exceptionOccurrences',
  }),
});

/** Refused for itself alone (an id that is no id): it must not keep the others from being read, nor count as deleted. */
const isItsOwnFault = ({ status }: GraphBatchAnswer): boolean => status === 400;

function eventOf({ status, body, error }: GraphBatchAnswer): GraphEvent | null {
  if (status === 404) return null;
  if (error) throw error;
  return body as GraphEvent;
}

async function readByIds(
  graph: GraphClient,
  refs: readonly string[],
  item: (ref: string) => GraphBatchItem,
): Promise<ReadonlyMap<string, GraphEvent | null>> {
  const answers = refs.length > 0 ? await graph.batch(refs.map(item)) : [];
  const readable = answers.flatMap((answer, at) =>
    isItsOwnFault(answer) ? [] : [{ answer, ref: refs[at] as string }],
  );
  return new Map(readable.map(({ answer, ref }) => [ref, eventOf(answer)]));
}

/** A series with its exceptions; one that went meanwhile is gone. */
function withExceptions(event: GraphEvent, exceptions: GraphEvent | null | undefined): GraphEvent | null {
  if (event.type !== 'seriesMaster') return event;
  const { cancelledOccurrences = [], exceptionOccurrences = [] } = exceptions ?? {};
  return exceptions ? { ...event, cancelledOccurrences, exceptionOccurrences } : null;
}

/**
 * Reads events in full by id, 20 a request, a series with its cancelled and changed meetings. One that is gone maps to null; one
 * that Graph will not read is missing.
 */
export async function readEvents(
  graph: GraphClient,
  refs: readonly string[],
): Promise<ReadonlyMap<string, GraphEvent | null>> {
  const events = await readByIds(graph, refs, eventItem);
  const series = [...events].filter(([, event]) => event?.type === 'seriesMaster').map(([ref]) => ref);
  const exceptions = await readByIds(graph, series, exceptionsItem);
  return new Map([...events].map(([ref, event]) => [ref, event && withExceptions(event, exceptions.get(ref))]));
}
