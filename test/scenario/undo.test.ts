import { rows } from '../e2e/harness/contactRows';
import { diesAnywhere } from '../support/diesAnywhere';
import type { Fixture } from '../support/fixture';
import { startFixture } from '../support/fixture';
import type { Settings } from '../support/pipeline';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let world: Fixture;
beforeAll(async () => void (world = await startFixture()));
afterAll(() => world.stop());
beforeEach(() => world.clear());

const deleteToo: Settings = {
  'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1000, maxDeletePercent: 100 } },
};

const person = (n: number, more: object = {}) => ({
  lastName: `Person${n}`,
  firstName: 'A',
  email: `person${n}@example.jp`,
  ...more,
});

/** Every mapped field of every contact of both sides, exactly as it is stored; ids say nothing, for a deleted one comes back with another. */
async function mapped() {
  const on = async (side: 'outlook' | 'zoho') =>
    (await world.contacts(side)).map((one) => JSON.stringify(rows.map((row) => row[side](one)))).sort();
  return { outlook: await on('outlook'), zoho: await on('zoho') };
}

const idOf = async (side: 'outlook' | 'zoho', n: number): Promise<string> => {
  const email = rows.find(({ name }) => name === 'e-mail')!;
  const found = (await world.contacts(side)).find((one) => email[side](one) === `person${n}@example.jp`);
  if (!found) throw new Error(`no person ${n} in ${side}`);
  return String(found.id);
};

const editOutlook = async (n: number, fields: object): Promise<unknown> =>
  world.ask(
    'outlook',
    'PATCH',
    `/v1.0/me/contacts/${encodeURIComponent(await idOf('outlook', n))}`,
    graphForm(fields as never),
  );
const editZoho = async (n: number, fields: object): Promise<unknown> =>
  world.ask('zoho', 'PUT', `/crm/v8/Contacts/${await idOf('zoho', n)}`, {
    data: [zohoForm(fields as never)],
    trigger: [],
  });
const deleteOutlook = async (n: number): Promise<unknown> =>
  world.ask('outlook', 'DELETE', `/v1.0/me/contacts/${encodeURIComponent(await idOf('outlook', n))}`);
const deleteZoho = async (n: number): Promise<unknown> =>
  world.ask('zoho', 'DELETE', `/crm/v8/Contacts/${await idOf('zoho', n)}`);

const inOutlook = (...people: readonly object[]): void =>
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
const inZoho = (...people: readonly object[]): void =>
  world.services.zoho.seed({ records: { Contacts: people.map((one) => zohoForm(one as never)) } } as never);

/** Creates, updates, merges and deletes on both sides, all in one cycle. */
async function busyWorld(): Promise<void> {
  inOutlook(...[1, 2, 3, 4].map((n) => person(n, { jobTitle: 'old', companyName: 'ACME' })));
  await world.run(deleteToo);
  await editOutlook(1, { jobTitle: 'CEO', mobilePhone: '090-1' });
  await editZoho(2, { jobTitle: 'CTO', notes: 'line one\nline two' });
  await deleteOutlook(3);
  await deleteZoho(4);
  inOutlook(person(5, { companyName: 'Fresh Inc' }), person(7, { jobTitle: 'Buyer', companyName: 'ACME' }));
  inZoho(person(6, { department: 'Sales' }), person(7, { mobilePhone: '090-7', businessCity: 'Tokyo' }));
}

test('undoing a cycle with creates, updates, merges and deletes on both sides brings both back, and undoing that returns', async () => {
  await busyWorld();
  const before = await mapped();
  const report = await world.run(deleteToo);
  expect(report).toMatchObject({
    created: { outlook: 1, zoho: 1 },
    updated: { outlook: 2, zoho: 2 },
    deleted: { outlook: 1, zoho: 1 },
    linked: 1,
    merged: 1,
  });
  const after = await mapped();
  expect(after).not.toEqual(before);

  const undone = await world.undo();
  expect(undone).toMatchObject({ deleted: { outlook: 1, zoho: 1 }, created: { outlook: 1, zoho: 1 }, left: [] });
  expect(await mapped()).toEqual(before);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0, reviews: [] });
  expect(await mapped()).toEqual(before);

  const redone = await world.undo();
  expect(redone).toMatchObject({ left: [] });
  expect(await mapped()).toEqual(after);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0, reviews: [] });
  expect(await mapped()).toEqual(after);

  await world.undo();
  expect(await mapped()).toEqual(before);
});

