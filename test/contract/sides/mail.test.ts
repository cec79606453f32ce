import { inWords } from '../../../reasons';
import {
  attachMail,
  createCase,
  createPeople,
  findCases,
  findOpenDeals,
  findPeople,
  caseKey,
  listMails,
  uploadFiles,
} from '../../../sides/zoho';
import type { MailToAttach } from '../../../sides/zoho';
import { chooseMailFolder, listAttachments, mailFeed, readAttachment, readMailProfile } from '../../../sides/outlook';
import type { MailSettings } from '../../../sides/outlook';
import { sentMail } from '../../../simulators/seeds/mails';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(60_000);

let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  world.zoho.reset();
});

const TO = 'tanaka@customer.example';
const settings: MailSettings = { folderId: null, since: '2020-01-01T00:00:00.000Z' };
const seedMails = (mails: readonly object[], more: object = {}) => world.graph.seed({ mails, ...more } as never);
const read = (memory: Memory, given: Partial<MailSettings> = {}) =>
  memory.read(
    mailFeed(world.outlook, { settings: { ...settings, ...given }, cursor: memory.cursor, known: memory.known }),
  );
const subjects = (rows: readonly { readonly fields: Readonly<Record<string, unknown>> }[]) =>
  rows.map(({ fields }) => fields.subject).sort();
const few = (count: number, to = TO) => Array.from({ length: count }, (_, n) => sentMail(n, `Mail ${n}`, { to: [to] }));

