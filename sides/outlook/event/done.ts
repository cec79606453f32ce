import type { GraphClient } from '../../../clients/graph';
import { kinds } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import type { Done, WriteJob, WriteResult } from '../../types';
import { modifiedOf, versionOf } from '../record';
import type { EventExtra, GraphEvent } from './event';
import { toNeutral } from './event';
import { writeOccurrences } from './occurrenceWrites';
import type { Allowed, EventWriting, Refusal } from './refusal';
import { extraOf } from './refusal';

/** A job that may be done, with the body to send; a deletion has none. */
export interface Ready extends Allowed {
  readonly job: WriteJob;
  readonly body: object | null;
}
export const refusedResult = ({ write }: WriteJob, { message, nextStep }: Refusal): WriteResult => ({
  outcome: 'refused',
  write,
  message,
  nextStep,
});

/** Nothing to send: everything was left out, and why is in the notes. */
export function unsent({ job: { write, before }, notes }: Ready): Done {
  const { ref, version, extra } = write;
  const keys = kinds.event.keys({ fields: before, aliases: [extraOf(write).iCalUId].filter(Boolean) });
  const same = { ref: ref ?? '', version, modifiedAt: null, fields: before, extra, keys };
  return { outcome: 'done', write, ...same, notes, ambiguous: [], unsent: true };
}

/** The reply to a write does not tell the exceptions of a series; they are those known before. */
const exceptionsIn = ({ exceptDates = null, overrides = null }: Fields): Fields => ({ exceptDates, overrides });

export function written({ job, notes }: Ready, reply: GraphEvent, { privates, tellsUid }: EventWriting): Done {
  const { fields: said, aliases, extra } = toNeutral(reply, privates);
  const { uid = null, ...rest } = said;
  const known = 'cancelledOccurrences' in reply || rest.recurrence === null ? {} : exceptionsIn(job.before);
  // A new id that nobody asks for is no news: it goes over with the next change.
  const fields = { ...rest, ...known, ...((tellsUid || 'uid' in job.before) && { uid }) };
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

/** What takes further requests once the series is there. */
const ofSeries = ['exceptDates', 'overrides'];
export const hasSeries = ({ sent }: Ready): boolean => ofSeries.some((name) => name in sent);

/** What was written, and what must not be: that stays to be done, and says why. */
export function* withHeld({ job, held }: Ready, result: WriteResult): Generator<WriteResult> {
  if (result.outcome !== 'done' || !held) return yield result;
  yield { ...result, unfinished: [...(result.unfinished ?? []), ...held.names] };
  yield refusedResult(job, held.refusal);
}

/** A series that is there, with what is wanted of its single meetings yet. */
export type Series = readonly [ready: Ready, done: Done];

/** Sees to the single meetings of one series. */
async function* finish(graph: GraphClient, [one, done]: Series, o: EventWriting): AsyncGenerator<WriteResult> {
  const { write, before } = one.job;
  const shown = (event: GraphEvent) => {
    const { fields, extra } = toNeutral(event, o.privates);
    return { fields, extra: extra as EventExtra };
  };
  const result = await writeOccurrences(graph, { ref: done.ref, version: done.version, sent: one.sent, before, shown });
  if (result.outcome !== 'written') return yield { outcome: result.outcome, write };
  const { event, left, failed, acted } = result;
  const { unsent: nothing, ...now } = { ...done, ...written(one, event, o), notes: done.notes };
  const more = { ...(left.length > 0 && { left }), ...(failed && { unfinished: ofSeries }) };
  yield* withHeld(one, { ...now, ...more, ...(nothing && !acted && { unsent: nothing }) });
  if (failed?.refusal) yield refusedResult(one.job, failed.refusal);
}

/**
 * Sees to the single meetings of series, one after the other. When an error ends it, those not seen to yet are told as they are,
 * with that still to be done.
 */
export async function* finishAll(
  graph: GraphClient,
  all: readonly Series[],
  o: EventWriting,
): AsyncGenerator<WriteResult> {
  let told = 0;
  try {
    for (const series of all) {
      yield* finish(graph, series, o);
      told += 1;
    }
  } catch (error) {
    for (const [one, done] of all.slice(told)) yield* withHeld(one, { ...done, unfinished: ofSeries });
    throw error;
  }
}
