/** One item that Exchange cannot show makes every page that holds it fail [seen live: microsoft-graph-docs#2913]. */
import { partition } from 'lodash';
import {
  contactFeed,
  eventFeed,
  mailFeed,
  outlookChangeFingerprints,
  readTodoProfile,
  taskFeed,
  type TaskLinks,
  type TodoProfile,
} from '../../../sides/outlook';
import { listIn } from '../../../sides/outlook/task/record';
import { sentMail } from '../../../simulators/seeds/mails';
import type { FeedPage } from '../../../sides/types';
import type { SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(120_000);
let world: TestWorld;
let memory: Memory;
let profile: TodoProfile;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

const names = Array.from({ length: 40 }, (_, n) => `N${String(n).padStart(2, '0')}`);
const at = (hour: number) => ({
  dateTime: `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00`,
  timeZone: 'UTC',
});
const calendar = { calendarId: null, categories: [], daysBack: 90, daysAhead: 365, privates: 'full' } as const;
const owner = { name: 'Megan', address: 'megan@contoso.example' };
const links: TaskLinks = {
  linked: async () => [],
  lists: async () => new Map([...memory.records.values()].map((row) => [row.ref, listIn(row.extra) ?? ''])),
};

interface KindUnderTest {
  readonly seed: (some: readonly string[]) => object;
  readonly feed: () => AsyncIterable<FeedPage>;
  readonly ids: () => readonly (readonly [name: string, id: string])[];
  readonly nameOf: (row: SideRecord) => unknown;
  readonly url?: (id: string) => string;
}

const list = () => encodeURIComponent(profile.defaultList ?? '');
const kinds: Readonly<Record<string, KindUnderTest>> = {
  contact: {
    // with a note of one line, which the list ahead may have cut: each is read by id
    seed: (some) => ({
      contacts: some.map((givenName) => ({ givenName, categories: ['Zoho'], personalNotes: 'A note' })),
    }),
    feed: () =>
      contactFeed(world.outlook, { settings: { folderId: null, categories: [] }, ...memory, known: memory.known }),
    ids: () => [...world.graph.state.contacts.values()].map((one) => [String(one.fields.givenName), one.immutableId]),
    nameOf: ({ fields }) => fields.firstName,
    url: (id) => `/me/contacts/${id}`,
  },
  event: {
    seed: (some) => ({
      calendars: [
        {
          name: 'Calendar',
          events: some.map((subject) => ({ subject, categories: ['Zoho'], start: at(10), end: at(11) })),
        },
      ],
    }),
    feed: () => eventFeed(world.outlook, { settings: calendar, cursor: memory.cursor, known: memory.known }),
    ids: () => [...world.graph.state.events.values()].map((one) => [String(one.fields.subject), one.immutableId]),
    nameOf: ({ fields }) => fields.subject,
    url: (id) => `/me/events/${id}`,
  },
  task: {
    seed: (some) => ({
      lists: [{ displayName: 'Tasks', tasks: some.map((title) => ({ title, categories: ['Zoho'] })) }],
    }),
    feed: () =>
      taskFeed(world.outlook, {
        ...{ profile, settings: { listId: null, categories: [] } },
        ...{ cursor: memory.cursor, known: memory.known, links },
      }),
    ids: () => [...world.graph.state.tasks.values()].map((one) => [String(one.fields.title), one.id]),
    nameOf: ({ fields }) => fields.subject,
    url: (id) => `/me/todo/lists/${list()}/tasks/${id}`,
  },
  mail: {
    seed: (some) => ({ mails: some.map((subject, n) => sentMail(n, subject, { to: ['a@b.example'] })) }),
    feed: () =>
      mailFeed(world.outlook, {
        settings: { folderId: null, since: '2020-01-01T00:00:00.000Z' },
        ...{ cursor: memory.cursor, known: memory.known, owner },
      }),
    ids: () => [...world.graph.state.mail.mails.values()].map((one) => [String(one.fields.subject), one.immutableId]),
    nameOf: ({ fields }) => fields.subject,
  },
};

const idOf = ({ ids }: KindUnderTest, name: string): string => ids().find(([other]) => other === name)?.[1] ?? '';

/** Rows by name, and what was told as left out: by its id where that is known. */
async function run(kind: KindUnderTest) {
  const left: unknown[] = [];
  const pages = async function* () {
    for await (const page of kind.feed()) {
      left.push(...(page.left ?? []));
      yield page;
    }
  };
  const [damaged, rows] = partition(await memory.read(pages()), ({ unreadable }) => unreadable);
  left.push(...damaged);
  return { rows, names: [...new Set(rows.map((row) => String(kind.nameOf(row))))].sort(), left };
}

async function open(kind: KindUnderTest) {
  world.graph.seed(kind.seed(names));
  profile = await readTodoProfile(world.outlook);
}

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  test('in the first reading: all others are read, that one is told', async () => {
    await open(kind);
    world.graph.state.corrupt.add(idOf(kind, 'N17'));
    const first = await run(kind);
    expect(first.names).toEqual(names.filter((name) => name !== 'N17'));
    expect(first.left.length).toBeGreaterThan(0);
    world.graph.seed(kind.seed(['Z']));
    expect((await run(kind)).names).toEqual(['Z']);
    world.graph.state.corrupt.clear();
    expect((await run(kind)).names).toContain('N17');
    const last = await run(kind);
    expect([last.names, last.left]).toEqual([[], []]);
  });
});

