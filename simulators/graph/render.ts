import type { Call } from './call';
import { wantsImmutableIds } from './call';
import { CONTACT_FIELDS } from './contactFields';
import { pickMarks } from './extendedProperties';
import type { Category, StoredContact, StoredFolder } from './model';
import { etagOf } from './store';

type Row = Record<string, unknown>;

/** Graph's contacts show whole seconds. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** A note that begins with a line break is cut in lists, though whole by id [GH docs#17598]. */
function listedNote(note: unknown, truncate: boolean): unknown {
  if (!truncate || typeof note !== 'string' || !/^[\r\n]/.test(note)) return note;
  return note.replace(/[\r\n]+/g, '').slice(0, 256);
}

function expandedParts(contact: StoredContact, { query }: Call): Row {
  const marks = pickMarks(contact.marks, query.expandMarks ?? []);
  const wanted = query.expandExtensions;
  const extensions = contact.extensions.filter(
    ({ extensionName, id }) => !wanted?.length || wanted.some((name) => name === extensionName || name === id),
  );
  return {
    ...(query.expandMarks && marks.length > 0 ? { singleValueExtendedProperties: marks } : {}),
    ...(wanted && extensions.length > 0 ? { extensions } : {}),
  };
}

/** Personal accounts show the first addresses once more, though v1.0 does not declare them [seen live: allodia]. */
function rankedAddresses({ fields }: StoredContact, { limits }: Call): Row {
  const addresses = limits.personalAccount ? (fields.emailAddresses as Row[]) : [];
  const names = ['primaryEmailAddress', 'secondaryEmailAddress', 'tertiaryEmailAddress'];
  return Object.fromEntries(addresses.slice(0, names.length).map((address, at) => [names[at], address]));
}

const only = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));

const contactId = (call: Call, contact: Pick<StoredContact, 'immutableId' | 'restId'>): string =>
  wantsImmutableIds(call) ? contact.immutableId : contact.restId;

/** A contact as the caller sees it; `select` null shows all, the id and version are always there. */
export function contactRow(
  call: Call,
  contact: StoredContact,
  { select, listed }: { select: readonly string[] | null; listed: boolean },
): Row {
  const truncate = listed && call.limits.truncateNotes;
  const all: Row = {
    id: contactId(call, contact),
    createdDateTime: isoTime(contact.created),
    lastModifiedDateTime: isoTime(contact.modified),
    changeKey: contact.changeKey,
    ...Object.fromEntries(Object.keys(CONTACT_FIELDS).map((name) => [name, contact.fields[name]])),
    personalNotes: listedNote(contact.fields.personalNotes, truncate),
    parentFolderId: contact.folder,
    ...rankedAddresses(contact, call),
  };
  const shown = select ? only(all, ['id', ...select]) : all;
  return { '@odata.etag': etagOf(contact), ...shown, ...expandedParts(contact, call) };
}

export function folderRow({ id, displayName, parentFolderId }: StoredFolder, select: readonly string[] | null): Row {
  const all = { id, parentFolderId, displayName };
  return select ? only(all, ['id', ...select]) : all;
}

export const categoryRow = ({ id, displayName, color }: Category): Row => ({ id, displayName, color });

/** `@odata.context` of a reply under the user's own path, with the $select as the service writes it. */
export function contextOf({ base, state, query }: Call, what: string): Row {
  const [head = '', ...rest] = what.split('/');
  const chosen = query.select ? `(${query.select.join(',')})` : '';
  const tail = rest.length > 0 ? `/${rest.join('/')}` : '';
  return { '@odata.context': `${base}/$metadata#users('${state.mailbox.id}')/${head}${chosen}${tail}` };
}
