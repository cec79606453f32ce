import type { Json, Workflow } from '../../test/e2e/harness/rest';

/**
 * What a careful person builds of n8n's own nodes: both address books whole, the same fields side by side, Compare Datasets by
 * e-mail, and the newer one of two that differ written to the other side; who is new on one side is created on the other.
 */

const zohoAccount = { zohoOAuth2Api: { id: 'zohoBuiltin00001', name: 'Zoho (built-in)' } };
const outlookAccount = { microsoftOutlookOAuth2Api: { id: 'outlookBuiltin01', name: 'Outlook (built-in)' } };

type Made = Readonly<
  Record<
    string,
    { readonly type: string; readonly version: number; readonly parameters: Json; readonly credentials?: Json }
  >
>;

const outlook = (operation: string, parameters: Json) => ({
  ...{ type: 'microsoftOutlook', version: 2, credentials: outlookAccount },
  parameters: { resource: 'contact', operation, ...parameters },
});
const zoho = (operation: string, parameters: Json) => ({
  ...{ type: 'zohoCrm', version: 1, credentials: zohoAccount },
  parameters: { resource: 'contact', operation, ...parameters },
});

/** Where each field is read on either side, and what it is called where it is written there. */
const fields = [
  { name: 'jobTitle', outlook: 'jobTitle', zoho: 'Title' },
  { name: 'mobilePhone', outlook: 'mobilePhone', zoho: 'Mobile' },
  { name: 'department', outlook: 'department', zoho: 'Department' },
] as const;

const set = (values: Readonly<Record<string, string>>) => ({
  ...{ type: 'set', version: 3.4 },
  parameters: {
    assignments: {
      assignments: Object.entries(values).map(([name, value]) => ({
        id: name,
        name,
        type: 'string',
        value: `={{ ${value} }}`,
      })),
    },
    options: {},
  },
});

const read = (side: 'outlook' | 'zoho') =>
  Object.fromEntries(fields.map((field) => [field.name, `$json.${field[side]} ?? ''`]));

/** Of two that differ: the value on the side that was changed last. */
const newer = (side: 'A' | 'B') => (name: string) =>
  `={{ $json.different.${name}?.input${side} ?? $json.same.${name} }}`;
const written = (to: 'outlook' | 'zoho') =>
  Object.fromEntries(fields.map((field) => [field[to], newer(to === 'zoho' ? 'A' : 'B')(field.name)]));

const isNewer = '={{ Date.parse($json.skipped.changed.inputA) > Date.parse($json.skipped.changed.inputB) }}';
const condition = {
  id: 'c1',
  leftValue: isNewer,
  rightValue: '',
  operator: { type: 'boolean', operation: 'true', singleValue: true },
};
const options = { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 };

const reading: Made = {
  Start: { type: 'manualTrigger', version: 1, parameters: {} },
  Outlook: outlook('getAll', { returnAll: true, output: 'raw', filters: {} }),
  'Zoho CRM': zoho('getAll', { returnAll: true, options: {} }),
  'Of Outlook': set({
    ...{ email: '$json.emailAddresses[0]?.address', id: '$json.id', changed: '$json.lastModifiedDateTime' },
    ...read('outlook'),
  }),
  'Of Zoho CRM': set({ email: '$json.Email', id: '$json.id', changed: '$json.Modified_Time', ...read('zoho') }),
  Compare: {
    ...{ type: 'compareDatasets', version: 2.3 },
    parameters: {
      mergeByFields: { values: [{ field1: 'email', field2: 'email' }] },
      resolve: 'includeBoth',
      options: { skipFields: 'id,changed' },
    },
  },
  Newer: {
    type: 'if',
    version: 2.2,
    parameters: { conditions: { options, conditions: [condition], combinator: 'and' }, options: {} },
  },
};

/** As the nodes for both services work: a request a record, one after another. */
const oneByOne: Made = {
  'To Zoho CRM': zoho('update', { contactId: '={{ $json.skipped.id.inputB }}', updateFields: written('zoho') }),
  'To Outlook': outlook('update', {
    contactId: { __rl: true, mode: 'id', value: '={{ $json.skipped.id.inputA }}' },
    additionalFields: written('outlook'),
  }),
};

