import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Lock } from './access';

/** How long an opened page may be answered. */
const LIFE_MS = 12 * 3600 * 1000;

/** Only who knows the secret of the door can make one; a page without a lock has its address to go by, and the Origin check. */
const secretOf = (lock: Lock): string =>
  lock.by === 'basic' ? `${lock.user}:${lock.password}` : lock.by === 'header' ? lock.value : 'open';

const signed = (lock: Lock, page: string, at: string): string =>
  createHmac('sha256', `conflict-review|${secretOf(lock)}`)
    .update(`${page}|${at}`)
    .digest('base64url');

/** A word that goes into every form of this page, so that another site cannot send one for the reader. */
export const formToken = (lock: Lock, page: string, now: number): string => `${now}.${signed(lock, page, String(now))}`;

/** Is this a form of this very page, not older than half a day? */
export function isOwnForm(token: unknown, lock: Lock, page: string, now: number): boolean {
  const [at = '', signature = ''] = String(token ?? '').split('.');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signed(lock, page, at))];
  const isFresh = /^\d+$/.test(at) && now - Number(at) < LIFE_MS && Number(at) <= now;
  return isFresh && given.length === wanted.length && timingSafeEqual(given, wanted);
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Browsers say where a form comes from; one from elsewhere is refused even with the right word. */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.origin;
  if (typeof origin !== 'string' || !URL.canParse(origin)) return origin === undefined;
  const host = headers['x-forwarded-host'] ?? headers.host;
  return new URL(origin).host === host;
}
