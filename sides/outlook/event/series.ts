import { reason, type Reason } from '../../../reasons';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import { exceptDatesIn, kinds, overridesIn, type Override } from '../../../sync/kinds';
import { hasUserEdits, sameValue } from '../../../sync/compare';
import { type Fields, asString, asArray } from '../../../sync/model';
import { plusDays } from '../../time/dateTime';
import { dateOf, zoneOf, type GraphEvent } from './fields';
import type { EventExtra } from './record';
import type { ApiError } from '../../../clients/errors';
import { isItemGone } from '../../deletion';
import { versionOf } from '../record';
import { bodyOf } from './body';
import { seriesFieldsOn } from '../../occurrence';
import { eventPath, readEvents } from './read';
import { toPatch } from './patch';

/** What is to be done to single meetings of a series, by the dates on which its rule puts them. */
export interface OccurrencePlan {
  readonly cancel: readonly string[];
  readonly change: readonly Override[];
  /** Meetings that are to take place again; Graph cannot bring them back [learn: event resource has no way to]. */
  readonly restore: readonly string[];
}

const isAsked = (sent: Fields, name: string): boolean => name in sent;

/** Meetings that are no longer to be changed get back what the series says. */
function changedOverrides(sent: Fields, shown: Fields): readonly Override[] {
  if (!isAsked(sent, 'overrides')) return [];
  const [wanted, there] = [overridesIn(sent), overridesIn(shown)];
  const isThere = (one: Override) => there.some((old) => sameValue('structure', old, one));
  const dropped = there.filter(({ date }) => !wanted.some((one) => one.date === date));
  return [...wanted.filter((one) => !isThere(one)), ...dropped.map(({ date }) => ({ date }))];
}

/** What `sent` asks for beyond what the series shows. */
function planOf(sent: Fields, shown: Fields, before: Fields): OccurrencePlan {
  const [wanted, there] = [isAsked(sent, 'exceptDates') ? exceptDatesIn(sent) : null, exceptDatesIn(shown)];
  const off = [...(wanted ?? []), ...there];
  // A side that has no place for changed meetings leaves out their dates: that is no wish to cancel them.
  const changed = isAsked(sent, 'overrides') ? [] : overridesIn(shown).map(({ date }) => date);
  const known = [...there, ...exceptDatesIn(before), ...changed];
  return {
    cancel: (wanted ?? []).filter((date) => !known.includes(date)),
    change: changedOverrides(sent, shown).filter(({ date }) => !off.includes(date)),
    restore: wanted === null ? [] : there.filter((date) => !wanted.includes(date)),
  };
}

const isIdle = ({ cancel, change }: OccurrencePlan): boolean => cancel.length + change.length === 0;

const DAY_FIELDS = 'id,type,originalStart,start,end,isAllDay,isCancelled,body';

/** The instances of a series around a date, wherever on the globe that date is. */
const instancesAround = (calendar: string | null, ref: string, date: string): GraphBatchItem => ({
  method: 'GET',
  path: graphQuery(`${eventPath(calendar, ref)}/instances`, {
    ...{ startDateTime: `${plusDays(date, -1)}T00:00:00Z`, endDateTime: `${plusDays(date, 2)}T00:00:00Z` },
    ...{ $select: DAY_FIELDS, $top: 50 },
  }),
});

/** An ordinary meeting of a series may come without its original start: it is where it has always been. */
const withOriginalStart = (one: GraphEvent): GraphEvent => {
  const { dateTime = '' } = (one.start ?? {}) as { dateTime?: string };
  return asString(one.originalStart) ? one : { ...one, originalStart: `${dateTime.slice(0, 19)}Z` };
};

export interface FoundOccurrence {
  readonly date: string;
  /** Null: the series has no meeting on that date. */
  readonly event: GraphEvent | null;
}

const onDate = (events: readonly GraphEvent[], date: string, zone: string): GraphEvent | null =>
  events.find((one) => dateOf(withOriginalStart(one), zone) === date) ?? null;

function readFound({ error, body }: GraphBatchAnswer, date: string, zone: string): FoundOccurrence {
  if (error) throw error;
  return { date, event: onDate(asArray<GraphEvent>((body as { value?: unknown } | null)?.value), date, zone) };
}

/** The meetings on these dates: those changed before from the series, others by day, 20 a request. Throws ApiError. */
async function findMeetings(graph: GraphClient, series: GraphEvent, dates: readonly string[], calendar: string | null) {
  const zone = zoneOf(series);
  const changed = asArray<GraphEvent>(series.exceptionOccurrences);
  const known = dates.map((date): FoundOccurrence => ({ date, event: onDate(changed, date, zone) }));
  const missing = known.filter(({ event }) => event === null).map(({ date }) => date);
  const answers =
    missing.length > 0
      ? await graph.batch(missing.map((date) => instancesAround(calendar, asString(series.id), date)))
      : [];
  const found = answers.map((answer, at) => readFound(answer, missing[at] ?? '', zone));
  return [...known.filter(({ event }) => event !== null), ...found];
}

/** A series that is there, with what is wanted of its single meetings. */
export interface SeriesWrite {
  /** The calendar it lies in; null for the default one. */
  readonly calendar: string | null;
  readonly ref: string;
  /** The version it must still have. */
  readonly version: string | null;
  readonly sent: Fields;
  /** What it must still say if it has another version: Exchange gives it one by itself, mostly just after it was made. */
  readonly expected: Fields;
  /** As the archive last saw it: what was cancelled then is not cancelled again, whatever it hides. */
  readonly before: Fields;
  /** What the series shows, its exceptions included, and what a write must know of it. */
  readonly shown: (event: GraphEvent) => { readonly fields: Fields; readonly extra: EventExtra };
}

