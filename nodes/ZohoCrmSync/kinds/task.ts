import { openIntents } from '../../../archive';
import {
  changeFeed,
  makeRelations,
  readProfile,
  tasks,
  webOf,
  writeRecords,
  type ZohoProfile,
  type ZohoScope,
  type ZohoSettings,
} from '../../../sides/zoho';
import { zohoClient, zohoDomain } from '../../shared/clients';
import { learn, neededProfile } from '../../shared/learn';
import { triggerOf } from '../trigger';
import type { ZohoKind } from '../kinds';

/** Also remembers where people open records of this org: To Do's tasks carry a link there. */
export type TaskSettings = ZohoSettings & { readonly web: string };

export const task: ZohoKind = {
  openFeed: async (context, at, cursor, known) => {
    const zoho = await zohoClient(context);
    const scope = context.getNodeParameter('scope', 0) as ZohoScope;
    const settings: TaskSettings = { module: tasks.name, scope, web: webOf(await zohoDomain(context)) };
    const profile = await learn(context, at, settings, () => readProfile(zoho, tasks));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'zoho');
    return changeFeed(zoho, { module: tasks, profile, settings, cursor, known, sent });
  },
  openWriter: async (context, at, jobs) => {
    const { profile } = await neededProfile<ZohoProfile, TaskSettings>(at);
    const zoho = await zohoClient(context);
    return writeRecords(zoho, jobs, {
      module: tasks,
      profile,
      trigger: triggerOf(context),
      lookups: makeRelations(zoho),
    });
  },
};
