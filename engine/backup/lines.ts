import { asObject, asString, type Fields, type Keys, type KindName, type Side, type Value } from '../../sync/model';
import { kinds } from '../../sync/kinds';
import { UsageError } from '../errors';

/** One record of a backup: `record` is exactly what the service answered, the rest is what a restore needs to know of it. */
export interface BackedUp {
  readonly side: Side;
  readonly kind: KindName;
  /** Identity of the account it was read from. */
  readonly account: string;
  readonly ref: string;
  readonly fields: Fields;
  readonly keys: Keys;
  readonly extra: Value;
  readonly record: unknown;
}

const FORMAT = 1;

/** One line of JSON a record. */
export const linesOf = (records: readonly BackedUp[]): string =>
  records.map((one) => `${JSON.stringify({ backup: FORMAT, ...one })}\n`).join('');

const broken = (): UsageError =>
  new UsageError(
    'A line of this file is not one of a backup.',
    'Give Restore the .jsonl files that Back Up made, as they are. The other files of a backup are for people to read.',
  );

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const isBackedUp = (one: Readonly<Record<string, unknown>>): boolean =>
  one.backup === FORMAT &&
  (one.side === 'outlook' || one.side === 'zoho') &&
  Object.hasOwn(kinds, asString(one.kind)) &&
  [one.account, one.ref].every((text) => typeof text === 'string') &&
  [one.fields, one.keys].every(isObject) &&
  Array.isArray(asObject(one.keys).strong);

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(line));
  } catch {
    throw broken();
  }
}

function recordIn(line: string): BackedUp {
  const one = parsed(line);
  if (!isBackedUp(one)) throw broken();
  return one as unknown as BackedUp;
}

/** The records of a file that Back Up made. Throws UsageError for any other file. */
export const recordsIn = (text: string): readonly BackedUp[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(recordIn);
