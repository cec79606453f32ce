import type { FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { fieldValue, findRecord } from './render';
import type { StoredRecord } from './record';
import type { World } from './state';
import { instant, isDate, wholeSeconds } from './times';
import { fieldMap } from './world';

export type Comparable = string | number | bigint | boolean | null;

const idText = (value: unknown): string | null =>
  value && typeof value === 'object' ? ((value as { id?: string }).id ?? null) : ((value as string | null) ?? null);

const number = (value: unknown): number | null =>
  value === null || value === '' || Number.isNaN(Number(value)) ? null : Number(value);

const time = (value: unknown): number | null => {
  const ms = instant(value);
  return ms === null ? null : wholeSeconds(ms);
};

const day = (value: unknown): string | null => (isDate(value) ? String(value) : null);

const big = (value: unknown): bigint | null => (/^\d+$/.test(String(value)) ? BigInt(String(value)) : null);
const lower = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value).toLowerCase();
const truth = (value: unknown): boolean | null => (value === null ? null : String(value) === 'true');

const BY_TYPE: Partial<Record<FieldMeta['data_type'], (value: unknown) => Comparable>> = {
  bigint: big,
  boolean: truth,
  currency: number,
  date: day,
  datetime: time,
  double: number,
  integer: number,
  lookup: idText,
  ownerlookup: idText,
};

/** Brings a stored or a literal value of this field to a form that compares as the database would: text without case. */
export const comparable = (field: FieldMeta, value: unknown): Comparable =>
  (BY_TYPE[field.data_type] ?? lower)(value ?? null);

const DIRECT: Record<string, (record: StoredRecord) => Comparable> = {
  id: (record) => BigInt(record.id),
  Modified_Time: (record) => wholeSeconds(record.modified),
  Created_Time: (record) => wholeSeconds(record.created),
  Owner: (record) => record.owner,
};

export function recordComparable(world: World, module: ModuleMeta, record: StoredRecord, field: FieldMeta): Comparable {
  const direct = DIRECT[field.api_name];
  return direct ? direct(record) : comparable(field, fieldValue(world, module, record, field.api_name, 'UTC'));
}

/**
 * A column of a query: a field, or a field of the record a lookup points to (`Account_Name.Account_Name`, and
 * `What_Id->Leads.Last_Name` for a lookup that may point to several modules).
 */
export interface Column {
  readonly name: string;
  readonly field: FieldMeta;
  readonly of: (record: StoredRecord) => { record: StoredRecord; module: ModuleMeta } | null;
}

export function columnOf(world: World, module: ModuleMeta, name: string): Column | null {
  const [head = '', tail] = name.split('.');
  const [, link, through, farName] = /^(\w+)->(\w+)\.(\w+)$/.exec(name) ?? [];
  if (link && through && farName) return farColumn(world, { name, link, through, farName });
  const field = fieldMap(world, module).get(head);
  if (!field) return null;
  if (tail === undefined) return { name, field, of: (record) => ({ record, module }) };
  return farColumn(world, { name, link: head, through: field.lookup ?? '', farName: tail });
}

interface FarName {
  readonly name: string;
  /** The lookup field, the module it points to, the field there. */
  readonly link: string;
  readonly through: string;
  readonly farName: string;
}

function farColumn(world: World, { name, link, through, farName }: FarName): Column | null {
  const target = world.state.modules.find((one) => one.api_name === through);
  const far = target && fieldMap(world, target).get(farName);
  if (!target || !far) return null;
  const of = (record: StoredRecord) => {
    const found = findRecord(world, target.api_name, idText(record.values[link]) ?? '');
    return found ? { record: found, module: target } : null;
  };
  return { name, field: far, of };
}

export function columnComparable(world: World, column: Column, record: StoredRecord): Comparable {
  const place = column.of(record);
  return place ? recordComparable(world, place.module, place.record, column.field) : null;
}

/** Orders two values; empty ones come first. */
export function order(a: Comparable, b: Comparable): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
