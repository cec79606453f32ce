import type { SideRecord } from '../../sync/model';
import type { Module } from './module';
import type { ZohoProfile } from './profile';
import { isoOf } from './times';
import type { ZohoRecord } from './values';

/** all: every record the user may see. mine: those they own. */
export type ZohoScope = 'all' | 'mine';

/** Owner is told by the record, not by the query: only so is a change of owner seen as leaving the scope. */
const isOutside = (record: ZohoRecord, scope: ZohoScope, { userId }: ZohoProfile): boolean => {
  const owner = (record.Owner as { id?: unknown } | null | undefined)?.id;
  return scope === 'mine' && typeof owner === 'string' && owner !== userId;
};

export const deletedRecord = (ref: string): SideRecord => ({
  ...{ ref, version: null, modifiedAt: null, state: 'deleted' },
  ...{ fields: {}, keys: { strong: [], weak: null }, extra: null },
});

/** A Zoho record as the core knows it. Of one that is not synced only the keys are told. */
export function recordOf(record: ZohoRecord, module: Module, profile: ZohoProfile, scope: ZohoScope): SideRecord {
  const neutral = module.toNeutral(record, profile.places);
  const keys = module.kind.keys(neutral);
  const ref = String(record.id);
  if (isOutside(record, scope, profile) || module.isOutside?.(record))
    return { ...deletedRecord(ref), state: 'outside', keys };
  const version = isoOf(record.Modified_Time);
  return { ref, version, modifiedAt: version, state: 'live', fields: neutral.fields, keys, extra: neutral.extra };
}
