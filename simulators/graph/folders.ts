import { badRequest, graphError, malformedId, notFound } from './errors';
import { looksLikeId, makeChangeKey, makeId, next } from './ids';
import type { GraphState, Reason, StoredFolder } from './model';
import { FOLDERS } from './model';
import { deleteContact, folderContacts } from './store';

const logFolder = (state: GraphState, { id }: StoredFolder, removed?: Reason): void => {
  const change = { seq: next(state), scope: FOLDERS, immutableId: id, restId: id };
  state.changes.push(removed ? { ...change, removed } : change);
};

export function findFolder(state: GraphState, id: string): StoredFolder {
  const folder = state.folders.get(id);
  if (folder) return folder;
  throw looksLikeId(id) ? notFound() : malformedId();
}

/** Folders right under one; the default folder itself is never listed [docs: known issues]. */
export const childFolders = (state: GraphState, parent: string): StoredFolder[] =>
  [...state.folders.values()].filter(
    ({ id, parentFolderId }) => parentFolderId === parent && id !== state.defaultFolderId,
  );

function checkName(state: GraphState, name: unknown, parent: string): string {
  if (typeof name !== 'string' || name.trim() === '')
    throw badRequest("The property 'displayName' is required when creating the entity.", 'ErrorInvalidProperty');
  if (childFolders(state, parent).some(({ displayName }) => displayName.toLowerCase() === name.toLowerCase()))
    throw graphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return name;
}

export function createFolder(state: GraphState, parent: string, name: unknown, id?: string): StoredFolder {
  const n = next(state);
  const displayName = checkName(state, name, parent);
  const folder = { id: id ?? makeId('folder', n), displayName, parentFolderId: parent, changeKey: makeChangeKey(n) };
  state.folders.set(folder.id, folder);
  logFolder(state, folder);
  return folder;
}

export function renameFolder(state: GraphState, folder: StoredFolder, name: unknown): void {
  if (name !== folder.displayName) folder.displayName = checkName(state, name, folder.parentFolderId);
  folder.changeKey = makeChangeKey(next(state));
  logFolder(state, folder);
}

/** Deletes a folder with all it holds; its delta links answer 410 from then on. */
export function deleteFolder(state: GraphState, folder: StoredFolder, now: number): void {
  if (folder.id === state.defaultFolderId)
    throw graphError(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
  for (const child of childFolders(state, folder.id)) deleteFolder(state, child, now);
  for (const contact of folderContacts(state, folder.id)) deleteContact(state, contact, now);
  state.folders.delete(folder.id);
  state.deletedFolders.add(folder.id);
  logFolder(state, folder, 'deleted');
}
