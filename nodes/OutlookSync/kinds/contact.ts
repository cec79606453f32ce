import {
  contactFeed,
  readProfile,
  writeContacts,
  type OutlookProfile,
  type OutlookSettings,
} from '../../../sides/outlook';
import { graphClient } from '../../shared/clients';
import { learn, remembered } from '../../shared/learn';
import { chosenNames, located } from '../../shared/parameters';
import type { OutlookKind } from '../kinds';

export const contact: OutlookKind = {
  openFeed: async (context, at, cursor, known) => {
    const graph = await graphClient(context);
    const settings: OutlookSettings = {
      folderId: located(context, 'folder') || null,
      categories: chosenNames(context, 'categories'),
    };
    await learn(context, at, settings, () => readProfile(graph));
    return contactFeed(graph, { settings, cursor, known });
  },
  /** New contacts go where the sync reads from; Get Changes has noted the folder. */
  openWriter: async (context, at, jobs) => {
    const known = await remembered<OutlookProfile, OutlookSettings>(at.archive, at.cycle.sync, 'outlook');
    return writeContacts(await graphClient(context, at), jobs, { folderId: known?.settings.folderId ?? null });
  },
};
