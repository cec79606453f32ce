import { reason, sentence, type Reason } from '../reasons';
import { type Side, type SideRecord, noKeys } from '../sync/model';

/** What one side cannot say, and why. */
export type Refused = { readonly refused: Reason };
export const refuse = (refused: Reason): Refused => ({ refused });
export const isRefused = <T extends object>(outcome: T | Refused): outcome is Refused => 'refused' in outcome;

/** A value (a time, a zone) that only its use shows to be none. */
export class NotExpressible extends RangeError {
  constructor(readonly reason: Reason) {
    super(sentence(reason));
    this.name = 'NotExpressible';
  }
}

const whyRefused = (error: RangeError): Reason =>
  error instanceof NotExpressible ? error.reason : reason('unexpected', { message: error.message });

/** What `work` makes of its values; or, where one of them turns out to be none, why. */
export function orRefused<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return refuse(whyRefused(error));
    throw error;
  }
}

/** For a value of another form than its vendor documents. Blank is none: null and '' both mean unset [seen live on both sides]. */
export function odd(): never {
  throw new NotExpressible(reason('valueUnreadable'));
}
const isBlank = (value: unknown): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

export const readString = (value: unknown): string => {
  if (isBlank(value)) return '';
  return typeof value === 'string' ? value : odd();
};
export const readArray = <T>(value: unknown): readonly T[] => {
  if (isBlank(value)) return [];
  return Array.isArray(value) && value.every((one) => !isBlank(one)) ? (value as readonly T[]) : odd();
};
export const readObject = (value: unknown): Readonly<Record<string, unknown>> => {
  if (isBlank(value)) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : odd();
};
/** An object that says something. */
export const readFilled = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.keys(readObject(value)).length > 0 ? readObject(value) : odd();

/** A property that may be blank, but has to be there. */
export const member = (value: unknown, name: string): unknown => {
  const found = readObject(value)[name];
  return found === undefined ? odd() : found;
};
export const readStringOrNull = (value: unknown): string | null => readString(value) || null;

/** One of the words a vendor documents. */
export const readWord = (words: readonly string[], value: unknown): string =>
  words.find((word) => word === value) ?? odd();

export const readBoolean = (value: unknown): boolean =>
  isBlank(value) || typeof value === 'boolean' ? value === true : odd();
export const readNumber = (value: unknown): number | null => {
  if (isBlank(value)) return null;
  return typeof value === 'number' && Number.isFinite(value) ? value : odd();
};

/** A time as ISO in UTC; null where there is none. Throws where nobody can read it. */
export function readInstant(value: unknown): string | null {
  if (isBlank(value)) return null;
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? odd() : new Date(at).toISOString();
}

type Row = Readonly<Record<string, unknown>>;

/** Where a row comes from, and the properties that every whole row has, be they blank: one that lacks any was not told in full. */
interface RowPlace {
  readonly side: Side;
  readonly ref: string;
  readonly always?: readonly string[];
}
type ReadRow = (row: Row) => SideRecord;

/** Null where what is read is odd in any way. */
export function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

const tryRead = (row: Row, { always = [] }: RowPlace, read: ReadRow): SideRecord | null =>
  readOrNull(() => (always.every((name) => row[name] !== undefined) ? read(row) : null));

/** The row, and which of its properties was looked at last: where reading it fails, that one is to blame. */
function watched(row: Row): { readonly row: Row; readonly last: () => string } {
  let last = '';
  const get = (target: Row, name: string | symbol): unknown => {
    if (typeof name === 'string') last = name;
    return Reflect.get(target, name);
  };
  return { row: new Proxy(row, { get }), last: () => last };
}

/** Nothing of it is known for sure, so nothing flows; its keys, as far as they can be told, keep it from being made again. */
function unreadableRecord(whole: Row, place: RowPlace, read: ReadRow): SideRecord {
  const { row, last } = watched(whole);
  tryRead(row, place, read);
  const property = last();
  const rest = tryRead({ ...whole, [property]: null }, place, read);
  const unreadable = reason('recordUnreadable', { side: place.side, property: rest ? property : '' });
  const keys = rest?.keys ?? noKeys;
  const none = { version: null, modifiedAt: null, fields: {}, extra: null };
  return { ref: place.ref, ...none, state: 'outside', keys, unreadable };
}

/**
 * The one fence around every place where a vendor's row becomes a record: a row that cannot be read costs itself alone. It is told
 * as unreadable, with the property that is wrong where it is only one, and everybody else goes on.
 */
export const readRow = (row: Row, place: RowPlace, read: ReadRow): SideRecord =>
  tryRead(row, place, read) ?? unreadableRecord(row, place, read);

/** So long n8n waits for us at a time, at most, and for the one row that takes longer. */
const TURN_MS = 5;

/** Works through rows in their order; n8n's event loop gets its turn in between, where they take a while. */
export async function inTurns<T, R>(rows: readonly T[], work: (row: T, at: number) => R): Promise<readonly R[]> {
  const done: R[] = [];
  let began = performance.now();
  for (const row of rows) {
    done.push(work(row, done.length));
    if (performance.now() - began < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  return done;
}
