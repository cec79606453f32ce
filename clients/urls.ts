import { compact } from 'lodash';
import { reason, type Label } from '../reasons';
import { ApiError, type ApiSide } from './errors';

/** Half a surrogate pair has no percent-encoding at all; services show it as this sign, too. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** A value as it stands in a query: never throws, whatever the text. */
export const encoded = (text: string): string => encodeURIComponent(wellFormed(text));

/**
 * An ID or a name as one part of an address. `.` and `..` have no encoded form: every URL parser takes them for "here" and "one
 * up", so a request for such a record would reach another address. Throws ApiError (radius record), nothing is sent.
 */
function pathSegment(side: ApiSide, text: string): string {
  if (text !== '.' && text !== '..') return encoded(text);
  throw new ApiError({
    side,
    status: null,
    code: 'notAnId',
    radius: 'record',
    reason: reason('notAnId', { text }),
  });
}

/** A template whose values become parts of an address. */
const pathOf =
  (side: ApiSide) =>
  (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
    parts.map((part, i) => part + (i < ids.length ? pathSegment(side, ids[i] ?? '') : '')).join('');

const parseUrl = (url: string): URL | null => {
  try {
    return new URL(url);
  } catch {
    return null;
  }
};

const isBelow = (url: URL, base: URL): boolean => {
  const folder = base.pathname.replace(/\/+$/, '');
  const below = folder === '' || url.pathname === folder || url.pathname.startsWith(`${folder}/`);
  return url.origin === base.origin && below && url.username === '' && url.password === '';
};

const hostOrNull = (url: string): string | null => parseUrl(url)?.host || null;

export const invalidAddress: Label = { en: 'an address that is not valid', ja: '無効なアドレス' };
const unknownHost: Label = { en: 'an unknown host', ja: '不明なホスト' };

/** The host of an address, for a reason. */
export const hostName = (url: string): string | Label => (URL.canParse(url) ? new URL(url).host : unknownHost);

/** The refusal to give a token to a host it does not belong to. */
export const foreignHost = (side: ApiSide, url: string, allowed: readonly string[]): ApiError =>
  new ApiError({
    side,
    status: null,
    code: 'foreignHost',
    radius: 'side',
    reason: reason('foreignHost', {
      host: hostOrNull(url) ?? invalidAddress,
      allowed: compact(allowed.map(hostOrNull)),
    }),
  });

/** Lets only URLs below `base` pass: the sender puts the token on whatever it is given, and links come from outside. */
export function assertHost(side: ApiSide, url: string, base: string): string {
  const target = parseUrl(url);
  const allowed = parseUrl(base);
  if (target && allowed && isBelow(target, allowed)) return url;
  throw foreignHost(side, url, [base]);
}

/** graphPath`/me/contacts/${id}`: ids hold `/`, `+` and `=` and must be encoded, else Graph reads another path (learn: "outlook-immutable-id"). */
export const graphPath = pathOf('outlook');

/** `?a=b&…`, values encoded: the SDK does not encode them. Keys keep their `$`. */
export function graphQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = pairs.map(([key, value]) => `${key}=${encoded(String(value))}`).join('&');
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/** zohoPath`/${module}/${id}/Emails`: names and ids as parts of an address below /crm/v8. Throws ApiError for `.` and `..`. */
export const zohoPath = pathOf('zoho');
