import { EVENT_PROPERTIES } from '../../../simulators/graph/calendar/eventFields';
import { CONTACT_FIELDS } from '../../../simulators/graph/contactFields';
import { TASK_PROPERTIES } from '../../../simulators/graph/todo/taskFields';
import { MARK, graphWorld } from './graph/client';
import { csdl, propertiesOf, undeclared } from './graph/csdl';

const { service, start, send, get, round } = graphWorld();
const whenAtHand = csdl
  ? describe
  : (_name: string, _tests: () => void) => it('has no metadata at hand', () => expect(csdl).toBeNull());

beforeAll(start);
afterAll(() => service.stop());

const KINDS: Record<string, RegExp> = {
  text: /^Edm\.String$/,
  list: /^Collection\(Edm\.String\)$/,
  emails: /^Collection\(graph\.emailAddress\)$/,
  address: /^graph\.physicalAddress$/,
  instant: /^Edm\.DateTimeOffset$/,
};

whenAtHand('replies against the vendor’s metadata', () => {
  it('declares every writable property with the type we read it by', () => {
    const declared = propertiesOf('contact');
    for (const [name, { kind }] of Object.entries(CONTACT_FIELDS))
      expect([name, declared.get(name)]).toEqual([name, expect.stringMatching(KINDS[kind] ?? /^$/)]);
  });

  it('has nothing in a contact, a folder, a category, a setting that its type does not have', async () => {
    const contact = {
      givenName: 'A',
      emailAddresses: [{ address: 'a@x.example' }],
      homeAddress: { street: 'S', city: 'C', state: 'T', postalCode: 'P', countryOrRegion: 'R' },
    };
    const marks = { singleValueExtendedProperties: [{ id: MARK, value: '1' }] };
    const made = await send('POST', '/me/contacts', { ...contact, ...marks });
    const expand = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${MARK}')`)}`;
    const [listed] = (await get(`/me/contacts?${expand}`)).body.value;
    expect(listed.singleValueExtendedProperties).toHaveLength(1);
    const rows = [made.body, listed, ...(await round('/me/contacts/delta')).rows];
    expect(rows.flatMap((row) => undeclared('contact', row))).toEqual([]);
    const folder = (await send('POST', '/me/contactFolders', { displayName: 'F' })).body;
    const folders = [
      folder,
      ...(await get('/me/contactFolders')).body.value,
      ...(await round('/me/contactFolders/delta')).rows,
    ];
    expect(folders.flatMap((row) => undeclared('contactFolder', row))).toEqual([]);
    const category = (await send('POST', '/me/outlook/masterCategories', { displayName: 'Z', color: 'none' })).body;
    expect(undeclared('outlookCategory', category)).toEqual([]);
    expect(undeclared('mailboxSettings', (await get('/me/mailboxSettings')).body)).toEqual([]);
    expect(undeclared('user', (await get('/me')).body)).toEqual([]);
    expect(undeclared('timeZoneInformation', (await get('/me/outlook/supportedTimeZones')).body.value[0])).toEqual([]);
  });

  it('has nothing in a list, a task, its parts, a calendar, an event that its type does not have', async () => {
    const day = (date: string) => ({ dateTime: date, timeZone: 'Tokyo Standard Time' });
    const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2026-03-02' } };
    const [list] = (await get('/me/todo/lists')).body.value;
    const links = { linkedResources: [{ externalId: '1' }], checklistItems: [{ displayName: 'a', isChecked: true }] };
    const dates = { dueDateTime: day('2026-03-02'), reminderDateTime: day('2026-03-02T09:00:00') };
    const task = (await send('POST', `/me/todo/lists/${list.id}/tasks`, { title: 'T', ...dates, ...links, recurrence }))
      .body;
    const path = `/me/todo/lists/${list.id}/tasks`;
    const whole = (await get(`${path}/${task.id}?$expand=linkedResources,checklistItems`)).body;
    expect(undeclared('todoTaskList', list)).toEqual([]);
    const tasks = [task, whole, ...(await round(`${path}/delta`)).rows];
    expect(tasks.flatMap((row) => undeclared('todoTask', row))).toEqual([]);
    for (const calendar of (await get('/me/calendars')).body.value)
      expect(undeclared('calendar', calendar)).toEqual([]);
    const times = { start: day('2026-03-02T09:00:00'), end: day('2026-03-02T10:00:00') };
    const attendees = [{ type: 'required', emailAddress: { address: 'a@x.example' } }];
    const more = { location: { displayName: 'R' }, transactionId: 'T', isOnlineMeeting: true, attendees, recurrence };
    const master = (await send('POST', '/me/events', { subject: 'E', ...times, ...more })).body;
    const bounds = 'startDateTime=2026-03-01&endDateTime=2026-03-04';
    const [occurrence] = (await get(`/me/calendarView?${bounds}`)).body.value;
    const exception = (await send('PATCH', `/me/events/${occurrence.id}`, { subject: 'X' })).body;
    const asked = '$expand=exceptionOccurrences&$select=subject,cancelledOccurrences';
    const expanded = (await get(`/me/events/${master.id}?${asked}`)).body;
    const changes = (await round(`/me/calendarView/delta?${bounds}`)).rows;
    const events = [master, occurrence, exception, expanded, ...changes];
    expect(events.flatMap((row) => undeclared('event', row))).toEqual([]);
  });

  it('declares every writable property of tasks and events', () => {
    const [task, event] = [propertiesOf('todoTask'), propertiesOf('event')];
    expect(TASK_PROPERTIES.filter((name) => !task.has(name))).toEqual([]);
    expect(EVENT_PROPERTIES.filter((name) => !event.has(name))).toEqual([]);
  });

  it('translates ids in the declared form', async () => {
    const body = { inputIds: ['x'], sourceIdType: 'restId', targetIdType: 'ewsId' };
    const [row] = (await send('POST', '/me/translateExchangeIds', body)).body.value;
    expect(undeclared('convertIdResult', row)).toEqual([]);
  });

  it('takes no part of an e-mail or address that is not declared', () => {
    expect([...propertiesOf('emailAddress').keys()].sort()).toEqual(['address', 'name']);
    expect(undeclared('contact', { homeAddress: { zip: '1' }, fax: '2' })).toEqual([
      'physicalAddress/zip',
      'contact/fax',
    ]);
  });
});
