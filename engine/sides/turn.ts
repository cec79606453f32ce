import { setTimeout as sleep } from 'node:timers/promises';
import * as archives from '../../archive';
import { readTo, type TakeTurn, type ZohoProfile } from '../../sides/zoho';
import { feedName, type SideRun } from '../cycle';

/** Whoever has to wait for so long, in ms, leaves it to the next run. */
const patienceMs = 60_000;
const lookEveryMs = 100;

/** The turn to create in a CRM to which several syncs of this archive write. */
export const turnIn =
  ({ archive, cycle, side }: SideRun, profile: ZohoProfile): TakeTurn =>
  async () => {
    const account = await archives.sharedAccount(archive, cycle);
    if (account === null) return 'alone';
    const since = Date.now();
    while (!(await archives.takeTurn(archive, cycle, account, Date.now()))) {
      if (Date.now() - since > patienceMs) return 'busy';
      await sleep(lookEveryMs);
    }
    const known = { versions: (refs: readonly string[]) => archives.versionsOf(archive, cycle.sync, side, refs) };
    const read = readTo(await archives.readCursor(archive, cycle.sync, side, feedName));
    return { profile, since: read, known, end: () => archives.endTurn(archive, cycle, account) };
  };
