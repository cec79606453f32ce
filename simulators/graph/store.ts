import { graphError, malformedId, notFound } from './errors';
import { emptyContact } from './contactFields';
import type { ContactBody } from './contactBody';
import { mergeMarks } from './extendedProperties';
import { looksLikeId, makeChangeKey, makeId, next } from './ids';
import type { Change, GraphState, Reason, StoredContact } from './model';
import { computedName, fileAsOf } from './names';

type ChangeOf = Omit<Change, 'seq' | 'scope' | 'immutableId' | 'restId'>;

const logChange = (state: GraphState, contact: StoredContact, change: ChangeOf): void => {
  const { folder: scope, immutableId, restId } = contact;
  state.changes.push({ seq: next(state), scope, immutableId, restId, ...change });
};

/** Finds a contact by either kind of id; throws 400 for text that is no id and 404 for one that is not there. */
export function findContact(state: GraphState, id: string, folder?: string): StoredContact {
  const contact = state.contacts.get(state.byRestId.get(id) ?? id);
  if (contact && (!folder || contact.folder === folder)) return contact;
  throw looksLikeId(id) ? notFound() : malformedId();
}

/** A contact by its id, also one that lies in Deleted Items: an immutable id survives that move [seen: microsoft-graph-docs#20914]. */
export function findOrBinned(state: GraphState, id: string, bin: string): StoredContact {
  const binned = state.deleted.find(({ immutableId }) => immutableId === id);
  return state.contacts.has(state.byRestId.get(id) ?? id) || !binned
    ? findContact(state, id)
    : { ...binned, folder: bin };
}

export const folderContacts = (state: GraphState, folder: string): StoredContact[] =>
  [...state.contacts.values()].filter((contact) => contact.folder === folder);

export function createContact(state: GraphState, folder: string, body: ContactBody, now: number): StoredContact {
  const n = (state.items += 1);
  const fields = { ...emptyContact(), ...body.fields };
  fields.displayName ??= computedName(fields);
  // The API makes up no fileAs; Outlook does [seen live: allodia].
  fields.fileAs ??= '';
  const contact: StoredContact = {
    ...{
      immutableId: makeId('immutable', n),
      restId: makeId('rest', n),
      folder,
      changeKey: makeChangeKey(next(state)),
    },
    ...{ created: now, modified: now, fields, marks: mergeMarks([], body.marks), extensions: [...body.extensions] },
  };
  state.contacts.set(contact.immutableId, contact);
  state.byRestId.set(contact.restId, contact.immutableId);
  logChange(state, contact, {});
  return contact;
}

/** Notes a write: a new version, a new time, an entry for delta queries. */
export function touchContact(state: GraphState, contact: StoredContact, names: readonly string[], now: number): void {
  contact.changeKey = makeChangeKey(next(state));
  contact.modified = now;
  logChange(state, contact, { names });
}

const QUIET = ['categories', 'displayName'];

/**
 * Changes a contact in place. With `regenerateName`, a body that touches other properties but not displayName gets it
 * made anew from the parts of the name, as the service may do [docs: contact resource].
 */
export function updateContact(
  state: GraphState,
  contact: StoredContact,
  body: ContactBody,
  { now, regenerateName }: { now: number; regenerateName: boolean },
): void {
  const names = Object.keys(body.fields);
  const regenerate = regenerateName && !names.includes('displayName') && names.some((name) => !QUIET.includes(name));
  const fields = { ...contact.fields, ...body.fields };
  if (regenerate) fields.displayName = computedName(fields) ?? contact.fields.displayName;
  if (!names.includes('fileAs') && contact.fields.fileAs === fileAsOf(contact.fields)) fields.fileAs = fileAsOf(fields);
  contact.fields = fields;
  contact.marks = mergeMarks(contact.marks, body.marks);
  touchContact(state, contact, regenerate ? [...names, 'displayName'] : names, now);
}

export function deleteContact(state: GraphState, contact: StoredContact, now: number): void {
  state.contacts.delete(contact.immutableId);
  state.byRestId.delete(contact.restId);
  state.deleted.push({ ...contact, deletedAt: now });
  logChange(state, contact, { removed: 'deleted' });
}

/** Moves a contact as a person does in Outlook (v1.0 has no such call): gone from one folder, new in the other. */
export function moveContact(state: GraphState, contact: StoredContact, folder: string, now: number): void {
  const removed: Reason = 'changed';
  logChange(state, contact, { removed });
  state.byRestId.delete(contact.restId);
  contact.restId = makeId('rest', (state.items += 1));
  contact.folder = folder;
  state.byRestId.set(contact.restId, contact.immutableId);
  contact.changeKey = makeChangeKey(next(state));
  contact.modified = now;
  logChange(state, contact, {});
}

/** `W/"<changeKey>"`, the version that clients see. */
export const etagOf = (item: { changeKey: string }): string => `W/"${item.changeKey}"`;

export function checkIfMatch(item: { changeKey: string }, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*' || ifMatch === etagOf(item)) return;
  throw graphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
