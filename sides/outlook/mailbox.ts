import { ApiError } from '../../clients/errors';
import { graphPath, type GraphClient } from '../../clients/graph';
import type { Choice, Choices } from '../types';
import { asArray, asString } from '../../sync/model';

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

/** Whose mailbox it is. Plain JSON: it is kept in the archive. */
export type Owner = {
  /** Identity of the account; a credential of another account must not meet this archive. */
  readonly account: string;
  readonly name: string;
  /** The mailbox's own addresses. */
  readonly addresses: readonly string[];
};

const OWNER = 'id,displayName,mail,userPrincipalName';

const isRefused = (error: unknown): boolean => error instanceof ApiError && error.radius !== 'side';

/** Another's name takes a permission of the directory, which using the mailbox does not: without it, it is called as it was chosen. */
const asChosen = (graph: GraphClient) => (error: unknown) => {
  if (graph.mailbox === null || !isRefused(error)) throw error;
  const name = graph.mailbox.toLowerCase();
  return { id: name, userPrincipalName: name };
};

/** With all of its addresses (`proxyAddresses`: work accounts, only where named [learn: "user resource type"]), or without, where that is refused. */
async function askOwner(graph: GraphClient) {
  try {
    return await graph.get('/me', { query: { $select: `${OWNER},proxyAddresses` } });
  } catch (error) {
    if (!isRefused(error)) throw error;
    return graph.get('/me', { query: { $select: OWNER } }).catch(asChosen(graph));
  }
}

/** Identity of the account whose mailbox it is, in one request. Throws ApiError. */
export async function readAccount(graph: GraphClient): Promise<string> {
  return asString((await graph.get('/me', { query: { $select: 'id' } }).catch(asChosen(graph)))?.id);
}

/** Asks whose mailbox it is: one request, two where its further addresses are refused. Throws ApiError. */
export async function readOwner(graph: GraphClient): Promise<Owner> {
  const me = await askOwner(graph);
  const [mail, login] = [asString(me?.mail), asString(me?.userPrincipalName)];
  const aliases = asArray(me?.proxyAddresses).flatMap((one) => /^smtp:(.+)$/i.exec(asString(one))?.[1] ?? []);
  const addresses = [...new Set([mail, login, ...aliases].filter((text) => text.includes('@')))];
  return { account: asString(me?.id), name: asString(me?.displayName) || login, addresses };
}

const USER = 'id,displayName,mail,userPrincipalName,userType';

/** Names begin so; a quotation mark stands twice. */
const beginning = (text: string): string | undefined => {
  const quoted = `'${text.replace(/'/g, "''")}'`;
  const fields = ['displayName', 'mail', 'userPrincipalName'];
  return text === '' ? undefined : fields.map((field) => `startswith(${field},${quoted})`).join(' or ');
};

/** Mailboxes of the organisation by their owners; who has no address has none, and a guest's is elsewhere. Needs User.Read.All, or User.ReadBasic.All of who signed in. */
export async function chooseMailbox(graph: GraphClient, search = '', token?: string): Promise<Choices> {
  const query = { $select: USER, $top: 100, $filter: beginning(search.trim()) };
  const page = await (token === undefined ? graph.get('/users', { query }) : graph.get(token));
  const users = asArray(page?.value) as readonly Readonly<Record<string, unknown>>[];
  const results = users.flatMap(({ id, displayName, mail, userType }) =>
    asString(mail) === '' || userType === 'Guest'
      ? []
      : [{ name: `${asString(displayName)} (${asString(mail)})`, value: asString(id) }],
  );
  return { results, next: asString(page?.['@odata.nextLink']) || null };
}

interface Folder {
  readonly id: string;
  readonly displayName: string;
  /** Told of mail folders only. */
  readonly childFolderCount?: number;
}

async function foldersAt(graph: GraphClient, path: string): Promise<readonly Folder[]> {
  const all: Folder[] = [];
  for await (const page of graph.pages(path, { query: { $top: 100 } })) all.push(...(page.value as readonly Folder[]));
  return all;
}

const choiceOf = ({ id, displayName }: Folder, parent = ''): Choice => ({ name: `${parent}${displayName}`, value: id });

/** The folders of a sort, to choose from. They may be nested; two levels are what people make. */
export async function folderChoices(
  graph: GraphClient,
  sort: 'contactFolders' | 'mailFolders',
): Promise<readonly Choice[]> {
  const nested = (await foldersAt(graph, `/me/${sort}`)).map(async (folder) => {
    const path = graphPath`/me/${sort}/${folder.id}/childFolders`;
    const children = folder.childFolderCount === 0 ? [] : await foldersAt(graph, path);
    return [choiceOf(folder), ...children.map((child) => choiceOf(child, `${folder.displayName} › `))];
  });
  return (await Promise.all(nested)).flat();
}
