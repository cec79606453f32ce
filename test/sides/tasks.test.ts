import { linksOf } from '../../sides/outlook/task/crmLinks';
import { bodyFor, bodyToText, toNeutral, toCreate, toPatch } from '../../sides/outlook/task/record';
import { toAlarm, readAlarm, toPatch as toZoho } from '../../sides/zoho/values';
import { profileFrom } from '../../sides/zoho/profile';
import { crmOriginOf } from '../../sides/zoho/values';
import { tasks } from '../../sides/zoho/task/module';
import { kinds } from '../../sync/kinds';
import { project, cannotExpress } from '../../sync/project';

const picklist = (api_name: string, ...values: readonly (string | object)[]) => ({
  api_name,
  data_type: 'picklist',
  pick_list_values: values.map((value) => (typeof value === 'string' ? { actual_value: value } : value)) as never,
});
const metadata = (status: readonly (string | object)[] = standard) => [
  { api_name: 'Subject', length: 255 },
  { api_name: 'Due_Date', data_type: 'date' },
  picklist('Status', ...status),
  picklist('Priority', 'High', 'Highest', 'Low', 'Lowest', 'Normal'),
  { api_name: 'Description', length: 32000 },
  { api_name: 'Remind_At', data_type: 'ALARM', length: 2000 },
  { api_name: 'Recurring_Activity', operation_type: { api_create: true, api_update: false } },
];
const standard = ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'];
const me = { id: '7', name: 'Aki', email: '', alias: '', timeZone: null, isActive: true };
const profileWith = (status?: readonly (string | object)[]) =>
  profileFrom(metadata(status), { owner: me, signedIn: me, isChosen: false }, { zgid: '2' }, tasks);
const { fieldMap, limits } = profileWith();

const statuses = [
  ['notStarted', 'Not Started'],
  ['inProgress', 'In Progress'],
  ['completed', 'Completed'],
  ['waitingOnOthers', 'Waiting for input'],
  ['deferred', 'Deferred'],
] as const;

test.each(statuses)('status %s of To Do is "%s" of Zoho, both ways', (todo, zoho) => {
  expect(toNeutral({ status: todo }, 'UTC').fields.status).toBe(todo);
  expect(toPatch({ fields: { status: todo }, extra: null }, 'UTC')).toEqual({ status: todo });
  expect(tasks.toNeutral({ Status: zoho }, fieldMap).fields.status).toBe(todo);
  expect(toZoho({ status: todo }, fieldMap, {})).toEqual({ Status: zoho });
});

const priorities = [
  ['Highest', 'high', 'Highest'],
  ['High', 'high', 'High'],
  ['Normal', 'normal', 'Normal'],
  ['Low', 'low', 'Low'],
  ['Lowest', 'low', 'Lowest'],
] as const;

test.each(priorities)('priority %s of Zoho is shown as %s in To Do', (zoho, todo) => {
  const { fields } = tasks.toNeutral({ Priority: zoho }, fieldMap);
  expect(project(kinds.task, 'outlook', fields).priority).toBe(todo);
  expect(toZoho({ priority: fields.priority ?? null }, fieldMap, {})).toEqual({ Priority: zoho });
});

test("an org's own words: renamed, removed, added, in an older org", () => {
  const renamed = profileWith([{ actual_value: '未着手', reference_value: 'Not Started' }, 'Waiting on someone else']);
  expect(tasks.toNeutral({ Status: '未着手' }, renamed.fieldMap).fields.status).toBe('notStarted');
  expect(toZoho({ status: 'waitingOnOthers' }, renamed.fieldMap, {})).toEqual({ Status: 'Waiting on someone else' });
  expect(renamed.limits.status).toEqual(['notStarted', 'waitingOnOthers']);
  const said = (status: string) =>
    cannotExpress(kinds.task, 'zoho', { status }, renamed.limits).map(({ name }) => name);
  expect(said('deferred')).toContain('status');
  expect(said('notStarted')).not.toContain('status');
  expect(toZoho({ status: 'deferred' }, renamed.fieldMap, {})).toEqual({});
  const own = tasks.toNeutral({ Status: 'Needs Approval' }, fieldMap).fields;
  expect(own.status).toEqual({ sideOnly: 'Needs Approval' });
  expect(project(kinds.task, 'outlook', own, limits)).not.toHaveProperty('status');
  expect(toZoho(own, fieldMap, {})).not.toHaveProperty('Status');
});

const due = [
  ['2024-10-24T10:00:00.0000000', 'Hawaiian Standard Time', '2024-10-24'],
  ['2024-10-23T10:00:00.0000000', 'Line Islands Standard Time', '2024-10-24'],
  ['2024-10-24T11:00:00.0000000', 'UTC-11', '2024-10-24'],
  ['2026-03-31T15:00:00.0000000', 'Tokyo Standard Time', '2026-04-01'],
  ['2026-03-31T18:30:00.0000000', 'India Standard Time', '2026-04-01'],
  ['2026-03-08T05:00:00.0000000', 'Eastern Standard Time', '2026-03-08'],
  ['2026-11-01T04:00:00.0000000', 'Eastern Standard Time', '2026-11-01'],
  ['2026-04-04T13:00:00.0000000', 'Lord Howe Standard Time', '2026-04-05'],
  ['2028-02-29T00:00:00.0000000', 'UTC', '2028-02-29'],
] as const;