export type SeriesResult = SeriesWritten | { readonly outcome: 'gone' | 'stale' };

export interface SeriesWritten {
  readonly outcome: 'written';
  /** The series as it is now, its exceptions included. */
  readonly event: GraphEvent;
  readonly unsyncable: readonly Reason[];
  /** What could not be done, if anything; without a refusal it may be done by trying again. */
  readonly failed: { readonly refusal: Reason | null } | null;
  /** Was anything sent? */
  readonly acted: boolean;
}

const cannotRestore = (date: string): Reason => reason('outlookCannotRestore', { date });
const noMeeting = (date: string): Reason => reason('outlookHasNoMeeting', { date });

const overriddenFields = (override: Override, before: Override | undefined): readonly string[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(override)])].filter((name) => name !== 'date');

/** The body of a PATCH of one meeting: what it is to have of its own, and what it has no longer. */
function occurrenceBody(
  override: Override,
  { event }: FoundOccurrence,
  { fields, extra }: ReturnType<SeriesWrite['shown']>,
): object {
  const before = overridesIn(fields).find(({ date }) => date === override.date);
  const plain = { ...seriesFieldsOn(fields, override.date, extra.timeZone), recurrence: null };
  const after: Fields = { ...plain, ...override };
  const sent = Object.fromEntries(overriddenFields(override, before).map((name) => [name, after[name] ?? null]));
  const built = toPatch('end' in sent ? { ...sent, start: after.start ?? null } : sent, {
    ...{ before: fields, after, timeZone: extra.timeZone, attendees: extra.attendees, places: extra.places },
    oldBody: event?.body ? bodyOf(event.body) : null,
  });
  return 'refused' in built ? {} : built.body;
}

const cancelItem =
  (calendar: string | null) =>
  ({ event }: FoundOccurrence): GraphBatchItem => ({
    method: 'DELETE',
    path: eventPath(calendar, asString(event?.id)),
    // Taken out twice is taken out.
    nature: 'repeatable',
  });

function changeItem(
  found: FoundOccurrence,
  plan: OccurrencePlan,
  shown: ReturnType<SeriesWrite['shown']>,
  calendar: string | null,
): GraphBatchItem {
  const override = plan.change.find(({ date }) => date === found.date) ?? { date: found.date };
  const path = eventPath(calendar, asString(found.event?.id));
  return { method: 'PATCH', path, body: occurrenceBody(override, found, shown) };
}

/** Sends the items and answers the first thing that went wrong; what is gone already needs not go again. */
async function sendAll(graph: GraphClient, items: readonly GraphBatchItem[]): Promise<ApiError | null> {
  const answers = items.length > 0 ? await graph.batch(items) : [];
  return answers.find(({ error }) => error && !isItemGone(error))?.error ?? null;
}

/** Cancelled ones first: a meeting may be moved to where one was. */
async function applyPlan(
  graph: GraphClient,
  event: GraphEvent,
  plan: OccurrencePlan,
  shown: ReturnType<SeriesWrite['shown']>,
  calendar: string | null,
) {
  const dates = [...plan.cancel, ...plan.change.map(({ date }) => date)];
  const found = await findMeetings(graph, event, dates, calendar);
  const there = found.filter((one) => one.event !== null);
  const error =
    (await sendAll(graph, there.filter(({ date }) => plan.cancel.includes(date)).map(cancelItem(calendar)))) ??
    (await sendAll(
      graph,
      there.filter(({ date }) => !plan.cancel.includes(date)).map((one) => changeItem(one, plan, shown, calendar)),
    ));
  return { error, missing: found.filter((one) => one.event === null).map(({ date }) => date) };
}

const isFinal = ({ radius, uncertain }: ApiError): boolean => radius === 'record' && !uncertain;
const refusalOf = (error: ApiError): Reason | null => (isFinal(error) ? error.reason : null);

const seriesWritten = (event: GraphEvent, unsyncable: readonly Reason[], error: ApiError | null): SeriesWritten => ({
  ...{ outcome: 'written', event, unsyncable, acted: true },
  failed: error && { refusal: refusalOf(error) },
});

/** Cancels and changes meetings of a series, and reads it again; may be repeated at any time. Throws ApiError. */
export async function writeOccurrences(graph: GraphClient, series: SeriesWrite): Promise<SeriesResult> {
  const { ref, sent, version, before, calendar } = series;
  const event = (await readEvents(graph, [ref], calendar)).get(ref);
  if (!event) return { outcome: event === null ? 'gone' : 'stale' };
  const shown = series.shown(event);
  if (version !== null && versionOf(event) !== version && hasUserEdits(kinds.event, shown.fields, series.expected))
    return { outcome: 'stale' };
  const plan = planOf(sent, shown.fields, before);
  const left = plan.restore.map(cannotRestore);
  if (isIdle(plan)) return { ...seriesWritten(event, left, null), acted: false };
  const { error, missing } = await applyPlan(graph, event, plan, shown, calendar);
  const now = (await readEvents(graph, [ref], calendar)).get(ref);
  if (!now) return { outcome: now === null ? 'gone' : 'stale' };
  return seriesWritten(now, [...left, ...missing.map(noMeeting)], error);
}
