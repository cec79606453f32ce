import type { ModuleMeta } from './modules';
import { findRecord, recordName } from './names';
import { shownParticipants } from './participants';
import { shownAlarm } from './reminders';
import type { StoredRecord, Values, ZohoUser } from './record';
import { comesUnasked, shownBesides } from './shown';
import type { World } from './state';
import { fullName, userOf } from './state';
import { zohoTime } from './times';
import type { Call } from './world';
import { fieldMap } from './world';

export { findRecord, recordName } from './names';

const userRef = (world: World, id: string) => {
  const user = userOf(world.state, id);
  return user ? { name: fullName(user), id, email: user.email } : { name: null, id, email: null };
};

/** In answers to writes and of what is deleted nobody's address is told. */
export const userName = (world: World, id: string) => {
  const { name } = userRef(world, id);
  return { name, id };
};

/** A lookup always shows the other record's present name; one whose record is gone shows as empty. */
function lookupValue(world: World, target: string | undefined, value: unknown): unknown {
  const id = (value as { id?: string } | null)?.id;
  if (!id) return null;
  const modules = target && target !== 'se_module' ? [target] : [...world.state.records.keys()];
  const found = modules.map((module) => findRecord(world, module, id)).find(Boolean);
  return found ? { name: recordName(world, found), id } : null;
}

type Computed = (world: World, record: StoredRecord, zone: string) => unknown;

const COMPUTED: Record<string, Computed> = {
  id: (_world, record) => record.id,
  Owner: (world, record) => userRef(world, record.owner),
  Created_By: (world, record) => userRef(world, record.createdBy),
  Modified_By: (world, record) => userRef(world, record.modifiedBy),
  Created_Time: (_world, record, zone) => zohoTime(record.created, zone),
  Modified_Time: (_world, record, zone) => zohoTime(record.modified, zone),
  Full_Name: (world, record) => (record.values.Last_Name === undefined ? null : recordName(world, record)),
  Locked__s: (_world, record) => record.locked,
  Record_Status__s: () => 'Available',
  Tag: (_world, record) => record.values.Tag ?? [],
  $locked: (_world, record) => record.locked,
  $event_cancelled: (_world, record) => record.values.$event_cancelled === true,
};

/** Fields that only activities have and that are answered otherwise than they are kept. */
const SHOWN: Record<string, Computed> = {
  'Events.Participants': (world, { values }) => shownParticipants(world, values.Participants),
  'Tasks.Remind_At': (_world, { values }, zone) => (values.Remind_At ? shownAlarm(values.Remind_At, zone) : null),
};

const DAY_ENDS: Record<string, string> = { Start_DateTime: 'T00:00:00+00:00', End_DateTime: 'T23:59:59+00:00' };

/** Whole days are told in UTC, as the days they were made for, while every other time has the user's offset (recorded in two orgs). */
function wholeDayTime(world: World, { values }: StoredRecord, name: string, zone: string): string {
  const time = String(values[name]);
  const end = world.limits.allDayInUtc === true && values.All_day === true ? DAY_ENDS[name] : undefined;
  return end ? `${time.slice(0, 10)}${end}` : zohoTime(Date.parse(time), zone);
}

/** One field of a record as Zoho answers it; `undefined` when the module has no such field. */
export function fieldValue(
  world: World,
  module: ModuleMeta,
  record: StoredRecord,
  name: string,
  zone: string,
): unknown {
  const field = fieldMap(world, module).get(name);
  const own = COMPUTED[name];
  const besides = shownBesides(module.api_name)[name];
  if (!field && besides && name in record.values) return record.values[name];
  if (!field && besides) return besides(world, record, zone);
  if (!field && !name.startsWith('$')) return undefined;
  if (!field) return own ? own(world, record, zone) : record.values[name];
  const computed = own ?? SHOWN[`${module.api_name}.${name}`];
  if (computed) return computed(world, record, zone);
  const value = record.values[name] ?? null;
  if (field.data_type === 'lookup') return lookupValue(world, field.lookup, value);
  if (field.data_type === 'datetime' && typeof value === 'string') return wholeDayTime(world, record, name, zone);
  if (field.data_type === 'boolean') return value ?? false;
  return value;
}

const unaskedNames = (world: World, module: ModuleMeta, { values }: StoredRecord): readonly string[] => [
  ...[...fieldMap(world, module).keys()].filter((name) => comesUnasked(module.api_name, name)),
  ...Object.keys(shownBesides(module.api_name)),
  ...(values.$event_cancelled === true ? ['$event_cancelled'] : []),
];

/** A record with the wanted fields (all when none are named); `id` always comes along, unknown names never do. */
export function renderRecord(
  world: World,
  module: ModuleMeta,
  record: StoredRecord,
  call: Call,
  names?: readonly string[],
): Values {
  const wanted = names ?? unaskedNames(world, module, record);
  const zone = call.user.time_zone;
  const values = wanted.map((name) => [name, fieldValue(world, module, record, name, zone)] as const);
  return Object.fromEntries([...values.filter(([, value]) => value !== undefined), ['id', record.id]]);
}

/**
 * Whether this user may see the record: not hidden from them, and, where records are private, theirs or a subordinate's; "a user with an
 * Administrator profile will have access to all the data irrespective of the role" (Zoho help: "Managing roles").
 */
export function visibleTo(world: World, user: ZohoUser, record: StoredRecord): boolean {
  const { hiddenFrom, owner } = record;
  if (hiddenFrom.includes('*') || hiddenFrom.includes(user.id) || hiddenFrom.includes(user.email)) return false;
  return world.limits.privateRecords !== true || user.admin || owner === user.id || user.subordinates.includes(owner);
}

const converted = (record: StoredRecord): boolean => record.values.Converted__s === true;

export function visibleRecords(world: World, module: ModuleMeta, call: Call): StoredRecord[] {
  const all = [...(world.state.records.get(module.api_name)?.values() ?? [])].filter((r) =>
    visibleTo(world, call.user, r),
  );
  const wanted = call.query.converted ?? 'false';
  if (module.api_name !== 'Leads' || wanted === 'both') return all;
  return all.filter((record) => converted(record) === (wanted === 'true'));
}
