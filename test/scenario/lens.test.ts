/** An edit of the part that one side shows goes into the whole that the other one has: names, long texts, lists. */
import { inWords } from '../../reasons';
import { answerReview, listReviews } from '../../archive';
import { startFixture, type Fixture, type Raw, type Side } from '../support/fixture';
import { startTaskWorld, type TaskWorld } from '../support/taskWorld';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => world.clear());

const mail = { emailAddresses: [{ address: 'm@example.com', name: 'm@example.com' }] };
const inOutlook = (...contacts: readonly Raw[]): void =>
  world.services.graph.seed({ contacts: contacts.map((one) => ({ categories: ['Zoho'], ...one })) } as never);
const inZoho = (...Contacts: readonly Raw[]): void => world.services.zoho.seed({ records: { Contacts } } as never);
const only = async (side: Side): Promise<Raw> => {
  const all = await world.contacts(side);
  expect(all).toHaveLength(1);
  return all[0] as Raw;
};

async function edit(side: Side, body: Raw): Promise<void> {
  world.later();
  const id = encodeURIComponent(String((await only(side)).id));
  if (side === 'outlook') await world.ask(side, 'PATCH', `/v1.0/me/contacts/${id}`, body);
  else await world.ask(side, 'PUT', `/crm/v8/Contacts/${id}`, { data: [body], trigger: [] });
}

/** A cycle, and a second one that has nothing to write or to ask. */
async function settle(): Promise<void> {
  await world.run();
  const { written, conflicts } = (await world.run()) as unknown as { written: number; conflicts: number };
  expect([written, conflicts]).toEqual([0, 0]);
}

const names = async () => {
  const [o, z] = [await only('outlook'), await only('zoho')];
  const shown = (value: unknown) => (value as string | null) ?? '';
  return {
    outlook: `${shown(o.givenName)}|${shown(o.surname)}`,
    zoho: `${shown(z.First_Name)}|${shown(z.Last_Name)}`,
    shown: shown(o.displayName),
  };
};

describe('first and last name are one lens', () => {
  const madonna = { givenName: 'Madonna', displayName: 'Madonna', ...mail };
  const both = { givenName: 'Madonna', surname: 'Ciccone', displayName: 'Madonna Ciccone', ...mail };

  test.each<[what: string, first: Raw, side: Side, body: Raw, after: Awaited<ReturnType<typeof names>>]>([
    [
      'a surname added in Outlook',
      madonna,
      'outlook',
      { surname: 'Ciccone' },
      { outlook: 'Madonna|Ciccone', zoho: 'Madonna|Ciccone', shown: 'Madonna Ciccone' },
    ],
    [
      'a surname like the first name added in Outlook',
      madonna,
      'outlook',
      { surname: 'Madonna' },
      { outlook: 'Madonna|Madonna', zoho: 'Madonna|Madonna', shown: 'Madonna Madonna' },
    ],
    [
      'a surname removed in Outlook',
      both,
      'outlook',
      { surname: null },
      { outlook: 'Madonna|', zoho: '|Madonna', shown: 'Madonna' },
    ],
    [
      'a first name added in the CRM',
      madonna,
      'zoho',
      { First_Name: 'Louise' },
      { outlook: 'Louise|Madonna', zoho: 'Louise|Madonna', shown: 'Louise Madonna' },
    ],
    [
      'the one name changed in the CRM',
      madonna,
      'zoho',
      { Last_Name: 'Cher' },
      { outlook: 'Cher|', zoho: '|Cher', shown: 'Cher' },
    ],
    [
      'the one name changed in Outlook',
      madonna,
      'outlook',
      { givenName: 'Cher' },
      { outlook: 'Cher|', zoho: '|Cher', shown: 'Cher' },
    ],
    [
      'the first name removed in the CRM',
      both,
      'zoho',
      { First_Name: null },
      { outlook: '|Ciccone', zoho: '|Ciccone', shown: 'Ciccone' },
    ],
    [
      'first and last name changed in the CRM where Outlook has one',
      madonna,
      'zoho',
      { First_Name: 'Cherilyn', Last_Name: 'Sarkisian' },
      { outlook: 'Cherilyn|Sarkisian', zoho: 'Cherilyn|Sarkisian', shown: 'Cherilyn Sarkisian' },
    ],
  ])('%s', async (_what, first, side, body, after) => {
    inOutlook(first);
    await settle();
    await edit(side, body);
    await settle();
    expect(await names()).toEqual(after);
  });

  test('a name longer than the CRM holds stays whole in Outlook, and so does a company that stands in for one', async () => {
    const [name, company] = ['Na'.repeat(50), 'Co'.repeat(50)];
    inOutlook({ givenName: name, displayName: name, ...mail });
    await settle();
    await edit('zoho', { First_Name: 'Louise' });
    await settle();
    expect(await names()).toMatchObject({ outlook: `Louise|${name}`, zoho: `Louise|${name.slice(0, 80)}` });

    world.clear();
    inOutlook({ companyName: company });
    await settle();
    await edit('zoho', { First_Name: 'Louise' });
    await settle();
    expect(await names()).toMatchObject({ outlook: 'Louise|', zoho: `Louise|${company.slice(0, 80)}` });
  });

  test('one name in Outlook meets the whole one in the CRM: the surname is filled in', async () => {
    inOutlook(madonna);
    inZoho({ First_Name: 'Madonna', Last_Name: 'Ciccone', Email: 'm@example.com' });
    await settle();
    expect(await names()).toEqual({ outlook: 'Madonna|Ciccone', zoho: 'Madonna|Ciccone', shown: 'Madonna Ciccone' });
  });

  test('title, middle name and generation take part in the name that is shown', async () => {
    const john = { title: 'Dr.', givenName: 'John', middleName: 'Q.', surname: 'Public', generation: 'Jr.' };
    inOutlook({ ...john, displayName: 'Dr. John Q. Public Jr.', fileAs: 'Public, John Q.', ...mail });
    await settle();
    await edit('zoho', { First_Name: 'Jack', Last_Name: 'Private' });
    await settle();
    expect(await only('outlook')).toMatchObject({ displayName: 'Dr. Jack Q. Private Jr.', fileAs: 'Private, Jack Q.' });
  });
});

