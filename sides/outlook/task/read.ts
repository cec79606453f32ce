import { reason, type Reason } from '../../../reasons';
import { ApiError } from '../../../clients/errors';
import { graphPath, type GraphClient } from '../../../clients/graph';
import type { Choices } from '../../types';
import { pageOf } from '../../choices';
import { toIana, unknownZone } from '../../time/dateTime';
import type { RecurringMode } from '../../../sync/kinds';
import { type Fields, type Keys, type SideRecord, type Refs, deletedRecord } from '../../../sync/model';
import { syncedCategories, readFound, readWholes, type Categories } from '../record';
import { graphQuery } from '../../../clients/urls';
import { readOwner } from '../mailbox';
import { listIn, recordOf, type GraphTask, type SentTask, type TaskScope } from './record';
import { inTurns } from '../../row';

export interface TaskList {
  readonly id: string;
  readonly displayName: string;
  readonly wellknownListName?: string;
}

/** What of To Do is synced. */
export interface TodoSettings {
  /** Where new tasks go. Null: the default list. */
  readonly listId: string | null;
  /** Further lists that are synced. */
  readonly furtherLists?: readonly string[];
  /** Further categories; *Zoho* is always among them. */
  readonly categories: Categories;
  readonly recurring?: RecurringMode;
}

/** A task that is linked with a CRM task, as it was last seen. */
export interface LinkedTask {
  readonly ref: string;
  /** Id of the CRM task. */
  readonly crm: string;
  /** Null where it is not known any more. */
  readonly list: string | null;
  readonly keys: Keys;
  /** As the archive last saw it. */
  readonly fields?: Fields;
  /** Its due date as Graph told it then. */
  readonly due?: string;
}

/** What the archive tells of links and lists: Graph gives a task another id when it is moved, so this is how it is known again. */
export interface TaskLinks {
  /** The links of these tasks, or with these CRM tasks. */
  linked(by: 'task' | 'crm', ids: readonly string[]): Promise<readonly LinkedTask[]>;
  /** The list each known task in scope lies in, by its ref. */
  lists(): Promise<ReadonlyMap<string, string>>;
}

/** All lists of a sync. */
export interface SyncScope extends TaskScope {
  readonly lists: readonly string[];
}

export interface ScopeInput {
  readonly profile: TodoProfile;
  readonly settings: TodoSettings;
  /** Creates on this side without an answer, to be recognised by the CRM id in their linked resource. */
  readonly sent?: readonly SentTask[];
}

/** Without $top Graph answers some of the lists and does not say that there are more (contrib#595). */
export async function allLists(graph: GraphClient): Promise<readonly TaskList[]> {
  const all: TaskList[] = [];
  for await (const page of graph.pages('/me/todo/lists', { query: { $top: 100 } }))
    all.push(...(page.value as readonly TaskList[]));
  return all;
}

export const isDefault = ({ wellknownListName }: TaskList): boolean => wellknownListName === 'defaultList';

/** Flagged mail, which To Do shows as if it were tasks. */
export const isFlaggedMail = ({ wellknownListName }: TaskList): boolean => wellknownListName === 'flaggedEmails';

export const tasksPath = (listId: string): string => graphPath`/me/todo/lists/${listId}/tasks`;
export const taskPath = (listId: string, ref: string): string => graphPath`/me/todo/lists/${listId}/tasks/${ref}`;

const kindError = (code: string, why: Reason, status: number | null = null): ApiError =>
  new ApiError({ side: 'outlook', status, code, radius: 'kind', reason: why });

/** For the only list of a sync, and for one of several. `name`: '' where it was never seen. */
export const listGoneReason = (name = ''): Reason => reason('taskListGone', { name });
export const listGone = (name = ''): ApiError => kindError('listNotFound', listGoneReason(name), 404);

const goneCodes = ['folderNotFound', 'listNotFound'];
export const isListGone = (error: unknown): boolean => error instanceof ApiError && goneCodes.includes(error.code);

