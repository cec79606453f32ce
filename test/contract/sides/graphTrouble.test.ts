/** Whatever Graph answers but "that item is gone": nobody is deleted, put to sleep or taken out of scope by it. */
import {
  contactFeed,
  eventFeed,
  mailFeed,
  readTodoProfile,
  scopeOf,
  taskFeed,
  writeContacts,
  writeEvents,
  writeTasks,
  type TodoProfile,
} from '../../../sides/outlook';
import type { FeedPage, WriteJob, WriteResult } from '../../../sides/types';
import type { Fields, SideRecord } from '../../../sync/model';
import { sentMail } from '../../../simulators/seeds/mails';
import { errorCases, type GraphErrorCase } from '../../support/graphErrors';
import type { Memory, TestWorld } from '../../support/sides';
import { changeJob, deleteJob, makeMemory, startWorld } from '../../support/sides';

jest.setTimeout(120_000);
let world: TestWorld;
let profile: TodoProfile;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

interface KindUnderTest {
  readonly path: string;
  readonly seed: object;
  readonly feed: (memory: Memory) => AsyncIterable<FeedPage>;
  readonly write: (jobs: readonly WriteJob[]) => AsyncIterable<WriteResult>;
  readonly edit: (record: SideRecord) => Fields;
  /** Where it is; what a person changes there, the next round tells. */
  readonly url: (ref: string) => string;
  readonly change: object;
}

const at = (hour: number) => ({
  dateTime: `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00`,
  timeZone: 'UTC',
});
const settings = { folderId: null, categories: [] };
const calendar = { calendarId: null, categories: [], daysBack: 90, daysAhead: 365, privates: 'full' } as const;
const lists = { listId: null, categories: [] };

const kinds: Readonly<Record<string, KindUnderTest>> = {
  contact: {
    path: '/contacts/A',
    seed: { contacts: [{ givenName: 'Ann', surname: 'Test', categories: ['Zoho'] }] },
    feed: ({ cursor, known }) => contactFeed(world.outlook, { settings, cursor, known }),
    write: (jobs) => writeContacts(world.outlook, jobs, { folderId: null }),
    edit: () => ({ jobTitle: 'Boss' }),
    url: (ref) => `/me/contacts/${ref}`,
    change: { jobTitle: 'Other' },
  },
  event: {
    path: '/events/A',
    seed: {
      calendars: [{ name: 'Calendar', events: [{ subject: 'M', categories: ['Zoho'], start: at(10), end: at(11) }] }],
    },
    feed: ({ cursor, known }) => eventFeed(world.outlook, { settings: calendar, cursor, known }),
    write: (jobs) =>
      writeEvents(world.outlook, jobs, {
        ...{ calendarId: null, mayWrite: true, mailParticipants: false, timeZone: 'UTC', privates: 'full' },
      }),
    edit: () => ({ subject: 'Other' }),
    url: (ref) => `/me/events/${ref}`,
    change: { subject: 'Third' },
  },
  task: {
    path: '/tasks/A',
    seed: { lists: [{ displayName: 'Tasks', tasks: [{ title: 'T', categories: ['Zoho'] }] }, { displayName: 'More' }] },
    feed: ({ cursor, known }) => taskFeed(world.outlook, { profile, settings: lists, cursor, known }),
    write: (jobs) => writeTasks(world.outlook, jobs, { scope: scopeOf({ profile, settings: lists }), crmOrigin: null }),
    edit: () => ({ subject: 'Other' }),
    url: (ref) => `/me/todo/lists/${encodeURIComponent(profile.defaultList ?? '')}/tasks/${ref}`,
    change: { title: 'Third' },
  },
};

/** A mailbox with one record that was read, and has changed since. */
async function prepared({ seed, feed, url, change }: KindUnderTest) {
  world.graph.reset();
  world.graph.seed(seed);
  profile = await readTodoProfile(world.outlook);
  const memory = makeMemory();
  const [record] = await memory.read(feed(memory));
  expect(record?.state).toBe('live');
  await world.outlook.patch(url(record?.ref ?? ''), change);
  return { memory, record: record as SideRecord };
}

const strike = (path: string, { status, body }: GraphErrorCase, method = '') =>
  world.graph.faults.add({ kind: 'status', status, body, count: 10_000, match: { path, ...(method && { method }) } });

/** What was told until it ended, by an error or not. Any error but one in words is a fault of ours. */
async function told<T>(all: AsyncIterable<T>): Promise<readonly T[]> {
  const seen: T[] = [];
  try {
    for await (const one of all) seen.push(one);
  } catch (error) {
    expect(error).toHaveProperty('radius');
  }
  world.graph.faults.clear();
  return seen;
}

