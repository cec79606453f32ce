import { chunk } from 'lodash';
import { graphPath, type GraphBatchItem, type GraphClient } from '../../clients/graph';
import { graphQuery } from '../../clients/urls';
import { reason, type Reason } from '../../reasons';
import type { SideRecord } from '../../sync/model';
import { isItemGone } from '../deletion';
import { readArray, readString } from '../row';
import { EXPAND_MARK, INTENT_PROPERTY } from './contact/record';
import { eventPath } from './event/read';
import { hasCategory, readFound, versionOf, ZOHO_CATEGORY, type GraphItem } from './record';
import { linksTo, type LinkedResource } from './task/crmLinks';
import { listIn } from './task/record';
import { taskPath } from './task/read';

/** What the sync put on items of a mailbox, besides what they say. */
export const leavings = ['category', 'links', 'marks'] as const;
export type Leaving = (typeof leavings)[number];

/** One item: what was taken off it, or would be. `again`: it was changed meanwhile, and has to be looked at once more. */
export interface TakenBack {
  readonly ref: string;
  readonly took: readonly Leaving[];
  readonly outcome: 'done' | 'shown' | 'nothing' | 'left' | 'again';
  readonly reason?: Reason;
}

/** An item of a kind, as far as its leavings go: where it is read, and what takes them off. */
export interface LeavingsOf {
  readonly path: (record: SideRecord) => string;
  readonly query: Readonly<Record<string, string>>;
  /** Why nothing may be sent for it; null where it may. */
  readonly bars?: (item: GraphItem) => Reason | null;
  readonly taking: (item: GraphItem, record: SideRecord, what: readonly Leaving[]) => readonly Taking[];
}

/** One request, and what it takes off. */
export interface Taking {
  readonly took: readonly Leaving[];
  readonly item: Omit<GraphBatchItem, 'path'> & { readonly below?: string };
}

const categoriesLeft = (item: GraphItem): readonly unknown[] =>
  readArray(item.categories).filter((name) => !hasCategory({ categories: [name] }, [ZOHO_CATEGORY]));

/** A patch for what there is to take off; none where there is nothing. */
function patchOf(item: GraphItem, parts: Readonly<Partial<Record<Leaving, object>>>): readonly Taking[] {
  const took = leavings.filter((one) => parts[one] !== undefined);
  if (took.length === 0) return [];
  const body = Object.assign({}, ...took.map((one) => parts[one])) as object;
  return [{ took, item: { method: 'PATCH', body, etag: versionOf(item) } }];
}

const category = (item: GraphItem, what: readonly Leaving[]) =>
  what.includes('category') && hasCategory(item, [ZOHO_CATEGORY])
    ? { category: { categories: categoriesLeft(item) } }
    : {};

/** Graph may make up a new display name whenever a patch lacks it; an empty value takes a hidden property away. */
export const contactLeavings: LeavingsOf = {
  path: ({ ref }) => graphPath`/me/contacts/${ref}`,
  query: { $select: 'id,categories,displayName', $expand: EXPAND_MARK },
  taking: (item, _record, what) => {
    const isMarked = readArray(item.singleValueExtendedProperties).length > 0;
    const marks = { singleValueExtendedProperties: [{ id: INTENT_PROPERTY, value: '' }] };
    const taking = patchOf(item, { ...category(item, what), ...(what.includes('marks') && isMarked && { marks }) });
    const name = readString(item.displayName);
    return taking.map((one) => ({
      ...one,
      item: { ...one.item, body: { ...(name && { displayName: name }), ...(one.item.body as object) } },
    }));
  },
};

/** Of a meeting that others take part in nothing is sent: they would be mailed. */
export const eventLeavings = (calendarId: string | null): LeavingsOf => ({
  path: ({ ref }) => eventPath(calendarId, ref),
  query: { $select: 'id,categories,attendees,isOrganizer' },
  bars: ({ attendees, isOrganizer }) => {
    const count = readArray(attendees).length;
    if (isOrganizer === false) return reason('organisedElsewhere', { undoIn: 'zoho' });
    return count > 0 ? reason('outlookWouldMail', { count, deleted: false }) : null;
  },
  taking: (item, _record, what) => patchOf(item, category(item, what)),
});

