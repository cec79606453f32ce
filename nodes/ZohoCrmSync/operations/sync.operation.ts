import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { zohoChecks } from '../../../engine/check/zoho';
import type { CheckRef } from '../../../engine/items';
import type { ZohoAccess } from '../../../engine/sides/kind';
import { zohoKinds } from '../../../engine/sides/zoho';
import type { CompanyRule, ZohoScope } from '../../../sides/zoho';
import { ownCalDav, usesAppPassword, zohoClient, zohoDomain, zohoReadings, signInOf } from '../../shared/clients';
import { chosenOwner, count, located, locatedName, workflowTriggers } from '../../shared/parameters';
import { apply, getChanges, orCheck, type AdapterOf } from '../../shared/run';
import { kindCheck, looksOn, writesWhereRead } from '../../shared/check';
import { permissionCheck } from '../../shared/permissions';
import { accountOf } from './account.operation';
import type { KindName } from '../../../sync/model';
import { recurringTasks, shownForKind } from '../../shared/descriptions';
import { backUpSide, restoreSide } from '../../shared/backup';

/** Parameters of meetings that are synced by CalDAV. */
export const eventProperties: INodeProperties[] = [
  {
    displayName: 'Calendar',
    name: 'calendar',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description:
      'The calendar that is synced; meetings from Outlook are created there, too. Empty means the default calendar.',
    displayOptions: {
      ...shownForKind('event'),
      // by `hide`: what is shown by the way to sign in, the editor takes for a field of the sign-in
      hide: { authentication: ['oAuth2'] },
    },
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Calendar (Default)',
        typeOptions: { searchListMethod: 'searchCalendars', searchable: true },
      },
      {
        displayName: 'By Address',
        name: 'id',
        type: 'string',
        placeholder: 'e.g. https://calendar.zoho.com/caldav/…/events/',
      },
    ],
  },
];

/** Meetings that are backed up: as many as can be synced at all. */
const everything = { daysBack: 1830, daysAhead: 1830 };
/** Without a cycle there is no side of Outlook that says which days. */
const isAlone = (context: IExecuteFunctions): boolean =>
  ['backUp', 'restore'].includes(String(context.getNodeParameter('operation', 0)));

const accessOf = (context: IExecuteFunctions, kind: KindName): ZohoAccess => ({
  signIn: signInOf(context, 'zoho', kind),
  zoho: (run) => zohoClient(context, run),
  readings: (run) => zohoReadings(context, run),
  calDav: usesAppPassword(context) ? (run) => ownCalDav(context, run) : null,
  apiDomain: () => zohoDomain(context),
  settings: {
    scope: () => context.getNodeParameter('scope', 0, 'all') as ZohoScope,
    owner: () => chosenOwner(context),
    recurring: () => recurringTasks(context),
    companies: () => context.getNodeParameter('companies', 0, 'findOrCreate') as CompanyRule,
    calendar: () => located(context, 'calendar'),
    calendarName: () => locatedName(context, 'calendar'),
    trigger: () => workflowTriggers(context),
    creditsKept: () => count(context, 'creditsKept', 0),
    ...(isAlone(context) && { span: everything }),
  },
});

const zoho: AdapterOf = (context, kind) => zohoKinds[kind](accessOf(context, kind));

/** An app-specific password has no permissions to be asked for. */
const permissionChecks = (context: IExecuteFunctions, kind: KindName) =>
  usesAppPassword(context) ? [] : [permissionCheck('zoho', kind, () => accountOf(context))];

const accountChecks = (context: IExecuteFunctions, check: CheckRef) => [
  ...zohoChecks(accessOf(context, check.kind), check, Date.now()),
  ...permissionChecks(context, check.kind),
];
/** What a node looks at that reads; of sent mail, the one that attaches it: it is the only one with the CRM. */
export const lookingChecks = looksOn('zoho', (context, check) => [
  ...kindCheck(context, check),
  ...accountChecks(context, check),
]);
const writingChecks = looksOn(
  'zoho',
  writesWhereRead('zoho', (context, { kind }) => signInOf(context, 'zoho', kind)),
);

export const zohoChanges = orCheck(getChanges('zoho', zoho), lookingChecks);
export const applyToZoho = orCheck(apply('zoho', zoho), writingChecks);
export const backUpZoho = backUpSide('zoho', zoho);
export const restoreZoho = restoreSide('zoho', zoho);
