import type { Handler } from '../call';
import { addCalendar, getCalendar, listCalendars, listGroups, patchCalendar, removeCalendar } from './calendarRoutes';
import { viewDelta } from './delta';
import { addEvent, getEvent, listEvents, noEventDelta, patchEvent, removeEvent } from './eventRoutes';
import { answer, cancelEvent } from './meetingRoutes';
import { calendarView, exceptionOccurrences, instances } from './viewRoutes';

type Entry = readonly [string, Readonly<Record<string, Handler>>];

const eventRoutes = (root: string): Entry[] => [
  [root, { GET: listEvents, POST: addEvent }],
  [`${root}/delta`, { GET: noEventDelta }],
  [`${root}/:id`, { GET: getEvent, PATCH: patchEvent, DELETE: removeEvent }],
  [`${root}/:id/permanentDelete`, { POST: removeEvent }],
  [`${root}/:id/instances`, { GET: instances }],
  [`${root}/:id/exceptionOccurrences`, { GET: exceptionOccurrences }],
  [`${root}/:id/cancel`, { POST: cancelEvent }],
  [`${root}/:id/accept`, { POST: answer('accepted') }],
  [`${root}/:id/tentativelyAccept`, { POST: answer('tentativelyAccepted') }],
  [`${root}/:id/decline`, { POST: answer('declined') }],
];

const viewRoutes = (root: string): Entry[] => [
  [root, { GET: calendarView }],
  [`${root}/delta`, { GET: viewDelta }],
];

const under = (root: string): Entry[] => [...eventRoutes(`${root}/events`), ...viewRoutes(`${root}/calendarView`)];
const one = { GET: getCalendar, PATCH: patchCalendar, DELETE: removeCalendar };

/** Paths of calendars and events with their handlers; literal segments before parameters. */
export const CALENDAR_ROUTES: readonly Entry[] = [
  ...under('me'),
  ['me/calendar', { GET: getCalendar, PATCH: patchCalendar }],
  ...under('me/calendar'),
  ['me/calendarGroups', { GET: listGroups }],
  ['me/calendarGroups/:group/calendars', { GET: listCalendars, POST: addCalendar }],
  ['me/calendars', { GET: listCalendars, POST: addCalendar }],
  ['me/calendars/:calendar', one],
  ...under('me/calendars/:calendar'),
];
