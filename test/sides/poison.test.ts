/**
 * One odd value in each place of a record's raw answer, for every kind on every side: whatever it is, reading ends nothing, and what
 * is read of the record is what it says, or what blank means, or nothing at all (then it is told as unreadable). Nothing else may
 * flow to the other side, for it would be an edit that nobody made.
 */
import { recordOf as meetingOf } from '../../sides/caldav/record';
import { windowAt } from '../../sides/zoho/event/record';
import { recordOf as contactOf } from '../../sides/outlook/contact/record';
import { recordOf as eventOf } from '../../sides/outlook/event/record';
import { recordOf as mailOf } from '../../sides/outlook/mail/record';
import { recordOf as taskOf } from '../../sides/outlook/task/record';
import { contacts } from '../../sides/zoho/contact/module';
import { eventsOf } from '../../sides/zoho/event/module';
import type { Module, ZohoProfile } from '../../sides/zoho/module';
import { recordOf as crmRecordOf } from '../../sides/zoho/record';
import { tasks } from '../../sides/zoho/task/module';
import { all as calendars } from './caldav/fixtures';
import { isSideOnly } from '../../sync/kinds';
import type { SideRecord, Value } from '../../sync/model';

type Row = Readonly<Record<string, unknown>>;

const time = { dateTime: '2027-03-01T09:00:00.0000000', timeZone: 'Eastern Standard Time' };
const end = { ...time, dateTime: '2027-03-01T10:00:00.0000000' };
const person = { emailAddress: { name: 'Ann', address: 'ann@example.com' } };
const address = { street: 'S', city: 'X', state: 'T', postalCode: '1', countryOrRegion: 'C' };
const recurrence = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday', month: 0, index: 'first' },
  range: { type: 'endDate', startDate: '2027-03-01', endDate: '2027-10-01', recurrenceTimeZone: 'UTC' },
};
const item = { id: 'A', '@odata.etag': 'W/"1"', lastModifiedDateTime: '2027-01-01T00:00:00Z', categories: ['Zoho'] };
const event: Row = {
  ...{ ...item, type: 'singleInstance', subject: 'M', start: time, end, isAllDay: false, isCancelled: false },
  ...{ attendees: [{ type: 'required', ...person }], organizer: { emailAddress: { address: 'me@example.com' } } },
  ...{ body: { contentType: 'html', content: 'x' }, location: { displayName: 'R' }, sensitivity: 'normal' },
  ...{ originalStartTimeZone: 'UTC', iCalUId: 'U', isReminderOn: true, reminderMinutesBeforeStart: 15 },
  ...{ recurrence: null, isOrganizer: true, transactionId: 'T', seriesMasterId: null },
};
const on = (hour: string) => ({ ...time, dateTime: `2027-03-15T${hour}:00:00` });
const changed = { ...event, id: 'B', type: 'exception', occurrenceId: 'OID.A.2027-03-15', subject: 'changed' };
const series: Row = {
  ...{ ...event, type: 'seriesMaster', recurrence, cancelledOccurrences: ['OID.A.2027-03-08'] },
  exceptionOccurrences: [{ ...changed, start: on('11'), end: on('12') }],
};
const task: Row = {
  ...{ ...item, title: 'T', status: 'inProgress', importance: 'high', body: { contentType: 'text', content: 'x' } },
  ...{ dueDateTime: { dateTime: '2027-03-01T00:00:00.0000000', timeZone: 'UTC' }, reminderDateTime: time },
  ...{ isReminderOn: true, recurrence, linkedResources: [{ externalId: '1', applicationName: 'Zoho CRM' }] },
};
const contact: Row = {
  ...{
    ...item,
    parentFolderId: 'F',
    displayName: 'A B',
    fileAs: 'B, A',
    middleName: null,
    givenName: 'A',
    surname: 'B',
  },
  ...{
    emailAddresses: [{ name: 'A', address: 'a@x.com' }],
    businessPhones: ['1'],
    homePhones: ['2'],
    mobilePhone: '3',
  },
  ...{ jobTitle: 'J', companyName: 'K', department: 'D', assistantName: 'N', manager: 'M', spouseName: 'P' },
  ...{
    businessAddress: address,
    otherAddress: address,
    homeAddress: address,
    personalNotes: 'note',
    title: 'Dr.',
    generation: '',
  },
  ...{ birthday: '1980-01-01T00:00:00Z', singleValueExtendedProperties: [], profession: '', businessHomePage: 'w' },
};
const mail: Row = {
  ...{ ...item, subject: 'S', from: person, sender: person, toRecipients: [person], ccRecipients: [person] },
  ...{ bccRecipients: [], sentDateTime: '2027-01-01T00:00:00Z', internetMessageId: '<1@x>', isDraft: false },
  body: { contentType: 'html', content: 'text' },
};
const crm = { id: '1', Owner: { id: 'U', name: 'N' }, Modified_Time: '2027-01-01T00:00:00+00:00' };
const crmEvent: Row = {
  ...{ ...crm, Event_Title: 'M', Start_DateTime: '2027-03-01T09:00:00+09:00', All_day: false, Venue: 'R' },
  ...{ End_DateTime: '2027-03-01T10:00:00+09:00', Description: 'x', Recurring_Activity: null, $event_cancelled: false },
  Participants: [{ type: 'email', Email: 'ann@example.com', participant: '7', name: 'Ann' }],
  Remind_At: [{ unit: 15, period: 'minutes' }],
};

