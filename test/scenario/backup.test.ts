import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { attendees, crmMeeting, date, meeting, startEventWorld, type EventWorld } from '../support/eventWorld';
import { runNode } from '../support/fakeN8n';
import { startFixture, type Fixture, type Raw, type Side } from '../support/fixture';
import { startTaskWorld, type TaskWorld } from '../support/taskWorld';

type Items = readonly INodeExecutionData[];
type Shown = Readonly<Record<Side, readonly Raw[]>>;
interface World extends Pick<Fixture, 'house' | 'file' | 'untilQuiet' | 'writes' | 'clearLogs' | 'outbox' | 'later'> {
  readonly template: { readonly nodes: unknown };
  /** All content, as the services hold it; without what no restore brings back: ids, times, marks. */
  readonly shown: () => Shown;
  /** Deletes some and changes some, on both sides. */
  readonly wreck: () => Promise<unknown>;
}

const nodes = { outlook: 'Outlook Changes', zoho: 'Zoho CRM Changes' } as const;

async function runOperation({ house, template }: World, side: Side, parameters: Raw, items: Items = [{ json: {} }]) {
  const node = (template.nodes as unknown as readonly INode[]).find(({ name }) => name === nodes[side])!;
  const [out = []] = await runNode(
    house(),
    { ...node, parameters: { ...node.parameters, ...parameters } as INode['parameters'] },
    [[...items]],
  );
  return out;
}
const backUp = (world: World, side: Side) => runOperation(world, side, { operation: 'backUp' });
const restore = async (world: World, side: Side, backup: Items, restorePreview: boolean) => {
  const out = await runOperation(world, side, { operation: 'restore', restorePreview }, backup);
  return { records: out.slice(0, -1).map(({ json }) => json), counts: out.at(-1)?.json.counts };
};

const loseArchive = async ({ file }: World): Promise<void> => {
  for (const end of ['', '-wal', '-shm']) await rm(`${file()}${end}`, { force: true });
};

const textOf = (items: Items, property: string): string =>
  items.map(({ binary }) => Buffer.from(binary?.[property]?.data ?? '', 'base64').toString()).join('');

const without = (record: Raw, ...names: readonly string[]): Raw =>
  Object.fromEntries(
    Object.entries(record).filter(
      ([name, value]) =>
        !names.includes(name) && !name.startsWith('@') && !name.startsWith('$') && value !== null && value !== '',
    ),
  );
