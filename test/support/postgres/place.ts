import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { PostgresPlace } from '../../../archive/store/postgres';

/** Where the tests' server keeps what is called so. */
export const placeOf = (name: string, more: Partial<PostgresPlace> = {}): PostgresPlace => ({
  ...{ host: '127.0.0.1', port: Number(process.env.ARCHIVE_SERVER), database: 'postgres', user: 'n8n', password: 'p' },
  schema: `a${createHash('sha256').update(resolve(name)).digest('hex').slice(0, 24)}`,
  ...{ tls: 'off', ca: '', connections: 6, ...more },
});
