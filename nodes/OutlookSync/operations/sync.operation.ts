import type { IExecuteFunctions } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { UsageError } from '../../../engine/errors';
import type { OutlookAccess } from '../../../engine/sides/kind';
import { outlookKinds } from '../../../engine/sides/outlook';
import type { Privates } from '../../../sides/outlook/event';
import type { KindName } from '../../../sync/model';
import { graphClient } from '../../shared/clients';
import { chosenNames, count, located } from '../../shared/parameters';
import { signInOf } from '../../shared/signIn';
import { apply, getChanges, type AdapterOf } from '../../shared/sync';
import { recurringTasks } from '../../shared/taskProperties';

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

/** What is synced of each kind, as the node's parameters say. */
const settingsOf = (context: IExecuteFunctions): OutlookAccess['settings'] => ({
  contact: () => ({
    folderId: located(context, 'folder') || null,
    categories: chosenNames(context, 'categories'),
  }),
  task: () => ({
    listId: located(context, 'taskList') || null,
    furtherLists: chosenNames(context, 'furtherLists'),
    categories: chosenNames(context, 'categories'),
    recurring: recurringTasks(context),
  }),
  event: () => ({
    calendarId: located(context, 'calendar') || null,
    categories: chosenNames(context, 'categories'),
    daysBack: count(context, 'daysBack', 0),
    daysAhead: count(context, 'daysAhead', 1),
    privates: context.getNodeParameter('privateEvents', 0, 'skip') as Privates,
  }),
  mail: () => ({ folderId: located(context, 'mailFolder') || null, since: startDate(context) }),
});

const outlook: AdapterOf = (context, kind: KindName) =>
  outlookKinds[kind]({
    signIn: signInOf(context, 'outlook', kind),
    graph: (run) => graphClient(context, run),
    settings: settingsOf(context),
    mailParticipants: () => context.getNodeParameter('mailParticipants', 0, false) === true,
  });

export const outlookChanges = getChanges('outlook', outlook);
export const applyToOutlook = apply('outlook', outlook);