const profile: ZohoProfile = {
  ...{ account: 'O', orgName: 'O', userId: 'U', timeZone: 'Asia/Tokyo', hasSecondaryEmail: true, limits: {} },
  fieldMap: contacts.fieldMapOf(() => true, new Map()),
};
const taskProfile = { ...profile, fieldMap: tasks.fieldMapOf(() => true, new Map()) };
const eventModule = eventsOf({ ...profile, venues: [], uidField: null });
const eventProfile = { ...profile, fieldMap: eventModule.fieldMapOf(() => true, new Map()) };
const events = eventsOf({ ...eventProfile, venues: [], uidField: null });
const inCrm = (module: Module, of: ZohoProfile) => (row: Row) => crmRecordOf({ ...row, id: '1' }, module, of, 'mine');

/** A whole record of the module, with a text in each of its places. */
const crmRow = (of: ZohoProfile, own: Row): Row => ({
  ...crm,
  ...Object.fromEntries(Object.values(of.fieldMap).map(({ api, kind }) => [api, kind === 'plain' ? `${api}!` : null])),
  ...own,
});
const crmContact = crmRow(profile, { Account_Name: { id: '2', name: 'K' }, Secondary_Email: 'b@x.com' });
const crmTask = crmRow(taskProfile, {
  ...{ Due_Date: '2027-03-01', Status: 'In Progress', Priority: 'High' },
  Remind_At: { ALARM: 'FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2027-03-01T09:00:00+09:00' },
});

const scope = { list: 'L', recurring: 'each', categories: ['Zoho'], zone: 'Eastern Standard Time', sent: [] } as const;
const readEvent = (row: Row) => eventOf({ ...row, id: 'A' }, { categories: ['Zoho'], privates: 'full' });
const kinds: Readonly<Record<string, readonly [Row, (row: Row) => SideRecord]>> = {
  'contact of Outlook': [contact, (row) => contactOf({ ...row, id: 'A' }, { folder: 'F', categories: ['Zoho'] })],
  'task of To Do': [task, (row) => taskOf({ ...row, id: 'A' }, scope)],
  'event of Outlook': [event, readEvent],
  'series of Outlook': [series, readEvent],
  'mail of Outlook': [mail, (row) => mailOf({ ...row, id: 'A' }, [])],
  'contact of the CRM': [crmContact, inCrm(contacts, profile)],
  'task of the CRM': [crmTask, inCrm(tasks, taskProfile)],
  'event of the CRM': [crmEvent, inCrm(events, eventProfile)],
};

const MISSING = Symbol('missing');
const odd: readonly unknown[] = [
  ...[MISSING, null, '', [], {}, 'nonsense', '0000-00-00T99:99:99', '9999-12-31T23:59:59Z', 0, -1, 1e300, true],
  ...[[null], [''], [{}], [[]], ['nonsense'], { dateTime: 'x', timeZone: 'Nowhere' }],
  ...[
    { dateTime: time.dateTime, timeZone: 'tzone://Microsoft/Custom' },
    { dateTime: null, timeZone: null },
  ],
  ...[{ pattern: null, range: null }, { pattern: {}, range: {} }, { emailAddress: null }, [{ emailAddress: null }]],
];
const isBlank = (value: unknown): boolean =>
  [MISSING, null, ''].includes(value as never) || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function* places(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value))
    yield* places(part, [...path, Array.isArray(value) ? Number(name) : name]);
}

