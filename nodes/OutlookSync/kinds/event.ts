import type { IExecuteFunctions } from 'n8n-workflow';
import {
  eventFeed,
  mayWrite,
  readCalendarProfile,
  writeEvents,
  type CalendarProfile,
  type CalendarSettings,
  type Privates,
} from '../../../sides/outlook/event';
import type { EventProfile } from '../../../sides/zoho/event';
import { graphClient } from '../../shared/clients';
import { learn, neededProfile, remembered } from '../../shared/learn';
import { chosenNames, count, located } from '../../shared/parameters';
import type { OutlookKind } from '../kinds';

const settingsOf = (context: IExecuteFunctions): CalendarSettings => ({
  calendarId: located(context, 'calendar') || null,
  categories: chosenNames(context, 'categories'),
  daysBack: count(context, 'daysBack', 0),
  daysAhead: count(context, 'daysAhead', 1),
  privates: context.getNodeParameter('privateEvents', 0, 'skip') as Privates,
});

export const event: OutlookKind = {
  openFeed: async (context, at, cursor, known) => {
    const graph = await graphClient(context);
    const settings = settingsOf(context);
    await learn(context, at, settings, () => readCalendarProfile(graph));
    return eventFeed(graph, { settings, cursor, known });
  },
  /** New events go where the sync reads from; Get Changes has noted the calendar. */
  openWriter: async (context, at, jobs) => {
    const { profile, settings } = await neededProfile<CalendarProfile, CalendarSettings>(at);
    const graph = await graphClient(context, at);
    const { calendarId, privates } = settings;
    const zoho = await remembered<Partial<EventProfile>, unknown>(at.archive, at.cycle.sync, 'zoho');
    return writeEvents(graph, jobs, {
      calendarId,
      mayWrite: await mayWrite(graph, calendarId),
      mailParticipants: context.getNodeParameter('mailParticipants', 0, false) === true,
      timeZone: profile.timeZone,
      privates,
      tellsUid: Boolean(zoho?.profile.uidField),
    });
  },
};
