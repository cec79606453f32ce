import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { forgetPerson } from '../../archive';
import { oddMails, sentMail } from '../../simulators/seeds/mails';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Raw } from '../support/fixture';
import type { MailWorld } from '../support/mailWorld';
import { startMailWorld } from '../support/mailWorld';

jest.setTimeout(60_000);

const TANAKA = 'tanaka@customer.example';
const SUZUKI = 'suzuki@customer.example';
const LEAD = 'lead@prospect.example';
const contacts = [
  { Last_Name: 'Tanaka', First_Name: 'Hanako', Email: TANAKA },
  { Last_Name: 'Suzuki', Email: 'Suzuki@Customer.example' },
];
const leads = [{ Last_Name: 'Prospect', Company: 'Prospects', Email: LEAD }];
const people = { records: { Contacts: contacts, Leads: leads } };
const since = { 'Sent Mail': { startDate: '2020-01-01T00:00:00Z' } };
const matcher = (more: Raw) => ({ ...since, 'CRM Matcher': more });

let world: MailWorld;
beforeAll(async () => void (world = await startMailWorld()));
afterAll(() => world.stop());

interface Shown extends Raw {
  readonly module: string;
  readonly subject: string;
  readonly originalId: string;
  readonly content: string;
}
const all = (): readonly Shown[] => [...world.attached().values()].flat() as unknown as readonly Shown[];
const shownOn = (module: string): readonly string[] =>
  all()
    .filter((one) => one.module === module)
    .map(({ subject }) => subject)
    .sort();
const once = (mails: readonly Shown[]): boolean =>
  new Set(mails.map((one) => `${one.originalId} ${String(one.record)}`)).size === mails.length;
const paths = (all: readonly { readonly path: string }[], part: string): number =>
  all.filter(({ path }) => path.includes(part)).length;

test('leaves the credits to others that are kept for them: what is not attached waits, is told, and goes later', async () => {
  const mails = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => sentMail(from + n, `Mail ${from + n}`, { to: [TANAKA, SUZUKI] }));
  const { limits, state, clock } = world.services.zoho;
  world.seed({ mails: mails(2) }, people);
  Object.assign(limits, { credits: 100 });
  state.credits = [{ at: clock.now(), count: 50 }];
  const keeping = { ...since, 'Attach to Zoho CRM': { creditsKept: 20 } };
  await world.run(keeping);
  expect(shownOn('Contacts')).toHaveLength(4);
  world.services.graph.seed({ mails: mails(20, 2) } as never);
  const { finish } = await world.run(keeping);
  expect(finish.left.map(({ reason }) => reason).join()).toMatch(
    /needs about 60 API credits of Zoho CRM; \d+ are left, and 20 are kept for others\. So \d+ writes will wait/,
  );
  const spent = state.credits.reduce((sum: number, { count }) => sum + count, 0);
  expect([spent <= 81, shownOn('Contacts').length > 4, shownOn('Contacts').length < 44]).toEqual([true, true, true]);
  state.credits = [];
  await world.withArchive(({ register }) => register.deleteFrom('credit').execute());
  for (let n = 0; n < 3; n += 1) await world.run(keeping);
  expect(shownOn('Contacts')).toHaveLength(44);
  Object.assign(limits, { credits: 0 });
});

