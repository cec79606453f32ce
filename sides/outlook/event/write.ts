import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { withQuery } from '../../../clients/graph/path';
import { kinds } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import type { Done, WriteJob, WriteResult } from '../../types';
import { object, text } from '../contact';
import { modifiedOf, versionOf } from '../record';
import { isStopped, resultOf } from '../written';
import type { Body } from './body';
import { bodyOf } from './body';
import { calendarPath } from './calendars';
import type { GraphEvent } from './event';
import { toNeutral } from './event';
import type { Built } from './patch';
import { outlookZone, toNewVendor, toVendor } from './patch';
import type { Allowed, EventWriting, Refusal } from './refusal';
import { allowed, extraOf } from './refusal';

/** What one $batch takes. */
const BATCH = 20;

/** A job that may be done, with the body to send; a deletion has none. */
interface Ready extends Allowed {
  readonly job: WriteJob;
  readonly body: object | null;
}
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
  const may = allowed(job.write, o);
  if (may.refusal) return { job, refusal: may.refusal };
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

const refusedResult = ({ write }: WriteJob, { message, nextStep }: Refusal): WriteResult => ({
  outcome: 'refused',
  write,
  message,
  nextStep,
});

const sentMails = ({ job, sent }: Ready): readonly string[] =>
  Object.entries(kinds.event.mails?.({ ...job.write, fields: sent }, job.before) ?? {}).map(
    ([sort, count]) => `Outlook was told to mail ${count} ${sort}.`,
  );

/** Nothing to send: everything was left out, and why is in the notes. */
function unsent({ job: { write, before }, notes }: Ready): Done {
  const { ref, version, extra } = write;
  const keys = kinds.event.keys({ fields: before, aliases: [extraOf(write).iCalUId].filter(Boolean) });
  const same = { ref: ref ?? '', version, modifiedAt: null, fields: before, extra, keys };
  return { outcome: 'done', write, ...same, notes, ambiguous: [] };
}

function written(ready: Ready, reply: GraphEvent): Done {
  const { job, notes } = ready;
  const { fields, aliases, extra } = toNeutral(reply, extraOf(job.write).titleOnly ? 'title' : 'full');
  return {
    outcome: 'done',
    write: job.write,
    ref: String(reply.id),
    ...{ version: versionOf(reply), modifiedAt: modifiedOf(reply), fields, extra },
    keys: kinds.event.keys({ fields, aliases }),
    notes,
    ambiguous: [],
  };
}

async function* send(graph: GraphClient, ready: readonly Ready[], o: EventWriting): AsyncGenerator<WriteResult> {
  if (ready.length === 0) return;
  const answers = await graph.batch(ready.map((one) => itemOf(one, o)));
  const results = ready.map((one, at) => {
    const result = resultOf(one.job, answers[at] as GraphBatchAnswer, (_job, reply) => written(one, reply));
    return result.outcome === 'done' ? { ...result, notes: [...result.notes, ...sentMails(one)] } : result;
  });
  const stopped = isStopped(answers);
  yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
  if (stopped) throw answers[0]?.error;
}

/**
 * Creates, patches and deletes events, 20 a request, each with its own result. What would mail participants, is not ours to
 * change, or cannot be said, is refused with the reason before anything is sent. Throws ApiError when more than a record is to
 * blame, after telling what is known.
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
    const ready = prepared.filter(isReady);
    yield* ready.filter(isEmpty).map(unsent);
    yield* send(
      graph,
      ready.filter((one) => !isEmpty(one)),
      o,
    );
  }
}