test('an undoing that was killed at any moment loses nothing, and ends the same when it is repeated', async () => {
  let undoCycle = '';
  let before: unknown;
  const prepare = async () => {
    world.clear();
    await busyWorld();
    before = await mapped();
    undoCycle = (await world.run(deleteToo)).cycle;
  };
  const recover = async () => {
    await world.letLeaseLapse();
    await world.run(deleteToo);
    await world.undo({ undoCycle });
    const undone = await mapped();
    expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
    expect(await mapped()).toEqual(undone);
  };
  const end = async () => expect(await mapped()).toEqual(before);
  await diesAnywhere({ prepare, run: (life) => world.undo({}, life), recover, end }, 10);
});

describe('lists of which the CRM shows the first: undone and undone again, all of them are as they were', () => {
  const address = (one: string) => ({ address: one, name: one });
  const [a, b, c, d] = ['03 1111', '03 2222', '090 3333', '090 4444'];
  const kinds = [
    { property: 'businessPhones', api: 'Phone', entry: (one: string): unknown => one, value: (one: string) => one },
    { property: 'homePhones', api: 'Home_Phone', entry: (one: string): unknown => one, value: (one: string) => one },
    {
      ...{ property: 'emailAddresses', api: 'Email' },
      ...{ entry: (one: string) => address(mailOf(one)), value: (one: string) => mailOf(one) },
    },
  ];
  const mailOf = (phone: string) => `p${phone.replace(' ', '')}@example.jp`;

  describe.each(kinds)('$property', ({ property, api, entry, value }) => {
    const listNow = async () => (await world.contacts('outlook')).map((one) => one[property]);
    const inCrm = async () => (await world.contacts('zoho')).map((one) => one[api] ?? null);
    const put = async (one: string | null) => {
      const id = String((await world.contacts('zoho'))[0]?.id);
      world.later();
      await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${id}`, {
        data: [{ [api]: one && value(one) }],
        trigger: [],
      });
    };
    const putList = async (all: readonly string[]) => {
      const id = encodeURIComponent(String((await world.contacts('outlook'))[0]?.id));
      await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${id}`, { [property]: all.map(entry) });
    };
    const entries = (all: readonly string[]) => [all.map(entry)];
    const start = async (all: readonly string[]) => {
      world.services.graph.seed({
        contacts: [{ categories: ['Zoho'], surname: 'List', givenName: 'A', [property]: all.map(entry) }],
      } as never);
      await world.run();
    };

    test.each<[what: string, first: readonly string[], typed: readonly (string | null)[], after: readonly string[]]>([
      ['one put beside another', [a, b], [null, c], [c, b]],
      ['one put where none was', [a], [null, c], [c]],
      ['one that took the place of the first', [a, b], [c], [c, b]],
      ['two that changed places', [a, b], [b], [b, a]],
      ['the first taken out', [a, b], [null], [b]],
    ])('%s', async (_what, first, typed, after) => {
      await start(first);
      for (const one of typed.slice(0, -1)) {
        await put(one);
        await world.run();
      }
      const before = await listNow();
      await put(typed.at(-1) ?? null);
      const crm = await inCrm();
      expect(await world.run()).toMatchObject({ updated: { outlook: 1, zoho: 0 } });
      expect(await listNow()).toEqual(entries(after));

      await world.undo();
      expect([await listNow(), await inCrm()]).toEqual([before, crm]);
      expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
      await world.undo();
      expect([await listNow(), await inCrm()]).toEqual([entries(after), crm]);
      expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
      await world.undo();
      expect(await listNow()).toEqual(before);
    });

    test('where there is no room beside the others, all of them stay, and that is told', async () => {
      const full = property === 'emailAddresses' ? [b, d, '090 5555'] : [b, d];
      await start([a, b]);
      await put(null);
      await world.run();
      await putList(full);
      await world.run();
      await put(c);
      const report = await world.run();
      expect([await listNow(), report.parked]).toEqual([entries(full), 0]);
      expect(JSON.stringify(report.left)).toContain('List');
      expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
    });

    test('what somebody put behind it since, or took out, stays so', async () => {
      await start([a, b]);
      await put(c);
      await world.run();
      await putList([c, d]);
      await world.undo();
      expect(await listNow()).toEqual(entries([a, d]));
    });
  });
});

