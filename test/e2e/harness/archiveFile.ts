import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where our nodes keep the archive in n8n's folder. */
export const archiveFile = (home: string): string =>
  join(home, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite');

/** Does something with the archive beside the running n8n, by SQL alone: what is looked at must not be read by the code that wrote it. */
export function withArchive<T>(home: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(archiveFile(home), { timeout: 5000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/**
 * A run that died or failed keeps its lease for two minutes, so that a slow one is never overtaken. Nobody wants to wait
 * that long in a test; what happens before it lapses has a test of its own.
 */
export const letLeaseLapse = (home: string): void =>
  withArchive(home, (db) => db.exec('UPDATE sync SET lease_until = 0'));

/** As if the pause of a refused record (five minutes at first) were over. */
export const letParkedBeDue = (home: string): void =>
  withArchive(home, (db) => db.exec("UPDATE record SET next_try = 0 WHERE status = 'parked'"));

export interface Loser {
  readonly field: string;
  readonly outlook: unknown;
  readonly zoho: unknown;
  readonly winner: string;
}

/** The values that lost a conflict, as the journal keeps them. */
export function losersIn(home: string): readonly Loser[] {
  const rows = withArchive(home, (db) => db.prepare("SELECT clashes FROM journal WHERE clashes <> 'null'").all());
  return rows.flatMap(({ clashes }) => JSON.parse(String(clashes)) as Loser[]);
}