describe('the sent-mail template', () => {
  test('puts each mail of every sort where it belongs, or says why not', async () => {
    world.seed({ mails: oddMails({ contact: TANAKA, other: SUZUKI, lead: LEAD }) }, people);
    const { finish } = await world.run(since);
    const reasons = Object.fromEntries(finish.skippedMails.map(({ label, reason }) => [label.slice(11), reason]));
    expect(reasons).toEqual({
      'Nice to meet you': expect.stringMatching(
        /^Nobody it went to is among the contacts and leads of the CRM: rita\.stone@/,
      ),
      'Lunch?': 'Nobody it went to counts: ken.sato@contoso.example is internal (contoso.example)',
      Newsletter: 'Nobody it went to counts: customers-list@contoso.example is internal (contoso.example)',
      'To a group':
        'Nobody it went to counts: Project team has no e-mail address (a group or a private list); team:; is a group, not a person',
      Malformed:
        'Nobody it went to counts: not an address is no e-mail address; two@@signs.example is no e-mail address',
      Grüße: expect.stringMatching(/anna@xn--mller-kva\.example$/),
      'From a private address': expect.stringMatching(/tanaka1980@gmail\.com$/),
      Nobody: 'It has no recipients',
    });
    expect(finish.report).toMatchObject({ attached: 13, skipped: 8, parked: 0, pending: 0, created: { zoho: 0 } });
    expect(shownOn('Leads')).toEqual(['Plain text', 'Welcome']);
    expect(shownOn('Contacts')).toEqual(
      ['(no subject)', '(no subject)', 'Confidential', 'Forwarded', 'In capitals', 'Minutes of our meeting'].concat([
        ...['Minutes of our meeting', 'Our offer', 'To your other address', 'お見積りの件', '🎉 تهانينا 👩‍💻'],
      ]),
    );
    expect(all().find(({ subject }) => subject === 'Confidential')?.content).toMatch(/^\[This mail is encrypted/);
    expect(finish.attachedTo).toHaveLength(13);
  });

  test('runs again without attaching anything, for one request', async () => {
    world.requests();
    const { finish } = await world.run(since);
    expect(finish.report).toMatchObject({ attached: 0, skipped: 0, written: 0, pending: 0 });
    expect(world.requests()).toHaveLength(1);
  });

  test('keeps texts out of items, reports and the journal, and forgets them once they are attached', async () => {
    const mails = [sentMail(0, 'Offer', { to: [TANAKA], bcc: [LEAD] }, { body: 'The secret price is 4711' })];
    world.seed({ mails }, people);
    const { outputs } = await world.run(since);
    expect(all()[0]?.content).toContain('4711');
    expect(JSON.stringify(outputs)).not.toContain('4711');
    expect(JSON.stringify(await world.journal())).not.toContain('4711');
    expect(await world.archived()).toMatchObject([{ status: 'settled', extra: 'null' }]);
    expect(all()[0]).toMatchObject({ bcc: [] });
  });

  test('who asks to be forgotten is in no history of it any more; the others of the same mail are', async () => {
    const mails = [sentMail(0, 'Offer', { to: [TANAKA, SUZUKI, 'new@else.example'] })];
    world.seed({ mails }, people);
    await world.run(matcher({ nobodyMatches: 'lead' }));
    const whom = { address: 'Tanaka@Customer.example' };
    const { notes } = await world.withArchive((opened) => forgetPerson(opened, whom, Date.now()));
    expect(notes).toEqual([]);
    await world.withArchive((opened) => forgetPerson(opened, { address: 'new@else.example' }, Date.now()));
    const kept = ['', '-wal'].map((end) => `${world.file()}${end}`).filter((path) => existsSync(path));
    const bytes = kept.map((path) => readFileSync(path, 'latin1')).join('');
    expect(bytes).not.toMatch(/tanaka|else\.example/i);
    expect(bytes).toMatch(/Suzuki/);
    expect((await world.journal()).map(({ op, label }) => [op, label.slice(11)])).toEqual([['attach', 'Offer']]);
    expect((await world.run(since)).finish.report).toMatchObject({ attached: 0, written: 0 });
    expect(all().filter(({ module }) => module === 'Contacts')).toHaveLength(2);
  });

  test('a text of two megabytes is cut with a mark', async () => {
    const rows = '<tr><td>Item</td><td>100 &amp; more</td></tr>'.repeat(50_000);
    world.seed({ mails: [sentMail(0, 'Price list', { to: [TANAKA] }, { body: `<table>${rows}</table>` })] }, people);
    const { finish } = await world.run(since);
    expect(finish.report).toMatchObject({ attached: 1, parked: 0 });
    const { content } = all()[0]!;
    expect(content.length).toBeLessThanOrEqual(32_000);
    expect(content.length).toBeGreaterThan(31_000);
    const mark = '<p><b>[… The rest of this mail is only in Outlook.]</b></p>';
    expect(content.endsWith(mark)).toBe(true);
    const end = content.slice(0, -mark.length);
    expect(end.slice(end.lastIndexOf('>'))).not.toMatch(/<|&\w*$/);
  });

  test('moving, flagging and deleting a mail later changes nothing in the CRM, and brings nothing twice', async () => {
    const mails = [0, 1, 2].map((n) => sentMail(n, `Mail ${n}`, { to: [TANAKA] }));
    world.seed({ mails }, people);
    await world.run(since);
    world.services.graph.seed({
      mailEdits: [
        { mail: 'Mail 0', delete: true },
        { mail: 'Mail 1', folder: 'archive' },
        { mail: 'Mail 2', set: { flag: { flagStatus: 'flagged' } } },
      ],
    } as never);
    expect((await world.run(since)).finish.report).toMatchObject({ attached: 0, written: 0 });
    world.services.graph.seed({ mailEdits: [{ mail: 'Mail 1', folder: 'sentitems' }] } as never);
    expect((await world.run(since)).finish.report).toMatchObject({ attached: 0, linked: 0, skipped: 0 });
    expect(all()).toHaveLength(3);
  });

  test('a lost cursor reads all again and attaches nothing twice', async () => {
    world.seed({ mails: [sentMail(0, 'One', { to: [TANAKA] })] }, people);
    await world.run(since);
    world.requests();
    world.services.graph.faults.add({ kind: 'status', status: 410, match: { path: 'delta' } } as never);
    expect((await world.run(since)).finish.report).toMatchObject({ attached: 0, linked: 0 });
    expect(paths(world.requests(), 'delta')).toBe(2);
    expect(all()).toHaveLength(1);
  });
});

describe('whom a mail belongs to', () => {
  const both = { records: { Contacts: contacts, Leads: [...leads, { Last_Name: 'T', Company: 'C', Email: TANAKA }] } };
  const toTanaka = [sentMail(0, 'Offer', { to: [['山田 太郎様', 'taro@new.example'], TANAKA] })];

  test.each([
    ['contact', 0],
    ['both', 1],
  ])('contact and lead have the address, the choice is %s', async (bothMatch, inLeads) => {
    world.seed({ mails: toTanaka }, both);
    await world.run(matcher({ bothMatch }));
    expect([shownOn('Contacts').length, shownOn('Leads').length]).toEqual([1, inLeads]);
  });

  test('a lead that became a contact is no lead any more', async () => {
    const old = { Last_Name: 'T', Company: 'C', Email: TANAKA, Converted__s: true };
    world.seed({ mails: toTanaka }, { records: { Contacts: contacts, Leads: [old] } });
    await world.run(matcher({ bothMatch: 'both' }));
    expect([shownOn('Contacts').length, shownOn('Leads').length]).toEqual([1, 0]);
  });

  test('one’s own aliases and machines become no leads, and a carrier’s domain is no company', async () => {
    const alias = 'megan.old@contoso-old.example';
    const token = 'reply+0a1b2c3d@reply.forum.example';
    const mails = [
      sentMail(0, 'To my old address', { to: [alias] }),
      sentMail(1, 'Leave the list', { to: ['unsubscribe-4711@news.example', token, 'no.reply@shop.example'] }),
      sentMail(
        2,
        'As another',
        { to: ['meg@side-project.example'] },
        { from: { emailAddress: { name: 'Meg', address: 'meg@side-project.example' } } },
      ),
      sentMail(3, 'To a phone', { to: ['ken..s@t.vodafone.ne.jp'] }),
    ];
    world.seed({ mails, mailbox: { aliases: [alias] } } as never, people);
    await world.run(matcher({ nobodyMatches: 'lead' }));
    const made = world.records('Leads').slice(1);
    expect(made.map(({ Email }) => Email)).toEqual(['ken..s@t.vodafone.ne.jp']);
    expect(JSON.stringify(made)).not.toMatch(/"Company":"(Vodafone|T)"/i);
    await world.run(matcher({ nobodyMatches: 'lead' }));
    expect(world.records('Leads')).toHaveLength(2);
  });

  test('nobody has the address: a lead is created, once for all mails, with name and company', async () => {
    const more = sentMail(1, 'Again', { to: ['taro@new.example'] });
    world.seed({ mails: [...toTanaka, more] }, people);
    const { finish } = await world.run(matcher({ nobodyMatches: 'lead' }));
    expect(world.records('Leads')).toHaveLength(2);
    expect(world.records('Leads')[1]).toMatchObject({ Last_Name: '山田', First_Name: '太郎', Company: 'New' });
    expect(finish.report).toMatchObject({ created: { zoho: 1 }, attached: 3 });
    expect(shownOn('Leads')).toEqual(['Again', 'Offer']);
  });

  test('nobody has the address: a contact is created with an Account, found or made', async () => {
    world.seed({ mails: [...toTanaka, sentMail(1, 'Free', { to: ['ken@gmail.com'] })] }, people);
    await world.run(matcher({ nobodyMatches: 'contact', matchLeads: false }));
    const named = (name: string) => world.records('Contacts').find(({ Last_Name }) => Last_Name === name);
    expect(named('山田')).toMatchObject({ First_Name: '太郎', Email: 'taro@new.example' });
    expect(named('ken')).toMatchObject({ Email: 'ken@gmail.com' });
    expect(world.records('Accounts').map(({ Account_Name }) => Account_Name)).toEqual(['New']);
  });

  test('several have the address: it waits for a person, the others get the mail, and it heals by itself', async () => {
    const twice = [...contacts, { Last_Name: 'Tanaka', First_Name: 'Other', Email: TANAKA }];
    world.seed({ mails: [sentMail(0, 'Offer', { to: [TANAKA, SUZUKI] })] }, { records: { Contacts: twice } });
    const { finish, outputs } = await world.run(since);
    expect(finish.report).toMatchObject({ attached: 1, parked: 1 });
    expect(finish.parkedRecords[0]?.message).toBe(
      `2 records in Contacts have the address ${TANAKA}: Hanako Tanaka, Other Tanaka.`,
    );
    expect(outputs['CRM Matcher']?.[3]?.[0]?.json).toMatchObject({
      zoho: [{ module: 'Contacts' }, { module: 'Contacts' }],
    });
    const [, , other] = world.records('Contacts');
    await world.editContact(String(other?.id), { Email: 'other@customer.example' });
    await world.hasten();
    expect((await world.run(since)).finish.report).toMatchObject({ attached: 1, linked: 1, parked: 0 });
    expect(once(all())).toBe(true);
  });

  test('the one open deal of the contact gets the mail, too; of several none', async () => {
    const [one, two] = [
      { id: '4150868000000111001', ...contacts[0] },
      { id: '4150868000000111002', ...contacts[1] },
    ];
    const deal = (Deal_Name: string, id: string, Stage = 'Qualification') => ({
      Deal_Name,
      Stage,
      Contact_Name: { id },
    });
    const Deals = [deal('Won', one.id, 'Closed Won'), deal('Open', one.id), deal('A', two.id), deal('B', two.id)];
    world.seed(
      { mails: [sentMail(0, 'Offer', { to: [TANAKA, SUZUKI] })] },
      { records: { Contacts: [one, two], Deals } },
    );
    const { finish } = await world.run(matcher({ alsoDeals: true }));
    expect(all().filter(({ module }) => module === 'Deals')).toMatchObject([
      { linked: { module: 'Contacts', id: one.id } },
    ]);
    expect(finish.attachedTo.map(({ reason }) => reason)).toContain('attached to the deal Open');
    expect(finish.left).toMatchObject([{ reason: 'Suzuki has 2 open deals, so it was attached to none of them' }]);
  });
});

describe('attachments and cases', () => {
  const file = (name: string, size: number) => ({ name, contentType: 'application/pdf', size });
  const going = { ...since, 'Attach to Zoho CRM': { attachments: true, mostMegabytes: 5, asCase: true } };

  test('files go along as far as they fit; what is left out is told; each mail is a case once', async () => {
    const attachments = [file('Small.pdf', 1000), file('Big.pdf', 6_000_000), file('お見積り "1".pdf', 2000)];
    world.seed({ mails: [sentMail(0, 'Offer', { to: [TANAKA] }, { attachments })] }, people);
    const { finish } = await world.run(going);
    expect(all()[0]).toMatchObject({ attachments: [{ name: 'Small.pdf', size: 1000 }, { size: 2000 }] });
    expect(finish.left.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/"Big\.pdf" was left out: with 5\.7 MB/),
    ]);
    expect(world.records('Cases')).toMatchObject([{ Subject: 'Offer' }]);
    expect(finish.report).toMatchObject({ created: { zoho: 1 }, attached: 1 });
  });
});

