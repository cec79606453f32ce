import { chunk, pick, pickBy, uniq } from 'lodash';
import { type GraphBatchItem, type GraphClient, graphPath } from '../../../clients/graph';
import { reason, type Reason } from '../../../reasons';
import { sameValue } from '../../../sync/compare';
import { kinds } from '../../../sync/kinds';
import { type Fields, type Write, asString, asArray, asObject, stringOrNull } from '../../../sync/model';
import type { WriteDone, WriteJob, WriteJobs, WriteResults } from '../../types';
import { notesOf, sendWrites } from '../batch';
import { ZOHO_CATEGORY, modifiedOf, versionOf } from '../record';
import { contactsPath, readLive } from './feed';
import { changedList, mostIn, type ListChange } from './lists';
import type { ExtendedProperty, FieldMapping, GraphContact, NameParts } from './record';
import { addressOf, namesOf, INTENT_PROPERTY, fieldMap, toNeutral, notInReplies } from './record';

type NameOrder = (names: NameParts) => string;

export interface OutlookWriting {
  /** Where new contacts go; null for the default folder. */
  readonly folderId: string | null;
}

const joinNames = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

const eastAsian = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** The name a new contact is shown by: family name first where the name is written so. */
function newDisplayName(names: NameParts): string {
  const familyFirst = eastAsian.test(names.surname + names.givenName);
  return familyFirst
    ? joinNames(names.surname, names.givenName)
    : joinNames(names.givenName, names.middleName, names.surname);
}

/** How Outlook, phones and people put a display name together; a new contact's way goes first. */
const nameOrders: readonly NameOrder[] = [
  newDisplayName,
  (names) => joinNames(names.title, names.givenName, names.middleName, names.surname, names.generation),
  (names) => joinNames(names.givenName, names.middleName, names.surname, names.generation),
  (names) => joinNames(names.title, names.givenName, names.middleName, names.surname),
  (names) => joinNames(names.title, names.givenName, names.surname),
  ({ givenName, middleName, surname }) => joinNames(givenName, middleName, surname),
  ({ givenName, surname }) => joinNames(givenName, surname),
  ({ givenName, surname }) => joinNames(surname, givenName),
  ({ givenName, surname }) => [surname, givenName].filter(Boolean).join(', '),
  ({ givenName, middleName, surname }) => [surname, joinNames(givenName, middleName)].filter(Boolean).join(', '),
  ({ givenName, surname }) => `${surname}${givenName}`,
  ({ givenName, surname }) => [surname, givenName].filter(Boolean).join('　'),
];

/** A text put together of the old names, of the new ones; any other as it is. */
function inSameManner(shown: string, before: NameParts, after: NameParts): string {
  const manner = nameOrders.find((compose) => compose(before) === shown);
  return manner ? manner(after) || shown : shown;
}

/**
 * The display name to send with a patch. Graph may make up a new one whenever it is left out, so it always goes along:
 * put together anew in the same manner if it was made of the old names, kept as it is if a person chose it.
 */
const updatedDisplayName = (shown: string, before: NameParts, after: NameParts): string =>
  shown.trim() ? inSameManner(shown, before, after) : newDisplayName(after);

/** How Outlook files a person: family name first, in the West with a comma. The API leaves it blank [seen live: allodia]. */
const newFileAs = (names: NameParts): string =>
  eastAsian.test(names.surname + names.givenName)
    ? newDisplayName(names)
    : [names.surname, joinNames(names.givenName, names.middleName)].filter(Boolean).join(', ');

/** A JSON body under construction. */
export type Body = Record<string, unknown>;

/** Every part goes along, '' for a blank one: Graph replaces the address as a whole. */
function putPart(body: Body, place: { property: string; part: string }, value: string, extra: GraphContact): void {
  body[place.property] = { ...addressOf(body[place.property] ?? extra[place.property]), [place.part]: value };
}

/** An empty value takes the property away. */
function putExtended(body: Body, id: string, value: string): void {
  body.singleValueExtendedProperties = [
    ...asArray<ExtendedProperty>(body.singleValueExtendedProperties),
    { id, value },
  ];
}

/** Outlook's clients store a birthday at 11:59 UTC: from zone -11 to +12 that is the same day, as midnight is not. */
const birthdayInstant = (value: string): string | null => (value ? `${value.slice(0, 10)}T11:59:00Z` : null);

type How = Pick<Write, 'beside' | 'undone'>;

function putField(body: Body, place: FieldMapping, change: ListChange, extra: GraphContact): void {
  const { value } = change;
  if (place.kind === 'first') body[place.property] = changedList(place.property, extra[place.property], change);
  else if (place.kind === 'address') putPart(body, place, value, extra);
  else if (place.kind === 'extended') putExtended(body, place.id, value);
  else if (place.kind === 'date') body[place.property] = birthdayInstant(value);
  else body[place.property] = value || (place.property === 'personalNotes' ? '' : null);
}

function bodyFrom(fields: Fields, extra: GraphContact, { beside = [], undone }: How = {}): Body {
  const body: Body = {};
  for (const [name, value] of Object.entries(fields)) {
    const place = fieldMap[name];
    const list = place?.kind === 'first' ? undone?.before[place.property] : null;
    const change = { isBeside: beside.includes(name), was: Array.isArray(list) ? list : null };
    if (place) putField(body, place, { value: asString(value), ...change }, extra);
  }
  return body;
}

