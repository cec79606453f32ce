import { createHash, timingSafeEqual, createHmac } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { UsageError } from '../../engine/errors';
import { asString } from '../../sync/model';
import { hasArchiveKey, keyOf } from '../shared/archive';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How callers prove who they are; `none` is for a page that something in front of n8n protects already. */
export type Auth =
  | { readonly by: 'basic'; readonly user: string; readonly password: string }
  | { readonly by: 'header'; readonly name: string; readonly value: string }
  | { readonly by: 'none' };

/** Who decides, as far as the sign-in can tell; null: they may not come in. */
export type Caller = {
  readonly name: string;
  /** Their e-mail address, lower case, where a proxy that knows the secret header tells it; '' where none does. */
  readonly address: string;
} | null;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes as long for a near miss as for nonsense. */
const equalsInConstantTime = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));

const firstValue = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

/** "user:password" of a Basic Authorization header; '' where there is none. */
function basicPair(headers: Headers): string {
  const [scheme, data = ''] = firstValue(headers.authorization).split(' ');
  return /^basic$/i.test(scheme ?? '') ? Buffer.from(data, 'base64').toString('utf8') : '';
}

const forwardedUser = (headers: Headers): string =>
  firstValue(headers['x-forwarded-user']) ||
  firstValue(headers['x-forwarded-email']) ||
  firstValue(headers['remote-user']);

const forwardedAddress = (headers: Headers): string =>
  [firstValue(headers['x-forwarded-email']), firstValue(headers['x-auth-request-email']), forwardedUser(headers)]
    .map((one) => one.trim().toLowerCase())
    .find((one) => one.includes('@')) ?? '';

/** Who is calling. x-forwarded-user is believed of a proxy that knows the secret header only; empty secrets open nothing. */
export function authenticate(lock: Auth, headers: Headers): Caller {
  if (lock.by === 'none') return { name: 'anyone', address: '' };
  if (lock.by === 'basic') {
    const isRight = equalsInConstantTime(basicPair(headers), `${lock.user}:${lock.password}`);
    return isRight && lock.user !== '' && lock.password !== '' ? { name: lock.user, address: '' } : null;
  }
  const isRight = equalsInConstantTime(firstValue(headers[lock.name.toLowerCase()]), lock.value);
  if (!isRight || lock.name === '' || lock.value === '') return null;
  return { name: forwardedUser(headers) || 'signed-in user', address: forwardedAddress(headers) };
}

/** Does a request say anything that could be a sign-in? A browser's first one does not, and is no guess. */
export const triesToSignIn = (lock: Auth, headers: Headers): boolean =>
  (lock.by === 'basic' && basicPair(headers) !== '') ||
  (lock.by === 'header' && firstValue(headers[lock.name.toLowerCase()]) !== '');

/** A page without a sign-in may show what its maker has the key to, but not what all who make workflows here share. */
export async function requireSignIn(context: IHookFunctions | IWebhookFunctions): Promise<void> {
  if (hasArchiveKey(context)) await keyOf(context);
  else if (context.getNodeParameter('authentication') === 'none')
    throw new UsageError(
      'This page would show the common archive of this n8n, with the syncs of others, to everybody who knows its address.',
      'Choose Basic Auth or Header Auth; or give the node a credential Sync Archive, so that it shows your own archive.',
    );
}

/** How callers of this page prove who they are, as the node is set. Throws when its credential is missing: then nobody may come in. */
export async function authOf(context: IWebhookFunctions): Promise<Auth> {
  const by = context.getNodeParameter('authentication');
  await requireSignIn(context);
  if (by === 'none') return { by: 'none' };
  if (by === 'header') {
    const { name, value } = await context.getCredentials('httpHeaderAuth');
    return { by: 'header', name: asString(name), value: asString(value) };
  }
  const { user, password } = await context.getCredentials('httpBasicAuth');
  return { by: 'basic', user: asString(user), password: asString(password) };
}

/** How long an opened page may be answered. */
const LIFE_MS = 12 * 3600 * 1000;

/** Only who knows the sign-in's secret can make one; a page without a lock has its address to go by, and the Origin check. */
const secretOf = (lock: Auth): string =>
  lock.by === 'basic' ? `${lock.user}:${lock.password}` : lock.by === 'header' ? lock.value : 'open';

const signatureOf = (lock: Auth, page: string, at: string): string =>
  createHmac('sha256', `conflict-review|${secretOf(lock)}`)
    .update(`${page}|${at}`)
    .digest('base64url');

/** A word that goes into every form of this page, so that another site cannot send one for the reader. */
export const csrfToken = (lock: Auth, page: string, now: number): string =>
  `${now}.${signatureOf(lock, page, String(now))}`;

/** Is this a form of this very page, not older than half a day? */
export function isValidCsrfToken(token: unknown, lock: Auth, page: string, now: number): boolean {
  const [at = '', signature = ''] = String(token ?? '').split('.');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(lock, page, at))];
  const isFresh = /^\d+$/.test(at) && now - Number(at) < LIFE_MS && Number(at) <= now;
  return isFresh && given.length === wanted.length && timingSafeEqual(given, wanted);
}

type OriginHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Browsers say where a form comes from; one from elsewhere is refused even with the right word. */
export function isSameOrigin(headers: OriginHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.origin;
  if (typeof origin !== 'string' || !URL.canParse(origin)) return origin === undefined;
  const host = headers['x-forwarded-host'] ?? headers.host;
  return new URL(origin).host === host;
}
