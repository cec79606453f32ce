import { crmMeeting, date, meeting, startEventWorld, type EventWorld } from '../support/eventWorld';
import { startFixture, type Fixture, type Raw } from '../support/fixture';
import type { Settings } from '../support/pipeline';
import { startTaskWorld, type TaskWorld } from '../support/taskWorld';

/** Everything in the folder is synced, whatever its category; and people may change their minds, either way. */
const strict = { 'Conflict Resolver': { deletes: 'delete' } };
const whole: Settings = { ...strict, 'Outlook Changes': { wholeFolder: true } };

interface World extends Pick<Fixture, 'untilQuiet' | 'run' | 'writes'> {
  /** What each side shows, by name. */
  readonly names: () => Promise<{ readonly outlook: readonly string[]; readonly zoho: readonly string[] }>;
  /** The categories of what Outlook shows under this name. */
  readonly categories: (name: string) => Promise<unknown>;
  readonly moveAway: (name: string) => Promise<unknown>;
  readonly renameInOutlook: (name: string, to: string) => Promise<unknown>;
  readonly deleteInOutlook: (name: string) => Promise<unknown>;
}

const sorted = (all: readonly unknown[]): readonly string[] => all.map(String).sort();

/** In Outlook: Ours with the category, Plain without any, Other with another one. In the CRM: Fresh. */
function promises(world: () => World): void {
  const both = (names: readonly string[]) => ({ outlook: names, zoho: names });
  const all = ['Fresh', 'Other', 'Ours', 'Plain'];

  test('by the category only what has it goes over; in the whole folder all does', async () => {
    await world().untilQuiet(strict);
    expect(await world().names()).toEqual({ outlook: all, zoho: ['Fresh', 'Ours'] });
    await world().untilQuiet(whole);
    expect(await world().names()).toEqual(both(all));
    expect(await world().run(whole)).toMatchObject({ written: 0, pending: 0, reviews: [] });
    expect(world().writes()).toEqual([]);
  });

  test('what comes from the CRM has the category all the same, and the others keep what they have', async () => {
    await world().untilQuiet(whole);
    expect(await world().categories('Fresh')).toEqual(['Zoho']);
    expect([await world().categories('Plain'), await world().categories('Other')]).toEqual([[], ['Private']]);
  });

  test('back to the category and to the whole folder again: nothing is deleted, doubled or asked about', async () => {
    for (const settings of [whole, strict, whole, strict, whole]) {
      await world().untilQuiet(settings);
      expect(await world().names()).toEqual(both(all));
      expect(await world().run(settings)).toMatchObject({ written: 0, pending: 0, reviews: [] });
    }
  });

  test('who is out for a while is edited by nobody; what was done meanwhile goes over once it is back', async () => {
    await world().untilQuiet(whole);
    await world().untilQuiet(strict);
    await world().renameInOutlook('Plain', 'Plainer');
    await world().untilQuiet(strict);
    expect((await world().names()).zoho).toEqual(all);
    await world().untilQuiet(whole);
    expect(await world().names()).toEqual(both(['Fresh', 'Other', 'Ours', 'Plainer']));
  });

  test('moved elsewhere it leaves the sync and stays on the other side; deleted it is deleted', async () => {
    await world().untilQuiet(whole);
    await world().moveAway('Plain');
    await world().untilQuiet(whole);
    expect((await world().names()).zoho).toEqual(all);
    await world().deleteInOutlook('Other');
    expect(await world().run(whole)).toMatchObject({ deleted: { zoho: 1, outlook: 0 } });
    await world().untilQuiet(whole);
    expect((await world().names()).zoho).toEqual(['Fresh', 'Ours', 'Plain']);
  });
}

