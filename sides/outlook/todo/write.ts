import { chunk } from 'lodash';
import type { GraphBatchAnswer, GraphBatchItem, GraphClient } from '../../../clients/graph';
import { kinds } from '../../../sync/kinds';
import type { Value, Write } from '../../../sync/model';
import type { Done, WriteJob, WriteResult } from '../../types';
import { list, object, text } from '../contact';
import { modifiedOf, versionOf } from '../record';
import { isStopped, notesOf, resultOf } from '../written';
import { linkTo, linksOf } from './links';
import { checkList, inList, taskPath, tasksIn } from './lists';
import { toNeutral, toNewVendor, toVendor } from './task';

export interface TodoWriting {
  /** The list the sync reads from; new tasks go there. */
  readonly list: string;
  /** The mailbox's zone. */
  readonly zone: string;
  /** Origin of the CRM's pages, for links people can click; null where it is not known. */
  readonly web: string | null;
}

/** What one $batch takes. */
const BATCH = 20;

const linkFor = ({ write }: WriteJob, web: string | null) =>
  write.from ? linkTo(write.from.ref, text(write.fields.subject), web) : null;

const itemOf: Readonly<Record<Write['op'], (job: WriteJob, o: TodoWriting) => GraphBatchItem>> = {
  create: (job, { list: listId, zone, web }) => ({
    method: 'POST',
    path: tasksIn(listId),
    body: toNewVendor(job.write.fields, zone, linkFor(job, web)),
  }),
  update: ({ write }, { list: listId, zone }) => ({
    method: 'PATCH',
    path: taskPath(listId, write.ref ?? ''),
    body: toVendor(write.fields, write.extra, zone),
    etag: write.version,
  }),
  delete: ({ write }, { list: listId }) => ({
    method: 'DELETE',
    path: taskPath(listId, write.ref ?? ''),
    etag: write.version,
  }),
};

/** A reply may or may not show the linked resources; those known, or just sent, are still there. */
function extraOf({ write }: WriteJob, shown: Value, reply: Readonly<Record<string, unknown>>): Value {
  if (list(reply.linkedResources).length > 0) return shown;
  const sent = write.from ? linksOf({ linkedResources: [linkTo(write.from.ref, '', null)] }) : {};
  const { crm = [], related = [] } = object(write.extra);
  return { ...object(shown), ...({ crm, related, ...sent } as object) } as Value;
}

const written =
  (zone: string) =>
  (job: WriteJob, reply: Readonly<Record<string, unknown>>): Done => {
    const neutral = toNeutral(reply, zone);
    return {
      outcome: 'done',
      write: job.write,
      ref: String(reply.id),
      version: versionOf(reply),
      modifiedAt: modifiedOf(reply),
      fields: neutral.fields,
      extra: extraOf(job, neutral.extra, reply),
      keys: kinds.task.keys(neutral),
      notes: notesOf(kinds.task, job.write, neutral.fields),
      ambiguous: [],
    };
  };

const isMissing = ({ status }: GraphBatchAnswer): boolean => status === 404;

async function* write(graph: GraphClient, jobs: readonly WriteJob[], o: TodoWriting): AsyncGenerator<WriteResult> {
  for (const part of chunk(jobs, BATCH)) {
    const answers = await graph.batch(part.map((job) => itemOf[job.write.op](job, o)));
    if (answers.some(isMissing)) await checkList(graph, o.list);
    const results = part.map((job, at) => resultOf(job, answers[at] as GraphBatchAnswer, written(o.zone)));
    const stopped = isStopped(answers);
    yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
    if (stopped) throw answers[0]?.error;
  }
}

/**
 * Creates, patches and deletes tasks of one list, 20 a request, each with its own result, as `writeContacts` does. A create
 * carries the CRM record it is made of as linked resource. A task that is gone counts as deleted only while its list is there.
 */
export const writeTasks = (
  graph: GraphClient,
  jobs: readonly WriteJob[],
  o: TodoWriting,
): AsyncGenerator<WriteResult> => inList(write(graph, jobs, o));
