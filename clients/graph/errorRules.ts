import type { Method } from '../http';
import { credentialPath, reconnect, type Radius } from '../errors';

interface ResourceRule {
  readonly path: RegExp;
  /** How a person calls what is there. */
  readonly name: string;
  readonly read: string;
  readonly write: string;
}

/** First match counts. Scopes: learn, "Microsoft Graph permissions reference". */
const resourceRules: readonly ResourceRule[] = [
  {
    path: /\/(contacts|contactFolders)\b/i,
    name: 'Outlook contacts',
    read: 'Contacts.ReadWrite',
    write: 'Contacts.ReadWrite',
  },
  {
    path: /\/masterCategories\b/i,
    name: 'Outlook categories',
    read: 'MailboxSettings.Read',
    write: 'MailboxSettings.ReadWrite',
  },
  {
    path: /\/mailboxSettings\b/i,
    name: 'mailbox settings',
    read: 'MailboxSettings.Read',
    write: 'MailboxSettings.ReadWrite',
  },
  { path: /\/todo\b/i, name: 'tasks (To Do)', read: 'Tasks.ReadWrite', write: 'Tasks.ReadWrite' },
  {
    path: /\/(events|calendars?|calendarView|calendarGroups?)\b/i,
    name: 'the Outlook calendar',
    read: 'Calendars.ReadWrite',
    write: 'Calendars.ReadWrite',
  },
  { path: /\/(messages|mailFolders)\b/i, name: 'Outlook mail', read: 'Mail.Read', write: 'Mail.ReadWrite' },
];
const batchRule: ResourceRule = {
  path: /\/\$batch$/,
  name: 'a batch of Outlook items',
  read: 'User.Read',
  write: 'User.Read',
};
const anyRule: ResourceRule = { path: /^/, name: 'the Microsoft account', read: 'User.Read', write: 'User.Read' };

