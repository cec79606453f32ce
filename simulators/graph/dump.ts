import { dumpCalendars, dumpDeletedEvents } from './calendar/dump';
import { CONTACT_FIELDS } from './contactFields';
import type { GraphState, StoredContact } from './model';
import { dumpMail } from './mail/dump';
import { categoryRow, isoTime } from './render';
import { etagOf } from './store';
import { dumpPost } from './subscriptions/dump';
import { dumpLists } from './todo/dump';

const folderName = (state: GraphState, id: string): string | null => state.folders.get(id)?.displayName ?? null;

function contactDump(state: GraphState, contact: StoredContact): Record<string, unknown> {
  return {
    ...{ id: contact.restId, immutableId: contact.immutableId, folder: folderName(state, contact.folder) },
    ...{ parentFolderId: contact.folder, changeKey: contact.changeKey, '@odata.etag': etagOf(contact) },
    createdDateTime: isoTime(contact.created),
    lastModifiedDateTime: isoTime(contact.modified),
    ...Object.fromEntries(Object.keys(CONTACT_FIELDS).map((name) => [name, contact.fields[name]])),
    singleValueExtendedProperties: contact.marks,
    extensions: contact.extensions,
  };
}

/** The tenant as plain JSON, for the admin route `state`: the signed-in account's mailbox, and under `mailboxes` the others. No token is in it. */
export const dumpGraph = (state: GraphState): unknown => ({
  ...dumpMailbox(state),
  ...dumpPost(state),
  mailboxes: state.tenant.others.map(dumpMailbox),
});

function dumpMailbox(state: GraphState): Record<string, unknown> {
  return {
    mailbox: state.mailbox,
    defaultFolderId: state.defaultFolderId,
    folders: [...state.folders.values()].map((folder) => ({
      ...folder,
      isDefault: folder.id === state.defaultFolderId,
    })),
    contacts: [...state.contacts.values()].map((contact) => contactDump(state, contact)),
    categories: [...state.categories.values()].map(categoryRow),
    lists: dumpLists(state),
    calendars: dumpCalendars(state),
    deletedEvents: dumpDeletedEvents(state),
    ...dumpMail(state),
    deleted: state.deleted.map((contact) => ({
      ...contactDump(state, contact),
      deletedDateTime: isoTime(contact.deletedAt),
    })),
  };
}
