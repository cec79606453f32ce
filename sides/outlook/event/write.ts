import { chunk } from 'lodash';
import type { GraphClient, GraphBatchItem } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import { reason, type MailSort, type Reason } from '../../../reasons';
import { isBlank, kinds } from '../../../sync/kinds';
import { type Fields, type Write, asString, asObject } from '../../../sync/model';
import { isItemGone } from '../../deletion';
import { orRefused } from '../../time';
import type { WriteDone, WriteJob, WriteResult, WriteResults, WriteJobs } from '../../types';
import { sendWrites } from '../batch';
import { modifiedOf, versionOf } from '../record';
import { type Body, bodyOf } from './body';
import { readLive } from './feed';
import { type AllowedWrite, type EventWriting, extraOf, allowedWrite } from './guards';
import { type Built, outlookZone, toCreate, toUpdate } from './patch';
import { calendarPath, eventPath } from './read';
import type { GraphEvent } from './fields';
import { type EventExtra, toNeutral } from './record';
import { writeOccurrences } from './series';
import { inTurns } from '../../row';

/** A job that may be done, with the body to send; a deletion has none. */
export interface PreparedEvent extends AllowedWrite {
  readonly job: WriteJob;
  readonly body: object | null;
  /** The text as it was with its formats, where the write changes it. */
  readonly oldBody: Body | null;
}
const refusedResult = ({ write }: WriteJob, why: Reason): WriteResult => ({ outcome: 'refused', write, reason: why });

/** Nothing to send: everything was left out, and why is in the notes. */
function unsentResult({ job: { write, before }, notes }: PreparedEvent): WriteDone {
  const { ref, version, extra } = write;
  const keys = kinds.event.keys({ fields: before, aliases: [extraOf(write).iCalUId].filter(Boolean) });
  const same = { ref: ref ?? '', version, modifiedAt: null, fields: before, extra, keys };
  return { outcome: 'done', write, ...same, notes, ambiguous: [], unsent: true };
}

/** The reply to a write does not tell the exceptions of a series; they are those known before. */
const knownExceptions = ({ exceptDates = null, overrides = null }: Fields): Fields => ({ exceptDates, overrides });

/** Formats are no field: an undo has them of the journal. */
const withOldText = ({ oldBody }: Pick<PreparedEvent, 'oldBody'>, now: Body | null): Pick<WriteDone, 'alongside'> =>
  oldBody ? { alongside: { before: { body: { ...oldBody } }, after: now ? { body: { ...now } } : {} } } : {};

function eventWritten(
  { job, notes, oldBody }: PreparedEvent,
  reply: GraphEvent,
  { privates, tellsUid }: EventWriting,
): WriteDone {
  const { fields: said, aliases, extra } = toNeutral(reply, privates);
  const { uid = null, ...rest } = said;
  const known = 'cancelledOccurrences' in reply || rest.recurrence === null ? {} : knownExceptions(job.before);
  // A new id that nobody asks for is no news: it goes over with the next change.
  const fields = { ...rest, ...known, ...((tellsUid || 'uid' in job.before) && { uid }) };
  return {
    outcome: 'done',
    write: job.write,
    ref: job.write.ref ?? String(reply.id),
    ...{ version: versionOf(reply), modifiedAt: modifiedOf(reply), fields, extra },
    keys: kinds.event.keys({ fields, aliases }),
    notes,
    ambiguous: [],
    ...withOldText({ oldBody }, bodyOf(reply.body)),
  };
}

/** What takes further requests once the series is there. */
const seriesFieldNames = ['exceptDates', 'overrides'];
const hasOccurrenceWrites = ({ sent }: PreparedEvent): boolean => seriesFieldNames.some((name) => name in sent);

/** What was written, and what must not be: that stays to be done, and says why. */
function* withBlocked({ job, blocked }: PreparedEvent, result: WriteResult): Generator<WriteResult> {
  if (result.outcome !== 'done' || !blocked) return yield result;
  yield { ...result, unfinished: [...(result.unfinished ?? []), ...blocked.names] };
  yield refusedResult(job, blocked.refusal);
}

/** A series that is there, with what is wanted of its single meetings yet. */
export type Series = readonly [ready: PreparedEvent, done: WriteDone];

