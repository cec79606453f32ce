import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import { kinds } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import type { WriteJob, WriteResult } from '../../types';
import { object, text } from '../contact';
import { isStopped, resultOf } from '../written';
import type { Body } from './body';
import { bodyOf } from './body';
import { calendarPath } from './calendars';
import type { Ready, Series } from './done';
import { finishAll, hasSeries, refusedResult, unsent, withHeld, written } from './done';
import type { Built } from './patch';
import { outlookZone, toNewVendor, toVendor } from './patch';
import type { EventWriting, Refusal } from './refusal';
import { allowed, extraOf } from './refusal';

/** What one $batch takes. */
const BATCH = 20;

type Prepared = Ready | { readonly job: WriteJob; readonly refusal: Refusal };

const changesText = ({ write }: WriteJob): boolean => write.op === 'update' && 'description' in write.fields;

/** The bodies that are to be changed, as they are now: what stands around a description has to stay. */
async function bodiesNow(graph: GraphClient, jobs: readonly WriteJob[]): Promise<ReadonlyMap<string, Body>> {
  const refs = jobs.filter(changesText).map(({ write }) => write.ref ?? '');
  const path = (ref: string) => withQuery(graphPath`/me/events/${ref}`, { $select: 'id,body' });
  const answers = refs.length > 0 ? await graph.batch(refs.map((ref) => ({ method: 'GET', path: path(ref) }))) : [];
  const found = answers.map(({ body }, at) => [refs[at] ?? '', bodyOf(object(body).body)] as const);
  return new Map(found.filter((_, at) => !answers[at]?.error));
}

const sourceZone = ({ write }: WriteJob): string => text(object(write.from?.extra).timeZone);

function build(job: WriteJob, sent: Fields, body: Body | null, o: EventWriting): Built {
  const { write, before, intent } = job;
  const { attendees, timeZone: own } = extraOf(write);
  const after = { ...before, ...sent };
  const zone = write.op === 'create' ? outlookZone(sourceZone(job) || o.timeZone || 'UTC') : own || 'UTC';
  const ground = { after, attendees, timeZone: zone, oldBody: body };
  return write.op === 'create' ? toNewVendor(sent, intent, ground) : toVendor(sent, ground);
}

const unsayable = (message: string): Refusal => ({
  message: `Outlook cannot say it: ${message}`,
  nextStep: 'Change it in Zoho CRM to something both can say, or leave it there alone.',
});

/** What can be read of the values only by using them (a time, a zone) may turn out to be none. */
function built(job: WriteJob, sent: Fields, body: Body | null, o: EventWriting): Built {
  try {
    return build(job, sent, body, o);
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

function prepare(job: WriteJob, bodies: ReadonlyMap<string, Body>, o: EventWriting): Prepared {
  const may = allowed(job, o);
  const nothing = job.write.op !== 'update' || Object.keys(may.sent).length === 0;
  if (may.held && nothing) return { job, refusal: may.held.refusal };
  if (job.write.op === 'delete') return { ...may, job, body: null };
  const made = built(job, may.sent, bodies.get(job.write.ref ?? '') ?? null, o);
  return 'refused' in made ? { job, refusal: unsayable(made.refused) } : { ...may, job, body: made.body };
}

const isReady = (one: Prepared): one is Ready => 'body' in one;
const isEmpty = ({ job, body }: Ready): boolean => job.write.op === 'update' && Object.keys(body ?? {}).length === 0;

function itemOf({ job: { write }, body }: Ready, { calendarId }: EventWriting): GraphBatchItem {
  const path = graphPath`/me/events/${write.ref ?? ''}`;
  if (write.op === 'create')
    // The transaction id makes a second POST the same as the first.
    return { method: 'POST', path: `${calendarPath(calendarId)}/events`, body, nature: 'repeatable' };
  return write.op === 'delete'
    ? { method: 'DELETE', path, etag: write.version }
    : { method: 'PATCH', path, body, etag: write.version };
}

const sentMails = ({ job, sent }: Ready): readonly string[] =>
  Object.entries(kinds.event.mails?.({ ...job.write, fields: sent }, job.before) ?? {}).map(
    ([sort, count]) => `Outlook was told to mail ${count} ${sort}.`,
  );

async function* send(graph: GraphClient, ready: readonly Ready[], o: EventWriting): AsyncGenerator<WriteResult> {
  if (ready.length === 0) return;
  const answers = await graph.batch(ready.map((one) => itemOf(one, o)));
  const results = ready.map((one, at) => {
    const result = resultOf(one.job, answers[at] as GraphBatchAnswer, (_job, reply) => written(one, reply, o));
    return result.outcome === 'done' ? { ...result, notes: [...result.notes, ...sentMails(one)] } : result;
  });
  const stopped = isStopped(answers);
  yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
  if (stopped) throw answers[0]?.error;
}

async function* results(graph: GraphClient, ready: readonly Ready[], o: EventWriting): AsyncGenerator<WriteResult> {
  const byWrite = new Map(ready.map((one) => [one.job.write, one]));
  const series: Series[] = [];
  function* told(result: WriteResult): Generator<WriteResult> {
    const one = byWrite.get(result.write);
    if (one && result.outcome === 'done' && hasSeries(one)) series.push([one, result]);
    else yield* one ? withHeld(one, result) : [result];
  }
  for (const result of ready.filter(isEmpty).map(unsent)) yield* told(result);
  const full = ready.filter((one) => !isEmpty(one));
  for await (const result of send(graph, full, o)) yield* told(result);
  yield* finishAll(graph, series, o);
}

/**
 * Creates, patches and deletes events, 20 a request, each with its own result; single meetings of a series are cancelled and
 * changed once the series is there. What would mail participants, is not ours to change, or cannot be said, is refused with the
 * reason before anything is sent; of a patch that does so in part the rest is written, and both are told. Throws ApiError when
 * more than a record is to blame, after telling what is known.
 */
export async function* writeEvents(
  graph: GraphClient,
  jobs: readonly WriteJob[],
  o: EventWriting,
): AsyncGenerator<WriteResult> {
  for (const part of chunk(jobs, BATCH)) {
    const bodies = await bodiesNow(graph, part);
    const prepared = part.map((job) => prepare(job, bodies, o));
    for (const one of prepared) if (!isReady(one)) yield refusedResult(one.job, one.refusal);
    yield* results(graph, prepared.filter(isReady), o);
  }
}