describe('the feed of sent mail', () => {
  test('tells each mail once, with its people, and its text for later', async () => {
    seedMails([sentMail(0, 'Offer', { to: [['Hanako', TO]], cc: ['c@x.example'] }, { body: '<p>Text</p>' })]);
    const memory = makeMemory();
    const [mail] = await read(memory);
    expect(mail).toMatchObject({
      fields: {
        subject: 'Offer',
        to: [{ name: 'Hanako', address: TO }],
        messageId: '<sent-0@contoso.example>',
        sealed: null,
      },
      extra: { body: { format: 'html', content: expect.stringContaining('<p>Text</p>') }, cut: false },
    });
    expect(JSON.stringify(mail?.fields)).not.toContain('Text');
    expect(await read(memory)).toEqual([]);
  });

  test('leaves drafts and other folders alone, and begins at its start date', async () => {
    const old = sentMail(0, 'Old', { to: [TO] }, { sentDateTime: '2019-12-31T00:00:00Z' });
    const draft = sentMail(1, 'Draft', { to: [TO] }, { isDraft: true });
    const inbox = sentMail(2, 'Inbox', { to: [TO] }, { folder: 'inbox' });
    seedMails([old, draft, inbox, sentMail(3, 'Sent', { to: [TO] })]);
    expect(subjects(await read(makeMemory()))).toEqual(['Sent']);
  });

  test('without a start date it begins a week before the first reading, and stays there', async () => {
    const at = (days: number) => ({ sentDateTime: new Date(Date.now() - days * 86_400_000).toISOString() });
    seedMails([sentMail(0, 'Ten days', { to: [TO] }, at(10)), sentMail(1, 'Two days', { to: [TO] }, at(2))]);
    const memory = makeMemory();
    expect(subjects(await read(memory, { since: null }))).toEqual(['Two days']);
    expect(await read(memory, { since: null })).toEqual([]);
  });

  test('a mail that was moved away and back between two runs is told as gone, and found all the same', async () => {
    world.graph.limits.deltaLostReturns = true;
    const memory = makeMemory();
    await read(memory);
    const old = sentMail(2, 'Old', { to: [TO] }, { sentDateTime: '2019-12-31T00:00:00Z' });
    seedMails([...few(2), old]);
    const move = (mail: string, folder: string) => world.graph.seed({ mailEdits: [{ mail, folder }] } as never);
    ['Mail 0', 'Mail 1', 'Old'].forEach((subject) => move(subject, 'archive'));
    ['Mail 0', 'Old'].forEach((subject) => move(subject, 'sentitems'));
    expect(subjects(await read(memory))).toEqual(['Mail 0']);
    expect(await read(memory)).toEqual([]);
  });

  test('reads any folder, and anew where another is chosen', async () => {
    seedMails([sentMail(0, 'Own', { to: [TO] }, { folder: 'Sent by me' }), ...few(1)], {
      mailFolders: [{ displayName: 'Sent by me' }],
    });
    const { results } = await chooseMailFolder(world.outlook, 'sent');
    expect(results.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Sent Items (Default Folder)', 'Sent by me']),
    );
    const memory = makeMemory();
    expect(subjects(await read(memory))).toEqual(['Mail 0']);
    const folderId = results.find(({ name }) => name === 'Sent by me')!.value;
    expect(subjects(await read(memory, { folderId }))).toEqual(['Own']);
  });

  test('many pages, and a cursor that is lost in their middle', async () => {
    seedMails(few(60));
    world.graph.faults.add({ kind: 'status', status: 410, match: { path: 'skiptoken|delta' }, skip: 1 } as never);
    const memory = makeMemory();
    const rows = await read(memory);
    expect(new Set(rows.map(({ ref }) => ref)).size).toBe(60);
    expect(rows).toHaveLength(60);
  });

  test('more mails than a delta with a start date tells of are read from the list, none twice', async () => {
    seedMails(few(120));
    world.graph.limits.mailDeltaFilterMax = 60;
    const memory = makeMemory();
    const feed = (cursor: Memory['cursor']) =>
      mailFeed(world.outlook, { settings, cursor, known: memory.known, most: 60 });
    const rows = await memory.read(feed(null));
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map(({ ref }) => ref)).size).toBe(120);
    expect(await memory.read(feed(memory.cursor))).toEqual([]);
  });

  test.each([
    ['smime.p7m', 'application/pkcs7-mime', 'encrypted with S/MIME'],
    ['message.rpmsg', 'application/x-microsoft-rpmsg-message', 'protected by rights management'],
    ['smime.p7s', 'multipart/signed', null],
  ])('a mail with %s is %s: %s', async (name, contentType, sealed) => {
    const attachments = [{ name, contentType, contentBytes: 'AAAA' }];
    seedMails([sentMail(0, 'Secret', { to: [TO] }, { attachments, body: sealed ? '' : '<p>Readable</p>' })]);
    const [mail] = await read(makeMemory());
    expect(mail?.fields.sealed).toBe(sealed);
    expect(JSON.stringify(mail?.extra)).toContain(sealed ?? 'Readable');
  });

  test('names and sizes of attachments come along, pictures within the text do not; files are read one by one', async () => {
    const attachments = [
      { name: 'A.pdf', contentType: 'application/pdf', contentBytes: 'AP8=' },
      { name: 'logo.png', contentType: 'image/png', size: 9, isInline: true },
    ];
    seedMails([sentMail(0, 'Offer', { to: [TO] }, { attachments })]);
    const [mail] = await read(makeMemory());
    expect(mail?.fields.attachments).toEqual([{ name: 'A.pdf', size: 2 }]);
    const files = await listAttachments(world.outlook, mail!.ref);
    expect(files).toMatchObject([{ name: 'A.pdf', kind: 'file' }]);
    expect([...(await readAttachment(world.outlook, mail!.ref, files![0]!))!.bytes]).toEqual([0, 255]);
    world.graph.seed({ mailEdits: [{ mail: 'Offer', delete: true }] } as never);
    expect(await listAttachments(world.outlook, mail!.ref)).toBeNull();
  });

  test('the profile knows the addresses of the mailbox', async () => {
    expect((await readMailProfile(world.outlook)).addresses).toContain('megan.bowen@contoso.example');
  });
});

