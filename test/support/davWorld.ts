import { readObject } from '../../sides/caldav/object';
import type { Fields } from '../../sync/model';
import { runUndo, type Settings } from './pipeline';
import type { Life } from './death';
import { date, startEventWorld } from './eventWorld';
import type { Raw } from './fixture';

const appPassword = { authentication: 'appPassword' };
const byPassword: Settings = { 'Zoho CRM Changes': appPassword, 'Write to Zoho CRM': appPassword };

const time = (days: number, hour: number): string => `${date(days).replace(/-/g, '')}T${String(hour).padStart(2, '0')}`;

/** A meeting in the CRM's calendar at the same time of day as `meeting` in Outlook; `lines` come on top of or instead of its own. */
export function davMeeting(subject: string, days: number, ...lines: readonly string[]): Raw {
  const own = [`SUMMARY:${subject}`, `DTSTART:${time(days, 9)}0000Z`, `DTEND:${time(days, 10)}0000Z`];
  const name = (line: string): string => /^[A-Z-]*/.exec(line)?.[0] ?? '';
  const kept = own.filter((line) => !lines.some((other) => name(other) === name(line)));
  const event = [`UID:${subject.replace(/\s/g, '-')}@crm`, 'DTSTAMP:20260101T000000Z', ...kept, ...lines];
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', ...event, 'END:VEVENT'];
  return { name: `${subject.replace(/\s/g, '-')}.ics`, data: [...text, 'END:VCALENDAR', ''].join('\r\n') };
}

/** Both services, and the meetings template to run on Outlook and on the calendar that CalDAV opens. */
export async function startDavWorld() {
  const world = await startEventWorld();
  const { zoho } = world.services;
  const kept = () => [...(zoho.state.calDav.calendars.find(({ name }) => name === 'events')?.objects.values() ?? [])];
  const fieldsOf = (data: string): Fields => {
    const read = readObject(data, { zone: 'Asia/Tokyo' });
    return 'unreadable' in read ? { subject: read.unreadable } : read.fields;
  };
  const named = (subject: string) => kept().find(({ data }) => fieldsOf(data).subject === subject);
  const admin = (method: string, path: string, body?: unknown) =>
    fetch(`${world.services.connection.zoho.api}/_simulator/caldav/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return {
    ...world,
    reset: (events: readonly Raw[], objects: readonly Raw[]) =>
      world.reset(events, [], { zoho: { calDav: { objects } } }),
    run: (settings: Settings = {}, life?: Life) => world.run({ ...settings, ...byPassword }, life),
    async untilQuiet(settings: Settings = {}): Promise<void> {
      await world.untilQuiet({ ...settings, ...byPassword });
    },
    undo: () => runUndo(world.house(), { sync: 'Events' }, byPassword),
    /** The same with parameters of the two nodes that are not the password's. */
    runWith: (settings: Settings) => world.run({ ...byPassword, ...settings }),
    inCalendar: (): readonly Fields[] => kept().map(({ data }) => fieldsOf(data)),
    textOf: (subject: string): string => named(subject)?.data ?? '',
    /** What people do in the CRM's calendar. */
    async editCalendar(subject: string, edit: (ics: string) => string): Promise<void> {
      const { name = '', data = '' } = named(subject) ?? {};
      await admin('POST', 'objects', { name, data: edit(data) });
    },
    async deleteInCalendar(subject: string): Promise<void> {
      await admin('DELETE', `objects?name=${encodeURIComponent(named(subject)?.name ?? '')}`);
    },
  };
}
export type DavWorld = Awaited<ReturnType<typeof startDavWorld>>;
