import type { GraphClient } from '../../../clients/graph';
import { hasChanged } from '../../../sync/compare';
import { isOccurrence, kinds } from '../../../sync/kinds';
import { type SideRecord, type SideRecords, deletedRecord } from '../../../sync/model';
import { crmIdsIn, linksOf } from './crmLinks';
import { recordOf, type GraphTask } from './record';
import { allLists, tasksInList, isFlaggedMail, readAnywhere } from './read';
import type { LinkedTask, SyncScope, TaskLinks } from './read';

interface TaskSearch {
  readonly graph: GraphClient;
  readonly scope: SyncScope;
  readonly links: TaskLinks;
}

const keysOf = ({ keys: { strong, weak } }: Pick<SideRecord, 'keys'>): string => [...strong, weak ?? ''].join('\n');
const refsOf = (rows: SideRecords): readonly string[] => rows.map(({ ref }) => ref);

/** Tasks with the id of a CRM task linked to one that is in no list any more: they are it, under another id. */
async function movedIn({ graph, scope, links }: TaskSearch, rows: SideRecords): Promise<SideRecords> {
  const marked = rows.filter(({ state, extra }) => state === 'live' && crmIdsIn(extra).length > 0);
  if (marked.length === 0) return [];
  const crmIds = marked.flatMap(({ extra }) => crmIdsIn(extra));
  const partners = await links.linked('crm', crmIds);
  const others = partners.filter(({ ref, crm }) =>
    marked.some((row) => row.ref !== ref && crmIdsIn(row.extra).includes(crm)),
  );
  if (others.length === 0) return [];
  const taken = new Set((await links.linked('task', refsOf(marked))).map(({ ref }) => ref));
  const former = others.map(({ ref }) => ref);
  const now = await readAnywhere(graph, former, scope.lists, scope);
  const gone = new Set(now.filter(({ state }) => state === 'deleted').map(({ ref }) => ref));
  return marked.flatMap((row) => {
    const was = others.find(({ ref, crm }) => gone.has(ref) && crmIdsIn(row.extra).includes(crm));
    return was && !taken.has(row.ref) ? [{ ...row, previousRef: was.ref }] : [];
  });
}

interface FoundTask {
  readonly list: string;
  readonly task: GraphTask;
  readonly record: SideRecord;
  readonly crm: readonly string[];
}

/** Every task in some lists that belongs to nobody yet, to look for one that got another id. */
async function unlinked({ graph, scope, links }: TaskSearch, lists: readonly string[]): Promise<readonly FoundTask[]> {
  const all: FoundTask[] = [];
  for (const list of lists)
    for await (const task of tasksInList(graph, list))
      all.push({ list, task, record: recordOf(task, { ...scope, list }), crm: linksOf(task).crm });
  const refs = all.map(({ record }) => record.ref);
  const known = await links.linked('task', refs);
  const taken = new Set(known.map(({ ref }) => ref));
  return all.filter(({ record }) => !taken.has(record.ref));
}

