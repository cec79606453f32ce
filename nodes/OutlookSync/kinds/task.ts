import { directionOf, noteLeftRecords, openIntents } from '../../../archive';
import {
  readTodoProfile,
  scopeOf,
  taskFeed,
  writeTasks,
  type LeftList,
  type TodoPage,
  type TodoProfile,
  type TodoSettings,
} from '../../../sides/outlook';
import { graphClient } from '../../shared/clients';
import type { At } from '../../shared/getChanges';
import { learn, neededProfile, remembered } from '../../shared/learn';
import { chosenNames, located } from '../../shared/parameters';
import { recurringTasks } from '../../shared/taskProperties';
import type { OutlookKind } from '../kinds';
import { markPairs, taskLinksIn } from './taskLinks';

type Web = { readonly web?: string };

const scopeFor = async (at: At) => scopeOf(await neededProfile<TodoProfile, TodoSettings>(at));

/** Origin of the CRM's pages, as Get Changes of Zoho CRM Sync has noted it. */
async function webOf({ archive, cycle }: At): Promise<string | null> {
  return (await remembered<unknown, Web>(archive, cycle.sync, 'zoho'))?.settings.web ?? null;
}

const leftOf = ({ list, label, reason }: LeftList) => ({ side: 'outlook' as const, ref: list, label, reason });

/** Lists that had to be left out are told by the report. */
async function* noting({ archive, cycle }: At, pages: AsyncIterable<TodoPage>): AsyncGenerator<TodoPage> {
  for await (const page of pages) {
    if (page.left) await noteLeftRecords(archive, cycle, page.left.map(leftOf), Date.now());
    yield page;
  }
}

export const task: OutlookKind = {
  openFeed: async (context, at, cursor, known) => {
    const graph = await graphClient(context);
    const settings: TodoSettings = {
      listId: located(context, 'taskList') || null,
      furtherLists: chosenNames(context, 'furtherLists'),
      categories: chosenNames(context, 'categories'),
      recurring: recurringTasks(context),
    };
    const profile = await learn(context, at, settings, () => readTodoProfile(graph));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'outlook');
    const links = taskLinksIn(at);
    return noting(at, taskFeed(graph, { profile, settings, cursor, known, sent, links }));
  },
  openWriter: async (context, at, jobs) => {
    const scope = await scopeFor(at);
    return writeTasks(await graphClient(context, at), jobs, { scope, web: await webOf(at) });
  },
  after: async (context, at) => {
    if ((await directionOf(at.archive, at.cycle.sync)) === 'toZoho') return {};
    return await markPairs(context, at, await scopeFor(at), await webOf(at));
  },
};
