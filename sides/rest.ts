import { isEqual } from 'lodash';

/** A record as its service tells it. */
type Raw = Readonly<Record<string, unknown>>;

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Services tell what is blank in many ways. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return isEmpty(value) ? null : value;
  const all = Object.entries(value).map(([name, one]) => [name, told(one)] as const);
  const filled = Object.fromEntries(all.filter(([, one]) => !isEmpty(one)));
  return isEmpty(filled) ? null : filled;
}

const blankLike = (now: unknown): unknown => (Array.isArray(now) ? [] : null);

/** The properties, of these, that are not as they were, as they were. What is blank there is sent as blank. */
export function restOf(names: readonly string[], was: Raw, now: Raw): Raw {
  const other = names.filter((name) => name in now && !isEqual(told(was[name]), told(now[name])));
  return Object.fromEntries(other.map((name) => [name, isEmpty(was[name]) ? blankLike(now[name]) : was[name]]));
}
