import { badRequest, graphError, malformedId, notFound } from '../errors';
import { looksLikeId, makeChangeKey, makeId, next } from '../ids';
import type { GraphState, StoredCalendar } from '../model';
import type { Row } from '../shapes';
import { only } from '../values';
import { wholeOf } from './instances';
import { deleteInstance, eventsIn } from './store';

export function findCalendar(state: GraphState, id: string | undefined): StoredCalendar {
  const calendar = id === undefined ? defaultCalendar(state) : state.calendars.get(id);
  if (calendar) return calendar;
  throw looksLikeId(id ?? '') ? notFound() : malformedId();
}

const defaultCalendar = (state: GraphState): StoredCalendar | undefined =>
  [...state.calendars.values()].find(({ isDefault }) => isDefault);

/** Refuses writing to a calendar that the user may only read. */
export function checkEditable({ canEdit }: StoredCalendar): void {
  if (!canEdit) throw graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

function freeName(state: GraphState, name: unknown): string {
  if (typeof name !== 'string' || !name.trim()) throw badRequest('A calendar needs a name.', 'ErrorInvalidProperty');
  if ([...state.calendars.values()].some((other) => other.name.toLowerCase() === name.toLowerCase()))
    throw graphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return name;
}

export function createCalendar(state: GraphState, name: unknown, more: Partial<StoredCalendar> = {}): StoredCalendar {
  const { displayName, mail } = state.mailbox;
  const calendar: StoredCalendar = {
    ...{ id: makeId('calendar', (state.items += 1)), name: freeName(state, name), color: 'auto', canEdit: true },
    ...{ isDefault: false, owner: { name: displayName, address: mail }, changeKey: makeChangeKey(next(state)) },
    ...more,
  };
  state.calendars.set(calendar.id, calendar);
  return calendar;
}

export function changeCalendar(state: GraphState, calendar: StoredCalendar, { name, color }: Row): void {
  checkEditable(calendar);
  if (name !== undefined && name !== calendar.name) calendar.name = freeName(state, name);
  if (typeof color === 'string') calendar.color = color;
  calendar.changeKey = makeChangeKey(next(state));
}

/** Deletes a calendar with its events; every path below it is 404 from then on. */
export function deleteCalendar(state: GraphState, calendar: StoredCalendar, now: number): void {
  if (calendar.isDefault)
    throw graphError(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
  for (const event of eventsIn(state, calendar.id)) deleteInstance(state, wholeOf(event), now);
  state.calendars.delete(calendar.id);
}

export const CALENDAR_PROPERTIES = [
  ...[
    'id',
    'name',
    'color',
    'hexColor',
    'isDefaultCalendar',
    'changeKey',
    'canShare',
    'canViewPrivateItems',
    'canEdit',
  ],
  ...['allowedOnlineMeetingProviders', 'defaultOnlineMeetingProvider', 'isTallyingResponses', 'isRemovable', 'owner'],
];

/** What only personal accounts show, and what they have no Teams for [seen live: allodia, nango; work: MS365-Calendar]. */
const PERSONAL = { groupClassId: '0006f0b7-0000-0000-c000-000000000046' };
const providersOf = (isPersonal: boolean): Row => {
  const provider = isPersonal ? 'unknown' : 'teamsForBusiness';
  return { allowedOnlineMeetingProviders: [provider], defaultOnlineMeetingProvider: provider };
};

export function calendarRow(calendar: StoredCalendar, select: readonly string[] | null, isPersonal: boolean): Row {
  const { id, name, color, isDefault, changeKey, canEdit, owner } = calendar;
  const all: Row = {
    ...{ id, name, color, hexColor: '', ...(isPersonal ? PERSONAL : {}), isDefaultCalendar: isDefault, changeKey },
    ...{ canShare: canEdit, canViewPrivateItems: canEdit, canEdit, ...providersOf(isPersonal) },
    ...{ isTallyingResponses: true, isRemovable: !isDefault, owner },
  };
  return select ? only(all, ['id', ...select]) : all;
}