/** Sees to the single meetings of one series. */
async function* finishOne(graph: GraphClient, [one, done]: Series, o: EventWriting): WriteResults {
  const { write, before } = one.job;
  const shown = (event: GraphEvent) => {
    const { fields, extra } = toNeutral(event, o.privates);
    return { fields, extra: extra as EventExtra };
  };
  const result = await writeOccurrences(graph, {
    ...{
      ref: done.ref,
      version: done.version,
      expected: done.fields,
      sent: one.sent,
      before,
      shown,
      calendar: o.calendarId,
    },
  });
  if (result.outcome !== 'written') return yield { outcome: result.outcome, write };
  const { event, unsyncable, failed, acted } = result;
  const { unsent: nothing, ...now } = { ...done, ...eventWritten(one, event, o), notes: done.notes };
  const more = { ...(unsyncable.length > 0 && { unsyncable }), ...(failed && { unfinished: seriesFieldNames }) };
  yield* withBlocked(one, { ...now, ...more, ...(nothing && !acted && { unsent: nothing }) });
  if (failed?.refusal) yield refusedResult(one.job, failed.refusal);
}

/** Sees to single meetings, series by series. After an error the rest is told as it is, with that still to be done. */
async function* finishSeries(graph: GraphClient, all: readonly Series[], o: EventWriting): WriteResults {
  let finished = 0;
  try {
    for (const series of all) {
      yield* finishOne(graph, series, o);
      finished += 1;
    }
  } catch (error) {
    for (const [one, done] of all.slice(finished)) yield* withBlocked(one, { ...done, unfinished: seriesFieldNames });
    throw error;
  }
}

/** What one $batch takes. */
const BATCH = 20;

type PreparedOrRefused = PreparedEvent | { readonly job: WriteJob; readonly refusal: Reason };

const changesText = ({ write }: WriteJob): boolean => write.op === 'update' && 'description' in write.fields;
const endsText = ({ write, before }: WriteJob): boolean => write.op === 'delete' && !isBlank(before.description);

/** The bodies that are to be changed, as they are now: what stands around a description has to stay. */
async function bodiesNow(graph: GraphClient, jobs: WriteJobs, { calendarId }: EventWriting) {
  const refs = jobs.filter((job) => changesText(job) || endsText(job)).map(({ write }) => write.ref ?? '');
  const path = (ref: string) => graphQuery(eventPath(calendarId, ref), { $select: 'id,body' });
  const answers = refs.length > 0 ? await graph.batch(refs.map((ref) => ({ method: 'GET', path: path(ref) }))) : [];
  return new Map(
    answers.flatMap(({ body, error }, at): readonly (readonly [string, Body | 'gone'])[] => {
      if (error) return isItemGone(error) ? [[refs[at] ?? '', 'gone']] : [];
      return [[refs[at] ?? '', bodyOf(asObject(body).body)]];
    }),
  );
}

/** A body that could not be read must not be written over: what stands around the description would be lost. */
const unreadBody = ({ write }: WriteJob): WriteResult => ({
  ...{ outcome: 'unknown', write, reason: reason('textNotRead') },
});

const sourceZone = ({ write }: WriteJob): string => asString(asObject(write.from?.extra).timeZone);

function build(job: WriteJob, sent: Fields, body: Body | null, o: EventWriting): Built {
  const { write, before, intent } = job;
  const { attendees, places, timeZone } = extraOf(write);
  const ground = {
    before,
    after: { ...before, ...sent },
    attendees,
    places,
    timeZone,
    oldBody: body,
    undone: write.undone,
  };
  return write.op === 'create'
    ? toCreate(sent, intent, { ...ground, timeZone: outlookZone(sourceZone(job) || o.timeZone || 'UTC') })
    : toUpdate(sent, ground, o.timeZone);
}

function prepare(job: WriteJob, bodies: ReadonlyMap<string, Body | 'gone'>, o: EventWriting): PreparedOrRefused {
  const may = allowedWrite(job, o);
  const nothing = job.write.op !== 'update' || Object.keys(may.sent).length === 0;
  if (may.blocked && nothing) return { job, refusal: may.blocked.refusal };
  const found = bodies.get(job.write.ref ?? '');
  // Of a private meeting no text is told, nor kept.
  const isTold = job.write.op === 'delete' || 'description' in may.sent;
  const oldBody = isTold && found && found !== 'gone' ? found : null;
  if (job.write.op === 'delete') return { ...may, job, body: null, oldBody };
  const made = orRefused(() => build(job, may.sent, oldBody, o));
  return 'refused' in made
    ? { job, refusal: reason('outlookCannotSay', { why: made.refused }) }
    : { ...may, job, body: made.body, oldBody };
}

