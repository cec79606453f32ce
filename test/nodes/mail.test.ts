import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { sentMail } from '../../simulators/seeds/mails';
import { node, runWorkflow, wires, type TestWorkflow } from '../support/n8nCore';
import { startWorld, type World } from './worlds';

jest.setTimeout(120_000);

const template = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'workflows', 'sent-mail.json'), 'utf8'),
) as TestWorkflow;

const TANAKA = 'tanaka@customer.example';
let world: World;
beforeEach(async () => {
  world = await startWorld('empty');
  const attachments = [{ name: 'Bytes.bin', contentType: 'application/octet-stream', contentBytes: 'AP+AAcP/' }];
  const mails = [
    sentMail(0, 'Offer', { to: [TANAKA] }, { attachments, body: 'The secret price is 4711' }),
    sentMail(1, 'Lunch?', { to: ['ken.sato@contoso.example'] }),
  ];
  world.simulators.graph.seed({ mails } as never);
  world.simulators.zoho.seed({ records: { Contacts: [{ Last_Name: 'Tanaka', Email: TANAKA }] } } as never);
});
afterEach(() => world.stop());

/** The template with the credentials a user chooses: mails are looked up in the CRM, and files are fetched from Outlook. */
function bound(one: INode, changes: Readonly<Record<string, IDataObject>>): INode {
  const asks = { crmMatcher: ['zoho'], zohoCrmSync: ['zoho', 'outlook'], outlookSync: ['outlook'] };
  const wanted = asks[(one.type.split('.')[1] ?? '') as keyof typeof asks] ?? [];
  const chosen = world.credentials.filter(({ id }) => wanted.includes(id));
  const credentials = Object.fromEntries(chosen.map(({ id, name, type }) => [type, { id, name }]));
  return { ...one, parameters: { ...one.parameters, ...changes[one.name] } as INode['parameters'], credentials };
}

function run(sync: string, changes: Readonly<Record<string, IDataObject>> = {}) {
  const all = { 'Start Cycle': { sync }, ...changes };
  const nodes = template.nodes.filter(({ name }) => name !== 'Every 15 Minutes').map((one) => bound(one, all));
  return runWorkflow({ ...template, nodes }, world.credentials);
}

const shown = () => [...world.simulators.zoho.state.mail.mails.values()].flat();

describe('the sent-mail template, run by n8n', () => {
  test('attaches, skips with a reason, and does neither twice', async () => {
    const ran = await run('mail');
    expect(ran.error).toBeNull();
    expect(ran.items('Finish')[0]?.json).toMatchObject({
      report: { attached: 1, skipped: 1, pending: 0 },
      attachedTo: [{ label: expect.stringContaining('Offer'), reason: 'attached to the contact Tanaka' }],
      skippedMails: [{ label: expect.stringContaining('Lunch?'), reason: expect.stringContaining('is internal') }],
    });
    expect(ran.items('CRM Matcher', 1)[0]?.json).toMatchObject({
      kind: 'mail',
      reason: expect.stringContaining('internal'),
    });
    expect(JSON.stringify(ran.run.data)).not.toContain('4711');
    expect((await run('mail')).items('Finish')[0]?.json).toMatchObject({
      report: { attached: 0, skipped: 0, written: 0 },
    });
    expect(shown()).toHaveLength(1);
  });

  test("brings a file's bytes unharmed through n8n's own requests", async () => {
    expect((await run('files', { 'Attach to Zoho CRM': { attachments: true } })).error).toBeNull();
    expect(shown()[0]?.attachments).toMatchObject([{ name: 'Bytes.bin', size: 6 }]);
    const [file] = [...world.simulators.zoho.state.mail.files.values()];
    expect(file?.bytes.toString('base64')).toBe('AP+AAcP/');
  });

  test('says what is wrong where the matcher is set to another kind', async () => {
    const ran = await run('kind', { 'CRM Matcher': { kind: 'contact' } });
    expect(ran.error?.message).toMatch(/one of the kind mail, but this node is set to another/);
  });

  test('says so where mails can go nowhere', async () => {
    const ran = await run('nowhere', { 'CRM Matcher': { matchContacts: false, matchLeads: false } });
    expect(ran.error?.message).toMatch(/no mail could go anywhere/);
  });
});

describe('a mail by hand', () => {
  const attach = (more: IDataObject = {}): TestWorkflow => {
    const id = [...(world.simulators.zoho.state.records.get('Contacts')?.keys() ?? [])][0] ?? '';
    const parameters = {
      ...{ resource: 'mail', operation: 'attach', mailsFrom: 'fields' },
      module: { __rl: true, mode: 'id', value: 'Contacts' },
      ...{ recordId: id, from: 'Megan <megan@contoso.example>', to: `田中 <${TANAKA}>, x@y.example` },
      ...{
        subject: 'x'.repeat(300),
        body: '<b>Hi</b>',
        sentAt: '2026-01-31T09:30:00Z',
        messageId: '<by-hand@x.example>',
      },
      ...more,
    };
    const read = { resource: 'mail', operation: 'getAll', module: parameters.module, recordId: id };
    return {
      nodes: [
        node('Go', 'n8n-nodes-base.manualTrigger'),
        node('Attach', 'zohoCrmSync', parameters, world.zoho),
        node('Mails', 'zohoCrmSync', { ...read, returnAll: true }, world.zoho),
      ],
      connections: wires({ Go: [['Attach']], Attach: [['Mails']] }),
    };
  };

  test('attaches one mail once, and reads it again', async () => {
    const first = await runWorkflow(attach(), world.credentials);
    expect(first.error).toBeNull();
    expect(first.items('Attach')[0]?.json).toMatchObject({ module: 'Contacts', outcome: 'attached' });
    expect(first.items('Mails')[0]?.json).toMatchObject({ subject: expect.stringMatching(/^x{248} …$/) });
    const second = await runWorkflow(attach(), world.credentials);
    expect(second.items('Attach')[0]?.json).toMatchObject({ outcome: 'was there already' });
    expect(shown()).toHaveLength(1);
  });

  test.each([
    ['to', 'x@y.example, nonsense', /Entry 2 of To is no e-mail address/],
    ['messageId', ' ', /Message ID is empty/],
    ['sentAt', 'yesterday', /Sent is no time/],
    ['recordId', '5545974000000599999', /no record 5545974000000599999 in Contacts/],
  ])('a bad %s is told in words', async (name, value, words) => {
    const ran = await runWorkflow(attach({ [name]: value }), world.credentials);
    expect(ran.error?.message).toMatch(words);
    expect(shown()).toHaveLength(0);
  });
});
