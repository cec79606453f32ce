import { startGuardWorld } from '../support/guardWorld';
import type { GuardKind, GuardWorld, Run } from '../support/guardWorld';
import type { Settings } from '../support/pipeline';

const names = ['Abe', 'Baba', 'Chiba', 'Doi', 'Endo'];
const settled = { outlook: names, zoho: names };
const deleting: Settings = { 'Conflict Resolver': { deletes: 'delete' } };
const none = { outlook: 0, zoho: 0 };

let world: GuardWorld;
const both = () => ({ outlook: world.names('outlook'), zoho: world.names('zoho') });
const wordsOf = (run: Run): string =>
  run.ended ? [...run.left, ...run.reviews].map(({ reason }) => reason).join('\n') : `${run.message} ${run.nextStep}`;
const quiet = { ended: true, written: 0, pending: 0, parked: 0, ambiguous: 0 };
const eachName = async (work: (name: string) => Promise<void>): Promise<void> => {
  for (const name of names) await work(name);
};

describe.each<GuardKind>(['contact', 'task', 'event'])('%s', (kind) => {
  beforeAll(async () => void (world = await startGuardWorld(kind)));
  afterAll(async () => await world.stop());
  beforeEach(async () => await world.reset(names));

  test.each(['outlook', 'zoho'] as const)(
    'all deleted in %s → the plan stops before any write, and says so',
    async (side) => {
      await eachName((name) => world.remove(side, name));
      for (let n = 0; n < 2; n++) {
        const run = await world.run(deleting);
        expect(run).toMatchObject({ ended: true, written: 0, deleted: none });
        expect(wordsOf(run)).toMatch(/all 5 linked records are gone from .* at once/);
      }
      expect(world.names(side === 'outlook' ? 'zoho' : 'outlook')).toEqual(names);
    },
  );

  test('small batches do not carry a large deletion past the limit', async () => {
    const small = { ...deleting, 'Outlook Changes': { batchSize: 1 }, 'Zoho CRM Changes': { batchSize: 1 } };
    for (const name of names.slice(0, 4)) await world.remove('outlook', name);
    const run = await world.run(small);
    expect(run).toMatchObject({ deleted: none });
    expect(wordsOf(run)).toContain('4 of 5 linked records would be deleted');
    expect(world.names('zoho')).toEqual(names);
  });

  test('all taken out of the category → left alone and told; put back, an edit made meanwhile goes over', async () => {
    await eachName((name) => world.change('outlook', name, { categories: [] }));
    const run = await world.run(deleting);
    expect(run).toMatchObject({ ended: true, written: 0 });
    expect(wordsOf(run)).toContain(`5 of 5 linked ${kind}s left what is synced in Outlook at once`);
    await world.edit('zoho', 'Abe', 'meanwhile');
    expect(await world.run(deleting)).toMatchObject({ ended: true, written: 0, left: [] });
    await eachName((name) => world.change('outlook', name, { categories: ['Zoho'] }));
    expect(await world.run(deleting)).toMatchObject({ ended: true, created: none, updated: { outlook: 1, zoho: 0 } });
    expect(both()).toEqual(settled);
    expect(world.told('outlook', 'Abe')).toBe('meanwhile');
    expect(await world.run(deleting)).toMatchObject(quiet);
  });

  test('the place is renamed → nothing; another one is chosen → asked before anything is read, and back again → nothing lost', async () => {
    await world.reset(names, {}, 'CRM');
    const there = { ...world.placed('CRM'), ...deleting };
    await world.renamePlace('CRM', 'Sales');
    expect(await world.run(there)).toMatchObject({ ...quiet, left: [] });
    for (let n = 0; n < 2; n++) {
      expect(wordsOf(await world.run(deleting))).toMatch(
        /In Outlook this sync looked after ".*"; now the default place is chosen.*let this pass once/,
      );
      expect([world.writes(), (await world.questions()).length]).toEqual([0, 1]);
    }
    await world.edit('outlook', 'Baba', 'meanwhile');
    expect(await world.run(there)).toMatchObject({ ended: true, created: none, updated: { outlook: 0, zoho: 1 } });
    expect(both()).toEqual(settled);
    expect(world.told('zoho', 'Baba')).toBe('meanwhile');
    expect(await world.questions()).toEqual([]);
  });

  test('another place is chosen and let pass → asked once; the pairs are left alone, the new place is synced', async () => {
    await world.reset(names, {}, 'CRM');
    await world.run(deleting);
    await world.letPass();
    const elsewhere = await world.run(deleting);
    expect(elsewhere).toMatchObject({ ended: true, written: 0 });
    expect(wordsOf(elsewhere)).toContain(`5 of 5 linked ${kind}s left what is synced in Outlook at once`);
    world.add('outlook', 'Fujita', 7);
    expect(await world.run(deleting)).toMatchObject({ ended: true, created: { outlook: 0, zoho: 1 } });
    expect(await world.run(deleting)).toMatchObject({ ...quiet, reviews: [] });
    expect(wordsOf(await world.run({ ...world.placed('CRM'), ...deleting }))).toMatch(/now ".*" is chosen/);
  });

  test('the place is deleted → the run ends with an error that says what to do, and the CRM keeps everybody', async () => {
    await world.reset(names, {}, 'CRM');
    const there = { ...world.placed('CRM'), ...deleting };
    await world.deletePlace('CRM');
    for (const settings of [there, there, deleting]) {
      const run = await world.run(settings);
      expect(world.writes()).toBe(0);
      expect(wordsOf(run)).toMatch(
        /does not exist.*choose|no longer in Microsoft To Do.*Choose|gone from Outlook at once|the default place is chosen/,
      );
    }
    expect(world.names('zoho')).toEqual(names);
  });

  test('a place that does not exist is chosen → told as not existing, and nobody is asked about it', async () => {
    await world.addPlace('Old');
    const gone = { ...world.placed('Old'), ...deleting };
    await world.deletePlace('Old');
    for (let n = 0; n < 2; n++) {
      const run = await world.run(gone);
      expect([world.writes(), wordsOf(run)]).toEqual([
        0,
        expect.stringMatching(/does not exist.*choose|no longer in Microsoft To Do.*Choose/),
      ]);
      expect(await world.questions()).toEqual([]);
    }
    expect(await world.run(deleting)).toMatchObject({ ...quiet, reviews: [] });
    expect(both()).toEqual(settled);
  });

  test('the scope is narrowed and widened again → told, nobody deleted or doubled', async () => {
    const scope = (value: string): Settings => ({ ...deleting, 'Zoho CRM Changes': { scope: value } });
    await world.reset(names, scope('all'));
    const { users, records } = world.main.zoho.state;
    for (const record of records.get(world.form.module)?.values() ?? []) record.owner = users[1]?.id ?? '';
    const run = await world.run(scope('mine'));
    expect(run).toMatchObject({ ended: true, written: 0 });
    expect(wordsOf(run)).toContain(`5 of 5 linked ${kind}s left what is synced in Zoho CRM at once`);
    expect(await world.run(scope('all'))).toMatchObject({ ...quiet, left: [] });
    expect(both()).toEqual(settled);
  });

  test('another Zoho user of the org signs in → told, nothing written', async () => {
    world.signInAnew(world.main.zoho.state.users[1]?.id);
    const run = await world.run({ ...deleting, 'Zoho CRM Changes': { scope: 'all' } });
    expect(world.writes()).toBe(0);
    expect(wordsOf(run)).toContain('another Zoho CRM user than before');
    expect(both()).toEqual(settled);
  });

  /** Somebody else's mailbox and org; their ids are those of our own records, as in a sandbox. */
  function fillOthers(): void {
    const { graph, zoho } = world.elsewhere;
    const mailbox = { id: '11111111-2222-3333-4444-555555555555', mail: 'other@contoso.example' };
    graph.seed({ mailbox, ...world.form.seed([world.form.outlook('Other', 1)]) } as never);
    const records = { [world.form.module]: names.map((_, n) => world.form.zoho(`Other${n}`, n)) };
    zoho.seed({ org: { id: '888', zgid: '777' }, records } as never);
  }

  test.each([
    [
      'another mailbox',
      'outlook',
      /now another one is chosen.* Nothing was read or written.*choose the former one again/,
    ],
    [
      'another org, a sandbox with the same ids',
      'zoho',
      /another Zoho CRM account.*Connect the credential with the former/,
    ],
  ] as const)(
    '%s is connected in the same credential → stopped at once, and back again all is well',
    async (_, side, words) => {
      fillOthers();
      world.connect(world.elsewhere, [side]);
      const run = await world.run(deleting);
      expect(run.ended).toBe(false);
      expect(world.writes()).toBe(0);
      expect(wordsOf(run)).toMatch(words);
      world.connect(world.main);
      expect(await world.run(deleting)).toMatchObject({ ...quiet, left: [] });
      expect(both()).toEqual(settled);
    },
  );

  test('a new token of the same account is no other account', async () => {
    world.signInAnew();
    expect(await world.run(deleting)).toMatchObject({ ...quiet, left: [] });
  });

  test('another org is connected only in the node that writes → refused before anything is sent', async () => {
    fillOthers();
    world.add('outlook', 'Fujita', 7);
    const run = await world.run(deleting, (node) => {
      if (node === 'Conflict Resolver') world.connect(world.elsewhere, ['zoho']);
    });
    expect(wordsOf(run)).toContain('another Zoho CRM account');
    expect(world.elsewhere.zoho.state.records.get(world.form.module)?.size).toBe(names.length);
    world.connect(world.main);
    expect(await world.run(deleting)).toMatchObject({ created: { outlook: 0, zoho: 1 } });
    expect(both()).toEqual({ outlook: [...names, 'Fujita'], zoho: [...names, 'Fujita'] });
  });

  test('the org is set back to a backup → nothing goes over before a person lets it pass', async () => {
    const records = world.main.zoho.state.records.get(world.form.module) ?? new Map<string, never>();
    const backup = structuredClone([...records]);
    await world.edit('outlook', 'Abe', 'new');
    await world.edit('zoho', 'Baba', 'newer');
    world.add('outlook', 'Fujita', 7);
    await world.run(deleting);
    records.clear();
    for (const [id, record] of backup) records.set(id, record as never);
    for (let n = 0; n < 2; n++) {
      const run = await world.run(deleting);
      expect(run).toMatchObject({ ended: true, written: 0 });
      expect(wordsOf(run)).toMatch(/Zoho CRM shows older states .* Let it pass .* run Sync: Rebuild/);
    }
    expect([world.told('outlook', 'Abe'), world.told('outlook', 'Baba')]).toEqual(['new', 'newer']);
    await world.letPass();
    expect(await world.run(deleting)).toMatchObject({ ended: true, deleted: none, updated: { outlook: 2, zoho: 0 } });
    expect(world.names('outlook')).toEqual([...names, 'Fujita']);
    expect(await world.run(deleting)).toMatchObject({ ...quiet, reviews: [] });
  });

  test('a record missing in the CRM without a tombstone → an edit of it is refused with the next step, nobody deleted', async () => {
    const records = world.main.zoho.state.records.get(world.form.module);
    records?.delete(String(world.raw('zoho', 'Chiba').id));
    expect(await world.run(deleting)).toMatchObject({ ended: true, written: 0 });
    await world.edit('outlook', 'Chiba', 'edited');
    const run = await world.run(deleting);
    expect(run).toMatchObject({ ended: true, written: 0 });
    expect(JSON.stringify(run)).toContain('can no longer be found in Zoho CRM, and it is not among the deleted ones');
    expect(world.names('outlook')).toEqual(names);
  });

  test('a deleted record comes back from the recycle bin with another id → it keeps its partner', async () => {
    const { values } = world.raw('zoho', 'Doi') as { values?: object };
    const was = { ...world.raw('zoho', 'Doi'), ...values, id: undefined };
    await world.remove('zoho', 'Doi');
    world.later();
    world.main.zoho.seed({ records: { [world.form.module]: [was] } } as never);
    expect(await world.run(deleting)).toMatchObject({ ...quiet, reviews: [] });
    expect(both()).toEqual(settled);
    await world.edit('outlook', 'Doi', 'still one');
    await world.run(deleting);
    expect(world.told('zoho', 'Doi')).toBe('still one');
  });

  test('the mailbox was moved: all new ids, the same content → the pairs go on, nothing asked, nothing written', async () => {
    // an event keeps its iCalendar id, whatever mailbox it lies in
    const uidOf = (name: string) => (world.raw('outlook', name) as { iCalUId?: string }).iCalUId;
    const same = names.map((name) => (kind === 'event' ? { iCalUId: uidOf(name) } : {}));
    await eachName((name) => world.remove('outlook', name));
    same.forEach((fields, n) => world.add('outlook', names[n] ?? '', n, fields));
    expect(await world.run(deleting)).toMatchObject({ ...quiet, reviews: [] });
    await world.edit('zoho', 'Abe', 'still one');
    expect(await world.run(deleting)).toMatchObject({ created: none, updated: { outlook: 1, zoho: 0 } });
    expect(both()).toEqual(settled);
    expect(world.told('outlook', 'Abe')).toBe('still one');
  });

  test('deleted, and made again with less in it → no value of the other side is blanked by that', async () => {
    await world.edit('zoho', 'Abe', 'valuable');
    await world.run();
    await world.remove('outlook', 'Abe');
    world.add('outlook', 'Abe', 0);
    await world.run();
    expect(both()).toEqual(settled);
    expect(world.told('zoho', 'Abe')).toBe('valuable');
  });

  test('two syncs of one place, or one renamed → matched anew, nobody doubled, told with the other one’s name', async () => {
    const second: Settings = { 'Start Cycle': { sync: 'Renamed' } };
    const run = await world.run(second);
    expect(run).toMatchObject({ ended: true, written: 0, linked: 5 });
    expect(wordsOf(run)).toMatch(/The sync ".*s" looks after the same records.*renamed/);
    expect(await world.run(second)).toMatchObject({ ...quiet, left: [] });
    world.add('outlook', 'Fujita', 7);
    expect(await world.run()).toMatchObject({ created: { outlook: 0, zoho: 1 } });
    await world.run(second);
    await world.edit('zoho', 'Fujita', 'told');
    await world.run(second);
    await world.run();
    expect(both()).toEqual({ outlook: [...names, 'Fujita'], zoho: [...names, 'Fujita'] });
    expect(world.told('outlook', 'Fujita')).toBe('told');
  });

  test('two syncs of one place at once → the later one waits for its next run, nobody doubled', async () => {
    const second: Settings = { 'Start Cycle': { sync: 'Second' } };
    await world.run(second);
    world.add('outlook', 'Fujita', 7);
    let late: Run | null = null;
    await world.run({}, async (node) => {
      if (node === 'Conflict Resolver') late = await world.run(second);
    });
    expect(wordsOf(late!)).toContain('is at work on the same records right now');
    await world.run(second);
    expect(both()).toEqual({ outlook: [...names, 'Fujita'], zoho: [...names, 'Fujita'] });
  });

  test.each([
    ['ahead', 86_400_000],
    ['behind', -86_400_000],
  ])('the clock of the machine is a day %s, and right again → edits and deletions still go over', async (_, wrong) => {
    const now = Date.now;
    const inStep = async () => {
      await world.edit('zoho', 'Abe', `edited ${Math.random()}`);
      expect(await world.run(deleting)).toMatchObject({ ended: true, written: 1, reviews: [] });
      expect(world.told('outlook', 'Abe')).toBe(world.told('zoho', 'Abe'));
    };
    try {
      Date.now = () => now() + wrong;
      await inStep();
      await world.remove('zoho', 'Endo');
      await world.run(deleting);
    } finally {
      Date.now = now;
    }
    await inStep();
    expect(both()).toEqual({ outlook: names.slice(0, 4), zoho: names.slice(0, 4) });
  });
});
