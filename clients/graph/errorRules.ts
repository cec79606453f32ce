import type { Method } from '../http';
import { hasCode, hasStatus, type Radius } from '../errors';
import { reason, type Label, type Reason } from '../../reasons';

interface ResourceRule {
  readonly path: RegExp;
  /** How a person calls what is there. */
  readonly name: Label;
  readonly read: string;
  readonly write: string;
}

/** What lies at a path, as people call it, and the scopes that reading and writing it take. */
const area = (path: RegExp, name: Label, read: string, write = read): ResourceRule => ({ path, name, read, write });

/** One that a path names; the default one needs no name. */
const chosenCalendar: Label = { en: 'the chosen Outlook calendar', ja: '選んだ Outlook の予定表' };

const todo: Label = { en: 'tasks (To Do)', ja: 'タスク (To Do)' };
const directory: Label = { en: 'the list of users and groups', ja: 'ユーザーとグループの一覧' };

/** First match counts. Scopes: learn, "Microsoft Graph permissions reference". */
const resourceRules: readonly ResourceRule[] = [
  area(/\/(contacts|contactFolders)\b/i, { en: 'Outlook contacts', ja: 'Outlook の連絡先' }, 'Contacts.ReadWrite'),
  area(
    /\/masterCategories\b/i,
    { en: 'Outlook categories', ja: 'Outlook の分類項目' },
    'MailboxSettings.Read',
    'MailboxSettings.ReadWrite',
  ),
  area(
    /\/mailboxSettings\b/i,
    { en: 'mailbox settings', ja: 'メールボックスの設定' },
    'MailboxSettings.Read',
    'MailboxSettings.ReadWrite',
  ),
  area(/\/todo\b/i, todo, 'Tasks.ReadWrite'),
  area(/\/calendars\/[^/]+/i, chosenCalendar, 'Calendars.ReadWrite'),
  area(
    /\/(events|calendars?|calendarView|calendarGroups?)\b/i,
    { en: 'the Outlook calendar', ja: 'Outlook の予定表' },
    'Calendars.ReadWrite',
  ),
  area(/\/(messages|mailFolders)\b/i, { en: 'Outlook mail', ja: 'Outlook のメール' }, 'Mail.Read', 'Mail.ReadWrite'),
  area(/\/\$batch$/, { en: 'a batch of Outlook items', ja: 'Outlook のアイテムの一括要求' }, 'User.Read'),
];
/** Lists of the directory. */
const directoryRules = [
  area(/\/users$/i, directory, 'User.Read.All'),
  area(/\/groups\b/i, directory, 'GroupMember.Read.All'),
];
const anyRule = area(/^/, { en: 'the Microsoft account', ja: 'Microsoft アカウント' }, 'User.Read');

