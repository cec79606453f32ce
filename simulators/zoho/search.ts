import type { Comparable } from './comparable';
import { comparable, order, recordComparable } from './comparable';
import type { Criteria } from './criteria';
import { countConditions, parseCriteria, valuesOf } from './criteria';
import { bad } from './errors';
import type { FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { cutPage } from './paging';
import { fieldValue, renderRecord, visibleRecords } from './render';
import type { StoredRecord } from './record';
import type { World } from './state';
import { wantedFields } from './wantedFields';
import type { Answer, Call } from './world';
import { fieldMap, fieldsNow, moduleOf, nothing, ok } from './world';

const TEXTUAL = new Set(['text', 'email', 'phone', 'website', 'textarea']);

/** The index folds look-alike characters into spaces, so `a-b@x` also finds `a_b@x`. */
const indexed = (value: unknown): string =>
  String(value ?? '')
    .toLowerCase()
    .replace(/[{}[\]^:\-/!?*_@. ]+/g, ' ')
    .trim();

/** `equals` on text acts like "contains these words", not like equality: clients must compare again themselves. */
const holdsWords = (text: string, words: string): boolean => words !== '' && ` ${text} `.includes(` ${words} `);

type Test = (have: Comparable, wanted: readonly Comparable[]) => boolean;
const RANGE: Record<string, Test> = {
  equals: (have, [a]) => have === a,
  not_equal: (have, [a]) => have !== a,
  in: (have, wanted) => wanted.includes(have),
  between: (have, [a, b]) => have !== null && order(have, a ?? null) >= 0 && order(have, b ?? null) <= 0,
  greater_than: (have, [a]) => have !== null && order(have, a ?? null) > 0,
  greater_equal: (have, [a]) => have !== null && order(have, a ?? null) >= 0,
  less_than: (have, [a]) => have !== null && order(have, a ?? null) < 0,
  less_equal: (have, [a]) => have !== null && order(have, a ?? null) <= 0,
};
const TEXT: Record<string, (have: string, wanted: readonly string[]) => boolean> = {
  equals: (have, [a]) => holdsWords(have, a ?? ''),
  not_equal: (have, [a]) => !holdsWords(have, a ?? ''),
  starts_with: (have, [a]) => have.startsWith(a ?? ''),
  in: (have, wanted) => wanted.some((one) => holdsWords(have, one)),
};

interface Shown {
  readonly record: StoredRecord;
  readonly field: FieldMeta;
}

function test(
  world: World,
  module: ModuleMeta,
  { record, field }: Shown,
  op: string,
  values: readonly string[],
): boolean {
  if (!TEXTUAL.has(field.data_type)) {
    const have = recordComparable(world, module, record, field);
    const wanted = values.map((value) => comparable(field, value));
    return RANGE[op]?.(have, wanted) ?? false;
  }
  const have = indexed(fieldValue(world, module, record, field.api_name, 'UTC'));
  const check = TEXT[op];
  if (!check)
    throw bad('INVALID_QUERY', { api_name: field.api_name, operator: op, reason: 'operator not for this field' });
  return check(have, values.map(indexed));
}

export function matchesCriteria(world: World, module: ModuleMeta, criteria: Criteria, record: StoredRecord): boolean {
  if (criteria.kind !== 'condition') {
    const match = (part: Criteria) => matchesCriteria(world, module, part, record);
    return criteria.kind === 'and' ? criteria.parts.every(match) : criteria.parts.some(match);
  }
  const field = fieldMap(world, module).get(criteria.field);
  if (!field) throw bad('INVALID_QUERY', { api_name: criteria.field, reason: 'invalid field' });
  const values = valuesOf(criteria.value);
  if (values.length > 100) throw bad('INVALID_QUERY', { api_name: criteria.field, reason: 'more than 100 values' });
  return test(world, module, { record, field }, criteria.op, values);
}

type Matcher = (record: StoredRecord) => boolean;
const valuesOfType = (world: World, module: ModuleMeta, type: string, record: StoredRecord): string[] =>
  fieldsNow(world, module)
    .filter((f) => f.data_type === type)
    .map((f) => String(record.values[f.api_name] ?? ''));
const digits = (text: string): string => text.replace(/\D/g, '');

function byCriteria(world: World, module: ModuleMeta, text: string): Matcher {
  if (text.length > 3000) throw bad('LIMIT_EXCEEDED', { limit: 3000, param_name: 'criteria' });
  const criteria = parseCriteria(text);
  if (countConditions(criteria) > 10) throw bad('CRITERIA_LIMIT_EXCEEDED', { limit: 10 });
  return (record) => matchesCriteria(world, module, criteria, record);
}

function byEmail(world: World, module: ModuleMeta, email: string): Matcher {
  return (record) =>
    valuesOfType(world, module, 'email', record).some((one) => one.toLowerCase() === email.toLowerCase());
}

function byPhone(world: World, module: ModuleMeta, phone: string): Matcher {
  return (record) =>
    valuesOfType(world, module, 'phone', record).some((one) => one !== '' && digits(one) === digits(phone));
}

function byWord(_world: World, _module: ModuleMeta, word: string): Matcher {
  if (word.length < 2) throw bad('INVALID_QUERY', { param_name: 'word', reason: 'at least 2 characters' });
  const wanted = indexed(word);
  return (record) => Object.values(record.values).some((v) => typeof v === 'string' && indexed(v).includes(wanted));
}

const WAYS = { criteria: byCriteria, email: byEmail, phone: byPhone, word: byWord } as const;

/** The one search parameter that counts: criteria before email before phone before word. */
function searchMatcher(world: World, module: ModuleMeta, call: Call): Matcher | null {
  const way = (['criteria', 'email', 'phone', 'word'] as const).find((name) => call.query[name]);
  return way ? WAYS[way](world, module, call.query[way] ?? '') : null;
}

/** The record as the search index has it: a fresh write shows only after the lag. */
function asIndexed(world: World, record: StoredRecord): StoredRecord | null {
  const { indexed: old } = record;
  if (!old || old.until <= world.now()) return record;
  return old.values ? { ...record, values: old.values } : null;
}

/** GET `/{module}/search` */
export function searchRecords(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const matches = searchMatcher(world, module, call);
  if (!matches) throw bad('EXPECTED_PARAM_MISSING', { param_names: ['criteria', 'email', 'phone', 'word'] });
  const names = wantedFields(call, false);
  const [page, size] = [Number(call.query.page ?? 1), Number(call.query.per_page ?? 200)];
  if (page * size > 2000) throw bad('LIMIT_REACHED', { limit: '2000' });
  const rows = visibleRecords(world, module, call).filter((record) => {
    const shown = asIndexed(world, record);
    return shown !== null && matches(shown);
  });
  const cut = cutPage(rows.reverse(), call, world.now(), false);
  if (cut.rows.length === 0) return nothing;
  return ok({ data: cut.rows.map((row) => renderRecord(world, module, row, call, names)), info: cut.info });
}

/** GET `/{module}/actions/count` */
export function countRecords(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const matches = searchMatcher(world, module, call);
  if (matches && call.query.cvid) throw bad('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to: ['cvid', 'criteria'] });
  const rows = visibleRecords(world, module, call);
  return ok({ count: matches ? rows.filter(matches).length : rows.length });
}
