import type { Fields, Value } from '../../sync/model';
import type { Email, ExtendedProperty, GraphContact } from './contact';
import { addressOf, list, namesOf, object, text } from './contact';
import type { Names } from './displayName';
import { composeNew, recompose } from './displayName';
import type { Place } from './fields';
import { MARK, places, ZOHO } from './fields';

/** A JSON body under construction. */
export type Body = Record<string, unknown>;

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * The addresses after the first one was changed. Its label stays unless it only repeated the address. An address that was
 * there further down moves up and the old first one takes its place, so that none is lost. Cleared: the next one moves up.
 */
function withFirstEmail(old: readonly Email[], address: string): readonly Email[] {
  const [head, ...tail] = old;
  if (!address) return tail;
  const already = tail.findIndex((email) => same(text(email.address), address));
  if (already >= 0 && head) {
    const rest = tail.map((email, at) => (at === already ? head : email));
    return [{ ...tail[already], address }, ...rest];
  }
  const label = text(head?.name);
  const name = !label || same(label, text(head?.address)) ? address : label;
  return [{ name, address }, ...tail];
}

const withFirst = (old: readonly string[], entry: string): readonly string[] =>
  [entry, ...old.filter((other) => other.trim()).slice(1)].filter(Boolean);

function putFirst(body: Body, property: string, value: string, extra: GraphContact): void {
  const emails = property === 'emailAddresses';
  body[property] = emails
    ? withFirstEmail(list<Email>(extra[property]), value)
    : withFirst(list<string>(extra[property]), value);
}

/** Every part goes along, '' for a blank one: Graph replaces the address as a whole. */
function putPart(body: Body, place: { property: string; part: string }, value: string, extra: GraphContact): void {
  body[place.property] = { ...addressOf(body[place.property] ?? extra[place.property]), [place.part]: value };
}

/** An empty value takes the property away. */
function putExtended(body: Body, id: string, value: string): void {
  body.singleValueExtendedProperties = [...list<ExtendedProperty>(body.singleValueExtendedProperties), { id, value }];
}

/**
 * One minute before noon UTC is how Outlook's own clients store a birthday: read in any zone from -11 to +12 it stays the
 * same calendar day, which midnight would not.
 */
const birthdayInstant = (value: string): string | null => (value ? `${value.slice(0, 10)}T11:59:00Z` : null);

function put(body: Body, place: Place, value: string, extra: GraphContact): void {
  if (place.kind === 'first') putFirst(body, place.property, value, extra);
  else if (place.kind === 'address') putPart(body, place, value, extra);
  else if (place.kind === 'extended') putExtended(body, place.id, value);
  else if (place.kind === 'date') body[place.property] = birthdayInstant(value);
  else body[place.property] = value || (place.property === 'personalNotes' ? '' : null);
}

function patched(fields: Fields, extra: GraphContact): Body {
  const body: Body = {};
  for (const [name, value] of Object.entries(fields)) {
    const place = places[name];
    if (place) put(body, place, text(value), extra);
  }
  return body;
}

/** The names as they are once the patch is done. */
const namesAfter = (before: Names, fields: Fields): Names => ({
  ...before,
  ...('firstName' in fields && { givenName: text(fields.firstName) }),
  ...('lastName' in fields && { surname: text(fields.lastName) }),
});

/** The body of a PATCH: only what the patch changes, plus the display name, which Graph would make up anew. */
export function toVendor(fields: Fields, extra: Value): Body {
  const old = object(extra);
  const body = patched(fields, old);
  const before = namesOf(old);
  const displayName = recompose(text(old.displayName), before, namesAfter(before, fields));
  return displayName ? { ...body, displayName } : body;
}

/** The body of a POST: with the category Zoho, and the mark by which a create whose reply was lost is found again. */
export function toNewVendor(fields: Fields, mark: string | null): Body {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => text(value)));
  const body = patched(given, {});
  if (mark) putExtended(body, MARK, mark);
  const shown = composeNew(namesOf(body)) || text(fields.companyName) || text(fields.email);
  return { ...body, ...(shown && { displayName: shown }), categories: [ZOHO] };
}
