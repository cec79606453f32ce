import type { Call, Handler } from '../call';
import { ok } from '../call';
import { applied } from '../calendar/preferences';
import { badRequest } from '../errors';
import { readMarkFilter } from '../filter';
import { cutPage, sortBy } from '../listPage';
import { checkNames } from '../odata';
import { readRowFilter } from '../rowFilter';
import type { Row } from '../shapes';
import { isObject } from '../values';
import { findMailFolder, mailFoldersUnder } from './folders';
import { MAIL_PROPERTIES } from './mailFields';
import type { StoredMail } from './model';
import { comparedRow, mailFolderRow, mailRow } from './render';
import { findMail, mailsIn } from './store';

const FOLDER_PROPERTIES = [
  ...['id', 'displayName', 'parentFolderId', 'childFolderCount', 'unreadItemCount', 'totalItemCount', 'isHidden'],
  'sizeInBytes',
];
const NAVIGATION = ['attachments', 'extensions', 'singleValueExtendedProperties', 'multiValueExtendedProperties'];

/** The folder a path names; undefined for the whole mailbox. */
const mailFolderOf = ({ state, params }: Call): string | undefined =>
  params.folder === undefined ? undefined : findMailFolder(state, params.folder).id;

export const mailOf = (call: Call): StoredMail => findMail(call.state, call.params.id ?? '', mailFolderOf(call));

export const checkMailSelect = (call: Call): void =>
  checkNames(call.query.select ?? [], [...MAIL_PROPERTIES, ...NAVIGATION], 'message');

const contextOf = ({ base, state, params, query }: Call, tail: string): Row => {
  const folder = params.folder === undefined ? '' : `mailFolders('${encodeURIComponent(params.folder)}')/`;
  const chosen = query.select ? `(${query.select.join(',')})` : '';
  return { '@odata.context': `${base}/$metadata#users('${state.mailbox.id}')/${folder}messages${chosen}${tail}` };
};

/** Every ordered property has to be in the filter, first and in the same order [docs: list messages]. */
function checkOrder({ query }: Call): void {
  if (query.filter === null || query.orderBy.length === 0) return;
  const named = query.filter.match(
    /[A-Za-z]\w*(?:\/\w+)*(?=\s+(?:eq|ne|ge|gt|le|lt)\s)|(?<=\(\s*)[A-Za-z]\w*(?=\s*,)/g,
  );
  if (query.orderBy.every(({ name }, index) => named?.[index]?.toLowerCase() === name.toLowerCase())) return;
  throw badRequest('The restriction or sort order is too complex for this operation.', 'InefficientFilter');
}

const valueAt = (row: Row | undefined, path: string): unknown =>
  path.split('/').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), row);

/** `$search="words"`: every word is somewhere in subject or addresses, roughly as Exchange searches. */
function searched(search: string): (row: Row) => boolean {
  const words = search.replace(/^"|"$/g, '').toLowerCase().split(/\s+/);
  return ({ subject, from, toRecipients, ccRecipients }) => {
    const all = JSON.stringify([subject, from, toRecipients, ccRecipients]).toLowerCase();
    return words.every((word) => all.includes(word.replace(/^\w+:/, '')));
  };
}

function matching(call: Call): StoredMail[] {
  const { filter, search, orderBy } = call.query;
  const rows = new Map(mailsIn(call.state, mailFolderOf(call)).map((mail) => [mail, comparedRow(call, mail)]));
  const marked = readMarkFilter(filter);
  const test = marked ? null : readRowFilter(filter);
  const found = [...rows].filter(([mail, row]) => (marked ? marked(mail) : test?.(row)));
  const wanted = search === null ? found : found.filter(([, row]) => searched(search)(row));
  // Newest first unless told otherwise; no document promises it.
  const order = orderBy.length > 0 ? orderBy : [{ name: 'receivedDateTime', down: true }];
  return sortBy(
    wanted.map(([mail]) => mail),
    order,
    (mail, name) => valueAt(rows.get(mail), name),
  );
}

/** `/me/messages` (all folders) and `/me/mailFolders/{id}/messages`. */
export const listMails: Handler = (call) => {
  checkMailSelect(call);
  checkNames(
    call.query.orderBy.map(({ name }) => name.split('/')[0] ?? ''),
    MAIL_PROPERTIES,
    'message',
  );
  checkOrder(call);
  const { items, links } = cutPage(call, matching(call));
  const value = items.map((mail) => mailRow(call, mail, call.query.select));
  return applied(call, ok(call, { ...contextOf(call, ''), ...links, value }));
};

export const getMail: Handler = (call) => {
  checkMailSelect(call);
  const row = mailRow(call, mailOf(call), call.query.select);
  return applied(call, ok(call, { ...contextOf(call, '/$entity'), ...row }));
};

const folderContext = ({ base, state }: Call, tail: string): Row => ({
  '@odata.context': `${base}/$metadata#users('${state.mailbox.id}')/mailFolders${tail}`,
});

/** `/me/mailFolders`, and `…/{id}/childFolders`: folders right under one. */
export const listMailFolders: Handler = (call) => {
  checkNames(call.query.select ?? [], FOLDER_PROPERTIES, 'mailFolder');
  const folders = mailFoldersUnder(call.state, mailFolderOf(call) ?? call.state.mail.root);
  const test = readRowFilter(call.query.filter);
  const whole = { ...call, query: { ...call.query, select: null } };
  const { items, links } = cutPage(
    call,
    folders.filter((folder) => test(mailFolderRow(whole, folder))),
  );
  return ok(call, { ...folderContext(call, ''), ...links, value: items.map((folder) => mailFolderRow(call, folder)) });
};

export const getMailFolder: Handler = (call) => {
  checkNames(call.query.select ?? [], FOLDER_PROPERTIES, 'mailFolder');
  const folder = findMailFolder(call.state, call.params.folder ?? '');
  return ok(call, { ...folderContext(call, '/$entity'), ...mailFolderRow(call, folder) });
};