const http = (parameters: Json, nodeCredentialType: string, credentials: Json) => ({
  ...{ type: 'httpRequest', version: 4.2, credentials },
  parameters: {
    authentication: 'predefinedCredentialType',
    nodeCredentialType,
    sendBody: true,
    specifyBody: 'json',
    ...parameters,
  },
});

/** A hundred records a call, put together by a Code node. */
const hundreds = `const all = $input.all().map(({ json: { skipped, different, same } }) => ({
  id: skipped.id.inputB,
${fields.map(({ name, zoho: to }) => `  ${to}: different.${name}?.inputA ?? same.${name},`).join('\n')}
}));
const calls = [];
for (let at = 0; at < all.length; at += 100) calls.push({ json: { data: all.slice(at, at + 100) } });
return calls;`;

/** By HTTP Request with what it offers: four requests begun at a time for Outlook, and full calls for Zoho CRM. */
const packed = (zohoApi: string, graphApi: string): Made => ({
  'To Zoho CRM': { type: 'code', version: 2, parameters: { jsCode: hundreds } },
  'Hundreds To Zoho CRM': http(
    {
      method: 'PUT',
      url: `${zohoApi}/crm/v8/Contacts`,
      jsonBody: '={{ JSON.stringify({ data: $json.data }) }}',
      options: {},
    },
    'zohoOAuth2Api',
    zohoAccount,
  ),
  'To Outlook': http(
    {
      method: 'PATCH',
      url: `=${graphApi}/v1.0/me/contacts/{{ $json.skipped.id.inputA }}`,
      jsonBody: `={{ JSON.stringify({ ${fields.map(({ name, outlook: to }) => `${to}: $json.different.${name}?.inputB ?? $json.same.${name}`).join(', ')} }) }}`,
      options: { batching: { batch: { batchSize: 4, batchInterval: 100 } } },
    },
    'microsoftOutlookOAuth2Api',
    outlookAccount,
  ),
});

const wires: readonly (readonly [string, number, string, number])[] = [
  ['Start', 0, 'Outlook', 0],
  ['Start', 0, 'Zoho CRM', 0],
  ['Outlook', 0, 'Of Outlook', 0],
  ['Zoho CRM', 0, 'Of Zoho CRM', 0],
  ['Of Outlook', 0, 'Compare', 0],
  ['Of Zoho CRM', 0, 'Compare', 1],
  ['Compare', 2, 'Newer', 0],
  ['Newer', 0, 'To Zoho CRM', 0],
  ['Newer', 1, 'To Outlook', 0],
  ['To Zoho CRM', 0, 'Hundreds To Zoho CRM', 0],
];

function connected(made: Made): Json {
  const all: Record<string, { main: { node: string; type: string; index: number }[][] }> = {};
  for (const [from, output, node, index] of wires.filter(([, , to]) => to in made)) {
    const { main } = (all[from] ??= { main: [] });
    while (main.length <= output) main.push([]);
    main[output]?.push({ node, type: 'main', index });
  }
  return all;
}

function workflow(id: string, made: Made): Workflow {
  const nodes = Object.entries(made).map(([name, { type, version, parameters, credentials }], at) => ({
    ...{ id: `${id}${at}`, name, type: `n8n-nodes-base.${type}`, typeVersion: version, position: [at * 200, 0] },
    ...{ parameters, credentials },
  }));
  return { id, name: id, nodes, connections: connected(made), settings: { executionOrder: 'v1' } };
}

/** Both ways of writing, of the same reading. */
export const handmade = ({ zohoApi, graphApi }: { readonly zohoApi: string; readonly graphApi: string }) => ({
  oneByOne: workflow('HandmadeOneByOne', { ...reading, ...oneByOne }),
  packed: workflow('HandmadePacked', { ...reading, ...packed(zohoApi, graphApi) }),
});
