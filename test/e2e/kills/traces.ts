import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveFile, withArchive } from '../harness/archiveFile';

/** n8n notes in a file which node begins and ends, to find out after a crash what was under way; so can we. */
interface NodeEvent {
  readonly eventName: string;
  readonly payload?: { readonly executionId?: string; readonly nodeName?: string; readonly workflowId?: string };
}

function events(home: string): readonly NodeEvent[] {
  const file = join(home, '.n8n', 'n8nEventLog.log');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as NodeEvent] : [];
      } catch {
        return []; // the line that the kill cut off
      }
    });
}

const ofExecution = (home: string, id: string): readonly NodeEvent[] =>
  events(home).filter(({ payload }) => payload?.executionId === id);

/** In which node an execution was cut off: `before …`, a node's name, or null where it had ended. */
export function hitNode(home: string, execution: string): string | null {
  const mine = ofExecution(home, execution);
  const named = (name: string): string[] =>
    mine.filter(({ eventName }) => eventName === name).map(({ payload }) => payload?.nodeName ?? '');
  if (mine.some(({ eventName }) => /^n8n\.workflow\.(success|failed)$/.test(eventName))) return null;
  const [begun, ended] = [named('n8n.node.started'), named('n8n.node.finished')];
  return (
    begun.find((name) => !ended.includes(name)) ?? (begun.length === 0 ? 'before the first node' : 'between nodes')
  );
}

/** What the archive says right after a kill. */
export interface Wreck {
  /** creates whose outcome nobody knows */
  readonly intents: number;
  readonly links: number;
  /** how long each lease still keeps others out, in ms */
  readonly leases: readonly number[];
  /** what SQLite itself finds wrong with the file; empty is good */
  readonly damage: readonly string[];
}

const none: Wreck = { intents: 0, links: 0, leases: [], damage: [] };

/** Looks at the archive by SQL alone, at the syncs whose names begin so; before the first run there is none. */
export function wreckIn(home: string, syncs: string): Wreck {
  if (!existsSync(archiveFile(home))) return none;
  const now = Date.now();
  return withArchive(home, (db) => {
    const made = db.prepare("SELECT name FROM sqlite_schema WHERE name = 'intent'").get();
    if (!made) return none;
    const count = (table: string): number =>
      Number(db.prepare(`SELECT count(*) AS n FROM ${table} WHERE sync LIKE ?`).get(`${syncs}%`)?.n);
    const leases = db.prepare('SELECT lease_until FROM sync WHERE holder IS NOT NULL').all();
    const checks = db.prepare('PRAGMA integrity_check').all();
    return {
      intents: count('intent'),
      links: count('link'),
      leases: leases.map(({ lease_until: until }) => Math.max(0, Number(until) - now)),
      damage: checks.map(({ integrity_check: said }) => String(said)).filter((said) => said !== 'ok'),
    };
  });
}

/** How long after `killedAt` (ms) the first cycle of each sync began, in ms. */
export const waitsAfter = (home: string, killedAt: number): readonly number[] =>
  withArchive(home, (db) => {
    const rows = db
      .prepare('SELECT min(started_at) AS first FROM cycle WHERE started_at > ? GROUP BY sync')
      .all(killedAt);
    return rows.map(({ first }) => Number(first) - killedAt);
  });