export interface GraphResource {
  readonly name: Label;
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

const targetOf = (path: string): GraphResource['target'] => {
  if (folderPath.test(path)) return 'folder';
  return itemPath.test(path) ? 'item' : 'other';
};

/** What a path is about, in words. The path comes without its query. */
export function graphResourceOf(path: string, method: Method): GraphResource {
  const area = [...directoryRules, ...resourceRules].find((one) => one.path.test(path)) ?? anyRule;
  const target = targetOf(path);
  const oneRecord = target === 'item' || (method === 'POST' && createPath.test(path));
  return { name: area.name, scope: method === 'GET' ? area.read : area.write, target, oneRecord };
}

/** What is known of a failed call; nothing of it is content of a record. */
export interface FailedCall {
  readonly status: number;
  /** Lower case: Graph's spelling varies. */
  readonly code: string;
  readonly resource: GraphResource;
  readonly isCreate: boolean;
  /** Names of the properties we sent that the service complained of. */
  readonly fields: readonly string[];
  /** Whether the mailbox was named, and is not simply that of who signed in. */
  readonly isChosen: boolean;
  /** The request was a link of the service, which says by a token where a reading goes on. */
  readonly byToken: boolean;
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  /** Ours, where the vendor's code says too little. */
  readonly code?: string;
  readonly radius: Radius;
  readonly reason: (seen: FailedCall) => Reason;
}

const at = ({ resource }: FailedCall) => ({ place: resource.name });

const noMailboxCodes = [
  ...['mailboxnotenabledforrestapi', 'mailboxnotsupportedforrestapi'],
  ...['errornonexistentmailbox', 'errorinvaliduser', 'request_resourcenotfound'],
];
const nobodyCodes = noMailboxCodes.slice(2);

/** Somebody else's mailbox that is not shared answers for its folders as if they were not there [seen live: allodia]. */
const isNotShared = ({ status, code, isChosen, resource: { target } }: FailedCall): boolean =>
  isChosen && status === 404 && code === 'erroritemnotfound' && target === 'other';

/** To Do says to an application without its permission that it has not signed in [seen live: wisecom-oy/atlas#148]. */
const lacksTodo = ({ status, code, isChosen, resource: { name } }: FailedCall): boolean =>
  isChosen && status === 401 && code === 'unknownerror' && name === todo;

/** What an application is given for tasks bears another name [learn: "Microsoft Graph permissions reference"]. */
const refusedOf = ({ resource: { name, scope } }: FailedCall) => ({
  place: name,
  scope: name === todo ? `${scope}.All` : scope,
});

/** The same mailbox hours later: "Resource could not be discovered." [seen: microsoft-graph-docs#10481]. Of a subscription that there was it says that that is gone. */
const isUndiscovered = ({ status, code, resource, isCreate }: FailedCall): boolean =>
  status === 404 && code === 'resourcenotfound' && (isCreate || resource.name !== anyRule.name);

/** What says of a folder, a list or a calendar that it is not there. */
const folderGoneCodes = ['errorsyncfoldernotfound', 'errorfoldernotfound', 'erroritemnotfound'];
const isFolderGone = (seen: FailedCall): boolean =>
  seen.code === 'errorsyncfoldernotfound' ||
  (seen.status === 404 && seen.resource.target === 'folder' && folderGoneCodes.includes(seen.code));

/** First match counts; every error has a story and a next step. */
const rules: readonly Rule[] = [
  { when: lacksTodo, radius: 'kind', reason: (seen) => reason('mailboxRefused', refusedOf(seen)) },
  { when: hasStatus(401), radius: 'side', reason: () => reason('microsoftSignInLost') },
  {
    when: (seen) => (seen.isChosen && hasCode(...nobodyCodes)(seen)) || isNotShared(seen),
    radius: 'side',
    reason: () => reason('mailboxUnknown'),
  },
  {
    when: (seen) => hasCode(...noMailboxCodes)(seen) || isUndiscovered(seen),
    radius: 'side',
    reason: () => reason('noMailbox'),
  },
  {
    when: (seen) => hasStatus(507)(seen) || hasCode('errorquotaexceeded', 'quotalimitreached')(seen),
    radius: 'side',
    reason: () => reason('mailboxFull'),
  },
  {
    // Over a passing outage the service that makes subscriptions says 403, too [seen live: closeio/sync-engine].
    when: (seen) => seen.status === 403 && seen.code === 'extensionerror',
    radius: 'kind',
    reason: () => reason('microsoftWatchRefused'),
  },
  {
    when: (seen) => seen.status === 403 && (seen.isChosen || seen.resource.name === directory),
    radius: 'kind',
    reason: (seen) => reason('mailboxRefused', refusedOf(seen)),
  },
  {
    // A calendar that somebody shares takes a scope of its own [learn: "Get Outlook calendars of others"].
    when: (seen) => seen.status === 403 && seen.resource.name === chosenCalendar,
    radius: 'kind',
    reason: () => reason('microsoftCalendarRefused'),
  },
  {
    when: hasStatus(403),
    radius: 'kind',
    reason: (seen) => reason('microsoftAccessRefused', { ...at(seen), scope: seen.resource.scope }),
  },
  {
    // Of a token that it does not like the service says 400 "Badly formed token." [seen live: allodia]
    when: (seen) => seen.status === 410 || (seen.status === 400 && seen.byToken),
    code: 'resync',
    radius: 'kind',
    reason: (seen) => reason('microsoftResync', at(seen)),
  },
  {
    when: isFolderGone,
    code: 'folderNotFound',
    radius: 'kind',
    reason: (seen) => reason('outlookFolderGone', at(seen)),
  },
  {
    when: (seen) => seen.code === 'errorinvalididmalformed' && seen.resource.target !== 'item',
    code: 'folderNotFound',
    radius: 'kind',
    reason: (seen) => reason('outlookFolderIdInvalid', at(seen)),
  },
  { when: hasCode('errorinvalididmalformed'), radius: 'record', reason: () => reason('outlookIdInvalid') },
  {
    when: (seen) => seen.status === 404 && seen.code === 'erroritemnotfound',
    radius: 'record',
    reason: (seen) => reason('outlookItemGone', at(seen)),
  },
  {
    when: (seen) => seen.status === 404 && (seen.code === '' || seen.code === 'errormailboxstoreunavailable'),
    radius: 'side',
    reason: (seen) => reason('microsoftNotAsked', at(seen)),
  },
  {
    when: (seen) => seen.status === 404 && seen.resource.target === 'item',
    radius: 'record',
    reason: (seen) => reason('outlookItemNotFound', at(seen)),
  },
  { when: hasStatus(404), radius: 'kind', reason: (seen) => reason('microsoftNotFound', at(seen)) },
  {
    // One item that cannot be shown, not a service in trouble [seen: microsoft-graph-docs#2913].
    when: hasCode('errorcontentconversionfailed'),
    radius: 'record',
    reason: () => reason('outlookItemDamaged'),
  },
  { when: hasStatus(409, 412), radius: 'record', reason: () => reason('outlookItemChanged') },
  { when: hasStatus(429, 509), radius: 'side', reason: () => reason('microsoftThrottled') },
  {
    when: (seen) => seen.status >= 500 || seen.status === 408 || seen.status === 423,
    radius: 'side',
    reason: ({ status }) => reason('microsoftTrouble', { status }),
  },
  {
    when: (seen) => !seen.resource.oneRecord,
    radius: 'kind',
    reason: (seen) => reason('microsoftRequestRefused', { ...at(seen), status: seen.status, fields: seen.fields }),
  },
  { when: () => true, radius: 'record', reason: ({ fields }) => reason('outlookValuesRefused', { fields }) },
];

/** There is a rule for everything: the last one always fits. */
export const ruleFor = (seen: FailedCall): Rule => rules.find((rule) => rule.when(seen)) as Rule;
