import { ApiError } from '../../clients/errors';
import type { GraphClient } from '../../clients/graph';
import type { SideRecord, Value } from '../../sync/model';
import { readOrNull } from '../row';
import { versionOf } from './record';
import type { FeedPage, KnownRecords } from '../types';
import type { DeltaCursor, DeltaRow, DeltaSource } from './deltaSource';

/** What keeps a reading by id from getting on just as well, or says that there is none. */
const barsAll = ({ status, code }: ApiError): boolean =>
  [401, 403, 429, 509].includes(status ?? 0) || code === 'idsNotFound';

/** A list that Graph does not give in this form, at this weight, or not whole: the round reads one by one what it lacks. */
const isNoList = (error: unknown): boolean => error instanceof ApiError && !barsAll(error);

const at = <C extends DeltaCursor & Value>(cursor: C, list: string | null): C => ({ ...(cursor as object), list }) as C;

/** Those of these ids that are found. Throws ApiError where none of several is. */
type Found = (refs: readonly string[]) => Promise<readonly SideRecord[]>;

interface Taken {
  readonly records: readonly SideRecord[];
  /** Somebody of the page is known by the id that it tells. */
  readonly isMet: boolean;
  /** Most of what is new in the page has to be read by id all the same. */
  readonly isMostlyCut: boolean;
}

/** Without those of which the archive knows what came later: a list may lag behind. */
async function notOlder(records: readonly SideRecord[], known: KnownRecords): Promise<readonly SideRecord[]> {
  const times = await known.changedAt(records.map(({ ref }) => ref));
  return records.filter(({ ref, modifiedAt }) => !(Date.parse(modifiedAt ?? '') < Date.parse(times.get(ref) ?? '')));
}

/** The rows that may be taken as they are; the others the round reads by id. What is known in this version is no news. */
async function takenOf<C extends DeltaCursor & Value>(
  rows: readonly DeltaRow[],
  { take, outside }: DeltaSource<C>,
  cursor: C,
  known: KnownRecords,
): Promise<Taken> {
  const versions = await known.versions(rows.map(({ id }) => id));
  const news = rows.filter((row) => !versions.has(row.id) || versions.get(row.id) !== versionOf(row));
  const synced = news.filter((row) => !readOrNull(() => outside(row, cursor)));
  const whole = synced.flatMap((row): readonly SideRecord[] => {
    const record = readOrNull(() => take?.(row, cursor) ?? null);
    return record && !record.unreadable ? [record] : [];
  });
  const isMostlyCut = whole.length * 2 < synced.length;
  return { records: await notOlder(whole, known), isMet: versions.size > 0, isMostlyCut };
}

/** So many of a list are read by id, too. */
const PROBED = 3;

/** A list may tell ids by which nothing is found again: whoever took those for deleted would delete them all. */
async function probed({ records, isMet }: Taken, found: Found): Promise<readonly SideRecord[]> {
  if (isMet) return records;
  const [some, rest] = [records.slice(0, PROBED), records.slice(PROBED)];
  const there = new Set((await found(some.map(({ ref }) => ref))).map(({ ref }) => ref));
  return [...some.filter(({ ref }) => there.has(ref)), ...rest];
}

/**
 * Hundreds of records a request before a reading from nothing, or of much that changed, in which else each would cost one of its own.
 * It proves nothing: what its round then tells in the same version is known, all else is read by id, and whoever the round leaves out
 * is asked for.
 */
export async function* listAhead<C extends DeltaCursor & Value>(
  graph: GraphClient,
  start: C,
  source: DeltaSource<C>,
  { known, found }: { readonly known: KnownRecords; readonly found: Found },
): AsyncGenerator<FeedPage & { readonly cursor: C }> {
  let cursor = start;
  try {
    for await (const page of graph.pages(start.list ?? '')) {
      const rows = page.value as readonly DeltaRow[];
      const seen = source.withRowsSeen?.(cursor, rows) ?? cursor;
      const taken = await takenOf(rows, source, seen, known);
      const isOver = taken.isMostlyCut && !start.full;
      cursor = at(seen, isOver ? null : (page.nextLink ?? null));
      yield { rows: await probed(taken, found), cursor, read: 0, isAhead: true };
      if (isOver) return;
    }
  } catch (error) {
    if (!isNoList(error)) throw error;
    yield { rows: [], cursor: at(cursor, null), read: 0 };
  }
}

/** A page of the list may take as long as two or three batches, so it is worth it among so many times as many. */
const TIMES = 10;

/** Whether it costs less to list all that is known, hundreds a request, than to read so many by id. */
export const isWorthListing = async (toRead: number, known: KnownRecords): Promise<boolean> =>
  !(await known.areMoreThan(toRead * TIMES));
