import { DateTime } from 'luxon';
import { bad } from './errors';

const written = new Map<string, string>();

/** Zoho's form: whole seconds, in the zone of the user who asks. Many records share a second, so the last ones are kept. */
export function zohoTime(ms: number, zone: string): string {
  const key = `${Math.floor(ms / 1000)} ${zone}`;
  const known = written.get(key);
  if (known) return known;
  if (written.size > 5000) written.clear();
  const text = DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
  written.set(key, text);
  return text;
}

/** Times are compared in whole seconds, as they are shown. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** Reads an ISO instant with an offset (a `+` that became a space in a query is not forgiven); null when it is none. */
export function instant(text: unknown): number | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text))
    return null;
  const parsed = DateTime.fromISO(text);
  return parsed.isValid ? parsed.toMillis() : null;
}

/** Reads a conditional header: ISO as Zoho documents it, or an HTTP date. */
export function headerTime(name: string, value: string | undefined): number | null {
  if (!value) return null;
  const time = instant(value) ?? (/GMT$/.test(value) ? Date.parse(value) : null);
  if (time === null || Number.isNaN(time))
    throw bad('INVALID_DATA', { header_name: name, expected_data_type: 'datetime' });
  return time;
}

export const isDate = (text: unknown): boolean =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid;
