import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where big things are kept between runs and checkouts: Node 24 and n8n. */
export const cacheRoot = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-zoho-outlook');

/** The first 16 hex digits of the SHA-256 of some files' bytes: names a cache folder or a stamp. */
export function fingerprint(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** A file's text, or undefined when there is none. */
export function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What lets plain Node run our TypeScript as jest does, without tsx. */
export const preloads = ['nodeFiles.cjs', 'plainTypescript.cjs'].flatMap((name) => [
  '--require',
  join(root, 'scripts', 'lib', name),
]);
