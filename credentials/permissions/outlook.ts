import type { Judge, Permission } from './check';

/** Source: the permission tables of Microsoft Graph v1.0. */
export const outlookPermissions: readonly Permission[] = [
  { name: 'User.Read', neededFor: 'knowing whose mailbox it is', path: '/v1.0/me?$select=id' },
  { name: 'Contacts.ReadWrite', neededFor: 'contacts', path: '/v1.0/me/contacts?$top=1&$select=id' },
  { name: 'Tasks.ReadWrite', neededFor: 'tasks', path: '/v1.0/me/todo/lists?$top=1' },
  { name: 'Calendars.ReadWrite', neededFor: 'calendar events', path: '/v1.0/me/calendars?$top=1&$select=id' },
  { name: 'Mail.Read', neededFor: 'sent mail', path: '/v1.0/me/messages?$top=1&$select=id' },
  { name: 'MailboxSettings.ReadWrite', neededFor: 'categories', path: '/v1.0/me/outlook/masterCategories' },
];

/** `offline_access` brings the refresh token; `openid` lets n8n show whose account it is. */
export const outlookScope = ['openid', 'offline_access', ...outlookPermissions.map(({ name }) => name)].join(' ');

export const judgeOutlook: Judge = ({ status }) => {
  if (status === 401) return 'expired';
  if (status === 403) return 'missing';
  return status >= 200 && status < 300 ? 'granted' : 'unproved';
};
