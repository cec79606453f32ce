import { graphPath, type GraphClient } from '../../../clients/graph';
import { graphQuery } from '../../../clients/urls';
import { type Refs, type SideRecord, type Value, deletedRecord } from '../../../sync/model';
import { pageOf } from '../../choices';
import type { Choice, Choices, FeedPage, KnownRecords } from '../../types';
import { deltaFeed } from '../delta';
import type { DeltaRow, DeltaSource } from '../deltaSource';
import { folderChoices, readOwner, timeZone } from '../mailbox';
import { readString } from '../../row';
import { readItems, syncedCategories, type Categories, type GraphItem } from '../record';
import { EXPAND, isIn, liveRecord, outsideRecord, recordOf, SELECT, type ContactScope } from './record';

/** Graph's list of contact folders leaves the default one out; its id shows only in a contact that lies there. */
async function defaultFolder(graph: GraphClient): Promise<string | null> {
  const page = await graph.get('/me/contacts', { query: { $top: 1, $select: 'parentFolderId' } });
  const id: unknown = page?.value?.[0]?.parentFolderId;
  return typeof id === 'string' ? id : null;
}

/** Path of a folder's contacts; without an id the default folder's short cut. */
export const contactsPath = (folder: string | null): string =>
  folder === null ? '/me/contacts' : graphPath`/me/contactFolders/${folder}/contacts`;

/** Contact folders, the default one first: Graph leaves it out, and its value here is ''. */
export async function chooseFolder(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const standard: Choice = { name: 'Contacts (Default Folder)', value: '' };
  return pageOf([standard, ...(await folderChoices(graph, 'contactFolders'))], search, token);
}

/** What must be known of a mailbox. Plain JSON: it is kept in the archive. */
export type OutlookProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** As Outlook calls it, normally a Windows name; null where the permission MailboxSettings.Read is missing. */
  readonly timeZone: string | null;
  /** Default contacts folder; null while it has never held a contact. */
  readonly folderId: string | null;
};

/** Reads the mailbox's profile: three requests, to be kept for a day. Throws ApiError. */
export async function readProfile(graph: GraphClient): Promise<OutlookProfile> {
  const [{ account, name }, zone, folderId] = await Promise.all([
    readOwner(graph),
    timeZone(graph),
    defaultFolder(graph),
  ]);
  return { account, name, timeZone: zone, folderId };
}

const contactUrl = (ref: string) => graphQuery(graphPath`/me/contacts/${ref}`, { $select: SELECT, $expand: EXPAND });

/** What Outlook's own Delete puts there is deleted, and an immutable id still finds it [seen: microsoft-graph-docs#20914]. */
const binNames = ['deleteditems', 'recoverableitemsdeletions'];

/** The ids of those folders. Where the permission for mail is missing they are not known: then nobody counts as lying there. */
async function binFolders(graph: GraphClient): Promise<readonly string[]> {
  const path = (name: string) => graphQuery(graphPath`/me/mailFolders/${name}`, { $select: 'id' });
  const answers = await graph.batch(binNames.map((name) => ({ method: 'GET', path: path(name) })));
  return answers.flatMap(({ body, error }) => {
    const { id } = (error ? {} : (body ?? {})) as { id?: unknown };
    return typeof id === 'string' ? [id] : [];
  });
}

const folderOf = (contact: GraphItem | null): string | null =>
  typeof contact?.parentFolderId === 'string' ? contact.parentFolderId : null;

/** Contacts by id, null for one that is gone or lies in Deleted Items; these are looked for only where somebody left the folder. */
async function readContacts(graph: GraphClient, refs: Refs, folder: string | null) {
  const contacts = await readItems(graph, refs, contactUrl);
  const isElsewhere = [...contacts.values()].some((one) => one !== null && folderOf(one) !== folder);
  const bins = isElsewhere ? await binFolders(graph) : [];
  return [...contacts].map(([ref, one]) => [ref, bins.includes(folderOf(one) ?? '') ? null : one] as const);
}

/**
 * Reads contacts in full by id and says where they stand now: in scope, outside, or deleted. A delta row may be partial, a list
 * may cut notes (see `isWholeNote`). One that Graph will not read is missing.
 */
async function readRecords(graph: GraphClient, refs: Refs, scope: ContactScope): Promise<readonly SideRecord[]> {
  const contacts = await readContacts(graph, refs, scope.folder);
  return contacts.map(([ref, contact]) => (contact ? recordOf(contact, scope) : deletedRecord(ref)));
}

/** The same, wherever they lie: live or deleted. */
export async function readLive(graph: GraphClient, refs: Refs, folder: string | null): Promise<readonly SideRecord[]> {
  const contacts = await readContacts(graph, refs, folder);
  return contacts.map(([ref, contact]) => (contact ? liveRecord(contact) : deletedRecord(ref)));
}

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
  /** What of the folder's list is still to be read before it. */
  readonly list?: string | null;
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

const wholeList = (folder: string | null): string =>
  graphQuery(contactsPath(folder), { $select: SELECT, $expand: EXPAND, $top: 500 });

async function firstCursor(graph: GraphClient, chosen: string | null, categories: Categories) {
  const folder = chosen ?? (await defaultFolder(graph));
  const link = graphQuery(`${contactsPath(folder)}/delta`, { $select: ROW_FIELDS });
  return { link, chosen, folder, categories, full: true, list: wholeList(folder) };
}

/** Of a note that begins with a line break a list shows 256 characters at most, and no line break [GH microsoft-graph-docs#17598]. */
function isWholeNote({ personalNotes: note }: GraphItem): boolean {
  return readString(note).trim() === '' || /[\r\n]/.test(readString(note)) || readString(note).length > 256;
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

const inFolder = (cursor: ContactCursor): ContactScope => ({ ...cursor, folder: cursor.folder ?? UNKNOWN_FOLDER });

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
    listAhead: ({ folder }) => wholeList(folder),
    take: (row, cursor) => (isIn(row, cursor) && isWholeNote(row) ? liveRecord(row) : null),
    outside: (row, cursor) => (isWholeRow(row) && !isIn(row, cursor) ? outsideRecord(row) : null),
    read: (refs, cursor) => readRecords(graph, refs, inFolder(cursor)),
  };
}

/** What changed among the contacts of the folder since the cursor, page by page (see `deltaFeed`). Throws ApiError. */
export const contactFeed = (graph: GraphClient, { settings, ...from }: OutlookFeed): AsyncGenerator<FeedPage> =>
  deltaFeed(graph, contactSource(graph, settings), from);
