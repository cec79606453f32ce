/** Answers and refusals of reads, queries and deletions: Zoho's documentation (v7) and OpenAPI examples (v8). */
import type { Answer, Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import { GONE, LEAD, NO_MODULE, examples, frames, limited, one, seeded } from './examples';
import type { Zoho } from './replay';

const ALL_MAY = 'the simulated users may see all modules';
const noApproval = 'the simulated org has no approvals';
const SAMPLE = 'fields of the sample’s own';

const locked = (zoho: Zoho): string => seeded(zoho, 'Leads', { ...LEAD, $locked: true });
const remove = ({ crm }: Zoho, path: string): Promise<Answer> => crm(path, { method: 'DELETE' });
const coql = ({ call }: Zoho, select_query: unknown, version = 'v8'): Promise<Answer> =>
  call(`/crm/${version}/coql`, { body: { select_query } });

/** Rows of a query over one contact of an account. */
const people =
  (query: string) =>
  async (zoho: Zoho): Promise<Answer> => {
    // the samples show no names, the page of what is new in v7 says that they come
    Object.assign(zoho.service.limits, { coqlIdsAlone: true });
    zoho.service.seed({
      records: {
        Contacts: [
          { First_Name: 'P', Last_Name: 'Boyle', Account_Name: { name: 'Z' }, Vendor_Name: { name: 'V' } },
          { First_Name: 'S', Last_Name: 'Boyle', Account_Name: { name: 'Z' }, Vendor_Name: { name: 'V' } },
        ].map((person) => ({ ...person, Lead_Source: 'Advertisement' })),
      },
    });
    return coql(zoho, query, 'v7');
  };

export const DELETIONS: readonly Capture<Zoho>[] = [
  examples(
    'oas8-record-delete-many.json',
    {
      '200': (zoho) => remove(zoho, `/Leads?ids=${seeded(zoho, 'Leads', LEAD)}`),
      '207': (zoho) => remove(zoho, `/Leads?ids=${seeded(zoho, 'Leads', LEAD)},${GONE}`),
      '400 MissingParam': (zoho) => remove(zoho, '/Leads'),
      '400 RecordLocked': (zoho) => remove(zoho, `/Leads?ids=${locked(zoho)}`),
    },
    { '400 NotApproved': noApproval, '400 WrongFormat': 'we send ids of Zoho’s own only', '403': ALL_MAY },
  ),
  examples(
    'oas8-record-delete-one.json',
    {
      '200': (zoho) => remove(zoho, `/Leads/${seeded(zoho, 'Leads', LEAD)}`),
      '400 RecordNotDeleted': (zoho) => remove(zoho, `/Leads/${GONE}`),
      '400 RecordLocked': (zoho) => remove(zoho, `/Leads/${locked(zoho)}`),
    },
    {
      '400 InvalidRecordId': 'we send ids of Zoho’s own only',
      '400 WrongFormat': 'we send ids of Zoho’s own only',
      '400 NotApproved': noApproval,
      '403': ALL_MAY,
    },
  ),
  examples(
    'oas8-record-deleted.json',
    {
      '200 DeletedRecords': async (zoho) => {
        const ids = [seeded(zoho, 'Leads', LEAD), seeded(zoho, 'Leads', LEAD)];
        for (const id of ids) await remove(zoho, `/Leads/${id}`);
        await zoho.call('/_simulator/purge', { body: { module: 'Leads', ids: [ids[0]] } });
        return zoho.crm('/Leads/deleted?type=all');
      },
      '400 InvalidModule': ({ crm }) => crm(`/${NO_MODULE}/deleted`),
      '400 PatternNotMatched': ({ crm }) => crm('/Leads/deleted?type=x'),
      '401': (zoho) => zoho.crm('/Leads/deleted', { token: limited(zoho) }),
    },
    { '403': ALL_MAY },
    {
      ...frames('400 InvalidModule', 'INVALID_MODULE'),
      ...frames('400 PatternNotMatched', 'PATTERN_NOT_MATCHED'),
    },
  ),
  one('v7-deleted-leads.json', async (zoho) => {
    const ids = [seeded(zoho, 'Leads', LEAD), seeded(zoho, 'Leads', LEAD)];
    for (const id of ids) await remove(zoho, `/Leads/${id}`);
    await zoho.call('/_simulator/purge', { body: { module: 'Leads', ids: [ids[0]] } });
    return zoho.call('/crm/v7/Leads/deleted?type=all');
  }),
];

export const READS: readonly Capture<Zoho>[] = [
  examples(
    'oas8-record-get-one.json',
    {
      '200': (zoho) => {
        const id = seeded(zoho, 'Leads', {
          ...LEAD,
          First_Name: 'F',
          Email: 'a@x.example',
          Phone: '1',
          Lead_Status: 'S',
        });
        const fields = 'id,Owner,Company,First_Name,Last_Name,Email,Phone,Lead_Status,Created_Time,Modified_Time';
        return zoho.crm(`/Leads/${id}?fields=${fields}`);
      },
      '400 InvalidModule': ({ crm }) => crm(`/${NO_MODULE}/${GONE}`),
    },
    { '403': ALL_MAY },
  ),
  examples(
    'oas8-record-list.json',
    {
      '200 Leads': (zoho) => {
        const lead = { ...LEAD, First_Name: 'F', Email: 'a@x.example', Phone: '1', Lead_Status: 'S' };
        zoho.service.seed({ records: { Leads: [lead, lead] } });
        const fields = 'id,Owner,Company,First_Name,Last_Name,Email,Phone,Lead_Status,Created_Time,Modified_Time';
        return zoho.crm(`/Leads?fields=${fields}&per_page=1`);
      },
      '400 InvalidModule': ({ crm }) => crm(`/${NO_MODULE}?fields=id`),
      '400 InvalidCvid': ({ crm }) => crm('/Leads?fields=id&cvid=1'),
      '400 RequiredParamMissing': ({ crm }) => crm('/Leads'),
      '400 LimitExceeded': ({ crm }) => crm(`/Leads?fields=${Array(51).fill('id').join(',')}`),
      '400 TokenBoundDataMismatch': async (zoho) => zoho.crm(`/Leads?fields=id,City&page_token=${await tokenOf(zoho)}`),
      '400 ExpiredValue': async (zoho) => {
        const token = await tokenOf(zoho);
        await zoho.call('/_simulator/clock', { body: { advance: 2 * 86_400_000 } });
        const [first] = zoho.service.state.tokens;
        if (first)
          zoho.service.state.tokens.push({ ...first, token: 'fresh', expires: zoho.service.clock.now() + 60_000 });
        return zoho.crm(`/Leads?fields=id&per_page=1&page_token=${token}`, { token: 'fresh' });
      },
      '400 DiscretePaginationLimitExceeded': ({ crm }) => crm('/Leads?fields=id&page=11'),
      '401': (zoho) => zoho.crm('/Leads?fields=id', { token: limited(zoho) }),
      '404': ({ crm }) => crm('/Leads/1/2/3/4/5'),
    },
    { '403': ALL_MAY, '400 PaginationLimitExceeded': 'takes 100,000 records; see zohoRead.test.ts' },
  ),
  examples(
    'oas8-search.json',
    {
      '200': (zoho) => {
        seeded(zoho, 'Leads', { ...LEAD, Email: 'lead@example.com', Lead_Status: 'S' });
        return zoho.crm(
          '/Leads/search?email=lead@example.com&fields=id,Owner,Company,Email,Lead_Status,Created_Time,Modified_Time,Created_By,Modified_By',
        );
      },
      '400 MissingParameter': ({ crm }) => crm('/Leads/search'),
      '400 InvalidModule': ({ crm }) => crm(`/${NO_MODULE}/search?word=a`),
      '429': ({ crm, service }) => {
        service.faults.add({ kind: 'status', status: 429, count: 1 } as never);
        return crm('/Leads/search?word=a');
      },
    },
    { '403': ALL_MAY, '502': 'a fault that tests ask for: `status`', '503': 'a fault that tests ask for: `status`' },
    {
      '429.code: life = RATE_LIMIT_EXCEEDED, simulator = TOO_MANY_REQUESTS':
        'Zoho’s pages name both; ours reads the status',
      '200.data[].Created_By.email: life missing, simulator string': 'recorded rows tell it (nango-v2-*)',
      '200.data[].Modified_By.email: life missing, simulator string': 'recorded rows tell it (nango-v2-*)',
    },
  ),
  one('v7-count.json', ({ call }) => call('/crm/v7/Leads/actions/count')),
];

/** The token of the second page of two leads. */
async function tokenOf({ crm, service }: Zoho): Promise<string> {
  service.seed({ records: { Leads: [LEAD, LEAD] } });
  const { body } = await crm('/Leads?fields=id&per_page=1');
  return String((body as { info: Json }).info.next_page_token);
}

const CONTACTS = "from Contacts where (Last_Name = 'Boyle')";
const ONE_OF_TWO = 'a record is about one other, not two as in the sample';
const DETAILS = 'details of a query that ours does not send; nobody reads them';
const NO_FUNCTIONS = 'the simulator’s COQL has no functions, aliases or subqueries: we send none';

export const QUERIES: readonly Capture<Zoho>[] = [
  one('v7-coql-simple.json', people(`select First_Name, Full_Name, Last_Name, Lead_Source ${CONTACTS}`), {
    'data[].Languages_Known: life list, simulator missing': SAMPLE,
  }),
  one('v7-coql-owner.json', people(`select First_Name, Full_Name, Owner, Last_Name ${CONTACTS}`)),
  one(
    'v7-coql-join.json',
    people(`select First_Name, Full_Name, Vendor_Name, Last_Name, Account_Name.Account_Name, Account_Name ${CONTACTS}`),
  ),
  one(
    'v7-coql-whatid.json',
    (zoho) => {
      const about = (module: string, record: Json) => ({ What_Id: { id: seeded(zoho, module, record) } });
      const tasks = [about('Leads', LEAD), about('Accounts', { Account_Name: 'A', Account_Type: 'Partner' })];
      zoho.service.seed({ records: { Tasks: tasks.map((task) => ({ Subject: 'T', ...task })) } });
      const columns = 'What_Id->Leads.Last_Name, What_Id->Accounts.Account_Type';
      return coql(zoho, `select ${columns} from Tasks where id is not null`, 'v7');
    },
    {
      'data[].What_Id->Leads.Last_Name: life string, simulator null|string': ONE_OF_TWO,
      'data[].What_Id->Accounts.Account_Type: life string, simulator null|string': ONE_OF_TWO,
    },
  ),
  examples(
    'oas8-coql.json',
    {
      '200 Success': (zoho) => {
        seeded(zoho, 'Leads', { ...LEAD, First_Name: 'J' });
        return coql(zoho, 'select Last_Name, First_Name from Leads where id is not null');
      },
      '400 SyntaxErrorInvalidClause': (zoho) => coql(zoho, 'select Last_Name from Leads'),
      '400 SyntaxErrorNear': (zoho) => coql(zoho, 'select id from Leads where where'),
      '400 MandatoryNotFound': ({ crm }) => crm('/coql', { body: {} }),
      '400 UnsupportedColumn': (zoho) => coql(zoho, 'select Nope from Leads where id is not null'),
      '400 UnsupportedCriteria': (zoho) => coql(zoho, "select id from Events where Participants != '${EMPTY}'"),
      '400 InvalidModule': (zoho) => coql(zoho, `select id from ${NO_MODULE} where id is not null`),
    },
    Object.fromEntries(
      [
        ...['SyntaxErrorLocation', 'SyntaxErrorOperator', 'SyntaxErrorQueryNotSupported', 'InvalidOperator'],
        ...['IsNotNullOperator', 'InvalidAlias', 'DuplicateAlias', 'EmptyAlias', 'DuplicateData', 'InvalidLimit'],
        ...['EmptyDetails', 'SubQueryOperator', 'SubQueryMultipleColumns', 'InvalidIncludeMeta'],
        ...['UnsupportedFunction', 'LimitZero'],
      ].map((name) => [`400 ${name}`, NO_FUNCTIONS]),
    ),
    {
      '200 WithFieldsMeta note: life string, simulator missing': 'a note of the collection',
      '200 Success.data[].id: life missing, simulator string': 'the documentation of v7 says that it always comes',
      ...Object.fromEntries(
        [
          ...[
            'UnsupportedCriteria.details.cv_criteria: life boolean',
            'UnsupportedCriteria.details.value: life string',
          ],
          'UnsupportedCriteria.details.operator: life string',
        ].map((line) => [`400 ${line}, simulator missing`, DETAILS]),
      ),
      '400 SyntaxErrorNear.details.line: life missing, simulator number': DETAILS,
      '400 SyntaxErrorNear.details.column: life missing, simulator number': DETAILS,
      '400 UnsupportedCriteria.details.reason: life missing, simulator string': DETAILS,
      '400 InvalidModule.details.resource_path_index: life missing, simulator number': DETAILS,
    },
  ),
];
