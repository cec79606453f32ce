/** A Zoho time, in whatever offset, as ISO in UTC; null for none. Zoho's offset follows the user's zone and changes with summer time. */
export function isoOf(time: unknown): string | null {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** For Zoho's headers and queries: whole seconds and a numeric offset; `Z` is not documented there. */
export const zohoTime = (iso: string | number): string => `${new Date(iso).toISOString().slice(0, 19)}+00:00`;

export const minus = (iso: string, ms: number): string => new Date(Date.parse(iso) - ms).toISOString();
