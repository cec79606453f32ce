import { createHash, randomBytes } from 'node:crypto';

const digest = (purpose: string, text: string): Buffer => createHash('sha256').update(`${purpose}|${text}`).digest();

const checkOf = (secret: string): string => digest('key check', secret).toString('base64url').slice(0, 6);

/** A key to an archive of one's own: 256 random bits, and a check, so that nothing else passes for one: no pet's name, no slip of the hand. */
export function newArchiveKey(): string {
  const secret = randomBytes(32).toString('base64url');
  return `${secret}${checkOf(secret)}`;
}

/** Was it made by `newArchiveKey`? */
export const isArchiveKey = (text: string): boolean =>
  /^[\w-]{49}$/.test(text) && checkOf(text.slice(0, 43)) === text.slice(43);

/** The file that a key opens. Who sees the name does not know the key. */
export const archiveFileOf = (key: string): string => `${digest('archive', key).toString('hex').slice(0, 32)}.sqlite`;
