import type { Fields, Write } from '../../sync/model';
import { toIana } from '../time/zones';
import type { Clock } from './moment';
import type { Parts } from './parts';
import { MARK } from './read';
import { birthLines } from './stamp';
import type { Component } from './tree';
import { lineOf } from './tree';

const PRODID = '-//n8n-nodes-zoho-outlook//Zoho CRM Sync//EN';

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The zone the new event is to keep to: that of the event it is made of, else the user's. */
export const zoneFor = ({ from }: Write, zone: string): string =>
  toIana(text(object(from?.extra).timeZone)) ?? toIana(zone) ?? 'UTC';

/** The iCalendar id that Outlook has for the meeting: so other calendars know that it is the same. */
export const uidFor = ({ from }: Write): string | null => text(object(from?.extra).iCalUId) || null;

/** No zone is known to a text that is not written yet but by its own name. */
export const clockOf = (zone: string): Clock => ({ zone, zoneOf: (tzid) => toIana(tzid) });

const calendar: Component = {
  name: 'VCALENDAR',
  lines: ['VERSION:2.0', `PRODID:${PRODID}`, 'CALSCALE:GREGORIAN'],
  inner: [],
};

/** An event of which nothing is known but its id, ready to be told all else. Whole days leave a person free, as in Outlook. */
export function bareParts(uid: string, mark: string | null, { isAllDay }: Fields, now: string): Parts {
  const marked = mark ? [lineOf(MARK, 'unknown', [mark])] : [];
  const lines = [...birthLines(uid, now), ...marked, `TRANSP:${isAllDay === true ? 'TRANSPARENT' : 'OPAQUE'}`];
  return { calendar, main: { name: 'VEVENT', lines, inner: [] }, changed: [], uid, isPiece: false };
}
