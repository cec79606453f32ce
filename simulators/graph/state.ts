import { createCalendar } from './calendar/calendars';
import { makeChangeKey, makeGuid, makeId, next } from './ids';
import { firstSettings } from './mailboxRoutes';
import type { GraphState, Mailbox } from './model';
import { freshMail } from './mail/folders';
import { freshPost } from './subscriptions/model';
import { createList } from './todo/store';

export const REFRESH_TOKEN = 'graph-simulator-refresh-token';
export const ACCESS_TOKEN = 'graph-simulator-access-token';

/** All scopes the package asks for, over its four kinds, and what n8n's own node sends a report with [docs: permissions reference]. */
const ALL_SCOPES: readonly string[] = [
  ...['openid', 'offline_access', 'User.Read', 'Contacts.ReadWrite', 'Tasks.ReadWrite', 'Calendars.ReadWrite'],
  ...['Mail.Read', 'MailboxSettings.ReadWrite', 'Mail.Send'],
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

const emptyMaps = () => ({
  ...{ folders: new Map(), contacts: new Map(), byRestId: new Map(), categories: new Map(), links: new Map() },
  ...{ lists: new Map(), tasks: new Map(), calendars: new Map(), events: new Map(), eventIds: new Map() },
  ...{ transactions: new Map(), deletedEvents: [], eventChanges: [], mail: freshMail(), post: freshPost() },
  ...{ accessTokens: new Map(), refreshTokens: new Map(), codes: new Map() },
});

/** The two lists that every mailbox has; the second shows flagged mail as tasks [docs: todoTaskList]. */
function addBuiltInLists(state: GraphState): void {
  createList(state, 'Tasks', 'defaultList', makeId('list', -2));
  createList(state, 'Flagged Emails', 'flaggedEmails', makeId('list', -4));
}

/** A mailbox with an empty default contacts folder, the built-in task lists, an empty calendar and no category. `now` in milliseconds. */
export function freshState(now: number, tokenLife: number): GraphState {
  const state: GraphState = {
    ...{ mailbox: firstMailbox(), rootFolderId: makeId('folder', 0), defaultFolderId: makeId('folder', 2) },
    ...{
      ...emptyMaps(),
      deleted: [],
      deletedFolders: new Set(),
      corrupt: new Set(),
      mostInFlight: 0,
      crowded: 0,
      changes: [],
      consented: null,
      recent: [],
      counter: 10,
      items: 0,
    },
  };
  const { rootFolderId: parentFolderId, defaultFolderId: id } = state;
  state.folders.set(id, { id, displayName: 'Contacts', parentFolderId, changeKey: makeChangeKey(next(state)) });
  addBuiltInLists(state);
  createCalendar(state, 'Calendar', { id: makeId('calendar', -2), isDefault: true });
  grantScopes(state, ALL_SCOPES, now + tokenLife * 1000);
  return state;
}
