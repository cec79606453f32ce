import { chunk } from 'lodash';
import type { CalDavClient, DavObject, PutResult, RemoveResult } from '../../clients/caldav';
import { canonicalPath } from '../../clients/caldav';
import { ApiError, isUncertain } from '../../clients/errors';
import { type Reason, reason } from '../../reasons';
import { asArray, type Value, type Write } from '../../sync/model';
import { inTurns } from '../row';
import { type Refused, orRefused } from '../time';
import type { WriteJob, WriteResult, WriteJobs } from '../types';
import { mailingRefusal } from './attendees';
import { type WriteAt, type Written, readObject, writeObject } from './object';
import type { CalendarInfo } from './profile';
import { type Reader, type PutMeeting, writtenResult, deletedResult, unsentResult } from './record';

export interface CalDavWriting {
  readonly calendar: Pick<CalendarInfo, 'url' | 'canWrite'>;
  readonly reader: Reader;
  /** Does the server mail those who take part when a meeting changes? */
  readonly schedules: boolean;
}

/** What is read at once before and after the writes; a run that breaks off loses no more than what it can find again. */
const GROUP_SIZE = 20;
const order: readonly Write['op'][] = ['create', 'update', 'delete'];

const readOnly = ({ write }: WriteJob): WriteResult => ({
  outcome: 'refused',
  write,
  reason: reason('calendarReadOnly'),
});

/** What a job came to: known already, or put and still to be shown. */
export type Sent = { readonly result: WriteResult } | { readonly put: PutMeeting };
type Outcome = { readonly job: WriteJob; readonly sent: Sent } | { readonly job: WriteJob; readonly error: unknown };

const byRef = (found: readonly DavObject[]): ReadonlyMap<string, DavObject> =>
  new Map(found.map((object) => [object.href, object]));

const readAll = async (dav: CalDavClient, url: string, refs: readonly string[]) =>
  byRef(refs.length > 0 ? await dav.objects(url, refs) : []);

/** The meetings as their server shows them now. That they cannot be read again makes nothing undone. */
const readBack = (dav: CalDavClient, url: string, refs: readonly string[]): Promise<ReadonlyMap<string, DavObject>> =>
  readAll(dav, url, refs).catch((error: unknown) => {
    if (error instanceof ApiError) return byRef([]);
    throw error;
  });

async function tryJob(job: WriteJob, work: Promise<Sent>): Promise<Outcome> {
  try {
    return { job, sent: await work };
  } catch (error) {
    return { job, error };
  }
}

function resultsOf(outcome: Outcome, shown: ReadonlyMap<string, DavObject>, reader: Reader): readonly WriteResult[] {
  const { write } = outcome.job;
  if ('error' in outcome)
    return isUncertain(outcome.error) ? [{ outcome: 'unknown', write, reason: outcome.error.reason }] : [];
  const { sent } = outcome;
  return ['result' in sent ? sent.result : writtenResult(sent.put, shown.get(sent.put.ref) ?? null, reader)];
}

/** Writes some, reads them back in one go, and tells what became of each; an error comes after what is known. */
async function* writeGroup(dav: CalDavClient, jobs: WriteJobs, o: CalDavWriting): AsyncGenerator<WriteResult> {
  const { url } = o.calendar;
  const touched = jobs.flatMap(({ write }) => write.ref ?? []);
  const there = await readAll(dav, url, touched);
  const send = senders(dav, o, there);
  const outcomes = await Promise.all(await inTurns(jobs, (job) => tryJob(job, send[job.write.op](job))));
  const refs = outcomes.flatMap((one) => ('sent' in one && 'put' in one.sent ? [one.sent.put.ref] : []));
  const shown = await readBack(dav, url, refs);
  yield* (await inTurns(outcomes, (outcome) => resultsOf(outcome, shown, o.reader))).flat();
  const failed = outcomes.find((one) => 'error' in one);
  if (failed && 'error' in failed) throw failed.error;
}

/**
 * Creates, updates and deletes meetings, in this order, each with its own result. One that was changed since the decision is left
 * alone (`stale`); one that is refused stops no other. Nobody is mailed. Throws ApiError when more than a meeting is to blame,
 * after telling what is known.
 */
export async function* writeCalDav(dav: CalDavClient, jobs: WriteJobs, o: CalDavWriting): AsyncGenerator<WriteResult> {
  if (!o.calendar.canWrite) return yield* jobs.map(readOnly);
  for (const op of order) {
    const alike = jobs.filter(({ write }) => write.op === op);
    for (const group of chunk(alike, GROUP_SIZE)) yield* writeGroup(dav, group, o);
  }
}

const known = (result: WriteResult): Sent => ({ result });

const cannotExpress = (write: Write, why: Reason): Sent =>
  known({ outcome: 'refused', write, reason: reason('calendarCannotSay', { why }) });

