import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';
import { kinds } from '../../sync/kinds';
import type { Fields, Write } from '../../sync/model';
import type { Done, WriteJob, WriteResult } from '../types';
import type { GraphContact } from './contact';
import { toNeutral } from './contact';
import { unseenInReplies } from './fields';
import { contactsIn } from './folder';
import { toNewVendor, toVendor } from './patch';
import { modifiedOf, versionOf } from './record';
import { isStopped, notesOf, resultOf } from './written';

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
    notes: notesOf(kinds.contact, job.write, fields),
    ambiguous: [],
  };
}

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
    const results = part.map((job, at) => resultOf(job, answers[at] as GraphBatchAnswer, written));
    const stopped = isStopped(answers);
    yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
    if (stopped) throw answers[0]?.error;
  }
}