test.each(due)('%s UTC is a due date in %s: %s', (dateTime, zone, date) => {
  expect(toNeutral({ dueDateTime: { dateTime, timeZone: 'UTC' } }, zone).fields.dueDate).toBe(date);
  expect(toPatch({ fields: { dueDate: date }, extra: null }, zone).dueDateTime).toEqual({
    dateTime: `${date}T00:00:00.0000000`,
    timeZone: zone,
  });
});

test('a reminder is an instant on both sides; its way of reminding stays', () => {
  const reminderDateTime = { dateTime: '2026-04-01T09:00:00', timeZone: 'Tokyo Standard Time' };
  expect(toNeutral({ isReminderOn: true, reminderDateTime }, 'UTC').fields.reminder).toBe('2026-04-01T00:00:00.000Z');
  expect(toNeutral({ isReminderOn: false, reminderDateTime }, 'UTC').fields.reminder).toBeNull();
  const email = { ALARM: 'FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:2026-04-01T09:00:00+09:00' };
  expect(readAlarm(email)).toBe('2026-04-01T00:00:00.000Z');
  const { extra } = tasks.toNeutral({ Remind_At: email }, fieldMap);
  expect(toAlarm('2026-04-02T00:00:00.000Z', extra)?.ALARM).toContain('ACTION=EMAIL');
  expect(toAlarm('2026-04-02T00:00:00.000Z', null)?.ALARM).toContain('ACTION=POPUP');
  expect(readAlarm({ ALARM: 'ACTION=POPUP;TRIGGER=-P1D;TRIGGER_TIME=09:00' })).toMatchObject({
    sideOnly: expect.any(String),
  });
});

test.each([
  ['a\nb', 'text', 'a\nb'],
  ['<div>a</div><div>b &amp; c</div>', 'html', 'a\nb & c'],
  ['<html><head><style>p{}</style></head><body>a<br>\r\nb</body></html>', 'html', 'a\nb'],
  ['<p>a</p>\n<p>&#26085;</p>', 'html', 'a\n日'],
  ['', 'text', null],
  ['<html><body><br></body></html>', 'html', null],
])('the body %j (%s) reads %j', (content, contentType, text) => {
  expect(bodyToText(content, contentType)).toBe(text);
});

test.each(['a\nb', 'one\n\ntwo', 'x < y & z', ' indented', ''])('a text written as HTML reads the same: %j', (text) => {
  const { content, contentType } = bodyFor(text, { content: '<p>old <b>bold</b></p><p>b</p>', contentType: 'html' });
  expect(String(bodyToText(content, contentType) ?? '').trim()).toBe(text.trim());
});

test('linked resources tell which CRM task it is, and which record it is about', () => {
  const link = (tab: string, id: string) => ({
    applicationName: 'x',
    webUrl: `https://crm.zoho.eu/crm/org5/tab/${tab}/${id}`,
  });
  const linkedResources = [
    link('Tasks', '1'),
    link('Potentials', '2'),
    { applicationName: 'Zoho CRM', externalId: '3' },
  ];
  expect(linksOf({ linkedResources })).toEqual({
    crm: ['1', '3'],
    related: [{ module: 'Deals', id: '2' }],
    loose: ['3'],
  });
  expect(linksOf({ linkedResources: [{ applicationName: 'Mail', externalId: '9', webUrl: 'https://x' }] }).crm).toEqual(
    [],
  );
  expect(toCreate({ fields: { subject: 'A' }, extra: null }, 'UTC', null)).toEqual({
    title: 'A',
    categories: ['Zoho'],
  });
});

test.each([
  ['https://www.zohoapis.com', 'https://crm.zoho.com'],
  ['https://www.zohoapis.com.au', 'https://crm.zoho.com.au'],
  ['https://sandbox.zohoapis.jp', 'https://crm.zoho.jp'],
  ['https://www.zohoapis.ca', 'https://crm.zohocloud.ca'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('records of %s open at %s', (api, web) => expect(crmOriginOf(api)).toBe(web));

test('keys: subject and due date; without a date the subject alone', () => {
  const keys = (fields: object) => kinds.task.keys({ fields: fields as never, aliases: [] });
  expect(keys({ subject: ' Call  ＢＯＢ ', dueDate: '2026-04-01' })).toEqual({
    strong: ['task:2026-04-01|call bob'],
    weak: null,
  });
  expect(keys({ subject: 'Call', dueDate: null })).toEqual({ strong: [], weak: 'task:call' });
  const nameless = { strong: [], weak: 'task:2026-04-01|task without a subject', isHalf: true };
  expect(keys({ subject: null, dueDate: '2026-04-01' })).toEqual(nameless);
  expect(keys({ subject: 'Task without a subject', dueDate: '2026-04-01' })).toEqual(nameless);
});
