import { ApiError } from '../../../clients/errors';
import type { GraphClient } from '../../../clients/graph';
import { toIana, unknownZone } from '../../time/zones';
import { allLists, flaggedMail, isDefault, isFlaggedMail, noZone } from './lists';

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
  throw noZone(unknownZone(typeof zone === 'string' ? zone : ''));
}

/** Reads what tasks need of the mailbox: three requests, to be kept for a day. Throws ApiError. */
export async function readTodoProfile(graph: GraphClient): Promise<TodoProfile> {
  const [me, timeZone, lists] = await Promise.all([
    graph.get('/me', { query: { $select: 'id,displayName,userPrincipalName' } }),
    zoneOf(graph),
    allLists(graph),
  ]);
  return {
    account: String(me?.id ?? ''),
    name: String(me?.displayName ?? me?.userPrincipalName ?? ''),
    timeZone,
    defaultList: lists.find(isDefault)?.id ?? null,
    flaggedMail: lists.find(isFlaggedMail)?.id ?? null,
    listNames: Object.fromEntries(lists.map(({ id, displayName }) => [id, displayName])),
  };
}

/** The list that is synced: the chosen one, else the default one. Throws ApiError for flagged mail, and where there is none. */
export function listFor(profile: TodoProfile, chosen: string | null): string {
  const id = chosen ?? profile.defaultList;
  if (id === null)
    throw new ApiError({
      ...{ side: 'outlook', status: null, code: 'noList', radius: 'kind' },
      message: 'Microsoft To Do shows no default list for this account.',
      nextStep: 'Open To Do once with this account, or choose a Task List in Outlook Sync, Get Changes.',
    });
  if (id === profile.flaggedMail) throw flaggedMail();
  return id;
}

/** The lists that are synced, each once; the first is the one where new tasks go. Throws ApiError as `listFor`. */
export function listsFor(profile: TodoProfile, chosen: string | null, further: readonly string[]): readonly string[] {
  const lists = [chosen, ...further.map((id) => id.trim()).filter(Boolean)];
  return [...new Set(lists.map((id) => listFor(profile, id)))];
}
