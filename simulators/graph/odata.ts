import { badRequest } from './errors';

export interface Query {
  readonly select: readonly string[] | null;
  readonly top: number | null;
  readonly skip: number;
  readonly orderBy: readonly { readonly name: string; readonly down: boolean }[];
  readonly filter: string | null;
  readonly search: string | null;
  /** Ids of singleValueExtendedProperties to show; null when not asked for. */
  readonly expandMarks: readonly string[] | null;
  /** Names of open extensions to show; empty means all, null means not asked for. */
  readonly expandExtensions: readonly string[] | null;
  readonly count: boolean;
  readonly hasExpand: boolean;
  expands(name: string): boolean;
  /** What `$expand=name($select=…)` names; null where it names nothing. */
  nestedSelect(name: string): readonly string[] | null;
  /** A parameter by its name without `$`, in any case; null when it is not given. */
  option(name: string): string | null;
  readonly token: string | null;
  readonly unsupportedInDelta: readonly string[];
  /** The raw parameters, for building the next link. */
  readonly all: URLSearchParams;
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

function readNumber(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text);
  throw badRequest(
    `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
  );
}

const readOrder = (text: string | undefined): Query['orderBy'] =>
  split(text ?? '').map((part) => ({ name: part.split(/\s+/)[0] ?? '', down: /\s+desc$/i.test(part) }));

const ID = "id\\s+eq\\s+'((?:[^']|'')*)'";

/** Reads `(id eq 'a' or id eq 'b')`; a filter of any other form is refused. */
function readIds(filter: string): string[] {
  if (!new RegExp(`^\\s*${ID}(\\s+or\\s+${ID})*\\s*$`, 'i').test(filter))
    throw badRequest('Parsing OData Select and Expand failed: only id eq is supported here.');
  return [...filter.matchAll(new RegExp(ID, 'gi'))].map((match) => (match[1] ?? '').replace(/''/g, "'"));
}

function readExpand(expand: string, name: string): string[] | null {
  const at = new RegExp(`(?:^|,)\\s*${name}\\s*(\\(|,|$)`, 'i').exec(expand);
  if (!at) return null;
  if (at[1] !== '(') return [];
  const inner = /^\s*\$filter\s*=\s*((?:[^')]|'(?:[^']|'')*')*)\)/i.exec(expand.slice(at.index + at[0].length));
  if (!inner) throw badRequest(`Parsing OData Select and Expand failed: ${name} allows $filter only.`);
  return readIds(inner[1] ?? '');
}

const MARKED = 'singleValueExtendedProperties|multiValueExtendedProperties|extensions';

/** What may be expanded, by the kind of item that a path names. */
const EXPANDABLE: readonly (readonly [RegExp, string, string])[] = [
  [/messages\/[^/]+\/attachments\b/i, 'attachment', 'microsoft\\.graph\\.itemattachment\\/item'],
  [/^(me|users\/[^/]+)\/(mailfolders|messages)\b/i, 'message', `${MARKED}|attachments`],
  [/todo\//i, 'todoTask', 'linkedResources|checklistItems|attachments|extensions'],
  [/(events|calendarview|calendars?)\b/i, 'event', `${MARKED}|exceptionOccurrences|instances|attachments|calendar`],
  [/(?:)/, 'contact', `${MARKED}|photo`],
];

function checkExpand(expand: string | undefined, path: string): void {
  const [, type, names] = EXPANDABLE.find(([form]) => form.test(path)) ?? [/(?:)/, 'contact', MARKED];
  if (expand !== undefined && !new RegExp(`^\\s*(${names})\\b`, 'i').test(expand))
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${expand.split('(')[0]}' on type 'microsoft.graph.${type}'.`,
    );
  if (/^\s*singleValueExtendedProperties\s*(,|$)/i.test(expand ?? ''))
    throw badRequest('Expanding singleValueExtendedProperties needs a $filter on id.', 'ErrorInvalidUrlQuery');
}

const lastOf = (all: URLSearchParams): Map<string, string> =>
  new Map([...all].map(([key, value]) => [key.replace(/^\$/, '').toLowerCase(), value]));

/** Reads the query options of a Graph URL. Unknown ones are ignored, as the service does. */
export function readQuery(all: URLSearchParams, path: string): Query {
  const options = lastOf(all);
  const [select, expand] = [options.get('select'), options.get('expand')];
  checkExpand(expand, path);
  return {
    select: select === undefined ? null : split(select),
    top: readNumber(options.get('top'), '$top'),
    skip: readNumber(options.get('skip'), '$skip') ?? 0,
    orderBy: readOrder(options.get('orderby')),
    filter: options.get('filter') ?? null,
    search: options.get('search') ?? null,
    expandMarks: readExpand(expand ?? '', 'singleValueExtendedProperties'),
    expandExtensions: readExpand(expand ?? '', 'extensions'),
    count: options.get('count')?.toLowerCase() === 'true',
    hasExpand: expand !== undefined,
    expands: (name) => new RegExp(`(^|,)\\s*${name}\\b`, 'i').test(expand ?? ''),
    nestedSelect: (name) => {
      const inner = new RegExp(`(?:^|,)\\s*${name}\\s*\\(\\s*\\$select\\s*=([^)]*)\\)`, 'i').exec(expand ?? '');
      return inner ? split(inner[1] ?? '') : null;
    },
    option: (name) => options.get(name.toLowerCase()) ?? null,
    token: options.get('skiptoken') ?? options.get('deltatoken') ?? null,
    unsupportedInDelta: ['filter', 'orderby', 'search'].filter((name) => options.has(name)).map((name) => `$${name}`),
    all,
  };
}

/** Refuses a property that the type does not have, as the service does for $select and $orderby. */
export function checkNames(names: readonly string[], known: readonly string[], type: string): void {
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${wrong}' on type 'microsoft.graph.${type}'.`,
      'RequestBroker--ParseUri',
    );
}
