import type { Json } from './zohoHarness';
import { codeOf, codesOf, detailsOf, rowsOf, zohoUnderTest } from './zohoHarness';

const HOUR = { Start_DateTime: '2025-06-02T10:00:00+02:00', End_DateTime: '2025-06-02T11:00:00+02:00' };

describe("Zoho's events", () => {
  const { service, crm, call, insert, update, coql } = zohoUnderTest();
  const read = async (id: unknown) => rowsOf(await crm(`/Events/${String(id)}`))[0] ?? {};
  const added = async (event: Json) => rowsOf(await insert('Events', [{ Event_Title: 'E', ...HOUR, ...event }]))[0];
  const add = async (event: Json = {}) => String(detailsOf(await added(event)).id);
  const change = async (id: string, event: Json) => (await update(`/Events/${id}`, [event])).status;
  const fields = async () => (await crm('/settings/fields?module=Events')).body as { fields: Json[] };
  const field = async (name: string) => (await fields()).fields.find((one) => one.api_name === name);

  it('tells instants in the zone of who asks, in whole seconds', async () => {
    const id = await add({ Start_DateTime: '2025-06-02T08:00:00.789Z', Venue: 'Room 1', Description: 'Line\nline' });
    expect(await read(id)).toMatchObject({
      ...{ Event_Title: 'E', Venue: 'Room 1', Description: 'Line\nline', All_day: false, Participants: [] },
      ...{ Start_DateTime: '2025-06-02T17:00:00+09:00', End_DateTime: '2025-06-02T18:00:00+09:00' },
      ...{ $se_module: null, Recurring_Activity: null, Remind_At: null },
    });
    const mary = { user: '5545974000000001003' };
    const { accessToken: token } = (await call('/_simulator/tokens', { body: mary })).body as { accessToken: string };
    expect(rowsOf(await crm(`/Events/${id}`, { token }))).toMatchObject([
      { Start_DateTime: '2025-06-02T09:00:00+01:00', End_DateTime: '2025-06-02T10:00:00+01:00' },
    ]);
  });

  it.each([
    ['no title', { Event_Title: null }, 'MANDATORY_NOT_FOUND', { api_name: 'Event_Title' }],
    ['no start', { Start_DateTime: null }, 'MANDATORY_NOT_FOUND', { api_name: 'Start_DateTime' }],
    ['a start without an offset', { Start_DateTime: '2025-06-02T10:00:00' }, 'INVALID_DATA', {}],
    ['a place too long', { Venue: 'x'.repeat(256) }, 'INVALID_DATA', { maximum_length: 255 }],
    ['a reminder in words', { Remind_At: 'soon' }, 'INVALID_DATA', { api_name: 'Remind_At' }],
    ['a reminder in months', { Remind_At: [{ unit: 1, period: 'months' }] }, 'INVALID_DATA', { api_name: 'period' }],
    ['a reminder of 61', { Remind_At: [{ unit: 61, period: 'days' }] }, 'INVALID_DATA', { api_name: 'unit' }],
    ['a rule nobody can read', { Recurring_Activity: { RRULE: 'x' } }, 'INVALID_DATA', { expected_data_type: 'RRULE' }],
  ])('refuses %s', async (_what, event, code, details) => {
    expect(await added(event)).toMatchObject({ code, details });
  });

  it('refuses an end before the start, also when only one of them is sent', async () => {
    const late = { End_DateTime: '2025-06-02T09:59:59+02:00' };
    const answer = await added(late);
    expect(answer).toMatchObject({
      code: 'DEPENDENT_MISMATCH',
      details: { api_name: 'End_DateTime', dependee: { api_name: 'Start_DateTime' } },
    });
    const id = await add({ End_DateTime: HOUR.Start_DateTime });
    expect(codesOf(await update(`/Events/${id}`, [late]))).toEqual(['DEPENDENT_MISMATCH']);
  });

  it('has a kind of venue with a default, which an org may insist on or not have at all', async () => {
    expect(await field('Meeting_Venue__s')).toMatchObject({ system_mandatory: true, default_value: 'Client location' });
    expect(await read(await add())).toMatchObject({ Meeting_Venue__s: 'Client location' });
    service.limits.meetingVenueMandatory = true;
    expect(await added({})).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Meeting_Venue__s' } });
    expect(await read(await add({ Meeting_Venue__s: 'Online' }))).toMatchObject({ Meeting_Venue__s: 'Online' });
    service.limits.meetingVenue = false;
    expect(await field('Meeting_Venue__s')).toBeUndefined();
    expect(await added({ Meeting_Venue__s: 'Online' })).toMatchObject({ code: 'INVALID_DATA' });
    expect(await read(await add())).not.toHaveProperty('Meeting_Venue__s');
  });

  it('keeps an all-day meeting as sent, or makes whole days of it', async () => {
    const days = { Start_DateTime: '2025-06-02T00:00:00+09:00', End_DateTime: '2025-06-04T00:00:00+09:00' };
    expect(await read(await add({ ...days, All_day: true }))).toMatchObject({
      ...{ Start_DateTime: '2025-06-02T00:00:00+00:00', End_DateTime: '2025-06-04T23:59:59+00:00' },
    });
    service.limits.allDayInUtc = false;
    const kept = await add({ ...days, All_day: true });
    expect(await read(kept)).toMatchObject({ ...days, All_day: true });
    service.limits.allDayEnd = 1;
    expect(await read(await add({ ...days, All_day: true }))).toMatchObject({
      End_DateTime: '2025-06-03T23:59:00+09:00',
    });
    service.limits.allDayEnd = 2;
    const id = await add({ ...days, End_DateTime: '2025-06-04T10:00:00+09:00', All_day: true });
    await change(id, { Event_Title: 'F' });
    await change(id, { All_day: true });
    expect(await read(id)).toMatchObject({ ...days, Event_Title: 'F' });
  });

  it('keeps reminders as an array and writes abbreviations out', async () => {
    const id = await add({
      Remind_At: [
        { unit: 15, period: 'mins' },
        { unit: 1, period: 'days', time: '09.00' },
      ],
    });
    expect((await read(id)).Remind_At).toEqual([
      { unit: 15, period: 'minutes' },
      { unit: 1, period: 'days', time: '09.00' },
    ]);
  });

  it('keeps a recurring meeting as one record for each occurrence, or as one', async () => {
    const rule = { RRULE: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;DTSTART=2025-06-02;UNTIL=2025-06-16' };
    const series = { Event_Title: 'Series', ...HOUR, Recurring_Activity: rule };
    service.limits.eventOccurrences = false;
    expect(rowsOf(await insert('Events', [series]))).toHaveLength(1);
    expect(rowsOf(await crm('/Events?fields=Recurring_Activity'))).toMatchObject([{ Recurring_Activity: rule }]);
    service.limits.eventOccurrences = true;
    expect(rowsOf(await insert('Events', [{ ...series, Event_Title: 'Each' }]))).toHaveLength(3);
    const rows = rowsOf(await coql("select Start_DateTime, Recurring_Activity from Events where Event_Title = 'Each'"));
    expect(rows.map((one) => one.Start_DateTime)).toEqual([
      ...['2025-06-02T17:00:00+09:00', '2025-06-09T17:00:00+09:00', '2025-06-16T17:00:00+09:00'],
    ]);
    expect(rows.every((one) => (one.Recurring_Activity as Json).RRULE === rule.RRULE)).toBe(true);
  });

  it('does not change the rule of a series by update', async () => {
    const rule = { RRULE: 'FREQ=DAILY;DTSTART=2025-06-02;COUNT=2' };
    const id = await add({ Recurring_Activity: rule });
    expect(await change(id, { Recurring_Activity: { RRULE: 'FREQ=WEEKLY' } })).toBe(200);
    expect((await read(id)).Recurring_Activity).toEqual(rule);
    service.limits.refuseRecurrenceUpdate = true;
    expect(await change(id, { Recurring_Activity: rule })).toBe(400);
    expect(await field('Recurring_Activity')).toMatchObject({
      ...{ data_type: 'RRULE', operation_type: { api_create: true, api_update: false } },
    });
  });

  it('compares times in COQL and in search, whatever the offset', async () => {
    service.limits.searchLagSeconds = 0;
    const id = await add();
    const found = async (where: string) => (await coql(`select id from Events where ${where}`)).status === 200;
    expect(await found("Start_DateTime = '2025-06-02T08:00:00+00:00'")).toBe(true);
    expect(await found("Start_DateTime > '2025-06-02T10:00:00+02:00'")).toBe(false);
    expect(await found("Start_DateTime between '2025-06-01T00:00:00+00:00' and '2025-06-03T00:00:00+00:00'")).toBe(
      true,
    );
    expect(await found('All_day = false')).toBe(true);
    expect(codeOf(await coql("select id from Events where Start_DateTime > '2025-06-02'"))).toBe('INVALID_QUERY');
    const criteria = encodeURIComponent('(Start_DateTime:less_equal:2025-06-02T17:00:00+09:00)');
    expect(rowsOf(await crm(`/Events/search?criteria=${criteria}`))).toMatchObject([{ id }]);
    expect((await coql('select Participants from Events where id is not null')).status).toBe(200);
    service.limits.coqlWithoutJson = true;
    expect(codeOf(await coql('select Participants from Events where id is not null'))).toBe('INVALID_QUERY');
  });
});
