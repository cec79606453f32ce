import type { IExecuteFunctions } from 'n8n-workflow';
import * as archives from '../../../archive';
import type { Linked, LinkedTask, Pairing, SyncScope, TaskLinks } from '../../../sides/outlook';
import { crmIdsIn, linkTasks, listIn } from '../../../sides/outlook';
import { kinds } from '../../../sync/kinds';
import type { Value } from '../../../sync/model';
import { graphClient } from '../../shared/clients';
import type { At } from '../../shared/getChanges';

/** What the archive tells of linked tasks and their lists. */
export const taskLinksIn = ({ archive, cycle: { sync } }: At): TaskLinks => ({
  linked: async (by, ids): Promise<readonly LinkedTask[]> => {
    const links = await archives.linksAmong(archive, sync, by === 'task' ? 'outlook' : 'zoho', ids);
    return links.map(({ refs, outlook }) => ({
      ...{ ref: refs.outlook, crm: refs.zoho, list: listIn(outlook?.extra ?? null) },
      keys: outlook?.keys ?? { strong: [], weak: null },
      fields: outlook?.fields,
    }));
  },
  places: async () => {
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
async function unmarked({ archive, cycle }: At, scope: SyncScope): Promise<readonly Pairing[]> {
  const pairs = await archives.linkedPairs(archive, cycle.sync);
  return pairs
    .filter(({ outlook, zoho }) => !crmIdsIn(outlook.extra).includes(zoho.ref))
    .map(({ outlook, zoho }) => ({
      ...{ task: outlook.ref, list: listIn(outlook.extra) ?? scope.list, crm: zoho.ref },
      title: kinds.task.label(outlook.fields),
    }));
}

/** Whoever still does not show the link is tried again later and later: after a refusal, or where Graph does not show it. */
function triesAfter(before: Tries, tried: readonly Pairing[], { rows }: Linked, now: number): Tries {
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

const leftBy = ({ failed }: Linked) =>
  failed.map(({ pairing, why }) => ({
    ...{ side: 'outlook' as const, ref: pairing.task, label: pairing.title },
    reason: `It has no link to its CRM record in To Do yet. ${why} It is tried again later.`,
  }));

/** Lets tasks show the CRM record they are linked with. Answers how many were linked, and how many could not be. */
export async function markPairs(
  context: IExecuteFunctions,
  at: At,
  scope: SyncScope,
  web: string | null,
): Promise<Readonly<Record<string, number>>> {
  const { archive, cycle, side } = at;
  const now = Date.now();
  const before = triesIn(await archives.readCursor(archive, cycle.sync, side, FEED));
  const isDue = ({ task, crm }: Pairing): boolean => before[task]?.crm !== crm || before[task].next <= now;
  const pairings = (await unmarked(at, scope)).filter(isDue);
  if (pairings.length === 0) return {};
  const linked = await linkTasks(await graphClient(context, at), pairings, scope, web);
  await archives.ingestPage(archive, cycle, side, kinds.task, { rows: linked.rows, cursor: null, now });
  const value = triesAfter(before, pairings, linked, now);
  await archives.writeCursor(archive, cycle, side, { feed: FEED, value }, now);
  await archives.noteLeftRecords(archive, cycle, leftBy(linked), now);
  return { linked: pairings.length - linked.failed.length, notLinked: linked.failed.length };
}
