import type { Call, Handler, Reply } from '../call';
import { noContent, ok } from '../call';
import { graphError, isGraphFault, notFound } from '../errors';
import { readMarkFilter } from '../filter';
import { cutPage, sortBy } from '../listPage';
import { checkNames } from '../odata';
import { readRowFilter } from '../rowFilter';
import { checkIfMatch } from '../store';
import { isObject } from '../values';
import type { Row } from '../shapes';
import { calendarContext, calendarOf } from './calendarRoutes';
import { checkEditable, findCalendar } from './calendars';
import { readEvent } from './eventBody';
import { EVENT_PROPERTIES } from './eventFields';
import type { Instance } from './instances';
import { wholeOf } from './instances';
import { mailChanged, mailCreated, mailGone } from './mail';
import { applied } from './preferences';
import { calendarLinks, eventRow } from './render';
import { createEvent, deleteInstance, driftKey, eventsIn, findInstance, updateInstance } from './store';
import { earlierTry, noteTransaction } from './transactions';

const ownerIn = (call: Call, calendar?: string): string => findCalendar(call.state, calendar).owner.address;
const isShared = (call: Call, { event }: Instance): boolean => ownerIn(call, event.calendar) !== ownerIn(call);

/** Events of a calendar that somebody shared are found by way of that calendar only [seen: microsoft-graph-docs#6765]. */
export function instanceOf(call: Call): Instance {
  const one = findInstance(call.state, call.params.id ?? '', call.params.calendar && calendarOf(call).id);
  if (call.params.calendar === undefined && isShared(call, one)) throw notFound();
  return one;
}

const checkEventSelect = (call: Call): void => checkNames(call.query.select ?? [], EVENT_PROPERTIES, 'event');

const single = (call: Call, one: Instance, status: number): Reply => {
  const row = eventRow(call, one, { select: call.query.select, isSingle: true });
  return applied(call, ok(call, { ...calendarContext(call, 'events/$entity'), ...row }, status));
};

/** Changing an item asks that its calendar may be changed and that its version is the one the caller knows. */
export function checkWrite(call: Call, one: Instance): void {
  checkEditable(findCalendar(call.state, one.event.calendar));
  if (call.limits.ifMatch) checkIfMatch(one, call.headers['if-match']);
}

const valueAt = (row: Row, path: string): unknown =>
  path.split('/').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), row);

/** A list's reply: filtered, ordered, one page, each shown as asked. */
export function listReply(
  call: Call,
  found: readonly Instance[],
  context: string,
  linksOf: (call: Call, one: Instance) => Row = () => ({}),
): Reply {
  checkEventSelect(call);
  const shape = { select: null, isSingle: false };
  const rows = new Map(found.map((one) => [one, eventRow(call, one, shape)]));
  const marked = readMarkFilter(call.query.filter);
  const test = marked ? null : readRowFilter(call.query.filter);
  const fitting = found.filter((one) => (marked ? marked(one) : test?.(rows.get(one) ?? {})));
  const ordered = sortBy(fitting, call.query.orderBy, (one, name) => valueAt(rows.get(one) ?? {}, name));
  const { items, links } = cutPage(call, ordered);
  const value = items.map((one) => ({
    ...eventRow(call, one, { select: call.query.select, isSingle: false }),
    ...linksOf(call, one),
  }));
  return applied(call, ok(call, { ...calendarContext(call, context), ...links, value }));
}

/** Single events and masters; a search by an extended property goes over the whole mailbox [docs: extended properties]. */
export const listEvents: Handler = (call) => {
  const whole = call.params.calendar === undefined && readMarkFilter(call.query.filter) !== null;
  const events = whole ? [...call.state.events.values()] : eventsIn(call.state, calendarOf(call).id);
  return listReply(call, events.map(wholeOf), 'events', calendarLinks);
};

export const addEvent: Handler = (call) => {
  const calendar = calendarOf(call);
  checkEditable(calendar);
  const earlier = earlierTry(call);
  if (earlier) return single(call, wholeOf(earlier), 201);
  const one = wholeOf(createEvent(call.state, calendar, readEvent(call.body, {}), call.now));
  noteTransaction(call);
  mailCreated(call, one);
  const reply = single(call, one, 201);
  if (call.limits.eventKeyDrifts) driftKey(call.state, one.event);
  return reply;
};

/** In Deleted Items an immutable id still finds it, by way of no calendar. */
function instanceOrBinned(call: Call): Instance {
  const { state, limits, params } = call;
  const binned = state.deletedEvents.find(({ immutableId }) => immutableId === params.id);
  return binned && limits.softDeletes && params.calendar === undefined ? wholeOf(binned) : instanceOf(call);
}

export const getEvent: Handler = (call) => {
  checkEventSelect(call);
  const one = instanceOrBinned(call);
  const reply = single(call, one, 200);
  return { ...reply, body: { ...(reply.body as Row), ...calendarLinks(call, one) } };
};

export const patchEvent: Handler = (call) => {
  const before = instanceOf(call);
  checkWrite(call, before);
  const body = readEvent(call.body, before.fields);
  updateInstance(call.state, before, body, call.now);
  const after = findInstance(call.state, before.restId);
  mailChanged(call, before, after, isObject(call.body) ? call.body : {});
  return single(call, after, 200);
};

/** What is deleted already answers otherwise than a GET of it [seen live: allodia]. */
function instanceToDelete(call: Call): Instance {
  try {
    return instanceOf(call);
  } catch (error) {
    const isGone = isGraphFault(error) && error.status === 404;
    if (!isGone || !call.limits.eventGoneIs400) throw error;
    throw graphError(400, 'ErrorInvalidRequest', 'The request is invalid.');
  }
}

export const removeEvent: Handler = (call) => {
  const one = instanceToDelete(call);
  checkWrite(call, one);
  deleteInstance(call.state, one, call.now);
  mailGone(call, one);
  return noContent;
};

/** `…/events/delta` without a window is in beta only [GH msgraph-metadata#608]. */
export const noEventDelta: Handler = () => {
  throw graphError(400, 'ErrorInvalidRequest', "Change tracking is not supported against 'microsoft.graph.event'.");
};
