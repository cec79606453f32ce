import type { GraphClient } from '../../clients/graph';
import { withQuery } from '../../clients/graph/path';
import type { Value } from '../../sync/model';
import type { FeedPage, Known } from '../types';
import type { ContactCursor } from './cursor';
import { usable } from './cursor';
import type { DeltaRow, DeltaSource } from './delta';
import { deltaFeed } from './delta';
import { contactsIn, defaultFolder } from './folder';
import { readRecords } from './hydrate';
import { isIn, outsideRecord, withZoho } from './record';

/** What of the mailbox is synced. */
export interface OutlookSettings {
  /** Null: the default contacts folder. */
  readonly folderId: string | null;
  /** Further categories; *Zoho* is always among them. */
  readonly categories: readonly string[];
}

export interface OutlookFeed {
  readonly settings: OutlookSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: Known;
}

/** A delta row needs just enough to see whether it concerns us, and by which keys others may know it. */
const ROW = 'id,categories,parentFolderId,emailAddresses,givenName,surname';

const isWhole = (row: DeltaRow): boolean => ROW.split(',').every((name) => name in row);

async function firstCursor(
  graph: GraphClient,
  chosen: string | null,
  categories: readonly string[],
): Promise<ContactCursor> {
  const folder = chosen ?? (await defaultFolder(graph));
  const link = withQuery(`${contactsIn(folder)}/delta`, { $select: ROW });
  return { link, chosen, folder, categories, full: true };
}

/** The folder's id shows in its first contact, where it was not known before. */
const learnt = (cursor: ContactCursor, rows: readonly DeltaRow[]): ContactCursor => {
  const shown = rows.find((row) => typeof row.parentFolderId === 'string')?.parentFolderId;
  return cursor.folder === null && typeof shown === 'string' ? { ...cursor, folder: shown } : cursor;
};

/** While the default folder has shown no contact, whoever is still there lies in another one. */
const nowhere = '(no contact has shown the default folder yet)';

function contacts(graph: GraphClient, { folderId, categories: further }: OutlookSettings): DeltaSource<ContactCursor> {
  const categories = withZoho(further);
  return {
    first: () => firstCursor(graph, folderId, categories),
    usable: (cursor) => usable(cursor, folderId, { categories }),
    learnt,
    outside: (row, cursor) => (isWhole(row) && !isIn(row, cursor) ? outsideRecord(row) : null),
    read: (refs, cursor) => readRecords(graph, refs, { ...cursor, folder: cursor.folder ?? nowhere }),
  };
}

/** What changed among the contacts of the folder since the cursor, page by page (see `deltaFeed`). Throws ApiError. */
export const contactFeed = (graph: GraphClient, { settings, ...from }: OutlookFeed): AsyncGenerator<FeedPage> =>
  deltaFeed(graph, contacts(graph, settings), from);
