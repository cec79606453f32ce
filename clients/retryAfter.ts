import { headerOf, type Headers } from './http';

/**
 * The wait a service asks for, in milliseconds; null where it asks for none that can be read.
 * Seconds may be fractional ("2.128", seen on Graph) or the header an HTTP date (RFC 9110 section 10.2.3).
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const text = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const until = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(until) ? null : Math.max(0, until - now);
}

/** 1 s, 2 s, 4 s … at most 30 s; the upper half is chance, so that many clients do not come back at once. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + random / 2));
