import type { Method } from '../http';

interface Area {
  readonly in: RegExp;
  /** How a person calls what is there. */
  readonly name: string;
  readonly read: string;
  readonly write: string;
}

/** First match counts. Scopes: learn, "Microsoft Graph permissions reference". */
const areas: readonly Area[] = [
  {
    in: /\/(contacts|contactFolders)\b/i,
    name: 'Outlook contacts',
    read: 'Contacts.ReadWrite',
    write: 'Contacts.ReadWrite',
  },
  {
    in: /\/masterCategories\b/i,
    name: 'Outlook categories',
    read: 'MailboxSettings.Read',
    write: 'MailboxSettings.ReadWrite',
  },
  {
    in: /\/mailboxSettings\b/i,
    name: 'mailbox settings',
    read: 'MailboxSettings.Read',
    write: 'MailboxSettings.ReadWrite',
  },
  { in: /\/todo\b/i, name: 'tasks (To Do)', read: 'Tasks.ReadWrite', write: 'Tasks.ReadWrite' },
  {
    in: /\/(events|calendars?|calendarView|calendarGroups?)\b/i,
    name: 'the Outlook calendar',
    read: 'Calendars.ReadWrite',
    write: 'Calendars.ReadWrite',
  },
  { in: /\/(messages|mailFolders)\b/i, name: 'Outlook mail', read: 'Mail.Read', write: 'Mail.ReadWrite' },
];
const batches: Area = { in: /\/\$batch$/, name: 'a batch of Outlook items', read: 'User.Read', write: 'User.Read' };
const anywhere: Area = { in: /^/, name: 'the Microsoft account', read: 'User.Read', write: 'User.Read' };

export interface Place {
  readonly name: string;
  /** The scope the call most likely lacked. */
  readonly scope: string;
  /** What the path points at: 404 means something else for each. */
  readonly target: 'item' | 'folder' | 'other';
  /** One record is at stake: what is refused are its values, not the request. */
  readonly oneRecord: boolean;
}

const folderPath =
  /\/(contactFolders|mailFolders|lists|calendars)\/[^/]+(\/(contacts|messages|tasks|events|calendarView|childFolders)(\/delta)?)?\/?$/i;
const itemPath = /\/(contacts|messages|tasks|events)\/(?!delta\b)[^/]+/i;

const createPath = /\/(contacts|messages|tasks|events)\/?$/i;

const targetOf = (path: string): Place['target'] => {
  if (folderPath.test(path)) return 'folder';
  return itemPath.test(path) ? 'item' : 'other';
};

/** What a path is about, in words. The path comes without its query. */
export function placeOf(path: string, method: Method): Place {
  const area = [...areas, batches].find((one) => one.in.test(path)) ?? anywhere;
  const target = targetOf(path);
  const oneRecord = target === 'item' || (method === 'POST' && createPath.test(path));
  return { name: area.name, scope: method === 'GET' ? area.read : area.write, target, oneRecord };
}