function put(value: unknown, [name = '', ...rest]: Path, other: unknown): unknown {
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as never)
    : { ...(value as Row) };
  if (rest.length > 0) copy[name] = put(copy[name], rest, other);
  else if (other === MISSING) delete copy[name];
  else copy[name] = other;
  return Array.isArray(copy) ? copy.filter(() => true) : copy;
}

const at = (value: unknown, path: Path): unknown => path.reduce((now, name) => (now as Row)?.[name], value);
const said = (value: Value | undefined): string => JSON.stringify(value ?? null);

/** Fields that say something else than the healthy record, and neither blank where the place was blanked nor the odd text itself. */
function madeUp(record: SideRecord, healthy: SideRecord, other: unknown): readonly string[] {
  // Nothing of an event flows whose times or rule the other side is not told.
  if ([record.fields.start, record.fields.recurrence].some((value) => isSideOnly(value ?? null))) return [];
  if (said(record.fields.overrides).includes('sideOnly')) return [];
  return Object.keys(healthy.fields).filter((name) => {
    const value = record.fields[name] ?? null;
    if (said(value) === said(healthy.fields[name]) || isSideOnly(value)) return false;
    // A changed meeting tells what is not as in its series, so it says more where the series says something else.
    if (name === 'overrides' && typeof other === 'string') return said(value).includes('"start":{');
    if (value === null) return !isBlank(other);
    return !(typeof other === 'string' && said(value).includes(other.slice(0, 10))) && !isBlank(other);
  });
}

/** A value of the very form the place has is no oddity but an edit; what is odd inside of an object is tried part by part. */
function isOfItsForm(path: Path, before: unknown, other: unknown): boolean {
  if (isBlank(other) || typeof before !== typeof other) return false;
  if (['categories', 'parentFolderId'].includes(String(path[0])) && typeof other === 'string') return true;
  if (path[0] === 'Owner' && typeof other === 'string') return true;
  if (/address$|^email$/i.test(String(path.at(-1))) && typeof other === 'string') return true;
  if (said(other as Value) === '["nonsense"]') return said(before as Value).startsWith('["');
  return ['number', 'boolean'].includes(typeof other) || (typeof other === 'object' && !Array.isArray(other));
}

function complaint(record: SideRecord, healthy: SideRecord, other: unknown): string | null {
  if (record.state === 'live') {
    const wrong = madeUp(record, healthy, other);
    return wrong.length > 0
      ? `${wrong.join(', ')} became ${wrong.map((name) => said(record.fields[name])).join(', ')}`
      : null;
  }
  if (record.state === 'outside' && (record.unreadable || isBlank(other))) return null;
  return `is ${record.state}`;
}

describe('one odd value in each place of a row', () => {
  test.each(Object.entries(kinds))('%s', (_kind, [row, read]) => {
    const healthy = read(row);
    expect(healthy.state).toBe('live');
    const wrong: string[] = [];
    let tried = 0;
    for (const path of places(row))
      for (const other of odd) {
        if (path[0] === 'id' || isOfItsForm(path, at(row, path), other)) continue;
        tried += 1;
        const trouble = complaint(read(put(row, path, other) as Row), healthy, other);
        if (trouble)
          wrong.push(
            `${path.join('.')} = ${String(other === MISSING ? 'missing' : JSON.stringify(other))}: ${trouble}`,
          );
      }
    expect(tried).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });
});

type Found = readonly [kind: string, odd: Row, expected: Readonly<Record<string, unknown>> | 'unreadable'];
/** The rows with which each of these ended a whole run once. */
const stays = (code: string) => expect.objectContaining({ sideOnly: expect.objectContaining({ code }) }) as unknown;
const found: readonly Found[] = [
  ['contact of Outlook', { emailAddresses: [null] }, 'unreadable'],
  ['contact of Outlook', { lastModifiedDateTime: '' }, { email: 'a@x.com' }],
  ['task of To Do', { linkedResources: [null] }, 'unreadable'],
  ['task of To Do', { recurrence: null }, { subject: 'T', recurrence: null }],
  ['task of To Do', { recurrence: { pattern: recurrence.pattern } }, { recurrence: stays('eachOccurrence') }],
  ['task of To Do', { dueDateTime: { dateTime: 'soon', timeZone: 'UTC' } }, { dueDate: stays('unreadableTime') }],
  [
    'task of To Do',
    { dueDateTime: { dateTime: '2027-03-01T00:00:00', timeZone: 'Nowhere Standard Time' } },
    { dueDate: stays('unknownZone') },
  ],
  ['event of Outlook', { attendees: [null] }, 'unreadable'],
  ['event of Outlook', { lastModifiedDateTime: '' }, { subject: 'M' }],
  ['series of Outlook', { recurrence: { pattern: recurrence.pattern } }, { recurrence: stays('outlookNoRule') }],
  ['event of the CRM', { Participants: [null] }, 'unreadable'],
];
test.each(found)('%s with %j costs itself alone', (kind, odd, expected) => {
  const [row, read] = kinds[kind] as (typeof kinds)[string];
  const { state, fields } = read({ ...row, ...odd });
  if (expected === 'unreadable') expect([state, fields]).toEqual(['outside', {}]);
  else expect({ state, fields }).toMatchObject({ state: 'live', fields: expected });
});

