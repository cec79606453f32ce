import type { ReadVerdict, Permission } from './check';

/** Source: the permission tables of Microsoft Graph v1.0. */
export const outlookPermissions: readonly Permission[] = [
  { name: 'User.Read', neededFor: 'knowing whose mailbox it is', path: '/v1.0/me?$select=id' },
  { name: 'Contacts.ReadWrite', neededFor: 'contacts', path: '/v1.0/me/contacts?$top=1&$select=id' },
  { name: 'Tasks.ReadWrite', neededFor: 'tasks', path: '/v1.0/me/todo/lists?$top=1' },
  { name: 'Calendars.ReadWrite', neededFor: 'calendar events', path: '/v1.0/me/calendars?$top=1&$select=id' },
  { name: 'Mail.Read', neededFor: 'sent mail', path: '/v1.0/me/messages?$top=1&$select=id' },
  { name: 'MailboxSettings.ReadWrite', neededFor: 'categories', path: '/v1.0/me/outlook/masterCategories' },
];

/** To an application two of them go by other names. */
const asRole: Readonly<Record<string, string>> = {
  'User.Read': 'User.Read.All',
  'Tasks.ReadWrite': 'Tasks.ReadWrite.All',
};

/** The same in a mailbox, whose paths `pathOf` knows. */
export const permissionsIn = (pathOf: (path: string) => string, isApplication: boolean): readonly Permission[] =>
  outlookPermissions.map((one) => ({
    ...one,
    name: (isApplication && asRole[one.name]) || one.name,
    path: `/v1.0${pathOf(one.path.replace(/^\/v1\.0/, ''))}`,
  }));

const shared = ' Contacts.ReadWrite.Shared Tasks.ReadWrite.Shared Mail.Read.Shared User.ReadBasic.All';

/**
 * `offline_access` brings the refresh token; `openid` lets n8n show whose account it is. For the calendars of others it asks only
 * where one is synced, and likewise for their mailboxes; no read of one's own mailbox proves that this was granted.
 */
export const outlookScope = `=openid offline_access ${outlookPermissions.map(({ name }) => name).join(' ')}{{($self["sharedCalendars"] || $self["sharedMailboxes"] ? " Calendars.ReadWrite.Shared" : "") + ($self["sharedMailboxes"] ? "${shared}" : "")}}`;

const codeOf = (body: unknown): unknown => (body as { error?: { code?: unknown } } | null)?.error?.code;

export const outlookVerdict: ReadVerdict = ({ status, body }) => {
  // so To Do says it to an application [seen live: wisecom-oy/atlas#148]
  if (status === 401) return codeOf(body) === 'UnknownError' ? 'missing' : 'expired';
  if (status === 403) return 'missing';
  return status >= 200 && status < 300 ? 'granted' : 'unproved';
};

/** What the package uses, nothing more. Source: "scope" lines of Zoho CRM's API v8 pages. */
export const zohoPermissions: readonly Permission[] = [
  { name: 'ZohoCRM.users.READ', neededFor: 'who "only my records" are', path: '/crm/v8/users?type=CurrentUser' },
  { name: 'ZohoCRM.org.READ', neededFor: 'telling one organisation from another', path: '/crm/v8/org' },
  { name: 'ZohoCRM.settings.modules.READ', neededFor: 'the list of modules', path: '/crm/v8/settings/modules' },
  {
    name: 'ZohoCRM.settings.fields.READ',
    neededFor: 'field names and lengths',
    path: '/crm/v8/settings/fields?module=Contacts',
  },
  {
    name: 'ZohoCRM.settings.layouts.READ',
    neededFor: 'mandatory fields, before a sync starts',
    path: '/crm/v8/settings/layouts?module=Contacts',
  },
  {
    name: 'ZohoCRM.settings.custom_views.READ',
    neededFor: 'the list of custom views',
    path: '/crm/v8/settings/custom_views?module=Contacts',
  },
  {
    name: 'ZohoCRM.modules.ALL',
    neededFor: 'reading and writing records',
    path: '/crm/v8/Contacts?fields=Last_Name&per_page=1',
  },
  {
    name: 'ZohoCRM.coql.READ',
    neededFor: 'queries',
    method: 'POST',
    path: '/crm/v8/coql',
    body: { select_query: 'select id from Contacts where id is not null limit 1' },
  },
  {
    name: 'ZohoSearch.securesearch.READ',
    neededFor: 'searching records',
    path: '/crm/v8/Contacts/search?email=nobody%40example.com',
  },
  {
    name: 'ZohoCRM.modules.emails.ALL',
    neededFor: 'showing sent mail on records',
    path: '/crm/v8/actions/email_available?orginal_message_id=%3Cnobody%40example.com%3E',
  },
  {
    name: 'ZohoCRM.files.CREATE',
    neededFor: 'attachments of sent mail',
    method: 'POST',
    path: '/crm/v8/files',
    body: {},
    provedBy: 400,
  },
  {
    name: 'ZohoCRM.notifications.ALL',
    neededFor: 'starting a run as soon as something changes',
    path: '/crm/v8/actions/watch?channel_id=1000000000001',
  },
];

/** Joined by commas: that is how Zoho wants them, and n8n then leaves the text as it is. */
export const zohoScope = zohoPermissions.map(({ name }) => name).join(',');

const codeIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? (body as { code?: unknown }).code : undefined;

/** Zoho answers 401 both for a dead token and for a missing scope; only the code tells which. */
export const zohoVerdict: ReadVerdict = ({ status, body }) => {
  if (status === 401) return codeIn(body) === 'OAUTH_SCOPE_MISMATCH' ? 'missing' : 'expired';
  if (status === 403) return 'missing';
  return status >= 200 && status < 300 ? 'granted' : 'unproved';
};
