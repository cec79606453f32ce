import { isEqual } from 'lodash';
import { attachMail, type MailToAttach } from '../../sides/zoho/mail/attach';
import type { ZohoClient } from '../../clients/zoho';
import { readObject } from '../../sides/caldav/object';
import { toNeutral as outlookEvent } from '../../sides/outlook/event/record';
import { recordOf } from '../../sides/outlook/mail/record';
import { toNeutral as outlookTask } from '../../sides/outlook/task/record';
import { toNeutral as zohoEvent, type EventProfile } from '../../sides/zoho/event/record';
import type { ZohoRecord } from '../../sides/zoho/values';
import type { Fields } from '../../sync/model';

/** Properties by the field that is read from them. */
export type Places = Readonly<Record<string, readonly string[]>>;

type Row = Readonly<Record<string, unknown>>;

/** Which fields look otherwise after a change. Of several, the one that is meant. */
function movedBy(read: (row: Row) => Row, row: Row, meant: string, changed: Row): readonly string[] {
  const [before, after] = [read(row), read({ ...row, ...changed })];
  const moved = Object.keys({ ...before, ...after }).filter((name) => !isEqual(before[name], after[name]));
  return moved.includes(meant) ? [meant] : moved;
}

/**
 * Tries each property by changing it: so the product itself tells where it reads a field. `changes`: property → what is changed;
 * `property of field` where several fields look otherwise and one is meant. Throws where that one does not.
 */
function placesOf(read: (row: Row) => Row, row: Row, changes: Readonly<Record<string, Row>>): Places {
  const places: Record<string, string[]> = {};
  for (const [name, changed] of Object.entries(changes)) {
    const [property = '', field = property] = name.split(' of ');
    const moved = movedBy(read, row, field, changed);
    if (field !== property && !moved.includes(field)) throw new Error(`${field} is not read from ${property}`);
    for (const one of moved) (places[one] ??= []).push(property);
  }
  return places;
}

/** An org of which nothing is known. */
export const emptyEventProfile: EventProfile = {
  ...{ account: '', orgName: '', userId: '', timeZone: null, fieldMap: {}, hasSecondaryEmail: false, limits: {} },
  ...{ venues: [], uidField: null },
};

/** Each of these values in its own property. */
const one = (row: Row): Readonly<Record<string, Row>> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { [name]: value }]));

const time = (hour: number) => ({ dateTime: `2026-01-05T0${hour}:00:00`, timeZone: 'UTC' });
const person = (address: string) => ({ emailAddress: { name: address, address } });
const text = (content: string) => ({ contentType: 'text', content });

const task: Row = {
  ...{ id: 't', title: 'a', status: 'notStarted', importance: 'normal', body: text('a') },
  ...{ dueDateTime: time(0), isReminderOn: true, reminderDateTime: time(1), recurrence: null },
};

/** Where a field of a task is in a Graph todoTask. */
export const outlookTaskPlaces = placesOf(
  (row) => outlookTask(row, 'UTC').fields,
  task,
  one({
    ...{ title: 'b', status: 'completed', importance: 'high', body: text('b') },
    ...{ dueDateTime: { ...time(0), dateTime: '2026-01-06T00:00:00' }, isReminderOn: false, reminderDateTime: time(2) },
    recurrence: { pattern: { type: 'daily', interval: 1 } },
  }),
);

const daily = {
  pattern: { type: 'daily', interval: 1 },
  range: { type: 'noEnd', startDate: '2026-01-05', recurrenceTimeZone: 'UTC' },
};
const event: Row = {
  ...{ id: 'e', type: 'seriesMaster', subject: 'a', start: time(1), end: time(2), isAllDay: false },
  ...{ location: { displayName: 'a' }, body: text('a'), attendees: [], isReminderOn: true, iCalUId: 'a' },
  ...{ reminderMinutesBeforeStart: 15, recurrence: daily, cancelledOccurrences: [], exceptionOccurrences: [] },
};
const moved = { ...event, id: 'o', type: 'exception', subject: 'b', occurrenceId: 'OID.e.2026-01-06' };

/** Where a field of a meeting is in a Graph event. */
export const outlookEventPlaces = placesOf((row) => outlookEvent(row, 'full').fields, event, {
  ...one({ subject: 'b', start: time(0), end: time(3), location: { displayName: 'b' }, body: text('b') }),
  isAllDay: { isAllDay: true, start: time(0), end: { ...time(0), dateTime: '2026-01-06T00:00:00' } },
  ...one({ attendees: [person('a@example.jp')], isReminderOn: false, reminderMinutesBeforeStart: 30 }),
  recurrence: { recurrence: { ...daily, pattern: { type: 'daily', interval: 2 } } },
  cancelledOccurrences: { cancelledOccurrences: ['OID.e.2026-01-07'] },
  exceptionOccurrences: { exceptionOccurrences: [moved] },
  ...one({ iCalUId: 'b', isCancelled: true }),
});

const mail: Row = {
  ...{ subject: 'a', from: person('a@example.jp'), toRecipients: [], ccRecipients: [], bccRecipients: [] },
  ...{ sentDateTime: '2026-01-05T00:00:00Z', internetMessageId: '<a@example.jp>', body: text('a'), isDraft: false },
  attachments: [],
};
type Attached = Parameters<typeof recordOf>[1];
const file = (name: string) => ({ name, size: 1, type: 'application/octet-stream', inline: false });

function mailFields(row: Row): Row {
  const { fields, extra } = recordOf({ ...row, id: 'm' }, row.attachments as Attached);
  return { ...fields, body: (extra as Row).body };
}

