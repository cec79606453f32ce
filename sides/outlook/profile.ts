import type { GraphClient } from '../../clients/graph';
import { ApiError } from '../../clients/errors';
import { defaultFolder } from './folder';

/** What must be known of a mailbox. Plain JSON: it is kept in the archive. */
export type OutlookProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** As Outlook calls it, normally a Windows name; null where the permission MailboxSettings.Read is missing. */
  readonly timeZone: string | null;
  /** Default contacts folder; null while it has never held a contact. */
  readonly folderId: string | null;
};

/** Contacts need no time zone, so a missing permission for it stops nothing. */
export async function timeZone(graph: GraphClient): Promise<string | null> {
  try {
    const reply = await graph.get('/me/mailboxSettings/timeZone');
    return typeof reply?.value === 'string' ? reply.value : null;
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return null;
    throw error;
  }
}

/** Reads the mailbox's profile: three requests, to be kept for a day. Throws ApiError. */
export async function readProfile(graph: GraphClient): Promise<OutlookProfile> {
  const [me, zone, folderId] = await Promise.all([
    graph.get('/me', { query: { $select: 'id,displayName,userPrincipalName' } }),
    timeZone(graph),
    defaultFolder(graph),
  ]);
  const name = String(me?.displayName ?? me?.userPrincipalName ?? '');
  return { account: String(me?.id ?? ''), name, timeZone: zone, folderId };
}
