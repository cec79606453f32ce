import { graphError } from './errors';
import { markKey } from './extendedProperties';
import type { ExtendedProperty } from './shapes';
import type { StoredContact } from './model';

export interface ContactFilter {
  /** Extended properties are searched over the whole mailbox, everything else in the folder [docs: extended properties]. */
  readonly wholeMailbox: boolean;
  test(contact: StoredContact): boolean;
}

const TEXT = "'((?:[^']|'')*)'";
const fold = (text: string): string => text.replace(/''/g, "'").toLowerCase();
const pattern = (source: string): RegExp => new RegExp(`^\\s*${source.replace(/ /g, '\\s*')}\\s*$`, 'i');

const EMAIL = pattern(`emailAddresses/any\\( (\\w+) : \\1/address \\s+eq\\s+ ${TEXT} \\)`);
const MARK = pattern(
  `singleValueExtendedProperties/any\\( (\\w+) : \\1/id \\s+eq\\s+ ${TEXT} \\s+and\\s+ \\1/value \\s+eq\\s+ ${TEXT} \\)`,
);
/** Not documented, but n8n's Outlook node searches contacts so and the live service answers it. */
const CONTAINS = pattern(`(contains|startswith)\\( displayName , ${TEXT} \\)`);

function byEmail([, , address = '']: RegExpExecArray): ContactFilter {
  const wanted = fold(address);
  const emails = (contact: StoredContact) => contact.fields.emailAddresses as { address?: string }[];
  return {
    wholeMailbox: false,
    test: (contact) => emails(contact).some((email) => fold(email.address ?? '') === wanted),
  };
}

type Marked = { readonly marks: readonly ExtendedProperty[] };

function markTest([, , id = '', value = '']: RegExpExecArray): (item: Marked) => boolean {
  const [key, wanted] = [markKey(id.replace(/''/g, "'")), fold(value)];
  if (key === null) throw graphError(400, 'ErrorInvalidUrlQueryFilter', `The extended property id '${id}' is invalid.`);
  return ({ marks }) => marks.some((mark) => mark.value.toLowerCase() === wanted && markKey(mark.id) === key);
}

const byMark = (match: RegExpExecArray): ContactFilter => ({ wholeMailbox: true, test: markTest(match) });

/** The test of a filter by one extended property; null for a filter of any other form. */
export function readMarkFilter(filter: string | null): ((item: Marked) => boolean) | null {
  const match = filter === null ? null : MARK.exec(filter);
  return match ? markTest(match) : null;
}

function byName([, how = '', part = '']: RegExpExecArray): ContactFilter {
  const wanted = fold(part);
  const name = (contact: StoredContact) => String(contact.fields.displayName ?? '').toLowerCase();
  const whole = how.toLowerCase() === 'contains';
  return { wholeMailbox: false, test: (c) => (whole ? name(c).includes(wanted) : name(c).startsWith(wanted)) };
}

const NAME_IS = pattern(`displayName \\s+eq\\s+ ${TEXT}`);

function byWholeName([, whole = '']: RegExpExecArray): ContactFilter {
  const wanted = fold(whole);
  return { wholeMailbox: false, test: ({ fields }) => String(fields.displayName ?? '').toLowerCase() === wanted };
}

const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => ContactFilter])[] = [
  [EMAIL, byEmail],
  [MARK, byMark],
  [CONTAINS, byName],
  [NAME_IS, byWholeName],
];

/** Reads a `$filter` on contacts: by e-mail address, by one extended property, by name. All else is refused with 400. */
export function readContactFilter(filter: string): ContactFilter {
  for (const [form, make] of FORMS) {
    const match = form.exec(filter);
    if (match) return make(match);
  }
  throw graphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
}