describe('five hundred mails to three hundred people', () => {
  const address = (n: number) => `person${n % 300}@crowd.example`;

  test('cost at most twelve look-ups and one call for each mail and record; a second run nothing', async () => {
    const known = Array.from({ length: 200 }, (_, n) => ({ Last_Name: `P${n}`, Email: address(n) }));
    const mails = Array.from({ length: 500 }, (_, n) => sentMail(n, `Mail ${n}`, { to: [address(n)] }));
    world.seed({ mails }, { records: { Contacts: known } });
    const settings = matcher({ nobodyMatches: 'lead' });
    const { finish } = await world.run(settings);
    const asked = world.requests();
    expect(finish.report).toMatchObject({ attached: 500, created: { zoho: 100 }, pending: 0, parked: 0 });
    expect(paths(asked, '/coql')).toBeLessThanOrEqual(12);
    expect(paths(asked, 'associate_email')).toBe(500);
    expect(paths(asked, '/search')).toBe(0);
    await world.run(settings);
    expect(world.requests().length).toBeLessThanOrEqual(2);
    expect(all()).toHaveLength(500);
  }, 120_000);
});

describe('trouble', () => {
  const mails = [
    sentMail(0, 'One', { to: [TANAKA, 'new@new.example'] }),
    sentMail(1, 'Two', { to: ['new@new.example'] }),
  ];
  const settings = { ...matcher({ nobodyMatches: 'lead' }), 'Attach to Zoho CRM': { asCase: true } };

  const sound = () => {
    expect(once(all())).toBe(true);
    expect(all()).toHaveLength(3);
    expect(world.records('Leads')).toHaveLength(2);
    expect(world.records('Cases')).toHaveLength(2);
  };

  test('killed at any moment, it ends the same', async () => {
    const recover = async () => {
      await world.letLeaseLapse();
      const { finish } = await world.run(settings);
      expect(finish.report).toMatchObject({ pending: 0, parked: 0 });
    };
    const prepare = async () => world.seed({ mails }, people);
    await diesAnywhere({ prepare, run: (life) => world.run(settings, life), recover, end: sound }, 10);
  }, 300_000);

  test.each(['associate_email', '/Leads', '/Cases'])('a lost answer of %s makes nothing twice', async (path) => {
    world.seed({ mails }, people);
    world.services.zoho.faults.add({ kind: 'dropAfter', match: { method: 'POST', path } } as never);
    await world.run(settings).catch(() => undefined);
    await world.letLeaseLapse();
    await world.run(settings);
    sound();
  });
});

