/**
 * A row that cannot be read costs itself alone: its pair stays as it was on both sides, everybody else goes on, it is told with
 * what is wrong, nothing is written by another run, and it heals by itself once it can be read.
 */
import { explain } from '../../engine/explain';
import { describeStatus } from '../../engine/status';
import { startFixture, type Raw } from '../support/fixture';
import { date, startEventWorld } from '../support/eventWorld';
import { startTaskWorld } from '../support/taskWorld';

jest.setTimeout(120_000);

type Side = 'outlook' | 'zoho';
type Fixture = Awaited<ReturnType<typeof startFixture>>;
type Shown = ReadonlyMap<string, string>;
type Altered = Readonly<Record<string, unknown>>;

interface KindWorld {
  readonly odd: Readonly<Record<Side, readonly Altered[]>>;
  readonly start: () => Promise<{
    readonly stop: () => Promise<unknown>;
    readonly seed: (names: readonly string[]) => void;
    readonly run: () => Promise<{ readonly written: number; readonly parkedRecords: readonly object[] }>;
    /** The one text that is edited, by name. */
    readonly shown: (side: Side) => Promise<Shown>;
    readonly edit: (side: Side, name: string, text: string) => Promise<unknown>;
    readonly withArchive: Fixture['withArchive'];
  }>;
  /** Where a row of a side has its name. */
  readonly named: Readonly<Record<Side, string>>;
}

const due = { dateTime: '2027-03-01T00:00:00', timeZone: 'UTC' };
const deleting = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1000, maxDeletePercent: 100 } } };
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const kinds: Readonly<Record<string, KindWorld>> = {
  contacts: {
    named: { outlook: 'surname', zoho: 'Last_Name' },
    odd: {
      outlook: [
        ...[{ emailAddresses: [null] }, { emailAddresses: 7 }, { lastModifiedDateTime: 7 }, { categories: 'Zoho' }],
        ...[{ birthday: 'nonsense' }, { givenName: 5 }, { businessAddress: ['a'] }, { jobTitle: undefined }],
      ],
      zoho: [
        { First_Name: 5 },
        { Owner: 'x' },
        { Email: ['a@b.c'] },
        { Modified_Time: 'nonsense' },
        { Account_Name: 7 },
      ],
    },
    start: async () => {
      const world = await startFixture();
      const [name, value] = [
        { outlook: 'surname', zoho: 'Last_Name' },
        { outlook: 'jobTitle', zoho: 'Title' },
      ] as const;
      const path = { outlook: '/v1.0/me/contacts', zoho: '/crm/v8/Contacts' } as const;
      return {
        ...{ stop: () => world.stop(), withArchive: world.withArchive },
        seed: (names) => {
          world.clear();
          const contacts = names.map((one) => ({
            ...{ surname: one, givenName: 'A', displayName: `A ${one}`, jobTitle: 'first', categories: ['Zoho'] },
            ...{ emailAddresses: [{ address: `${one}@example.com` }], birthday: '1980-01-01T11:59:00Z' },
          }));
          world.services.graph.seed({ contacts } as never);
        },
        run: () => world.run(deleting),
        shown: async (side) =>
          new Map((await world.contacts(side)).map((one) => [text(one[name[side]]), text(one[value[side]])])),
        edit: async (side, one, to) => {
          world.later();
          const found = (await world.contacts(side)).find((row) => row[name[side]] === one);
          const at = `${path[side]}/${encodeURIComponent(String(found?.id))}`;
          if (side === 'outlook') return world.ask(side, 'PATCH', at, { jobTitle: to });
          return world.ask(side, 'PUT', at, { data: [{ Title: to }], trigger: [] });
        },
      };
    },
  },
  tasks: {
    named: { outlook: 'title', zoho: 'Subject' },
    odd: {
      outlook: [
        ...[{ linkedResources: [null] }, { dueDateTime: { dateTime: 7 } }, { body: 'x' }, { status: 'nonsense' }],
        ...[{ importance: 3 }, { categories: {} }],
      ],
      zoho: [
        { Remind_At: [1] },
        { Recurring_Activity: 5 },
        { Due_Date: 7 },
        { Status: {} },
        { Modified_Time: 'nonsense' },
      ],
    },
    start: async () => {
      const world = await startTaskWorld();
      return {
        ...{ stop: () => world.stop(), withArchive: world.withArchive },
        seed: (names) =>
          world.reset(
            names.map((title) => ({ title, body: { content: 'first', contentType: 'text' }, dueDateTime: due })),
          ),
        run: () => world.run(deleting),
        shown: async (side) =>
          side === 'zoho'
            ? new Map(world.crmTasks().map((one) => [text(one.Subject), text(one.Description)]))
            : new Map((await world.todo()).map((one) => [text(one.title), text((one.body as Raw).content)])),
        edit: (side, one, to) =>
          side === 'zoho'
            ? world.editCrm(one, { Description: to })
            : world.editTodo(one, { body: { content: to, contentType: 'text' } }),
      };
    },
  },
  meetings: {
    named: { outlook: 'subject', zoho: 'Event_Title' },
    odd: {
      outlook: [
        ...[{ attendees: [null] }, { attendees: [{}] }, { location: 5 }, { isAllDay: 'x' }, { type: 'nonsense' }],
        ...[{ categories: [null] }, { body: [] }, { sensitivity: 4 }, { isReminderOn: 'yes' }],
      ],
      zoho: [
        ...[{ Participants: [null] }, { Remind_At: 'x' }, { All_day: 'x' }, { Venue: {} }, { Description: 7 }],
        ...[{ Recurring_Activity: 'x' }, { Owner: [] }],
      ],
    },
    start: async () => {
      const world = await startEventWorld();
      const at = (hour: number) => ({ dateTime: `${date(3)}T${String(hour).padStart(2, '0')}:00:00`, timeZone: 'UTC' });
      return {
        ...{ stop: () => world.stop(), withArchive: world.withArchive },
        seed: (names) =>
          world.reset(
            names.map((subject, n) => ({
              ...{ subject, categories: ['Zoho'], start: at(n), end: at(n + 1), location: { displayName: 'first' } },
              ...{ attendees: [], isReminderOn: true, reminderMinutesBeforeStart: 15 },
            })),
          ),
        run: () => world.run(deleting),
        shown: async (side) =>
          side === 'zoho'
            ? new Map(world.inZoho().map((one) => [text(one.Event_Title), text(one.Venue)]))
            : new Map(world.inOutlook().map((one) => [text(one.subject), text((one.location as Raw).displayName)])),
        edit: (side, one, to) =>
          side === 'zoho'
            ? world.editCrm(one, { Venue: to })
            : world.editOutlook(one, { location: { displayName: to } }),
      };
    },
  },
};

