import { reject } from 'lodash';
import { isDamagedPage, type GraphClient } from '../../../clients/graph';
import { type SideRecord, type Value, deletedRecord } from '../../../sync/model';
import { confirmUnseen, readAgain } from '../../deletion';
import type { FeedPage, KnownRecords } from '../../types';
import { graphQuery } from '../../../clients/urls';
import { resumeOrRestart, deltaRound } from '../delta';
import type { DeltaCursor, DeltaRow, DeltaSource } from '../deltaSource';
import { hasCategory } from '../record';
import { trackMovedTasks } from './moves';
import type { ScopeInput, SyncScope, TaskLinks } from './read';
import { isListGone, listGone, listGoneReason, tasksPath, readAnywhere, readTasks, noLinks, scopeOf } from './read';
import { type TaskScope, dueIn, outsideTask, withKnownDueDate } from './record';

export interface TodoFeed extends ScopeInput {
  /** As the archive holds it; null at first. */
  readonly cursor: Value;
  readonly known: KnownRecords;
  readonly links?: TaskLinks;
}

/** Where each list was read up to: a delta link, or in the middle of a round a next link; null for a list that was not there. */
type TodoCursor = {
  readonly links: Readonly<Record<string, string | null>>;
  /** A reading of everything from the very start is under way. */
  readonly full: boolean;
  readonly settings: string;
};

const isCursor = (value: Value): value is TodoCursor & Value =>
  typeof value === 'object' && value !== null && 'links' in value && 'settings' in value;

/** Everything is read again under another zone or choice of categories; lists may come and go. */
const settingsKey = ({ categories, zone, recurring }: TaskScope) => JSON.stringify([categories, zone, recurring]);

const resumable = (cursor: Value, scope: TaskScope): TodoCursor | null =>
  isCursor(cursor) && cursor.settings === settingsKey(scope) ? cursor : null;

/** A row shows no linked resources, and leaves out dates that were cleared; so only what does not concern us is taken from it. */
function outsideRow(row: DeltaRow, scope: TaskScope): SideRecord | null {
  const isTold = Array.isArray(row.categories) && typeof row.title === 'string';
  return isTold && !hasCategory(row, scope.categories) ? outsideTask(row, scope.zone) : null;
}

interface TodoReading extends Pick<TodoFeed, 'profile' | 'known'> {
  readonly graph: GraphClient;
  readonly scope: SyncScope;
  readonly links: TaskLinks;
}

/** Who was not met is asked for once all lists are read, not list by list. */
const taskSource = ({ graph, scope }: TodoReading, list: string): DeltaSource<DeltaCursor & Value> => ({
  firstCursor: async () => ({ link: `${tasksPath(list)}/delta`, full: false }),
  listLink: () => graphQuery(tasksPath(list), { $top: 100 }),
  resumable: () => null,
  outside: (row) => outsideRow(row, scope),
  read: (refs) => readTasks(graph, refs, { ...scope, list }),
});

/** Due dates that Graph tells as it always did are what they were, in whatever zone they are read. */
async function withKnownDueDates({ links }: TodoReading, rows: readonly SideRecord[]): Promise<readonly SideRecord[]> {
  const dated = rows.filter(({ state, extra }) => state === 'live' && dueIn(extra) !== '').map(({ ref }) => ref);
  const linked = dated.length > 0 ? await links.linked('task', dated) : [];
  const known = new Map(linked.map((one) => [one.ref, one]));
  return rows.map((row) => withKnownDueDate(row, known.get(row.ref)));
}

async function* pagesOf(reading: TodoReading, page: FeedPage, before: TodoCursor, after: TodoCursor) {
  const { first, rows } = await trackMovedTasks(reading, await withKnownDueDates(reading, page.rows));
  if (first.length > 0) yield { rows: first, cursor: before, read: 0 };
  yield { ...page, rows, cursor: after };
}

async function* readList(
  reading: TodoReading,
  list: string,
  start: TodoCursor,
  isWhole = false,
): AsyncGenerator<FeedPage> {
  const from = taskSource(reading, list);
  const old = start.links[list];
  let at = start;
  const { link } = await from.firstCursor();
  const begin: DeltaCursor & Value = { link: old ?? link, full: false };
  for await (const page of deltaRound(reading.graph, begin, reading.known, from, isWhole)) {
    const { link: to } = page.cursor as DeltaCursor;
    const next = { ...at, links: { ...at.links, [list]: to } };
    yield* pagesOf(reading, page, at, next);
    at = next;
  }
}

