import { ApiError, type ApiSide } from './errors';

const parse = (url: string): URL | null => {
  try {
    return new URL(url);
  } catch {
    return null;
  }
};

const isInside = (url: URL, base: URL): boolean => {
  const folder = base.pathname.replace(/\/+$/, '');
  const below = folder === '' || url.pathname === folder || url.pathname.startsWith(`${folder}/`);
  return url.origin === base.origin && below && url.username === '' && url.password === '';
};

const hostOf = (url: string): string | null => parse(url)?.host || null;

/** The refusal to give a token to a host it does not belong to. */
export const foreignHost = (side: ApiSide, url: string, allowed: readonly string[]): ApiError =>
  new ApiError({
    side,
    status: null,
    code: 'foreignHost',
    radius: 'side',
    message: `Refused to send the credential to ${hostOf(url) ?? 'an address that is not valid'}: it belongs to ${allowed.map(hostOf).join(', ') || 'no known host'}.`,
    nextStep:
      'If the service has really moved, choose the right data centre or cloud in the n8n credential; else report this, nothing was sent.',
  });

/**
 * Lets only URLs below `base` pass. The sender puts the credential's token on whatever it is given, and next-links come
 * from outside: a link elsewhere would carry the token there.
 */
export function assertHost(side: ApiSide, url: string, base: string): string {
  const target = parse(url);
  const allowed = parse(base);
  if (target && allowed && isInside(target, allowed)) return url;
  throw foreignHost(side, url, [base]);
}
