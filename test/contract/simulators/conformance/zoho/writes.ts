/** Answers to writes, by Zoho's documentation and by what others recorded of v2 to v8. */
import type { Answer, Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import type { Listed } from '../shape';
import type { Zoho } from './replay';

const LEAD = { Last_Name: 'L', Company: 'C' };
const RULE = { RRULE: 'FREQ=DAILY;INTERVAL=1;DTSTART=2035-06-02;COUNT=3' };
const TIMES = { Start_DateTime: '2035-06-02T08:00:00+09:00', End_DateTime: '2035-06-02T09:00:00+09:00' };
const EVENT = { Event_Title: 'E', Meeting_Venue__s: 'Online', ...TIMES };
const DEAL = { Deal_Name: 'D', Stage: 'Qualification' };

type Ask = (zoho: Zoho) => Promise<Answer>;

/** A capture of which the body, or with `statusCode` the status as well, is compared. */
const answers = (file: string, ask: Ask, listed?: Listed): Capture<Zoho> => ({
  file,
  own: async (zoho, recorded: Json) => {
    const { status, body } = await ask(zoho);
    return 'statusCode' in recorded ? { statusCode: status, body } : body;
  },
  ...(listed && { listed }),
});

const post =
  (place: string, data: readonly Json[], more: Json = {}): Ask =>
  ({ call }) =>
    call(`/crm/${place}`, { body: { data, ...more } });

const putFirst =
  (version: string, module: string, made: Json, change: Json): Ask =>
  ({ call, service }) => {
    service.seed({ records: { [module]: [made] } });
    const id = [...(service.state.records.get(module)?.keys() ?? [])].at(-1);
    return call(`/crm/${version}/${module}/${id}`, { method: 'PUT', body: { data: [change] } });
  };

const OLDER = 'Zoho’s page of v7 leaves out what its other pages of v7 and the OpenAPI file of v8 show';

export const WRITES: readonly Capture<Zoho>[] = [
  answers('amp-v6-contact-update.json', putFirst('v6', 'Contacts', { Last_Name: 'A' }, { Title: 'T' })),
  answers('amp-v6-lead-insert.json', post('v6/Leads', [LEAD])),
  answers('live-insert-lead-201.json', post('v2/Leads', [LEAD])),
  answers('v7-insert-deal.json', post('v7/Deals', [DEAL, { ...DEAL, Deal_Name: 'F' }])),
  answers('v7-insert-leads.json', post('v7/Leads', [LEAD, LEAD])),
  answers('v7-insert-recurring-event.json', post('v7/Events', [{ ...EVENT, Recurring_Activity: RULE }])),
  answers('v7-insert-recurring-task.json', post('v7/Tasks', [{ Subject: 'T', Recurring_Activity: RULE }])),
  answers('v7-update-deal.json', putFirst('v7', 'Deals', DEAL, { Stage: 'Closed Won' }), {
    'data[].details.$approval_state: life missing, simulator string': OLDER,
  }),
  answers('v7-upsert-leads.json', (zoho) => {
    zoho.service.seed({ records: { Leads: [{ ...LEAD, Email: 'a@x.example' }] } });
    return post('v7/Leads/upsert', [{ ...LEAD, Email: 'a@x.example' }, LEAD])(zoho);
  }),
  {
    // what was sent is in the documentation: it must be taken as it stands there
    file: 'v7-insert-event-request.json',
    own: async (zoho, { data }: { readonly data: readonly Json[] }) => {
      zoho.service.seed({
        records: {
          Contacts: ['5545974000002858122', '5545974000002755004'].map((id) => ({ id, Last_Name: 'C' })),
          Deals: [{ id: '5545974000002755007', ...DEAL }],
        },
      });
      return (await zoho.call('/crm/v7/Events', { body: { data } })).status;
    },
    life: () => 201,
  },
  {
    file: 'v7-insert-recurring-task-request.json',
    own: async (zoho, { data }: { readonly data: readonly Json[] }) => {
      zoho.service.seed({ records: { Leads: [{ id: '3652397000006067001', ...LEAD }] } });
      return (await zoho.call('/crm/v7/Tasks', { body: { data } })).status;
    },
    life: () => 201,
  },
  answers('v7-meeting-cancel.json', async (zoho) => {
    const guest = { type: 'email', Email: 'x@y.example' };
    const made = await post('v7/Events', [{ ...EVENT, Participants: [guest], $send_notification: true }])(zoho);
    const { id } = ((made.body as { data: Json[] }).data[0]?.details ?? {}) as Json;
    return zoho.call(`/crm/v7/Events/${String(id)}/actions/cancel`, {
      body: { data: [{ send_cancelling_mail: false }] },
    });
  }),
  {
    file: 'live-upsert-lead-200-headers.json',
    own: async (zoho) => {
      zoho.service.seed({ records: { Leads: [{ ...LEAD, Email: 'a@x.example' }] } });
      const { status, headers, body } = await post('v6/Leads/upsert', [{ ...LEAD, Email: 'a@x.example' }])(zoho);
      return { statusCode: status, headers: namesOf(headers), rows: (body as { data: Json[] }).data.map(keysOf) };
    },
    life: (recorded: Json) => ({
      statusCode: recorded.statusCode,
      headers: namesOf(new Headers(recorded.headers as Record<string, string>)),
      rows: (recorded.body_as_the_sdk_printed_it as { data: Json[] }).data.map(keysOf),
    }),
    listed: {
      'rows[].duplicateField: life string, simulator missing': 'the SDK’s own spelling',
      'rows[].duplicate_field: life missing, simulator string': 'the SDK’s own spelling',
      'headers.strict-transport-security: life string, simulator missing': 'of https',
      'headers.x-content-type-options: life string, simulator missing': 'not in the recordings of 2026',
      'headers.x-xss-protection: life string, simulator missing': 'not in the recordings of 2026',
      'headers.server-timing: life missing, simulator string': 'in the recordings of 2026',
    },
  },
];

const CONNECTION = ['connection', 'content-length', 'date', 'keep-alive'];
const namesOf = (headers: Headers): Json =>
  Object.fromEntries([...headers.keys()].filter((name) => !CONNECTION.includes(name)).map((name) => [name, '']));
const keysOf = ({ details: _, ...row }: Json): Json => row;