/** What can be read of the values only by using them (a time, a zone) may turn out to be none. */
const tryWriteObject = (write: Write, at: WriteAt): Written | Refused => orRefused(() => writeObject(write, at));

/** Of an undo: those who took part before. */
const formerOf = ({ undone }: Write) => ({ former: asArray<Value>(undone?.before.attendees).map(String) });

/** What did not come to be written. */
function failedResult(write: Write, answer: PutResult | RemoveResult): Sent {
  if (answer.outcome !== 'refused') return known({ outcome: answer.outcome === 'gone' ? 'gone' : 'stale', write });
  return known({ outcome: 'refused', write, reason: answer.reason });
}

/** Something has the name that only we could give: our own create, whose answer we did not hear. */
async function adoptOwnCreate(dav: CalDavClient, job: WriteJob, ref: string, text: Written, o: CalDavWriting) {
  const [there] = await dav.objects(o.calendar.url, [ref]);
  const event = there?.data ? readObject(there.data, o.reader) : null;
  if (event && 'mark' in event && event.mark === job.intent)
    return { put: { write: job.write, ref, etag: null, made: text } };
  return known({ outcome: 'unknown', write: job.write, reason: reason('calendarOtherInPlace') });
}

async function createMeeting(dav: CalDavClient, job: WriteJob, o: CalDavWriting): Promise<Sent> {
  const { write, intent } = job;
  const { zone, user } = o.reader;
  const { url } = o.calendar;
  const ref = `${canonicalPath(new URL(url))}${intent ?? ''}.ics`;
  // The id Outlook gave it may be that of another meeting here.
  for (const uid of [undefined, intent ?? undefined]) {
    const text = tryWriteObject(write, {
      ics: null,
      zone,
      intent,
      invite: false,
      user,
      ...formerOf(write),
      ...(uid && { uid }),
    });
    if ('refused' in text) return cannotExpress(write, text.refused);
    const put = await dav.put(url, ref, text.ics, { create: true });
    if (put.outcome === 'done') return { put: { write, ref, etag: put.etag, made: text } };
    if (put.outcome === 'exists') return await adoptOwnCreate(dav, job, ref, text, o);
    if (put.outcome !== 'refused' || !put.uidTaken || uid) return failedResult(write, put);
  }
  return known({ outcome: 'stale', write });
}

/** What stands against changing what is there; null where nothing does. */
function blockedBy(write: Write, there: DavObject | undefined, o: CalDavWriting): WriteResult | null {
  if (!there) return { outcome: 'stale', write };
  if (there.data === null) return { outcome: 'gone', write };
  if (write.version !== null && there.etag !== write.version) return { outcome: 'stale', write };
  return o.schedules ? mailingRefusal(write, there.data, o.reader.user) : null;
}

const NO_ETAGS: Omit<Extract<WriteResult, { outcome: 'refused' }>, 'write'> = {
  outcome: 'refused',
  reason: reason('calendarWithoutVersions'),
};

async function updateMeeting(dav: CalDavClient, { write }: WriteJob, there: DavObject, o: CalDavWriting) {
  if (there.etag === null) return known({ ...NO_ETAGS, write });
  const { zone, user } = o.reader;
  const text = tryWriteObject(write, { ics: there.data, zone, intent: null, invite: false, user, ...formerOf(write) });
  if ('refused' in text) return cannotExpress(write, text.refused);
  if (text.ics === there.data) return known(unsentResult(write, text, there, o.reader));
  const put = await dav.put(o.calendar.url, there.href, text.ics, { match: there.etag });
  if (put.outcome === 'done') return { put: { write, ref: there.href, etag: put.etag, made: text, was: there.data } };
  return failedResult(write, put);
}

async function removeMeeting(dav: CalDavClient, { write }: WriteJob, there: DavObject, o: CalDavWriting) {
  if (there.etag === null) return known({ ...NO_ETAGS, write });
  const removed = await dav.remove(o.calendar.url, there.href, there.etag);
  return removed.outcome === 'done' ? known(deletedResult(write, there.data)) : failedResult(write, removed);
}

type Send = (job: WriteJob) => Promise<Sent>;

/** One way to send for each operation; `there`: what is to be changed, as it was just read. */
function senders(
  dav: CalDavClient,
  o: CalDavWriting,
  there: ReadonlyMap<string, DavObject>,
): Readonly<Record<Write['op'], Send>> {
  const ifFree =
    (work: typeof updateMeeting): Send =>
    async (job) => {
      const object = there.get(job.write.ref ?? '');
      const stands = blockedBy(job.write, object, o);
      return stands || !object
        ? known(stands ?? { outcome: 'stale', write: job.write })
        : await work(dav, job, object, o);
    };
  return { create: (job) => createMeeting(dav, job, o), update: ifFree(updateMeeting), delete: ifFree(removeMeeting) };
}
