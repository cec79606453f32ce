import { graphPath, type GraphClient } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';
import { folderChoices, readOwner, timeZone } from '../mailbox';
import { graphQuery } from '../../../clients/urls';
import type { SideRecord, Refs } from '../../../sync/model';
import { EXPAND, SELECT, liveRecord, recordOf, type ContactScope } from './record';
import { type GraphItem, deletedRecord, readItems } from '../record';

/** Graph's list of contact folders leaves the default one out; its id shows only in a contact that lies there. */
export async function defaultFolder(graph: GraphClient): Promise<string | null> {
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
 * cuts notes to 256 characters, and neither shows extended properties. One that Graph will not read is missing.
 */
export async function readRecords(graph: GraphClient, refs: Refs, scope: ContactScope): Promise<readonly SideRecord[]> {
  const contacts = await readContacts(graph, refs, scope.folder);
  return contacts.map(([ref, contact]) => (contact ? recordOf(contact, scope) : deletedRecord(ref)));
}

/** The same, wherever they lie: live or deleted. */
export async function readLive(graph: GraphClient, refs: Refs, folder: string | null): Promise<readonly SideRecord[]> {
  const contacts = await readContacts(graph, refs, folder);
  return contacts.map(([ref, contact]) => (contact ? liveRecord(contact) : deletedRecord(ref)));
}
