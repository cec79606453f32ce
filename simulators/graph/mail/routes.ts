import type { Handler } from '../call';
import { attachmentValue, getAttachment, listAttachments } from './attachmentRoutes';
import { mailDelta, noMailDelta } from './delta';
import { getMail, getMailFolder, listMailFolders, listMails } from './mailRoutes';

type Entry = readonly [string, Readonly<Record<string, Handler>>];

const [ALL, OF_FOLDER] = ['me/messages', 'me/mailFolders/:folder/messages'];

/** Paths of mail folders and mails with their handlers; literal segments before parameters. */
export const MAIL_ROUTES: readonly Entry[] = [
  ['me/mailFolders', { GET: listMailFolders }],
  ['me/mailFolders/:folder', { GET: getMailFolder }],
  ['me/mailFolders/:folder/childFolders', { GET: listMailFolders }],
  [ALL, { GET: listMails }],
  [`${ALL}/delta`, { GET: noMailDelta }],
  [`${ALL}/:id`, { GET: getMail }],
  [OF_FOLDER, { GET: listMails }],
  [`${OF_FOLDER}/delta`, { GET: mailDelta }],
  [`${OF_FOLDER}/:id`, { GET: getMail }],
];

/** What Mail.ReadBasic does not open. */
export const MAIL_BODY_ROUTES: readonly Entry[] = [ALL, OF_FOLDER].flatMap((root): Entry[] => [
  [`${root}/:id/attachments`, { GET: listAttachments }],
  [`${root}/:id/attachments/:attachment`, { GET: getAttachment }],
  [`${root}/:id/attachments/:attachment/$value`, { GET: attachmentValue }],
]);
