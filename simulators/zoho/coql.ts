import type { Column, Comparable } from './comparable';
import { columnComparable, columnOf, comparable, order } from './comparable';
import type { Literal, Query, Where } from './coqlParse';
import { parseCoql } from './coqlParse';
import { bad } from './errors';
import type { FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { fieldValue, visibleRecords } from './render';
import { matchesCriteria } from './search';
import type { StoredRecord, Values } from './record';
import type { World } from './state';
import { viewCriteria } from './views';
import type { Answer, Call } from './world';
import { moduleOf, nothing, ok } from './world';

const LIMITS = { rows: 2000, reach: 100_000, columns: 500, values: 100, conditions: 25, orders: 10 } as const;

function column(world: World, module: ModuleMeta, name: string): Column {
  const found = name.includes('.') && world.limits.coqlRefusesJoins === true ? null : columnOf(world, module, name);
  const json = found?.field.data_type === 'jsonobject' || found?.field.data_type === 'jsonarray';
  if (!found || (json && world.limits.coqlWithoutJson === true))
    throw bad('INVALID_QUERY', { column_name: name }, 'column given seems to be invalid');
  return found;
}

/** `x%`, `%x` and `%x%`, without regard to case. */
function like(have: Comparable, pattern: Comparable): boolean {
  if (have === null) return false;
  const [text, inner] = [String(have), String(pattern).replace(/^%|%$/g, '')];
  const [open, close] = [String(pattern).startsWith('%'), String(pattern).endsWith('%')];
  if (open && close) return text.includes(inner);
  if (open) return text.endsWith(inner);
  return close ? text.startsWith(inner) : text === inner;
}

type Test = (have: Comparable, wanted: readonly Comparable[]) => boolean;
const known =
  (test: Test): Test =>
  (have, wanted) =>
    have !== null && test(have, wanted);
const inRange: Test = (have, [low, high]) => order(have, low ?? null) >= 0 && order(have, high ?? null) <= 0;

const TESTS: Record<string, Test> = {
  '=': (have, [a]) => have === a,
  '!=': (have, [a]) => have !== a,
  '<': known((have, [a]) => order(have, a ?? null) < 0),
  '<=': known((have, [a]) => order(have, a ?? null) <= 0),
  '>': known((have, [a]) => order(have, a ?? null) > 0),
  '>=': known((have, [a]) => order(have, a ?? null) >= 0),
  in: (have, wanted) => wanted.includes(have),
  'not in': (have, wanted) => !wanted.includes(have),
  like: (have, [a]) => like(have, a ?? null),
  'not like': (have, [a]) => !like(have, a ?? null),
  between: known(inRange),
  'not between': known((have, wanted) => !inRange(have, wanted)),
  'is null': (have) => have === null || have === '',
  'is not null': (have) => have !== null && have !== '',
};

type Matcher = (record: StoredRecord) => boolean;
type Condition = Extract<Where, { kind: 'condition' }>;

function literalValue(found: Column, value: Literal): Comparable {
  const read = comparable(found.field, value);
  if (read !== null) return read;
  const details = { column_name: found.name, reason: `not a ${found.field.data_type}` };
  throw bad('INVALID_QUERY', details, 'value given seems to be invalid for the column');
}

const NOT_IN_WHERE: Partial<Record<FieldMeta['data_type'], string>> = {
  textarea: 'multi-line text cannot be used in where',
  jsonobject: 'the field cannot be used in where',
  jsonarray: 'the field cannot be used in where',
};

/** Not documented either way, so each has its limit. */
function checkUnsure(world: World, where: Condition): void {
  if (where.column === 'Full_Name' && world.limits.coqlRefusesFullName === true)
    throw bad('INVALID_QUERY', { column_name: where.column, reason: 'the field cannot be used in where' });
  if (world.limits.coqlRefusesBackslash === true && where.values.some((value) => String(value).includes('\\')))
    throw bad('SYNTAX_ERROR', { near: where.column });
}

function conditionMatcher(world: World, module: ModuleMeta, where: Condition): Matcher {
  checkUnsure(world, where);
  const found = column(world, module, where.column);
  const reason = NOT_IN_WHERE[found.field.data_type];
  if (reason) throw bad('INVALID_QUERY', { column_name: where.column, reason });
  if (where.values.length > LIMITS.values)
    throw bad('LIMIT_EXCEEDED', { limit: LIMITS.values, column_name: where.column });
  const wanted = where.values.map((value) => literalValue(found, value));
  const test = TESTS[where.op] ?? (() => false);
  return (record) => test(columnComparable(world, found, record), wanted);
}

function matcher(world: World, module: ModuleMeta, where: Where): Matcher {
  if (where.kind === 'condition') return conditionMatcher(world, module, where);
  const parts = where.parts.map((part) => matcher(world, module, part));
  return where.kind === 'and' ? (r) => parts.every((part) => part(r)) : (r) => parts.some((part) => part(r));
}

const conditions = (where: Where): number =>
  where.kind === 'condition' ? 1 : where.parts.reduce((sum, part) => sum + conditions(part), 0);

function checkLimits(query: Query): void {
  const refuse = (limit: number, clause: string) => bad('LIMIT_EXCEEDED', { limit, clause });
  if (query.limit > LIMITS.rows) throw refuse(LIMITS.rows, 'limit');
  if (query.offset + query.limit > LIMITS.reach) throw refuse(LIMITS.reach, 'offset');
  if (query.columns.length > LIMITS.columns) throw refuse(LIMITS.columns, 'select');
  if (query.orderBy.length > LIMITS.orders) throw refuse(LIMITS.orders, 'order by');
  if (query.where && conditions(query.where) > LIMITS.conditions) throw refuse(LIMITS.conditions, 'where');
}

function sortRows(world: World, module: ModuleMeta, rows: readonly StoredRecord[], query: Query): StoredRecord[] {
  const wanted = query.orderBy.length > 0 ? query.orderBy : [{ column: 'id', sign: 1 as const }];
  const keys = wanted.map(({ column: name, sign }) => ({ sign, found: column(world, module, name) }));
  const keyed = rows.map((row) => ({ row, keys: keys.map(({ found }) => columnComparable(world, found, row)) }));
  keyed.sort((a, b) => keys.reduce((so, { sign }, i) => so || sign * order(a.keys[i] ?? null, b.keys[i] ?? null), 0));
  return keyed.map(({ row }) => row);
}

/** The name of whom or what is referred to comes along since v7; by Zoho's own samples and others' logs it does not (a limit). */
function readValue(world: World, found: Column, record: StoredRecord, call: Call): unknown {
  const place = found.of(record);
  const isJson = found.field.data_type.startsWith('json');
  if (!place || (isJson && world.limits.coqlEmptiesJson === true)) return null;
  const value = fieldValue(world, place.module, place.record, found.field.api_name, call.user.time_zone) ?? null;
  const isReference = found.field.data_type === 'ownerlookup' || found.field.data_type === 'lookup';
  if (!isReference || value === null) return value;
  const { id, name } = value as { id: string; name: string };
  return call.version < 7 || world.limits.coqlIdsAlone === true ? { id } : { name, id };
}

/** The rows that match, in order and not yet cut. */
function select(world: World, module: ModuleMeta, query: Query, call: Call): StoredRecord[] {
  const matches = query.where ? matcher(world, module, query.where) : () => true;
  const view = query.cvid ? viewCriteria(world, module, { ...call, query: { cvid: query.cvid } }) : null;
  const rows = visibleRecords(world, module, {
    ...call,
    query: { converted: world.limits.coqlHidesConverted === true ? 'false' : 'both' },
  }).filter(matches);
  return view ? rows.filter((row) => matchesCriteria(world, module, view, row)) : rows;
}

function project(world: World, module: ModuleMeta, rows: readonly StoredRecord[], query: Query, call: Call): Values[] {
  const columns = query.columns.map(({ name, alias }) => ({ alias, found: column(world, module, name) }));
  return rows.map((row) => ({
    ...Object.fromEntries(columns.map(({ alias, found }) => [alias, readValue(world, found, row, call)])),
    id: row.id,
  }));
}

export function queryOf(call: Call): Query {
  const { select_query: text } = (call.body ?? {}) as { select_query?: unknown };
  if (typeof text !== 'string') throw bad('MANDATORY_NOT_FOUND', { api_name: 'select_query' });
  return parseCoql(text);
}

/** POST `/coql` */
export function runCoql(world: World, call: Call): Answer {
  const query = queryOf(call);
  checkLimits(query);
  const module = moduleOf(world, query.module);
  const all = select(world, module, query, call);
  const [only] = query.columns;
  if (only?.name.startsWith('COUNT('))
    return ok({ data: [{ [only.alias]: all.length }], info: { count: 1, more_records: false } });
  const rows = sortRows(world, module, all, query).slice(query.offset, query.offset + query.limit);
  const data = project(world, module, rows, query, call);
  const info = { count: data.length, more_records: all.length > query.offset + query.limit };
  if (call.takeFault('emptyPage')) return ok({ data: [], info: { count: 0, more_records: true } });
  if (data.length === 0) return nothing;
  return ok({ data: call.takeFault('duplicatePage') ? [...data.slice(0, 1), ...data] : data, info });
}