/** A list whose changes stop at an unreadable task is read whole until it is mended; who is not met is asked for. */
async function* readWhole(reading: TodoReading, list: string, start: TodoCursor): AsyncGenerator<FeedPage> {
  const met = new Set<string>();
  let at = start;
  for await (const page of readList(reading, list, start, true)) {
    page.seen?.forEach((ref) => met.add(ref));
    at = page.cursor as TodoCursor;
    yield page;
  }
  const known = [...(await reading.links.lists())].filter(([ref, place]) => place === list && !met.has(ref));
  const missing = known.map(([ref]) => ref);
  const rows = missing.length > 0 ? await readTasks(reading.graph, missing, { ...reading.scope, list }) : [];
  yield* pagesOf(reading, { rows, seen: missing, cursor: null, read: 0 }, at, at);
}

const outOfSync = (refs: readonly string[]): readonly SideRecord[] =>
  refs.map((ref) => ({ ...deletedRecord(ref), state: 'outside' }));

/** Tasks of lists that are no longer synced, or no longer there, leave the sync; none counts as deleted. */
async function leaveScope({ links }: TodoReading, isLeft: (list: string) => boolean): Promise<readonly SideRecord[]> {
  const left = [...(await links.lists())].filter(([, list]) => isLeft(list));
  return outOfSync(left.map(([ref]) => ref));
}

/** A list that was deleted under us stops only itself, if there are others. */
async function* skipDeletedList(reading: TodoReading, list: string, at: TodoCursor): AsyncGenerator<FeedPage> {
  const { scope, profile } = reading;
  const label = profile.listNames?.[list] ?? '';
  if (scope.lists.length === 1) throw listGone(label);
  const rows = at.links[list] === null ? [] : await leaveScope(reading, (one) => one === list);
  const left = [{ ref: list, label: label || 'Task list', reason: listGoneReason(label) }];
  yield { rows, cursor: { ...at, links: { ...at.links, [list]: null } }, read: 0, left };
}

/** Tasks that no list has told, wherever they are. */
async function findUnseen({ graph, scope, links }: TodoReading, refs: readonly string[], { links: read }: TodoCursor) {
  const places = await links.lists();
  const isHere = (ref: string): boolean => scope.lists.includes(places.get(ref) ?? scope.list);
  const lists = scope.lists.filter((list) => read[list] !== null);
  return [...(await readAnywhere(graph, refs.filter(isHere), lists, scope)), ...outOfSync(reject(refs, isHere))];
}

async function* confirmUnseenTasks(reading: TodoReading, at: TodoCursor): AsyncGenerator<FeedPage> {
  for await (const page of confirmUnseen(reading.known, at, (refs) => findUnseen(reading, refs, at)))
    yield* pagesOf(reading, page, at, page.cursor as TodoCursor);
}

async function* readAgainTasks(reading: TodoReading, at: TodoCursor): AsyncGenerator<FeedPage> {
  const { graph, scope, known } = reading;
  for await (const page of readAgain(known, at, (refs) => readAnywhere(graph, refs, scope.lists, scope)))
    yield* pagesOf(reading, page, at, at);
}

async function* readAll(reading: TodoReading, start: TodoCursor): AsyncGenerator<FeedPage> {
  const { scope } = reading;
  const links = Object.fromEntries(Object.entries(start.links).filter(([list]) => scope.lists.includes(list)));
  let at: TodoCursor = { ...start, links };
  if (Object.keys(start.links).some((list) => !scope.lists.includes(list)))
    yield { rows: await leaveScope(reading, (list) => !scope.lists.includes(list)), cursor: at, read: 0 };
  yield* readAgainTasks(reading, at);
  for (const list of scope.lists) {
    try {
      for await (const page of readList(reading, list, at)) {
        at = page.cursor as TodoCursor;
        yield page;
      }
    } catch (error) {
      if (!isListGone(error) && !isDamagedPage(error)) throw error;
      const instead = isListGone(error) ? skipDeletedList : readWhole;
      for await (const page of instead(reading, list, at)) {
        at = page.cursor as TodoCursor;
        yield page;
      }
    }
  }
  yield* confirmUnseenTasks(reading, at);
}

/**
 * What changed among the tasks of the lists since the cursor, list by list (see `deltaFeed`). A task that got another id by
 * being moved is followed; one that was moved out of the lists, or whose list was deleted or is no longer chosen, leaves the
 * sync, and does not count as deleted. A deleted list is told in `left`; if it was the only one, the feed ends with a clear
 * error. Throws ApiError.
 */
export async function* taskFeed(
  graph: GraphClient,
  { cursor, known, links = noLinks, ...feed }: TodoFeed,
): AsyncGenerator<FeedPage> {
  const scope = scopeOf(feed);
  const reading: TodoReading = { graph, scope, known, links, profile: feed.profile };
  const old = resumable(cursor, scope);
  const fresh: TodoCursor = { links: {}, full: true, settings: settingsKey(scope) };
  const afresh = async function* () {
    await known.startOver();
    yield* readAll(reading, fresh);
  };
  yield* resumeOrRestart(old && (() => readAll(reading, old)), afresh);
}
