import type { Answer, Json } from './zohoHarness';
import { codeOf, detailsOf, infoOf, rowsOf, zohoUnderTest } from './zohoHarness';
import { disagreements, haveSpecs, unknownKeys } from './zohoSpecs';

const person = (user_name: string, email: string) => ({ user_name, email });
const MAIL = {
  from: person('Hanako Yamada', 'hanako.yamada@example.com'),
  to: [person('Alice Baker', 'alice@north.example')],
  cc: [person('Bob', 'bob@north.example')],
  subject: 'Your order ✉️',
  content: '<p>Thank <b>you</b></p>',
  mail_format: 'html',
  date_time: '2026-03-04T05:06:07+00:00',
  sent: true,
  original_message_id: '<m1@example.com>',
};
const emailsOf = ({ body }: Answer): Json[] => (body as { Emails: Json[] }).Emails;
const firstOf = (answer: Answer): Json => emailsOf(answer)[0] ?? {};
const without = (name: string): Json => Object.fromEntries(Object.entries(MAIL).filter(([key]) => key !== name));

/** Zoho's own files say what an answer may look like, where they are at hand. */
const wrongBy = (schema: string, { body }: Answer, file = 'associate_email') =>
  haveSpecs ? disagreements(file, schema, body) : [];

describe('attaching a mail that was sent elsewhere', () => {
  const { service, place, crm, insert, contacts } = zohoUnderTest();
  let id = '';
  beforeEach(() => {
    [id = ''] = contacts({ Last_Name: 'Baker', First_Name: 'Alice', Email: 'alice@north.example' });
  });
  const post = (path: string, mail: unknown, token?: string) =>
    crm(`${path}/actions/associate_email`, { body: { Emails: [mail] }, ...(token ? { token } : {}) });
  const attach = (more: Json = {}) => post(`/Contacts/${id}`, { ...MAIL, ...more });
  const tokenFor = async (...scopes: string[]): Promise<string> => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${place.base}/_simulator/tokens`, { ...request, body: JSON.stringify({ scopes }) });
    return ((await answer.json()) as { accessToken: string }).accessToken;
  };
  const upload = async (...files: (readonly [string, Buffer])[]): Promise<Answer> => {
    const form = new FormData();
    for (const [name, bytes] of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const headers = { authorization: `Bearer ${service.state.tokens[0]?.token}` };
    const answer = await fetch(`${place.base}/crm/v8/files`, { method: 'POST', headers, body: form });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };

  it('answers 201 with an id, and the mail stands on the record', async () => {
    const answer = await attach();
    expect([answer.status, firstOf(answer)]).toMatchObject([201, { code: 'SUCCESS', status: 'success' }]);
    expect(wrongBy('SuccessWrapper', answer)).toEqual([]);
    const { message_id } = detailsOf(firstOf(answer));
    const list = await crm(`/Contacts/${id}/Emails`);
    expect(firstOf(list)).toMatchObject({
      ...{ message_id, subject: MAIL.subject, from: MAIL.from, to: MAIL.to, cc: MAIL.cc, sent: true },
      ...{ time: '2026-03-04T14:06:07+09:00', summary: null, has_attachment: false, linked_record: null },
    });
    expect(firstOf(list)).not.toHaveProperty('content');
    const one = await crm(`/Contacts/${id}/Emails/${String(message_id)}`);
    expect(firstOf(one)).toMatchObject({ content: MAIL.content, mail_format: 'html' });
    for (const shown of [list, one]) expect(wrongBy('wrapper', shown, 'email_related_records')).toEqual([]);
    if (haveSpecs) expect(unknownKeys('email_related_records', 'email', firstOf(one))).toEqual([]);
  });

  it('costs one credit, mails nobody and leaves the record as it was', async () => {
    const before = (await crm(`/Contacts/${id}`)).body;
    service.log.clear();
    await attach();
    expect(service.log.list().map(({ credits }) => credits)).toEqual([1]);
    expect([service.outbox, service.state.workflowRuns]).toEqual([[], 0]);
    expect((await crm(`/Contacts/${id}`)).body).toEqual(before);
  });

  it('refuses the same Message-ID on the same record only', async () => {
    const [other = ''] = contacts({ Last_Name: 'Other' });
    await attach();
    const again = await attach({ subject: 'Another' });
    expect([again.status, firstOf(again).code]).toEqual([400, 'DUPLICATE_DATA']);
    expect(detailsOf(firstOf(again))).toEqual({
      api_name: 'original_message_id',
      json_path: '$.Emails[0].original_message_id',
    });
    expect((await post(`/Contacts/${other}`, MAIL)).status).toBe(201);
    expect(emailsOf(await crm(`/Contacts/${id}/Emails`))).toHaveLength(1);
  });

  it.each(['from', 'to', 'subject', 'content', 'date_time', 'sent', 'original_message_id'])(
    'wants %s',
    async (name) => {
      const answer = await post(`/Contacts/${id}`, without(name));
      expect([answer.status, firstOf(answer).code]).toEqual([400, 'MANDATORY_NOT_FOUND']);
      expect(detailsOf(firstOf(answer))).toEqual({ api_name: name, json_path: `$.Emails[0].${name}` });
    },
  );

  it('takes what just fits, and does without what is optional', async () => {
    const optional = { cc: null, bcc: [], mail_format: null, attachments: null, linked_record: null };
    const fits = { subject: '😀'.repeat(250), content: 'x'.repeat(32_000) };
    const answers = [await attach(optional), await attach({ ...fits, original_message_id: '<m2@x>' })];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  it.each<readonly [string, Json, Json]>([
    ['a long subject', { subject: 'x'.repeat(251) }, { api_name: 'subject', maximum_length: 250 }],
    ['a long content', { content: 'x'.repeat(32_001) }, { api_name: 'content', maximum_length: 32_000 }],
    ['a strange format', { mail_format: 'rtf' }, { api_name: 'mail_format' }],
    ['a time without offset', { date_time: '2026-03-04T05:06:07' }, { expected_data_type: 'datetime' }],
    ['sent as text', { sent: 'yes' }, { expected_data_type: 'boolean' }],
    ['nobody to', { to: [] }, { api_name: 'to' }],
    ['to as an object', { to: MAIL.from }, { expected_data_type: 'jsonarray' }],
    ['a malformed address', { cc: [person('X', 'x@')] }, { json_path: '$.Emails[0].cc[0].email' }],
    ['from as text', { from: 'x@y.example' }, { expected_data_type: 'jsonobject' }],
    ['an unknown attachment', { attachments: [{ id: 'nope' }] }, { json_path: '$.Emails[0].attachments[0].id' }],
    [
      'an unknown linked record',
      { linked_record: { id: '1', module: { api_name: 'Contacts', id: '1' } } },
      { json_path: '$.Emails[0].linked_record.id' },
    ],
  ])('refuses %s', async (_what, given, details) => {
    const answer = await attach(given);
    expect([answer.status, firstOf(answer).code]).toEqual([400, 'INVALID_DATA']);
    expect(detailsOf(firstOf(answer))).toMatchObject(details);
    expect((await crm(`/Contacts/${id}/Emails`)).status).toBe(204);
  });

  it('wants the name beside an address', async () => {
    const answer = await attach({ to: [{ email: 'a@x.example' }] });
    expect(firstOf(answer)).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { json_path: '$.Emails[0].to[0].user_name' },
    });
  });

  it.each<readonly [string, unknown, string]>([
    ['no Emails', {}, 'MANDATORY_NOT_FOUND'],
    ['two mails', { Emails: [MAIL, MAIL] }, 'INVALID_DATA'],
    ['an empty list', { Emails: [] }, 'INVALID_DATA'],
    ['no list', { Emails: MAIL }, 'INVALID_DATA'],
  ])('refuses a request with %s as a whole', async (_what, body, code) => {
    const answer = await crm(`/Contacts/${id}/actions/associate_email`, { body });
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  it('knows the modules that take mails, and their records', async () => {
    const made = await insert('Tasks', [{ Subject: 'T' }]);
    const task = String(detailsOf(rowsOf(made)[0]).id);
    const refused = [
      await post(`/Tasks/${task}`, MAIL),
      await post('/Contacts/5545974000000999999', MAIL),
      await crm(`/Tasks/${task}/Emails`),
      await crm('/Contacts/5545974000000999999/Emails'),
    ];
    expect(refused.map((one) => [one.status, codeOf(one)])).toEqual([
      [400, 'INVALID_MODULE'],
      [400, 'INVALID_DATA'],
      [400, 'INVALID_MODULE'],
      [400, 'INVALID_DATA'],
    ]);
  });

  it('takes a lead, an account, and a deal with the contact it concerns', async () => {
    service.seed({ records: { Leads: [{ Last_Name: 'L' }], Accounts: [{ Account_Name: 'A' }] } });
    const deal = { Deal_Name: 'D', Stage: 'Qualification', Contact_Name: { id } };
    service.seed({ records: { Deals: [deal] } });
    for (const module of ['Leads', 'Accounts', 'Deals']) {
      const [record = ''] = service.state.records.get(module)?.keys() ?? [];
      const linked_record = module === 'Deals' ? { id, module: { api_name: 'Contacts', id: '1' } } : undefined;
      expect((await post(`/${module}/${record}`, { ...MAIL, linked_record })).status).toBe(201);
      const shown = firstOf(await crm(`/${module}/${record}/Emails`)).linked_record;
      expect(shown).toEqual(
        linked_record ? { id, name: 'Alice Baker', module: { api_name: 'Contacts', id: expect.any(String) } } : null,
      );
    }
    const [first = ''] = service.state.records.get('Deals')?.keys() ?? [];
    service.limits.linkedRecordMandatory = true;
    expect(firstOf(await post(`/Deals/${first}`, MAIL)).code).toBe('MANDATORY_NOT_FOUND');
  });

  it('files for another user only when an administrator asks', async () => {
    const [, ken] = service.state.users;
    await attach({ owner: { id: ken?.id } });
    expect(firstOf(await crm(`/Contacts/${id}/Emails`)).owner).toMatchObject({ id: ken?.id, name: 'Ken Sato' });
    service.state.users = service.state.users.map((user) => ({ ...user, admin: false }));
    const answer = await attach({ owner: { id: ken?.id }, original_message_id: '<m2@x>' });
    expect([answer.status, firstOf(answer).code]).toEqual([403, 'NO_PERMISSION']);
  });

  it('needs the scope of mails and the module’s own', async () => {
    const both = await tokenFor('ZohoCRM.modules.emails.CREATE', 'ZohoCRM.modules.contacts.READ');
    expect((await post(`/Contacts/${id}`, MAIL, both)).status).toBe(201);
    for (const scope of ['ZohoCRM.modules.ALL', 'ZohoCRM.modules.emails.ALL']) {
      const answer = await post(`/Contacts/${id}`, MAIL, await tokenFor(scope));
      expect([answer.status, codeOf(answer)]).toEqual([401, 'OAUTH_SCOPE_MISMATCH']);
    }
  });

  it('tells whether a Message-ID is there', async () => {
    const ask = (text: string) => crm(`/actions/email_available?orginal_message_id=${encodeURIComponent(text)}`);
    expect((await ask(MAIL.original_message_id)).body).toMatchObject({ available: false });
    await attach();
    const answer = await ask(MAIL.original_message_id);
    expect(answer.body).toMatchObject({ available: true, record: { module: { api_name: 'Contacts' }, id } });
    expect(wrongBy('available', answer)).toEqual([]);
    const bare = await crm('/actions/email_available?original_message_id=x');
    expect([bare.status, codeOf(bare), wrongBy('error', bare)]).toEqual([400, 'REQUIRED_PARAM_MISSING', []]);
  });

  it('lists ten at a time, the newest first, by index', async () => {
    for (let day = 1; day <= 12; day += 1) {
      const date_time = `2026-03-${String(day).padStart(2, '0')}T00:00:00+00:00`;
      await attach({ original_message_id: `<${day}@x>`, subject: `S${day}`, date_time });
    }
    const first = await crm(`/Contacts/${id}/Emails`);
    expect(emailsOf(first).map(({ subject }) => subject)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `S${n}`),
    );
    expect(infoOf(first)).toMatchObject({ count: 10, per_page: 10, more_records: true, prev_index: null });
    const second = await crm(`/Contacts/${id}/Emails?index=${String(infoOf(first).next_index)}`);
    expect(emailsOf(second).map(({ subject }) => subject)).toEqual(['S2', 'S1']);
    expect(infoOf(second)).toMatchObject({ count: 2, more_records: false, next_index: null });
    expect((await crm(`/Contacts/${id}/Emails?type=drafts`)).status).toBe(204);
    const wrong = [await crm(`/Contacts/${id}/Emails?index=2`), await crm(`/Contacts/${id}/Emails?type=all`)];
    expect(wrong.map(codeOf)).toEqual(['INVALID_DATA', 'INVALID_DATA']);
  });

  it('answers 204 for a record without mails and for an unknown message', async () => {
    expect((await crm(`/Contacts/${id}/Emails`)).status).toBe(204);
    expect((await crm(`/Contacts/${id}/Emails/abc`)).status).toBe(204);
  });

  it('keeps files byte for byte and names them as attachments', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128, 200]);
    const answer = await upload(['見積書 1.pdf', bytes], ['b.txt', Buffer.from('b')]);
    expect([answer.status, wrongBy('Action_Wrapper', answer, 'files')]).toEqual([200, []]);
    const [first, second] = rowsOf(answer).map(detailsOf);
    expect([first?.name, second?.name]).toEqual(['見積書 1.pdf', 'b.txt']);
    const headers = { authorization: `Bearer ${service.state.tokens[0]?.token}` };
    const back = await fetch(`${place.base}/crm/v8/files?id=${String(first?.id)}`, { headers });
    expect(Buffer.from(await back.arrayBuffer())).toEqual(bytes);
    const attached = await attach({ attachments: [{ id: first?.id }] });
    const one = await crm(`/Contacts/${id}/Emails/${String(detailsOf(firstOf(attached)).message_id)}`);
    expect(firstOf(one)).toMatchObject({
      has_attachment: true,
      attachments: [{ id: first?.id, name: '見積書 1.pdf', size: '8' }],
    });
    expect(wrongBy('wrapper', one, 'email_related_records')).toEqual([]);
    expect(JSON.stringify(service.log.list())).not.toContain('�');
  });

  it('refuses attachments of more than 10 MB together, and files of more than 20 MB', async () => {
    const half = Buffer.alloc(6 * 1024 * 1024);
    const ids = rowsOf(await upload(['a', half], ['b', half])).map((row) => ({ id: detailsOf(row).id }));
    expect((await attach({ attachments: ids.slice(0, 1) })).status).toBe(201);
    const answer = await attach({ attachments: ids, original_message_id: '<m2@x>' });
    expect([answer.status, firstOf(answer).code]).toEqual([400, 'FILE_SIZE_EXCEEDS']);
    const huge = await upload(['huge', Buffer.alloc(20 * 1024 * 1024 + 1)]);
    expect([huge.status, codeOf(huge)]).toEqual([400, 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE']);
    const none = await upload();
    expect([none.status, codeOf(none)]).toEqual([400, 'INVALID_DATA']);
  });

  it('names the addresses mails may be from', async () => {
    const answer = await crm('/settings/emails/actions/from_addresses');
    const address = { email: 'hanako.yamada@example.com', type: 'primary', user_name: 'Hanako Yamada', default: true };
    expect((answer.body as { from_addresses: Json[] }).from_addresses).toMatchObject([address]);
    expect(wrongBy('AddressWrapper', answer, 'from_addresses')).toEqual([]);
  });

  it('shows mails in the state and forgets them on reset', async () => {
    await attach();
    const read = async () => (await (await fetch(`${place.base}/_simulator/state`)).json()) as { mails: Json[] };
    expect((await read()).mails).toMatchObject([{ module: 'Contacts', record: id, originalId: '<m1@example.com>' }]);
    service.reset();
    expect((await read()).mails).toEqual([]);
  });
});
