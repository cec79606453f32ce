import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import type { Override } from '../../../sync/kinds';
import { exceptDatesIn, overridesIn } from '../../../sync/kinds';
import { alike } from '../../../sync/likeness';
import type { Fields } from '../../../sync/model';
import { plusDays } from '../../time/allDay';
import { list, text } from '../contact';
import { dateOf } from './exceptions';
import type { GraphEvent } from './single';
import { zoneOf } from './single';

/** What is to be done to single meetings of a series, by the dates on which its rule puts them. */
export interface Plan {
  readonly cancel: readonly string[];
  readonly change: readonly Override[];
  /** Meetings that are to take place again; Graph cannot bring them back [learn: event resource has no way to]. */
  readonly restore: readonly string[];
}

const asked = (sent: Fields, name: string): boolean => name in sent;

/** Meetings that are no longer to be changed get back what the series says. */
function changes(sent: Fields, shown: Fields): readonly Override[] {
  if (!asked(sent, 'overrides')) return [];
  const [wanted, there] = [overridesIn(sent), overridesIn(shown)];
  const isThere = (one: Override) => there.some((old) => alike('structure', old, one));
  const dropped = there.filter(({ date }) => !wanted.some((one) => one.date === date));
  return [...wanted.filter((one) => !isThere(one)), ...dropped.map(({ date }) => ({ date }))];
}

/** What `sent` asks for beyond what the series shows. */
export function planOf(sent: Fields, shown: Fields, before: Fields): Plan {
  const [wanted, there] = [asked(sent, 'exceptDates') ? exceptDatesIn(sent) : null, exceptDatesIn(shown)];
  const off = [...(wanted ?? []), ...there];
  // A side that has no place for changed meetings leaves out their dates: that is no wish to cancel them.
  const changed = asked(sent, 'overrides') ? [] : overridesIn(shown).map(({ date }) => date);
  const known = [...there, ...exceptDatesIn(before), ...changed];
  return {
    cancel: (wanted ?? []).filter((date) => !known.includes(date)),
    change: changes(sent, shown).filter(({ date }) => !off.includes(date)),
    restore: wanted === null ? [] : there.filter((date) => !wanted.includes(date)),
  };
}

export const isIdle = ({ cancel, change }: Plan): boolean => cancel.length + change.length === 0;

const DAY_FIELDS = 'id,type,originalStart,start,end,isAllDay,isCancelled,body';

/** The instances of a series around a date, wherever on the globe that date is. */
const around = (ref: string, date: string): GraphBatchItem => ({
  method: 'GET',
  path: withQuery(graphPath`/me/events/${ref}/instances`, {
    ...{ startDateTime: `${plusDays(date, -1)}T00:00:00Z`, endDateTime: `${plusDays(date, 2)}T00:00:00Z` },
    ...{ $select: DAY_FIELDS, $top: 50 },
  }),
});

/** An ordinary meeting of a series may come without its original start: it is where it has always been. */
const placed = (one: GraphEvent): GraphEvent => {
  const { dateTime = '' } = (one.start ?? {}) as { dateTime?: string };
  return text(one.originalStart) ? one : { ...one, originalStart: `${dateTime.slice(0, 19)}Z` };
};

export interface Found {
  readonly date: string;
  /** Null: the series has no meeting on that date. */
  readonly event: GraphEvent | null;
}

const onDate = (events: readonly GraphEvent[], date: string, zone: string): GraphEvent | null =>
  events.find((one) => dateOf(placed(one), zone) === date) ?? null;

function readFound({ error, body }: GraphBatchAnswer, date: string, zone: string): Found {
  if (error) throw error;
  return { date, event: onDate(list<GraphEvent>((body as { value?: unknown } | null)?.value), date, zone) };
}

/**
 * The meetings of a series on these dates: those changed before are told by the series itself, for they may lie elsewhere; the
 * others are looked for on their day, 20 a request. Throws ApiError.
 */
export async function findMeetings(
  graph: GraphClient,
  series: GraphEvent,
  dates: readonly string[],
): Promise<readonly Found[]> {
  const zone = zoneOf(series);
  const changed = list<GraphEvent>(series.exceptionOccurrences);
  const known = dates.map((date): Found => ({ date, event: onDate(changed, date, zone) }));
  const missing = known.filter(({ event }) => event === null).map(({ date }) => date);
  const answers = missing.length > 0 ? await graph.batch(missing.map((date) => around(text(series.id), date))) : [];
  const found = answers.map((answer, at) => readFound(answer, missing[at] ?? '', zone));
  return [...known.filter(({ event }) => event !== null), ...found];
}
