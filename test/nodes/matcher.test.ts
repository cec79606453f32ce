import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { node, runWorkflow, wires } from '../support/n8nCore';

jest.setTimeout(60_000);

const graph = (id: string, surname: string, address: string | null, more: IDataObject = {}): IDataObject => ({
  ...{ id, surname, givenName: 'A', emailAddresses: address ? [{ address, name: address }] : [] },
  ...more,
});
const crm = (id: string, name: string, email: string | null, more: IDataObject = {}): IDataObject => ({
  ...{ id, Last_Name: name, First_Name: 'A', Email: email },
  ...more,
});

const nodes = (outlook: IDataObject[], zoho: IDataObject[], matcher: IDataObject, resolver: IDataObject) => ({
  nodes: [
    node('Go', 'n8n-nodes-base.manualTrigger'),
    node('Outlook', 'test.source', { items: JSON.stringify(outlook) }),
    node('CRM', 'test.source', { items: JSON.stringify(zoho) }),
    node('Match', 'crmMatcher', { kind: 'contact', ...matcher }),
    node('Resolve', 'conflictResolver', resolver),
  ],
  connections: wires({
    Go: [['Outlook', 'CRM']],
    Outlook: [['Match']],
    CRM: [['Match:1']],
    Match: [['Resolve'], ['Resolve:1'], ['Resolve:2'], []],
  }),
});

const match = (outlook: IDataObject[], zoho: IDataObject[], matcher: IDataObject = {}, resolver: IDataObject = {}) =>
  runWorkflow(nodes(outlook, zoho, matcher, resolver));

const sources = ({ pairedItem }: INodeExecutionData) => pairedItem;

describe('the Matcher on items that come from no sync', () => {
  test('pairs by e-mail whatever the case, and tells each item where it came from', async () => {
    const ran = await match(
      [graph('o1', 'Baker', 'A@X.example'), graph('o2', 'Only', 'o@x.example')],
      [crm('z0', 'Other', 'z@x.example'), crm('z1', 'Baker', 'a@x.example')],
    );
    expect(ran.error).toBeNull();
    const [pair] = ran.items('Match', 0);
    expect(pair?.json).toMatchObject({ pair: { matchedBy: 'e-mail', outlook: { ref: 'o1' }, zoho: { ref: 'z1' } } });
    expect(sources(pair!)).toEqual([
      { item: 0, input: 0 },
      { item: 1, input: 1 },
    ]);
    expect(ran.items('Match', 1)[0]?.json).toMatchObject({ side: 'outlook', record: { ref: 'o2' } });
    expect(sources(ran.items('Match', 2)[0]!)).toEqual([{ item: 0, input: 1 }]);
  });

  test('puts an item without id into Ambiguous, naming it, and goes on with the others', async () => {
    const nameless = { surname: 'Nobody' };
    const ran = await match([nameless, graph('o1', 'Baker', 'a@x.example')], [crm('z1', 'Baker', 'a@x.example')]);
    expect(ran.items('Match', 3)[0]?.json.reason).toBe(
      'item 1 of the input Outlook has no id, so it cannot be told from others',
    );
    expect(ran.items('Match', 0)).toHaveLength(1);
  });

  test('reports a key claimed twice with all who claim it', async () => {
    const ran = await match(
      [graph('o1', 'Jones', 'j@x.example'), graph('o2', 'Jones', 'j@x.example')],
      [crm('z1', 'Jones', 'j@x.example')],
    );
    const [unclear] = ran.items('Match', 3);
    expect(unclear?.json).toMatchObject({ outlook: [{ ref: 'o1' }, { ref: 'o2' }], zoho: [{ ref: 'z1' }] });
    expect(ran.items('Match', 0)).toHaveLength(0);
  });

  test('matches any items by fields the user names', async () => {
    const fields = [{ outlook: 'detail.sku', crm: 'Code', like: 'text' }];
    const ran = await match(
      [
        { id: 1, detail: { sku: 'AB-1' } },
        { id: 2, detail: {} },
      ],
      [{ id: 7, Code: ' ab-1' }],
      { kind: 'any', keyFields: { fields } },
    );
    expect(ran.items('Match', 0)[0]?.json).toMatchObject({ pair: { outlook: { ref: '1' }, zoho: { ref: '7' } } });
    expect(ran.items('Match', 1)[0]?.json).toMatchObject({ record: { ref: '2' } });
  });

  test('says which key field is missing', async () => {
    const { error } = await match([graph('o', 'X', null)], [], { kind: 'any', keyFields: { fields: [] } });
    expect(error).toMatchObject({ node: 'Match', message: 'No key field is set.' });
  });

  test('with Continue an error never passes for data', async () => {
    const given = nodes([graph('o', 'X', null)], [], { kind: 'any', keyFields: { fields: [] } }, {});
    const continuing = given.nodes.map((one) =>
      one.name === 'Match' ? { ...one, onError: 'continueRegularOutput' as const } : one,
    );
    const ran = await runWorkflow({ ...given, nodes: continuing });
    expect([0, 1, 2].map((output) => ran.items('Match', output).length)).toEqual([0, 0, 0]);
    expect(ran.items('Match', 3)[0]?.json).toMatchObject({ error: 'No key field is set.' });
  });
});

describe('the Resolver without the archive', () => {
  const outlook = [graph('o1', 'Baker', 'a@x.example', { jobTitle: 'Buyer', department: null })];
  const zoho = [crm('z1', 'Baker', 'a@x.example', { Title: 'Manager', Department: 'Sales' })];

  test('fills blanks and lets Zoho win where both say something else', async () => {
    const [decision] = (await match(outlook, zoho)).items('Resolve', 0);
    expect(decision?.json).toMatchObject({
      decision: { writes: [{ side: 'outlook', ref: 'o1', fields: { jobTitle: 'Manager', department: 'Sales' } }] },
    });
  });

  test('asks where the user wants to decide', async () => {
    const ran = await match(outlook, zoho, {}, { policy: 'ask' });
    const clashes = [{ field: 'jobTitle', winner: null }];
    expect(ran.items('Resolve', 1)[0]?.json).toMatchObject({ decision: { clashes } });
  });

  test('follows an override of one field', async () => {
    const overrides = { fields: [{ field: 'jobTitle', policy: 'outlook' }] };
    const [decision] = (await match(outlook, zoho, {}, { overrides })).items('Resolve', 0);
    expect(decision?.json).toMatchObject({ decision: { clashes: [{ field: 'jobTitle', winner: 'outlook' }] } });
  });

  test('writes in one direction only', async () => {
    const ran = await match(outlook, [...zoho, crm('z2', 'New', 'n@x.example')], {}, { direction: 'toZoho' });
    const writes = ran
      .items('Resolve')
      .flatMap(({ json }) => (json.decision as unknown as { writes: { side: string }[] }).writes);
    expect(writes.every(({ side }) => side === 'zoho')).toBe(true);
  });
});