const mail: MailToAttach = {
  subject: 'Offer',
  from: { name: 'Megan', address: 'megan@contoso.example' },
  ...{ to: [{ name: '', address: TO }], cc: [], bcc: [] },
  body: { format: 'html', content: '<p>Text</p>' },
  ...{ sentAt: '2026-01-31T09:30:00.000Z', messageId: '<offer@contoso.example>' },
};
const wanted = (...addresses: readonly string[]) => addresses.map((address) => ({ address, written: address }));
const seedZoho = (records: object) => world.zoho.seed({ records } as never);
const contact = { Last_Name: 'Tanaka', Email: 'Tanaka@Customer.example', Secondary_Email: 'home@tanaka.example' };
const idsIn = (module: string) => [...(world.zoho.state.records.get(module)?.keys() ?? [])];

describe('people in the CRM', () => {
  test('are found by both addresses, whatever the case, and without a tag', async () => {
    seedZoho({ Contacts: [contact] });
    const find = await findPeople(
      world.crm,
      'Contacts',
      wanted(TO, 'home@tanaka.example', 'tanaka+x@customer.example', 'no@x.example'),
    );
    const names = (address: string) => find(address).map(({ name, exact }) => [name, exact]);
    expect([names(TO), names('home@tanaka.example'), names('no@x.example')]).toEqual([
      [['Tanaka', true]],
      [['Tanaka', true]],
      [],
    ]);
    expect(names('tanaka+x@customer.example')).toEqual([['Tanaka', false]]);
  });

  test('cost a call for a hundred of them', async () => {
    world.zoho.log.clear();
    await findPeople(world.crm, 'Contacts', wanted(...Array.from({ length: 250 }, (_, n) => `p${n}@x.example`)));
    expect(world.zoho.log.list()).toHaveLength(3);
  });

  test('are created once: whoever is there by then is taken', async () => {
    seedZoho({ Leads: [{ Last_Name: 'There', Company: 'C', Email: 'there@x.example' }] });
    const person = (address: string, companyName: string | null) => ({
      address,
      written: address,
      lastName: 'New',
      firstName: null,
      companyName,
    });
    const people = [person('there@x.example', null), person('new@x.example', 'X'), person('free@gmail.com', null)];
    const made = await createPeople(world.crm, people, { module: 'Leads', trigger: [] });
    expect([...made.values()].map(({ is }) => is)).toEqual(['there', 'made', 'made']);
    expect(idsIn('Leads')).toHaveLength(3);
    const again = await createPeople(world.crm, people, { module: 'Leads', trigger: [] });
    expect([...again.values()].map(({ is }) => is)).toEqual(['there', 'there', 'there']);
  });

  test('open deals are told from closed ones', async () => {
    seedZoho({ Contacts: [contact] });
    const [id = ''] = idsIn('Contacts');
    const deal = (Deal_Name: string, Stage: string) => ({ Deal_Name, Stage, Contact_Name: { id } });
    seedZoho({ Deals: [deal('Open', 'Qualification'), deal('Won', 'Closed Won'), deal('Lost', 'Closed Lost')] });
    expect((await findOpenDeals(world.crm, [id])).map(({ name }) => name)).toEqual(['Open']);
  });
});

