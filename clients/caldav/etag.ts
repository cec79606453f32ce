/**
 * A mark in one spelling: quoted, as headers have it, and never weak. A weak mark never matches [RFC 9110 section 13.1.1], yet
 * proxies that pack an answer weaken the marks of servers that know better. null for none.
 */
export function asMark(etag: string | null): string | null {
  const strong = (etag ?? '').trim().replace(/^W\//, '');
  if (strong === '') return null;
  return strong.startsWith('"') ? strong : `"${strong}"`;
}
