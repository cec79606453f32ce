import type { Kind } from '../../sync/kinds';
import type { Fields, Neutral, Value } from '../../sync/model';
import type { WriteJob } from '../types';
import type { Places } from './fields';
import type { FieldMeta } from './metadata';
import type { ZohoProfile } from './profile';
import type { ZohoRecord } from './values';

export type ModuleName = 'Contacts' | 'Tasks' | 'Events';

/** All that a feed and the writes have to know of one module; what is the same in every module they know themselves. */
export interface Module {
  readonly name: ModuleName;
  readonly kind: Kind;
  /** Where fields live in an org. `has`: does this API name exist there, and may the user write it? */
  readonly places: (has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>) => Places;
  /** What is asked for besides the fields themselves. */
  readonly columns: (profile: Pick<ZohoProfile, 'hasSecondaryEmail'>) => readonly string[];
  /** Columns that are JSON inside: queries may refuse them, then they are read apart. */
  readonly jsonColumns?: readonly string[];
  /** What only a reading by id tells, of the records for which it matters. */
  readonly apart?: { readonly columns: readonly string[]; readonly of: (record: ZohoRecord) => boolean };
  /** Not synced for what it says (too old, for one), whoever owns it. */
  readonly isOutside?: (record: ZohoRecord) => boolean;
  readonly toNeutral: (record: ZohoRecord, places: Places) => Neutral;
  /** What of a record's `extra` matches, but does not flow. */
  readonly aliasesOf: (extra: Value) => readonly string[];
  /** The `extra` of a record after a write. */
  readonly extraAfter: (job: WriteJob) => Value;
  /** A rough key by which a create without an answer is looked for among new records. */
  readonly roughly: (fields: Fields) => string;
}
