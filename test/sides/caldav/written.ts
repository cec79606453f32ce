import { sentence } from '../../../reasons';
import type { Written } from '../../../sides/caldav/object';
import { readObject, writeObject } from '../../../sides/caldav/object';
import type { Fields } from '../../../sync/model';
import { write } from './arbitrary';

export const at = {
  ...{ zone: 'Europe/Berlin', intent: 'i1', invite: false, user: 'me@firma.example' },
  now: Date.UTC(2026, 3, 1, 10),
};

export const attempt = (ics: string, fields: Fields, where: Partial<typeof at> = {}) =>
  writeObject(write('update', fields), { ...at, ...where, ics });
export function update(ics: string, fields: Fields, where: Partial<typeof at> = {}): Written {
  const made = attempt(ics, fields, where);
  if ('refused' in made) throw new Error(sentence(made.refused));
  return made;
}
export function read(ics: string): Fields {
  const found = readObject(ics, at);
  if ('unreadable' in found) throw new Error(sentence(found.unreadable));
  return found.fields;
}
export const linesOf = (ics: string): readonly string[] => ics.replace(/\r\n[ \t]/g, '').split('\r\n');
/** Lines that went and lines that came. */
export const difference = (before: string, after: string) => ({
  gone: linesOf(before).filter((line) => !linesOf(after).includes(line)),
  fresh: linesOf(after).filter((line) => !linesOf(before).includes(line)),
});
export const stamps = ['DTSTAMP:20260401T100000Z', 'LAST-MODIFIED:20260401T100000Z'];
export const timed = 'DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000';
export const berlinTime = (start: string, end: string) => ({ start, end, isAllDay: false });
