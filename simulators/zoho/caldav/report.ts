import type { World } from '../state';
import type { Ask, Reply } from './ask';
import { calError, DavError, objectPath, placeOf, xml } from './ask';
import { readCalendar } from './components';
import type { Calendar, CalendarObject } from './model';
import { blank, inOwnManner } from './manner';
import { responseOf, statusOf } from './props';
import type { Change } from './store';
import { changesSince, revisionOf, tokenAt } from './store';
import type { Range } from './when';
import { isWithin, rangeEnd } from './when';
import type { Element } from './xml';
import { CAL, childOf, childrenOf, DAV, escaped, readXml, tag, xmlDocument } from './xml';

const namesOf = (report: Element): readonly string[] =>
  childOf(report, `${DAV} prop`)?.children.map(({ name }) => name) ?? [];

const multistatus = (inner: string): Reply => xml(207, xmlDocument(`${DAV} multistatus`, inner));

function calendarOf({ place }: Ask): Calendar {
  if (place.kind !== 'calendar') throw new DavError(403, `${DAV} supported-report`);
  return place.calendar;
}

interface Filter {
  readonly kind: string | null;
  readonly range: Range | null;
  /** Text that the UID has to hold. */
  readonly uid: string | null;
}

function rangeOf(element: Element | undefined): Range | null {
  if (!element) return null;
  const { start, end } = element.attributes;
  const [from, to] = [rangeEnd(start, -Infinity), rangeEnd(end, Infinity)];
  if (from === null || to === null || (start === undefined && end === undefined)) throw calError(403, 'valid-filter');
  return [from, to];
}

/** Components, a time range and the UID are understood; any other filter is refused, never passed over. */
function filterOf(report: Element): Filter {
  const outer = childOf(childOf(report, `${CAL} filter`), `${CAL} comp-filter`);
  if (outer?.attributes.name !== 'VCALENDAR') throw calError(403, 'valid-filter');
  const [inner, ...more] = childrenOf(outer, `${CAL} comp-filter`);
  const props = childrenOf(inner, `${CAL} prop-filter`);
  if (more.length > 0 || props.some(({ attributes }) => attributes.name !== 'UID'))
    throw calError(403, 'supported-filter');
  const uid = childOf(props[0], `${CAL} text-match`)?.text ?? null;
  return { kind: inner?.attributes.name ?? null, range: rangeOf(childOf(inner, `${CAL} time-range`)), uid };
}

function passes({ data, uid }: CalendarObject, filter: Filter, zone: string): boolean {
  if (filter.uid !== null && !uid.includes(filter.uid)) return false;
  const calendar = readCalendar(data);
  if (!calendar) return false;
  if (filter.kind && !calendar.components.some(({ name }) => name === filter.kind)) return false;
  return !filter.range || isWithin(calendar, filter.kind ?? 'VEVENT', filter.range, zone);
}

const shown = (world: World, ask: Ask, calendar: Calendar, object: CalendarObject, names: readonly string[]): string =>
  responseOf(
    world,
    ask,
    { kind: 'object', calendar, name: object.name, object },
    objectPath(calendar, object.name),
    names,
  );

function query(world: World, ask: Ask, report: Element): Reply {
  const calendar = calendarOf(ask);
  const filter = filterOf(report);
  const found = [...calendar.objects.values()].filter((object) => passes(object, filter, calendar.zone));
  const names = namesOf(report).filter((name) => !inOwnManner(world) || name !== `${CAL} calendar-data`);
  // in Zoho's manner the calendar itself comes first, and nothing is told of it
  const first = inOwnManner(world) ? responseOf(world, ask, ask.place, ask.path, []) : '';
  return multistatus(first + found.map((object) => shown(world, ask, calendar, object, names)).join(''));
}

/** A path, also of a whole address. */
const pathIn = (href: string): string => href.trim().replace(/^https?:\/\/[^/]+/, '');

function multiget(world: World, ask: Ask, report: Element): Reply {
  calendarOf(ask);
  const hrefs = childrenOf(report, `${DAV} href`).map(({ text }) => pathIn(text));
  const most = inOwnManner(world) ? Number(world.limits.calDavMultigetMost) : Infinity;
  if (most < 1) return blank();
  const responses = hrefs.slice(0, most).map((href) => {
    const place = placeOf(world.state.calDav, ask.account, href);
    if (place?.kind !== 'object' || !place.object) return statusOf(href, '404 Not Found');
    return shown(world, ask, place.calendar, place.object, namesOf(report));
  });
  return multistatus(responses.join(''));
}

/** How many changes one answer may hold: what the client wants, and what the server can. */
function mostOf(world: World, report: Element): number {
  const asked = Number(childOf(childOf(report, `${DAV} limit`), `${DAV} nresults`)?.text ?? Infinity);
  const own = Number(world.limits.calDavSyncMost || Infinity);
  return Math.min(asked, own);
}

function changeTag(world: World, ask: Ask, calendar: Calendar, change: Change, names: readonly string[]): string {
  if (change.kind === 'gone') return statusOf(objectPath(calendar, change.name), '404 Not Found');
  return shown(world, ask, calendar, change.object, names);
}

function sync(world: World, ask: Ask, report: Element): Reply {
  const calendar = calendarOf(ask);
  if (world.limits.calDavSync === false) throw new DavError(403, `${DAV} supported-report`);
  const since = revisionOf(calendar, childOf(report, `${DAV} sync-token`)?.text.trim() ?? '');
  if (since === null && inOwnManner(world)) return blank();
  if (since === null) throw new DavError(403, `${DAV} valid-sync-token`);
  const changes = changesSince(calendar, since);
  const told = changes.slice(0, mostOf(world, report));
  const isCut = told.length < changes.length;
  const cut = isCut
    ? statusOf(ask.path, '507 Insufficient Storage', tag(`${DAV} error`, tag(`${DAV} number-of-matches-within-limits`)))
    : '';
  const token = tokenAt(calendar, isCut ? (told.at(-1)?.revision ?? since) : calendar.revision);
  const rows = told.map((change) => changeTag(world, ask, calendar, change, namesOf(report))).join('');
  return multistatus(rows + cut + tag(`${DAV} sync-token`, escaped(token)));
}

const REPORTS: Readonly<Record<string, (world: World, ask: Ask, report: Element) => Reply>> = {
  [`${CAL} calendar-query`]: query,
  [`${CAL} calendar-multiget`]: multiget,
  [`${DAV} sync-collection`]: sync,
};

export function report(world: World, ask: Ask): Reply {
  const root = readXml(ask.body);
  if (!root) throw new DavError(400);
  const answer = REPORTS[root.name];
  if (!answer) throw new DavError(403, `${DAV} supported-report`);
  return answer(world, ask, root);
}