export async function listExists(graph: GraphClient, listId: string): Promise<boolean> {
  try {
    await graph.get(graphPath`/me/todo/lists/${listId}`);
    return true;
  } catch (error) {
    if (isListGone(error)) return false;
    throw error;
  }
}

/** A task that cannot be found proves its deletion only while its list is still there. Throws when the list is gone. */
async function requireList(graph: GraphClient, listId: string): Promise<void> {
  if (!(await listExists(graph, listId))) throw listGone();
}

/** All tasks of a list with their linked resources; none of a list that is gone. */
export async function* tasksInList(graph: GraphClient, listId: string): AsyncGenerator<GraphTask> {
  try {
    for await (const page of graph.pages(tasksPath(listId), { query: { $expand: 'linkedResources', $top: 100 } }))
      yield* page.value as readonly GraphTask[];
  } catch (error) {
    if (!isListGone(error)) throw error;
  }
}

/** The lists of To Do, the default one first; flagged mail is no list of tasks. */
export async function chooseTaskList(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const lists = (await allLists(graph)).filter((one) => !isFlaggedMail(one));
  const names = lists.toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  const choices = names.map(({ id, displayName }) => ({ name: displayName, value: id }));
  return pageOf(choices, search, token);
}

/** What must be known of a mailbox before its tasks can be read. Plain JSON: it is kept in the archive. */
export type TodoProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** The mailbox's zone as Outlook calls it, normally a Windows name: due dates are its midnights. */
  readonly timeZone: string;
  /** The list everybody has; null where it does not show. */
  readonly defaultList: string | null;
  /** The list of flagged mail, which is never synced. */
  readonly flaggedMail: string | null;
  /** The lists' names by id, for words about a list that is gone. */
  readonly listNames?: Readonly<Record<string, string>>;
};

async function zoneOf(graph: GraphClient): Promise<string> {
  const reply = await graph.get('/me/mailboxSettings/timeZone');
  const zone: unknown = reply?.value;
  if (typeof zone === 'string' && toIana(zone)) return zone;
  const why = unknownZone(typeof zone === 'string' ? zone : '');
  throw kindError('noTimeZone', reason('mailboxZoneUnusable', { why }));
}

/** Reads what tasks need of the mailbox: three requests, to be kept for a day. Throws ApiError. */
export async function readTodoProfile(graph: GraphClient): Promise<TodoProfile> {
  const [{ account, name }, timeZone, lists] = await Promise.all([readOwner(graph), zoneOf(graph), allLists(graph)]);
  return {
    account,
    name,
    timeZone,
    defaultList: lists.find(isDefault)?.id ?? null,
    flaggedMail: lists.find(isFlaggedMail)?.id ?? null,
    listNames: Object.fromEntries(lists.map(({ id, displayName }) => [id, displayName])),
  };
}

/** The list that is synced: the chosen one, else the default one. Throws ApiError for flagged mail, and where there is none. */
function listFor(profile: TodoProfile, chosen: string | null): string {
  const id = chosen ?? profile.defaultList;
  if (id === null) throw kindError('noList', reason('noDefaultList'));
  if (id === profile.flaggedMail) throw kindError('flaggedMail', reason('flaggedMailList'));
  return id;
}

/** The lists that are synced, each once; the first is the one where new tasks go. Throws ApiError as `listFor`. */
function listsFor(profile: TodoProfile, chosen: string | null, further: readonly string[]): readonly string[] {
  const lists = [chosen, ...further.map((id) => id.trim()).filter(Boolean)];
  return [...new Set(lists.map((id) => listFor(profile, id)))];
}

export const noLinks: TaskLinks = { linked: async () => [], lists: async () => new Map() };

/** What a feed or a later look at tasks has to know. Throws ApiError for a list that cannot be synced. */
export function scopeOf({ profile, settings, sent = [] }: ScopeInput): SyncScope {
  const lists = listsFor(profile, settings.listId, settings.furtherLists ?? []);
  return {
    ...{ lists, list: lists[0] ?? '', categories: syncedCategories(settings.categories) },
    ...{ zone: profile.timeZone, recurring: settings.recurring ?? 'each', sent },
  };
}