const isPrepared = (one: PreparedOrRefused): one is PreparedEvent => 'body' in one;
const isEmpty = ({ job, body }: PreparedEvent) => job.write.op === 'update' && Object.keys(body ?? {}).length === 0;

function itemOf({ job: { write }, body }: PreparedEvent, { calendarId }: EventWriting): GraphBatchItem {
  const path = eventPath(calendarId, write.ref ?? '');
  if (write.op === 'create')
    // The transaction id makes a second POST the same as the first.
    return { method: 'POST', path: `${calendarPath(calendarId)}/events`, body, nature: 'repeatable' };
  return write.op === 'delete'
    ? { method: 'DELETE', path, etag: write.version }
    : { method: 'PATCH', path, body, etag: write.version };
}

const mailNotes = ({ job, sent }: PreparedEvent): readonly Reason[] =>
  Object.entries(kinds.event.countMails?.({ ...job.write, fields: sent }, job.before) ?? {}).map(([sort, count]) =>
    reason('outlookMailed', { count, sort: sort as MailSort }),
  );

/** New meetings of which not all goes: nobody is invited, say. */
function lessThanAsked(ready: readonly PreparedEvent[]): ReadonlyMap<Write, Fields> {
  const isLess = ({ job: { write }, sent }: PreparedEvent): boolean =>
    write.op === 'create' && Object.entries(write.fields).some(([name, value]) => !isBlank(value) && !(name in sent));
  return new Map(ready.filter(isLess).map(({ job, sent }) => [job.write, sent]));
}

async function* sendEvents(graph: GraphClient, ready: readonly PreparedEvent[], o: EventWriting): WriteResults {
  if (ready.length === 0) return;
  await o.leaving?.(lessThanAsked(ready));
  const at = (place: number): PreparedEvent => ready[place] as PreparedEvent;
  const { results, stopped } = await sendWrites(
    ready.map(({ job }) => job),
    {
      ...{ graph, kind: kinds.event, read: (refs) => readLive(graph, refs, o) },
      item: (job, place) => itemOf({ ...at(place), job }, o),
      written: (job, reply, place) => eventWritten({ ...at(place), job }, reply, o),
    },
  );
  const told = results.map((result, place) =>
    result.outcome === 'done'
      ? { ...withOldText(at(place), null), ...result, notes: [...result.notes, ...mailNotes(at(place))] }
      : result,
  );
  yield* stopped ? told.filter(({ outcome }) => outcome === 'unknown') : told;
  if (stopped) throw stopped;
}

async function* writePrepared(graph: GraphClient, ready: readonly PreparedEvent[], o: EventWriting): WriteResults {
  const byWrite = new Map(ready.map((one) => [one.job.write, one]));
  const series: Series[] = [];
  function* settle(result: WriteResult): Generator<WriteResult> {
    const one = byWrite.get(result.write);
    if (one && result.outcome === 'done' && hasOccurrenceWrites(one)) series.push([one, result]);
    else yield* one ? withBlocked(one, result) : [result];
  }
  for (const result of ready.filter(isEmpty).map(unsentResult)) yield* settle(result);
  const full = ready.filter((one) => !isEmpty(one));
  for await (const result of sendEvents(graph, full, o)) yield* settle(result);
  yield* finishSeries(graph, series, o);
}

/**
 * Creates, patches and deletes events, 20 a request, each with its own result; single meetings of a series are cancelled and
 * changed once the series is there. What would mail participants, is not ours to change, or cannot be said, is refused with the
 * reason before anything is sent; of a patch that does so in part the rest is written, and both are told. Throws ApiError when
 * more than a record is to blame, after telling what is known.
 */
export async function* writeEvents(graph: GraphClient, jobs: WriteJobs, o: EventWriting): WriteResults {
  for (const part of chunk(jobs, BATCH)) {
    const bodies = await bodiesNow(graph, part, o);
    const isUnread = (job: WriteJob): boolean => changesText(job) && !bodies.has(job.write.ref ?? '');
    for (const job of part.filter(isUnread)) yield unreadBody(job);
    const readable = part.filter((job) => !isUnread(job));
    const prepared = await inTurns(readable, (job) => prepare(job, bodies, o));
    for (const one of prepared) if (!isPrepared(one)) yield refusedResult(one.job, one.refusal);
    yield* writePrepared(graph, prepared.filter(isPrepared), o);
  }
}
