import type { Archive } from '../store/types';

/**
 * No cycle of the sync starts from now on; one that is at work ends as usual. What changes meanwhile is met by the first cycle
 * afterwards. Null: cycles may start again. Since when it is paused stays what it was.
 */
export async function setPaused(a: Archive, sync: string, pausedAt: number | null): Promise<void> {
  const rows = a.db.updateTable('sync').set({ paused_at: pausedAt }).where('name', '=', sync);
  await (pausedAt === null ? rows : rows.where('paused_at', 'is', null)).execute();
}