describe('contacts', () => {
  let fixture: Fixture;
  beforeAll(async () => void (fixture = await startFixture()));
  afterAll(() => fixture.stop());
  const person = (surname: string, categories: readonly string[]) => ({ surname, displayName: surname, categories });
  const named = async (name: string): Promise<Raw> =>
    (await fixture.contacts('outlook')).find(({ surname }) => surname === name) ?? {};
  const path = async (name: string) => `/v1.0/me/contacts/${encodeURIComponent(String((await named(name)).id))}`;
  beforeEach(() => {
    fixture.clear();
    const contacts = [person('Ours', ['zoho']), person('Plain', []), person('Other', ['Private'])];
    fixture.services.graph.seed({ contacts, folders: [{ displayName: 'Away' }] } as never);
    fixture.services.zoho.seed({ records: { Contacts: [{ Last_Name: 'Fresh' }] } } as never);
  });
  promises(() => ({
    ...fixture,
    names: async () => ({
      outlook: sorted((await fixture.contacts('outlook')).map(({ surname }) => surname)),
      zoho: sorted(fixture.records('Contacts').map(({ Last_Name }) => Last_Name)),
    }),
    categories: async (name) => (await named(name)).categories,
    moveAway: async (name) => fixture.services.graph.seed({ moves: [{ contact: name, folder: 'Away' }] } as never),
    renameInOutlook: async (name, surname) => fixture.ask('outlook', 'PATCH', await path(name), { surname }),
    deleteInOutlook: async (name) => fixture.ask('outlook', 'DELETE', await path(name)),
  }));
});

describe('tasks', () => {
  let world: TaskWorld;
  beforeAll(async () => void (world = await startTaskWorld()));
  afterAll(() => world.stop());
  const task = (title: string, categories: readonly string[]) => ({ title, categories });
  const todo = async () => [...(await world.todo()), ...(await world.todo('Away'))];
  beforeEach(() => {
    const own = [task('Ours', ['Zoho']), task('Plain', []), task('Other', ['Private'])];
    world.reset(own, [{ Subject: 'Fresh' }], { lists: [{ displayName: 'Away', tasks: [] }] });
  });
  promises(() => ({
    ...world,
    names: async () => ({
      outlook: sorted((await todo()).map(({ title }) => title)),
      zoho: sorted(world.crmTasks().map(({ Subject }) => Subject)),
    }),
    categories: async (name) => (await todo()).find(({ title }) => title === name)?.categories,
    moveAway: async (name) => world.moveTodo(name, 'Away'),
    renameInOutlook: (name, title) => world.editTodo(name, { title }),
    deleteInOutlook: (name) => world.deleteTodo(name),
  }));
});

describe('meetings', () => {
  let world: EventWorld;
  beforeAll(async () => void (world = await startEventWorld()));
  afterAll(() => world.stop());
  const events = () => [
    meeting('Ours', 3),
    meeting('Plain', 4, { categories: [] }),
    meeting('Other', 5, { categories: ['Private'] }),
    meeting('Secret', 6, { categories: [], sensitivity: 'private' }),
  ];
  const calendars = { calendars: [{ name: 'Calendar', events: events() }, { name: 'Away' }] };
  beforeEach(() => world.reset([], [crmMeeting('Fresh', 7)], { graph: calendars }));
  const shown = () => world.inOutlook().filter(({ subject }) => subject !== 'Secret');
  promises(() => ({
    ...world,
    names: async () => ({
      outlook: sorted(shown().map(({ subject }) => subject)),
      zoho: sorted(world.inZoho().map(({ Event_Title }) => Event_Title)),
    }),
    categories: async (name) => world.outlook(name).categories,
    // as far as the window goes, a meeting far away is one that left it
    moveAway: (name) =>
      world.editOutlook(name, {
        start: { dateTime: `${date(900)}T09:00:00`, timeZone: 'UTC' },
        end: { dateTime: `${date(900)}T10:00:00`, timeZone: 'UTC' },
      }),
    renameInOutlook: (name, subject) => world.editOutlook(name, { subject }),
    deleteInOutlook: (name) => world.deleteOutlook(name),
  }));

  test('what is private stays private', async () => {
    await world.untilQuiet(whole);
    expect(JSON.stringify(world.inZoho())).not.toContain('Secret');
  });
});