const real = globalThis.fetch;
afterEach(() => void (globalThis.fetch = real));

/** From now on answers tell these rows (by the name they go by) with what is odd about them. */
function alterAnswers(property: string, odd: ReadonlyMap<string, Altered>): void {
  const byId = new Map<string, Altered>();
  const altered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(altered);
    if (typeof value !== 'object' || value === null) return value;
    const row = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, altered(part)]));
    const own = odd.get(String(row[property])) ?? byId.get(String(row.id));
    if (own && row.id) byId.set(String(row.id), own);
    const there = Object.entries(own ?? {}).filter(([name]) => name in row);
    return { ...row, ...Object.fromEntries(there) };
  };
  globalThis.fetch = async (...asked) => {
    const answer = await real(...asked);
    const said = await answer.text();
    const { status, headers } = answer;
    if (!/json/.test(headers.get('content-type') ?? '') || said === '')
      return new Response(said || null, { status, headers });
    return new Response(JSON.stringify(altered(JSON.parse(said))), { status, headers });
  };
}

describe.each(Object.entries(kinds))('%s', (_kind, { odd, start, named }) => {
  let world: Awaited<ReturnType<KindWorld['start']>>;
  beforeAll(async () => void (world = await start()));
  afterAll(() => world.stop());

  test.each(['outlook', 'zoho'] as const)('rows of %s that cannot be read', async (side) => {
    const other = side === 'outlook' ? 'zoho' : 'outlook';
    const rows = new Map(odd[side].map((one, n) => [`odd${n}`, one]));
    const names = ['healthy', ...rows.keys()];
    world.seed(names);
    await world.run();
    await world.run();
    expect([...(await world.shown(other)).keys()].sort()).toEqual([...names].sort());

    for (const name of names) await world.edit(side, name, 'edited');
    alterAnswers(named[side], rows);
    const report = await world.run();
    globalThis.fetch = real;
    const after = await world.shown(other);
    expect(after.get('healthy')).toBe('edited');
    expect([...after].filter(([name, said]) => name !== 'healthy' && said !== 'first')).toEqual([]);
    expect([...after.keys()].sort()).toEqual([...names].sort());
    expect(Object.fromEntries(await world.shown(side))).toEqual(
      Object.fromEntries(names.map((name) => [name, 'edited'])),
    );
    const told = report.parkedRecords as readonly { readonly message: string; readonly nextStep: string }[];
    expect(told.map(({ message }) => message)).toEqual([...rows].map(() => expect.stringMatching(/cannot be read/)));
    expect(told.every(({ nextStep }) => nextStep !== '')).toBe(true);

    const [why, status] = await world.withArchive(async (archive) => {
      const [sync] = await archive.db.selectFrom('sync').select('name').execute();
      const [explained] = await explain(archive, sync?.name ?? '', side, names[1] ?? '');
      return [explained?.text, (await describeStatus(archive, sync?.name ?? '', Date.now())).text];
    });
    expect(why).toMatch(/cannot be read.*Every run looks at it again/s);
    expect(status).toMatch(/cannot be read/);
    expect(`${why} ${status}`).not.toMatch(/Next try/);

    // An edit on the other side does not go over what nobody could read, nor is it lost.
    alterAnswers(named[side], rows);
    for (const name of rows.keys()) await world.edit(other, name, 'theirs');
    expect(await world.run()).toMatchObject({ written: 0 });
    globalThis.fetch = real;
    for (const name of rows.keys()) await world.edit(other, name, 'first');

    expect(await world.run()).toMatchObject({ parkedRecords: [] });
    await world.run();
    expect([...(await world.shown(other)).values()]).toEqual(names.map(() => 'edited'));
    expect(await world.run()).toMatchObject({ written: 0, parkedRecords: [] });
  });
});
