/** Zoho's own examples of errors (OpenAPI files of v8), and refusals that people pasted. */
import type { Answer, Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import type { Listed } from '../shape';
import { GONE, LEAD, NO_MODULE, examples, frames, limited, one, seeded, type Asks } from './examples';
import type { Zoho } from './replay';

const UNIQUE = { api_name: 'Unique_1', data_type: 'text', length: 50, label: 'Unique', unique: true } as const;
const NUMBER = { api_name: 'Number_1', data_type: 'integer', length: 2, label: 'Number' } as const;
const withFields = ({ service }: Zoho, ...fields: readonly (typeof UNIQUE | typeof NUMBER)[]): void =>
  service.seed({ modules: [{ api_name: 'Leads', fields }] });

type Send = (zoho: Zoho, data: Json, module?: string, token?: string) => Promise<Answer>;

/** What inserts, updates and upserts have in common. */
const written = (send: Send): Asks => ({
  '400 InvalidDataType': (zoho) => {
    withFields(zoho, NUMBER);
    return send(zoho, { Number_1: 'x' });
  },
  '400 InvalidDataLength': (zoho) => {
    withFields(zoho, NUMBER);
    return send(zoho, { Number_1: 123 });
  },
  '400 InvalidModule': (zoho) => send(zoho, {}, NO_MODULE),
  '401 OauthScopeMismatch': (zoho) => send(zoho, {}, 'Leads', limited(zoho)),
  '404 InvalidUrlPattern': ({ crm }) => crm('/Leads/1/2/3/4/5', { body: {} }),
});

/** An upsert finds the holder of a unique value and updates it. */
const clashing = (send: Send): Asks => ({
  '400 DuplicateDataError': (zoho) => {
    withFields(zoho, UNIQUE);
    seeded(zoho, 'Leads', { ...LEAD, Unique_1: 'u' });
    return send(zoho, { Unique_1: 'u' });
  },
  '400 MultipleErrors': (zoho) => {
    withFields(zoho, UNIQUE, { ...UNIQUE, api_name: 'Unique_2' as 'Unique_1' });
    seeded(zoho, 'Leads', { ...LEAD, Unique_1: 'u', Unique_2: 'u' });
    return send(zoho, { Unique_1: 'u', Unique_2: 'u' });
  },
});

const RULES = 'the simulated org has no layout rules, maps or blueprints';
const NO_SUCH = 'no request of ours can bring it about';
const notMade: Listed = {
  '400 DependentFieldMissing': 'of subcategories; that of What_Id is in zohoEvents.test.ts',
  '400 InvalidData': 'the message of one sample; a wrong value is InvalidDataType',
  '400 MandatoryNotFoundLayoutRule': RULES,
  '400 InvalidRequestMethod': NO_SUCH,
  '400 AuthorizationFailed': NO_SUCH,
  '403 NoPermission': 'the simulated users may see all modules',
  '500 InternalError': 'a fault that tests ask for: `failBefore`',
};
const insert = ({ call }: Zoho, data: Json, module = 'Leads', token?: string) =>
  call(`/crm/v8/${module}`, { body: { data: [{ ...LEAD, ...data }] }, ...(token && { token }) });
const upsert = ({ call }: Zoho, data: Json, module = 'Leads', token?: string) =>
  call(`/crm/v8/${module}/upsert`, { body: { data: [{ ...LEAD, ...data }] }, ...(token && { token }) });
const update = (zoho: Zoho, data: Json, module = 'Leads', token?: string) =>
  zoho.call(`/crm/v8/${module}`, {
    method: 'PUT',
    body: { data: [{ id: seeded(zoho, 'Leads', LEAD), ...data }] },
    ...(token && { token }),
  });
const OTHER_FAULT: Listed = {
  '207 MixedResults.data[].details.expected_data_type: life missing, simulator missing|string':
    'the sample has another fault in it',
};
const MIXED: Asks = {
  '207 MixedResults': ({ crm }) => crm('/Leads', { body: { data: [LEAD, { ...LEAD, Email: 'x' }] } }),
};
const stale = { 'If-Unmodified-Since': '2020-01-01T00:00:00+09:00' };

const DOUBLE = 'one sample has it, the other not';
const duplicates: Listed = {
  '400 DuplicateDataError.data[].details.duplicate_record.module: life missing, simulator object': DOUBLE,
};
const staleLead = (zoho: Zoho, method: string, path: string) => {
  const id = seeded(zoho, 'Leads', LEAD);
  return zoho.crm(path, { method, headers: stale, body: { data: [{ id, ...LEAD, City: 'C' }] } });
};

export const WRITE_ERRORS: readonly Capture<Zoho>[] = [
  examples(
    'oas8-record-create.json',
    { '201 Success': (zoho) => insert(zoho, {}), ...MIXED, ...written(insert), ...clashing(insert) },
    { ...notMade, '400 DependentMismatch': RULES, '400 DependentServiceError': RULES },
    { ...frames('400 InvalidModule', 'INVALID_MODULE'), ...duplicates, ...OTHER_FAULT },
  ),
  {
    ...examples(
      'oas8-record-upsert.json',
      {
        '200 Success': ({ service, crm }) => {
          service.seed({ records: { Leads: [{ ...LEAD, Email: 'a@x.example' }] } });
          return crm('/Leads/upsert', { body: { data: [{ ...LEAD, Email: 'a@x.example' }, LEAD] } });
        },
        '412 AlreadyModified': (zoho) => staleLead(zoho, 'POST', '/Leads/upsert'),
        ...written(upsert),
      },
      {
        ...notMade,
        '207 MixedResults': 'as of inserts',
        '400 MultipleErrors': 'as of inserts',
        '400 DuplicateDataError': 'as of inserts',
        '400 MandatoryNotFoundRecordId': RULES,
      },
      {
        ...frames('400 InvalidModule', 'INVALID_MODULE'),
        '200 Success.data[].duplicate_field: life string, simulator null|string':
          'null for what was inserted (v7 docs; nango-v2-upsert-records.json): the sample of v8 alone names a field',
      },
    ),
    life: ({ request: _, ...answers }: Json) => answers,
  },
  examples(
    'oas8-record-update-many.json',
    {
      '200 Success': (zoho) => update(zoho, { Designation: 'D' }),
      '400 RecordLocked': (zoho) => update(zoho, { id: seeded(zoho, 'Leads', { ...LEAD, $locked: true }) }),
      '400 LimitExceeded': ({ crm }) => crm('/Leads', { method: 'PUT', body: { data: Array(101).fill({ id: GONE }) } }),
      '412 AlreadyModified': (zoho) => staleLead(zoho, 'PUT', '/Leads'),
      ...written(update),
      ...clashing(update),
    },
    { ...notMade, '207 MixedResults': 'as of inserts', '400 NotApproved': RULES, '400 NotReviewed': RULES },
    {
      ...frames('400 InvalidModule', 'INVALID_MODULE'),
      ...frames('400 LimitExceeded', 'LIMIT_EXCEEDED'),
      ...duplicates,
    },
  ),
  one('amp-v6-invalid-module.json', ({ call }) => call('/crm/v6/arsenal?fields=id')),
  one('pasted-mandatory-custom-name.json', (zoho) => {
    zoho.service.seed({ modules: [{ api_name: 'Own' }] });
    return zoho.call('/crm/v8/Own', { body: { data: [{}] } });
  }),
  one('pasted-scope-mismatch-401.json', (zoho) => zoho.crm('/Contacts?fields=id', { token: limited(zoho) })),
  one('pasted-v2-invalid-data-phone.json', ({ call }) =>
    call('/crm/v2/Leads', { body: { data: [{ ...LEAD, Phone: '030/123456' }] } }),
  ),
  one('pasted-v8-mandatory-lookup-id.json', ({ call }) =>
    call('/crm/v8/Deals', {
      body: { data: [{ Deal_Name: 'D', Stage: 'Qualification', Contact_Name: { name: 'C' } }] },
    }),
  ),
  {
    file: 'pasted-invalid-data-date.json',
    own: async ({ call }) => {
      const { body } = await call('/crm/v2/Contacts', { body: { data: [{ Last_Name: 'A', Date_of_Birth: 'x' }] } });
      return (body as { data: readonly unknown[] }).data[0];
    },
  },
  {
    file: 'pasted-invalid-data-decimal.json',
    own: async (zoho) => {
      const id = seeded(zoho, 'Deals', { Deal_Name: 'D', Stage: 'Qualification' });
      return (await zoho.crm(`/Deals/${id}`, { method: 'PUT', body: { data: [{ Amount: 1.234 }] } })).body;
    },
  },
  {
    file: 'live-401-invalid-token.json',
    own: async ({ crm }) => {
      const asked = [await crm('/users?type=CurrentUser', { token: 'bogus' }), await crm('/users', { token: '' })];
      return asked.map(({ status, body }) => ({ status, body }));
    },
    life: (all: readonly Json[]) => all.map(({ status, body }) => ({ status, body })),
  },
];
