import type { Json } from './zohoHarness';
import { codeOf, codesOf, detailsOf, infoOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe("Zoho's tasks", () => {
  const { service, crm, call, insert, update, coql, contacts } = zohoUnderTest();
  const read = async (id: unknown) => rowsOf(await crm(`/Tasks/${String(id)}`))[0] ?? {};
  const add = async (task: Json) => String(detailsOf(rowsOf(await insert('Tasks', [task]))[0]).id);
  const refused = async (task: Json) => rowsOf(await insert('Tasks', [{ Subject: 'T', ...task }]))[0];
  const field = async (name: string) => {
    const { fields } = (await crm('/settings/fields?module=Tasks')).body as { fields: Json[] };
    return fields.find((one) => one.api_name === name) ?? {};
  };
  const values = async (name: string) =>
    ((await field(name)).pick_list_values as Json[]).map((one) => one.actual_value);

  it('fills in what an insert leaves out, and keeps dates as dates', async () => {
    expect(await read(await add({ Subject: 'Call', Due_Date: '2025-03-30' }))).toMatchObject({
      ...{ Subject: 'Call', Due_Date: '2025-03-30', Status: 'Not Started', Priority: 'High', Closed_Time: null },
      ...{ $se_module: null, Who_Id: null, What_Id: null, Remind_At: null, Recurring_Activity: null },
    });
    expect((await refused({ Subject: '' }))?.code).toBe('MANDATORY_NOT_FOUND');
    expect(detailsOf(await refused({ Subject: 'x'.repeat(256) }))).toMatchObject({ maximum_length: 255 });
    expect(detailsOf(await refused({ Due_Date: '2025-02-29' }))).toMatchObject({ expected_data_type: 'date' });
    expect(detailsOf(await refused({ Due_Date: '2025-03-01T00:00:00+09:00' }))).toMatchObject({ api_name: 'Due_Date' });
  });

  it('stamps the time of completion and takes it away again', async () => {
    service.clock.set('2025-06-01T00:00:00Z');
    const id = await add({ Subject: 'T', Closed_Time: '2001-01-01T00:00:00+00:00' });
    expect(await read(id)).toMatchObject({ Closed_Time: null });
    await update(`/Tasks/${id}`, [{ Status: 'Completed' }]);
    expect(await read(id)).toMatchObject({ Closed_Time: '2025-06-01T09:00:00+09:00' });
    await update(`/Tasks/${id}`, [{ Subject: 'Other' }]);
    expect(await read(id)).toMatchObject({ Closed_Time: '2025-06-01T09:00:00+09:00' });
    await update(`/Tasks/${id}`, [{ Status: 'In Progress' }]);
    expect(await read(id)).toMatchObject({ Closed_Time: null });
  });

  it('tells the five values, or what administrators made of them', async () => {
    expect(await values('Status')).toEqual([
      ...['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'],
    ]);
    const done = { actual_value: 'Done', reference_value: 'Completed' };
    service.seed({ picklists: { Tasks: { Status: ['Open', done], Priority: ['Urgent', 'Normal'] } } });
    expect(await values('Status')).toEqual(['Open', 'Done']);
    expect((await field('Status')).pick_list_values).toMatchObject([{}, { reference_value: 'Completed' }]);
    expect(await read(await add({ Subject: 'T' }))).toMatchObject({ Status: 'Open', Priority: 'Urgent' });
    expect((await read(await add({ Subject: 'T', Status: 'Done' }))).Closed_Time).not.toBeNull();
  });

  it('takes any text as a status, unless the lists are closed', async () => {
    expect(await read(await add({ Subject: 'T', Status: 'Complete' }))).toMatchObject({ Status: 'Complete' });
    service.limits.strictPicklists = true;
    expect(detailsOf(await refused({ Status: 'Complete' }))).toMatchObject({
      ...{ api_name: 'Status', supported_values: expect.arrayContaining(['Completed']) },
    });
  });

  it('wants $se_module beside What_Id, and the right one', async () => {
    service.seed({ records: { Accounts: [{ Account_Name: 'North' }], Leads: [{ Last_Name: 'L' }] } });
    const [account] = [...(service.state.records.get('Accounts')?.keys() ?? [])];
    const [lead] = [...(service.state.records.get('Leads')?.keys() ?? [])];
    const [person] = contacts({ Last_Name: 'A' });
    const What_Id = { id: account };
    expect(await refused({ What_Id })).toMatchObject({
      ...{ code: 'DEPENDENT_FIELD_MISSING', details: { api_name: '$se_module', dependee: { api_name: 'What_Id' } } },
    });
    expect((await refused({ What_Id, $se_module: 'Deals' }))?.code).toBe('INVALID_DATA');
    expect((await refused({ What_Id: { id: person }, $se_module: 'Contacts' }))?.code).toBe('INVALID_DATA');
    expect((await refused({ What_Id: { id: lead }, $se_module: 'Leads', Who_Id: { id: person } }))?.code).toBe(
      'DEPENDENT_MISMATCH',
    );
    expect((await refused({ Who_Id: { id: lead } }))?.code).toBe('INVALID_DATA');
    const id = await add({ Subject: 'T', What_Id, $se_module: 'Accounts', Who_Id: { id: person } });
    expect(await read(id)).toMatchObject({
      ...{ $se_module: 'Accounts', What_Id: { name: 'North', id: account }, Who_Id: { name: 'A', id: person } },
    });
    const list = await crm('/Tasks?fields=Subject,What_Id,$se_module');
    expect(rowsOf(list)).toMatchObject([{ Subject: 'T', $se_module: 'Accounts' }]);
    const far =
      "select Subject, 'What_Id->Accounts.Account_Name' from Tasks where What_Id->Accounts.Account_Name = 'North'";
    expect(rowsOf(await coql(far))).toEqual([{ id, Subject: 'T', 'What_Id->Accounts.Account_Name': 'North' }]);
    await update(`/Tasks/${id}`, [{ What_Id: null }]);
    expect(await read(id)).toMatchObject({ $se_module: null, What_Id: null });
  });

  it('keeps an alarm and tells its instant in the zone of who asks', async () => {
    const alarm = (text: string) => ({ Remind_At: { ALARM: text } });
    const id = await add({
      Subject: 'T',
      ...alarm('FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2025-06-01T00:00:00+00:00'),
    });
    expect((await read(id)).Remind_At).toEqual({
      ALARM: 'FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2025-06-01T09:00:00+09:00',
    });
    expect((await refused(alarm('ACTION=POPUP')))?.code).toBe('INVALID_DATA');
    expect((await refused({ Remind_At: '2025-06-01T00:00:00+00:00' }))?.code).toBe('INVALID_DATA');
    await update(`/Tasks/${id}`, [{ Remind_At: null }]);
    expect((await read(id)).Remind_At).toBeNull();
  });

  it('makes one record for each occurrence of a recurring task, and answers one item for each', async () => {
    const rule = { RRULE: 'FREQ=DAILY;INTERVAL=1;DTSTART=2025-03-28;UNTIL=2025-04-03' };
    const answer = await insert('Tasks', [{ Subject: 'Plain' }, { Subject: 'Water', Recurring_Activity: rule }]);
    expect([answer.status, rowsOf(answer).length]).toEqual([201, 8]);
    const rows = rowsOf(await coql("select Due_Date, Recurring_Activity from Tasks where Subject = 'Water'"));
    expect(rows.map((one) => one.Due_Date)).toEqual([
      ...['2025-03-28', '2025-03-29', '2025-03-30', '2025-03-31', '2025-04-01', '2025-04-02', '2025-04-03'],
    ]);
    expect(rows.every((one) => (one.Recurring_Activity as Json).RRULE === rule.RRULE)).toBe(true);
    expect((await refused({ Recurring_Activity: { RRULE: 'FREQ=SOMETIMES' } }))?.code).toBe('INVALID_DATA');
  });

  it.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;DTSTART=2025-01-06;COUNT=4', ['01-06', '01-08', '01-20', '01-22']],
    ['FREQ=MONTHLY;BYMONTHDAY=31;DTSTART=2025-01-31;COUNT=3', ['01-31', '03-31', '05-31']],
    ['FREQ=MONTHLY;BYDAY=-1FR;DTSTART=2025-01-31;COUNT=3', ['01-31', '02-28', '03-28']],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;DTSTART=2025-01-14;COUNT=2', ['01-14', '02-11']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;DTSTART=2024-02-29;COUNT=2', ['02-29', '02-29']],
    ['FREQ=DAILY;INTERVAL=3;COUNT=3', ['05-01', '05-04', '05-07']],
  ])('follows %s', async (RRULE, expected) => {
    await insert('Tasks', [{ Subject: 'R', Due_Date: '2025-05-01', Recurring_Activity: { RRULE } }]);
    const rows = rowsOf(await coql("select Due_Date from Tasks where Subject = 'R' order by Due_Date asc"));
    expect(rows.map((one) => String(one.Due_Date).slice(5))).toEqual(expected);
  });

  it('mails the owner only when asked to', async () => {
    await add({ Subject: 'Quiet' });
    await add({ Subject: 'Quiet', Send_Notification_Email: false });
    expect(service.outbox).toEqual([]);
    const id = await add({ Subject: 'Loud', Send_Notification_Email: true });
    await update(`/Tasks/${id}`, [{ Priority: 'Low', send_notification: true }]);
    const letter = { kind: 'task', to: 'hanako.yamada@example.com', module: 'Tasks', id, subject: 'Loud' };
    expect(service.outbox).toMatchObject([letter, letter]);
    expect((await call('/_simulator/outbox')).body).toHaveLength(2);
  });

  it('compares dates in COQL and search, lists what was deleted', async () => {
    service.limits.searchLagSeconds = 0;
    const late = await add({ Subject: 'Late', Due_Date: '2025-12-31' });
    await add({ Subject: 'Early', Due_Date: '2025-01-01' });
    await add({ Subject: 'Never' });
    const subjects = async (where: string) =>
      rowsOf(await coql(`select Subject from Tasks where ${where}`)).map((one) => one.Subject);
    expect(await subjects("Due_Date >= '2025-06-01'")).toEqual(['Late']);
    expect(await subjects("Due_Date between '2025-01-01' and '2025-06-01'")).toEqual(['Early']);
    expect(await subjects('Due_Date is null')).toEqual(['Never']);
    expect(codeOf(await coql("select id from Tasks where Due_Date = 'tomorrow'"))).toBe('INVALID_QUERY');
    expect(codeOf(await coql("select id from Tasks where Remind_At = 'x'"))).toBe('INVALID_QUERY');
    const found = await crm('/Tasks/search?criteria=((Subject:equals:Late)and(Due_Date:greater_than:2025-06-01))');
    expect(rowsOf(found)).toMatchObject([{ id: late }]);
    await crm(`/Tasks/${late}`, { method: 'DELETE' });
    const gone = await crm('/Tasks/deleted');
    expect(rowsOf(gone)).toMatchObject([{ id: late, display_name: 'Late', type: 'recycle' }]);
    expect(infoOf(gone)).toMatchObject({ count: 1 });
  });

  it('takes seeded tasks as they are', async () => {
    const Modified_Time = '2025-05-05T00:00:00Z';
    service.seed({
      records: { Tasks: [{ Subject: 'Old', Status: 'Completed', Modified_Time, Who_Id: { name: 'A' } }] },
    });
    const [task] = rowsOf(await crm('/Tasks?fields=Subject,Closed_Time,Who_Id'));
    expect(task).toMatchObject({ Subject: 'Old', Closed_Time: '2025-05-05T09:00:00+09:00', Who_Id: { name: 'A' } });
  });

  it('leaves the rule of a recurring task alone in updates, or refuses it', async () => {
    const id = await add({ Subject: 'T', Recurring_Activity: { RRULE: 'FREQ=DAILY;DTSTART=2025-01-01;COUNT=1' } });
    const change = [{ id, Subject: 'U', Recurring_Activity: { RRULE: 'FREQ=WEEKLY' } }];
    expect((await update('/Tasks', change)).status).toBe(200);
    expect((await read(id)).Recurring_Activity).toEqual({ RRULE: 'FREQ=DAILY;DTSTART=2025-01-01;COUNT=1' });
    service.limits.refuseRecurrenceUpdate = true;
    expect(codesOf(await update('/Tasks', change))).toEqual(['INVALID_DATA']);
    expect((await field('Recurring_Activity')).operation_type).toMatchObject({ api_create: true, api_update: false });
  });
});
