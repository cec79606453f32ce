/**
 * What may be taken from a vendor's answer into an error: words that can only be identifiers.
 * Vendors echo values and tokens in their messages, so no free text of theirs is ever shown.
 */
const identifier = /^[A-Za-z][A-Za-z0-9_.]{1,79}$/;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Long and full of digits: rather a token or a key than a name. */
const isTokenLike = (word: string): boolean => word.length > 20 && word.replace(/\D/g, '').length > 3;

export function asCode(value: unknown): string | null {
  const word = typeof value === 'string' ? value.trim() : '';
  return identifier.test(word) && !isTokenLike(word) ? word : null;
}

export const asGuid = (value: unknown): string | null => (typeof value === 'string' && guid.test(value) ? value : null);

/** `https://host/a/b?x=y` → `/a/b`; a relative path loses its query likewise. */
export const pathOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? '');

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
