import { isPlainObject, partition } from 'lodash';
import type { Fields, Value } from '../../sync/model';

/**
 * Most fields of most records are blank, and a name with `null` behind it takes more room than what is known of the person. So the
 * blank ones are kept as one letter each, under the empty name. The letters stand in archives: a name never moves, new ones
 * come last.
 */
const names = [
  ...['firstName', 'lastName', 'email', 'jobTitle', 'companyName', 'department', 'businessPhone', 'homePhone'],
  ...['otherPhone', 'businessFax', 'mobilePhone', 'assistantName', 'assistantPhone', 'managerName', 'businessStreet'],
  ...['businessCity', 'businessState', 'businessPostalCode', 'businessCountry', 'otherStreet', 'otherCity'],
  ...['otherState', 'otherPostalCode', 'otherCountry', 'notes', 'birthday', 'subject', 'dueDate', 'status'],
  ...['priority', 'description', 'reminder', 'recurrence', 'start', 'end', 'isAllDay', 'location', 'participants'],
  ...['exceptDates', 'overrides', 'uid', 'cancelled'],
];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const letterOf = new Map(names.map((name, at) => [name, letters[at]]));
const nameOf = new Map(names.map((name, at) => [letters[at], name]));

/** Fields as an archive keeps them; what is none, as it is. */
export function packed(value: Value | undefined): Value {
  if (!isPlainObject(value)) return value ?? null;
  const fields = value as Fields;
  const [blank, said] = partition(Object.entries(fields), ([name, one]) => one === null && letterOf.has(name));
  if (blank.length === 0) return fields;
  return { ...Object.fromEntries(said), '': blank.map(([name]) => letterOf.get(name)).join('') };
}

/** What `packed` was given. */
export function unpacked<T = Fields>(kept: Value): T {
  if (!isPlainObject(kept)) return kept as T;
  const { '': blank, ...rest } = kept as Fields;
  if (typeof blank !== 'string') return kept as T;
  return { ...rest, ...Object.fromEntries([...blank].map((letter) => [nameOf.get(letter), null])) } as T;
}

export const toFields = (value: Value | undefined): string => JSON.stringify(packed(value));
export const fromFields = <T = Fields>(text: string): T => unpacked<T>(JSON.parse(text) as Value);
