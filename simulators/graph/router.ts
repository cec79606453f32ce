import type { Area } from './area';
import { batch } from './batch';
import type { Handler } from './call';
import { CALENDAR_ROUTES } from './calendar/routes';
import { addCategory, getCategory, listCategories, patchCategory, removeCategory } from './categoryRoutes';
import { addContact, getContact, listContacts, patchContact, removeContact } from './contactRoutes';
import { contactDelta, folderDelta } from './deltaRoutes';
import { getGroup, listGroups, listMembers, listUsers } from './directoryRoutes';
import { badRequest, graphError } from './errors';
import { addExtension, getExtension, listExtensions, patchExtension, removeExtension } from './extensionRoutes';
import { addFolder, getFolder, listFolders, patchFolder, removeFolder } from './folderRoutes';
import { MAIL_BODY_ROUTES, MAIL_ROUTES } from './mail/routes';
import { sendMail } from './mail/sendRoute';
import { getMe, getSettings, getTimeZone, listTimeZones, patchSettings } from './mailboxRoutes';
import { SUBSCRIPTION_ROUTES } from './subscriptions/routes';
import { TODO_ROUTES } from './todo/routes';
import { translateIds } from './translate';

export interface Route {
  readonly area: Area;
  readonly path: readonly string[];
  readonly methods: Readonly<Record<string, Handler>>;
}

const route = (area: Area, path: string, methods: Route['methods']): Route => ({
  area,
  path: path.split('/'),
  methods,
});

const item = { GET: getContact, PATCH: patchContact, DELETE: removeContact };
const list = { GET: listContacts, POST: addContact };
const extension = { GET: getExtension, PATCH: patchExtension, DELETE: removeExtension };

/** Routes of everything under one collection of contacts. */
const contactRoutes = (root: string): Route[] => [
  route('contacts', root, list),
  route('contacts', `${root}/delta`, { GET: contactDelta }),
  route('contacts', `${root}/:id`, item),
  route('contacts', `${root}/:id/permanentDelete`, { POST: removeContact }),
  route('contacts', `${root}/:id/extensions`, { GET: listExtensions, POST: addExtension }),
  route('contacts', `${root}/:id/extensions/:name`, extension),
];

/** All routes below the version; a literal segment goes before a parameter. */
const ROUTES: readonly Route[] = [
  route('user', 'me', { GET: getMe }),
  ...contactRoutes('me/contacts'),
  ...contactRoutes('me/contactFolders/:folder/contacts'),
  route('contacts', 'me/contactFolders', { GET: listFolders, POST: addFolder }),
  route('contacts', 'me/contactFolders/delta', { GET: folderDelta }),
  route('contacts', 'me/contactFolders/:folder', { GET: getFolder, PATCH: patchFolder, DELETE: removeFolder }),
  route('contacts', 'me/contactFolders/:folder/permanentDelete', { POST: removeFolder }),
  route('contacts', 'me/contactFolders/:folder/childFolders', { GET: listFolders, POST: addFolder }),
  ...CALENDAR_ROUTES.map(([path, methods]) => route('calendars', path, methods)),
  ...TODO_ROUTES.map(([path, methods]) => route('tasks', path, methods)),
  ...MAIL_ROUTES.map(([path, methods]) => route('mail', path, methods)),
  ...MAIL_BODY_ROUTES.map(([path, methods]) => route('mailBodies', path, methods)),
  route('sending', 'me/sendMail', { POST: sendMail }),
  ...SUBSCRIPTION_ROUTES.map(([path, methods]) => route('any', path, methods)),
  route('settings', 'me/outlook/masterCategories', { GET: listCategories, POST: addCategory }),
  route('settings', 'me/outlook/masterCategories/:id', {
    ...{ GET: getCategory, PATCH: patchCategory, DELETE: removeCategory },
  }),
  route('settings', 'me/mailboxSettings', { GET: getSettings, PATCH: patchSettings }),
  route('settings', 'me/mailboxSettings/timeZone', { GET: getTimeZone }),
  route('user', 'me/outlook/supportedTimeZones', { GET: listTimeZones }),
  route('user', 'me/outlook/supportedTimeZones/:standard', { GET: listTimeZones }),
  route('user', 'me/translateExchangeIds', { POST: translateIds }),
  route('users', 'users', { GET: listUsers }),
  route('groups', 'groups', { GET: listGroups }),
  route('groups', 'groups/:group', { GET: getGroup }),
  ...['members', 'transitiveMembers', 'members/user', 'transitiveMembers/user'].map((path) =>
    route('groups', `groups/:group/${path}`, { GET: listMembers }),
  ),
  route('none', '$batch', { POST: batch }),
];

function paramsOf(route: Route, segments: readonly string[]): Record<string, string> | null {
  if (route.path.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of route.path.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return null;
  }
  return params;
}

export interface Found {
  readonly route: Route;
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the handler of a path; throws what Graph says to an unknown path (400) or method (405). */
export function findRoute(method: string, segments: readonly string[]): Found {
  for (const candidate of ROUTES) {
    const params = paramsOf(candidate, segments);
    const handler = candidate.methods[method];
    if (params && handler) return { route: candidate, handler, params };
    if (params) throw graphError(405, 'ErrorInvalidRequest', `Method '${method}' not allowed.`);
  }
  throw badRequest(`Resource not found for the segment '${segments[1] ?? segments[0] ?? ''}'.`);
}
