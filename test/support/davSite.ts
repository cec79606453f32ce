import type { Send } from '../../clients/http';
import { makeCalDav } from '../../clients/caldav';
import { calDavFeed, calendarIn, readCalDavProfile, writeCalDav, type CalendarInfo } from '../../sides/caldav';
import type { SideRecord } from '../../sync/model';
import type { WriteJob } from '../../sides/types';
import { makeLine } from './davLine';
import type { Memory } from './sides';
import { allOf, makeMemory } from './sides';

/** A calendar server to be tested against, with one user whose default calendar may be written. */
export interface DavSite {
  /** With the user's password; follows no redirect. */
  readonly send: Send;
  readonly server: string;
  readonly allowed: readonly string[];
  readonly user: string;
  /** Name of a calendar that the user may only read, where the server has one. */
  readonly readOnly?: string;
  /** Empties the user's calendars. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const day = 86_400_000;
/** A date so many days from today: the feed looks at a window around today. */
export const date = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
export const at = (days: number, hour = 9): string => `${date(days)}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const stamp = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`;

/** A meeting of an hour as another program would write it; `lines` come on top. */
export const icsOf = (uid: string, days: number, ...lines: readonly string[]): string =>
  [
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//EN',
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTAMP:20260101T000000Z',
    ],
    ...[`DTSTART:${stamp(at(days))}`, `DTEND:${stamp(at(days, 10))}`],
    ...(lines.some((line) => line.startsWith('SUMMARY')) ? lines : [`SUMMARY:${uid}`, ...lines]),
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');

const clock = { now: () => Date.now(), sleep: async () => undefined, random: () => 0 };
export const span = { daysBack: 90, daysAhead: 365 };

/** What tests do with a site: read, write, and act as another program in between. */
export async function workAt(site: DavSite) {
  const line = makeLine(site.send);
  const dav = makeCalDav(line.send, { server: site.server, allowed: site.allowed, clock });
  const undisturbed = makeCalDav(site.send, { server: site.server, allowed: site.allowed, clock });
  const profile = await readCalDavProfile(undisturbed);
  const calendar = calendarIn(profile, '') as CalendarInfo;
  const reader = { zone: 'Asia/Tokyo', user: site.user };
  let memory: Memory = makeMemory();

  const refOf = (name: string): string => new URL(`${calendar.url}${name}.ics`).pathname;
  /** Another program's write, whatever is there. */
  async function put(name: string, ics: string): Promise<void> {
    const headers = { 'Content-Type': 'text/calendar; charset=utf-8' };
    const answer = await site.send({ method: 'PUT', url: `${calendar.url}${name}.ics`, headers, body: ics });
    if (answer.status >= 300) throw new Error(`PUT ${name}: ${answer.status} ${String(answer.body)}`);
  }
  async function drop(name: string): Promise<void> {
    const answer = await site.send({ method: 'DELETE', url: `${calendar.url}${name}.ics` });
    if (answer.status >= 300) throw new Error(`DELETE ${name}: ${answer.status}`);
  }
  const text = async (ref: string): Promise<string> => (await undisturbed.objects(calendar.url, [ref]))[0]?.data ?? '';
  const read = (more: { readonly calendar?: string; readonly now?: () => number; readonly span?: typeof span } = {}) =>
    memory.read(
      calDavFeed(dav, { calendar: calendar.url, span, reader, cursor: memory.cursor, known: memory.known, ...more }),
    );
  const write = (...jobs: readonly WriteJob[]) =>
    allOf(writeCalDav(dav, jobs, { calendar, reader, schedules: profile.schedules }));
  const writing = (jobs: readonly WriteJob[]) =>
    writeCalDav(dav, jobs, { calendar, reader, schedules: profile.schedules });

  return {
    ...{ site, line, dav, profile, calendar, reader, put, drop, text, refOf, read, write, writing },
    get memory() {
      return memory;
    },
    /** All calendars empty, nothing remembered, a quiet line. */
    async fresh(): Promise<void> {
      line.calm();
      await site.reset();
      memory = makeMemory();
    },
    record: (ref: string): SideRecord => memory.records.get(ref) as SideRecord,
  };
}
export type DavWork = Awaited<ReturnType<typeof workAt>>;

/** Subjects and states, sorted: what a reading told. */
export const toldOf = (rows: readonly SideRecord[]): readonly string[] =>
  rows.map(({ state, fields, ref }) => `${state} ${String(fields.subject ?? ref.split('/').at(-1))}`).sort();
