import type { GraphClient } from '../../../clients/graph';

/** What must be known of a mailbox whose mail is read. Plain JSON: it is kept in the archive. */
export type MailProfile = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** The mailbox's own addresses. */
  readonly addresses: readonly string[];
};

const isAddress = (value: unknown): value is string => typeof value === 'string' && value.includes('@');

/** Whose mailbox it is, in one request, to be kept for a day. Throws ApiError. */
export async function readMailProfile(graph: GraphClient): Promise<MailProfile> {
  const me = await graph.get('/me', { query: { $select: 'id,displayName,mail,userPrincipalName' } });
  const addresses = [...new Set([me?.mail, me?.userPrincipalName].filter(isAddress))];
  return { account: String(me?.id ?? ''), name: String(me?.displayName ?? ''), addresses };
}
