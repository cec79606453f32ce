import { graphPath, type GraphClient } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';
import { readOwner, timeZone } from '../mailbox';
import { graphQuery } from '../../../clients/urls';
import type { GraphEvent } from './fields';
import { readItems, readWholes } from '../record';

/** Path of a calendar. The default one's short cut has no calendar in it: `/me/events`, `/me/calendarView`. */
export const calendarPath = (calendar: string | null): string =>
  calendar === null ? '/me' : graphPath`/me/calendars/${calendar}`;

/** Path of an event. One in a shared calendar is 404 at `/me/events` [seen: microsoft-graph-docs#6765]. */
export const eventPath = (calendar: string | null, ref: string): string =>
  `${calendarPath(calendar)}${graphPath`/events/${ref}`}`;

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

async function allCalendars(graph: GraphClient): Promise<readonly Calendar[]> {
  const all: Calendar[] = [];
  for await (const page of graph.pages('/me/calendars', { query: { $top: 100 } }))
    all.push(...(page.value as readonly Calendar[]));
  return all;
}

/** The mailbox's calendars; the default one's value is ''. */
export async function chooseCalendar(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const all = await allCalendars(graph);
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
  const [{ account, name }, zone] = await Promise.all([readOwner(graph), timeZone(graph)]);
  return { account, name, timeZone: zone };
}

/** What is mapped, and what has to be known to patch it without harm. */
const SELECT = [
  ...['id', 'type', 'seriesMasterId', 'subject', 'body', 'start', 'end', 'isAllDay', 'originalStartTimeZone'],
  ...['location', 'locations', 'attendees', 'organizer', 'isOrganizer', 'isCancelled', 'sensitivity', 'categories'],
  ...['isReminderOn', 'reminderMinutesBeforeStart', 'recurrence', 'transactionId', 'lastModifiedDateTime'],
  ...['iCalUId', 'responseStatus'],
].join(',');

/** On which day of its series an exception stood; told only where it is named [seen live]. */
const EXCEPTION = `${SELECT},occurrenceId,originalStart`;

const eventUrl =
  (calendar: string | null) =>
  (ref: string): string =>
    graphQuery(eventPath(calendar, ref), { $select: SELECT });

/**
 * Only a series read by its id tells its exceptions, and only when they are named in both options. The select outside holds for
 * what is expanded, too, unless that has its own [learn: "Get event", example 4].
 */
const seriesUrl =
  (calendar: string | null) =>
  (ref: string): string =>
    graphQuery(eventPath(calendar, ref), {
      $select: `${EXCEPTION},cancelledOccurrences,exceptionOccurrences`,
      $expand: `exceptionOccurrences($select=${EXCEPTION})`,
    });

/** A series with all of its exceptions: one answer holds so many, and a link leads to the rest. */
async function withAllExceptions(graph: GraphClient, series: GraphEvent): Promise<GraphEvent> {
  const { exceptionOccurrences: first, 'exceptionOccurrences@odata.nextLink': link } = series;
  if (typeof link !== 'string') return series;
  const all: unknown[] = [first].flat();
  for await (const page of graph.pages(link)) all.push(...page.value);
  return { ...series, exceptionOccurrences: all };
}

const isSeries = (event: GraphEvent | null): boolean => event?.type === 'seriesMaster';

/** Events by one way of reaching them. */
async function readBy(graph: GraphClient, refs: readonly string[], calendar: string | null) {
  const events = await readItems(graph, refs, eventUrl(calendar));
  const masters = [...events].filter(([, event]) => isSeries(event)).map(([ref]) => ref);
  const series = await readItems(graph, masters, seriesUrl(calendar));
  const whole = [...events].filter(([, event]) => !isSeries(event));
  for (const [ref, event] of series) whole.push([ref, event && (await withAllExceptions(graph, event))]);
  return new Map(whole);
}

/**
 * Reads events in full by id, 20 a request, a series with its cancelled and changed meetings. One that is gone maps to null; one
 * that Graph will not read is missing, be it for its exceptions. Who is not in the calendar may have moved to another one, so it is
 * gone only where the mailbox has it nowhere.
 */
export async function readEvents(
  graph: GraphClient,
  refs: readonly string[],
  calendar: string | null,
): Promise<ReadonlyMap<string, GraphEvent | null>> {
  const here = await readBy(graph, refs, calendar);
  const missing = [...here].filter(([, event]) => event === null).map(([ref]) => ref);
  if (calendar === null || missing.length === 0) return here;
  const anywhere = await readBy(graph, missing, null);
  const present = [...here].filter(([ref, event]) => event !== null || anywhere.has(ref));
  return new Map(present.map(([ref, event]) => [ref, event ?? anywhere.get(ref) ?? null]));
}

/**
 * Those of these events that every calendar of the mailbox denies. Outlook's own Delete moves one to Deleted Items, where an immutable
 * id still finds it, and an event does not say where it lies. One that a calendar will not tell of is not among them.
 */
export async function inNoCalendar(graph: GraphClient, refs: readonly string[]): Promise<readonly string[]> {
  let left = refs;
  const calendars = left.length > 0 ? await allCalendars(graph) : [];
  for (const { id } of calendars) {
    const found = await readItems(graph, left, eventUrl(id));
    left = left.filter((ref) => found.get(ref) === null);
  }
  return calendars.length > 0 ? left : [];
}

/** Meetings by id with all that Graph tells of them, a series with its cancelled and changed meetings; one that is gone is missing. */
export async function readWholeEvents(graph: GraphClient, refs: readonly string[], calendar: string | null) {
  const mapped = await readEvents(graph, refs, calendar);
  const whole = await readWholes(graph, refs, (ref) => eventPath(calendar, ref));
  return new Map([...whole].map(([ref, event]) => [ref, { ...mapped.get(ref), ...event }]));
}