export interface GraphResource {
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

const targetOf = (path: string): GraphResource['target'] => {
  if (folderPath.test(path)) return 'folder';
  return itemPath.test(path) ? 'item' : 'other';
};

/** What a path is about, in words. The path comes without its query. */
export function graphResourceOf(path: string, method: Method): GraphResource {
  const area = [...resourceRules, batchRule].find((one) => one.path.test(path)) ?? anyRule;
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
  /** Names of the properties we sent that the service complained of. */
  readonly fields: readonly string[];
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  /** Ours, where the vendor's code says too little. */
  readonly code?: string;
  readonly radius: Radius;
  readonly message: (seen: FailedCall) => string;
  readonly nextStep: (seen: FailedCall) => string;
}

const oneOf =
  (...codes: readonly string[]) =>
  (seen: FailedCall) =>
    codes.includes(seen.code);
const listed = (fields: readonly string[]): string => (fields.length > 0 ? ` (${fields.join(', ')})` : '');
const chooseAgain = () =>
  'Open the Outlook Sync node and choose the folder again; it may have been deleted or belong to another account.';
const byItself = () => 'Nothing is lost: the next run tries again by itself.';

const noMailboxCodes = [
  ...['mailboxnotenabledforrestapi', 'mailboxnotsupportedforrestapi'],
  ...['errornonexistentmailbox', 'errorinvaliduser'],
];

/** The same mailbox hours later: "Resource could not be discovered." [seen: microsoft-graph-docs#10481]. Of a subscription it says that that is gone. */
const isUndiscovered = ({ status, code, resource }: FailedCall): boolean =>
  status === 404 && code === 'resourcenotfound' && resource.name !== anyRule.name;

/** What says of a folder, a list or a calendar that it is not there. */
const folderGoneCodes = ['errorsyncfoldernotfound', 'errorfoldernotfound', 'erroritemnotfound'];
const isFolderGone = (seen: FailedCall): boolean =>
  seen.code === 'errorsyncfoldernotfound' ||
  (seen.status === 404 && seen.resource.target === 'folder' && folderGoneCodes.includes(seen.code));

/** First match counts; every error has a story and a next step. */
const rules: readonly Rule[] = [
  {
    when: (seen) => seen.status === 401,
    radius: 'side',
    message: () => 'Microsoft no longer accepts the sign-in of the credential.',
    nextStep: () => reconnect('outlook'),
  },
  {
    when: (seen) => oneOf(...noMailboxCodes)(seen) || isUndiscovered(seen),
    radius: 'side',
    message: () =>
      'The Microsoft account has no mailbox that programs can use (no Exchange Online licence, on premises, or blocked).',
    nextStep: () =>
      'Ask the Microsoft 365 administrator to enable the mailbox, or connect another account in the credential.',
  },
  {
    when: (seen) => seen.status === 507 || oneOf('errorquotaexceeded', 'quotalimitreached')(seen),
    radius: 'side',
    message: () => 'The Outlook mailbox is full.',
    nextStep: () => 'Free space in the mailbox; the records wait until then.',
  },
  {
    // Over a passing outage the service that makes subscriptions says 403, too [seen live: closeio/sync-engine].
    when: (seen) => seen.status === 403 && seen.code === 'extensionerror',
    radius: 'kind',
    message: () => 'Microsoft would not watch a folder or calendar for changes, perhaps only for the moment.',
    nextStep: () =>
      'It is tried again by itself. If it stays so, poll instead, or remove subscriptions that are no longer needed.',
  },
  {
    when: (seen) => seen.status === 403,
    radius: 'kind',
    message: (seen) =>
      `Microsoft refused access to ${seen.resource.name}: the permission ${seen.resource.scope} is probably missing.`,
    nextStep: (seen) =>
      `Add ${seen.resource.scope} to the app registration in Microsoft Entra (an administrator may have to consent), then in n8n open ${credentialPath.outlook} and press Connect again.`,
  },
  {
    when: (seen) => seen.status === 410,
    code: 'resync',
    radius: 'kind',
    message: (seen) => `Microsoft has forgotten how far ${seen.resource.name} had been read.`,
    nextStep: () => 'Nothing to do: the folder is read once more in full. No record counts as deleted by that.',
  },
  {
    when: isFolderGone,
    code: 'folderNotFound',
    radius: 'kind',
    message: (seen) => `The chosen folder of ${seen.resource.name} does not exist.`,
    nextStep: chooseAgain,
  },
  {
    when: (seen) => seen.code === 'errorinvalididmalformed' && seen.resource.target !== 'item',
    code: 'folderNotFound',
    radius: 'kind',
    message: (seen) => `What is given as folder of ${seen.resource.name} is not an id of a folder.`,
    nextStep: chooseAgain,
  },
  {
    when: oneOf('errorinvalididmalformed'),
    radius: 'record',
    message: () => 'The id of an Outlook item is not valid. This says nothing about a deletion.',
    nextStep: () => 'Check the id; copy it from Outlook Sync, not from Outlook itself.',
  },
  {
    when: (seen) => seen.status === 404 && seen.code === 'erroritemnotfound',
    radius: 'record',
    message: (seen) => `The item is no longer in ${seen.resource.name}.`,
    nextStep: () => 'Nothing to do, unless it should be there: it was deleted or moved.',
  },
  {
    when: (seen) => seen.status === 404 && (seen.code === '' || seen.code === 'errormailboxstoreunavailable'),
    radius: 'side',
    message: (seen) => `Microsoft could not be asked about ${seen.resource.name}. Nothing counts as deleted by that.`,
    nextStep: () =>
      'The next run tries again. If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine.',
  },
  {
    when: (seen) => seen.status === 404 && seen.resource.target === 'item',
    radius: 'record',
    message: (seen) =>
      `Microsoft could not find an item in ${seen.resource.name}, but does not say that it was deleted.`,
    nextStep: byItself,
  },
  {
    when: (seen) => seen.status === 404,
    radius: 'kind',
    message: (seen) => `Microsoft could not find ${seen.resource.name}. Nothing counts as deleted by that.`,
    nextStep: byItself,
  },
  {
    // One item that cannot be shown, not a service in trouble [seen: microsoft-graph-docs#2913].
    when: oneOf('errorcontentconversionfailed'),
    radius: 'record',
    message: () => 'Microsoft cannot show one item: its content is damaged.',
    nextStep: () => 'Open it in Outlook and save it again, or make it anew. Everything else goes on.',
  },
  {
    when: (seen) => seen.status === 409 || seen.status === 412,
    radius: 'record',
    message: () => 'The Outlook item was changed by somebody else at the same moment.',
    nextStep: () => 'Nothing to do: it is read again and decided anew in the next run.',
  },
  {
    when: (seen) => seen.status === 429 || seen.status === 509,
    radius: 'side',
    message: () => 'Microsoft asks to slow down: too many requests for this mailbox.',
    nextStep: () => 'Nothing is lost: run again later. If it stays so, run less often or lower Batch Size.',
  },
  {
    when: (seen) => seen.status >= 500 || seen.status === 408 || seen.status === 423,
    radius: 'side',
    message: (seen) => `Microsoft's service has a problem (status ${seen.status}).`,
    nextStep: byItself,
  },
  {
    when: (seen) => !seen.resource.oneRecord,
    radius: 'kind',
    message: (seen) =>
      `Microsoft did not accept a request to ${seen.resource.name} (status ${seen.status})${listed(seen.fields)}.`,
    nextStep: () =>
      'Check the settings of the Outlook Sync node; with the code and the request id below Microsoft can say more.',
  },
  {
    when: () => true,
    radius: 'record',
    message: (seen) => `Outlook did not accept the values of one record${listed(seen.fields)}.`,
    nextStep: () =>
      'Correct these values in the record (format, length, number of entries); it is tried again when it changes.',
  },
];

/** There is a rule for everything: the last one always fits. */
export const ruleFor = (seen: FailedCall): Rule => rules.find((rule) => rule.when(seen)) as Rule;
