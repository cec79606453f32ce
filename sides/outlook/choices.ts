import type { GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';
import { pageOf } from '../choices';
import type { Choice, Choices } from '../types';
import { listCategories } from './categories';
import { allLists, isDefault, isFlaggedMail } from './todo/lists';
import { ZOHO } from './fields';

interface Folder {
  readonly id: string;
  readonly displayName: string;
}

async function foldersAt(graph: GraphClient, path: string): Promise<readonly Folder[]> {
  const all: Folder[] = [];
  for await (const page of graph.pages(path, { query: { $top: 100 } })) all.push(...(page.value as readonly Folder[]));
  return all;
}

const choice = ({ id, displayName }: Folder, parent = ''): Choice => ({ name: `${parent}${displayName}`, value: id });

/** Contact folders may be nested; two levels are what people make. */
async function allFolders(graph: GraphClient): Promise<readonly Choice[]> {
  const top = await foldersAt(graph, '/me/contactFolders');
  const nested = await Promise.all(
    top.map(async (folder) => {
      const children = await foldersAt(graph, graphPath`/me/contactFolders/${folder.id}/childFolders`);
      return [choice(folder), ...children.map((child) => choice(child, `${folder.displayName} › `))];
    }),
  );
  return nested.flat();
}

/** Contact folders, the default one first: Graph leaves it out, and its value here is ''. */
export async function chooseFolder(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const standard: Choice = { name: 'Contacts (Default Folder)', value: '' };
  return pageOf([standard, ...(await allFolders(graph))], search, token);
}

/** The mailbox's categories, *Zoho* left out: it is always synced. Needs MailboxSettings.Read. */
export async function chooseCategory(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const names = (await listCategories(graph)).map(({ displayName }) => displayName);
  const others = names.filter((name) => name.toLowerCase() !== ZOHO.toLowerCase()).sort((a, b) => a.localeCompare(b));
  return pageOf(
    others.map((name) => ({ name, value: name })),
    search,
    token,
  );
}

/** The lists of To Do, the default one first; flagged mail is no list of tasks. */
export async function chooseTaskList(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const lists = (await allLists(graph)).filter((one) => !isFlaggedMail(one));
  const names = lists.toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  return pageOf(
    names.map(({ id, displayName }) => ({ name: displayName, value: id })),
    search,
    token,
  );
}
