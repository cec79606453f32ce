import { ApiError } from '../../clients/errors';
import { isDamagedPage, type GraphClient } from '../../clients/graph';
import type { SideRecord, Value } from '../../sync/model';
import { readOrNull } from '../row';
import type { FeedPage, KnownRecords } from '../types';
import type { DeltaCursor, DeltaRow, DeltaSource } from './deltaSource';

/** A list that Graph does not give in this form, or not whole: the round reads one by one what it lacks. */
const isNoList = (error: unknown): boolean =>
  isDamagedPage(error) || (error instanceof ApiError && (error.status === 400 || error.status === 404));

const at = <C extends DeltaCursor & Value>(cursor: C, list: string | null): C => ({ ...(cursor as object), list }) as C;

/** Those of these ids that are found. Throws ApiError where none of several is. */
type Found = (refs: readonly string[]) => Promise<readonly SideRecord[]>;

interface Taken {
  readonly records: readonly SideRecord[];
  /** Somebody of the page is known by the id that it tells. */
  readonly isMet: boolean;
}

/** The rows that may be taken as they are; the others the round reads by id. What is known in this version is no news. */
async function takenOf<C extends DeltaCursor & Value>(
  rows: readonly DeltaRow[],
  { take }: DeltaSource<C>,
  cursor: C,
  known: KnownRecords,
): Promise<Taken> {
  const versions = await known.versions(rows.map(({ id }) => id));
  const records = rows.flatMap((row): readonly SideRecord[] => {
    const record = readOrNull(() => take?.(row, cursor) ?? null);
    const isNews = record && !record.unreadable && versions.get(record.ref) !== record.version;
    return isNews ? [record] : [];
  });
  return { records, isMet: versions.size > 0 };
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
      cursor = at(source.withRowsSeen?.(cursor, rows) ?? cursor, page.nextLink ?? null);
      const taken = await takenOf(rows, source, cursor, known);
      yield { rows: await probed(taken, found), cursor, read: 0, isAhead: true };
    }
  } catch (error) {
    if (!isNoList(error)) throw error;
    yield { rows: [], cursor: at(cursor, null), read: 0 };
  }
}

/** Fewer than so many are read by id, twenty a batch. */
const FEWEST = 60;
/** A page of the list may take as long as two or three batches, so it is worth it among so many times as many. */
const TIMES = 10;

/** Whether it costs less to list all that is known, hundreds a request, than to read so many by id. */
export const isWorthListing = async (toRead: number, known: KnownRecords): Promise<boolean> =>
  toRead >= FEWEST && !(await known.areMoreThan(toRead * TIMES));
