import type { Answer, Json } from './zohoHarness';
import { infoOf, rowsOf, zohoUnderTest } from './zohoHarness';
import { disagreements, haveSpecs, unknownKeys } from './zohoSpecs';

/** Reading Zoho's files takes seconds on a busy machine. */
jest.setTimeout(60_000);

/** Replies that a client reads, each with the schema of Zoho's own files that describes it. */
const REPLIES: readonly (readonly [string, string, string])[] = [
  ['/Contacts?fields=Last_Name,Email,Account_Name,Owner,Modified_Time,Tag', 'record', 'Response_Wrapper'],
  ['/Contacts/deleted', 'record', 'Deleted_Records_Wrapper'],
  ['/Contacts/search?email=a@x.example', 'record', 'Response_Wrapper'],
  ['/users?type=AllUsers', 'users', 'Response_Wrapper'],
  ['/users?type=CurrentUser', 'users', 'Response_Wrapper'],
  ['/org', 'org', 'Response_Wrapper'],
  ['/settings/fields?module=Contacts', 'fields', 'Response_Wrapper'],
  ['/settings/fields?module=Leads', 'fields', 'Response_Wrapper'],
  ['/settings/fields?module=Tasks', 'fields', 'Response_Wrapper'],
  ['/settings/fields?module=Events', 'fields', 'Response_Wrapper'],
  ['/settings/modules', 'modules', 'Response_Wrapper'],
  ['/settings/custom_views?module=Contacts', 'custom_views', 'Response_Wrapper'],
];

/** Lists in a reply and the schema of one entry; the simulator must not make keys up. */
const ENTRIES: readonly (readonly [string, string, string, string])[] = [
  ['/users?type=AllUsers', 'users', 'users', 'users'],
  ['/org', 'org', 'org', 'Org'],
  ['/settings/fields?module=Contacts', 'fields', 'fields', 'fields'],
  ['/settings/fields?module=Events', 'fields', 'fields', 'fields'],
  ['/settings/modules', 'modules', 'modules', 'modules'],
  ['/settings/custom_views?module=Contacts', 'custom_views', 'custom_views', 'custom_views'],
];

/** Without Zoho's files beside the repository there is nothing to compare with; the rules are tested in the other files. */
const suite = haveSpecs
  ? describe
  : (_name: string, _body: () => void) => it('has no vendor files to compare with', () => undefined);

