import type { CalDavClient, DavObject, PutResult, RemoveResult } from '../../clients/caldav';
import { pathOfHref } from '../../clients/caldav';
import type { Write } from '../../sync/model';
import type { WriteJob, WriteResult } from '../types';
import { mailingRefusal } from './mailing';
import type { NotWritten, WriteAt, Written } from './object';
import { readObject, writeObject } from './object';
import { deletedResult, unsentResult } from './shown';
import type { CalDavWriting, Sent } from './write';

const of = (result: WriteResult): Sent => ({ result });

const unsayable = (write: Write, reason: string): Sent =>
  of({
    outcome: 'refused',
    write,
    message: `The calendar cannot say it: ${reason}`,
    nextStep: 'Change it in Outlook to something both can say, or leave it there alone.',
  });

/** What can be read of the values only by using them (a time, a zone) may turn out to be none. */
function made(write: Write, at: WriteAt): Written | NotWritten {
  try {
    return writeObject(write, at);
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

/** What did not come to be written. */
function failed(write: Write, answer: PutResult | RemoveResult): Sent {
  if (answer.outcome !== 'refused') return of({ outcome: answer.outcome === 'gone' ? 'gone' : 'moved', write });
  return of({ outcome: 'refused', write, message: answer.message, nextStep: answer.nextStep });
}

/** Something has the name that only we could give: our own create, whose answer we did not hear. */
async function found(dav: CalDavClient, job: WriteJob, ref: string, text: Written, o: CalDavWriting): Promise<Sent> {
  const [there] = await dav.objects(o.calendar.url, [ref]);
  const event = there?.data ? readObject(there.data, o.reader) : null;
  if (event && 'mark' in event && event.mark === job.intent)
    return { put: { write: job.write, ref, etag: null, made: text } };
  return of({ outcome: 'unknown', write: job.write, message: 'The calendar has something else in its place.' });
}

async function create(dav: CalDavClient, job: WriteJob, o: CalDavWriting): Promise<Sent> {
  const { write, intent } = job;
  const { zone, user } = o.reader;
  const { url } = o.calendar;
  const ref = `${pathOfHref(new URL(url))}${intent ?? ''}.ics`;
  // The id Outlook gave it may be that of another meeting here.
  for (const uid of [undefined, intent ?? undefined]) {
    const text = made(write, { ics: null, zone, intent, invite: false, user, ...(uid && { uid }) });
    if ('refused' in text) return unsayable(write, text.refused);
    const put = await dav.put(url, ref, text.ics, { create: true });
    if (put.outcome === 'done') return { put: { write, ref, etag: put.etag, made: text } };
    if (put.outcome === 'exists') return await found(dav, job, ref, text, o);
    if (put.outcome !== 'refused' || !put.uidTaken || uid) return failed(write, put);
  }
  return of({ outcome: 'moved', write });
}

/** What stands against changing what is there; null where nothing does. */
function against(write: Write, there: DavObject | undefined, o: CalDavWriting): WriteResult | null {
  if (!there) return { outcome: 'moved', write };
  if (there.data === null) return { outcome: 'gone', write };
  if (write.version !== null && there.etag !== write.version) return { outcome: 'moved', write };
  return o.schedules ? mailingRefusal(write, there.data, o.reader.user) : null;
}

const NO_MARKS: Omit<Extract<WriteResult, { outcome: 'refused' }>, 'write'> = {
  outcome: 'refused',
  message: 'The calendar server gives no version marks (ETag), so a change of somebody else could be overwritten.',
  nextStep: 'Sync only towards Outlook, or use a calendar server that tells them.',
};

async function update(dav: CalDavClient, { write }: WriteJob, there: DavObject, o: CalDavWriting): Promise<Sent> {
  if (there.etag === null) return of({ ...NO_MARKS, write });
  const { zone, user } = o.reader;
  const text = made(write, { ics: there.data, zone, intent: null, invite: false, user });
  if ('refused' in text) return unsayable(write, text.refused);
  if (text.ics === there.data) return of(unsentResult(write, text, there, o.reader));
  const put = await dav.put(o.calendar.url, there.href, text.ics, { match: there.etag });
  if (put.outcome === 'done') return { put: { write, ref: there.href, etag: put.etag, made: text } };
  return failed(write, put);
}

async function remove(dav: CalDavClient, { write }: WriteJob, there: DavObject, o: CalDavWriting): Promise<Sent> {
  if (there.etag === null) return of({ ...NO_MARKS, write });
  const removed = await dav.remove(o.calendar.url, there.href, there.etag);
  return removed.outcome === 'done' ? of(deletedResult(write)) : failed(write, removed);
}

type Send = (job: WriteJob) => Promise<Sent>;

/** One way to send for each operation; `there`: what is to be changed, as it was just read. */
export function senders(
  dav: CalDavClient,
  o: CalDavWriting,
  there: ReadonlyMap<string, DavObject>,
): Readonly<Record<Write['op'], Send>> {
  const ifFree =
    (work: typeof update): Send =>
    async (job) => {
      const object = there.get(job.write.ref ?? '');
      const stands = against(job.write, object, o);
      return stands || !object ? of(stands ?? { outcome: 'moved', write: job.write }) : await work(dav, job, object, o);
    };
  return { create: (job) => create(dav, job, o), update: ifFree(update), delete: ifFree(remove) };
}
