import { badRequest } from './errors';
import type { ExtendedProperty } from './shapes';

const TYPES = 'ApplicationTime|Binary|Boolean|CLSID|Currency|Double|Float|Integer|Long|Object|Short|String|SystemTime';
const NAMED = new RegExp(`^(${TYPES}) \\{([0-9a-f-]{36})\\} (Name|Id) (.+)$`, 'i');
const TAGGED = new RegExp(`^(${TYPES}) (0x[0-9a-f]+)$`, 'i');

/** One spelling for an id: type and GUID do not care about case, a name does [docs: extended properties]. Null when it is no id. */
export function markKey(id: string): string | null {
  const named = NAMED.exec(id);
  if (named) return `${named[1]} {${named[2]}} ${named[3]}`.toLowerCase() + ` ${named[4]}`;
  const tagged = TAGGED.exec(id);
  return tagged ? `${tagged[1]} 0x${Number(tagged[2]).toString(16)}`.toLowerCase() : null;
}

const TYPE_NAMES = TYPES.split('|');

/** The id as the service spells it, whoever wrote it how: `LONG 0x0E08` is `Long 0xe08` [seen live: zammad]. */
function shownId(id: string): string {
  const key = markKey(id) ?? id;
  const type = TYPE_NAMES.find((name) => key.startsWith(`${name.toLowerCase()} `)) ?? '';
  const rest = key.slice(type.length).replace(/ (name|id) /, (word) => (word === ' name ' ? ' Name ' : ' Id '));
  return `${type}${rest}`;
}

function readMark(entry: unknown): ExtendedProperty {
  const { id, value = null } = (entry ?? {}) as { id?: unknown; value?: unknown };
  if (typeof id !== 'string' || markKey(id) === null)
    throw badRequest(`The extended property id '${String(id)}' is invalid.`, 'ErrorInvalidExtendedProperty');
  if (value !== null && typeof value !== 'string')
    throw badRequest("Cannot convert a value of property 'value' to target type 'Edm.String'.", 'RequestBodyRead');
  return { id, value: value ?? '' };
}

/** Reads `singleValueExtendedProperties` of a body; a null value counts as empty. */
export function readMarks(value: unknown): ExtendedProperty[] {
  if (!Array.isArray(value))
    throw badRequest("Property 'singleValueExtendedProperties' must be a collection.", 'RequestBodyRead');
  return value.map(readMark);
}

/** Puts new marks over old ones; an empty value takes the mark away. */
export function mergeMarks(old: readonly ExtendedProperty[], added: readonly ExtendedProperty[]): ExtendedProperty[] {
  const marks = new Map(old.map((mark) => [markKey(mark.id), mark]));
  for (const mark of added) {
    if (mark.value === '') marks.delete(markKey(mark.id));
    else marks.set(markKey(mark.id), mark);
  }
  return [...marks.values()];
}

/** The marks an `$expand` asked for, under the service's own spelling of their ids. */
export function pickMarks(marks: readonly ExtendedProperty[], ids: readonly string[]): ExtendedProperty[] {
  return ids.flatMap((id) => {
    const mark = marks.find((candidate) => markKey(candidate.id) === markKey(id));
    return mark ? [{ id: shownId(id), value: mark.value }] : [];
  });
}
