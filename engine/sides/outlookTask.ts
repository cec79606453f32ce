import { reject } from 'lodash';
import { reason } from '../../reasons';
import * as archives from '../../archive';
import {
  crmIdsIn,
  dueIn,
  findTasks,
  linkTasks,
  listIn,
  patchItems,
  placeOfTask,
  readPlace,
  readTodoProfile,
  readWholeTasks,
  restOfTask,
  scopeOf,
  takeBack,
  taskFeed,
  taskLeavings,
  writeTasks,
  type LinkTasksResult,
  type LinkedTask,
  type TaskPair,
  type SyncScope,
  type TaskLinks,
} from '../../sides/outlook';
import { kinds } from '../../sync/kinds';
import { type Value, noKeys } from '../../sync/model';
import { accounts, cachedProfile, loadProfile, requireProfile } from '../account';
import { openIntentsOn, type Run, type SideRun } from '../cycle';
import type { OutlookAccess, SideOfKind } from './kind';

/** What the archive tells of linked tasks and their lists. */
const taskLinksIn = ({ archive, cycle: { sync } }: Run): TaskLinks => ({
  linked: async (by, ids): Promise<readonly LinkedTask[]> => {
    const links = await archives.linksAmong(archive, sync, by === 'task' ? 'outlook' : 'zoho', ids);
    return links.map(({ refs, outlook }) => ({
      ...{ ref: refs.outlook, crm: refs.zoho, list: listIn(outlook?.extra ?? null) },
      keys: outlook?.keys ?? noKeys,
      ...{ fields: outlook?.fields, due: dueIn(outlook?.extra ?? null) },
    }));
  },
  lists: async () => {
    const extras = [...(await archives.extrasOf(archive, sync, 'outlook'))];
    return new Map(extras.flatMap(([ref, extra]) => (listIn(extra) === null ? [] : [[ref, listIn(extra) ?? '']])));
  },
});

/** Links that could not be made: how often it was tried, and when to try again, in ms. By the task's ref. */
type Tries = Readonly<Record<string, { readonly crm: string; readonly tries: number; readonly next: number }>>;
const FEED = 'crmLinks';

const triesIn = (value: Value): Tries =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tries) : {};

/** Pairs whose task does not show its CRM record yet: just linked, or linked by a run that was cut short. */
async function unmarked({ archive, cycle }: Run, scope: SyncScope): Promise<readonly TaskPair[]> {
  const pairs = await archives.linkedPairs(archive, cycle.sync);
  return pairs
    .filter(({ outlook, zoho }) => !crmIdsIn(outlook.extra).includes(zoho.ref))
    .map(({ outlook, zoho }) => ({
      ...{ task: outlook.ref, list: listIn(outlook.extra) ?? scope.list, crm: zoho.ref },
      title: kinds.task.label(outlook.fields),
    }));
}

/** Whoever still does not show the link is tried again later and later: after a refusal, or where Graph does not show it. */
function triesAfter(before: Tries, tried: readonly TaskPair[], { rows }: LinkTasksResult, now: number): Tries {
  const shown = new Map(rows.map(({ ref, extra }) => [ref, crmIdsIn(extra)]));
  const after = tried.map(({ task, crm }) => {
    const tries = (before[task]?.crm === crm ? before[task].tries : 0) + 1;
    return [task, { crm, tries, next: now + archives.pauseAfter(tries) }] as const;
  });
  const open = after.filter(([task, { crm }]) => !shown.get(task)?.includes(crm));
  const names = new Set(tried.map(({ task }) => task));
  const waiting = Object.entries(before).filter(([task, { next }]) => !names.has(task) && next > now);
  return Object.fromEntries([...waiting, ...open]);
}

/** That another app's link is in the way is told once, though it is tried again. */
const leftBy = ({ failed }: LinkTasksResult, before: Tries) =>
  reject(failed, ({ pairing, why }) => why.code === 'oneLinkOnly' && before[pairing.task]?.crm === pairing.crm).map(
    ({ pairing, why }) => ({
      ...{ side: 'outlook' as const, ref: pairing.task, label: pairing.title },
      reason: reason('notLinkedYet', { why }),
    }),
  );

const scopeFor = async (run: SideRun) => scopeOf(await requireProfile(run, accounts.outlook.task));

/** Origin of the CRM's pages, as Get Changes of Zoho CRM Sync has noted it. */
async function webOf(run: Run): Promise<string | null> {
  return (await cachedProfile(run, accounts.zoho.task))?.settings.web ?? null;
}

/** Lets tasks show the CRM record they are linked with. Answers how many were linked, and how many could not be. */
async function markPairs(run: SideRun, { graph }: OutlookAccess): Promise<Readonly<Record<string, number>>> {
  const { archive, cycle, side } = run;
  const scope = await scopeFor(run);
  const now = Date.now();
  const before = triesIn(await archives.readCursor(archive, cycle.sync, side, FEED));
  const isDue = ({ task, crm }: TaskPair): boolean => before[task]?.crm !== crm || before[task].next <= now;
  const pairings = (await unmarked(run, scope)).filter(isDue);
  if (pairings.length === 0) return {};
  const linked = await linkTasks(await graph(run), pairings, scope, await webOf(run));
  await archives.ingestPage(archive, cycle, side, kinds.task, { rows: linked.rows, cursor: null, now });
  const value = triesAfter(before, pairings, linked, now);
  await archives.writeCursor(archive, cycle, side, { feed: FEED, value }, now);
  await archives.writeNotices(archive, cycle, leftBy(linked, before), now);
  return { linked: pairings.length - linked.failed.length, notLinked: linked.failed.length };
}

/** Tasks of Microsoft To Do. */
export const outlookTask = (access: OutlookAccess): SideOfKind => ({
  signIn: access.signIn,
  openFeed: async (run, cursor, known) => {
    const [graph, settings] = [await access.graph(), access.settings.task()];
    const place = () => settings.listId ?? '';
    const profile = await loadProfile(
      run,
      access.signIn,
      {
        account: accounts.outlook.task,
        settings,
        place,
        placeName: access.placeName(),
        look: () => readPlace(graph, 'task', settings.listId),
      },
      () => readTodoProfile(graph),
    );
    const sent = await openIntentsOn(run);
    const links = taskLinksIn(run);
    return taskFeed(graph, { profile, settings, cursor, known, sent, links });
  },
  openWriter: async (run, jobs) => {
    const scope = await scopeFor(run);
    return writeTasks(await access.graph(run), jobs, { scope, crmOrigin: await webOf(run) });
  },
  afterWrites: async (run) =>
    (await archives.directionOf(run.archive, run.cycle.sync)) === 'toZoho' ? {} : await markPairs(run, access),
  takeBack: async function* (run, records, how) {
    const linked = await taskLinksIn(run).linked(
      'task',
      records.map(({ ref }) => ref),
    );
    const crm = new Map(linked.map((one) => [one.ref, one.crm]));
    const { list } = await scopeFor(run);
    yield* takeBack(
      await access.graph(run),
      taskLeavings(list, (ref) => crm.get(ref) ?? null),
      records,
      how,
    );
  },
  whole: () => ({
    read: async (_run, records) => readWholeTasks(await access.graph(), records),
    find: async (run, refs) => findTasks(await access.graph(), refs, await scopeFor(run)),
    rest: async () => restOfTask,
    put: async (run, rests) => patchItems(await access.graph(run), rests, placeOfTask),
  }),
});
