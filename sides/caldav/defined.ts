import { begins, definitionOf } from './definition';
import type { Clock } from './moment';
import type { Component } from './tree';
import { innerOf, paramOf, propertiesOf, textOf } from './tree';

/** Times whose zone a text has to define. */
const timed = ['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate'];

interface Years {
  readonly first: number;
  readonly last: number;
}

/** The zones that events name, each with the years in which it is used. */
function zonesUsed(calendar: Component): ReadonlyMap<string, Years> {
  const used = new Map<string, Years>();
  for (const event of innerOf(calendar, 'VEVENT')) {
    for (const property of timed.flatMap((name) => propertiesOf(event, name))) {
      const tzid = paramOf(property, 'tzid');
      const year = Number(String(property.values[0]).slice(0, 4));
      const { first, last } = used.get(tzid) ?? { first: year, last: year };
      if (tzid && year > 0) used.set(tzid, { first: Math.min(first, year), last: Math.max(last, year) });
    }
  }
  return used;
}

/** The calendar with a definition of every zone its events name; one that begins only after its first event is made anew. */
export function withDefinitions(calendar: Component, { zoneOf }: Clock): Component {
  const there = innerOf(calendar, 'VTIMEZONE');
  const fresh = [...zonesUsed(calendar)].flatMap(([tzid, { first, last }]) => {
    const zone = zoneOf(tzid);
    const known = there.find((one) => textOf(one, 'tzid') === tzid);
    return zone && !(known && begins(known) <= first) ? [definitionOf(zone, tzid, first, last)] : [];
  });
  const names = fresh.map((one) => textOf(one, 'tzid'));
  const isAnew = (one: Component) => one.name === 'VTIMEZONE' && names.includes(textOf(one, 'tzid'));
  const rest = calendar.inner.filter((one) => !isAnew(one));
  return fresh.length === 0 ? calendar : { ...calendar, inner: [...fresh, ...rest] };
}