describe('who has no name gets to the CRM, and what stands in for it never comes back as one', () => {
  test.each<[what: string, contact: Raw, standsIn: string]>([
    ['a display name only', { displayName: '山田商店' }, '山田商店'],
    ['a company only', { companyName: 'Acme' }, 'Acme'],
    ['an e-mail only', mail, 'm@example.com'],
    ['a phone only', { mobilePhone: '090-1111-2222' }, 'contact without a name'],
  ])('%s', async (_what, contact, standsIn) => {
    inOutlook(contact);
    await settle();
    expect(await only('zoho')).toMatchObject({ Last_Name: standsIn });
    await edit('zoho', { Department: 'Sales' });
    await settle();
    expect(await names()).toMatchObject({ outlook: '|', zoho: `|${standsIn}` });
    await edit('zoho', { First_Name: 'Taro' });
    await settle();
    expect(await names()).toMatchObject({ outlook: 'Taro|', zoho: `Taro|${standsIn}` });
  });

  test('a name given in the CRM in place of what stood in goes over', async () => {
    inOutlook({ displayName: '山田商店' });
    await settle();
    await edit('zoho', { First_Name: '花子', Last_Name: '田中' });
    await settle();
    expect(await names()).toMatchObject({ outlook: '花子|田中', zoho: '花子|田中' });
  });

  test('a name given in Outlook takes the place of what stood in', async () => {
    inOutlook({ mobilePhone: '090-1111-2222' });
    await settle();
    await edit('outlook', { givenName: 'Taro' });
    await settle();
    expect(await names()).toMatchObject({ outlook: 'Taro|', zoho: '|Taro' });
  });
});

describe('a text longer than the CRM holds', () => {
  const word = (n: number): string => `word${n}`;
  const long = Array.from({ length: 5000 }, (_, n) => word(n)).join(' ');
  const openReviews = () => world.withArchive((a) => listReviews(a, 'Contacts', { states: ['open'] }));

  test.each<[what: string, outlook: (value: string) => Raw, of: (one: Raw) => unknown, api: string]>([
    ['notes', (personalNotes) => ({ personalNotes }), (one) => one.personalNotes, 'Description'],
    ['title', (jobTitle) => ({ jobTitle }), (one) => one.jobTitle, 'Title'],
    [
      'city',
      (city) => ({ businessAddress: { city } }),
      (one) => (one.businessAddress as { city: string }).city,
      'Mailing_City',
    ],
    [
      'street',
      (street) => ({ businessAddress: { street } }),
      (one) => (one.businessAddress as { street: string }).street,
      'Mailing_Street',
    ],
  ])('%s: one word edited in the CRM’s copy is edited in Outlook’s whole text', async (_what, put, of, api) => {
    inOutlook({ surname: 'Long', ...put(long) });
    await settle();
    const copy = String((await only('zoho'))[api]);
    expect(long.startsWith(copy) && copy.length < 32_001).toBe(true);
    await edit('zoho', { [api]: copy.replace('word1 ', 'one ') });
    await settle();
    expect(of(await only('outlook'))).toBe(long.replace('word1 ', 'one '));
    await edit('zoho', { [api]: copy.replace('word1 ', 'two ') });
    await settle();
    expect(of(await only('outlook'))).toBe(long.replace('word1 ', 'two '));
  });

  test('the end was edited in Outlook, and a word in the CRM: both are kept, and nobody is asked', async () => {
    inOutlook({ surname: 'Long', personalNotes: long });
    await settle();
    const copy = String((await only('zoho')).Description);
    await edit('outlook', { personalNotes: `${long} more` });
    await edit('zoho', { Description: copy.replace('word7 ', '7 ') });
    await settle();
    expect((await only('outlook')).personalNotes).toBe(`${long.replace('word7 ', '7 ')} more`);
  });

  const unplaceable: readonly [what: string, edit: (copy: string) => string | null][] = [
    ['words put at the end of the copy', (copy) => `${copy.slice(0, -200)}`.concat(' a note of the CRM')],
    ['another text', () => 'Something else'],
    ['cleared', () => null],
  ];
  test.each(unplaceable)('%s: a person is asked, and either answer is carried out', async (_what, change) => {
    for (const take of ['outlook', 'zoho'] as const) {
      world.clear();
      inOutlook({ surname: 'Long', personalNotes: long });
      await settle();
      const copy = String((await only('zoho')).Description);
      await edit('zoho', { Description: change(copy), Department: 'Sales' });
      await world.run();
      expect(await only('outlook')).toMatchObject({ personalNotes: long, department: 'Sales' });
      const [review, ...more] = await openReviews();
      expect(more).toEqual([]);
      expect(inWords(review?.reason as never, 'en')).toMatch(/holds only the beginning of Notes/);
      const given = { id: review!.id, answer: { take }, seen: review!.fingerprint, by: 'Tanaka', rule: false };
      await world.withArchive((a) => answerReview(a, given, Date.now()));
      await world.run();
      await settle();
      const kept = take === 'outlook' ? long : (change(copy) ?? '');
      expect((await only('outlook')).personalNotes).toBe(kept);
      expect((await only('zoho')).Description ?? '').toBe(take === 'outlook' ? copy : kept);
      expect(await openReviews()).toEqual([]);
    }
  });
});

