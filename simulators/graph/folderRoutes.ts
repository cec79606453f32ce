import type { Call, Handler } from './call';
import { noContent, ok } from './call';
import { childFolders, createFolder, deleteFolder, findFolder, renameFolder } from './folders';
import { cutPage } from './listPage';
import type { StoredFolder } from './model';
import { checkNames } from './odata';
import { contextOf, folderRow } from './render';

const PROPERTIES = ['id', 'displayName', 'parentFolderId'];

const parentOf = ({ state, params }: Call): string =>
  params.folder === undefined ? state.rootFolderId : findFolder(state, params.folder).id;

const nameIn = (body: unknown): unknown => (body as { displayName?: unknown } | undefined)?.displayName;

const single = (call: Call, folder: StoredFolder, status: number) =>
  ok(call, { ...contextOf(call, 'contactFolders/$entity'), ...folderRow(folder, call.query.select) }, status);

export const listFolders: Handler = (call) => {
  checkNames(call.query.select ?? [], PROPERTIES, 'contactFolder');
  const { items, links } = cutPage(call, childFolders(call.state, parentOf(call)));
  const value = items.map((folder) => folderRow(folder, call.query.select));
  return ok(call, { ...contextOf(call, 'contactFolders'), ...links, value });
};

export const addFolder: Handler = (call) =>
  single(call, createFolder(call.state, parentOf(call), nameIn(call.body)), 201);

export const getFolder: Handler = (call) => single(call, findFolder(call.state, call.params.folder ?? ''), 200);

export const patchFolder: Handler = (call) => {
  const folder = findFolder(call.state, call.params.folder ?? '');
  renameFolder(call.state, folder, nameIn(call.body));
  return single(call, folder, 200);
};

export const removeFolder: Handler = (call) => {
  deleteFolder(call.state, findFolder(call.state, call.params.folder ?? ''), call.now);
  return noContent;
};
