import { groupBy } from 'lodash';
import { sameValue } from '../../sync/compare';
import { asObject, type SideRecord, type Fields, deletedRecord } from '../../sync/model';
import { readInstant, readObject, readString, readRow } from '../row';
import type { KnownRecords } from '../types';
import type { Module, Outside, ZohoProfile } from './module';
import { isLookup, type ZohoRecord, type FieldMap } from './values';

/** all: every record the user may see. mine: those they own. */
export type ZohoScope = 'all' | 'mine';

const hasOtherOwner = (record: ZohoRecord, { userId }: ZohoProfile): boolean =>
  !['', userId].includes(readString(readObject(record.Owner).id));

/** Owner is told by the record, not by the query: only so is a change of owner seen as leaving the scope. */
const isOutside = (record: ZohoRecord, scope: ZohoScope, profile: ZohoProfile): boolean =>
  hasOtherOwner(record, profile) && scope === 'mine';

/**
 * Somebody else has it in their mailbox, too: a meeting that they host, and whatever is theirs where an administrator signs in for
 * all, who may change what a person may not.
 */
const isOthers = (record: ZohoRecord, { name }: Module, profile: ZohoProfile): boolean =>
  (name === 'Events' || profile.owned !== undefined) && hasOtherOwner(record, profile);

/** Nothing is known of when it may be synced. */
const none: Outside = { awaited: null };

/** A Zoho record as the core knows it. Of one that is not synced only the keys are told. */
export const recordOf = (record: ZohoRecord, module: Module, profile: ZohoProfile, scope: ZohoScope): SideRecord =>
  readRow(record, { side: 'zoho', ref: String(record.id), always: ['id', 'Modified_Time'] }, (row) =>
    wholeRecord(row, module, profile, scope),
  );

function wholeRecord(record: ZohoRecord, module: Module, profile: ZohoProfile, scope: ZohoScope): SideRecord {
  const neutral = module.toNeutral(record, profile.fieldMap);
  const keys = module.kind.keys(neutral);
  const ref = String(record.id);
  const outside = isOutside(record, scope, profile) ? none : (module.outside?.(record, neutral.fields) ?? null);
  if (outside) return { ...deletedRecord(ref), state: 'outside', keys, extra: { awaited: outside.awaited } };
  const version = readInstant(record.Modified_Time);
  const extra = isOthers(record, module, profile) ? { ...asObject(neutral.extra), others: true } : neutral.extra;
  return { ref, version, modifiedAt: version, state: 'live', fields: neutral.fields, keys, extra };
}

/** A create that was sent and whose answer may have been lost: the id of its intent, and what was sent. */
export interface SentCreate {
  readonly id: string;
  readonly fields: Fields;
}

/** Intents not found yet, by a rough key, so that many of them cost no more than few. */
export type OpenCreates = Readonly<Record<string, SentCreate[]>>;

export const openCreatesOf = (sent: readonly SentCreate[], { roughKey }: Module): OpenCreates =>
  groupBy(sent, ({ fields }) => roughKey(fields));

/** Every plain field as it was sent; look-ups may have been left out, so they say nothing. */
function isSameRecord({ fields }: SentCreate, record: SideRecord, { kind }: Module, places: FieldMap): boolean {
  const plain = kind.fields.filter(({ name }) => places[name] && !isLookup(places[name]));
  return plain.every(({ name, type }) => sameValue(type, fields[name], record.fields[name]));
}

/** Takes the intent this record fulfils out of those waiting; null for none. */
function takeMatching(record: SideRecord, waiting: OpenCreates, module: Module, places: FieldMap): string | null {
  const alikes = waiting[module.roughKey(record.fields)] ?? [];
  const at = alikes.findIndex((intent) => isSameRecord(intent, record, module, places));
  return at < 0 ? null : (alikes.splice(at, 1)[0]?.id ?? null);
}

/**
 * A Zoho record cannot carry a hidden mark. A record that nobody knew before and that says, field by field, what a create
 * without an answer said, is that create's: so it is not made a second time, also where it has no e-mail or name to match by.
 * Each intent is found once at most.
 */
export async function recogniseCreates(
  rows: readonly SideRecord[],
  waiting: OpenCreates,
  known: KnownRecords,
  module: Module,
  places: FieldMap,
): Promise<readonly SideRecord[]> {
  const likely = rows.filter((row) => row.state === 'live' && waiting[module.roughKey(row.fields)]?.length);
  if (likely.length === 0) return rows;
  const versions = await known.versions(likely.map(({ ref }) => ref));
  const news = new Set(likely.filter(({ ref }) => !versions.has(ref)));
  return rows.map((row) => (news.has(row) ? { ...row, mark: takeMatching(row, waiting, module, places) } : row));
}
