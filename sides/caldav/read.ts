import { own } from '../../sync/kinds';
import type { Fields, Neutral, Value } from '../../sync/model';
import { toIana } from '../time/zones';
import type { Clock } from './moment';
import { isInvited } from './people';
import type { Parts, Unreadable } from './parts';
import { partsOf } from './parts';
import { seriesOf, zoneOf } from './series';
import { saidBy } from './single';
import type { Component } from './tree';
import { innerOf, propertiesOf, rawOf, textOf } from './tree';
import { zonesOf } from './zones';

/** Our own property: the id of the intent that made the event. */
export const MARK = 'x-zoho-outlook-intent';

/** What a write must know of the event it changes, and what the other side must know to make one of it. */
export type CalDavExtra = {
  /** The zone the event keeps to, by its IANA name. */
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  readonly uid: string;
};

/** An event as read, with what the feed needs besides. */
export type ReadEvent = Neutral & { readonly mark: string | null; readonly modifiedAt: string | null };

/** The clock of a text: the user's zone, and what the zone names in it mean around its first event. */
export function clockFor(calendar: Component, main: Component, zone: string): Clock {
  const year = Number(/^\d{4}/.exec(rawOf(main, 'dtstart')[0] ?? '')?.[0] ?? '2000');
  const own = toIana(zone) ?? 'UTC';
  return { zone: own, zoneOf: zonesOf(calendar, own, Date.UTC(year, 0, 1)) };
}

const isoOf = (value: unknown): string | null => {
  const at = Date.parse(String(value ?? ''));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

/** The last change that any of its parts tells of. */
function modifiedAt(events: readonly Component[]): string | null {
  const told = (name: string) => events.flatMap((one) => isoOf(propertiesOf(one, name)[0]?.values[0]) ?? []);
  const known = told('last-modified');
  return (known.length > 0 ? known : told('dtstamp')).sort().at(-1) ?? null;
}

/** The fields of an event, by its parts. Total: whatever cannot be said is a word of the calendar's own. */
export function fieldsOf(parts: Parts, clock: Clock): Fields {
  try {
    const said = saidBy(parts.main, clock);
    return { ...said, ...seriesOf(parts, said, clock), uid: parts.uid || null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...saidBy(parts.main, clock), recurrence: own(error.message), uid: parts.uid || null };
  }
}

/**
 * The text of one calendar object in neutral form; or why it is none that can be read, in words for a person. `zone`: of the
 * calendar or its user, for times on no particular clock; any other name than a known one counts as UTC. `user`: the address of
 * the calendar's owner, by which is known who organises.
 */
export function readObject(ics: string, at: { readonly zone: string; readonly user?: string }): ReadEvent | Unreadable {
  const parts = partsOf(ics);
  if ('unreadable' in parts) return parts;
  const { calendar, main, uid } = parts;
  const clock = clockFor(calendar, main, at.zone);
  const extra: CalDavExtra = { timeZone: zoneOf(main, clock), isOrganizer: !isInvited(main, at.user ?? ''), uid };
  return {
    fields: fieldsOf(parts, clock),
    aliases: uid ? [uid] : [],
    extra: extra as unknown as Value,
    mark: textOf(main, MARK),
    modifiedAt: modifiedAt(innerOf(calendar, 'VEVENT')),
  };
}
