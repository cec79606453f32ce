import { chunk } from 'lodash';
import { graphPath, type GraphBatchAnswer, type GraphBatchItem, type GraphClient } from '../../../clients/graph';
import { reason, type Reason } from '../../../reasons';
import { type SideRecord, asString, asArray } from '../../../sync/model';
import { type SyncScope, taskPath, readTasks } from './read';
import { type LinkedResource, leadsToTask, linkToCrmTask } from './crmLinks';

/** A task of To Do and the CRM task it is linked with. */
export interface TaskPair {
  readonly task: string;
  /** The list the task lies in. */
  readonly list: string;
  readonly crm: string;
  readonly title: string;
}

/** Linked, each with the task as it shows itself afterwards; and what could not be linked, with the reason and the next step. */
export interface LinkTasksResult {
  readonly rows: readonly SideRecord[];
  readonly failed: readonly { readonly pairing: TaskPair; readonly why: Reason }[];
}

const AT_ONCE = 20;

const linkedResourcesPath = ({ list: listId, task }: TaskPair): string => `${taskPath(listId, task)}/linkedResources`;

const linksShown = ({ body }: GraphBatchAnswer) =>
  asArray<LinkedResource>((body as { value?: unknown } | undefined)?.value);

/** The request that makes a task lead to its CRM record, changing a link it inherited; null where it does already. */
function linkItem(pairing: TaskPair, answer: GraphBatchAnswer, web: string | null): GraphBatchItem | null {
  const there = linksShown(answer);
  if (there.some(({ externalId }) => externalId === pairing.crm)) return null;
  const link = linkToCrmTask(pairing.crm, pairing.title, web);
  const inherited = there.find((one) => one.id && leadsToTask(one) && asString(one.displayName) === pairing.title);
  if (!inherited || !web) return { method: 'POST', path: linkedResourcesPath(pairing), body: link };
  return { method: 'PATCH', path: `${linkedResourcesPath(pairing)}${graphPath`/${inherited.id ?? ''}`}`, body: link };
}

type LinkFailure = LinkTasksResult['failed'][number];
const linkFailures = (pairing: TaskPair, { error }: GraphBatchAnswer): readonly LinkFailure[] =>
  error ? [{ pairing, why: error.reason }] : [];

/** Beside another app's link ours may be one too many: of two sent with a new task it is [seen live: microsoft-graph-docs#12699]. */
const isOneTooMany = (
  { item, shown }: { item: GraphBatchItem; shown: GraphBatchAnswer },
  { error }: GraphBatchAnswer,
) => item.method === 'POST' && error?.radius === 'record' && linksShown(shown).length > 0;

/** What went wrong with 20 of them at most. */
async function linkSome(graph: GraphClient, some: readonly TaskPair[], web: string | null) {
  const shown = await graph.batch(some.map((one) => ({ method: 'GET' as const, path: linkedResourcesPath(one) })));
  const unread = some.flatMap((one, at) => linkFailures(one, shown[at] as GraphBatchAnswer));
  const todo = some.flatMap((pairing, at) => {
    const answer = shown[at] as GraphBatchAnswer;
    const item = answer.error ? null : linkItem(pairing, answer, web);
    return item ? [{ pairing, item, shown: answer }] : [];
  });
  const answers = todo.length > 0 ? await graph.batch(todo.map(({ item }) => item)) : [];
  const refused = todo.flatMap((one, at) => {
    const answer = answers[at] as GraphBatchAnswer;
    return isOneTooMany(one, answer)
      ? [{ pairing: one.pairing, why: reason('oneLinkOnly') }]
      : linkFailures(one.pairing, answer);
  });
  return [...unread, ...refused];
}

/**
 * Gives tasks a link to their CRM record that people can click. What cannot be linked is told: the link is a convenience, and
 * must not end a sync. A link that is there already is not written a second time, whether or not the task shows it.
 */
export async function linkTasks(
  graph: GraphClient,
  pairings: readonly TaskPair[],
  scope: SyncScope,
  web: string | null,
): Promise<LinkTasksResult> {
  const failed: LinkFailure[] = [];
  for (const some of chunk(pairings, AT_ONCE)) failed.push(...(await linkSome(graph, some, web)));
  const unlinked = new Set(failed.map(({ pairing }) => pairing));
  const rows: SideRecord[] = [];
  const done = pairings.filter((one) => !unlinked.has(one));
  for (const listId of new Set(done.map((one) => one.list))) {
    const refs = done.filter((one) => one.list === listId).map(({ task }) => task);
    rows.push(...(await readTasks(graph, refs, { ...scope, list: listId })));
  }
  return { rows, failed };
}