const taskUrl = (list: string, ref: string): string => graphQuery(taskPath(list, ref), { $expand: 'linkedResources' });

/** A task of another list than it was looked for in; one that lies in none of the synced ones has left what is synced. */
const placed = (row: SideRecord, lists: readonly string[]): SideRecord =>
  row.state !== 'live' || lists.includes(listIn(row.extra) ?? '')
    ? row
    : { ...deletedRecord(row.ref), state: 'outside', keys: row.keys };

/** Tasks that one list says it has not: that proves nothing until every list there is says the same. */
async function findElsewhere(graph: GraphClient, refs: Refs, scope: SyncScope): Promise<readonly SideRecord[]> {
  if (refs.length === 0) return [];
  const lists = (await allLists(graph)).filter((list) => !isFlaggedMail(list)).map(({ id }) => id);
  return (await readAnywhere(graph, refs, lists, scope)).map((row) => placed(row, scope.lists));
}

/** Reads tasks of a list in full, 20 a request. That one is gone is proved only while its list is there. */
export async function readTasks(graph: GraphClient, refs: Refs, scope: SyncScope): Promise<readonly SideRecord[]> {
  const answers = await readFound(graph, refs, (ref) => taskUrl(scope.list, ref));
  if (answers.some(([, { is }]) => is === 'gone')) await requireList(graph, scope.list);
  const told = await inTurns(answers, ([ref, found]) => {
    if (found.is === 'there') return [recordOf(found.item, scope)];
    return found.is === 'gone' ? [deletedRecord(ref)] : [];
  });
  const elsewhere = answers.filter(([, { is }]) => is === 'elsewhere').map(([ref]) => ref);
  return [...told.flat(), ...(await findElsewhere(graph, elsewhere, scope))];
}

/** Where these tasks are. deleted: every list denies it. A list that is gone has none; a silent one leaves it out. */
export async function readAnywhere(
  graph: GraphClient,
  refs: Refs,
  lists: readonly string[],
  scope: TaskScope,
): Promise<readonly SideRecord[]> {
  let missing = refs;
  const [found, untold]: [SideRecord[], Set<string>] = [[], new Set()];
  for (const list of lists) {
    const answers = await readFound(graph, missing, (ref) => taskUrl(list, ref));
    await inTurns(answers, ([ref, answer]) => {
      if (answer.is === 'there') found.push(recordOf(answer.item, { ...scope, list }));
      if (answer.is === 'unreadable') untold.add(ref);
    });
    missing = answers.filter(([, { is }]) => is !== 'there').map(([ref]) => ref);
  }
  return [...found, ...missing.filter((ref) => !untold.has(ref)).map(deletedRecord)];
}

/** Where a task lies, by its `extra`. */
export const placeOfTask = ({ ref, extra }: Pick<SideRecord, 'ref' | 'extra'>): string =>
  taskPath(listIn(extra) ?? '', ref);

/** Tasks with all that Graph tells of them, each out of the list it was read in; one that is gone is missing. */
export function readWholeTasks(graph: GraphClient, tasks: readonly Pick<SideRecord, 'ref' | 'extra'>[]) {
  const paths = new Map(tasks.map((one) => [one.ref, placeOfTask(one)]));
  return readWholes(graph, [...paths.keys()], (ref) =>
    graphQuery(paths.get(ref) ?? '', { $expand: 'checklistItems,linkedResources' }),
  );
}

/** Tasks of any list, synced or not: live or deleted. */
export async function findTasks(graph: GraphClient, refs: Refs, scope: TaskScope): Promise<readonly SideRecord[]> {
  const lists = (await allLists(graph)).filter((list) => !isFlaggedMail(list)).map(({ id }) => id);
  return readAnywhere(graph, refs, lists, { ...scope, categories: 'all' });
}
