import type { ActivityWrite } from './activities';
import { activityRefusal, activityValues, insertedRecords } from './activities';
import { checkedFields, findDuplicate, uniqueRefusal } from './duplicates';
import type { ZohoFailure } from './errors';
import { bad, failure } from './errors';
import type { ModuleMeta } from './modules';
import { mailAbout } from './outbox';
import { userName, visibleTo } from './render';
import type { StoredRecord, Values } from './record';
import type { World } from './state';
import { keepRecord, newId, recordsOf } from './state';
import { headerTime, wholeSeconds, zohoTime } from './times';
import { refusal, unknownField, updateRefusal, withDefaults, writable } from './validate';
import { noteNews } from './watch/news';
import type { Answer, Call } from './world';
import { header, moduleOf } from './world';

export interface Success {
  readonly code: 'SUCCESS';
  readonly status: 'success';
  readonly message: string;
  readonly details: Values;
  readonly action?: 'insert' | 'update';
  readonly duplicate_field?: string | null;
}
export type ItemResult = Success | ZohoFailure;

interface Target {
  readonly world: World;
  readonly call: Call;
  readonly module: ModuleMeta;
}

/** The records of a write, after the checks that concern the request as a whole. */
export function sentRecords(call: Call): Values[] {
  const data = (call.body as { data?: unknown } | undefined)?.data;
  if (Object.keys(call.body ?? {}).length === 0)
    throw bad('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body');
  if (data === undefined) throw bad('MANDATORY_NOT_FOUND', { api_name: 'data' });
  if (!Array.isArray(data)) throw bad('INVALID_DATA', { api_name: 'data', expected_data_type: 'jsonarray' });
  if (data.length === 0) throw bad('INVALID_DATA', { api_name: 'data' }, 'the data array is empty');
  if (data.length > 100) throw bad('LIMIT_EXCEEDED', { maximum_length: 100, api_name: 'data' });
  return data as Values[];
}

/** All well: the given status. Some not: 207. All refused: 400, or 412 when each was changed meanwhile. */
export function itemsAnswer(items: readonly ItemResult[], allWell: number): Answer {
  const failed = items.filter((item) => item.status === 'error');
  const stale = failed.every((item) => item.code === 'ALREADY_MODIFIED');
  const status = failed.length === 0 ? allWell : failed.length < items.length ? 207 : stale ? 412 : 400;
  return { status, body: { data: items } };
}

/** Leaving `trigger` out runs every workflow of the org; an empty list runs none. */
const startsWorkflows = (call: Call): boolean => {
  const { trigger } = (call.body ?? {}) as { trigger?: unknown };
  return !Array.isArray(trigger) || trigger.length > 0;
};

/** When and by whom a record was made and changed. */
function stampsOf({ world, call }: Pick<Target, 'world' | 'call'>, record: StoredRecord): Values {
  const zone = call.user.time_zone;
  return {
    Modified_Time: zohoTime(record.modified, zone),
    Modified_By: userName(world, record.modifiedBy),
    Created_Time: zohoTime(record.created, zone),
    Created_By: userName(world, record.createdBy),
    id: record.id,
  };
}

function success({ world, call }: Target, record: StoredRecord, message: string): Success {
  const details = {
    ...stampsOf({ world, call }, record),
    ...(call.version >= 7 && { $approval_state: 'approved' }),
  };
  if (startsWorkflows(call)) world.state.workflowRuns += 1;
  return { code: 'SUCCESS', details, message, status: 'success' };
}

const lag = (world: World): number => Number(world.limits.searchLagSeconds ?? 0) * 1000;
const withoutOwner = ({ Owner: _owner, ...values }: Values): Values => values;
const ownerId = (values: Values): string | undefined => (values.Owner as { id?: string } | undefined)?.id;

function add(target: Target, sent: Values, given: Values): Success {
  const { world, call, module } = target;
  const now = world.now();
  const record: StoredRecord = {
    ...{ id: newId(world.state), module: module.api_name, values: withoutOwner(sent) },
    ...{ owner: ownerId(sent) ?? call.user.id, createdBy: call.user.id, modifiedBy: call.user.id },
    ...{ created: now, modified: now, locked: false, hiddenFrom: [] },
    indexed: { until: now + lag(world), values: null },
  };
  mailAbout(world, record, given);
  keepRecord(world.state, record);
  noteNews(world, record, 'insert', sent);
  return success(target, record, 'record added');
}

function change(target: Target, record: StoredRecord, sent: Values, given: Values): Success {
  const { world, call } = target;
  const now = world.now();
  const shown = record.indexed && record.indexed.until > now ? record.indexed.values : record.values;
  record.indexed = { until: now + lag(world), values: shown };
  record.values = { ...record.values, ...withoutOwner(sent) };
  record.owner = ownerId(sent) ?? record.owner;
  record.modifiedBy = call.user.id;
  record.modified = now;
  mailAbout(world, record, given);
  keepRecord(world.state, record);
  noteNews(world, record, 'update', sent);
  return success(target, record, 'record updated');
}

