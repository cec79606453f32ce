import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';
import { kinds } from '../../sync/kinds';
import { alike } from '../../sync/likeness';
import type { Fields, Write } from '../../sync/model';
import type { Done, WriteJob, WriteResult } from '../types';
import type { GraphContact } from './contact';
import { toNeutral } from './contact';
import { unseenInReplies } from './fields';
import { contactsIn } from './folder';
import { toNewVendor, toVendor } from './patch';
import { modifiedOf, versionOf } from './record';

export interface OutlookWriting {
  /** Where new contacts go; null for the default folder. */
  readonly folderId: string | null;
}

/** What one $batch takes. */
const BATCH = 20;

type Op = Write['op'];

const itemOf: Readonly<Record<Op, (job: WriteJob, folder: string | null) => GraphBatchItem>> = {
  create: ({ write, intent }, folder) => ({
    method: 'POST',
    path: contactsIn(folder),
    body: toNewVendor(write.fields, intent),
  }),
  update: ({ write }) => ({
    method: 'PATCH',
    path: graphPath`/me/contacts/${write.ref ?? ''}`,
    body: toVendor(write.fields, write.extra),
    etag: write.version,
  }),
  delete: ({ write }) => ({ method: 'DELETE', path: graphPath`/me/contacts/${write.ref ?? ''}`, etag: write.version }),
};

/** A reply shows no extended properties: what was known of them, or has just been written, stands. */
function shownFields({ write, before }: WriteJob, reply: GraphContact): Fields {
  const known: Fields = { ...before, ...write.fields };
  const unseen = unseenInReplies.map((name) => [name, known[name] ?? null] as const);
  return { ...toNeutral(reply).fields, ...Object.fromEntries(unseen) };
}

const none = { version: null, modifiedAt: null, fields: {}, extra: null, keys: { strong: [], weak: null } } as const;

/** Exchange drops an address it takes for none, and an address or phone further down moves up when the first one is cleared. */
function notesOf(write: Write, shown: Fields): readonly string[] {
  const sent = kinds.contact.fields.filter(({ name }) => name in write.fields);
  const other = sent
    .filter(({ name, like }) => !alike(like, write.fields[name], shown[name]))
    .map(({ label }) => label);
  return other.length > 0 ? [`Outlook shows something else than was sent in: ${other.join(', ')}.`] : [];
}

function deleted(write: Write): Done {
  return { outcome: 'done', write, ref: write.ref ?? '', ...none, notes: [], ambiguous: [] };
}

function written(job: WriteJob, reply: GraphContact): Done {
  const { aliases, extra } = toNeutral(reply);
  const fields = shownFields(job, reply);
  return {
    outcome: 'done',
    write: job.write,
    ref: String(reply.id),
    version: versionOf(reply),
    modifiedAt: modifiedOf(reply),
    fields,
    extra,
    keys: kinds.contact.keys({ fields, aliases }),
    notes: notesOf(job.write, fields),
    ambiguous: [],
  };
}

/** Refused before anything was done, but not by the record's fault (throttled to the end, no answer): nobody can know more. */
const isOpen = ({ status, error }: GraphBatchAnswer): boolean =>
  status === null || status === 429 || status >= 500 || error?.uncertain === true;

/** What one answer means for its record. */
export function resultOf(job: WriteJob, answer: GraphBatchAnswer): WriteResult {
  const { write } = job;
  const { error, status, body } = answer;
  if (!error) return write.op === 'delete' ? deleted(write) : written(job, body as GraphContact);
  if (isOpen(answer)) return { outcome: 'unknown', write, message: error.message };
  if (status === 409 || status === 412) return { outcome: 'moved', write };
  if (status === 404 && write.op !== 'create') return { outcome: 'gone', write };
  return { outcome: 'refused', write, message: error.message, nextStep: error.nextStep };
}

/** Every answer blames more than its record: the mailbox, the permission, the folder. */
const isStopped = (answers: readonly GraphBatchAnswer[]): boolean =>
  answers.every(({ error }) => error !== null && error.radius !== 'record');

/**
 * Creates, patches and deletes contacts, 20 a request, each with its own result. Patches and deletes go through only if the
 * contact still has the version the decision was made on. A create carries the mark of its intent. When a whole batch fails
 * for a reason beyond its records, what may have happened is told and an ApiError ends it.
 */
export async function* writeContacts(
  graph: GraphClient,
  jobs: readonly WriteJob[],
  { folderId }: OutlookWriting,
): AsyncGenerator<WriteResult> {
  for (const part of chunk(jobs, BATCH)) {
    const answers = await graph.batch(part.map((job) => itemOf[job.write.op](job, folderId)));
    const results = part.map((job, at) => resultOf(job, answers[at] as GraphBatchAnswer));
    const stopped = isStopped(answers);
    yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
    if (stopped) throw answers[0]?.error;
  }
}
