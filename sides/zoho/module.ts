import type { Kind } from '../../sync/kinds';
import type { Fields, Limits, NeutralRecord, Value } from '../../sync/model';
import type { WriteJob } from '../types';
import type { FieldMap, ZohoRecord } from './values';

/** What a field's metadata says of who may write it. */
export interface Writability {
  readonly read_only?: boolean;
  readonly field_read_only?: boolean;
  readonly operation_type?: { readonly api_create?: boolean; readonly api_update?: boolean };
}

/** A field as the module's metadata describes it (v8 docs: "Fields metadata"). */
export interface FieldMeta extends Writability {
  readonly api_name: string;
  readonly length?: number;
  readonly data_type?: string;
  readonly pick_list_values?: readonly PickListValue[];
  /** What a new record gets where nothing is sent. */
  readonly default_value?: string;
}

/** One value of a choice. Records hold `actual_value`; one that was renamed still tells the value it was made as. */
export interface PickListValue {
  readonly actual_value: string;
  readonly display_value?: string;
  readonly reference_value?: string;
  /** `unused`: an administrator took it out of the choice; old records may still hold it. */
  readonly type?: string;
}

/** Which calls may write a field (v8 docs: "Fields metadata"). */
export function writableBy({
  read_only,
  field_read_only,
  operation_type,
}: Writability): readonly ('create' | 'update')[] {
  if (read_only || field_read_only) return [];
  return [
    ...(operation_type?.api_create === false ? [] : (['create'] as const)),
    ...(operation_type?.api_update === false ? [] : (['update'] as const)),
  ];
}

/** What is synced has to be written by creates and updates alike. */
export const isWritable = (meta: Writability): boolean => writableBy(meta).length === 2;

export type ModuleName = 'Contacts' | 'Tasks' | 'Events';

/** All that a feed and the writes have to know of one module; what is the same in every module they know themselves. */
/** Why a record is not synced by itself. `awaited`: from when on it will be, though nobody changes it and no query finds it. */
export interface Outside {
  readonly awaited: string | null;
}

export interface Module {
  readonly name: ModuleName;
  readonly kind: Kind;
  /** Where fields live in an org. `has`: does this API name exist there, and may the user write it? */
  readonly fieldMapOf: (has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>) => FieldMap;
  /** What is asked for besides the fields themselves. */
  readonly columns: (profile: Pick<ZohoProfile, 'hasSecondaryEmail'>) => readonly string[];
  /** Columns that are JSON inside: queries may refuse them, then they are read apart. */
  readonly jsonColumns?: readonly string[];
  /** What only a reading by id tells, of the records for which it matters. */
  readonly readById?: { readonly columns: readonly string[]; readonly of: (record: ZohoRecord) => boolean };
  /** Whether it is not synced for what it says (too old, for one), whoever owns it; null: it is synced. */
  readonly outside?: (record: ZohoRecord, fields: Fields) => Outside | null;
  readonly toNeutral: (record: ZohoRecord, places: FieldMap) => NeutralRecord;
  /** What of a record's `extra` matches, but does not flow. */
  readonly aliasesOf: (extra: Value, ref: string) => readonly string[];
  /** The `extra` of a record after a write. */
  readonly extraAfter: (job: WriteJob) => Value;
  /** A rough key by which a create without an answer is looked for among new records. */
  readonly roughKey: (fields: Fields) => string;
}
/** Gives a new record an owner. */
export type Owned = { readonly Owner?: { readonly id: string } };

export const SECONDARY_EMAIL = 'Secondary_Email';
/** What must be known of an org and its user before a module can be read and written. Plain JSON: it is kept in the archive. */
export type ZohoProfile = {
  /** Identity of the org; a credential of another org must not meet this archive. */
  readonly account: string;
  readonly orgName: string;
  /** Whose records they are. */
  readonly userId: string;
  readonly userName?: string;
  /** What a new record carries where that was chosen, as one sign-in serves several people. */
  readonly owned?: Owned;
  /** The zone of who signed in, where it is another than that of `userId`. IANA name. */
  readonly writerZone?: string;
  /** IANA name. */
  readonly timeZone: string | null;
  /** Neutral field → where it lives in this org; fields that are missing or read-only are not there. */
  readonly fieldMap: FieldMap;
  readonly hasSecondaryEmail: boolean;
  /** Longest value by neutral field, or the words of a choice; 0 for a field this org cannot hold, so that it is never taken for cleared. */
  readonly limits: Limits;
  /** False where queries refuse the module's JSON fields, so that they have to be read apart. */
  readonly jsonInQueries?: boolean;
};
