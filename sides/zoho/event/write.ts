import type { ZohoClient } from '../../../clients/zoho';
import type { Fields, Write } from '../../../sync/model';
import type { WriteJob, WriteResult } from '../../types';
import type { Lookups } from '../lookups';
import { writeRecords } from '../write';
import type { Built } from './patch';
import { toVendor } from './patch';
import type { EventProfile } from './profile';
import { eventsOf } from './profile';

export interface EventWriting {
  readonly profile: EventProfile;
  /** Automations of the CRM that may start; none unless told. */
  readonly trigger?: readonly string[];
}

const build = (write: Write, profile: EventProfile): Built => {
  try {
    return write.op === 'delete' ? { body: {}, notes: [] } : toVendor(write, profile);
  } catch (error) {
    // A value (a time, a zone) that only its use shows to be none.
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
};

/** What Zoho shows of the fields once they are written. */
function shown({ op, fields }: Write, { places }: EventProfile): Fields {
  const taken = (name: string): boolean => name in places && !(op === 'update' && name === 'recurrence');
  return Object.fromEntries(Object.entries(fields).filter(([name]) => taken(name)));
}

/** An event's record is put together as a whole, so it goes along as it is. */
const bodies = (profile: EventProfile, built: ReadonlyMap<Write, Built>): Lookups => ({
  prepare: async () => undefined,
  of: ({ write }) => {
    const made = built.get(write);
    const { body, notes } = made && 'body' in made ? made : { body: {}, notes: [] };
    return { found: {}, names: shown(write, profile), notes, ambiguous: [], more: body };
  },
});

const refusedResult = (write: Write, reason: string): WriteResult => ({
  outcome: 'refused',
  write,
  message: `Zoho CRM cannot say it: ${reason}`,
  nextStep: 'Change it in Outlook to something both can say, or leave it there alone.',
});

/**
 * Creates, updates and deletes events (see `writeRecords`). What cannot be said is refused with the reason before anything is
 * sent. Nobody is mailed. Throws ApiError.
 */
export async function* writeEvents(
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  { profile, trigger }: EventWriting,
): AsyncGenerator<WriteResult> {
  const built = new Map(jobs.map(({ write }) => [write, build(write, profile)]));
  const sayable: WriteJob[] = [];
  for (const job of jobs) {
    const made = built.get(job.write);
    if (made && 'refused' in made) yield refusedResult(job.write, made.refused);
    else sayable.push(job);
  }
  const module = eventsOf(profile);
  // Without places the fields are not sent one by one.
  const plain = { ...profile, places: {} };
  yield* writeRecords(zoho, sayable, { module, profile: plain, lookups: bodies(profile, built), trigger });
}