const activity = ({ world, call, module }: Target, given: Values, before: Values | null): ActivityWrite => ({
  ...{ world, module, given, before, zone: call.user.time_zone },
});

/** One item for a record; a recurring task answers one for each of its occurrences. */
function insertOne(target: Target, given: Values, index: number): ItemResult[] {
  const { world, module } = target;
  const sent = withDefaults(world, module, writable(world, module, given, 'insert'));
  const write = activity(target, given, null);
  const problem =
    unknownField(world, module, given, index) ??
    refusal(world, module, { sent, after: sent, index }) ??
    activityRefusal(write, activityValues(write, sent), index) ??
    uniqueRefusal(world, module, { sent, index });
  if (problem) return [problem];
  const made = insertedRecords(write, activityValues(write, sent)).map((values) => add(target, values, given));
  return world.limits.occurrencesBackwards === true ? made.toReversed() : made;
}

function changedMeanwhile({ world, call }: Target, record: StoredRecord): ZohoFailure | null {
  const since = headerTime('If-Unmodified-Since', header(call, 'if-unmodified-since'));
  if (since === null || wholeSeconds(record.modified) <= since) return null;
  return failure('ALREADY_MODIFIED', stampsOf({ world, call }, record));
}

const lockedRecord = (index: number): ZohoFailure =>
  failure('RECORD_LOCKED', { api_name: 'id', json_path: `$.data[${index}].id`, action: 'record_locking' });

function updateFound(target: Target, record: StoredRecord, given: Values, index: number): ItemResult {
  const { world, module } = target;
  const write = activity(target, given, record.values);
  const plain = writable(world, module, given, 'update');
  const sent = activityValues(write, plain);
  const after = { ...record.values, ...sent };
  const problem =
    (record.locked ? lockedRecord(index) : null) ??
    changedMeanwhile(target, record) ??
    unknownField(world, module, given, index) ??
    updateRefusal(world, module, given, index) ??
    refusal(world, module, { sent: plain, after, index }) ??
    activityRefusal(write, sent, index) ??
    uniqueRefusal(world, module, { sent, index, id: record.id });
  return problem ?? change(target, record, sent, given);
}

function updateOne(target: Target, given: Values, index: number): ItemResult {
  const { world, call, module } = target;
  const id = call.params.id ?? given.id;
  if (!id) return failure('MANDATORY_NOT_FOUND', { api_name: 'id', json_path: `$.data[${index}].id` });
  const record = recordsOf(world.state, module.api_name).get(String(id));
  if (!record || !visibleTo(world, call.user, record)) {
    return failure('INVALID_DATA', { id: String(id) }, 'the id given seems to be invalid');
  }
  return updateFound(target, record, given, index);
}

/** Only inserts and updates tell it (v7 docs: "Upsert records"). */
const withoutApproval = ({ details: { $approval_state: _, ...details }, ...rest }: Success): Success => ({
  ...rest,
  details,
});

function upsertOne(target: Target, given: Values, index: number): ItemResult[] {
  const { duplicate_check_fields: names } = (target.call.body ?? {}) as { duplicate_check_fields?: unknown };
  const found = findDuplicate(target.world, target.module, checkedFields(target.world, target.module, names), given);
  const byId = given.id ? recordsOf(target.world.state, target.module.api_name).get(String(given.id)) : undefined;
  const record = byId ?? found?.record;
  const results = record ? [updateFound(target, record, given, index)] : insertOne(target, given, index);
  const how = { action: record ? 'update' : 'insert', duplicate_field: byId ? null : (found?.field ?? null) } as const;
  return results.map((result) => (result.status === 'error' ? result : { ...withoutApproval(result), ...how }));
}

/** The fault `refuseItem`: one record of a call meets trouble of Zoho's own, the others do not. */
const unable = (index: number): ZohoFailure => failure('INTERNAL_ERROR', { json_path: `$.data[${index}]` });

/** Version 2 names the field of a wrong value, not its place. */
function withoutPath(item: ItemResult): ItemResult {
  if (item.status !== 'error' || item.details.expected_data_type === undefined) return item;
  const { json_path: _, ...details } = item.details;
  return { ...item, details };
}

const writer =
  (one: (target: Target, given: Values, index: number) => ItemResult | ItemResult[], allWell: number) =>
  (world: World, call: Call): Answer => {
    const target = { world, call, module: moduleOf(world, call.params.module) };
    const refused = call.takeFault('refuseItem') ? 0 : -1;
    const items = sentRecords(call).flatMap((given, index) =>
      index === refused ? unable(index) : one(target, given, index),
    );
    return itemsAnswer(call.version < 3 ? items.map(withoutPath) : items, allWell);
  };

/** POST `/{module}` */
export const insertRecords = writer(insertOne, 201);
/** PUT `/{module}` and `/{module}/{id}` */
export const updateRecords = writer(updateOne, 200);
/** POST `/{module}/upsert` */
export const upsertRecords = writer(upsertOne, 200);
