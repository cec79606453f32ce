/**
 * The shape of JSON, and how two differ: names, types, null against missing, and the values of what is a code. What lies in a list
 * is taken together: a name that only some of the elements have is `missing|string`.
 */
import { groupBy } from 'lodash';

export interface Looks {
  /** Paths whose value is part of the shape: a status, an error's code, a type's name. */
  readonly exact?: RegExp;
  /** Puts the elements of a list into groups with a shape each, such as the masters and the occurrences of a calendar. */
  readonly label?: (element: unknown) => string;
}

const MISSING = Symbol('missing');
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** Form of a text that stands for a time: programs read it by this form. */
function textKind(text: string): string {
  const found = TIME.exec(text);
  if (!found) return 'string';
  const [, clock, , , zone = ''] = found;
  return `${clock ? 'time' : 'date'}${zone && zone !== 'Z' ? '+hh:mm' : zone}`;
}

function kindOf(value: unknown): string {
  if (value === MISSING) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? textKind(value) : typeof value;
}

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => kindOf(value) === 'object';

/** What is said of one path: the kinds of all values there, and the path it lies below. */
interface Place {
  readonly above: string | null;
  readonly kinds: ReadonlySet<string>;
}
type Paths = Map<string, Place>;

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

function fieldsBelow(path: string, rows: readonly Row[]): [string, unknown[]][] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => [join(path, name), rows.map((row) => (name in row ? row[name] : MISSING))]);
}

function elementsBelow(path: string, lists: readonly unknown[][], { label }: Looks): [string, unknown[]][] {
  const groups = groupBy(lists.flat(), (element) => label?.(element) ?? '');
  return Object.entries(groups).map(([name, elements]) => [`${path}[${name}]`, elements]);
}

interface Values {
  readonly above: string | null;
  readonly path: string;
  readonly values: readonly unknown[];
}

function take(paths: Paths, { above, path, values }: Values, looks: Looks): void {
  const isExact = looks.exact?.test(path);
  const kind = (value: unknown): string =>
    isExact && ['string', 'number'].includes(typeof value) ? `= ${String(value)}` : kindOf(value);
  paths.set(path, { above, kinds: new Set(values.map(kind)) });
  const inside = [
    ...fieldsBelow(path, values.filter(isRow)),
    ...elementsBelow(path, values.filter(Array.isArray) as unknown[][], looks),
  ];
  for (const [next, found] of inside) take(paths, { above: path, path: next, values: found }, looks);
}

function pathsOf(value: unknown, looks: Looks): Paths {
  const paths: Paths = new Map();
  take(paths, { above: null, path: '', values: [value] }, looks);
  return paths;
}

const said = (place: Place | undefined): string => (place ? [...place.kinds].sort().join('|') : 'missing');
const holds = (place: Place | undefined): boolean => ['object', 'list'].some((kind) => place?.kinds.has(kind));

/**
 * One line for each path in which the recorded and the own JSON differ, such as `value[].fileAs: life null, simulator string`.
 * What lies below something that only one of them has is not told again.
 */
export function differences(life: unknown, own: unknown, looks: Looks = {}): readonly string[] {
  const [recorded, simulated] = [pathsOf(life, looks), pathsOf(own, looks)];
  const isTold = (path: string): boolean => {
    const above = (recorded.get(path) ?? simulated.get(path))?.above ?? null;
    return above === null || (holds(recorded.get(above)) && holds(simulated.get(above)));
  };
  return [...new Set([...recorded.keys(), ...simulated.keys()])]
    .filter((path) => isTold(path) && said(recorded.get(path)) !== said(simulated.get(path)))
    .map((path) => `${path}: life ${said(recorded.get(path))}, simulator ${said(simulated.get(path))}`);
}

/** Differences on purpose: the line, and why. */
export type Listed = Readonly<Record<string, string>>;

/** What differs and is not listed, and what is listed and does not differ; both empty when all is well. */
export function judge(life: unknown, own: unknown, listed: Listed = {}, looks: Looks = {}) {
  const found = differences(life, own, looks);
  return {
    unlisted: found.filter((line) => !(line in listed)),
    dead: Object.keys(listed).filter((line) => !found.includes(line)),
  };
}

/** The same differences in a part of the answer: `below('value[]', CONTACT)`. */
export const below = (path: string, listed: Listed): Listed =>
  Object.fromEntries(Object.entries(listed).map(([line, reason]) => [join(path, line), reason]));
