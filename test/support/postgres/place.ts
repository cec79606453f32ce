import type { PostgresPlace } from '../../../archive/store/postgres';

/** The schema of an archive with nothing in it, of which others are copied. */
export const pattern = 'pattern';

/** An archive on the tests' server, whose user may everything. */
export const place = (more: Partial<PostgresPlace> = {}): PostgresPlace => ({
  ...{ host: '127.0.0.1', port: Number(process.env.ARCHIVE_SERVER), database: 'postgres', user: 'n8n', password: 'p' },
  ...{ schema: 'zoho_outlook', tls: false, ca: '', connections: 6, statementMs: 60_000, ...more },
});
