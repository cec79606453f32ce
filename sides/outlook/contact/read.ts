import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';
import { folderChoices, readOwner, timeZone } from '../mailbox';
import { graphQuery } from '../../../clients/urls';
import type { SideRecord } from '../../../sync/model';
import type { ContactScope } from './record';
import { EXPAND, SELECT, recordOf } from './record';
import { deletedRecord, readItems } from '../record';

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

const contactUrl = (ref: string): string =>
  graphQuery(graphPath`/me/contacts/${ref}`, { $select: SELECT, $expand: EXPAND });

/**
 * Reads contacts in full by id and says where they stand now: in scope, outside, or deleted. A delta row may be partial, a list
 * cuts notes to 256 characters, and neither shows extended properties. One that Graph will not read is missing.
 */
export async function readRecords(
  graph: GraphClient,
  refs: readonly string[],
  scope: ContactScope,
): Promise<readonly SideRecord[]> {
  const contacts = await readItems(graph, refs, contactUrl);
  return [...contacts].map(([ref, contact]) => (contact ? recordOf(contact, scope) : deletedRecord(ref)));
}
