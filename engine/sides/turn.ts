import * as archives from '../../archive';
import type { Room } from '../../archive';
import { systemClock } from '../../clients/http';
import { readTo, type TakeTurn, type ZohoProfile } from '../../sides/zoho';
import { feedName, type Run, type SideRun } from '../cycle';
import { UsageError } from '../errors';

/** Whoever has to wait for so long, in ms, leaves it to the next run. */
const patienceMs = 60_000;
const lookEveryMs = 100;

/** Waits until nobody else creates there; false where that took too long. */
async function waitFor({ archive, cycle }: Run, room: Room): Promise<boolean> {
  const since = Date.now();
  while (!(await archives.takeTurn(archive, cycle, room, Date.now()))) {
    if (Date.now() - since > patienceMs) return false;
    await systemClock.sleep(lookEveryMs);
  }
  return true;
}

/** The turn to create in a CRM to which several syncs of this archive write. */
export const turnIn =
  (run: SideRun, profile: ZohoProfile): TakeTurn =>
  async () => {
    const { archive, cycle, side } = run;
    const room = await archives.sharedRoom(archive, cycle);
    if (room === null) return 'alone';
    // who looks before creating has to know what this run has just made
    await run.settle?.();
    if (!(await waitFor(run, room))) return 'busy';
    const known = { versions: (refs: readonly string[]) => archives.versionsOf(archive, cycle.sync, side, refs) };
    const read = readTo(await archives.readCursor(archive, cycle.sync, side, feedName));
    return { profile, since: read, known, end: () => archives.endTurn(archive, cycle, room) };
  };

/** Creates what `of` says while no other sync of this archive does; `create` looks first. Throws UsageError after waiting too long. */
export async function inTurn<T>(run: Run, of: Room['of'], create: () => Promise<T>): Promise<T> {
  const { archive, cycle } = run;
  const room = await archives.sharedRoom(archive, cycle, of);
  if (room === null) return create();
  if (!(await waitFor(run, room)))
    throw new UsageError(
      'Other syncs of this archive create records in Zoho CRM all the time, so nobody was created for these mails yet.',
      'Nothing is lost: the next run goes on. Let fewer syncs run at once.',
    );
  return create().finally(() => archives.endTurn(archive, cycle, room));
}
