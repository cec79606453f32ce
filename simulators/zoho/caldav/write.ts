import type { World } from '../state';
import type { Ask, Place, Reply } from './ask';
import { calError, DavError, hrefTag, missing, objectPath } from './ask';
import type { Component } from './components';
import { first, folded, itemsOf, readCalendar, unfolded, valueOf } from './components';
import { tellPeople } from './mails';
import { bareEtag, inOwnManner } from './manner';
import type { Calendar } from './model';
import { dropObject, keepObject } from './store';
import { DAV, tag } from './xml';

type ObjectPlace = Extract<Place, { kind: 'object' }>;

/** The object of a path that may be written. */
function writable({ place }: Ask): ObjectPlace {
  if (place.kind !== 'object') throw new DavError(place.kind === 'calendar' ? 403 : 405);
  if (!place.calendar.readOnly) return place;
  throw new DavError(
    403,
    `${DAV} need-privileges`,
    tag(`${DAV} resource`, hrefTag(objectPath(place.calendar, place.name))),
  );
}

const tagsIn = (header: string): readonly string[] => header.split(',').map((one) => one.trim());

/** `If-Match` and `If-None-Match` against what is there. Zoho calls a mark that is out of date a conflict. */
function checkConditions(world: World, { headers }: Ask, { object }: ObjectPlace): void {
  const [match, none] = [headers['if-match'], headers['if-none-match']];
  const holds = (header: string): boolean =>
    object !== null && (header.trim() === '*' || tagsIn(header).map(bareEtag).includes(bareEtag(object.etag)));
  if (match !== undefined && !holds(match)) throw new DavError(inOwnManner(world) ? 409 : 412);
  if (none !== undefined && holds(none)) throw new DavError(412);
}

/** What RFC 4791, 4.1 wants of an object: readable, one UID, one kind of item, no METHOD. */
function checkedItems(data: string): readonly Component[] {
  const calendar = readCalendar(data);
  if (!calendar || valueOf(calendar, 'VERSION') !== '2.0') throw calError(403, 'valid-calendar-data');
  const items = itemsOf(calendar);
  const [uids, names] = [new Set(items.map((item) => valueOf(item, 'UID'))), new Set(items.map(({ name }) => name))];
  const sound = uids.size === 1 && !uids.has('') && names.size === 1 && !first(calendar, 'METHOD');
  const timed = items.every((item) => item.name !== 'VEVENT' || first(item, 'DTSTART'));
  if (!sound || !timed) throw calError(403, 'valid-calendar-object-resource');
  return items;
}

function checkObject(world: World, calendar: Calendar, name: string, data: string): void {
  const [item] = checkedItems(data);
  if (!calendar.components.includes(item?.name ?? '')) throw calError(403, 'supported-calendar-component');
  const uid = item ? valueOf(item, 'UID') : '';
  const twin = [...calendar.objects.values()].find((other) => other.uid === uid && other.name !== name);
  if (twin) throw calError(409, 'no-uid-conflict', hrefTag(objectPath(calendar, twin.name)));
  const most = Number(world.limits.calDavMaxSize ?? 0);
  if (most > 0 && Buffer.byteLength(data) > most) throw calError(403, 'max-resource-size');
  const quota = Number(world.limits.calDavQuota ?? 0);
  const isFull = quota > 0 && !calendar.objects.has(name) && calendar.objects.size >= quota;
  if (isFull) throw new DavError(507, `${DAV} quota-not-exceeded`);
}

const OWN_LINE = 'X-ZOHO-ORIGIN:CALDAV';

/** As some servers keep an object: their own PRODID, lines of their own, folded anew. */
function rewritten(data: string): string {
  const lines = unfolded(data).flatMap((line) => {
    if (line === OWN_LINE) return [];
    if (/^PRODID[:;]/i.test(line)) return ['PRODID:-//Zoho Corporation//Zoho Calendar//EN'];
    return /^END:VEVENT$/i.test(line) ? [OWN_LINE, line] : [line];
  });
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

export function putObject(world: World, ask: Ask): Reply {
  const place = writable(ask);
  checkConditions(world, ask, place);
  if (!/^text\/calendar\b/i.test(ask.headers['content-type'] ?? '')) throw calError(403, 'supported-calendar-data');
  const { calendar, name, object } = place;
  checkObject(world, calendar, name, ask.body);
  const rewrites = world.limits.calDavRewrites === true;
  const kept = keepObject(calendar, name, rewrites ? rewritten(ask.body) : ask.body, world.now());
  tellPeople(world, ask.account, object?.data ?? null, ask.body);
  if (inOwnManner(world)) return { status: 201 };
  return { status: object ? 204 : 201, headers: rewrites ? {} : { etag: kept.etag } };
}

export function deleteObject(world: World, ask: Ask): Reply {
  const place = writable(ask);
  if (!place.object) throw missing();
  checkConditions(world, ask, place);
  dropObject(place.calendar, place.name, world.now());
  const isSilent = /^f/i.test(ask.headers['schedule-reply'] ?? '');
  if (!isSilent) tellPeople(world, ask.account, place.object.data, null);
  return { status: 204 };
}

/** A message of the client's own making, posted to the outbox: each recipient is mailed (RFC 6638, 5). */
export function postMessage(world: World, { place, headers }: Ask): Reply {
  if (place.kind !== 'outbox') throw new DavError(405);
  for (const to of tagsIn(headers.recipient ?? '').filter(Boolean)) {
    const at = new Date(world.now()).toISOString();
    world.outbox.push({ kind: 'message', to: to.replace(/^mailto:/i, '').toLowerCase(), module: 'CalDAV', at });
  }
  return { status: 200 };
}
