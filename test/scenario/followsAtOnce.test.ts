/** Runs that follow each other at once: with a whole batch left by the one before, a side is not read again; and nobody is overlooked. */
import company from '../../workflows/company.json';
import { startFixture, type Fixture } from '../support/fixture';
import { goingOn, runCycle, type Settings } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => {
  world.clear();
  const named = (side: string, n: number) => ({ lastName: `${side} ${n}`, email: `${side}${n}@example.jp` });
  const of = (side: string) => Array.from({ length: 12 }, (_, n) => named(side, n));
  const contacts = of('mail').map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] }));
  world.services.graph.seed({ contacts } as never);
  world.services.zoho.seed({ records: { Contacts: of('crm').map((one) => zohoForm(one as never)) } } as never);
});

const small: Settings = {
  'Conflict Resolver': { deletes: 'delete' },
  'Outlook Changes': { batchSize: 5 },
  'Zoho CRM Changes': { batchSize: 5 },
};
/** What asks a side for its changes. */
const isFeed = ({ path, method }: { readonly path: string; readonly method: string }): boolean =>
  /\/deleted$/.test(path) || (/\/delta|\/contacts$/.test(path) && method === 'GET') || /\/coql$/.test(path);
const asked = (): number => world.requests().filter(isFeed).length;
const names = async (side: 'outlook' | 'zoho'): Promise<readonly string[]> =>
  (await world.contacts(side)).map((one) => String(one.Last_Name ?? one.surname)).sort();
async function toTheEnd(): Promise<void> {
  world.later();
  await world.untilQuiet(small);
  expect(await names('outlook')).toEqual(await names('zoho'));
}
const readLongAgo = (): Promise<unknown> =>
  world.withArchive(({ db }) =>
    db
      .updateTable('cursor')
      .set({ read_at: Date.now() - 61_000 })
      .execute(),
  );

test('the second run has its batch, asks nobody for changes, and says so; the third reads again', async () => {
  await world.run(small);
  const second = await world.goOn(small);
  expect([asked(), second.written]).toEqual([0, 10]);
  expect((second as unknown as { secondsLeft: number | null }).secondsLeft).not.toBeNull();
  await world.goOn(small);
  expect(asked()).toBeGreaterThan(0);
  await toTheEnd();
  expect(await names('zoho')).toHaveLength(24);
});

test('what people do meanwhile goes over in the end: an edit, a deletion, somebody new', async () => {
  await world.run(small);
  const [edited, deleted] = world.records('Contacts').slice(0, 2);
  await world.ask('zoho', 'PUT', '/crm/v8/Contacts', { data: [{ id: edited?.id, Title: 'Boss' }] });
  await world.ask('zoho', 'DELETE', `/crm/v8/Contacts/${String(deleted?.id)}`);
  await world.ask('outlook', 'POST', '/v1.0/me/contacts', {
    ...{ surname: 'Newcomer', categories: ['Zoho'], emailAddresses: [{ address: 'new@example.jp' }] },
  });
  await world.goOn(small);
  expect(asked()).toBe(0);
  await toTheEnd();
  expect(await names('zoho')).toContain('Newcomer');
  expect((await world.contacts('outlook')).filter(({ jobTitle }) => jobTitle === 'Boss')).toHaveLength(1);
});

/** Somebody new, on both sides at once: by a form, or another program. */
async function newcomer(): Promise<void> {
  await world.ask('zoho', 'POST', '/crm/v8/Contacts', { data: [{ Last_Name: 'Newcomer', Email: 'new@example.jp' }] });
  await world.ask('outlook', 'POST', '/v1.0/me/contacts', {
    ...{ surname: 'Newcomer', categories: ['Zoho'], emailAddresses: [{ address: 'new@example.jp' }] },
  });
}
const newcomers = async () =>
  [await names('outlook'), await names('zoho')].map((all) => all.filter((name) => name === 'Newcomer').length);

describe('somebody new on both sides is doubled on neither', () => {
  test.each<readonly [string, Settings]>([
    ['where both have a whole batch left', small],
    ['where only Outlook has', { ...small, 'Zoho CRM Changes': { batchSize: 50 } }],
    ['where only the CRM has', { ...small, 'Outlook Changes': { batchSize: 50 } }],
  ])('%s', async (_, settings) => {
    await world.run(settings);
    await newcomer();
    await world.goOn(settings);
    await toTheEnd();
    expect(await newcomers()).toEqual([1, 1]);
  });

  test('where the node of one side was set to something else meanwhile: nothing is decided, the next run reads both', async () => {
    await world.run(small);
    await newcomer();
    const mixed = await world.goOn({ ...small, 'Zoho CRM Changes': { batchSize: 5, scope: 'mine' } });
    expect(mixed).toMatchObject({ written: 0, secondsLeft: null });
    expect((mixed as unknown as { says: string }).says).toContain(
      'only Outlook was not read anew, so nothing was decided',
    );
    await toTheEnd();
    expect(await newcomers()).toEqual([1, 1]);
  });
});

