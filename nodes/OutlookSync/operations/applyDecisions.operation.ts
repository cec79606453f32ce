import { writeContacts, type OutlookProfile, type OutlookSettings } from '../../../sides/outlook';
import { applyDecisions } from '../../shared/applyDecisions';
import { graphClient } from '../../shared/clients';
import { remembered } from '../../shared/learn';
import type { Operation } from '../../shared/run';

/** New contacts go where the sync reads from; Get Changes has noted the folder. */
export const applyToOutlook: Operation = (context) =>
  applyDecisions(context, 'outlook', async ({ archive, cycle }, jobs) => {
    const known = await remembered<OutlookProfile, OutlookSettings>(archive, cycle.sync, 'outlook');
    return writeContacts(await graphClient(context), jobs, { folderId: known?.settings.folderId ?? null });
  });