describe.each(Object.entries(kinds).filter(([, { url }]) => url))('%s', (_name, kind) => {
  test('one that becomes damaged later is not deleted, and others are read and deleted as ever', async () => {
    await open(kind);
    await run(kind);
    const [damaged, gone] = [idOf(kind, 'N03'), idOf(kind, 'N05')];
    await world.outlook.patch(kind.url?.(damaged) ?? '', { categories: ['Zoho', 'Other'] });
    await world.outlook.delete(kind.url?.(gone) ?? '');
    world.graph.state.corrupt.add(damaged);
    world.graph.seed(kind.seed(['Z']));
    const { rows, left } = await run(kind);
    expect(rows.filter(({ state }) => state !== 'live')).toMatchObject([{ ref: gone, state: 'deleted' }]);
    expect(rows.map((row) => kind.nameOf(row))).toContain('Z');
    expect(left.length).toBeGreaterThan(0);
  });

  test('one that its page shows and that cannot be read itself is read again in every run', async () => {
    await open(kind);
    // Ids of neighbours differ by case alone, which the pattern of a fault does not tell apart.
    const damaged = idOf(kind, 'N03').toLowerCase();
    const lost = kind.ids().filter(([, id]) => id.toLowerCase() === damaged);
    const fault = {
      kind: 'status',
      status: 500,
      body: { error: { code: 'ErrorContentConversionFailed', message: '' } },
    };
    world.graph.faults.add({ ...fault, count: 99, match: { path: `${encodeURIComponent(damaged)}\\?` } } as never);
    const first = await run(kind);
    expect(first.names).toEqual(names.filter((name) => !lost.some(([one]) => one === name)));
    expect(first.left).toHaveLength(lost.length);
    await run(kind);
    expect(memory.records.get(lost[0]?.[1] ?? '')).toMatchObject({ state: 'outside', unreadable: expect.anything() });
    world.graph.faults.clear();
    expect((await run(kind)).names).toEqual(lost.map(([name]) => name));
    expect((await run(kind)).rows).toEqual([]);
  });
});

test('the polling trigger sees changes beside a damaged task', async () => {
  await open(kinds.task as KindUnderTest);
  world.graph.state.corrupt.add(idOf(kinds.task as KindUnderTest, 'N17'));
  const look = () => outlookChangeFingerprints(world.outlook, [{ kind: 'task', list: null }]);
  const before = await look();
  expect(before).toEqual(await look());
  expect(before[0]).not.toContain('error');
  world.graph.seed(kinds.task?.seed(['Z']) ?? {});
  expect(await look()).not.toEqual(before);
});