const sorted = (all: readonly Raw[]): readonly Raw[] =>
  [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function promises(world: () => World, expected: { readonly create: number; readonly change: number }): void {
  test('wrecked on both sides and without the archive, everything is brought back; nobody is mailed', async () => {
    const lab = world();
    await lab.untilQuiet();
    const before = lab.shown();
    const saved = { outlook: await backUp(lab, 'outlook'), zoho: await backUp(lab, 'zoho') };
    const mails = lab.outbox().length;
    await lab.wreck();
    await loseArchive(lab);
    expect(lab.shown()).not.toEqual(before);
    lab.clearLogs();
    for (const side of ['outlook', 'zoho'] as const) {
      const wrecked = lab.shown();
      expect((await restore(lab, side, saved[side], true)).counts).toMatchObject({ ...expected, done: 0, notDone: 0 });
      expect(lab.shown()).toEqual(wrecked);
      expect(lab.writes()).toEqual([]);
      expect((await restore(lab, side, saved[side], false)).counts).toMatchObject({
        ...expected,
        ...{ done: expected.create + expected.change, notDone: 0 },
      });
      lab.clearLogs();
      lab.later();
    }
    expect(lab.shown()).toEqual(before);
    expect(lab.outbox().length).toBe(mails);
    for (const side of ['outlook', 'zoho'] as const)
      expect((await restore(lab, side, saved[side], false)).counts).toMatchObject({ create: 0, change: 0, done: 0 });
    expect(lab.writes()).toEqual([]);
    await lab.untilQuiet();
    expect(lab.shown()).toEqual(before);
  });

  test('a backup writes nothing, needs no archive, and counts what it saved', async () => {
    const lab = world();
    await lab.untilQuiet();
    await loseArchive(lab);
    lab.clearLogs();
    for (const side of ['outlook', 'zoho'] as const) {
      const saved = await backUp(lab, side);
      expect(saved.at(-1)?.json).toMatchObject({ complete: true, total: lab.shown()[side].length, left: [] });
      expect(textOf(saved, 'table').trim().split('\r\n').length).toBe(lab.shown()[side].length + 1);
    }
    expect(lab.writes()).toEqual([]);
  });
}

describe('contacts', () => {
  let fixture: Fixture;
  beforeAll(async () => void (fixture = await startFixture()));
  afterAll(() => fixture.stop());

  const own = ['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId', 'marks'];
  const system = ['id', 'Owner', 'Created_By', 'Modified_By', 'Created_Time', 'Modified_Time', 'Last_Activity_Time'];
  const people = [
    {
      surname: 'Tanaka',
      givenName: 'Hanako',
      emailAddresses: [{ address: 'hanako@example.jp', name: 'H' }, { address: 'second@example.jp' }],
    },
    {
      surname: 'Yamada',
      givenName: 'Taro',
      businessPhones: ['03-1111-2222'],
      birthday: '1980-02-29T11:59:00Z',
      personalNotes: '=1+1\n"quoted", ok',
    },
    { surname: 'Madonna', companyName: 'Acme', jobTitle: 'Boss' },
    { surname: 'Same', emailAddresses: [{ address: 'same@example.jp' }] },
  ];
  let world: World;
  beforeEach(() => {
    fixture.clear();
    const more = { fileAs: 'x', nickName: 'Nick', imAddresses: ['im@example.jp'] };
    const mailbox = people.map((one) => ({ ...more, ...one, categories: ['Zoho', 'Friends'] }));
    fixture.services.graph.seed({ contacts: mailbox } as never);
    fixture.services.zoho.seed({
      records: { Contacts: [{ Last_Name: 'Crm', Email: 'crm@example.jp', Lead_Source: 'Partner' }] },
    } as never);
    const mailboxNow = () => [...fixture.services.graph.state.contacts.values()].map(({ fields }) => fields as Raw);
    world = {
      ...fixture,
      template: contacts,
      shown: () => ({
        outlook: sorted(mailboxNow().map((one) => without(one, ...own))),
        zoho: sorted(fixture.records('Contacts').map((one) => without(one, ...system))),
      }),
      wreck: async () => {
        const outlook = (await fixture.contacts('outlook')) as readonly Raw[];
        const zoho = fixture.records('Contacts');
        const inOutlook = (name: string) =>
          `/v1.0/me/contacts/${encodeURIComponent(String(outlook.find(({ surname }) => surname === name)?.id))}`;
        const inZoho = (name: string) =>
          `/crm/v8/Contacts/${String(zoho.find(({ Last_Name }) => Last_Name === name)?.id)}`;
        fixture.later();
        await fixture.ask('outlook', 'DELETE', inOutlook('Yamada'));
        await fixture.ask('outlook', 'PATCH', inOutlook('Tanaka'), { emailAddresses: [], jobTitle: 'Nobody' });
        await fixture.ask('zoho', 'DELETE', inZoho('Crm'));
        await fixture.ask('zoho', 'PUT', inZoho('Same'), { data: [{ Last_Name: 'Wrong', Phone: '1' }], trigger: [] });
      },
    };
  });
  promises(() => world, { create: 1, change: 1 });

  test('it can be read by other programs and by people', async () => {
    await world.untilQuiet();
    const saved = await backUp(world, 'outlook');
    const cards = textOf(saved, 'exchange');
    expect(cards.match(/BEGIN:VCARD/g)).toHaveLength(5);
    expect(cards).toContain('N:Tanaka;Hanako;;;');
    expect(cards).toContain('NOTE:=1+1\\n"quoted"\\, ok');
    expect(cards).toContain('BDAY:1980-02-29');
    const table = textOf(saved, 'table');
    expect(table).toContain(`"'=1+1\n""quoted"", ok"`);
    expect(table).toContain('"03-1111-2222"');
    const lines = textOf(saved, 'records')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Raw);
    expect(lines.map(({ record }) => (record as Raw).surname).sort()).toEqual([
      'Crm',
      'Madonna',
      'Same',
      'Tanaka',
      'Yamada',
    ]);
  });
});

describe('tasks', () => {
  let world: TaskWorld;
  let lab: World;
  beforeAll(async () => void (world = await startTaskWorld()));
  afterAll(() => world.stop());
  const own = ['id', 'createdDateTime', 'lastModifiedDateTime', 'completedDateTime', 'linkedResources'];
  const system = ['id', 'Owner', 'Created_By', 'Modified_By', 'Created_Time', 'Modified_Time', 'Closed_Time'];
  beforeEach(() => {
    world.reset(
      [
        { title: 'Call', body: { content: 'a note', contentType: 'text' }, importance: 'high' },
        { title: 'Write', dueDateTime: { dateTime: '2026-04-01T00:00:00', timeZone: 'Tokyo Standard Time' } },
        { title: 'Done', status: 'completed' },
      ],
      [{ Subject: 'Crm', Priority: 'Low', Status: 'Not Started', Due_Date: '2026-05-01' }],
    );
    lab = {
      ...world,
      template: tasks,
      shown: () => ({
        outlook: sorted(
          [...world.services.graph.state.tasks.values()].map(({ fields }) => without(fields as Raw, ...own)),
        ),
        zoho: sorted(world.crmTasks().map((one) => without(one, ...system))),
      }),
      wreck: async () => {
        await world.deleteTodo('Call');
        await world.editTodo('Write', { title: 'Wrote', dueDateTime: null });
        await world.deleteCrm('Crm');
        await world.editCrm('Done', { Subject: 'Undone', Status: 'Not Started' });
      },
    };
  });
  promises(() => lab, { create: 1, change: 1 });
});

