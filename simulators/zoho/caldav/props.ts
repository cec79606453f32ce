import type { World } from '../state';
import type { Ask, Place } from './ask';
import { calendarPath, homePath, hrefTag, principalPath } from './ask';
import type { Account, Calendar, CalendarObject } from './model';
import { bareEtag, inOwnManner } from './manner';
import { tokenAt } from './store';
import { APPLE, CAL, DAV, SERVER, escaped, tag } from './xml';

/** What a property holds, as markup; null when this place has no such property. */
type Read = (world: World, account: Account, place: Place) => string | null;

const ofCalendar =
  (read: (calendar: Calendar, world: World) => string | null): Read =>
  (world, _account, place) =>
    place.kind === 'calendar' ? read(place.calendar, world) : null;

const ofObject =
  (read: (object: CalendarObject, world: World) => string): Read =>
  (world, _account, place) =>
    place.kind === 'object' && place.object ? read(place.object, world) : null;

const collection = tag(`${DAV} collection`);
const TYPES: Readonly<Record<Place['kind'], string>> = {
  root: collection,
  principal: collection + tag(`${DAV} principal`),
  home: collection,
  inbox: collection + tag(`${CAL} schedule-inbox`),
  outbox: collection + tag(`${CAL} schedule-outbox`),
  calendar: collection + tag(`${CAL} calendar`),
  object: '',
};

const syncs = ({ limits }: World): boolean => limits.calDavSync !== false;

function reports(world: World): string {
  const names = [
    `${CAL} calendar-query`,
    `${CAL} calendar-multiget`,
    ...(syncs(world) ? [`${DAV} sync-collection`] : []),
  ];
  return names.map((name) => tag(`${DAV} supported-report`, tag(`${DAV} report`, tag(name)))).join('');
}

const privilege = (name: string): string => tag(`${DAV} privilege`, tag(`${DAV} ${name}`));
const writing = ['write', 'write-content', 'write-properties', 'bind', 'unbind'].map(privilege).join('');
const reading = ['read', 'read-current-user-privilege-set'].map(privilege).join('');

const NAMES: Readonly<Record<string, string>> = { inbox: 'Inbox', outbox: 'Outbox' };
const nameOf: Read = (world, account, place) =>
  place.kind === 'calendar'
    ? escaped(place.calendar.displayName)
    : place.kind === 'principal'
      ? escaped(account.email)
      : inOwnManner(world)
        ? null
        : (NAMES[place.kind] ?? null);

const zoneText = (zone: string): string =>
  escaped(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VTIMEZONE', `TZID:${zone}`, `X-LIC-LOCATION:${zone}`, 'END:VTIMEZONE']
      .concat('END:VCALENDAR', '')
      .join('\r\n'),
  );

const own: Read = (_world, account) => hrefTag(principalPath(account));
const atPrincipal =
  (read: (account: Account) => string): Read =>
  (_world, account, place) =>
    place.kind === 'principal' ? read(account) : null;

const markOf = ({ epoch, revision }: Calendar): string => `${epoch}-${revision}`;

/** Of a calendar; in Zoho's manner also of what holds it, and one that stands still of the places for invitations. */
function ctagOf(world: World, account: Account, place: Place): string | null {
  if (place.kind === 'calendar') return markOf(place.calendar);
  if (!inOwnManner(world)) return null;
  if (place.kind === 'inbox' || place.kind === 'outbox') return 'never-changes';
  const all = world.state.calDav.calendars.filter(({ owner }) => owner === account.id);
  return place.kind === 'home' ? all.map(markOf).join('.') : null;
}

