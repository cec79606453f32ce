/** What holds every body that is sent to Zoho CRM in any test (jest.config.js): that it finds what is wrong, and lets pass what is right. */
import { specFaults } from '../support/sentBodies/openApi';
import { recordFaults } from '../support/sentBodies/recorded';

const user = { user_name: 'A', email: 'a@x.example' };
const mail = {
  ...{ from: user, to: [user], subject: 'S', content: 'C', mail_format: 'text', sent: true },
  ...{ date_time: '2027-01-01T00:00:00+09:00', original_message_id: '<a@b>' },
};
const toMail = ['POST', '/crm/v8/Deals/1/actions/associate_email'] as const;
const toModule = ['POST', '/crm/v8/Events'] as const;

describe("a body held against Zoho's OpenAPI files", () => {
  test.each([
    ['a list of records', toModule, { data: [{ Event_Title: 'E' }], trigger: [] }],
    ['a query', ['POST', '/crm/v8/coql'], { select_query: 'select id from Contacts where id is not null' }],
    ['a mail', toMail, { Emails: [mail] }],
    ['cancelling', ['POST', '/crm/v8/Events/1/actions/cancel'], { data: [{ send_cancelling_mail: false }] }],
  ] as const)('%s passes', (_, [method, path], body) => expect(specFaults(method, path, body)).toEqual([]));

  test.each([
    ['a key beside the list', toModule, { data: [], triggers: [] }, 'additional properties'],
    ['a trigger that is no list', toModule, { data: [], trigger: 'none' }, 'must be array'],
    ['a participant with a made-up key', toModule, { data: [{ Participants: [{ address: 'a' }] }] }, 'Participants'],
    ['a rule that is text', toModule, { data: [{ Recurring_Activity: 'RRULE' }] }, 'must be object'],
    ['a mail without who sent it', toMail, { Emails: [{ ...mail, from: undefined }] }, "required property 'from'"],
    ['a mail with a time that is none', toMail, { Emails: [{ ...mail, date_time: 'today' }] }, 'date-time'],
    [
      'a linked record without the id of its module',
      toMail,
      { Emails: [{ ...mail, linked_record: { id: '1', module: { api_name: 'Contacts' } } }] },
      "required property 'id'",
    ],
    ['an operation that is none', ['POST', '/crm/v8/Events/1/actions/nothing'], {}, 'no such operation'],
  ] as const)('%s does not', (_, [method, path], body, expected) =>
    expect(specFaults(method, path, body).join('\n')).toContain(expected),
  );
});

describe('a record held against recorded ones', () => {
  test.each([
    ['Tasks', { Subject: 'T', Due_Date: '2027-01-01', Who_Id: { id: '1' }, Remind_At: { ALARM: 'x' } }],
    ['Events', { Event_Title: 'E', Start_DateTime: '2027-01-01T00:00:00+09:00', Venue: null, Participants: [] }],
    ['Contacts', { Last_Name: 'A', Phone: null, Reporting_To: { id: '1' } }],
    ['Nobody_Recorded_It', { Whatever: 1 }],
  ])('%s passes', (module, record) => expect(recordFaults(module, record)).toEqual([]));

  test.each([
    ['Tasks', { Subjekt: 'T' }, 'Tasks.Subjekt is in no recording'],
    ['Tasks', { Due_Date: '2027-01-01T00:00:00+09:00' }, 'Tasks.Due_Date is sent as time, recorded as date'],
    ['Tasks', { Who_Id: '1' }, 'Tasks.Who_Id is sent as string, recorded as object'],
    ['Events', { Start_DateTime: '2027-01-01' }, 'Events.Start_DateTime is sent as date, recorded as time'],
    ['Contacts', { Last_Name: 1 }, 'Contacts.Last_Name is sent as number, recorded as string'],
  ])('%s does not: %j', (module, record, expected) => expect(recordFaults(module, record)).toEqual([expected]));
});