describe('meetings', () => {
  let world: EventWorld;
  let lab: World;
  beforeAll(async () => void (world = await startEventWorld()));
  afterAll(() => world.stop());
  const own = ['id', 'iCalUId', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'transactionId', 'webLink'];
  const system = ['id', 'Owner', 'Created_By', 'Modified_By', 'Created_Time', 'Modified_Time'];
  beforeEach(() => {
    world.reset(
      [
        meeting('Standup', 3, { location: { displayName: 'Room 1' } }),
        meeting('Review', 4),
        meeting('Guests', 5, attendees('bob')),
      ],
      [crmMeeting('Crm', 7, { All_day: false })],
    );
    lab = {
      ...world,
      template: events,
      shown: () => ({
        outlook: sorted(world.inOutlook().map((one) => without(one, ...own))),
        zoho: sorted(world.inZoho().map((one) => without(one, ...system))),
      }),
      wreck: async () => {
        await world.deleteOutlook('Standup');
        await world.editOutlook('Review', { subject: 'Renamed', location: { displayName: 'Elsewhere' } });
        await world.deleteCrm('Crm');
        await world.editCrm('Guests', { Venue: 'Elsewhere', Description: 'wrong' });
      },
    };
  });
  promises(() => lab, { create: 1, change: 1 });

  test('a meeting with participants is made anew without them, and one that is there is left: nobody is mailed', async () => {
    await lab.untilQuiet();
    const saved = await backUp(lab, 'outlook');
    await world.editOutlook('Guests', { subject: 'Other' });
    const mails = lab.outbox().length;
    const left = await restore(lab, 'outlook', saved, false);
    expect(left.counts).toMatchObject({ change: 1, done: 0, notDone: 1 });
    expect(left.records).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('participant') }]);
    await world.deleteOutlook('Other');
    const after = lab.outbox().length;
    const made = await restore(lab, 'outlook', saved, false);
    expect(made.counts).toMatchObject({ create: 1, done: 1 });
    expect(world.outlook('Guests').attendees).toEqual([]);
    lab.clearLogs();
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ create: 0, change: 0 });
    expect([lab.writes(), lab.outbox().length, after >= mails]).toEqual([[], after, true]);
  });

  test('the formats of a text and the address of a place come back, whether the meeting was changed or is gone', async () => {
    const body = { contentType: 'html', content: '<p>Bring <b>the contract</b>.</p><ul><li>Agenda</li></ul>' };
    const hall = { displayName: 'Hall', locationUri: 'https://maps.example/hall', address: { city: 'Bristol' } };
    world.reset([meeting('Review', 3, { body, locations: [{ displayName: 'Room 1' }, hall] })], []);
    const saved = await backUp(lab, 'outlook');
    await world.editOutlook('Review', { body: { contentType: 'text', content: 'Bring the contract.' } });
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ change: 1, done: 1 });
    const shown = () => {
      const { body: text, locations } = world.outlook('Review');
      return [(text as { content: string }).content, locations];
    };
    const whole = [
      expect.stringContaining(body.content),
      [expect.objectContaining({ displayName: 'Room 1' }), expect.objectContaining({ locationUri: hall.locationUri })],
    ];
    expect(shown()).toEqual(whole);
    await world.deleteOutlook('Review');
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ create: 1, done: 1 });
    expect(shown()).toEqual(whole);
    lab.clearLogs();
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ same: 1, create: 0, change: 0 });
    expect(lab.writes()).toEqual([]);
  });

  test('a series comes back with its rule, its days off and its changed meetings', async () => {
    const weekly = {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', numberOfOccurrences: 5, startDate: date(3) },
    };
    world.reset([meeting('Daily', 3, { recurrence: weekly })], []);
    const path = `/v1.0/me/events/${encodeURIComponent(String([...world.services.graph.state.events.values()][0]?.restId))}`;
    const span = `startDateTime=${date(0)}T00:00:00Z&endDateTime=${date(20)}T00:00:00Z`;
    const { value } = (await world.ask('outlook', 'GET', `${path}/instances?${span}`)) as { value: readonly Raw[] };
    const instance = (at: number) => `/v1.0/me/events/${encodeURIComponent(String(value[at]?.id))}`;
    await world.ask('outlook', 'DELETE', instance(1));
    await world.ask('outlook', 'PATCH', instance(2), { subject: 'Moved' });
    const seen = async () => {
      const { value: all } = (await world.ask('outlook', 'GET', `/v1.0/me/calendarView?${span}`)) as {
        value: readonly Raw[];
      };
      return all.map(({ subject, start }) => [subject, (start as Raw).dateTime]);
    };
    const days = await seen();
    expect(days.map(([subject]) => subject)).toEqual(['Daily', 'Moved', 'Daily', 'Daily']);
    const saved = await backUp(lab, 'outlook');
    expect(textOf(saved, 'exchange')).toMatch(/RRULE:FREQ=DAILY;COUNT=5/);
    await world.deleteOutlook('Daily');
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ create: 1, done: 1 });
    expect(await seen()).toEqual(days);
    expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({ same: 1, create: 0, change: 0 });
  });
});

