import { createHash, timingSafeEqual } from 'node:crypto';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How callers prove who they are; `none` is for a page that something in front of n8n protects already. */
export type Lock =
  | { readonly by: 'basic'; readonly user: string; readonly password: string }
  | { readonly by: 'header'; readonly name: string; readonly value: string }
  | { readonly by: 'none' };

/** Who decides, as far as the door can tell; null: they may not come in. */
export type Visitor = { readonly name: string } | null;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes as long for a near miss as for nonsense. */
const same = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));

const one = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

/** "user:password" of a Basic Authorization header; '' where there is none. */
function basicPair(headers: Headers): string {
  const [scheme, data = ''] = one(headers.authorization).split(' ');
  return /^basic$/i.test(scheme ?? '') ? Buffer.from(data, 'base64').toString('utf8') : '';
}

const forwardedUser = (headers: Headers): string =>
  one(headers['x-forwarded-user']) || one(headers['x-forwarded-email']) || one(headers['remote-user']);

/**
 * Who is calling. A proxy that knows the secret header may name its user (x-forwarded-user); of anybody else that name is not
 * believed. Empty secrets open nothing.
 */
export function visitorOf(lock: Lock, headers: Headers): Visitor {
  if (lock.by === 'none') return { name: 'anyone' };
  if (lock.by === 'basic') {
    const isRight = same(basicPair(headers), `${lock.user}:${lock.password}`);
    return isRight && lock.user !== '' && lock.password !== '' ? { name: lock.user } : null;
  }
  const isRight = same(one(headers[lock.name.toLowerCase()]), lock.value);
  return isRight && lock.name !== '' && lock.value !== '' ? { name: forwardedUser(headers) || 'signed-in user' } : null;
}
