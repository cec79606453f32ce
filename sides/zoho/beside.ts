import type { ZohoClient } from '../../clients/zoho';
import { asObject, asString, type Keys } from '../../sync/model';
import type { KnownRecords, WriteJob } from '../types';
import { BEGINNING, OVERLAP_MS } from './cursor';
import { readWhere } from './feed';
import type { Module, ZohoProfile } from './module';
import { minusMs, quoted, toZohoTime } from './values';

/** The turn to create in a CRM to which several syncs write: nobody else creates before it is ended. */
export interface Turn {
  readonly profile: ZohoProfile;
  /** Up to when the module was read (ISO); '' where it was empty. */
  readonly since: string;
  readonly known: Pick<KnownRecords, 'versions'>;
  readonly end: () => Promise<void>;
}

/** How to get it: `alone` where no other sync writes there, `busy` where another has it for too long. */
export type TakeTurn = () => Promise<Turn | 'alone' | 'busy'>;

const keysOf = ({ write }: WriteJob, { kind }: Module): Keys =>
  kind.keys({ fields: write.fields, aliases: [asString(asObject(write.from?.extra).iCalUId)].filter(Boolean) });

/** By a strong key, or by the weak one where one of the two has no more. */
const mayBeSame = (a: Keys, b: Keys): boolean =>
  a.strong.some((key) => b.strong.includes(key)) ||
  (a.weak !== null && a.weak === b.weak && (a.strong.length === 0 || b.strong.length === 0));

/**
 * Creates of what somebody else has made since the module was read: they are left to the next cycle, which finds the one that is
 * there. One query a group of creates. Throws ApiError.
 */
export async function madeMeanwhile(
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  module: Module,
  { profile, since, known }: Turn,
): Promise<ReadonlySet<WriteJob>> {
  const from = since === '' ? BEGINNING : minusMs(since, OVERLAP_MS);
  const where = `Created_Time >= ${quoted(toZohoTime(from))}`;
  const keys = jobs.map((job) => ({ job, keys: keysOf(job, module) }));
  const made = new Set<WriteJob>();
  for await (const { rows } of readWhere(zoho, { module, profile, settings: { scope: 'all' } }, { where })) {
    const seen = await known.versions(rows.map(({ ref }) => ref));
    for (const row of rows.filter(({ ref }) => !seen.has(ref)))
      for (const one of keys) if (mayBeSame(one.keys, row.keys)) made.add(one.job);
  }
  return made;
}
