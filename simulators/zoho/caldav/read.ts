import type { World } from '../state';
import type { Ask, Place, Reply } from './ask';
import { calendarPath, DavError, homePath, missing, objectPath, principalPath, xml } from './ask';
import type { Account, Calendar } from './model';
import { blank, inOwnManner, isUnwilling } from './manner';
import { ALL_PROPS, responseOf } from './props';
import { lingering } from './store';
import { childOf, DAV, readXml, xmlDocument } from './xml';

type Found = readonly [path: string, place: Place];

const calendarsOf = ({ state }: World, { id }: Account): readonly Calendar[] =>
  state.calDav.calendars.filter(({ owner }) => owner === id);

function belowHome(world: World, account: Account): readonly Found[] {
  const home = homePath(account);
  const special: readonly Found[] = [
    [`${home}inbox/`, { kind: 'inbox' }],
    [`${home}outbox/`, { kind: 'outbox' }],
  ];
  const calendars = calendarsOf(world, account).map((calendar): Found => [
    calendarPath(calendar),
    { kind: 'calendar', calendar },
  ]);
  return [...calendars, ...special];
}

const objectsOf = (calendar: Calendar): readonly Found[] =>
  [...calendar.objects.values()].map((object) => [
    objectPath(calendar, object.name),
    { kind: 'object', calendar, name: object.name, object },
  ]);

function below(world: World, account: Account, place: Place): readonly Found[] {
  if (place.kind === 'home') return belowHome(world, account);
  return place.kind === 'calendar' ? objectsOf(place.calendar) : [];
}

/** The path under which a place is known, whatever way it was written. */
function pathOf(account: Account, place: Place, sent: string): string {
  if (place.kind === 'calendar') return calendarPath(place.calendar);
  if (place.kind === 'object') return objectPath(place.calendar, place.name);
  if (place.kind === 'principal') return principalPath(account);
  return place.kind === 'home' ? homePath(account) : sent;
}

/** The properties that a request wants; null for "all". Throws 400 when the body is no XML. */
function wanted(body: string): readonly string[] | null {
  if (body.trim() === '') return null;
  const root = readXml(body);
  if (!root) throw new DavError(400);
  return childOf(root, `${DAV} prop`)?.children.map(({ name }) => name) ?? null;
}

export function propfind(world: World, ask: Ask): Reply {
  const { account, place } = ask;
  if (isUnwilling(world, ask.path, place)) return { status: 501 };
  const depth = ask.headers.depth ?? 'infinity';
  if (!['0', '1'].includes(depth)) throw new DavError(403, `${DAV} propfind-finite-depth`);
  if (place.kind === 'object' && !place.object) throw missing();
  const names = wanted(ask.body) ?? ALL_PROPS;
  const found: readonly Found[] = [
    [pathOf(account, place, ask.path), place],
    ...(depth === '1' ? below(world, account, place) : []),
  ];
  const responses = found.map(([path, one]) => responseOf(world, ask, one, path, names));
  return xml(207, xmlDocument(`${DAV} multistatus`, responses.join('')));
}

export function getObject(world: World, { place }: Ask): Reply {
  if (place.kind !== 'object') throw new DavError(405);
  const object = place.object ?? lingering(place.calendar, place.name, world.now(), world.limits.calDavLingerSeconds);
  if (!object && inOwnManner(world)) return blank();
  if (!object) throw missing();
  const { data, etag, modified } = object;
  const headers = {
    'content-type': 'text/calendar; charset=utf-8',
    etag,
    'last-modified': new Date(modified).toUTCString(),
  };
  return { status: 200, headers, body: data };
}

const METHODS = 'OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, REPORT, POST';

export const options = (): Reply => ({
  status: 200,
  headers: { dav: '1, 3, access-control, calendar-access, calendar-auto-schedule', allow: METHODS },
});
