import { plainReason, reason, type Reason } from '../../reasons';
import type { GraphBatchAnswer } from '../../clients/graph';
import type { Kind } from '../../sync/kinds';
import { sameValue } from '../../sync/compare';
import type { Fields, Write } from '../../sync/model';
import { isItemGone } from '../deletion';
import type { WriteDone, WriteJob, WriteResult } from '../types';

const nothingLeft = {
  version: null,
  modifiedAt: null,
  fields: {},
  extra: null,
  keys: { strong: [], weak: null },
} as const;

const deletedResult = (write: Write): WriteDone => ({
  ...{ outcome: 'done', write, ref: write.ref ?? '' },
  ...nothingLeft,
  ...{ notes: [], ambiguous: [] },
});

/** Exchange keeps some values its own way; a person should know where it shows something else than was sent. */
export function notesOf(kind: Kind, write: Write, shown: Fields): readonly Reason[] {
  const sent = kind.fields.filter(({ name }) => name in write.fields);
  const other = sent
    .filter(({ name, type }) => !sameValue(type, write.fields[name], shown[name]))
    .map(({ label }) => label);
  return other.length > 0 ? [reason('shownOtherwise', { fields: other })] : [];
}

/** Refused before anything was done, but not by the record's fault (throttled to the end, no answer): nobody can know more. */
const isOutcomeOpen = ({ status, error }: GraphBatchAnswer): boolean =>
  status === null || status === 429 || status >= 500 || error?.uncertain === true;

const showsRecord = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && typeof (body as { id?: unknown }).id === 'string';

/** What one answer means for its record; `written` reads the reply of a create or an update. */
export function resultOf(
  job: WriteJob,
  answer: GraphBatchAnswer,
  written: (job: WriteJob, reply: Readonly<Record<string, unknown>>) => WriteDone,
): WriteResult {
  const { write } = job;
  const { error, status, body } = answer;
  if (!error && write.op === 'delete') return deletedResult(write);
  if (!error && showsRecord(body)) return written(job, body);
  if (!error)
    return { outcome: 'unknown', write, reason: plainReason('The answer did not show the record that was written.') };
  if (isOutcomeOpen(answer)) return { outcome: 'unknown', write, reason: error.reason };
  if (status === 409 || status === 412) return { outcome: 'stale', write };
  if (isItemGone(error) && write.op !== 'create') return { outcome: 'gone', write };
  return { outcome: 'refused', write, reason: error.reason };
}

/** Every answer blames more than its record: the mailbox, the permission, the folder. */
export const isStopped = (answers: readonly GraphBatchAnswer[]): boolean =>
  answers.every(({ error }) => error !== null && error.radius !== 'record');
