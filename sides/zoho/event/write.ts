import { omit } from 'lodash';
import type { ZohoClient } from '../../../clients/zoho';
import { reason, type Reason } from '../../../reasons';
import { setMembers } from '../../../sync/compare';
import { asArray, asObject, type Fields, type Value, type Write } from '../../../sync/model';
import { orRefused } from '../../time';
import type { Leaving, WriteJob, WriteResult } from '../../types';
import type { Composer, PreparedJob } from '../job';
import type { TakeTurn } from '../beside';
import { writeComposed } from '../write';
import { eventsOf } from './module';
import { type Built, type Json, toPatch, unsupportedOf } from './patch';
import { participantsShown, type EventProfile } from './record';
import { reminderIn } from './reminders';

export interface EventWriting {
  readonly profile: EventProfile;
  /** Automations of the CRM that may start; none unless told. */
  readonly trigger?: readonly string[];
  /** See `Writing`. */
  readonly turn?: TakeTurn;
  readonly leaving?: Leaving;
}

/** A write without what Zoho cannot do, made into a record; `left` says what that is. */
interface Prepared {
  readonly write: Write;
  readonly built: Built;
  readonly unsyncable: readonly Reason[];
  /** Which records a series has besides its first, no field tells for certain. */
  readonly isSeries: boolean;
}

const tryBuild = (write: Write, profile: EventProfile): Built =>
  write.op === 'delete' ? { body: {}, notes: [] } : orRefused(() => toPatch(write, profile));

function prepare(job: WriteJob, profile: EventProfile): Prepared {
  const { names, reasons } = unsupportedOf(job, profile);
  const write = names.length > 0 ? { ...job.write, fields: omit(job.write.fields, names) } : job.write;
  const isSeries = write.op !== 'create' && typeof job.before.recurrence === 'string';
  return { write, built: tryBuild(write, profile), unsyncable: reasons, isSeries };
}

/** What Zoho shows once the body is written. A reminder at a time of day is another number of minutes when the start moves. */
function fieldsAfter(
  { fields, extra }: Write,
  before: Fields,
  body: Json,
  { fieldMap, timeZone }: EventProfile,
): Fields {
  const { participants, reminders } = asObject(extra);
  const after = { ...before, ...fields };
  const guests = participantsShown(participants, fields.participants ?? null);
  const { minutes } = reminderIn(body.Remind_At ?? reminders, after, timeZone ?? 'UTC');
  const shown: Fields = {
    ...fields,
    ...('participants' in fields && { participants: guests }),
    ...(('start' in fields || 'reminder' in fields) && { reminder: minutes }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([name]) => name in fieldMap));
}

/** What a meeting can go without where Zoho refuses the value: neither its title nor its time. */
const dispensable = ['location', 'description', 'participants', 'reminder'];

/** Those who stay without whom Zoho refused; null where that is none of those that were sent by their address. */
function withoutGuest({ composed: { body }, job, lists }: PreparedJob, at: number): Value {
  const address = asObject(asArray(body.Participants)[at]).Email;
  const all = setMembers(lists?.participants ?? job.write.fields.participants);
  return typeof address === 'string' && all.includes(address) ? all.filter((one) => one !== address) : null;
}

/** An event's record is put together as a whole, so it goes along as it is. */
const composerOf = (profile: EventProfile, all: ReadonlyMap<Write, Prepared>): Composer => ({
  prepare: async () => undefined,
  fieldsAt: (api) => dispensable.filter((name) => profile.fieldMap[name]?.api === api),
  without: (ready, name, at) => (name === 'participants' ? withoutGuest(ready, at) : null),
  of: (job) => {
    const { write, before } = job;
    const made = all.get(write) ?? prepare(job, profile);
    const { body, notes } = 'body' in made.built ? made.built : { body: {}, notes: [] };
    return {
      body,
      fields: { ...before, ...fieldsAfter(made.write, before, body, profile) },
      notes,
      ambiguous: [],
    };
  },
});

const refusedResult = (write: Write, why: Reason): WriteResult => ({
  outcome: 'refused',
  write,
  reason: reason('zohoCannotSay', { why }),
});

/** The result with what was left as it is. */
function withUnsyncable(result: WriteResult, prepared: Prepared | undefined): WriteResult {
  if (result.outcome !== 'done' || !prepared) return result;
  const { write, built, isSeries } = prepared;
  const isUnsent = write.op === 'update' && 'body' in built && Object.keys(built.body).length === 0;
  const left = [...(result.unsyncable ?? []), ...prepared.unsyncable];
  const unsyncable = [...left, ...(isSeries && !isUnsent ? [reason('zohoFirstOfSeries')] : [])];
  return { ...result, ...(unsyncable.length > 0 && { unsyncable }), ...(isUnsent && { unsent: true }) };
}

/**
 * Creates, updates and deletes events (see `writeComposed`). What cannot be said is refused with the reason before anything is
 * sent; of an update, what Zoho changes for nobody is left out and told. Nobody is mailed. Throws ApiError.
 */
export async function* writeEvents(
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  { profile, trigger, turn, leaving }: EventWriting,
): AsyncGenerator<WriteResult> {
  const all = new Map(jobs.map((job) => [job.write, prepare(job, profile)]));
  const sayable: WriteJob[] = [];
  for (const job of jobs) {
    const made = all.get(job.write)?.built;
    if (made && 'refused' in made) yield refusedResult(job.write, made.refused);
    else sayable.push(job);
  }
  const module = eventsOf(profile);
  const { owned } = profile;
  const composer = composerOf(profile, all);
  const results = writeComposed(zoho, sayable, { module, composer, trigger, owned, turn, leaving });
  for await (const result of results) yield withUnsyncable(result, all.get(result.write));
}