const others = [person('b@example.jp')];

/** Where a field of a mail is in a Graph message. */
export const outlookMailPlaces = placesOf(mailFields, mail, {
  ...one({ subject: 'b', from: person('b@example.jp'), toRecipients: others, ccRecipients: others }),
  ...one({ bccRecipients: others, sentDateTime: '2026-01-06T00:00:00Z', internetMessageId: '<b@example.jp>' }),
  ...one({ body: text('b'), attachments: [file('a.txt')] }),
  'attachments of sealed': { attachments: [file('smime.p7m')] },
});

const somebody = { name: 'a', address: 'a@example.jp' };
const toAttach: MailToAttach = {
  ...{ subject: 'a', from: somebody, to: [somebody], cc: [], bcc: [], body: { format: 'text', content: 'a' } },
  ...{ sentAt: '2026-01-05T00:00:00Z', messageId: '<a@example.jp>' },
};

/** What is sent to Zoho CRM to show a mail on a record. */
export async function attachForm(changed: Partial<MailToAttach>, files: readonly string[] = []): Promise<Row> {
  let form: Row = {};
  const attach = (_module: string, _id: string, sent: Row) => {
    form = sent;
    return Promise.resolve({ ok: true });
  };
  const zoho = { records: { attachMail: attach } } as unknown as ZohoClient;
  const refs = files.map((name) => ({ id: name, name }));
  await attachMail(zoho, { ...toAttach, ...changed }, { module: 'Contacts', id: '1' }, { files: refs });
  return form;
}

const somebodyElse = { name: 'b', address: 'b@example.jp' };

/** Where a field of a mail goes in Zoho's "Associate email". */
export async function zohoMailPlaces(): Promise<Places> {
  const changes: Readonly<Record<string, Partial<MailToAttach>>> = {
    ...{ subject: { subject: 'b' }, from: { from: somebodyElse }, to: { to: [somebodyElse] } },
    ...{ cc: { cc: [somebodyElse] }, bcc: { bcc: [somebodyElse] }, sentAt: { sentAt: '2026-01-06T00:00:00Z' } },
    ...{ messageId: { messageId: '<b@example.jp>' }, body: { body: { format: 'html', content: 'b' } } },
    attachments: {},
  };
  const before = await attachForm({});
  const places: Record<string, readonly string[]> = {};
  for (const [field, changed] of Object.entries(changes)) {
    const form = await attachForm(changed, field === 'attachments' ? ['a'] : []);
    places[field] = Object.keys(form).filter((key) => !isEqual(form[key], before[key]));
  }
  return places;
}

const crmEvent: Row = {
  Event_Title: 'a',
  Start_DateTime: '2026-01-05T01:00:00Z',
  End_DateTime: '2026-01-05T02:00:00Z',
};

/** Where a field of a meeting is in Zoho CRM that no field of the module holds. */
export const zohoEventMarks = placesOf((row) => zohoEvent(row as ZohoRecord, emptyEventProfile).fields, crmEvent, {
  ...one({ $event_cancelled: true }),
});

type Lines = Readonly<Record<string, string>>;
const lines: Lines = {
  ...{ UID: 'UID:a', SUMMARY: 'SUMMARY:a', LOCATION: 'LOCATION:a', DESCRIPTION: 'DESCRIPTION:a', STATUS: '' },
  ...{ DTSTART: 'DTSTART:20260105T010000Z', DTEND: 'DTEND:20260105T020000Z', RRULE: 'RRULE:FREQ=DAILY' },
  ...{ ATTENDEE: '', EXDATE: '', VALARM: '', 'RECURRENCE-ID': '' },
};
const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15M', 'DESCRIPTION:a', 'END:VALARM'].join('\r\n');
const changedMeeting = [
  ...['BEGIN:VEVENT', 'UID:a', 'SUMMARY:b', 'RECURRENCE-ID:20260106T010000Z'],
  ...['DTSTART:20260106T010000Z', 'DTEND:20260106T020000Z', 'END:VEVENT'],
].join('\r\n');

function calendarFields(row: Row): Fields {
  const { 'RECURRENCE-ID': other, ...own } = row as Lines;
  const inner = ['BEGIN:VEVENT', ...Object.values(own), 'END:VEVENT', other];
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...inner, 'END:VCALENDAR'].filter(Boolean);
  const read = readObject(`${all.join('\r\n')}\r\n`, { zone: 'UTC', user: 'me@example.jp' });
  return 'fields' in read ? read.fields : {};
}

/** Where a field of a meeting is in an iCalendar text. */
export const calendarPlaces = placesOf(calendarFields, lines, {
  ...one({ UID: 'UID:b', SUMMARY: 'SUMMARY:b', LOCATION: 'LOCATION:b', DESCRIPTION: 'DESCRIPTION:b' }),
  ...one({
    DTSTART: 'DTSTART:20260105T000000Z',
    DTEND: 'DTEND:20260105T030000Z',
    RRULE: 'RRULE:FREQ=DAILY;INTERVAL=2',
  }),
  ...one({ ATTENDEE: 'ATTENDEE:mailto:b@example.jp', EXDATE: 'EXDATE:20260107T010000Z', STATUS: 'STATUS:CANCELLED' }),
  ...one({ VALARM: alarm, 'RECURRENCE-ID': changedMeeting }),
  'DTSTART;VALUE=DATE of isAllDay': {
    DTSTART: 'DTSTART;VALUE=DATE:20260105',
    DTEND: 'DTEND;VALUE=DATE:20260106',
    RRULE: 'RRULE:FREQ=DAILY',
  },
});
