import { createCalendar } from './calendar/calendars';
import { makeChangeKey, makeGuid, makeId, next } from './ids';
import { firstSettings } from './mailboxRoutes';
import type { GraphState, Mailbox } from './model';
import { freshMail } from './mail/folders';
import { freshPost } from './subscriptions/model';
import { createList } from './todo/store';

export const REFRESH_TOKEN = 'graph-simulator-refresh-token';
export const ACCESS_TOKEN = 'graph-simulator-access-token';
export const APPLICATION_TOKEN = 'graph-simulator-application-token';

/** All scopes the package asks for, over its four kinds, and what n8n's own node sends a report with [docs: permissions reference]. */
const ALL_SCOPES: readonly string[] = [
  ...['openid', 'offline_access', 'User.Read', 'Contacts.ReadWrite', 'Tasks.ReadWrite', 'Calendars.ReadWrite'],
  ...['Mail.Read', 'MailboxSettings.ReadWrite', 'Mail.Send'],
];

/** What the administrator consents to for the application [docs: permissions reference]. */
const ALL_ROLES: readonly string[] = [
  ...['Contacts.ReadWrite', 'Calendars.ReadWrite', 'Tasks.ReadWrite.All', 'Mail.Read', 'MailboxSettings.ReadWrite'],
  ...['User.Read.All', 'GroupMember.Read.All'],
];

const firstMailbox = (): Mailbox => ({
  id: makeGuid(1, 'user'),
  displayName: 'Megan Bowen',
  mail: 'megan.bowen@contoso.example',
  timeZone: 'Tokyo Standard Time',
  settings: firstSettings(),
});

/** Gives the ready-made tokens these scopes. The access token lives as long as any other, by the simulator's clock. */
export function grantScopes(state: GraphState, scopes: readonly string[], expires: number): void {
  state.accessTokens.set(ACCESS_TOKEN, { scopes, expires });
  state.refreshTokens.set(REFRESH_TOKEN, { scopes, expires: Infinity });
}

/** Gives the application these permissions, and its ready-made token, too. */
export function grantRoles(state: GraphState, roles: readonly string[], expires: number): void {
  state.tenant.application = { ...state.tenant.application, roles };
  state.accessTokens.set(APPLICATION_TOKEN, { app: true, scopes: roles, expires });
}

const emptyMaps = (base: number) => ({
  ...{ folders: new Map(), contacts: new Map(), byRestId: new Map(), categories: new Map(), links: new Map() },
  ...{ lists: new Map(), tasks: new Map(), calendars: new Map(), events: new Map(), eventIds: new Map() },
  ...{ transactions: new Map(), deletedEvents: [], eventChanges: [], mail: freshMail(base), post: freshPost() },
  ...{ accessTokens: new Map(), refreshTokens: new Map(), codes: new Map() },
});

/** The two lists that every mailbox has; the second shows flagged mail as tasks [docs: todoTaskList]. */
function addBuiltInLists(state: GraphState, base: number): void {
  createList(state, 'Tasks', 'defaultList', makeId('list', base - 2));
  createList(state, 'Flagged Emails', 'flaggedEmails', makeId('list', base - 4));
}

/** A mailbox with an empty default contacts folder, the built-in task lists, an empty calendar and no category; its ids begin at `base`. */
function emptyMailbox(mailbox: Mailbox, base: number): GraphState {
  const state: GraphState = {
    ...{ base, mailbox, rootFolderId: makeId('folder', base), defaultFolderId: makeId('folder', base + 2) },
    tenant: { others: [], groups: [], application: { roles: [], group: null } },
    ...{
      ...emptyMaps(base),
      deleted: [],
      deletedFolders: new Set(),
      corrupt: new Set(),
      mostInFlight: 0,
      crowded: 0,
      changes: [],
      consented: null,
      recent: [],
      counter: base + 10,
      items: base,
    },
  };
  const { rootFolderId: parentFolderId, defaultFolderId: id } = state;
  state.folders.set(id, { id, displayName: 'Contacts', parentFolderId, changeKey: makeChangeKey(next(state)) });
  addBuiltInLists(state, base);
  createCalendar(state, 'Calendar', { id: makeId('calendar', base - 2), isDefault: true });
  return state;
}

/** The signed-in account's mailbox, alone in its tenant. `now` in milliseconds. */
export function freshState(now: number, tokenLife: number): GraphState {
  const state = emptyMailbox(firstMailbox(), 0);
  grantScopes(state, ALL_SCOPES, now + tokenLife * 1000);
  grantRoles(state, ALL_ROLES, now + tokenLife * 1000);
  return state;
}

/** Ids that a mailbox may use up before the next one's begin. */
const ROOM = 1_000_000;

/** Adds a mailbox to the tenant. */
export function addMailbox(home: GraphState, given: Partial<Mailbox> & Pick<Mailbox, 'mail'>): GraphState {
  const n = home.tenant.others.length + 1;
  const mailbox = { ...firstMailbox(), id: makeGuid(n + 1, 'user'), displayName: given.mail, ...given };
  const made = emptyMailbox(mailbox, n * ROOM);
  const post = { ...made.post, subscriptions: home.post.subscriptions, deliveries: home.post.deliveries };
  const state: GraphState = { ...made, post, tenant: home.tenant };
  home.tenant.others.push(state);
  return state;
}