describe('what went along with a write is undone with it', () => {
  const outlookNow = async () => (await world.contacts('outlook'))[0] as Record<string, unknown>;
  const crmNow = async () => (await world.contacts('zoho'))[0] as Record<string, unknown>;
  const inCrm = async (fields: object) => {
    const { id } = await crmNow();
    world.later();
    await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${String(id)}`, { data: [fields], trigger: [] });
  };
  const seedOne = (fields: object) =>
    world.services.graph.seed({ contacts: [{ categories: ['Zoho', 'VIP'], ...fields }] } as never);
  const shown = async (...names: readonly string[]) => {
    const one = await outlookNow();
    return names.map((name) => one[name]);
  };
  const names = { givenName: 'Taro', surname: 'Yamada', displayName: 'Taro Yamada', fileAs: 'Yamada, Taro' };

  test('how Outlook shows and files somebody whose first name was taken out', async () => {
    seedOne(names);
    await world.run();
    await inCrm({ First_Name: null });
    await world.run();
    expect(await shown('givenName', 'displayName', 'fileAs')).toEqual([null, 'Yamada', 'Yamada']);
    await world.undo();
    expect(await shown(...Object.keys(names))).toEqual(Object.values(names));
    await world.undo();
    expect(await shown('displayName', 'fileAs')).toEqual(['Yamada', 'Yamada']);
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  });

  test('how somebody files the person since stays', async () => {
    seedOne(names);
    await world.run();
    await inCrm({ First_Name: null });
    await world.run();
    const { id } = await outlookNow();
    await world.ask('outlook', 'PATCH', `/v1.0/me/contacts/${encodeURIComponent(String(id))}`, {
      ...{ displayName: 'Taro Yamada (Sales)', fileAs: 'Sales' },
    });
    await world.undo();
    expect(await shown('givenName', 'displayName', 'fileAs')).toEqual(['Taro', 'Taro Yamada (Sales)', 'Sales']);
  });

  test('a deleted contact comes back with all its phones, addresses, parts of its name and categories', async () => {
    const emailAddresses = ['a', 'b', 'c'].map((one) => ({ name: one, address: `${one}@example.jp` }));
    const lists = { emailAddresses, businessPhones: ['03 1111', '03 2222'], homePhones: ['03 3333', '03 4444'] };
    const whole = { ...names, ...lists, title: 'Dr.', middleName: 'J.', fileAs: 'The Doctor' };
    seedOne(whole);
    await world.run(deleteToo);
    const { id } = await crmNow();
    world.later();
    await world.ask('zoho', 'DELETE', `/crm/v8/Contacts/${String(id)}`);
    await world.run(deleteToo);
    expect(await world.contacts('outlook')).toEqual([]);
    await world.undo();
    expect(await shown(...Object.keys(whole), 'categories')).toEqual([...Object.values(whole), ['Zoho', 'VIP']]);
    expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  });

  test("the CRM's second address that becomes the first: the journal names both, and both change places again", async () => {
    seedOne({ ...names, emailAddresses: [{ name: 'a', address: 'a@example.jp' }] });
    await world.run();
    await inCrm({ Secondary_Email: 'b@example.jp' });
    await world.run();
    const { id } = await outlookNow();
    const address = [{ name: 'b', address: 'b@example.jp' }];
    const path = `/v1.0/me/contacts/${encodeURIComponent(String(id))}`;
    await world.ask('outlook', 'PATCH', path, { emailAddresses: address });
    await world.run();
    expect(await crmNow()).toMatchObject({ Email: 'b@example.jp', Secondary_Email: 'a@example.jp' });
    const row = await world.withArchive(({ db }) =>
      db
        .selectFrom('journal')
        .select(['before', 'after'])
        .where('side', '=', 'zoho')
        .orderBy('seq', 'desc')
        .limit(1)
        .execute(),
    );
    const images = row.map(({ before, after }) => [before, after].map((one) => JSON.parse(String(one)).extra))[0];
    expect(images).toEqual([{ secondaryEmail: 'b@example.jp' }, { secondaryEmail: 'a@example.jp' }]);
    await world.undo();
    expect(await crmNow()).toMatchObject({ Email: 'a@example.jp', Secondary_Email: 'b@example.jp' });
    await world.run(deleteToo);
  });

  test('a contact deleted in the CRM comes back with its second address', async () => {
    seedOne({ ...names, emailAddresses: [{ name: 'a', address: 'a@example.jp' }] });
    await world.run(deleteToo);
    await inCrm({ Secondary_Email: 'b@example.jp' });
    await world.run(deleteToo);
    const { id } = await outlookNow();
    await world.ask('outlook', 'DELETE', `/v1.0/me/contacts/${encodeURIComponent(String(id))}`);
    await world.run(deleteToo);
    expect(await world.contacts('zoho')).toEqual([]);
    await world.undo();
    expect(await crmNow()).toMatchObject({ Email: 'a@example.jp', Secondary_Email: 'b@example.jp' });
    expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  });
});
