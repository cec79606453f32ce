import { createHash } from 'node:crypto';
import { itemsOf, readCalendar, valueOf } from './components';
import type { Calendar, CalendarObject } from './model';

/** The UID of an object's items; empty when it cannot be read. */
function uidOf(data: string): string {
  const calendar = readCalendar(data);
  const [item] = calendar ? itemsOf(calendar) : [];
  return item ? valueOf(item, 'UID') : '';
}

/** Two texts never share a tag, nor does one text that was there before. */
function etagOf(data: string, revision: number): string {
  return `"${createHash('sha1').update(`${revision} ${data}`).digest('hex').slice(0, 20)}"`;
}

/** Keeps an object under its name, new or changed; nothing is checked. */
export function keepObject(calendar: Calendar, name: string, data: string, now: number): CalendarObject {
  calendar.revision += 1;
  const { revision } = calendar;
  const object = { name, data, uid: uidOf(data), etag: etagOf(data, revision), revision, modified: now };
  calendar.objects.set(name, object);
  calendar.gone.delete(name);
  return object;
}

export function dropObject(calendar: Calendar, name: string, now = 0): boolean {
  const object = calendar.objects.get(name);
  if (object) calendar.buried.set(name, { object, at: now });
  if (!calendar.objects.delete(name)) return false;
  calendar.revision += 1;
  calendar.gone.set(name, calendar.revision);
  return true;
}

/** A removed object that can still be read. */
export function lingering({ buried }: Calendar, name: string, now: number, seconds: unknown): CalendarObject | null {
  const found = buried.get(name);
  return found && now - found.at < Number(seconds ?? 0) * 1000 ? found.object : null;
}

const LEAD = 'https://calendar.zoho.com/ns/sync/';

export const tokenAt = ({ name, epoch }: Calendar, revision: number): string => `${LEAD}${name}/${epoch}/${revision}`;

/** The change a token stands for, 0 for the empty one; null when it is none of ours or has expired. */
export function revisionOf(calendar: Calendar, token: string): number | null {
  if (token === '') return 0;
  const [name, epoch, revision] = token.startsWith(LEAD) ? token.slice(LEAD.length).split('/') : [];
  if (name !== calendar.name || Number(epoch) !== calendar.epoch) return null;
  return Number.isInteger(Number(revision)) && Number(revision) <= calendar.revision ? Number(revision) : null;
}

export type Change =
  | { readonly kind: 'object'; readonly revision: number; readonly object: CalendarObject }
  | { readonly kind: 'gone'; readonly revision: number; readonly name: string };

/** What changed after a revision, oldest first; to somebody who knew nothing, nothing is told to be gone. */
export function changesSince(calendar: Calendar, since: number): readonly Change[] {
  const objects = [...calendar.objects.values()].map((object): Change => ({
    kind: 'object',
    revision: object.revision,
    object,
  }));
  const gone = [...calendar.gone].map(([name, revision]): Change => ({ kind: 'gone', revision, name }));
  return [...objects, ...(since === 0 ? [] : gone)]
    .filter(({ revision }) => revision > since)
    .sort((one, two) => one.revision - two.revision);
}
