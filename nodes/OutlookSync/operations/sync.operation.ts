import { DateTime } from 'luxon';
import type { INodeProperties, IExecuteFunctions } from 'n8n-workflow';
import { outlookChecks } from '../../../engine/check/outlook';
import { UsageError } from '../../../engine/errors';
import type { OutlookAccess } from '../../../engine/sides/kind';
import { outlookKinds } from '../../../engine/sides/outlook';
import { reason, type Reason } from '../../../reasons';
import { unknownCategories, type Categories, type Privates } from '../../../sides/outlook';
import type { KindName } from '../../../sync/model';
import { graphClient, signInOf } from '../../shared/clients';
import { mailboxLocator, shownFor, shownForKind, recurringProperty, recurringTasks } from '../../shared/descriptions';
import { chosenNames, count, located, locatedName } from '../../shared/parameters';
import { backUpSide, restoreSide } from '../../shared/backup';
import { apply, getChanges, orCheck, type AdapterOf } from '../../shared/run';
import { kindCheck, looksOn, writesWhereRead } from '../../shared/check';
import { permissionCheck } from '../../shared/permissions';
import { accountOf } from './account.operation';

/** Five years either way; Microsoft runs out of time over longer windows (504). It holds for expressions, too. */
const MOST_DAYS = 1830;

/** Parameters of meetings. */
export const eventProperties: INodeProperties[] = [
  mailboxLocator('Calendar', 'calendar', 'searchCalendars', 'Calendar (Default)', {
    description:
      'The calendar that is synced; meetings from the CRM are created there, too. Empty means the default calendar.',
    displayOptions: shownForKind('event'),
  }),
  {
    displayName: 'Days Back',
    name: 'daysBack',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: MOST_DAYS },
    default: 90,
    description:
      'How far into the past meetings are synced, five years at most. One that gets older leaves the sync; nothing is deleted.',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Days Ahead',
    name: 'daysAhead',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: MOST_DAYS },
    default: 365,
    description: 'How far into the future meetings are synced, five years at most. The window moves on with every day.',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Private Events',
    name: 'privateEvents',
    type: 'options',
    options: [
      { name: 'Skip', value: 'skip', description: 'They stay in Outlook; nothing of them is kept' },
      { name: 'Sync Completely', value: 'full', description: 'Like any other' },
      {
        name: 'Title and Time Only',
        value: 'title',
        description: 'No description, location, participants or reminder',
      },
    ],
    default: 'skip',
    description: 'What becomes of events marked private or confidential in Outlook',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Declined Meetings',
    name: 'declinedMeetings',
    type: 'options',
    options: [
      { name: 'Skip', value: 'skip', description: 'They stay in Outlook; one that is synced leaves the sync' },
      { name: 'Sync', value: 'sync', description: 'Like any other' },
    ],
    default: 'sync',
    description: 'What becomes of meetings that you declined and Outlook still shows',
    displayOptions: shownForKind('event'),
  },
  {
    displayName: 'Mail Participants',
    name: 'mailParticipants',
    type: 'boolean',
    default: false,
    description:
      'Whether Outlook may mail invitations, updates and cancellations of meetings. Off: nobody is ever mailed. Meetings from the CRM are created without their participants, and meetings that have participants are not changed in Outlook but listed with the reason.',
    displayOptions: shownFor('event', 'applyDecisions'),
  },
];

/** Parameters of sent mail. */
export const mailProperties: INodeProperties[] = [
  mailboxLocator('Mail Folder', 'mailFolder', 'searchMailFolders', 'Sent Items (Default Folder)', {
    description: 'The folder with the mail you sent; folders below it are not read. Empty means Sent Items.',
    displayOptions: shownForKind('mail'),
  }),
  {
    displayName: 'Start Date',
    name: 'startDate',
    type: 'dateTime',
    default: '',
    description: 'Mail from then on is read. Empty means from a week before the first run.',
    displayOptions: shownForKind('mail'),
  },
];

