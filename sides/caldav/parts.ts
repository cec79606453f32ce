import type { Component } from './tree';
import { firstOf, has, innerOf, parseTree, propertiesOf, textOf } from './tree';

/** The text of one calendar object, taken apart. */
export interface Parts {
  readonly calendar: Component;
  /** The event or the series; of a meeting whose series is elsewhere, that meeting. */
  readonly main: Component;
  /** Meetings of the series that differ from it, each with its RECURRENCE-ID. */
  readonly changed: readonly Component[];
  readonly uid: string;
  /** `main` is one of several single meetings of a series that is not in this calendar. */
  readonly isPiece: boolean;
}

/** Why a text is no event that can be read. `notEvent`: it is a task, a note or the like, which nobody misses here. */
export type Unreadable = { readonly unreadable: string; readonly notEvent?: true };

const NO_TEXT = 'Its iCalendar text cannot be read. Open the event in Zoho CRM and save it again, or make it anew';
const OTHER = 'It is a task or a note, no event';
const SEVERAL =
  'Its iCalendar text holds several events at once. Make them anew in Zoho CRM, each as an event of its own';

const isChanged = (event: Component): boolean => has(event, 'recurrence-id');
const sequence = (event: Component): number => Number(firstOf(event, 'sequence')?.values[0] ?? 0);
const dayText = (event: Component): string => String(firstOf(event, 'recurrence-id')?.values[0] ?? '');

/** Takes the text of a calendar object apart, or tells why that cannot be done. */
export function partsOf(text: string): Parts | Unreadable {
  const calendar = parseTree(text);
  if (!calendar) return { unreadable: NO_TEXT };
  const events = innerOf(calendar, 'VEVENT');
  if (events.length === 0) return { unreadable: OTHER, notEvent: true };
  const uids = new Set(events.map((event) => textOf(event, 'uid')?.trim() ?? ''));
  const series = events.filter((event) => !isChanged(event));
  if (uids.size > 1 || series.length > 1) return { unreadable: SEVERAL };
  const changed = events
    .filter(isChanged)
    .sort((a, b) => dayText(a).localeCompare(dayText(b)) || sequence(a) - sequence(b));
  const main = series[0] ?? changed[0];
  const [uid = ''] = uids;
  if (!main) return { unreadable: OTHER, notEvent: true };
  return { calendar, main, changed: changed.filter((one) => one !== main), uid, isPiece: isChanged(main) };
}

/** Whether a later part of the series was changed by one component: RANGE=THISANDFUTURE [RFC 5545 3.2.13]. */
export const reachesOn = (event: Component): boolean =>
  propertiesOf(event, 'recurrence-id').some(({ params }) => 'range' in params);
