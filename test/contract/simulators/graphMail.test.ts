import { graphWorld, IMMUTABLE } from './graph/client';
import type { Json } from './graph/client';
import { csdl, undeclared } from './graph/csdl';

const { service, access, start, send, get, round, admin } = graphWorld();
let base = '';
const SENT = '/me/mailFolders/sentitems/messages';

beforeAll(async () => void (base = await start()));
beforeEach(() => service.reset());
afterAll(() => service.stop());

const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { name: address, address } }));
const mail = (subject: string | null, more: object = {}) => ({ subject, toRecipients: to('a@x.example'), ...more });
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T09:00:00Z`;
const subjects = (rows: readonly Json[]) => rows.map(({ subject }) => subject);

describe('folders', () => {
  it('lists the folders under the top, finds one by id or well-known name, and its child folders', async () => {
    service.seed({ mailFolders: [{ displayName: 'Customers', parent: 'inbox' }], mails: [mail('A')] });
    const { value } = (await get('/me/mailFolders?$top=50')).body;
    expect(value.map((folder: Json) => folder.displayName)).toEqual(
      expect.arrayContaining(['Inbox', 'Drafts', 'Sent Items', 'Deleted Items']),
    );
    const sent = (await get('/me/mailFolders/SentItems')).body;
    expect(sent).toMatchObject({ displayName: 'Sent Items', totalItemCount: 1, unreadItemCount: 0 });
    expect((await get(`/me/mailFolders/${sent.id}`)).body.id).toBe(sent.id);
    expect((await get("/me/mailFolders('sentitems')")).body.id).toBe(sent.id);
    const children = await get('/me/mailFolders/inbox/childFolders');
    expect(children.body.value).toMatchObject([{ displayName: 'Customers', childFolderCount: 0 }]);
    expect((await get('/me/mailFolders/inbox')).body.childFolderCount).toBe(1);
    expect((await get('/me/mailFolders/nowhere')).body.error.code).toBe('ErrorInvalidIdMalformed');
    expect((await get('/me/mailFolders/AAMkAGI2THVSAAA-gone0000000000000=')).status).toBe(404);
  });
});

describe('sending', () => {
  const sendMail = (message: unknown, more: object = {}) => send('POST', '/me/sendMail', { message, ...more });

  it('answers 202 with nothing, and keeps a copy among the sent mails unless told otherwise', async () => {
    const report = {
      subject: 'Report',
      body: { contentType: 'text', content: 'All in step.' },
      toRecipients: to('boss@x.example'),
    };
    expect(await sendMail(report)).toMatchObject({ status: 202, body: {} });
    expect((await sendMail({ ...report, subject: 'Secret' }, { saveToSentItems: false })).status).toBe(202);
    const { value } = (await get(SENT)).body;
    expect(value).toMatchObject([
      { subject: 'Report', bodyPreview: 'All in step.', toRecipients: to('boss@x.example') },
    ]);
  });

  it('refuses a mail to nobody, and a token that may not send', async () => {
    expect((await sendMail({ subject: 'Report' })).body.error.code).toBe('ErrorInvalidRecipients');
    expect((await send('POST', '/me/sendMail', {})).status).toBe(400);
    service.seed({ grant: { scopes: ['Mail.ReadWrite'] } });
    expect((await sendMail({ subject: 'Report', toRecipients: to('boss@x.example') })).status).toBe(403);
  });
});

describe('mails', () => {
  it('shows what a sent mail is, in the types of the metadata', async () => {
    service.seed({
      mails: [
        mail('Offer', {
          ...{
            ccRecipients: to('b@x.example'),
            bccRecipients: to('c@x.example'),
            sentDateTime: '2026-03-01T10:00:00Z',
          },
          ...{ body: { contentType: 'html', content: '<p>Dear <b>A</b></p>' }, categories: ['Zoho'] },
          internetMessageId: '<one@contoso.example>',
        }),
      ],
    });
    const [listed] = (await get(SENT)).body.value;
    expect(listed).toMatchObject({
      ...{ subject: 'Offer', isDraft: false, hasAttachments: false, sentDateTime: '2026-03-01T10:00:00Z' },
      ...{ internetMessageId: '<one@contoso.example>', bodyPreview: 'Dear A', categories: ['Zoho'] },
      ...{ from: { emailAddress: { address: 'megan.bowen@contoso.example' } }, flag: { flagStatus: 'notFlagged' } },
      ...{ bccRecipients: to('c@x.example'), receivedDateTime: '2026-03-01T10:00:00Z' },
    });
    expect(listed.body.content).toContain('<p>Dear <b>A</b></p>');
    expect(listed['@odata.etag']).toBe(`W/"${listed.changeKey}"`);
    expect(listed.uniqueBody).toBeUndefined();
    const asked = await get(`/me/messages/${listed.id}?$select=subject,uniqueBody,internetMessageHeaders`);
    expect(Object.keys(asked.body).sort()).toEqual(
      ['@odata.context', '@odata.etag', 'id', 'internetMessageHeaders', 'subject', 'uniqueBody'].sort(),
    );
    expect((await get(`${SENT}?$select=nothing`)).status).toBe(400);
    if (csdl) expect(undeclared('message', { ...listed, ...asked.body })).toEqual([]);
  });

  it('answers the body as text where that is preferred, and takes scripts out', async () => {
    service.seed({ mails: [mail('A', { body: '<p>One</p><script>alert(1)</script><p>Two</p>' })] });
    const [{ id, body }] = (await get(SENT)).body.value;
    expect(body).toMatchObject({ contentType: 'html', content: expect.not.stringContaining('script') });
    const text = await get(`/me/messages/${id}`, { prefer: 'outlook.body-content-type="text"' });
    expect(text.body.body).toEqual({ contentType: 'text', content: expect.stringMatching(/^One\s+Two$/) });
    expect(text.headers['preference-applied']).toContain('outlook.body-content-type="text"');
    const unsafe = await get(`/me/messages/${id}`, { prefer: 'outlook.allow-unsafe-html' });
    expect(unsafe.body.body.content).toContain('alert(1)');
  });

  it('filters, orders, pages; an order that the filter does not begin with is refused', async () => {
    service.seed({ mails: [1, 2, 3, 4, 5].map((n) => mail(`M${n}`, { sentDateTime: day(n) })) });
    expect(subjects((await get(SENT)).body.value)).toEqual(['M5', 'M4', 'M3', 'M2', 'M1']);
    const since = encodeURIComponent('sentDateTime ge 2026-03-03T00:00:00Z');
    const ordered = await get(`${SENT}?$filter=${since}&$orderby=sentDateTime&$top=2&$select=subject`);
    expect(subjects(ordered.body.value)).toEqual(['M3', 'M4']);
    expect(subjects((await get(ordered.body['@odata.nextLink'])).body.value)).toEqual(['M5']);
    const wrong = await get(`${SENT}?$filter=${since}&$orderby=subject`);
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'InefficientFilter']);
    expect((await get(`${SENT}?$top=1001`)).status).toBe(400);
    const from = encodeURIComponent("from/emailAddress/address eq 'megan.bowen@contoso.example'");
    expect((await get(`/me/messages?$filter=${from}&$count=true`)).body['@odata.count']).toBe(5);
    expect(subjects((await get('/me/messages?$search="m3"')).body.value)).toEqual(['M3']);
  });

  it('keeps immutable ids over a move, changes the default ones, and finds a mail by either', async () => {
    service.seed({ mails: [mail('A', { attachments: [{ name: 'a.txt', size: 3 }] })] });
    const before = (await get(SENT)).body.value[0].id;
    const immutable = (await get(SENT, IMMUTABLE)).body.value[0].id;
    service.seed({ mailEdits: [{ mail: 'A', folder: 'archive' }] });
    expect((await get(`/me/messages/${before}`)).status).toBe(404);
    expect((await get(`${SENT}/${immutable}`, IMMUTABLE)).status).toBe(404);
    const [after] = (await get('/me/mailFolders/archive/messages')).body.value;
    expect(after.id).not.toBe(before);
    expect((await get(`/me/messages/${immutable}`, IMMUTABLE)).body).toMatchObject({ id: immutable, subject: 'A' });
    const ids = { inputIds: [after.id], sourceIdType: 'restId', targetIdType: 'restImmutableEntryId' };
    expect((await send('POST', '/me/translateExchangeIds', ids)).body.value[0].targetId).toBe(immutable);
  });

  it('holds what is odd: no subject, no recipients, a group, two megabytes, right to left, a message class', async () => {
    const CLASS = 'String 0x001A';
    const cls = { singleValueExtendedProperties: [{ id: 'String 0x1a', value: 'IPM.Note.SMIME' }] };
    const p7m = { name: 'smime.p7m', contentType: 'application/pkcs7-mime', contentBytes: 'AAEC' };
    service.seed({
      mails: [
        { subject: null },
        mail('📈 مرحبا', { body: `<p>${'x'.repeat(2_000_000)}</p>` }),
        mail('Secret', { ...cls, body: '', attachments: [p7m] }),
      ],
    });
    const { value } = (await get(`${SENT}?$top=10`)).body;
    expect(value.find((one: Json) => one.subject === null)).toMatchObject({ toRecipients: [], bodyPreview: '' });
    const big = value.find((one: Json) => one.subject === '📈 مرحبا');
    expect(big.body.content.length).toBeGreaterThan(2_000_000);
    expect(big.bodyPreview).toHaveLength(255);
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${CLASS}')`);
    const secret = (await get(`${SENT}?$expand=${expand}`)).body.value.find((one: Json) => one.subject === 'Secret');
    expect(secret).toMatchObject({
      hasAttachments: true,
      singleValueExtendedProperties: [{ id: 'String 0x1a', value: 'IPM.Note.SMIME' }],
    });
  });
});

