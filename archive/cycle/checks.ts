import type { Reason } from '../../reasons';
import type { KindName, Side } from '../../sync/model';
import { fromJson } from '../store/rows';
import type { Archive } from '../store/types';

/** What a check found about one thing that a sync needs. */
export interface CheckedLine {
  readonly thing: string;
  readonly verdict: 'ok' | 'attention' | 'fails';
  readonly reason: Reason;
  readonly side: Side | null;
  /** The node that looked. */
  readonly node: string;
}

/** The last check of a sync; of one that has not run yet, too. */
export interface Checked {
  readonly sync: string;
  readonly kind: KindName;
  readonly at: number;
  readonly lines: readonly CheckedLine[];
}

/** Keeps what a check found, in the place of the one before it. */
export async function keepCheck(a: Archive, { sync, kind, at, lines }: Checked): Promise<void> {
  const news = { kind, at, lines: JSON.stringify(lines) };
  await a.db
    .insertInto('checked')
    .values({ sync, ...news })
    .onConflict((conflict) => conflict.column('sync').doUpdateSet(news))
    .execute();
}

/** The last check of each sync that had one. */
export async function lastChecks(a: Archive): Promise<readonly Checked[]> {
  const rows = await a.db.selectFrom('checked').selectAll().orderBy('sync').execute();
  return rows.map(({ lines, ...row }) => ({ ...row, lines: fromJson<readonly CheckedLine[]>(lines) }));
}
