/** Meetings of both sides as rows of their vendors, each read and written by the product itself, without a service around. */
import { isEqual } from 'lodash';
import { writeObject, readObject } from '../../sides/caldav/object';
import { toCreate, toUpdate, outlookZone } from '../../sides/outlook/event/patch';
import { toNeutral as readGraph, type EventExtra } from '../../sides/outlook/event/record';
import { instantOf } from '../../sides/time/dateTime';
import { toPatch as toZoho } from '../../sides/zoho/event/patch';
import { toNeutral as readZoho, type EventProfile } from '../../sides/zoho/event/record';
import { sentence, type Reason } from '../../reasons';
import { kinds, UNLIMITED } from '../../sync/kinds';
import { asObject } from '../../sync/model';
import type { Lens, Raw, RowSide } from './lens';

const refused = (why: Reason): never => {
  throw new Error(sentence(why));
};

// ---- Outlook ----

const MAILBOX = 'W. Europe Standard Time';
const utc = ({ dateTime, timeZone }: { dateTime: string; timeZone: string }) => ({
  dateTime: `${instantOf({ dateTime, timeZone }).slice(0, 19)}.0000000`,
  timeZone: 'UTC',
});

/** As Graph tells what it was sent: times in UTC, whole days as they are, blank people not at all. */
function asGraphTells(row: Raw, body: Raw): Raw {
  const after: Record<string, unknown> = { ...row, ...body };
  const zone = asObject(body.start).timeZone;
  if (zone === undefined) return after;
  const shown = (time: unknown) =>
    after.isAllDay === true
      ? { ...asObject(time), timeZone: 'UTC' }
      : utc(time as { dateTime: string; timeZone: string });
  return { ...after, start: shown(body.start), end: shown(body.end), originalStartTimeZone: zone };
}

/** A changed meeting has what its series has, in all that was not changed of it. */
function withExceptions(before: Raw, after: Raw): Raw {
  const exceptions = before.exceptionOccurrences as readonly Raw[] | undefined;
  const moved = Object.keys(after).filter((name) => !isEqual(before[name], after[name]) && !TIMES.includes(name));
  const inherited = exceptions?.map((one) =>
    Object.assign({}, one, ...moved.map((name) => isEqual(one[name], before[name]) && { [name]: after[name] })),
  );
  return inherited ? { ...after, exceptionOccurrences: inherited } : after;
}
const TIMES = ['start', 'end', 'isAllDay'];

const emptyEvent: Raw = {
  ...{ id: 'e', type: 'singleInstance', subject: '', isAllDay: false, attendees: [], categories: ['Zoho', 'Red'] },
  ...{
    body: { contentType: 'text', content: '' },
    location: { displayName: '' },
    sensitivity: 'normal',
    showAs: 'busy',
  },
  organizer: { emailAddress: { name: 'Me', address: 'me@example.com' } },
};

const outlook: RowSide = {
  read: (row) => readGraph(row, 'full'),
  written(row, { fields, extra, from }, before) {
    const own = extra as unknown as EventExtra | null;
    const source = String(asObject(from?.extra).timeZone ?? MAILBOX);
    const ground = {
      ...{ before, after: { ...before, ...fields }, attendees: own?.attendees ?? [] },
      timeZone: row ? (own?.timeZone ?? '') : outlookZone(source),
      oldBody: row ? (row.body as { contentType: string; content: string }) : null,
    };
    const made = row ? toUpdate(fields, ground, MAILBOX) : toCreate(fields, 'mark', ground);
    if ('refused' in made) return refused(made.refused);
    const old = row ?? emptyEvent;
    return withExceptions(old, asGraphTells(old, made.body));
  },
};

// ---- Zoho CRM's records ----

const USER_ZONE = 'Asia/Tokyo';
const plain = (api: string) => ({ api, kind: 'plain' as const });
const profile: EventProfile = {
  ...{ account: '1', orgName: 'Org', userId: '1', timeZone: USER_ZONE, hasSecondaryEmail: false, limits: {} },
  ...{ venues: ['In-office', 'Client location', 'Online'], uidField: null },
  fieldMap: {
    ...{ subject: plain('Event_Title'), start: plain('Start_DateTime'), end: plain('End_DateTime') },
    ...{ isAllDay: plain('All_day'), location: plain('Venue'), description: plain('Description') },
    ...{ participants: plain('Participants'), reminder: plain('Remind_At') },
    recurrence: { api: 'Recurring_Activity', kind: 'rule' },
    exceptDates: { api: 'Recurring_Activity', kind: 'rule' },
  },
};
const MOST = 50;
const emptyRecord: Raw = { id: '1', All_day: false, Participants: [], Remind_At: null, What_Id: { id: '9' } };

const crm: RowSide = {
  read: (row) => readZoho(row, profile),
  written(row, write) {
    const made = toZoho(write, profile);
    if ('refused' in made) return refused(made.refused);
    const { $send_notification: mails = false, ...body } = made.body;
    const after: Raw = { ...(row ?? emptyRecord), ...body };
    if (mails !== false) throw new Error('somebody is mailed');
    if ((after.Participants as readonly unknown[]).length > MOST) throw new Error('LIMIT_EXCEEDED');
    if (!after.Event_Title) throw new Error('MANDATORY_NOT_FOUND');
    return after;
  },
};

// ---- its calendar by CalDAV ----

const at = { zone: USER_ZONE, user: 'crm@example.com', invite: false, now: Date.UTC(2026, 0, 1) };

const calendar: RowSide = {
  read(row) {
    const found = readObject(String(row.ics), at);
    if ('unreadable' in found) return refused(found.unreadable);
    const { uid: _uid, ...fields } = found.fields;
    return { ...found, fields };
  },
  written(row, write) {
    const made = writeObject(write, { ...at, ics: row ? String(row.ics) : null, intent: 'mark' });
    return 'refused' in made ? refused(made.refused) : { ics: made.ics };
  },
};

export const byRecords: Lens = { kind: kinds.event, outlook, zoho: crm, limits: {} };
export const byCalDav: Lens = {
  ...{ kind: kinds.event, outlook, zoho: calendar },
  limits: {
    ...{ subject: 255, location: 255, description: 32_000 },
    ...{ reminder: UNLIMITED, participants: UNLIMITED, overrides: UNLIMITED },
  },
};

export { emptyEvent, emptyRecord };