describe('a mail on a record', () => {
  const shown = () => [...world.zoho.state.mail.mails.values()].flat();
  const place = async () => {
    seedZoho({ Contacts: [contact] });
    return { module: 'Contacts', id: idsIn('Contacts')[0] ?? '', address: TO };
  };

  test('shows once, however often it is attached', async () => {
    const at = await place();
    expect(await attachMail(world.crm, mail, at)).toEqual({ is: 'attached' });
    expect(await attachMail(world.crm, mail, at)).toEqual({ is: 'there' });
    expect(shown()).toHaveLength(1);
    const pages = await allOf(listMails(world.crm, 'Contacts', at.id));
    expect(pages.flatMap(({ data }) => data)).toMatchObject([{ subject: 'Offer' }]);
  });

  test('is attached in the name of an owner; where Zoho does not take that, in that of who signed in, and says so', async () => {
    const [at, owner] = [await place(), '5545974000000001003'];
    expect(await attachMail(world.crm, mail, at, { owner })).toEqual({ is: 'attached' });
    expect(shown()).toMatchObject([{ owner }]);
    const { users } = world.zoho.state;
    world.zoho.state.users = users.map((user) => ({ ...user, admin: false }));
    const others = [1, 2].map((n) => ({ ...mail, messageId: `<${n}@contoso.example>` }));
    world.zoho.log.clear();
    for (const one of others)
      expect(await attachMail(world.crm, one, at, { owner })).toEqual({ is: 'attached', notTheirs: true });
    expect(shown().map((one) => one.owner)).toEqual([owner, users[0]?.id, users[0]?.id]);
    expect(world.zoho.log.list()).toHaveLength(3);
  });

  test('is attached again by itself where the answer was lost', async () => {
    const at = await place();
    world.zoho.faults.add({ kind: 'dropAfter', match: { path: 'associate_email' } } as never);
    expect(await attachMail(world.crm, mail, at)).toEqual({ is: 'there' });
    expect(shown()).toHaveLength(1);
  });

  test.each<[string, Partial<MailToAttach>, object]>([
    ['no subject', { subject: null }, { subject: '(no subject)' }],
    ['a subject too long', { subject: '😀'.repeat(200) }, { subject: expect.stringMatching(/^(😀)+ …$/u) }],
    ['no text', { body: { format: 'html', content: '' } }, { content: '(no text)' }],
    ['a text too long', { body: { format: 'text', content: 'x'.repeat(40_000) } }, { format: 'text' }],
    ['nobody with an address in To', { to: [{ name: 'Team', address: 'team' }] }, { to: [{ email: TO }] }],
    [
      'one bad address among good ones',
      {
        cc: [
          { name: '', address: 'bad' },
          { name: '', address: 'a@müller.example' },
        ],
      },
      { cc: [{ email: 'a@xn--mller-kva.example' }] },
    ],
  ])('%s is no obstacle', async (_title, more, expected) => {
    expect(await attachMail(world.crm, { ...mail, ...more }, await place())).toEqual({ is: 'attached' });
    expect(shown()[0]).toMatchObject(expected);
  });

  test('a record that is gone is told in words', async () => {
    const result = await attachMail(world.crm, mail, { module: 'Contacts', id: '5545974000000599999' });
    expect(inWords(result)).toMatchObject({
      is: 'refused',
      reason: expect.stringMatching(/no record 5545974000000599999 in Contacts/),
    });
  });

  test('files go up as far as they fit', async () => {
    const offer = (name: string, size: number) => ({ id: name, name, size, type: 'text/plain', kind: 'file' as const });
    const source = {
      list: async () => [offer('a.txt', 10), offer('gone.txt', 10), offer('big.txt', 100)],
      read: async (file: ReturnType<typeof offer>) =>
        file.name === 'gone.txt' ? null : { ...file, bytes: Buffer.alloc(file.size) },
    };
    const { files, notes } = await uploadFiles(world.crm, source as never, 50);
    expect(files.map(({ name }) => name)).toEqual(['a.txt']);
    expect(inWords(notes)).toEqual([
      expect.stringMatching(/"gone\.txt".*no longer in Outlook/),
      expect.stringMatching(/"big\.txt".*beyond the size/),
    ]);
  });

  test('becomes a case that is found again by its Message-ID', async () => {
    const at = await place();
    expect([...(await findCases(world.crm, [mail])).keys()]).toEqual([]);
    expect(await createCase(world.crm, mail, at, { trigger: [] })).toMatchObject({ is: 'made' });
    expect([...(await findCases(world.crm, [mail, { ...mail, messageId: '<other@x.example>' }])).keys()]).toEqual([
      caseKey(mail),
    ]);
  });
});