/** Parameters of tasks. */
export const taskProperties: INodeProperties[] = [
  mailboxLocator('Task List', 'taskList', 'searchTaskLists', 'Tasks (Default List)', {
    description:
      'The list of Microsoft To Do that is synced; tasks from the CRM are created there, too. Empty means the list Tasks that everybody has.',
    displayOptions: shownForKind('task'),
  }),
  {
    displayName: 'Further List Names or IDs',
    name: 'furtherLists',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getTaskLists' },
    default: [],
    description:
      'Other lists that are synced, too; a task may be moved between them. Tasks from the CRM are not created there. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownForKind('task'),
  },
  recurringProperty(
    'To Do',
    'Zoho CRM',
    'The open occurrence is a plain task in Zoho CRM; completing it on either side brings the next one as a new task',
  ),
];

/** A date without a zone is one of the workflow's. */
function startDate(context: IExecuteFunctions): string | null {
  const text = String(context.getNodeParameter('startDate', 0, '') ?? '').trim();
  if (!text) return null;
  const start = DateTime.fromISO(text, { zone: context.getTimezone() });
  if (start.isValid) return start.toUTC().toISO();
  throw new UsageError(
    `The Start Date "${text}" is no date.`,
    'Choose it from the calendar, or write it like 2026-01-31.',
  );
}

/** By which categories, besides Zoho; or all that lies in the folder. */
const categoriesOf = (context: IExecuteFunctions): Categories =>
  context.getNodeParameter('wholeFolder', 0, false) === true ? 'all' : chosenNames(context, 'categories');

/** What is synced of each kind, as the node's parameters say. */
const settingsOf = (context: IExecuteFunctions): OutlookAccess['settings'] => ({
  contact: () => ({ folderId: located(context, 'folder') || null, categories: categoriesOf(context) }),
  task: () => ({
    listId: located(context, 'taskList') || null,
    furtherLists: chosenNames(context, 'furtherLists'),
    categories: categoriesOf(context),
    recurring: recurringTasks(context),
  }),
  event: () => ({
    calendarId: located(context, 'calendar') || null,
    categories: categoriesOf(context),
    daysBack: count(context, 'daysBack', 0, MOST_DAYS),
    daysAhead: count(context, 'daysAhead', 1, MOST_DAYS),
    privates: context.getNodeParameter('privateEvents', 0, 'skip') as Privates,
    ...(context.getNodeParameter('declinedMeetings', 0, 'sync') === 'skip' && { declined: 'skip' }),
  }),
  mail: () => ({ folderId: located(context, 'mailFolder') || null, since: startDate(context) }),
});

/** The parameter that says where records of a kind are. */
const placeOf = { contact: 'folder', task: 'taskList', event: 'calendar', mail: 'mailFolder' } as const;

const accessOf = (context: IExecuteFunctions, kind: KindName): OutlookAccess => ({
  signIn: signInOf(context, 'outlook', kind),
  graph: (run) => graphClient(context, run),
  settings: settingsOf(context),
  placeName: () => locatedName(context, placeOf[kind]),
  // a restore mails nobody, whatever was chosen for another operation of the node
  mailParticipants: () =>
    context.getNodeParameter('operation', 0) === 'applyDecisions' &&
    context.getNodeParameter('mailParticipants', 0, false) === true,
});

const outlook: AdapterOf = (context, kind) => outlookKinds[kind](accessOf(context, kind));

const readingChecks = looksOn('outlook', (context, check) => [
  ...kindCheck(context, check),
  ...outlookChecks(accessOf(context, check.kind), check),
  permissionCheck('outlook', check.kind, () => accountOf(context)),
]);
const writingChecks = looksOn(
  'outlook',
  writesWhereRead('outlook', (context, { kind }) => signInOf(context, 'outlook', kind)),
);

/** The categories that the node was told and the mailbox does not have. */
async function unknownOf(context: IExecuteFunctions): Promise<readonly Reason[]> {
  const chosen = categoriesOf(context);
  if (chosen === 'all' || chosen.length === 0) return [];
  const unknown = await unknownCategories(await graphClient(context), chosen);
  return unknown.map((name) => reason('unknownCategory', { name }));
}

export const outlookChanges = orCheck(getChanges('outlook', outlook, unknownOf), readingChecks);
export const applyToOutlook = orCheck(apply('outlook', outlook), writingChecks);
export const backUpOutlook = backUpSide('outlook', outlook);
export const restoreOutlook = restoreSide('outlook', outlook);
