import { graphPath, type GraphClient } from '../../clients/graph';
import { asString } from '../../sync/model';
import { pageOf } from '../choices';
import type { Choice, Choices } from '../types';

/** A mailbox of the company; its main address first, then all others that reach it. */
export interface CompanyMailbox {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

function mailboxOf(row: Row): CompanyMailbox {
  const [mail, login] = [asString(row.mail), asString(row.userPrincipalName)];
  const proxies = Array.isArray(row.proxyAddresses) ? row.proxyAddresses.map(asString) : [];
  const others = proxies.flatMap((one) => /^smtp:(.+)$/i.exec(one)?.[1] ?? []);
  return {
    ...{ id: asString(row.id), name: asString(row.displayName) || login },
    addresses: [...new Set([mail, login, ...others].filter((one) => one.includes('@')))],
  };
}

/** Guests have their mailboxes elsewhere. */
const isOwn = ({ id, userType }: Row): boolean => asString(id) !== '' && userType !== 'Guest';

const FIELDS = 'id,displayName,mail,userPrincipalName,proxyAddresses,userType';
/** [docs: "List users"] */
const MOST = 999;

/**
 * All users of the directory, or those of a group and of the groups within it; whether somebody's mailbox may be used shows once it
 * is. Needs User.Read.All, and GroupMember.Read.All for a group. Throws ApiError.
 */
export async function readMailboxes(graph: GraphClient, group = ''): Promise<readonly CompanyMailbox[]> {
  const path = group ? graphPath`/groups/${group}/transitiveMembers/microsoft.graph.user` : '/users';
  const all: CompanyMailbox[] = [];
  for await (const { value } of graph.pages(path, { query: { $select: FIELDS, $top: MOST } }))
    all.push(...(value as readonly Row[]).filter(isOwn).map(mailboxOf));
  return all;
}

/** Groups of the directory, to choose from. */
export async function chooseGroup(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const all: Choice[] = [];
  for await (const { value } of graph.pages('/groups', { query: { $select: 'id,displayName', $top: MOST } }))
    all.push(
      ...(value as readonly Row[]).map(({ id, displayName }) => ({ name: asString(displayName), value: asString(id) })),
    );
  return pageOf(
    all.toSorted((a, b) => a.name.localeCompare(b.name)),
    search,
    token,
  );
}
