import type { Call, Handler, Reply } from './call';
import { noContent, ok } from './call';
import { readContactBody } from './contactBody';
import { CONTACT_PROPERTIES, NAVIGATION } from './contactFields';
import { graphError, isGraphFault, malformedId } from './errors';
import { readContactFilter } from './filter';
import { findFolder } from './folders';
import { findMailFolder } from './mail/folders';
import { cutPage, sortBy } from './listPage';
import type { StoredContact } from './model';
import { checkNames } from './odata';
import { contactRow, contextOf } from './render';
import { newExtension } from './openExtensions';
import {
  checkIfMatch,
  createContact,
  deleteContact,
  findContact,
  findOrBinned,
  folderContacts,
  updateContact,
} from './store';

const WELL_KNOWN = 'contacts';

/** The folder a path names: the default one when it names none. */
export function folderOf({ state, params, limits }: Call): string {
  const { folder } = params;
  if (folder === undefined) return state.defaultFolderId;
  if (folder.toLowerCase() !== WELL_KNOWN) return findFolder(state, folder).id;
  if (!limits.wellKnownContacts) throw malformedId();
  return state.defaultFolderId;
}

/** The contact a path names; under a folder's path it must lie in that folder. */
export const contactOf = (call: Call): StoredContact =>
  findContact(call.state, call.params.id ?? '', call.params.folder === undefined ? undefined : folderOf(call));

const checkSelect = (call: Call): void =>
  checkNames(call.query.select ?? [], [...CONTACT_PROPERTIES, ...NAVIGATION], 'contact');

const rowOf = (call: Call, contact: StoredContact, listed: boolean) =>
  contactRow(call, contact, { select: call.query.select, listed });

/** `$search` is undocumented for contacts, but n8n's Outlook node finds its choices by it: any word in name or address. */
function searched(search: string): (contact: StoredContact) => boolean {
  const wanted = decodeURI(search.replace(/^"|"$/g, '')).toLowerCase();
  return ({ fields }) => JSON.stringify([fields.displayName, fields.emailAddresses]).toLowerCase().includes(wanted);
}

function matching(call: Call, folder: string): StoredContact[] {
  const { filter, search } = call.query;
  const whole = [...call.state.contacts.values()];
  const own = folderContacts(call.state, folder);
  if (search !== null) return own.filter(searched(search));
  if (filter === null) return own;
  const { wholeMailbox, test } = readContactFilter(filter);
  return (wholeMailbox && call.params.folder === undefined ? whole : own).filter(test);
}

export const listContacts: Handler = (call) => {
  checkSelect(call);
  checkNames(
    call.query.orderBy.map(({ name }) => name),
    CONTACT_PROPERTIES,
    'contact',
  );
  const found = matching(call, folderOf(call));
  const value = (contact: StoredContact, name: string) =>
    name.endsWith('DateTime')
      ? name.startsWith('created')
        ? contact.created
        : contact.modified
      : contact.fields[name];
  const { items, links } = cutPage(call, sortBy(found, call.query.orderBy, value));
  const rows = items.map((contact) => rowOf(call, contact, true));
  return ok(call, { ...contextOf(call, 'contacts'), ...links, value: rows });
};

const single = (call: Call, contact: StoredContact, status: number): Reply =>
  ok(call, { ...contextOf(call, 'contacts/$entity'), ...rowOf(call, contact, false) }, status);

export const addContact: Handler = (call) => {
  const body = readContactBody(call.body, call.limits);
  const extensions = body.extensions.map((extension) => newExtension(extension));
  return single(call, createContact(call.state, folderOf(call), { ...body, extensions }, call.now), 201);
};

export const getContact: Handler = (call) => {
  checkSelect(call);
  const isWhole = call.limits.softDeletes && call.params.folder === undefined;
  const bin = () => findMailFolder(call.state, 'deleteditems').id;
  return single(call, isWhole ? findOrBinned(call.state, call.params.id ?? '', bin()) : contactOf(call), 200);
};

const checkVersion = ({ headers, limits }: Call, contact: StoredContact): void =>
  limits.ifMatch ? checkIfMatch(contact, headers['if-match']) : undefined;

export const patchContact: Handler = (call) => {
  const contact = contactOf(call);
  checkVersion(call, contact);
  const body = readContactBody(call.body, call.limits);
  updateContact(call.state, contact, body, { now: call.now, regenerateName: call.limits.regenerateName });
  return single(call, contact, 200);
};

/** What is deleted already is 404, as some report 403 [seen live: 404 allodia, 403 sdk-dotnet#3047]. */
function contactToDelete(call: Call): StoredContact {
  try {
    return contactOf(call);
  } catch (error) {
    if (!call.limits.contactGoneIs403 || !isGraphFault(error) || error.status !== 404) throw error;
    throw graphError(403, 'ErrorCannotDeleteObject', 'The object could not be deleted.');
  }
}

export const removeContact: Handler = (call) => {
  const contact = contactToDelete(call);
  checkVersion(call, contact);
  deleteContact(call.state, contact, call.now);
  return noContent;
};
