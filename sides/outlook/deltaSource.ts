import type { SideRecord, Value } from '../../sync/model';

/** Where a delta feed was read up to. What else a kind keeps there tells under which settings that was. */
export type DeltaCursor = {
  /** A delta link, or in the middle of a round a next link. */
  readonly link: string;
  /** A reading from the very start is under way. */
  readonly full: boolean;
  /** What of a list is still to be read before its round (see `listAhead`). */
  readonly list?: string | null;
};

/** A row of a delta answer; `@removed` in it says that it left the collection, which is a reason to look, not a proof. */
export type DeltaRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** What a delta feed has to know of its kind. */
export interface DeltaSource<C extends DeltaCursor & Value> {
  /** The cursor of a reading from nothing. */
  firstCursor(): Promise<C>;
  /** A plain list of what the round is about: an item that cannot be shown stops a round, and can be passed over in a list. */
  listLink(cursor: C): string;
  /** The cursor, if it was made under the same settings; null starts over. */
  resumable(cursor: Value): C | null;
  /** What the rows of a page tell about where they lie. */
  withRowsSeen?(cursor: C, rows: readonly DeltaRow[]): C;
  /** A list of whole records, hundreds a request, in the versions that the round tells. */
  listAhead?(cursor: C): string;
  /** A row of that list, as the record it is; null: its round tells all that is needed, or it is read by id. */
  take?(row: DeltaRow, cursor: C): SideRecord | null;
  /** A row that is complete enough to know that it is not synced, as the record it is; null: it has to be read in full. */
  outside(row: DeltaRow, cursor: C): SideRecord | null;
  /** Reads records in full and says where they stand now; a ref that cannot be read at all is left out. */
  read(refs: readonly string[], cursor: C): Promise<readonly SideRecord[]>;
  /** The records a row asks to be read; the row itself unless told. An echo asks for nothing. */
  refsToRead?(row: DeltaRow): readonly string[];
  /**
   * Like `read`, for what was reported as removed or not met in a complete reading, where being there is not all: who left a
   * window is still there. `versions`: as the archive has them.
   */
  confirm?(refs: readonly string[], versions: ReadonlyMap<string, string | null>): Promise<readonly SideRecord[]>;
}
