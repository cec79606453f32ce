import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { GraphEvent } from './single';

/** What is mapped, and what has to be known to patch it without harm. */
export const SELECT = [
  ...['id', 'type', 'seriesMasterId', 'subject', 'body', 'start', 'end', 'isAllDay', 'originalStartTimeZone'],
  ...['location', 'attendees', 'organizer', 'isOrganizer', 'isCancelled', 'sensitivity', 'categories', 'iCalUId'],
  ...['isReminderOn', 'reminderMinutesBeforeStart', 'recurrence', 'transactionId', 'lastModifiedDateTime'],
].join(',');

const whole = (ref: string): GraphBatchItem => ({
  method: 'GET',
  path: withQuery(graphPath`/me/events/${ref}`, { $select: SELECT }),
});

/** Only a series read by its id tells these, and only when they are named in both options [learn: "Get event"]. */
const exceptionsOf = (ref: string): GraphBatchItem => ({
  method: 'GET',
  path: withQuery(graphPath`/me/events/${ref}`, {
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

async function ask(
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
export async function hydrate(
  graph: GraphClient,
  refs: readonly string[],
): Promise<ReadonlyMap<string, GraphEvent | null>> {
  const events = await ask(graph, refs, whole);
  const series = [...events].filter(([, event]) => event?.type === 'seriesMaster').map(([ref]) => ref);
  const exceptions = await ask(graph, series, exceptionsOf);
  return new Map([...events].map(([ref, event]) => [ref, event && withExceptions(event, exceptions.get(ref))]));
}