describe('the first of a list set to one further down: they change places, none is lost', () => {
  test.each<[property: string, api: string, a: string, b: string]>([
    ['businessPhones', 'Phone', '03-1111-1111', '03-2222-2222'],
    ['homePhones', 'Home_Phone', '03-1111-1111', '03-2222-2222'],
  ])('%s', async (property, api, a, b) => {
    inOutlook({ surname: 'List', [property]: [a, b] });
    await settle();
    await edit('zoho', { [api]: b });
    await settle();
    expect((await only('outlook'))[property]).toEqual([b, a]);
    await edit('zoho', { [api]: '03-3333-3333' });
    await settle();
    expect((await only('outlook'))[property]).toEqual(['03-3333-3333', a]);
  });

  test('e-mail addresses, in either side', async () => {
    const [a, b] = ['a@example.com', 'b@example.com'];
    const email = (address: string) => ({ address, name: address });
    const listed = async () => [
      ((await only('outlook')).emailAddresses as readonly Raw[]).map(({ address }) => address),
      [(await only('zoho')).Email, (await only('zoho')).Secondary_Email],
    ];
    inOutlook({ surname: 'List', emailAddresses: [email(a), email(b)] });
    inZoho({ Last_Name: 'List', Email: a, Secondary_Email: b });
    await settle();
    await edit('zoho', { Email: b, Secondary_Email: a });
    await settle();
    expect(await listed()).toEqual([
      [b, a],
      [b, a],
    ]);
    await edit('outlook', { emailAddresses: [email(a), email(b)] });
    await settle();
    expect(await listed()).toEqual([
      [a, b],
      [a, b],
    ]);
  });
});

describe('tasks', () => {
  let tasks: TaskWorld;
  beforeAll(async () => void (tasks = await startTaskWorld()));
  afterAll(() => tasks.stop());
  const long = Array.from({ length: 6000 }, (_, n) => `word${n}`).join(' ');
  const title = long.slice(0, 300);

  test('a word edited in the CRM’s copy of a long title or note', async () => {
    tasks.reset([{ title, body: { content: long, contentType: 'text' } }]);
    await tasks.run();
    const [task] = tasks.crmTasks();
    const [subject, note] = [String(task?.Subject), String(task?.Description)];
    await tasks.editCrm(subject, {
      Subject: subject.replace('word1 ', 'one '),
      Description: note.replace('word3 ', 'three '),
    });
    await tasks.run();
    expect(await tasks.run()).toMatchObject({ written: 0 });
    const [found] = await tasks.todo();
    expect(found?.title).toBe(title.replace('word1 ', 'one '));
    expect((found?.body as Raw).content).toBe(long.replace('word3 ', 'three '));
  });

  test('in a body of HTML, what the CRM never showed keeps its form', async () => {
    const lines = Array.from({ length: 4000 }, (_, n) => `<div>line ${n} <b>bold</b></div>`);
    tasks.reset([{ title: 'Lines', body: { content: lines.join(''), contentType: 'html' } }]);
    await tasks.run();
    const note = String(tasks.crmTasks()[0]?.Description);
    await tasks.editCrm('Lines', { Description: note.replace('line 2 ', 'second ') });
    await tasks.run();
    expect(await tasks.run()).toMatchObject({ written: 0 });
    const content = String(((await tasks.todo())[0]?.body as Raw).content);
    expect(content).toContain('<div>second <b>bold</b></div>');
    expect(content).toContain('<div>line 1 <b>bold</b></div>');
    expect(content).toContain('<div>line 3999 <b>bold</b></div>');
  });
});