describe('attachments', () => {
  const file = { name: 'a.txt', contentType: 'text/plain', contentBytes: Buffer.from('Hällo').toString('base64') };
  const inline = { name: 'logo.png', contentType: 'image/png', size: 10, isInline: true, contentId: 'logo' };
  const item = { '@odata.type': '#microsoft.graph.itemAttachment', name: 'Old', size: 5, item: { subject: 'Old' } };
  const link = { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Shared.docx' };
  const path = async () => `/me/messages/${(await get('/me/messages')).body.value[0].id}/attachments`;

  it('lists all kinds, with a file’s content unless $select leaves it out', async () => {
    service.seed({ mails: [mail('A', { attachments: [file, inline, item, link] })] });
    const root = await path();
    const { value } = (await get(root)).body;
    expect(value.map((one: Json) => one['@odata.type'].replace('#microsoft.graph.', ''))).toEqual([
      ...['fileAttachment', 'fileAttachment', 'itemAttachment', 'referenceAttachment'],
    ]);
    expect(value[0]).toMatchObject({ ...file, size: 6, isInline: false });
    if (csdl)
      for (const one of value) expect(undeclared(one['@odata.type'].replace('#microsoft.graph.', ''), one)).toEqual([]);
    const lean = (await get(`${root}?$select=id,name,size,contentType,isInline`)).body.value;
    expect(JSON.stringify(lean)).not.toContain('contentBytes');
    expect(lean[1]).toMatchObject({ name: 'logo.png', size: 10, isInline: true });
    const typed = await get(`${root}?$select=id,microsoft.graph.fileAttachment/contentBytes`);
    expect(typed.body.value[0].contentBytes).toBe(file.contentBytes);
    expect((await get(`${root}?$select=id,contentBytes`)).status).toBe(400);
    expect((await get('/me/messages?$expand=attachments')).body.value[0].attachments).toHaveLength(4);
  });

  it('gives one whole, its bytes, an item when expanded; a reference has no value', async () => {
    service.seed({ mails: [mail('A', { attachments: [file, item, link] })] });
    const root = await path();
    const [first, second, third] = (await get(root)).body.value;
    expect((await get(`${root}/${first.id}`)).body.contentBytes).toBe(file.contentBytes);
    const bytes = await fetch(`${base}/v1.0${root}/${first.id}/$value`, {
      headers: { authorization: `Bearer ${access.accessToken}` },
    });
    expect([await bytes.text(), bytes.headers.get('content-type')]).toEqual(['Hällo', 'text/plain']);
    expect((await get(`${root}/${second.id}`)).body.item).toBeUndefined();
    const expanded = await get(`${root}/${second.id}?$expand=microsoft.graph.itemattachment/item`);
    expect(expanded.body.item).toMatchObject({ id: '', subject: 'Old' });
    expect((await get(`${root}/${third.id}/$value`)).status).toBe(405);
    expect((await get(`${root}/AAMkAGI2THVSAAA-a_gone00000000000=`)).status).toBe(404);
    const immutable = (await get(root, IMMUTABLE)).body.value[0].id;
    expect(immutable).not.toBe(first.id);
    const batch = { requests: [{ id: '1', method: 'GET', url: `${root}/${immutable}`, headers: IMMUTABLE }] };
    const [reply] = (await send('POST', '/$batch', batch)).body.responses;
    expect(reply.body).toMatchObject({ id: immutable, name: 'a.txt' });
  });
});

describe('delta', () => {
  it('tells all of a folder, then what is new, changed, moved away and deleted', async () => {
    service.seed({ mails: [mail('A'), mail('B'), mail('Draft', { folder: 'drafts', isDraft: true })] });
    const first = await round(`${SENT}/delta?$select=subject,toRecipients`, IMMUTABLE);
    expect(subjects(first.rows).sort()).toEqual(['A', 'B']);
    expect(Object.keys(first.rows[0] ?? {}).sort()).toEqual(
      ['@odata.etag', '@odata.type', 'id', 'subject', 'toRecipients'].sort(),
    );
    const idOf = (subject: string) => first.rows.find((row) => row.subject === subject)?.id;
    service.seed({
      mails: [mail('C')],
      mailEdits: [
        { mail: 'A', folder: 'archive' },
        { mail: 'B', delete: true },
        { mail: 'Draft', send: true },
      ],
    });
    const second = await round(first.link, IMMUTABLE);
    expect(second.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: idOf('A'), '@removed': { reason: 'deleted' } }),
        expect.objectContaining({ id: idOf('B'), '@removed': { reason: 'deleted' } }),
        expect.objectContaining({ subject: 'C' }),
        expect.objectContaining({ subject: 'Draft' }),
      ]),
    );
    expect((await round(second.link, IMMUTABLE)).rows).toEqual([]);
    const sent = (await admin('GET', 'state')).mails.find((one: Json) => one.subject === 'Draft');
    expect(sent).toMatchObject({ folder: 'Sent Items', isDraft: false });
  });

  it('knows one filter, one order, and the type of change in later rounds', async () => {
    service.seed({ mails: [1, 2, 3].map((n) => mail(`M${n}`, { sentDateTime: day(n) })) });
    const filter = encodeURIComponent('receivedDateTime ge 2026-03-02T09:00:00Z');
    const first = await round(`${SENT}/delta?changeType=created&$filter=${filter}&$orderby=receivedDateTime desc`);
    expect(subjects(first.rows)).toEqual(['M3', 'M2']);
    const after = encodeURIComponent('receivedDateTime gt 2026-03-02T09:00:00Z');
    expect(subjects((await round(`${SENT}/delta?$filter=${after}`)).rows)).toEqual(['M3']);
    service.seed({
      mails: [mail('New', { sentDateTime: day(4) }), mail('Old', { sentDateTime: day(1) })],
      mailEdits: [
        { mail: 'M3', set: { categories: ['X'] } },
        { mail: 'M2', delete: true },
      ],
    });
    expect(subjects((await round(first.link)).rows)).toEqual(['New']);
    for (const wrong of ["$filter=subject eq 'A'", '$orderby=subject', '$search="a"', 'changeType=moved'])
      expect([wrong, (await get(`${SENT}/delta?${wrong}`)).status]).toEqual([wrong, 400]);
    expect((await get('/me/messages/delta')).status).toBe(400);
    service.limits.mailDeltaFilterMax = 1;
    const all = encodeURIComponent('receivedDateTime ge 2026-01-01');
    expect((await round(`${SENT}/delta?$filter=${all}`)).rows).toHaveLength(1);
  });

  it('tells of a new read state by that alone, and of other edits in full', async () => {
    service.seed({ mails: [mail('A')] });
    const first = await round(`${SENT}/delta`);
    service.seed({ mailEdits: [{ mail: 'A', set: { isRead: false } }] });
    const second = await round(first.link);
    expect(Object.keys(second.rows[0] ?? {}).sort()).toEqual(['@odata.type', 'id', 'isRead', 'parentFolderId'].sort());
    service.seed({ mailEdits: [{ mail: 'A', set: { categories: ['X'] } }] });
    expect((await round(second.link)).rows[0]).toMatchObject({ subject: 'A', categories: ['X'] });
  });

  it('pages as preferred or by $top, and suffers the same faults as other feeds', async () => {
    service.seed({ mails: [1, 2, 3].map((n) => mail(`M${n}`, { sentDateTime: day(n) })) });
    expect((await round(`${SENT}/delta?$top=2`)).pages.map((page) => page.length)).toEqual([2, 1]);
    expect((await round(`${SENT}/delta`, { prefer: 'odata.maxpagesize=1' })).pages).toHaveLength(3);
    service.faults.add({ kind: 'emptyPage' });
    expect((await round(`${SENT}/delta`)).pages.map((page) => page.length)).toEqual([0, 3]);
    service.faults.add({ kind: 'duplicatePage' });
    expect((await round(`${SENT}/delta`)).pages.map((page) => page.length)).toEqual([3, 3]);
    service.limits.deltaLinkLife = 60;
    const { link } = await round(`${SENT}/delta`);
    service.clock.advance(61_000);
    const gone = await get(link);
    expect([gone.status, gone.body.error.code]).toEqual([410, 'SyncStateNotFound']);
  });
});

describe('scopes', () => {
  it('Mail.ReadBasic sees no bodies and no attachments; without a mail scope there is nothing', async () => {
    service.seed({ mails: [mail('A', { body: 'Secret', attachments: [{ name: 'a', size: 1 }] })] });
    service.seed({ grant: { scopes: ['User.Read', 'Mail.ReadBasic'] } });
    const [row] = (await get(`${SENT}?$select=subject,body,bodyPreview`)).body.value;
    expect([row.subject, row.body, row.bodyPreview]).toEqual(['A', undefined, undefined]);
    expect((await get(`/me/messages/${row.id}/attachments`)).status).toBe(403);
    service.seed({ grant: { scopes: ['User.Read', 'Contacts.ReadWrite'] } });
    for (const path of [SENT, '/me/mailFolders']) expect((await get(path)).status).toBe(403);
  });
});
