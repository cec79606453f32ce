import type { Looks } from '../shape';

const has = (row: unknown, name: string): boolean => typeof row === 'object' && row !== null && name in row;

/** Events differ by their type, and what was removed is a row of its own; anything else in a list is of one kind. */
function label(row: unknown): string {
  if (has(row, '@removed')) return '@removed';
  const { type } = (row ?? {}) as { type?: string };
  return has(row, 'seriesMasterId') ? (type ?? '') : '';
}

export const looks: Looks = {
  exact:
    /(^|\.)status$|error\.(innerError\.)?code$|@odata\.type$|@removed\.reason$|headers\.(location|content-type|preference-applied)$/,
  label,
};