/** The names as they are once the patch is done. */
const namesAfter = (before: NameParts, fields: Fields): NameParts => ({
  ...before,
  ...('firstName' in fields && { givenName: asString(fields.firstName) }),
  ...('lastName' in fields && { surname: asString(fields.lastName) }),
});

/** Of an undo: how somebody was shown or filed before, where that is still as the undone write made it. */
const restored = (name: string, shown: string, { undone }: How): string | null =>
  undone && undone.after[name] === shown ? stringOrNull(undone.before[name]) : null;

/** The body of a PATCH: only what the patch changes, plus the display name, which Graph would make up anew. */
export function toPatch({ fields, extra, ...how }: Pick<Write, 'fields' | 'extra'> & How): Body {
  const old = asObject(extra);
  const body = bodyFrom(fields, old, how);
  const before = namesOf(old);
  const after = namesAfter(before, fields);
  const [shown, filed] = [asString(old.displayName), asString(old.fileAs)];
  const displayName = restored('displayName', shown, how) ?? updatedDisplayName(shown, before, after);
  const fileAs = restored('fileAs', filed, how) ?? (filed.trim() ? inSameManner(filed, before, after) : '');
  return { ...body, ...(displayName && { displayName }), ...(fileAs !== filed && { fileAs }) };
}

/** Parts of a name, and how it is shown, which are no fields. */
const besideFields = ['title', 'middleName', 'generation', 'displayName', 'fileAs'];

/**
 * The body of a POST: with the category Zoho, and the mark by which a create whose reply was lost is found again. `before`: what a
 * contact that was deleted had besides its fields.
 */
export function toCreate(fields: Fields, mark: string | null, before: Fields = {}): Body {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => asString(value)));
  const body = bodyFrom(given, before);
  if (mark) putExtended(body, INTENT_PROPERTY, mark);
  const shown = newDisplayName(namesOf(body)) || asString(fields.companyName) || asString(fields.email);
  const fileAs = newFileAs(namesOf(body)) || shown;
  const categories = uniq([ZOHO_CATEGORY, ...asArray<string>(before.categories)]);
  const kept = pickBy(pick(before, besideFields), (value) => asString(value));
  return { ...body, ...(shown && { displayName: shown, fileAs }), ...kept, categories };
}

/** What one $batch takes. */
const BATCH = 20;

type Op = Write['op'];

const itemOf: Readonly<Record<Op, (job: WriteJob, folder: string | null) => GraphBatchItem>> = {
  create: ({ write, intent }, folder) => ({
    method: 'POST',
    path: contactsPath(folder),
    body: toCreate(write.fields, intent, write.undone?.before),
  }),
  update: ({ write }) => ({
    method: 'PATCH',
    path: graphPath`/me/contacts/${write.ref ?? ''}`,
    body: toPatch(write),
    etag: write.version,
  }),
  delete: ({ write }) => ({ method: 'DELETE', path: graphPath`/me/contacts/${write.ref ?? ''}`, etag: write.version }),
};

/** A reply shows no extended properties: what was known of them, or has just been written, stands. */
function shownFields({ write, before }: WriteJob, reply: GraphContact): Fields {
  const known: Fields = { ...before, ...write.fields };
  const unseen = notInReplies.map((name) => [name, known[name] ?? null] as const);
  return { ...toNeutral(reply).fields, ...Object.fromEntries(unseen) };
}

/** What was to stand beside the others, and found no room. */
const withoutRoom = ({ beside = [], fields }: Write, shown: Fields): readonly Reason[] =>
  kinds.contact.fields.flatMap(({ name, type, label }) => {
    const place = fieldMap[name];
    const isLeft = place?.kind === 'first' && beside.includes(name) && !sameValue(type, fields[name], shown[name]);
    return isLeft ? [reason('noRoomBeside', { field: label, most: mostIn(place.property) })] : [];
  });

function contactWritten(job: WriteJob, reply: GraphContact): WriteDone {
  const { aliases, extra } = toNeutral(reply);
  const fields = shownFields(job, reply);
  return {
    outcome: 'done',
    write: job.write,
    ref: job.write.ref ?? String(reply.id),
    version: versionOf(reply),
    modifiedAt: modifiedOf(reply),
    fields,
    extra,
    keys: kinds.contact.keys({ fields, aliases }),
    notes: notesOf(kinds.contact, job.write, fields),
    ambiguous: [],
    unsyncable: withoutRoom(job.write, fields),
  };
}

/**
 * Creates, patches and deletes contacts, 20 a request, each with its own result. Patches and deletes go through only if the
 * contact still has the version the decision was made on. A create carries the mark of its intent. When a whole batch fails
 * for a reason beyond its records, what may have happened is told and an ApiError ends it.
 */
export async function* writeContacts(graph: GraphClient, jobs: WriteJobs, { folderId }: OutlookWriting): WriteResults {
  for (const part of chunk(jobs, BATCH)) {
    const { results, stopped } = await sendWrites(part, {
      ...{ graph, kind: kinds.contact, written: contactWritten },
      item: (job) => itemOf[job.write.op](job, folderId),
      read: (refs) => readLive(graph, refs, folderId),
    });
    yield* stopped ? results.filter(({ outcome }) => outcome === 'unknown') : results;
    if (stopped) throw stopped;
  }
}
