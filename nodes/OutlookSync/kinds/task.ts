import type { IExecuteFunctions } from 'n8n-workflow';
import { directionOf, ingestPage, linkedPairs, openIntents } from '../../../archive';
import {
  crmIdsIn,
  linkTasks,
  readTodoProfile,
  scopeOf,
  taskFeed,
  writeTasks,
  type TodoProfile,
  type TodoSettings,
} from '../../../sides/outlook';
import { kinds } from '../../../sync/kinds';
import { graphClient } from '../../shared/clients';
import type { At } from '../../shared/getChanges';
import { learn, neededProfile, remembered } from '../../shared/learn';
import { chosenNames, located } from '../../shared/parameters';
import type { OutlookKind } from '../kinds';

type Web = { readonly web?: string };

const scopeFor = async (at: At) => scopeOf(await neededProfile<TodoProfile, TodoSettings>(at));

/** Origin of the CRM's pages, as Get Changes of Zoho CRM Sync has noted it. */
async function webOf({ archive, cycle }: At): Promise<string | null> {
  return (await remembered<unknown, Web>(archive, cycle.sync, 'zoho'))?.settings.web ?? null;
}

/** Pairs whose task does not show its CRM record yet: just linked, or linked by a run that was cut short. */
async function unmarked({ archive, cycle }: At) {
  const pairs = await linkedPairs(archive, cycle.sync);
  return pairs
    .filter(({ outlook, zoho }) => !crmIdsIn(outlook.extra).includes(zoho.ref))
    .map(({ outlook, zoho }) => ({ task: outlook.ref, crm: zoho.ref, title: kinds.task.label(outlook.fields) }));
}

async function markPairs(context: IExecuteFunctions, at: At): Promise<void> {
  if ((await directionOf(at.archive, at.cycle.sync)) === 'toZoho') return;
  const pairings = await unmarked(at);
  if (pairings.length === 0) return;
  const rows = await linkTasks(await graphClient(context), pairings, await scopeFor(at), await webOf(at));
  await ingestPage(at.archive, at.cycle, at.side, kinds.task, { rows, cursor: null, now: Date.now() });
}

export const task: OutlookKind = {
  openFeed: async (context, at, cursor, known) => {
    const graph = await graphClient(context);
    const settings: TodoSettings = {
      listId: located(context, 'taskList') || null,
      categories: chosenNames(context, 'categories'),
    };
    const profile = await learn(context, at, settings, () => readTodoProfile(graph));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'outlook');
    return taskFeed(graph, { profile, settings, cursor, known, sent });
  },
  openWriter: async (context, at, jobs) => {
    const { list, zone } = await scopeFor(at);
    return writeTasks(await graphClient(context), jobs, { list, zone, web: await webOf(at) });
  },
  after: markPairs,
};
