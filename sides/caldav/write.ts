import { chunk } from 'lodash';
import { ApiError } from '../../clients/errors';
import type { CalDavClient, DavObject } from '../../clients/caldav';
import type { Write } from '../../sync/model';
import type { WriteJob, WriteResult } from '../types';
import type { CalendarInfo } from './profile';
import type { Reader } from './record';
import type { Put } from './shown';
import { resultOf } from './shown';
import { senders } from './send';

export interface CalDavWriting {
  readonly calendar: Pick<CalendarInfo, 'url' | 'canWrite'>;
  readonly reader: Reader;
  /** Does the server mail those who take part when a meeting changes? */
  readonly schedules: boolean;
}

/** What is read at once before and after the writes; a run that breaks off loses no more than what it can find again. */
const GROUP = 20;
const order: readonly Write['op'][] = ['create', 'update', 'delete'];

const readOnly = ({ write }: WriteJob): WriteResult => ({
  outcome: 'refused',
  write,
  message: 'The chosen calendar may only be read.',
  nextStep: 'Choose a calendar of your own, ask its owner for the right to edit, or sync only towards Outlook.',
});

/** What a job came to: known already, or put and still to be shown. */
export type Sent = { readonly result: WriteResult } | { readonly put: Put };
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

async function attempt(job: WriteJob, work: Promise<Sent>): Promise<Outcome> {
  try {
    return { job, sent: await work };
  } catch (error) {
    return { job, error };
  }
}

const isLost = (error: unknown): error is ApiError => error instanceof ApiError && error.uncertain;

function told(outcome: Outcome, shown: ReadonlyMap<string, DavObject>, reader: Reader): readonly WriteResult[] {
  const { write } = outcome.job;
  if ('error' in outcome)
    return isLost(outcome.error) ? [{ outcome: 'unknown', write, message: outcome.error.message }] : [];
  const { sent } = outcome;
  return ['result' in sent ? sent.result : resultOf(sent.put, shown.get(sent.put.ref) ?? null, reader)];
}

/** Writes some, reads them back in one go, and tells what became of each; an error comes after what is known. */
async function* writeGroup(
  dav: CalDavClient,
  jobs: readonly WriteJob[],
  o: CalDavWriting,
): AsyncGenerator<WriteResult> {
  const { url } = o.calendar;
  const there = await readAll(
    dav,
    url,
    jobs.flatMap(({ write }) => write.ref ?? []),
  );
  const send = senders(dav, o, there);
  const outcomes = await Promise.all(jobs.map((job) => attempt(job, send[job.write.op](job))));
  const refs = outcomes.flatMap((one) => ('sent' in one && 'put' in one.sent ? [one.sent.put.ref] : []));
  const shown = await readBack(dav, url, refs);
  for (const outcome of outcomes) yield* told(outcome, shown, o.reader);
  const failed = outcomes.find((one) => 'error' in one);
  if (failed && 'error' in failed) throw failed.error;
}

/**
 * Creates, updates and deletes meetings, in this order, each with its own result. One that was changed since the decision is left
 * alone (`moved`); one that is refused stops no other. Nobody is mailed. Throws ApiError when more than a meeting is to blame,
 * after telling what is known.
 */
export async function* writeCalDav(
  dav: CalDavClient,
  jobs: readonly WriteJob[],
  o: CalDavWriting,
): AsyncGenerator<WriteResult> {
  if (!o.calendar.canWrite) return yield* jobs.map(readOnly);
  for (const op of order)
    for (const group of chunk(
      jobs.filter(({ write }) => write.op === op),
      GROUP,
    ))
      yield* writeGroup(dav, group, o);
}
