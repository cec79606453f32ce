/** Records that several people share: one in the CRM, a link for each person's sync. */
import fc from 'fast-check';
import contacts from '../../workflows/contacts.json';
import type { Raw } from '../support/fixture';
import { ownedBy, startTeamWorld, team, type Person, type TeamWorld } from '../support/teamWorld';

jest.setTimeout(120_000);

const everybody = { scope: 'all' };
const inCrm = (name: string, more: Raw = {}): Raw => ({
  ...{ First_Name: name, Last_Name: 'Test', Email: `${name}@example.com`.toLowerCase() },
  ...more,
});
const inOutlook = (name: string, more: Raw = {}): Raw => ({
  ...{ givenName: name, surname: 'Test' },
  emailAddresses: [{ name, address: `${name}@example.com`.toLowerCase() }],
  ...more,
});
const names = ['Aya', 'Ben', 'Cho', 'Dan', 'Eve'];

describe('contacts', () => {
  let world: TeamWorld;
  beforeAll(async () => void (world = await startTeamWorld(contacts, 'folder')));
  afterAll(() => world.stop());

  const find = (name: string): Raw => world.owned('Contacts').find(({ First_Name }) => First_Name === name) ?? {};
  const editCrm = async (name: string, values: Raw) => {
    world.later();
    await world.ask('zoho', 'PUT', `/crm/v8/Contacts/${String(find(name).id)}`, { data: [values], trigger: [] });
  };
  const theirs = async (person: Person, name: string): Promise<Raw> =>
    (await world.contactsOf(person)).find(({ givenName }) => givenName === name) ?? {};
  const editOutlook = async (person: Person, name: string, values: Raw) =>
    world.ask(
      'outlook',
      'PATCH',
      `/v1.0/me/contacts/${encodeURIComponent(String((await theirs(person, name)).id))}`,
      values,
    );
  /** A round for everybody; how many records were written. */
  const round = async (order: readonly Person[] = team): Promise<number> => {
    let written = 0;
    for (const person of order) {
      const report = await world.runFor(person, everybody);
      expect(report).toMatchObject({ pending: 0, reviews: [] });
      written += report.written;
    }
    return written;
  };
  const share = async () => {
    await world.reset({}, { records: { Contacts: names.map((name) => inCrm(name, ownedBy('ken'))) } });
    await round();
    expect(await round()).toBe(0);
  };

  test('an edit anywhere reaches all, once, and then everything rests', async () => {
    await share();
    await editOutlook('mary', 'Aya', { jobTitle: 'CEO' });
    await editCrm('Ben', { Title: 'CFO', Description: 'Line 1\nLine 2' });
    expect(await round()).toBeGreaterThan(0);
    expect(await round()).toBeLessThanOrEqual(3);
    expect(await round()).toBe(0);
    for (const person of team) {
      expect(await theirs(person, 'Aya')).toMatchObject({ jobTitle: 'CEO' });
      expect(await theirs(person, 'Ben')).toMatchObject({ jobTitle: 'CFO' });
    }
    expect(world.owned('Contacts')).toHaveLength(5);
    expect(find('Aya')).toMatchObject({ Title: 'CEO', owner: 'ken' });
  });

  test('two edit one field at the same time: one value wins everywhere, and nobody brings the other back', async () => {
    await share();
    await editOutlook('mary', 'Aya', { jobTitle: 'Marys' });
    await editOutlook('ken', 'Aya', { jobTitle: 'Kens' });
    await editOutlook('hanako', 'Aya', { department: 'Sales' });
    for (let n = 0; n < 3; n += 1) await round(['mary', 'ken', 'hanako']);
    expect(await round()).toBe(0);
    const wins = String(find('Aya').Title);
    expect(['Marys', 'Kens']).toContain(wins);
    for (const person of team)
      expect(await theirs(person, 'Aya')).toMatchObject({ jobTitle: wins, department: 'Sales' });
  });

  test('who deletes what is another’s takes it from nobody; its owner takes it from all, where deletions go over', async () => {
    await share();
    const settings = { 'Conflict Resolver': { deletes: 'delete' } };
    const everyone = async () => {
      for (let n = 0; n < 2; n += 1) for (const person of team) await world.runFor(person, { ...everybody, settings });
    };
    const remove = async (person: Person, name: string) =>
      world.ask(
        'outlook',
        'DELETE',
        `/v1.0/me/contacts/${encodeURIComponent(String((await theirs(person, name)).id))}`,
      );
    await remove('mary', 'Aya');
    await everyone();
    await editCrm('Aya', { Title: 'CEO' });
    await everyone();
    expect(find('Aya')).toMatchObject({ owner: 'ken', Title: 'CEO' });
    expect(await theirs('mary', 'Aya')).toEqual({});
    expect(await theirs('hanako', 'Aya')).toMatchObject({ jobTitle: 'CEO' });
    await remove('ken', 'Ben');
    await everyone();
    expect(find('Ben')).toEqual({});
    for (const person of team) expect(await theirs(person, 'Ben')).toEqual({});
  });

  const makeAnew = () =>
    world.ask('zoho', 'POST', '/crm/v8/Contacts', { data: [inCrm('Aya', { Title: 'CEO' })], trigger: [] });
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['edited by who syncs last', () => editOutlook('mary', 'Aya', { jobTitle: 'CEO' })],
    ['edited by who syncs first', () => editOutlook('hanako', 'Aya', { jobTitle: 'CEO' })],
    ['made again there at once', makeAnew],
    ['made again there after all have seen it gone', () => round().then(makeAnew)],
  ];
  test.each(ways)(
    'deleted in the CRM while deletions are kept, and %s: it is one record again, and nobody is asked',
    async (_how, go) => {
      await share();
      await world.ask('zoho', 'DELETE', `/crm/v8/Contacts/${String(find('Aya').id)}`);
      await go();
      for (let n = 0; n < 2; n += 1) await round();
      expect(await round()).toBe(0);
      expect(world.owned('Contacts').filter(({ First_Name }) => First_Name === 'Aya')).toMatchObject([
        { Title: 'CEO' },
      ]);
      for (const person of team) expect(await theirs(person, 'Aya')).toMatchObject({ jobTitle: 'CEO' });
    },
  );

  const fieldsInOutlook = { jobTitle: 'Title', department: 'Department', mobilePhone: 'Mobile' } as const;
  type Deed = readonly [who: Person | 'crm' | 'run', name: string, field: keyof typeof fieldsInOutlook, n: number];
  const deed: fc.Arbitrary<Deed> = fc.tuple(
    fc.constantFrom(...team, 'crm' as const, 'run' as const),
    fc.constantFrom(...names),
    fc.constantFrom(...(Object.keys(fieldsInOutlook) as (keyof typeof fieldsInOutlook)[])),
    fc.nat(99),
  );
  test('whatever all of them do, and whenever each runs: it comes to rest, and all show the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 12 }), async (deeds) => {
        await share();
        for (const [who, name, field, n] of deeds)
          if (who === 'run') await world.runFor(team[n % 3] as Person, everybody);
          else if (who === 'crm') await editCrm(name, { [fieldsInOutlook[field]]: `0${n}` });
          else await editOutlook(who, name, { [field]: `0${n}` });
        for (let n = 0; n < 3; n += 1) await round();
        expect(await round()).toBe(0);
        for (const name of names)
          for (const [own, api] of Object.entries(fieldsInOutlook))
            for (const person of team) expect((await theirs(person, name))[own]).toEqual(find(name)[api] ?? null);
      }),
      { numRuns: Number(process.env.RUNS ?? 4) },
    );
  });

  test.each(['Zoho CRM Changes', 'CRM Matcher', 'Conflict Resolver'])(
    'two syncs create the same new person at once, one in the midst of the other (after %s): there is one record',
    async (node) => {
      await world.reset({ ken: [inOutlook('Aya')], mary: [inOutlook('Aya', { jobTitle: 'CEO' }), inOutlook('Bea')] });
      await world.runFor('ken', {
        ...everybody,
        between: async (done) => {
          if (done === node) await world.runFor('mary', everybody);
        },
      });
      await round(['ken', 'mary', 'hanako']);
      await round();
      expect(await round()).toBe(0);
      expect(world.owned('Contacts')).toHaveLength(2);
      expect(find('Aya')).toMatchObject({ Title: 'CEO', owner: 'mary' });
      for (const person of team) expect(await world.contactsOf(person)).toHaveLength(2);
    },
  );

  test('all three have decided to create the same ten people when the first of them writes: each is created once', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => inOutlook(`P${n}`, { companyName: `Company ${n % 3}` }));
    await world.reset({ ken: ten, mary: ten, hanako: ten });
    let [arrived, open] = [0, () => undefined as void];
    const all = new Promise<void>((resolve) => void (open = resolve));
    const between = async (done: string) => {
      if (done !== 'Conflict Resolver') return;
      arrived += 1;
      if (arrived === team.length) open();
      await all;
    };
    await Promise.all(team.map((person) => world.runFor(person, { ...everybody, between })));
    await round();
    await round();
    expect(await round()).toBe(0);
    expect(world.owned('Contacts')).toHaveLength(10);
    expect(world.owned('Accounts')).toHaveLength(3);
    for (const person of team) expect(await world.contactsOf(person)).toHaveLength(10);
  });

  test('who is in everybody’s mailbox already becomes one record', async () => {
    await world.reset({
      ken: [inOutlook('Aya')],
      mary: [inOutlook('Aya', { jobTitle: 'CEO' })],
      hanako: [inOutlook('Aya')],
    });
    await round(['ken', 'mary', 'hanako']);
    await round();
    expect(await round()).toBe(0);
    expect(world.owned('Contacts')).toMatchObject([{ First_Name: 'Aya', Title: 'CEO', owner: 'ken' }]);
    for (const person of team) expect(await world.contactsOf(person)).toHaveLength(1);
  });
});
