import type { GraphClient } from '../../../clients/graph';
import { timeZone } from '../profile';

/** What must be known of a mailbox before its events can be read. Plain JSON: it is kept in the archive. */
export type CalendarProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** As Outlook calls it; null where the permission MailboxSettings.Read is missing: new events are then written in UTC. */
  readonly timeZone: string | null;
};

/** Reads what events need of the mailbox: two requests, to be kept for a day. Throws ApiError. */
export async function readCalendarProfile(graph: GraphClient): Promise<CalendarProfile> {
  const [me, zone] = await Promise.all([
    graph.get('/me', { query: { $select: 'id,displayName,userPrincipalName' } }),
    timeZone(graph),
  ]);
  const name = String(me?.displayName ?? me?.userPrincipalName ?? '');
  return { account: String(me?.id ?? ''), name, timeZone: zone };
}