const PROPS: Readonly<Record<string, Read>> = {
  [`${DAV} resourcetype`]: (world, _account, { kind }) =>
    kind === 'home' && inOwnManner(world) ? TYPES.principal : TYPES[kind],
  [`${DAV} displayname`]: nameOf,
  [`${DAV} current-user-principal`]: own,
  [`${DAV} owner`]: own,
  [`${DAV} principal-URL`]: atPrincipal((account) => hrefTag(principalPath(account))),
  [`${CAL} calendar-home-set`]: atPrincipal((account) => hrefTag(homePath(account))),
  [`${CAL} calendar-user-address-set`]: atPrincipal(
    (account) => hrefTag(`mailto:${account.email}`) + hrefTag(principalPath(account).replace(/\/$/, '')),
  ),
  [`${CAL} schedule-inbox-URL`]: atPrincipal((account) => hrefTag(`${homePath(account)}inbox/`)),
  [`${CAL} schedule-outbox-URL`]: atPrincipal((account) => hrefTag(`${homePath(account)}outbox/`)),
  [`${CAL} schedule-default-calendar-URL`]: (world, account, place) => {
    const calendar = world.state.calDav.calendars.find(({ owner, readOnly }) => owner === account.id && !readOnly);
    return place.kind === 'inbox' && calendar ? hrefTag(calendarPath(calendar)) : null;
  },
  [`${DAV} current-user-privilege-set`]: (_world, _account, place) =>
    'calendar' in place && place.calendar.readOnly ? reading : reading + writing,
  [`${DAV} supported-report-set`]: ofCalendar((_calendar, world) => reports(world)),
  [`${DAV} sync-token`]: ofCalendar((calendar, world) =>
    syncs(world) ? escaped(tokenAt(calendar, calendar.revision)) : null,
  ),
  [`${SERVER} getctag`]: (world, account, place) =>
    world.limits.calDavCtag === false ? null : ctagOf(world, account, place),
  [`${CAL} supported-calendar-component-set`]: ofCalendar(({ components }) =>
    components.map((name) => `<C:comp name="${name}"/>`).join(''),
  ),
  [`${CAL} calendar-timezone`]: ofCalendar(({ zone }) => zoneText(zone)),
  [`${CAL} max-resource-size`]: ofCalendar((_calendar, { limits }) => String(limits.calDavMaxSize || 1_048_576)),
  [`${APPLE} calendar-color`]: ofCalendar(() => '#2952A3FF'),
  [`${DAV} getetag`]: ofObject(({ etag }, world) => escaped(inOwnManner(world) ? bareEtag(etag) : etag)),
  [`${DAV} getcontenttype`]: ofObject(() => 'text/calendar; charset=utf-8; component=VEVENT'),
  [`${DAV} getcontentlength`]: ofObject(({ data }) => String(Buffer.byteLength(data))),
  [`${DAV} getlastmodified`]: ofObject(({ modified }) => new Date(modified).toUTCString()),
  [`${CAL} calendar-data`]: ofObject(({ data }) => escaped(data)),
};

/** All that a PROPFIND without a wish tells; the object's text only on request. */
export const ALL_PROPS = Object.keys(PROPS).filter((name) => name !== `${CAL} calendar-data`);

const part = (status: string, props: readonly string[]): string =>
  props.length === 0
    ? ''
    : tag(`${DAV} propstat`, tag(`${DAV} prop`, props.join('')) + tag(`${DAV} status`, `HTTP/1.1 ${status}`));

const noProps = tag(`${DAV} propstat`, tag(`${DAV} prop`) + tag(`${DAV} status`, 'HTTP/1.1 200 OK'));

/** One `response` of a multistatus: what was asked of a place, the unknown as 404, or, in Zoho's manner, left out. */
export function responseOf(
  world: World,
  { account }: Pick<Ask, 'account'>,
  place: Place,
  path: string,
  names: readonly string[],
): string {
  const read = names.map((name) => [name, PROPS[name]?.(world, account, place) ?? null] as const);
  const known = read.flatMap(([name, value]) => (value === null ? [] : [tag(name, value)]));
  const unknown = read.flatMap(([name, value]) => (value === null ? [tag(name)] : []));
  if (inOwnManner(world)) return tag(`${DAV} response`, hrefTag(path) + (part('200 OK', known) || noProps));
  return tag(`${DAV} response`, hrefTag(path) + part('200 OK', known) + part('404 Not Found', unknown));
}

/** One `response` that is nothing but a status. */
export const statusOf = (path: string, status: string, inner = ''): string =>
  tag(`${DAV} response`, hrefTag(path) + tag(`${DAV} status`, `HTTP/1.1 ${status}`) + inner);