suite("the Zoho simulator's replies against Zoho's OpenAPI files", () => {
  const { crm, insert, upsert, update, coql, contacts } = zohoUnderTest();
  let id = '';
  beforeEach(async () => {
    const ids = contacts(
      { Last_Name: 'A', Email: 'a@x.example', Account_Name: { name: 'North' } },
      { Last_Name: 'B', Date_of_Birth: '1980-02-29' },
      { Last_Name: 'Gone' },
    );
    id = ids[0] ?? '';
    await crm(`/Contacts/${ids[2]}`, { method: 'DELETE' });
  });

  it.each(REPLIES)('%s', async (path, file, schema) => {
    const answer = await crm(path);
    expect(answer.status).toBe(200);
    expect(disagreements(file, schema, answer.body)).toEqual([]);
  });

  it.each(ENTRIES)('%s has no made-up keys', async (path, list, file, schema) => {
    const entries = ((await crm(path)).body as Record<string, Json[]>)[list] ?? [];
    expect([...new Set(entries.flatMap((entry) => unknownKeys(file, schema, entry)))]).toEqual([]);
  });

  it('pages and lists have no made-up keys in info', async () => {
    const { body } = await crm('/Contacts?fields=id&per_page=1');
    expect(unknownKeys('record', 'Info', infoOf({ body } as Answer))).toEqual([]);
  });

  it('one record, and COQL', async () => {
    expect(disagreements('record', 'Response_Wrapper', (await crm(`/Contacts/${id}`)).body)).toEqual([]);
    const answer = await coql('select Last_Name, Account_Name, Modified_Time from Contacts where id is not null');
    expect(disagreements('coql', 'Response_Wrapper', answer.body)).toEqual([]);
  });

  it('items of writes that succeed', async () => {
    const answers = [
      await insert('Contacts', [{ Last_Name: 'N' }]),
      await update(`/Contacts/${id}`, [{ Title: 'T' }]),
      await upsert('Contacts', [{ Last_Name: 'A', Email: 'a@x.example' }]),
      await crm(`/Contacts/${id}`, { method: 'DELETE' }),
    ];
    for (const item of answers.flatMap(rowsOf)) {
      expect(disagreements('record', 'Success_Response', item)).toEqual([]);
      expect(unknownKeys('record', 'Success_Response', item)).toEqual([]);
    }
  });

  /** The files list the codes and messages; ALREADY_MODIFIED and RECORD_LOCKED's message are only on the web pages. */
  it('errors of items and of requests', async () => {
    const items = rowsOf(await insert('Contacts', [{ First_Name: 'X' }, { Last_Name: 'A', Email: 'x' }]));
    items.push(...rowsOf(await update('/Contacts/5545974000000999999', [{ Title: 'T' }])));
    const requests = [(await crm('/Contacts?fields=id', { token: 'x' })).body, (await crm('/Contacts')).body];
    for (const error of [...items, ...requests]) {
      expect(disagreements('record', 'API_Exception', error)).toEqual([]);
    }
  });

  it('tasks and events, and the parts of them that have a schema of their own', async () => {
    const times = { Start_DateTime: '2035-06-02T08:00:00+00:00', End_DateTime: '2035-06-02T09:00:00+00:00' };
    const guest = { type: 'email', participant: 'x@y.example' };
    const event = { Event_Title: 'E', ...times, Participants: [guest], Remind_At: [{ unit: 5, period: 'minutes' }] };
    const rule = { RRULE: 'FREQ=DAILY;DTSTART=2035-06-02;COUNT=2' };
    const tasks = await insert('Tasks', [{ Subject: 'T', Recurring_Activity: rule }]);
    const events = await insert('Events', [{ ...event, Recurring_Activity: rule, $send_notification: true }]);
    for (const item of [tasks, events].flatMap(rowsOf))
      expect(disagreements('record', 'Success_Response', item)).toEqual([]);
    const made = String((rowsOf(events)[0]?.details as Json).id);
    const kept = rowsOf(await crm(`/Events/${made}`))[0] ?? {};
    for (const module of ['Tasks', 'Events']) {
      const list = await crm(`/${module}?fields=Owner,Who_Id,What_Id,Modified_Time,Recurring_Activity,Remind_At`);
      expect(disagreements('record', 'Response_Wrapper', list.body)).toEqual([]);
    }
    const parts: [string, unknown][] = [
      ['Participants', (kept.Participants as Json[])[0]],
      ['Reminder', (kept.Remind_At as Json[])[0]],
      ['Recurring_Activity', kept.Recurring_Activity],
    ];
    for (const [schema, part] of parts) {
      expect(disagreements('record', schema, part)).toEqual([]);
      expect(unknownKeys('record', schema, part as Json)).toEqual([]);
    }
    const cancel = (data: Json[]) => crm(`/Events/${made}/actions/cancel`, { body: { data } });
    expect(disagreements('cancel_meetings', 'MandatoryErrorWrapper', (await cancel([{}])).body)).toEqual([]);
    const done = await cancel([{ send_cancelling_mail: false }]);
    expect(disagreements('cancel_meetings', 'SuccessWrapper', done.body)).toEqual([]);
  });

  it('COQL errors', async () => {
    const queries = { Contacts: 'Syntax_Exception', 'Contacts where Nope = 1': 'Query_Exception' };
    for (const [rest, schema] of Object.entries(queries)) {
      expect(disagreements('coql', schema, (await coql(`select id from ${rest}`)).body)).toEqual([]);
    }
  });
});