/** Who counts as deleted or as no longer synced; who cannot be read stays as it was. */
const lost = (pages: readonly FeedPage[]): readonly SideRecord[] =>
  pages.flatMap(({ rows }) => rows).filter(({ state, unreadable }) => state !== 'live' && !unreadable);

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  test.each(errorCases)('reading: $name', async (fault) => {
    const { memory } = await prepared(kind);
    for (const path of [kind.path, '/\\$batch$', '/delta\\?', '/tasks\\?|/lists/A[^/]*$']) {
      const copy = makeMemory(memory);
      strike(path, fault);
      expect(lost(await told(copy.taken(kind.feed(copy))))).toEqual([]);
    }
    const again = makeMemory();
    again.take((await prepared(kind)).record);
    strike(kind.path, fault);
    expect(lost(await told(kind.feed(again)))).toEqual([]);
  });

  test.each(errorCases)('writing: $name', async (fault) => {
    const { record } = await prepared(kind);
    for (const path of [kind.path, '/\\$batch$'])
      for (const job of [changeJob('outlook', record, kind.edit(record)), deleteJob('outlook', record)]) {
        strike(path, fault);
        const results = await told(kind.write([job]));
        const over = results.filter(({ outcome }) => outcome === 'gone' || (outcome === 'done' && fault.status > 299));
        expect(over).toEqual([]);
      }
  });
});

test.each(Object.entries(kinds))('%s: an item that is not in the store is gone, read and written', async (_n, kind) => {
  const fault = { status: 404, body: { error: { code: 'ErrorItemNotFound', message: '' } }, name: '' };
  const { memory, record } = await prepared(kind);
  strike(kind.path, fault);
  // Told as existing, and not found: that is no proof, the next round would tell of a deletion.
  expect(lost(await told(kind.feed(memory)))).toEqual([]);
  for (const job of [changeJob('outlook', record, kind.edit(record)), deleteJob('outlook', record)]) {
    strike(kind.path, fault);
    expect(await told(kind.write([job]))).toMatchObject([{ outcome: 'gone' }]);
  }
  await world.outlook.delete(kind.url(record.ref));
  expect(lost(await told(kind.feed(memory)))).toMatchObject([{ ref: record.ref, state: 'deleted' }]);
});

test.each(Object.entries(kinds))('%s: a mailbox that lost its licence deletes nobody', async (_name, kind) => {
  const { memory, record } = await prepared(kind);
  world.graph.limits.mailboxShut = true;
  expect(lost(await told(kind.feed(memory)))).toEqual([]);
  expect(lost(await told(kind.feed(makeMemory())))).toEqual([]);
  expect(await told(kind.write([deleteJob('outlook', record)]))).toEqual([]);
});

/** Mail has no second side: what an error must not do is to lose one, for a mail that was passed over never comes again. */
test.each(errorCases)('mail, $name: it is told once the trouble is over, if not before', async (fault) => {
  const letter = { to: ['a@b.example'] };
  const attachments = [{ name: 'a.txt', contentBytes: 'YQ==' }];
  for (const path of ['/messages/', '/\\$batch$', '/delta\\?', 'mailFolders/sentitems']) {
    world.graph.reset();
    world.graph.seed({ mails: [sentMail(0, 'First', letter, { attachments })] } as never);
    const memory = makeMemory();
    const mails = { folderId: null, since: '2020-01-01T00:00:00.000Z' };
    const read = () =>
      memory.taken(mailFeed(world.outlook, { settings: mails, cursor: memory.cursor, known: memory.known }));
    strike(path, fault);
    const pages = [...(await told(read())), ...(await told(read()))];
    expect(pages.flatMap(({ rows }) => rows).map(({ fields, state }) => [fields.subject, state])).toEqual([
      ['First', 'live'],
    ]);
  }
});

test('ids of which none can be found again are an error, never a deletion of them all', async () => {
  const fault = { status: 404, body: { error: { code: 'ErrorItemNotFound', message: '' } }, name: '' };
  world.graph.reset();
  const contacts = ['A', 'B', 'C'].map((givenName) => ({ givenName, categories: ['Zoho'] }));
  world.graph.seed({ contacts } as never);
  const memory = makeMemory();
  strike('/contacts/A', fault);
  const reading = memory.read(contactFeed(world.outlook, { settings, cursor: null, known: memory.known }));
  await expect(reading).rejects.toMatchObject({ code: 'idsNotFound', radius: 'kind' });
  world.graph.faults.clear();
});

test.each(Object.entries(kinds))(
  '%s: read and written by the id the feed told, whichever form an answer has',
  async (_n, kind) => {
    const { memory, record } = await prepared(kind);
    const [row] = await memory.read(kind.feed(memory));
    const shown = await world.outlook.get(kind.url(record.ref));
    strike(kind.path, { status: 200, body: { ...shown, id: `AQMk${record.ref.slice(4)}` }, name: '' });
    const [done] = await told(kind.write([changeJob('outlook', row ?? record, kind.edit(record))]));
    expect(done).toMatchObject({ outcome: 'done', ref: record.ref });
  },
);

test('a folder whose id was pasted in another form is known by what its contacts tell', async () => {
  world.graph.reset();
  const contacts = [{ givenName: 'A', categories: ['Zoho'], folder: 'Other' }];
  world.graph.seed({ folders: [{ displayName: 'Other' }], contacts } as never);
  const folder = [...world.graph.state.folders.values()].find(({ displayName }) => displayName === 'Other');
  const folderId = `AQMk${(folder?.id ?? '').slice(4)}`;
  world.graph.state.folders.set(folderId, folder as never);
  const memory = makeMemory();
  const chosen = { folderId, categories: [] };
  const rows = await memory.read(contactFeed(world.outlook, { settings: chosen, cursor: null, known: memory.known }));
  expect(rows.map(({ state }) => state)).toEqual(['live']);
});
