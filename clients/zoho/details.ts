import { asCode, isObject } from '../facts';

/** Keys of Zoho's `details` that hold names of ours or theirs, or limits: never what a record contains. */
const telling = [
  'api_name',
  'param_name',
  'column_name',
  'operator',
  'clause',
  'expected_data_type',
  'reason',
  'limit',
  'maximum_length',
  'minimum_length',
  'line',
  'column',
] as const;

const isLimit = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value));

const shown = (value: unknown): string | number | null => (isLimit(value) ? value : asCode(value));

const permissionsOf = (value: unknown): Record<string, string> => {
  const names = (Array.isArray(value) ? value : []).map(asCode).filter((name) => name !== null);
  return names.length > 0 ? { permissions: names.join(' ') } : {};
};

/** What of `details` may be shown. */
export function factsOf(details: unknown): Readonly<Record<string, string | number>> {
  if (!isObject(details)) return {};
  const pairs = telling.map((key) => [key, shown(details[key])] as const).filter(([, value]) => value !== null);
  return { ...(Object.fromEntries(pairs) as Record<string, string | number>), ...permissionsOf(details.permissions) };
}

/** The field an item's error is about: named, or the end of a path like `$.data[0].Email`. */
export function fieldOf(details: unknown): string | null {
  if (!isObject(details)) return null;
  const last =
    typeof details.json_path === 'string' ? (details.json_path.split('.').at(-1) ?? '').replace(/\[\d+\]$/, '') : null;
  const fromPath = last === 'data' ? null : asCode(last);
  return asCode(details.api_name) ?? fromPath;
}