/** `crmOf`: the CRM task that a task is linked with. */
export const taskLeavings = (list: string, crmOf: (ref: string) => string | null): LeavingsOf => ({
  path: ({ ref, extra }) => taskPath(listIn(extra) ?? list, ref),
  query: { $expand: 'linkedResources' },
  taking: (item, { ref }, what) => {
    const crm = what.includes('links') ? crmOf(ref) : null;
    const ours = readArray<LinkedResource>(item.linkedResources).filter((one) => crm !== null && linksTo(one, crm));
    const links = ours.map(({ id = '' }): Taking => ({
      took: ['links'],
      item: { method: 'DELETE', below: graphPath`/linkedResources/${id}` },
    }));
    // the patch first: taking a link off gives the task another version
    return [...patchOf(item, category(item, what)), ...links];
  },
});

const AT_ONCE = 20;

interface Job {
  readonly record: SideRecord;
  readonly takings: readonly Taking[];
}

const tookOf = ({ takings }: Job): readonly Leaving[] => [...new Set(takings.flatMap(({ took }) => took))];

/** What there is to take off some items; of those that are gone or may not be touched, what becomes of them. */
async function look(graph: GraphClient, of: LeavingsOf, records: readonly SideRecord[], what: readonly Leaving[]) {
  const byRef = new Map(records.map((one) => [one.ref, one]));
  const pathOf = (ref: string) => graphQuery(of.path(byRef.get(ref) as SideRecord), of.query);
  const jobs: Job[] = [];
  const settled: TakenBack[] = [];
  for (const [ref, found] of await readFound(graph, [...byRef.keys()], pathOf)) {
    if (found.is !== 'there') continue;
    const record = byRef.get(ref) as SideRecord;
    const takings = of.taking(found.item, record, what);
    const barred = takings.length > 0 ? of.bars?.(found.item) : null;
    if (barred) settled.push({ ref, took: [], outcome: 'left', reason: barred });
    else if (takings.length > 0) jobs.push({ record, takings });
  }
  return { jobs, settled };
}

/** Sends what was found. Throws ApiError for what concerns more than one item. */
async function send(graph: GraphClient, of: LeavingsOf, jobs: readonly Job[]): Promise<readonly TakenBack[]> {
  const results = new Map(
    jobs.map((job): [string, TakenBack] => [
      job.record.ref,
      { ref: job.record.ref, took: tookOf(job), outcome: 'done' },
    ]),
  );
  // patches first: what is taken from below an item gives it another version
  for (const isBelow of [false, true]) await sendSome(graph, of, jobs, isBelow, results);
  return [...results.values()];
}

async function sendSome(
  graph: GraphClient,
  of: LeavingsOf,
  jobs: readonly Job[],
  isBelow: boolean,
  results: Map<string, TakenBack>,
) {
  const all = jobs.flatMap(({ record, takings }) =>
    takings.flatMap(({ item }) => (Boolean(item.below) === isBelow ? [{ record, item }] : [])),
  );
  const items = all.map(({ record, item: { below = '', ...item } }) => ({
    ...item,
    path: `${of.path(record)}${below}`,
  }));
  const answers = items.length > 0 ? await graph.batch(items) : [];
  for (const [at, { error }] of answers.entries()) {
    const ref = all[at]?.record.ref ?? '';
    if (!error || isItemGone(error)) continue;
    if (error.status === 412 || error.status === 409)
      results.set(ref, { ref, took: [], outcome: 'again', reason: error.reason });
    else if (error.radius === 'record') results.set(ref, { ref, took: [], outcome: 'left', reason: error.reason });
    else throw error;
  }
}

/**
 * Takes what the sync put on these items off them, and nothing else; each is read first, and patched only as it was read. `writes`:
 * false only shows. Items on which there is nothing are in none. Throws ApiError: done again, it goes on where it was.
 */
export async function* takeBack(
  graph: GraphClient,
  of: LeavingsOf,
  records: readonly SideRecord[],
  { what, writes }: { readonly what: readonly Leaving[]; readonly writes: boolean },
): AsyncGenerator<readonly TakenBack[]> {
  for (const some of chunk(records, AT_ONCE)) {
    const { jobs, settled } = await look(graph, of, some, what);
    const shown = (job: Job): TakenBack => ({ ref: job.record.ref, took: tookOf(job), outcome: 'shown' });
    yield [...settled, ...(writes ? await send(graph, of, jobs) : jobs.map(shown))];
  }
}
