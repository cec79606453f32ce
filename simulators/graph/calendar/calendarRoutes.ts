import type { Call, Handler, Reply } from '../call';
import { noContent, ok } from '../call';
import { checkSharedScope, grantOf } from '../guard';
import { makeChangeKey, makeGuid, makeId } from '../ids';
import { cutPage } from '../listPage';
import type { StoredCalendar } from '../model';
import { checkNames } from '../odata';
import { readRowFilter } from '../rowFilter';
import { isObject, oneOf, readBody, text } from '../values';
import {
  CALENDAR_PROPERTIES,
  calendarRow,
  changeCalendar,
  createCalendar,
  deleteCalendar,
  findCalendar,
} from './calendars';

const COLORS = ['auto', 'lightBlue', 'lightGreen', 'lightOrange', 'lightGray', 'lightYellow', 'lightTeal', 'lightPink'];
const FIELDS = { name: text, color: oneOf('calendarColor', ...COLORS, 'lightBrown', 'lightRed', 'maxColor') };

/** The calendar a path names, the default one when it names none; somebody else's takes a permission of its own. */
export function calendarOf({ state, home, params, headers, now, limits }: Call): StoredCalendar {
  const calendar = findCalendar(state, params.calendar);
  if (calendar.owner.address !== state.mailbox.mail)
    checkSharedScope(grantOf(home, headers.authorization, now, limits.revoked));
  return calendar;
}

export const calendarContext = ({ base, state, query }: Call, tail: string) => {
  const chosen = query.select ? `(${query.select.join(',')})` : '';
  const [head = '', ...rest] = tail.split('/$');
  const end = rest.length > 0 ? `/$${rest.join('/$')}` : '';
  return { '@odata.context': `${base}/$metadata#users('${state.mailbox.id}')/${head}${chosen}${end}` };
};

const rowOf = ({ query, limits }: Call, calendar: StoredCalendar) =>
  calendarRow(calendar, query.select, limits.personalAccount);

const single = (call: Call, calendar: StoredCalendar, status: number): Reply =>
  ok(call, { ...calendarContext(call, 'calendars/$entity'), ...rowOf(call, calendar) }, status);

const bodyOf = ({ body }: Call) =>
  readBody(
    'calendar',
    isObject(body) ? body : {},
    FIELDS,
    CALENDAR_PROPERTIES.filter((name) => !(name in FIELDS)),
  );

export const listCalendars: Handler = (call) => {
  checkNames(call.query.select ?? [], CALENDAR_PROPERTIES, 'calendar');
  const test = readRowFilter(call.query.filter);
  const found = [...call.state.calendars.values()].filter((calendar) => test(calendarRow(calendar, null, false)));
  const { items, links } = cutPage(call, found);
  const value = items.map((calendar) => rowOf(call, calendar));
  return ok(call, { ...calendarContext(call, 'calendars'), ...links, value });
};

/** The one group that holds all calendars. */
export const listGroups: Handler = (call) => {
  const group = { name: 'My Calendars', classId: makeGuid(1, 'class'), changeKey: makeChangeKey(1) };
  return ok(call, { ...calendarContext(call, 'calendarGroups'), value: [{ ...group, id: makeId('folder', -2) }] });
};

export const addCalendar: Handler = (call) => {
  const { name, color } = bodyOf(call);
  const calendar = createCalendar(call.state, name);
  if (typeof color === 'string') calendar.color = color;
  return single(call, calendar, 201);
};

export const getCalendar: Handler = (call) => {
  checkNames(call.query.select ?? [], CALENDAR_PROPERTIES, 'calendar');
  return single(call, calendarOf(call), 200);
};

export const patchCalendar: Handler = (call) => {
  const calendar = calendarOf(call);
  changeCalendar(call.state, calendar, bodyOf(call));
  return single(call, calendar, 200);
};

export const removeCalendar: Handler = (call) => {
  deleteCalendar(call.state, calendarOf(call), call.now);
  return noContent;
};
