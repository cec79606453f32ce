import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';

interface Folder {
  readonly id: string;
  readonly displayName: string;
  readonly childFolderCount?: number;
}

async function foldersAt(graph: GraphClient, path: string): Promise<readonly Folder[]> {
  const all: Folder[] = [];
  for await (const page of graph.pages(path, { query: { $top: 100 } })) all.push(...(page.value as readonly Folder[]));
  return all;
}

const choice = ({ id, displayName }: Folder, parent = ''): Choice => ({ name: `${parent}${displayName}`, value: id });

/** Two levels are what people choose from. */
async function allFolders(graph: GraphClient): Promise<readonly Choice[]> {
  const nested = (await foldersAt(graph, '/me/mailFolders')).map(async (folder) => {
    const children = folder.childFolderCount
      ? await foldersAt(graph, graphPath`/me/mailFolders/${folder.id}/childFolders`)
      : [];
    return [choice(folder), ...children.map((child) => choice(child, `${folder.displayName} › `))];
  });
  return (await Promise.all(nested)).flat();
}

/** Mail folders, Sent Items first: its value here is ''. */
export async function chooseMailFolder(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const standard: Choice = { name: 'Sent Items (Default Folder)', value: '' };
  return pageOf([standard, ...(await allFolders(graph))], search, token);
}
