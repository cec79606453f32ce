import { cancelMeeting } from './cancel';
import { queryOf, runCoql } from './coql';
import { associateEmail, emailAvailable } from './mail/associate';
import { downloadFile, uploadFiles } from './mail/files';
import { fromAddresses, getMail, listMails } from './mail/list';
import { getRecord, listRecords, relatedRecords } from './list';
import { deleteRecords, listDeleted } from './remove';
import { countRecords, searchRecords } from './search';
import * as settings from './settings';
import type { World } from './state';
import { getOrg, getUser, listUsers } from './users';
import { getView, listViews } from './views';
import * as watch from './watch/channels';
import type { Answer, Call } from './world';
import { moduleOf } from './world';
import { insertRecords, updateRecords, upsertRecords } from './write';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/crm/{version}`. */
  readonly path: string;
  readonly handle: (world: World, call: Call) => Answer;
  /** Scopes that must all be held. */
  readonly scopes: (world: World, call: Call) => readonly string[];
  /** API credits the call costs. */
  readonly credits?: (call: Call) => number;
}

/** Scope names write modules in small letters; custom modules share one. */
function ofModule(operation: string, ...more: readonly string[]) {
  return (world: World, call: Call) => {
    const module = moduleOf(world, call.params.module);
    return [`ZohoCRM.modules.${module.custom ? 'custom' : module.api_name.toLowerCase()}.${operation}`, ...more];
  };
}
const always =
  (...scopes: readonly string[]) =>
  () =>
    scopes;
const SEARCH = 'ZohoSearch.securesearch.READ';

/** COQL needs its own scope and the module's. */
function coqlScopes(world: World, call: Call): readonly string[] {
  const { module } = queryOf(call);
  return ['ZohoCRM.coql.READ', ...ofModule('READ')(world, { ...call, params: { module } })];
}

/** One credit per ten records begun. */
function writeCredits(call: Call): number {
  const { data } = (call.body ?? {}) as { data?: unknown };
  return Math.max(1, Math.ceil((Array.isArray(data) ? data.length : 1) / 10));
}

function coqlCredits(call: Call): number {
  const { limit } = queryOf(call);
  return limit <= 200 ? 1 : limit <= 1000 ? 2 : 3;
}

const deleteCredits = (call: Call): number => Math.max(1, Math.ceil((call.query.ids ?? '').split(',').length / 100));
const listCredits = (call: Call): number => (call.query.cvid ? 3 : 1);
const fieldScope = always('ZohoCRM.settings.fields.READ');
const viewScope = always('ZohoCRM.settings.custom_views.READ');
const moduleScope = always('ZohoCRM.settings.modules.READ');

/** Mails of a record need their own scope and the module's. */
const ofMail =
  (operation: string) =>
  (world: World, call: Call): readonly string[] => [
    ...ofModule('READ')(world, call),
    `ZohoCRM.modules.emails.${operation}`,
  ];

const ofWatch = (operation: string) => always(`ZohoCRM.notifications.${operation}`);
const emailScope = always('ZohoCRM.modules.emails.READ');
const sender = always('ZohoCRM.settings.emails.READ');
const WATCH = '/actions/watch';

/** Mails sent elsewhere, and their attachments. */
const MAIL_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/files', handle: uploadFiles, scopes: always('ZohoCRM.files.CREATE') },
  { method: 'GET', path: '/files', handle: downloadFile, scopes: always('ZohoCRM.files.READ') },
  { method: 'GET', path: '/actions/email_available', handle: emailAvailable, scopes: emailScope },
  { method: 'GET', path: '/settings/emails/actions/from_addresses', handle: fromAddresses, scopes: sender },
  { method: 'POST', path: '/:module/:id/actions/associate_email', handle: associateEmail, scopes: ofMail('CREATE') },
  { method: 'GET', path: '/:module/:id/Emails', handle: listMails, scopes: ofMail('READ') },
  { method: 'GET', path: '/:module/:id/Emails/:message', handle: getMail, scopes: ofMail('READ') },
];

/** Channels of notifications. */
const WATCH_ROUTES: readonly Route[] = [
  { method: 'POST', path: WATCH, handle: watch.enableChannels, scopes: ofWatch('CREATE') },
  { method: 'PUT', path: WATCH, handle: watch.replaceChannels, scopes: ofWatch('UPDATE') },
  { method: 'PATCH', path: WATCH, handle: watch.changeChannels, scopes: ofWatch('UPDATE') },
  { method: 'GET', path: WATCH, handle: watch.listChannels, scopes: ofWatch('READ') },
  { method: 'DELETE', path: WATCH, handle: watch.endChannels, scopes: ofWatch('DELETE') },
];

export const ROUTES: readonly Route[] = [
  ...MAIL_ROUTES,
  ...WATCH_ROUTES,
  { method: 'GET', path: '/users', handle: listUsers, scopes: always('ZohoCRM.users.READ') },
  { method: 'GET', path: '/users/:id', handle: getUser, scopes: always('ZohoCRM.users.READ') },
  { method: 'GET', path: '/org', handle: getOrg, scopes: always('ZohoCRM.org.READ') },
  { method: 'GET', path: '/settings/modules', handle: settings.listModules, scopes: moduleScope },
  { method: 'GET', path: '/settings/modules/:module', handle: settings.getModule, scopes: moduleScope },
  { method: 'GET', path: '/settings/fields', handle: settings.listFields, scopes: fieldScope },
  { method: 'GET', path: '/settings/fields/:id', handle: settings.getField, scopes: fieldScope },
  {
    method: 'GET',
    path: '/settings/layouts',
    handle: settings.listLayouts,
    scopes: always('ZohoCRM.settings.layouts.READ'),
  },
  {
    method: 'GET',
    path: '/settings/related_lists',
    handle: settings.listRelated,
    scopes: always('ZohoCRM.settings.related_lists.READ'),
  },
  { method: 'GET', path: '/settings/custom_views', handle: listViews, scopes: viewScope },
  { method: 'GET', path: '/settings/custom_views/:id', handle: getView, scopes: viewScope },
  { method: 'POST', path: '/coql', handle: runCoql, scopes: coqlScopes, credits: coqlCredits },
  {
    ...{ method: 'POST', path: '/Events/:id/actions/cancel', handle: cancelMeeting },
    scopes: always('ZohoCRM.modules.events.UPDATE'),
  },
  { method: 'GET', path: '/:module', handle: listRecords, scopes: ofModule('READ'), credits: listCredits },
  { method: 'POST', path: '/:module', handle: insertRecords, scopes: ofModule('CREATE'), credits: writeCredits },
  { method: 'PUT', path: '/:module', handle: updateRecords, scopes: ofModule('UPDATE'), credits: writeCredits },
  { method: 'DELETE', path: '/:module', handle: deleteRecords, scopes: ofModule('DELETE'), credits: deleteCredits },
  { method: 'POST', path: '/:module/upsert', handle: upsertRecords, scopes: ofModule('CREATE'), credits: writeCredits },
  { method: 'GET', path: '/:module/search', handle: searchRecords, scopes: ofModule('READ', SEARCH) },
  { method: 'GET', path: '/:module/deleted', handle: listDeleted, scopes: ofModule('READ'), credits: () => 2 },
  {
    ...{ method: 'GET', path: '/:module/actions/count', handle: countRecords },
    scopes: ofModule('READ', SEARCH, 'ZohoCRM.settings.layouts.READ'),
  },
  { method: 'GET', path: '/:module/:id', handle: getRecord, scopes: ofModule('READ') },
  { method: 'PUT', path: '/:module/:id', handle: updateRecords, scopes: ofModule('UPDATE') },
  { method: 'DELETE', path: '/:module/:id', handle: deleteRecords, scopes: ofModule('DELETE') },
  { method: 'GET', path: '/:module/:id/:related', handle: relatedRecords, scopes: ofModule('READ') },
];