/** By the CRM id in its linked resource, else by its key, if just one task has that. */
function findMoved({ crm, keys, ref }: LinkedTask, all: readonly FoundTask[]): FoundTask | null {
  const others = all.filter(({ record }) => record.ref !== ref);
  const marked = others.filter((one) => one.crm.includes(crm));
  if (marked.length > 0) return marked[0] ?? null;
  const alike = others.filter(({ record }) => keysOf(record).trim() !== '' && keysOf(record) === keysOf({ keys }));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** Known by its key only, and with other content: somebody may have made it anew, and what it lacks is no edit. */
const isRecreated = ({ crm, fields }: LinkedTask, found: FoundTask): boolean =>
  !found.crm.includes(crm) && fields !== undefined && hasChanged(kinds.task, found.record.fields, fields);

/** A linked task that is not in its list any more: moved to one that is synced, moved out of them, or deleted. */
function resolveMissing(row: SideRecord, one: LinkedTask, found: FoundTask | null, { lists }: SyncScope): SideRecord {
  if (!found) return row;
  const isSynced = lists.includes(found.list) && found.record.state === 'live';
  if (isSynced && isRecreated(one, found)) return row;
  if (isSynced) return { ...found.record, previousRef: row.ref };
  return { ...deletedRecord(row.ref), state: 'outside', keys: found.record.keys };
}

/** A list leaves out what a task read by itself shows: its rule, for one [seen live: MS365-ToDo#133]. */
async function inFull(graph: GraphClient, found: FoundTask, scope: SyncScope): Promise<FoundTask> {
  const [record] = await readAnywhere(graph, [found.record.ref], [found.list], scope);
  return record?.state === 'live' ? { ...found, record } : found;
}

async function movedAway(search: TaskSearch, rows: SideRecords): Promise<ReadonlyMap<string, SideRecord>> {
  const gone = rows.filter(({ state }) => state === 'deleted');
  const linked = gone.length > 0 ? await search.links.linked('task', refsOf(gone)) : [];
  if (linked.length === 0) return new Map();
  const lists = (await allLists(search.graph)).filter((list) => !isFlaggedMail(list)).map(({ id }) => id);
  let left = await unlinked(search, lists);
  const [graph, scope] = [search.graph, search.scope];
  const resolved = new Map<string, SideRecord>();
  for (const one of linked) {
    const row = gone.find(({ ref }) => ref === one.ref) as SideRecord;
    const found = findMoved(one, left);
    left = left.filter((other) => other !== found);
    resolved.set(one.ref, resolveMissing(row, one, found && (await inFull(graph, found, scope)), scope));
  }
  return resolved;
}

/** A recurring task may keep its id for its next date: its completed occurrence, a new task, is the CRM task's partner. */
async function completedOccurrences(search: TaskSearch, rows: SideRecords): Promise<SideRecords> {
  const open = rows.filter(({ state, fields }) => state === 'live' && isOccurrence(fields));
  const linked = open.length > 0 ? await search.links.linked('task', refsOf(open)) : [];
  const before = new Map(linked.map((one) => [one.ref, one]));
  const movedOn = open.filter((row) => {
    const known = before.get(row.ref);
    return known !== undefined && known.keys.strong.length > 0 && keysOf(known) !== keysOf(row);
  });
  if (movedOn.length === 0) return [];
  const lists = [...new Set(movedOn.flatMap(({ ref }) => before.get(ref)?.list ?? []))];
  const all = (await unlinked(search, lists)).filter(({ task }) => task.status === 'completed');
  return movedOn.flatMap(({ ref }) => {
    const done = all.filter(({ record }) => keysOf(record) === keysOf(before.get(ref) as LinkedTask));
    return done.length === 1 && done[0]?.record.state === 'live' ? [{ ...done[0].record, previousRef: ref }] : [];
  });
}

/**
 * The rows of a page once it is known where tasks went that changed their id: with `former` where the link goes on, as outside
 * where they left what is synced. `first` has to be taken in before `rows`.
 */
export async function trackMovedTasks(
  search: TaskSearch,
  rows: SideRecords,
): Promise<{ readonly first: SideRecords; readonly rows: SideRecords }> {
  const first = await completedOccurrences(search, rows);
  const came = await movedIn(search, rows);
  const arrived = new Map(came.map((row) => [row.ref, row]));
  const formers = new Set(came.map(({ previousRef }) => previousRef));
  const rest = rows.filter(({ ref }) => !formers.has(ref)).map((row) => arrived.get(row.ref) ?? row);
  const resolved = await movedAway(search, rest);
  // its own row knows nothing of the ref it had, and would hide the one that does
  const found = new Set(
    [...resolved.values()].flatMap(({ ref, previousRef }) => (previousRef === undefined ? [] : [ref])),
  );
  return { first, rows: rest.filter(({ ref }) => !found.has(ref)).map((row) => resolved.get(row.ref) ?? row) };
}

/** The completed occurrence that a recurring task left behind when it was completed and moved on; null where there is none. */
export async function completedCopy(
  graph: GraphClient,
  scope: SyncScope,
  of: Pick<SideRecord, 'ref' | 'keys'>,
): Promise<GraphTask | null> {
  for await (const task of tasksInList(graph, scope.list)) {
    const record = recordOf(task, scope);
    if (record.ref !== of.ref && task.status === 'completed' && keysOf(record) === keysOf(of)) return task;
  }
  return null;
}
