import { DateTime } from 'luxon';
import type { Call, Handler } from '../call';
import { badRequest, graphError } from '../errors';
import { calendarOf } from './calendarRoutes';
import { instanceOf, listReply } from './eventRoutes';
import type { Instance, Span } from './instances';
import { instancesIn, spanOf } from './instances';
import { exceptionsOf } from './render';
import { eventsIn } from './store';

/** A bound without an offset is UTC, whatever zone is preferred [docs: calendarView]. */
function bound(call: Call, name: string): number | null {
  const text = call.query.option(name);
  if (text === null) return null;
  // A plus sign that was not encoded has become a space.
  const time = DateTime.fromISO(text.replace(/ (\d\d:\d\d)$/, '+$1'), { zone: 'UTC' });
  if (time.isValid) return time.toMillis();
  throw badRequest(`The value '${text}' of parameter '${name}' is invalid.`, 'ErrorInvalidParameter');
}

/** The window that the query names; 400 unless it has both bounds in order, 504 where it is too long [seen live: 504 with an empty message]. */
export function windowOf(call: Call): Span {
  const [start, end] = [bound(call, 'startDateTime'), bound(call, 'endDateTime')];
  if (start === null || end === null)
    throw badRequest(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
      'ErrorInvalidParameter',
    );
  if (end < start) throw badRequest('The end of the time window is before its start.', 'ErrorInvalidParameter');
  const isTooLong = call.limits.viewMostDays > 0 && end - start > call.limits.viewMostDays * 86_400_000;
  if (isTooLong) throw graphError(504, 'UnknownError', '');
  return { start, end };
}

const byStart = (found: readonly Instance[]): Instance[] =>
  [...found].sort((one, other) => spanOf(one).start - spanOf(other).start);

/** `…/calendarView`: what lies in the window, series expanded, no masters. */
export const calendarView: Handler = (call) => {
  const window = windowOf(call);
  const found = eventsIn(call.state, calendarOf(call).id).flatMap((event) => instancesIn(event, window));
  return listReply(call, byStart(found), 'calendarView');
};

/** `…/events/{master}/instances`: the occurrences of one series in the window. */
export const instances: Handler = (call) => {
  const window = windowOf(call);
  const { event, type } = instanceOf(call);
  if (type !== 'seriesMaster')
    throw badRequest('Your request can only be made on a recurring series master.', 'ErrorInvalidRequest');
  return listReply(call, byStart(instancesIn(event, window)), `events('${call.params.id ?? ''}')/instances`);
};

/** `…/events/{master}/exceptionOccurrences`: where the link leads that an expansion gives when there are too many. */
export const exceptionOccurrences: Handler = (call) =>
  listReply(call, exceptionsOf(instanceOf(call)), `events('${call.params.id ?? ''}')/exceptionOccurrences`);
