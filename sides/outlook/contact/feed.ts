import type { Value } from '../../../sync/model';
import type { GraphClient } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import type { FeedPage, KnownRecords } from '../../types';
import { deltaFeed, type DeltaRow, type DeltaSource } from '../delta';
import { contactsPath, defaultFolder, readRecords } from './read';
import { syncedCategories, type Categories } from '../record';
import { outsideRecord, isIn, type ContactScope } from './record';

/** Where the contact feed was read up to, and under which settings; other settings make it worthless. */
export type ContactCursor = {
  /** A delta link, or in the middle of a round a next link. */
  readonly link: string;
  /** Folder id as chosen; null for the default folder. */
  readonly chosen: string | null;
  /** Folder id as found out; null while the default folder has never had a contact. */
  readonly folder: string | null;
  readonly categories: Categories;
  /** A reading from the very start is under way. */
  readonly full: boolean;
};

const isCursor = (value: Value): value is ContactCursor & Value =>
  typeof value === 'object' && value !== null && typeof (value as { link?: unknown }).link === 'string';

/** The cursor, if it was made under the same settings; null starts over. */
function resumable(value: Value, chosen: string | null, { categories }: Pick<ContactScope, 'categories'>) {
  if (!isCursor(value)) return null;
  const same = value.chosen === chosen && JSON.stringify(value.categories) === JSON.stringify(categories);
  return same ? value : null;
}

/** What of the mailbox is synced. */
export interface OutlookSettings {
  /** Null: the default contacts folder. */
  readonly folderId: string | null;
  /** Further categories; *Zoho* is always among them. */
  readonly categories: Categories;
}

export interface OutlookFeed {
  readonly settings: OutlookSettings;
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
}

/** A delta row needs just enough to see whether it concerns us, and by which keys others may know it. */
const ROW_FIELDS = 'id,categories,parentFolderId,emailAddresses,givenName,surname';

const isWholeRow = (row: DeltaRow): boolean => ROW_FIELDS.split(',').every((name) => name in row);

async function firstCursor(graph: GraphClient, chosen: string | null, categories: Categories) {
  const folder = chosen ?? (await defaultFolder(graph));
  const link = graphQuery(`${contactsPath(folder)}/delta`, { $select: ROW_FIELDS });
  return { link, chosen, folder, categories, full: true };
}

/**
 * The folder's id as its contacts tell it: not known before for the default folder, and maybe another form of the same id where one
 * was pasted. Only the first reading may say so: later a row might be of a contact on its way elsewhere.
 */
const withFolderSeen = (cursor: ContactCursor, rows: readonly DeltaRow[]): ContactCursor => {
  const shown = [...new Set(rows.flatMap(({ parentFolderId: id }) => (typeof id === 'string' ? [id] : [])))];
  const isOpen = cursor.folder === null || cursor.full;
  const isOther = shown.length === 1 && shown[0] !== cursor.folder;
  return isOpen && isOther ? { ...cursor, folder: shown[0] ?? null } : cursor;
};

/** While the default folder has shown no contact, whoever is still there lies in another one. */
const UNKNOWN_FOLDER = '(no contact has shown the default folder yet)';

function contactSource(
  graph: GraphClient,
  { folderId, categories: further }: OutlookSettings,
): DeltaSource<ContactCursor> {
  const categories = syncedCategories(further);
  return {
    firstCursor: () => firstCursor(graph, folderId, categories),
    listLink: ({ folder }) => graphQuery(contactsPath(folder), { $select: ROW_FIELDS, $top: 500 }),
    resumable: (cursor) => resumable(cursor, folderId, { categories }),
    withRowsSeen: withFolderSeen,
    outside: (row, cursor) => (isWholeRow(row) && !isIn(row, cursor) ? outsideRecord(row) : null),
    read: (refs, cursor) => readRecords(graph, refs, { ...cursor, folder: cursor.folder ?? UNKNOWN_FOLDER }),
  };
}

/** What changed among the contacts of the folder since the cursor, page by page (see `deltaFeed`). Throws ApiError. */
export const contactFeed = (graph: GraphClient, { settings, ...from }: OutlookFeed): AsyncGenerator<FeedPage> =>
  deltaFeed(graph, contactSource(graph, settings), from);
