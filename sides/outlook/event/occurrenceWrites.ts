import type { GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import type { ApiError } from '../../../clients/errors';
import type { Override } from '../../../sync/kinds';
import { overridesIn } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import { text } from '../contact';
import { versionOf } from '../record';
import { bodyOf } from './body';
import type { EventExtra, GraphEvent } from './event';
import { plainOn } from '../../occurrence';
import { hydrate } from './hydrate';
import type { Found, Plan } from './occurrences';
import { findMeetings, isIdle, planOf } from './occurrences';
import { toVendor } from './patch';
import type { Refusal } from './refusal';

/** A series that is there, with what is wanted of its single meetings. */
export interface SeriesWrite {
  readonly ref: string;
  /** The version it must still have. */
  readonly version: string | null;
  readonly sent: Fields;
  /** As the archive last saw it: what was cancelled then is not cancelled again, whatever it hides. */
  readonly before: Fields;
  /** What the series shows, its exceptions included, and what a write must know of it. */
  readonly shown: (event: GraphEvent) => { readonly fields: Fields; readonly extra: EventExtra };
}

export type SeriesResult = SeriesWritten | { readonly outcome: 'gone' | 'moved' };

export interface SeriesWritten {
  readonly outcome: 'written';
  /** The series as it is now, its exceptions included. */
  readonly event: GraphEvent;
  readonly left: readonly string[];
  /** What could not be done, if anything; without a refusal it may be done by trying again. */
  readonly failed: { readonly refusal: Refusal | null } | null;
  /** Was anything sent? */
  readonly acted: boolean;
}

const cannotRestore = (date: string): string =>
  `The meeting of ${date} stays cancelled in Outlook: a meeting taken out of a series cannot be brought back there. Make a single one for that day, or take it out in Zoho CRM again.`;
const noMeeting = (date: string): string =>
  `In Outlook the series has no meeting on ${date}, so none was changed or cancelled there.`;

const named = (override: Override, before: Override | undefined): readonly string[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(override)])].filter((name) => name !== 'date');

/** The body of a PATCH of one meeting: what it is to have of its own, and what it has no longer. */
function bodyFor(override: Override, { event }: Found, { fields, extra }: ReturnType<SeriesWrite['shown']>): object {
  const before = overridesIn(fields).find(({ date }) => date === override.date);
  const plain = { ...plainOn(fields, override.date, extra.timeZone), recurrence: null };
  const after: Fields = { ...plain, ...override };
  const sent = Object.fromEntries(named(override, before).map((name) => [name, after[name] ?? null]));
  const built = toVendor('end' in sent ? { ...sent, start: after.start ?? null } : sent, {
    ...{ after, timeZone: extra.timeZone, attendees: extra.attendees },
    oldBody: event?.body ? bodyOf(event.body) : null,
  });
  return 'refused' in built ? {} : built.body;
}

const cancelling = ({ event }: Found): GraphBatchItem => ({
  method: 'DELETE',
  path: graphPath`/me/events/${text(event?.id)}`,
  // Taken out twice is taken out.
  nature: 'repeatable',
});

function changing(found: Found, plan: Plan, shown: ReturnType<SeriesWrite['shown']>): GraphBatchItem {
  const override = plan.change.find(({ date }) => date === found.date) ?? { date: found.date };
  const path = graphPath`/me/events/${text(found.event?.id)}`;
  return { method: 'PATCH', path, body: bodyFor(override, found, shown) };
}

/** Sends the items and answers the first thing that went wrong; what is gone already needs not go again. */
async function sendAll(graph: GraphClient, items: readonly GraphBatchItem[]): Promise<ApiError | null> {
  const answers = items.length > 0 ? await graph.batch(items) : [];
  return answers.find(({ error, status }) => error && status !== 404)?.error ?? null;
}

/** Cancelled ones first: a meeting may be moved to where one was. */
async function carryOut(graph: GraphClient, event: GraphEvent, plan: Plan, shown: ReturnType<SeriesWrite['shown']>) {
  const dates = [...plan.cancel, ...plan.change.map(({ date }) => date)];
  const found = await findMeetings(graph, event, dates);
  const there = found.filter((one) => one.event !== null);
  const error =
    (await sendAll(graph, there.filter(({ date }) => plan.cancel.includes(date)).map(cancelling))) ??
    (await sendAll(
      graph,
      there.filter(({ date }) => !plan.cancel.includes(date)).map((one) => changing(one, plan, shown)),
    ));
  return { error, missing: found.filter((one) => one.event === null).map(({ date }) => date) };
}

const isForGood = ({ radius, uncertain }: ApiError): boolean => radius === 'record' && !uncertain;
const refusalOf = (error: ApiError): Refusal | null =>
  isForGood(error) ? { message: error.message, nextStep: error.nextStep } : null;

const written = (event: GraphEvent, left: readonly string[], error: ApiError | null): SeriesWritten => ({
  ...{ outcome: 'written', event, left, acted: true },
  failed: error && { refusal: refusalOf(error) },
});

/**
 * Cancels and changes single meetings of a series as asked, and reads it again. What is there already is not done again, so it
 * may be repeated at any time. Throws ApiError.
 */
export async function writeOccurrences(graph: GraphClient, series: SeriesWrite): Promise<SeriesResult> {
  const { ref, sent, version, before } = series;
  const event = (await hydrate(graph, [ref])).get(ref);
  if (!event) return { outcome: 'gone' };
  if (version !== null && versionOf(event) !== version) return { outcome: 'moved' };
  const shown = series.shown(event);
  const plan = planOf(sent, shown.fields, before);
  const left = plan.restore.map(cannotRestore);
  if (isIdle(plan)) return { ...written(event, left, null), acted: false };
  const { error, missing } = await carryOut(graph, event, plan, shown);
  const now = (await hydrate(graph, [ref])).get(ref);
  return now ? written(now, [...left, ...missing.map(noMeeting)], error) : { outcome: 'gone' };
}
