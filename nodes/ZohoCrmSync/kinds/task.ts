import { noteLeftRecords, openIntents } from '../../../archive';
import type { WriteResult } from '../../../sides/types';
import { kinds } from '../../../sync/kinds';
import type { At } from '../../shared/getChanges';
import {
  crmTaskFeed,
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
import { recurringTasks } from '../../shared/taskProperties';
import { triggerOf } from '../trigger';
import type { ZohoKind } from '../kinds';

/** Also remembers where people open records of this org: To Do's tasks carry a link there. */
export type TaskSettings = ZohoSettings & { readonly web: string };

/** Whom or what a task was not set to be about, and why, is told by the report: nobody looks into every item. */
async function* noting({ archive, cycle }: At, results: AsyncIterable<WriteResult>): AsyncGenerator<WriteResult> {
  for await (const result of results) {
    if (result.outcome === 'done' && result.notes.length > 0) {
      const about = { side: 'zoho' as const, ref: result.ref, label: kinds.task.label(result.fields) };
      const left = result.notes.map((reason) => ({ ...about, reason }));
      await noteLeftRecords(archive, cycle, left, Date.now());
    }
    yield result;
  }
}

export const task: ZohoKind = {
  openFeed: async (context, at, cursor, known) => {
    const zoho = await zohoClient(context);
    const scope = context.getNodeParameter('scope', 0) as ZohoScope;
    const settings: TaskSettings = { module: tasks.name, scope, web: webOf(await zohoDomain(context)) };
    const profile = await learn(context, at, settings, () => readProfile(zoho, tasks));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'zoho');
    return crmTaskFeed(zoho, { recurring: recurringTasks(context), profile, settings, cursor, known, sent });
  },
  openWriter: async (context, at, jobs) => {
    const { profile } = await neededProfile<ZohoProfile, TaskSettings>(at);
    const zoho = await zohoClient(context, at);
    const lookups = makeRelations(zoho);
    return noting(at, writeRecords(zoho, jobs, { module: tasks, profile, trigger: triggerOf(context), lookups }));
  },
};
