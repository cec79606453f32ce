import { encoded, segment } from '../segment';

/** graphPath`/me/contacts/${id}`: ids hold `/`, `+` and `=` and must be encoded, else Graph reads another path (learn: "outlook-immutable-id"). */
export const graphPath = (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
  parts.map((part, i) => part + (i < ids.length ? segment('outlook', ids[i] ?? '') : '')).join('');

/** `?a=b&…`, values encoded: the SDK does not encode them. Keys keep their `$`. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = pairs.map(([key, value]) => `${key}=${encoded(String(value))}`).join('&');
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}