describe('it reads all the same', () => {
  test.each<readonly [string, Settings, () => Promise<unknown>]>([
    ['what was read a minute ago', small, readLongAgo],
    [
      'with a larger batch',
      { 'Outlook Changes': { batchSize: 50 }, 'Zoho CRM Changes': { batchSize: 50 } },
      async () => undefined,
    ],
    [
      'set to something else',
      { ...small, 'Outlook Changes': { batchSize: 5, wholeFolder: true } },
      async () => undefined,
    ],
    [
      'behind a run that died',
      small,
      async () => {
        world.services.graph.faults.add({ kind: 'status', status: 403, match: { path: 'batch' }, count: 1 } as never);
        await world.goOn(small).catch(() => undefined);
        world.services.graph.faults.clear();
        await world.letLeaseLapse();
      },
    ],
  ])('%s', async (_, settings, meanwhile) => {
    await world.run(small);
    await meanwhile();
    await world.goOn(settings);
    expect(asked()).toBeGreaterThan(0);
    await toTheEnd();
    expect(await names('zoho')).toHaveLength(24);
  });

  test('begun by its schedule, by hand, or by whoever told of a change', async () => {
    await world.run(small);
    await world.ask('outlook', 'POST', '/v1.0/me/contacts', {
      ...{ surname: 'crm 11', categories: ['Zoho'], emailAddresses: [{ address: 'crm11@example.jp' }] },
    });
    await world.run(small);
    expect(asked()).toBeGreaterThan(0);
    await toTheEnd();
    expect((await names('outlook')).filter((name) => name === 'crm 11')).toHaveLength(1);
  });

  test('run by hand, whatever it is begun with', async () => {
    const last = await world.run(small);
    world.clearLogs();
    await runCycle({ ...world.house(), ...goingOn(last), mode: 'manual' }, small);
    expect(asked()).toBeGreaterThan(0);
  });

  test('where a create was sent whose answer is lost', async () => {
    await world.run(small);
    world.services.graph.faults.add({
      match: { method: 'POST', path: '/contacts' },
      kind: 'dropAfter',
      skip: 4,
    } as never);
    await world.goOn(small).catch(() => undefined);
    world.services.graph.faults.clear();
    await world.letLeaseLapse();
    await world.goOn(small);
    expect(asked()).toBeGreaterThan(0);
    await toTheEnd();
    expect(await names('outlook')).toHaveLength(24);
  });
});

test('one person’s run in the next round of a company follows, too', async () => {
  const again = company.nodes.find(({ name }) => name === 'Again')!.parameters as unknown as {
    readonly includeFields: string;
    readonly assignments: { readonly assignments: readonly { readonly name: string; readonly value: boolean }[] };
  };
  const { sync } = await world.run(small);
  const kept = again.includeFields.split(', ').includes('sync') ? { sync } : {};
  const set = Object.fromEntries(again.assignments.assignments.map(({ name, value }) => [name, value]));
  world.clearLogs();
  await runCycle({ ...world.house(), begunWith: { ...kept, ...set } }, small);
  expect(asked()).toBe(0);
});

test('who is typed in right where a run is about to make them, and was not seen yet, is there twice, and a person is asked', async () => {
  await world.run(small);
  const made = await names('outlook');
  const [missing] = Array.from({ length: 12 }, (_, n) => `crm ${n}`).filter((name) => !made.includes(name));
  await world.ask('outlook', 'POST', '/v1.0/me/contacts', {
    ...{
      surname: missing,
      categories: ['Zoho'],
      emailAddresses: [{ address: `${missing!.replace(' ', '')}@example.jp` }],
    },
  });
  await world.goOn(small);
  world.later();
  await world.untilQuiet(small);
  expect((await names('outlook')).filter((name) => name === missing)).toHaveLength(2);
  const { reviews } = await world.run(small);
  expect(reviews.map(({ topic }) => topic)).toEqual(['ambiguous']);
});