describe('two mails with one Message-ID', () => {
  const mail = (at: number, subject: string, sentDateTime: string) =>
    sentMail(at, subject, { to: [TANAKA] }, { sentDateTime, internetMessageId: '<same@tool.example>' });
  const shown = () =>
    all()
      .map(({ subject, originalId }) => [subject, originalId])
      .sort();

  test.each([
    ['another subject', 'Order 2', '2026-01-01T09:00:00Z'],
    ['the same subject a week later', 'Order 1', '2026-01-08T09:00:00Z'],
  ])('%s: both show, the second by an id of its own, and each is a case', async (_, subject, sentAt) => {
    const both = [mail(1, 'Order 1', '2026-01-01T09:00:00Z'), mail(2, subject, sentAt)];
    world.seed({ mails: both }, people);
    const settings = { ...since, 'Attach to Zoho CRM': { asCase: true } };
    await world.run(settings);
    expect(shown()).toEqual([
      ['Order 1', expect.any(String)],
      [subject, expect.any(String)],
    ]);
    expect(new Set(all().map(({ originalId }) => originalId))).toEqual(
      new Set(['<same@tool.example>', expect.stringMatching(/^<[0-9a-f]{32}@outlook\.invalid>$/)]),
    );
    expect(world.records('Cases')).toHaveLength(2);
    rmSync(dirname(world.file()), { recursive: true, force: true });
    await world.run(settings);
    expect(all()).toHaveLength(2);
    expect(world.records('Cases')).toHaveLength(2);
  });

  test('the same mail in two folders is one', async () => {
    const both = [1, 2].map((at) => mail(at, 'Order 1', '2026-01-01T09:00:00Z'));
    world.seed({ mails: both }, people);
    await world.run(since);
    expect(shown()).toEqual([['Order 1', '<same@tool.example>']]);
  });
});