describe('odd people', () => {
  let fixture: Fixture;
  beforeAll(async () => void (fixture = await startFixture()));
  afterAll(() => fixture.stop());
  const any = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const person = fc.record(
    {
      surname: any('田中', 'Tanaka', 'X'.repeat(90), '𠮷田'),
      givenName: any('Madonna', '花子', 'J.'),
      emailAddresses: any<readonly object[]>(
        [{ address: 'a@example.jp' }],
        [{ address: 'family@example.jp' }, { address: 'b@example.jp' }],
      ),
      companyName: any('Acme', '株式会社 山田'),
      mobilePhone: any('+81 90 1111 2222'),
      personalNotes: any('a\nb', '  '),
      spouseName: any('S'),
    },
    { requiredKeys: [] },
  );

  test('whoever there is, and whoever goes: all are there again once, and a second restore writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
        async (people, deeds) => {
          fixture.clear();
          fixture.services.graph.seed({ contacts: people.map((one) => ({ ...one, categories: ['Zoho'] })) } as never);
          const all = () => [...fixture.services.graph.state.contacts.values()].map(({ fields }) => fields as Raw);
          const own = ['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId', 'marks'];
          const lab: World = {
            ...fixture,
            template: contacts,
            shown: () => ({ outlook: sorted(all().map((one) => without(one, ...own))), zoho: [] }),
            wreck: async () => undefined,
          };
          const before = lab.shown();
          const saved = await backUp(lab, 'outlook');
          for (const [at, { id }] of (await fixture.contacts('outlook')).entries()) {
            const path = `/v1.0/me/contacts/${encodeURIComponent(String(id))}`;
            if (deeds[at] === 1) await fixture.ask('outlook', 'DELETE', path);
            if (deeds[at] === 2)
              await fixture.ask('outlook', 'PATCH', path, { emailAddresses: [], surname: 'Wrong', spouseName: 'T' });
          }
          await restore(lab, 'outlook', saved, false);
          expect(lab.shown()).toEqual(before);
          fixture.clearLogs();
          expect((await restore(lab, 'outlook', saved, false)).counts).toMatchObject({
            create: 0,
            change: 0,
            same: people.length,
          });
          expect(lab.writes()).toEqual([]);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 8), endOnFailure: true },
    );
  });

  test.each([
    ['of the other side', { side: 'zoho' }, /Zoho CRM/],
    ['of another kind', { kind: 'task' }, /tasks/],
    ['of another account', { account: 'somebody else' }, /another account/],
    ['of something else', { backup: 7 }, /not one of a backup/],
  ])('a file %s is refused before anything is written', async (_, other, message) => {
    fixture.clear();
    fixture.services.graph.seed({ contacts: [{ surname: 'Tanaka', categories: ['Zoho'] }] } as never);
    const lab = { ...fixture, template: contacts } as unknown as World;
    const saved = await backUp(lab, 'outlook');
    const line = { ...(JSON.parse(textOf(saved, 'records')) as Raw), ...other };
    const file = { data: Buffer.from(JSON.stringify(line)).toString('base64'), fileName: 'a.jsonl', mimeType: '' };
    fixture.clearLogs();
    await expect(restore(lab, 'outlook', [{ json: {}, binary: { data: file } }], false)).rejects.toThrow(message);
    await expect(restore(lab, 'outlook', [{ json: {} }], false)).rejects.toThrow(/no file of a backup/);
    await expect(restore(lab, 'outlook', [...saved, ...saved], false)).rejects.toThrow(/more than one backup/);
    expect(fixture.writes()).toEqual([]);
  });
});
