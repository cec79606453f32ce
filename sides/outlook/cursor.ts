import type { Value } from '../../sync/model';
import type { Scope } from './record';

/** Where the contact feed was read up to, and under which settings; other settings make it worthless. */
export type ContactCursor = {
  /** A delta link, or in the middle of a round a next link. */
  readonly link: string;
  /** Folder id as chosen; null for the default folder. */
  readonly chosen: string | null;
  /** Folder id as found out; null while the default folder has never had a contact. */
  readonly folder: string | null;
  readonly categories: readonly string[];
  /** A reading from the very start is under way. */
  readonly full: boolean;
};

const isCursor = (value: Value): value is ContactCursor & Value =>
  typeof value === 'object' && value !== null && typeof (value as { link?: unknown }).link === 'string';

/** The cursor, if it was made under the same settings; null starts over. */
export function usable(
  value: Value,
  chosen: string | null,
  { categories }: Pick<Scope, 'categories'>,
): ContactCursor | null {
  if (!isCursor(value)) return null;
  const same = value.chosen === chosen && JSON.stringify(value.categories) === JSON.stringify(categories);
  return same ? value : null;
}
