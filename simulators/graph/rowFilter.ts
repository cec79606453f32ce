import { graphError } from './errors';
import type { Row } from './shapes';
import { isObject } from './values';

export type RowTest = (row: Row) => boolean;

const LITERAL = "('(?:[^']|'')*'|true|false|null|[\\d.:TZ+-]+)";
const PATH = '([A-Za-z]\\w*(?:/\\w+)*)';
const form = (source: string): RegExp => new RegExp(`^\\s*${source.replace(/ /g, '\\s*')}\\s*$`, 'i');

const COMPARE = form(`${PATH}\\s+(eq|ne|ge|gt|le|lt)\\s+${LITERAL}`);
const CALLED = form(`(contains|startswith)\\( ${PATH} , ${LITERAL} \\)`);
const ANY = form(`${PATH}/any\\( (\\w+) : \\2((?:/\\w+)*)\\s+eq\\s+${LITERAL} \\)`);

/** Instants are compared as times, for `…T10:00Z` and `…T10:00:00.0000000Z` are the same. */
const plain = (value: unknown): string => {
  const text = value === undefined || value === null ? 'null' : String(value).toLowerCase();
  return /^\d{4}-\d\d-\d\dt/.test(text) ? `${text.replace('z', '').slice(0, 19)}`.padEnd(19, ':00') : text;
};

const literal = (text: string): string => plain(text.replace(/^'|'$/g, '').replace(/''/g, "'"));

const at = (row: unknown, path: string): unknown =>
  path
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), row);

const HOLDS: Record<string, (left: string, right: string) => boolean> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  ge: (left, right) => left >= right,
  gt: (left, right) => left > right,
  le: (left, right) => left <= right,
  lt: (left, right) => left < right,
  contains: (left, right) => left.includes(right),
  startswith: (left, right) => left.startsWith(right),
};

function readTerm(term: string): RowTest {
  const compare = COMPARE.exec(term);
  if (compare) {
    const [, path = '', how = '', value = ''] = compare;
    return (row) => HOLDS[how.toLowerCase()]?.(plain(at(row, path)), literal(value)) ?? false;
  }
  const called = CALLED.exec(term);
  if (called) {
    const [, how = '', path = '', value = ''] = called;
    return (row) => HOLDS[how.toLowerCase()]?.(plain(at(row, path)), literal(value)) ?? false;
  }
  const [, path = '', , inner = '', value = ''] = ANY.exec(term) ?? [];
  if (!path)
    throw graphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
  return (row) => [at(row, path) ?? []].flat().some((entry) => plain(at(entry, inner)) === literal(value));
}

/** Not within brackets, nor within a quoted text. */
const OUTSIDE = "(?![^(]*\\))(?=(?:[^']*'[^']*')*[^']*$)";
const [OR, AND] = ['or', 'and'].map((word) => new RegExp(`\\s+${word}\\s+${OUTSIDE}`, 'i')) as [RegExp, RegExp];

function readGroup(text: string): RowTest {
  const inner = /^\s*\((.*)\)\s*$/.exec(text)?.[1];
  return inner === undefined ? readTerm(text) : readJoined(inner);
}

const readAll = (text: string): RowTest => {
  const tests = text.split(AND).map(readGroup);
  return (row) => tests.every((test) => test(row));
};

function readJoined(text: string): RowTest {
  const tests = text.split(OR).map(readAll);
  return (row) => tests.some((test) => test(row));
}

/**
 * Reads a `$filter` of terms joined by `and`, `or` and one level of brackets: comparisons, contains, startswith,
 * any … eq. All else is refused with 400.
 */
export const readRowFilter = (filter: string | null): RowTest => (filter === null ? () => true : readJoined(filter));
