import { malformedId, notFound } from '../errors';
import { looksLikeId, makeId } from '../ids';
import type { GraphState } from '../model';
import type { MailFolder, MailState } from './model';

/** Folders of every mailbox: well-known name, displayName [docs: mailFolder]. The order is the one listed. */
const BUILT_IN = [
  ...[
    ['inbox', 'Inbox'],
    ['drafts', 'Drafts'],
    ['sentitems', 'Sent Items'],
    ['deleteditems', 'Deleted Items'],
  ],
  ...[
    ['archive', 'Archive'],
    ['junkemail', 'Junk Email'],
    ['outbox', 'Outbox'],
  ],
] as const;
const ROOT = 'msgfolderroot';

/** A mailbox's mail with its built-in folders, all empty. */
export function freshMail(base: number): MailState {
  const root = makeId('mailFolder', base - 2);
  const top: MailFolder = { id: root, displayName: 'Top of Information Store', parentFolderId: root, wellKnown: ROOT };
  const folders = BUILT_IN.map(([wellKnown = '', displayName = ''], index): MailFolder => {
    return { id: makeId('mailFolder', base + index * 2), displayName, parentFolderId: root, wellKnown };
  });
  return {
    ...{ root, folders: new Map([top, ...folders].map((folder) => [folder.id, folder])) },
    ...{ mails: new Map(), byRestId: new Map(), deleted: [] },
  };
}

/** The folder a path names, by id or well-known name; 400 for a name that is neither, 404 for an id that is not there. */
export function findMailFolder({ mail }: GraphState, id: string): MailFolder {
  const named = (folder: MailFolder) => folder.wellKnown === id.toLowerCase();
  const folder = mail.folders.get(id) ?? [...mail.folders.values()].find(named);
  if (folder) return folder;
  throw looksLikeId(id) ? notFound() : malformedId();
}

/** The same by displayName as well, for seeds. */
export function mailFolderNamed(state: GraphState, name: string): MailFolder {
  const byName = [...state.mail.folders.values()].find(({ displayName }) => displayName === name);
  return byName ?? findMailFolder(state, name);
}

export const mailFoldersUnder = ({ mail }: GraphState, parent: string): MailFolder[] =>
  [...mail.folders.values()].filter(({ id, parentFolderId }) => parentFolderId === parent && id !== parent);

/** Adds a folder as a person makes one. */
export function addMailFolder(state: GraphState, displayName: string, parent?: string, id?: string): MailFolder {
  const folder: MailFolder = {
    id: id ?? makeId('mailFolder', state.base + 100 + state.mail.folders.size),
    displayName,
    ...{ parentFolderId: parent ? mailFolderNamed(state, parent).id : state.mail.root, wellKnown: null },
  };
  state.mail.folders.set(folder.id, folder);
  return folder;
}