/** Lines whose value is no free text. */
const TYPED = /^(DTSTART|DTEND|DURATION|TRIGGER|RRULE|EXDATE|RECURRENCE-ID|DTSTAMP|LAST-MODIFIED|CREATED)/;
const reader = { zone: 'Asia/Tokyo', user: 'me@example.com' };
const span = windowAt(Date.parse('2027-01-01T00:00:00Z'), { daysBack: 3650, daysAhead: 3650 });
const readText = (data: string) => meetingOf({ href: '/c/a.ics', etag: '"1"', data }, span, reader);
const oddTexts = [
  ...['', 'P', '-P', 'PT', '-PT15', 'P999999999999999W', 'nonsense', '00010101T000000', '99991231T235959Z', '19970714'],
  ...['0000', '-1', '1e300', 'mailto:', ':', ';', '\\', 'FREQ=', 'FREQ=WEEKLY;COUNT=-1', 'TRUE', '20270229T000000Z'],
];

/** The calendar with each of its lines left out, doubled, or with an odd value. */
function* oddCalendars(ics: string): Generator<readonly [name: string, odd: string | null, text: string]> {
  const lines = ics.trim().split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
    const text = (...own: readonly string[]) => [...before, ...own, ...after, ''].join('\r\n');
    yield [line, null, text()];
    yield [line, null, text(line, line)];
    if (!/^(BEGIN|END|[ \t])/.test(line))
      for (const other of oddTexts) yield [line, other, text(`${line.slice(0, line.indexOf(':'))}:${other}`)];
  }
}

describe('one odd line in a calendar object', () => {
  test.each(Object.entries(calendars))('%s', (_server, ics) => {
    const healthy = readText(ics);
    expect(healthy.state).toBe('live');
    const wrong: string[] = [];
    for (const [line, other, text] of oddCalendars(ics)) {
      const record = readText(text);
      const isEdit = other !== null && (!TYPED.test(line) || /^\d{8}/.test(other));
      if (record.state === 'live' && !isEdit && other !== null) {
        const made = madeUp(record, healthy, other);
        if (made.length > 0)
          wrong.push(
            `${line} = ${other}: ${made.join()} became ${made.map((name) => said(record.fields[name])).join()}`,
          );
      }
      if (record.state === 'deleted') wrong.push(`${line} = ${other}: deleted`);
    }
    expect(wrong).toEqual([]);
  });
});

/** The lines with which each of these ended a whole run once. */
test.each<[line: string, odd: string, expected: Readonly<Record<string, unknown>> | 'unreadable']>([
  ['TRIGGER:-PT15M', 'TRIGGER:P', 'unreadable'],
  ['TRIGGER:-PT15M', 'TRIGGER:-PT15', 'unreadable'],
  ['DURATION:PT1H', 'DURATION:P', 'unreadable'],
  ['DURATION:PT1H', 'DURATION:P999999999999999W', { start: stays('timesUnreadable') }],
  ['DTSTART:20270301T090000Z', 'DTSTART:00010101T090000Z', { start: stays('timesUnreadable') }],
])('%s made %s costs itself alone', (line, odd, expected) => {
  const lines = [
    'BEGIN:VEVENT',
    'UID:u',
    'DTSTAMP:20260101T000000Z',
    'SUMMARY:M',
    'DTSTART:20270301T090000Z',
    'DURATION:PT1H',
  ];
  const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:R', 'TRIGGER:-PT15M', 'END:VALARM', 'END:VEVENT'];
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...lines, ...alarm, 'END:VCALENDAR', ''].join('\r\n');
  expect(readText(text)).toMatchObject({ state: 'live', fields: { reminder: 15 } });
  const { state, fields } = readText(text.replace(line, odd));
  if (expected === 'unreadable') expect([state, fields]).toEqual(['outside', {}]);
  else expect({ state, fields }).toMatchObject({ state: 'live', fields: { subject: 'M', ...expected } });
});
