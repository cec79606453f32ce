import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openArchive, syncNames } from '../../archive';
import { kinds } from '../../sync/kinds';
import { editorContext, loadedPackage, node, runWorkflow, wires } from '../support/n8nCore';
import { finished, runContacts, startWorld, type Changes, type World } from './worlds';

jest.setTimeout(60_000);

const named = (sync: string, more: Changes = {}): Changes => ({ 'Start Cycle': { sync }, ...more });

const control = (parameters: IDataObject, items: IDataObject[] = [{}], mode: 'manual' | 'trigger' = 'manual') =>
  runWorkflow(
    {
      nodes: [
        node('Go', 'n8n-nodes-base.manualTrigger'),
        node('Items', 'test.source', { items: JSON.stringify(items) }),
        node('Control', 'syncControl', parameters),
      ],
      connections: wires({ Go: [['Items']], Items: [['Control']] }),
    },
    [],
    undefined,
    mode,
  );

describe('Sync Control', () => {
  let world: World;
  const file = () => join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite');
  beforeEach(async () => {
    world = await startWorld('small');
  });
  afterEach(() => world.stop());

  test('a conflict the user wants to decide waits, and the answer is carried out', async () => {
    const ask = { 'Conflict Resolver': { policy: 'ask' } };
    const first = finished(await runContacts(world, named('ask', ask)));
    const conflicts = first.reviews.filter(({ topic }) => topic === 'conflict');
    expect(conflicts.length).toBeGreaterThan(0);
    for (const { id } of conflicts) {
      const settled = await control({
        resource: 'review',
        operation: 'settle',
        sync: 'ask',
        review: id,
        answer: 'outlook',
      });
      expect(settled.error).toBeNull();
    }
    const second = finished(await runContacts(world, named('ask', ask)));
    expect(second.written).toBe(conflicts.length);
    expect(second.reviews.filter(({ topic }) => topic === 'conflict')).toEqual([]);
    expect(finished(await runContacts(world, named('ask', ask))).written).toBe(0);
  });

  test('a paused sync starts no run and says so; resumed, it catches up', async () => {
    finished(await runContacts(world, named('paused')));
    const paused = (await control({ resource: 'sync', operation: 'pause', sync: 'paused' })).items('Control')[0]?.json;
    expect(paused).toMatchObject({ pausedAt: expect.any(Number) });
    const run = await runContacts(world, named('paused'));
    expect(run.error).toBeNull();
    expect(run.items('Start Cycle')).toEqual([]);
    expect(run.items('Finish')).toEqual([]);
    const resumed = await control({ resource: 'sync', operation: 'resume', sync: 'paused' });
    expect(resumed.items('Control')[0]?.json).toMatchObject({ pausedAt: null });
    expect(finished(await runContacts(world, named('paused')))).toMatchObject({ written: 0, pending: 0 });
    const unknown = await control({ resource: 'sync', operation: 'pause', sync: 'nobody' });
    expect(unknown.error?.message).toMatch(/There is no sync "nobody"/);
  });

  test('a service asked to wait: who goes on waits so long, a person begins, a schedule is told until when', async () => {
    finished(await runContacts(world, named('asked')));
    const report = { sync: 'asked' };
    const askToWait = async (ms: number) => {
      const archive = await openArchive(file());
      const asked = { asked_until: Date.now() + ms, holder: null };
      await archive.db.updateTable('sync').set(asked).where('name', '=', 'asked').execute();
      await archive.close();
    };
    const begun = async (item: IDataObject, ms: number) => {
      await askToWait(ms);
      const start = { resource: 'cycle', operation: 'start', sync: 'asked', kind: 'contact' };
      const since = Date.now();
      const run = await control(start, [item], 'trigger');
      return { count: run.items('Control').length, ms: Date.now() - since, hint: run.hints('Control')[0] ?? '' };
    };
    expect(await begun({}, 600_000)).toMatchObject({
      count: 0,
      hint: expect.stringMatching(/asked .* to wait until 20/),
    });
    expect(await begun({ goesOn: true, report: { sync: 'other' } }, 600_000)).toMatchObject({ count: 0 });
    const followed = await begun({ goesOn: true, report }, 1_500);
    expect([followed.count, followed.ms >= 1_400]).toEqual([1, true]);
    expect(await begun({ sync: 'asked', by: 'Hanako', answered: 1 }, 600_000)).toMatchObject({ count: 1 });
    await askToWait(0);
    const forgotten = await control({ resource: 'sync', operation: 'forget', sync: 'asked', confirmForget: true });
    expect(forgotten.error).toBeNull();
  });

  test.each([
    ['contact', true],
    ['fields', true],
    ['task', false],
  ])('overrides set for %s count in a sync of contacts: %s', async (group, counts) => {
    const overrides = { [group]: kinds.contact.fields.map(({ name }) => ({ field: name, policy: 'outlook' })) };
    const settings = { 'Conflict Resolver': { policy: 'ask', overrides } };
    const { reviews } = finished(await runContacts(world, named(`overrides of ${group}`, settings)));
    expect(reviews.some(({ topic }) => topic === 'conflict')).toBe(!counts);
  });

  test('a dismissed conflict is settled without a write', async () => {
    const ask = { 'Conflict Resolver': { policy: 'ask' } };
    const { reviews } = finished(await runContacts(world, named('dismiss', ask)));
    for (const { id, topic } of reviews)
      if (topic === 'conflict')
        await control({ resource: 'review', operation: 'settle', sync: 'dismiss', review: id, answer: 'dismiss' });
    const second = finished(await runContacts(world, named('dismiss', ask)));
    expect(second).toMatchObject({ written: 0, pending: 0 });
    expect(second.reviews.map(({ topic }) => topic)).toEqual(['ambiguous']);
  });

  test('refuses an answer that does not fit', async () => {
    const { reviews } = finished(await runContacts(world, named('unfit')));
    const review = String(reviews[0]?.id);
    const { error } = await control({ resource: 'review', operation: 'settle', sync: 'unfit', review, answer: 'pass' });
    expect(error?.message).toMatch(/does not fit/);
    expect(error?.description).toMatch(/Change or delete one/);
  });

  test('a stopped plan writes nothing until a person lets it pass once', async () => {
    const erase: Changes = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1 } } };
    finished(await runContacts(world, named('guard', erase)));
    const token = world.simulators.connection.zoho.accessToken;
    const headers = { authorization: `Zoho-oauthtoken ${token}` };
    const { api } = world.simulators.connection.zoho;
    const list = (await (await fetch(`${api}/crm/v8/Contacts?fields=Last_Name`, { headers })).json()) as {
      data: { id: string; Last_Name: string }[];
    };
    const ids = list.data
      .filter(({ Last_Name }) => ['Lang', 'Moor', 'Petrova'].includes(Last_Name))
      .map(({ id }) => id);
    await fetch(`${api}/crm/v8/Contacts?ids=${ids.join(',')}`, { method: 'DELETE', headers });
    const stopped = finished(await runContacts(world, named('guard', erase)));
    expect(stopped.written).toBe(0);
    const refusal = stopped.reviews.find(({ topic }) => topic === 'refusal');
    expect(refusal?.reason).toMatch(/would be deleted/);
    await control({ resource: 'review', operation: 'settle', sync: 'guard', review: refusal!.id, answer: 'pass' });
    expect(finished(await runContacts(world, named('guard', erase))).written).toBe(3);
  });

  test('the first run asks before it writes; Review: Settle lets the whole of it pass', async () => {
    const ask = named('first', { 'Conflict Resolver': { firstRun: 'ask' } });
    const ran = await runContacts(world, ask);
    const stopped = finished(ran);
    expect([stopped.written, ran.hints('Conflict Resolver')[0]]).toEqual([0, expect.stringMatching(/first run/)]);
    const question = stopped.reviews.find(({ topic }) => topic === 'refusal');
    const answer = { resource: 'review', operation: 'settle', sync: 'first', review: question?.id, answer: 'pass' };
    expect((await control(answer as IDataObject)).error).toBeNull();
    expect(finished(await runContacts(world, ask)).written).toBeGreaterThan(10);
    expect(finished(await runContacts(world, ask))).toMatchObject({ written: 0, pending: 0 });
  });

  test('another folder under the same name is asked about by name, before anything is read, and answered once', async () => {
    world.simulators.graph.seed({ folders: [{ displayName: 'Customers' }] });
    const { id } = [...world.simulators.graph.state.folders.values()].find((one) => one.displayName === 'Customers')!;
    const folder = { __rl: true, mode: 'list', value: id, cachedResultName: 'Customers' };
    const elsewhere = named('moved', { 'Outlook Changes': { folder } });
    finished(await runContacts(world, named('moved')));
    const stopped = await runContacts(world, elsewhere);
    expect(stopped.error?.message).toContain(
      'moved: In Outlook this sync looked after "Contacts (Default Folder)"; now "Customers" is chosen.',
    );
    const asked = (await control({ resource: 'review', operation: 'list', sync: 'moved' })).items('Control');
    const question = asked.map(({ json }) => json).find(({ topic }) => topic === 'refusal');
    const answer = { resource: 'review', operation: 'settle', sync: 'moved', review: question?.id, answer: 'pass' };
    expect((await control(answer as IDataObject)).error).toBeNull();
    expect(finished(await runContacts(world, elsewhere)).reviews.map(({ topic }) => topic)).not.toContain('refusal');
    expect((await runContacts(world, named('moved'))).error?.message).toContain(
      'looked after "Customers"; now "Contacts',
    );
  });

  test('shows the status, lists reviews, and rebuilds only when told twice', async () => {
    finished(await runContacts(world, named('status')));
    const shown = await control({ resource: 'sync', operation: 'status', sync: 'status' });
    expect(shown.items('Control')[0]?.json).toMatchObject({ known: true, reviews: 1, lease: null });
    expect((await control({ resource: 'review', operation: 'list', sync: 'status' })).items('Control')).toHaveLength(1);
    const rebuild = { resource: 'sync', operation: 'rebuild', sync: 'status' };
    expect((await control(rebuild)).error?.message).toMatch(/was not rebuilt/);
    expect((await control({ ...rebuild, confirm: true })).error).toBeNull();
    expect(finished(await runContacts(world, named('status')))).toMatchObject({ written: 0, pending: 0 });
  });

  test('forgets a sync only when told twice, says what is gone, and the next run doubles nobody', async () => {
    const sync = 'forgotten';
    finished(await runContacts(world, named(sync)));
    const forget = { resource: 'sync', operation: 'forget', sync };
    expect((await control(forget)).error?.message).toMatch(/was not forgotten/);
    const { error, items } = await control({ ...forget, confirmForget: true });
    expect(error).toBeNull();
    expect(items('Control')[0]?.json).toMatchObject({
      sync,
      removed: { sync: 1, cycle: 1, journal: expect.any(Number) },
      notes: [],
    });
    const shown = await control({ resource: 'sync', operation: 'status', sync });
    expect(shown.error?.message).toMatch(/There is no sync "forgotten"/);
    expect((await control({ ...forget, confirmForget: true })).error?.message).toMatch(/There is no sync "forgotten"/);
    expect(finished(await runContacts(world, named(sync)))).toMatchObject({ written: 0, pending: 0 });
  });

  describe('forgets a person', () => {
    const address = 'Carol.Dunn@South.example';
    const forget = { resource: 'person', operation: 'forget', forgetBy: 'address', forgetAddress: address };
    const copies = (text: RegExp) =>
      [file(), `${file()}-wal`].flatMap((path) => readFileSync(path, 'latin1').match(new RegExp(text, 'gi')) ?? [])
        .length;
    const emptied = async () => {
      const archive = await openArchive(file());
      const syncs = await syncNames(archive);
      await archive.close();
      for (const { name } of syncs)
        await control({ resource: 'sync', operation: 'forget', sync: name, confirmForget: true });
    };
    beforeEach(emptied);

    test('first counts, then removes; who is still on both sides comes back once, and nothing is written', async () => {
      const sync = 'here';
      finished(await runContacts(world, named(sync)));
      const shown = (await control(forget)).items('Control')[0]?.json;
      expect(shown).toMatchObject({ preview: true, removed: { record: 2, link: 1 } });
      expect(shown?.records).toEqual([
        expect.objectContaining({ side: 'outlook', label: 'Carol Dunn', comes: true }),
        expect.objectContaining({ side: 'zoho', label: 'Carol Dunn', comes: true }),
      ]);
      expect(shown?.notes).toEqual([expect.stringMatching(/^2 of these records are still in Outlook or Zoho CRM/)]);
      expect(copies(/carol.dunn/)).toBeGreaterThan(0);
      const done = await control({ ...forget, forgetPreview: false });
      expect(done.error).toBeNull();
      expect(done.items('Control')[0]?.json).toMatchObject({
        preview: false,
        removed: shown?.removed,
        readAnew: [sync],
      });
      expect(JSON.stringify(done.items('Control'))).not.toMatch(/carol/i);
      expect(copies(/carol.dunn/)).toBe(0);
      const next = finished(await runContacts(world, named(sync)));
      expect(next).toMatchObject({ written: 0, pending: 0, linked: 1 });
      expect(finished(await runContacts(world, named(sync)))).toMatchObject({ written: 0, linked: 0 });
    });

    test('who is gone from both sides is gone for good', async () => {
      const sync = 'gone';
      const erase: Changes = { 'Conflict Resolver': { deletes: 'delete' } };
      finished(await runContacts(world, named(sync, erase)));
      const { api, accessToken } = world.simulators.connection.zoho;
      const headers = { authorization: `Zoho-oauthtoken ${accessToken}` };
      const list = (await (await fetch(`${api}/crm/v8/Contacts?fields=Last_Name`, { headers })).json()) as {
        data: { id: string; Last_Name: string }[];
      };
      const carol = list.data.find(({ Last_Name: name }) => name === 'Dunn')!;
      await fetch(`${api}/crm/v8/Contacts?ids=${carol.id}`, { method: 'DELETE', headers });
      expect(finished(await runContacts(world, named(sync, erase)))).toMatchObject({ written: 1 });
      const done = (await control({ ...forget, forgetPreview: false })).items('Control')[0]?.json;
      expect(done).toMatchObject({ notes: [], readAnew: [] });
      expect(copies(/carol|dunn/)).toBe(0);
      expect(finished(await runContacts(world, named(sync, erase)))).toMatchObject({ written: 0 });
      expect(copies(/carol|dunn/)).toBe(0);
    });

    test('by the ID of a record; without one, and without an address, it says what is missing', async () => {
      finished(await runContacts(world, named('here')));
      const { records } = (await control(forget)).items('Control')[0]!.json as unknown as {
        records: { side: string; ref: string }[];
      };
      const byRecord = { ...forget, forgetBy: 'record', forgetSide: 'zoho' };
      const found = await control({ ...byRecord, forgetRef: records[1]!.ref });
      expect(found.items('Control')[0]?.json).toMatchObject({ removed: { record: 2, link: 1 } });
      expect((await control({ ...byRecord, forgetRef: ' ' })).error?.message).toBe('The Record ID is empty.');
      expect((await control({ ...forget, forgetAddress: 'Carol' })).error?.message).toMatch(/is no e-mail address/);
    });
  });

  test('says why a record is as it is, what cycles did, and where the sync stands, in words', async () => {
    const sync = 'words';
    finished(await runContacts(world, named(sync)));
    const explained = await control({ resource: 'sync', operation: 'explain', sync, record: 'Moor' });
    expect(explained.error).toBeNull();
    const [item] = explained.items('Control');
    expect(item?.json.text).toMatch(/in what is synced[\s\S]*Its partner in (Outlook|Zoho CRM) is/);
    const nobody = await control({ resource: 'sync', operation: 'explain', sync, record: 'Nobody At All' });
    expect(nobody.error?.message).toMatch(/knows no such record/);
    const cycles = await control({ resource: 'cycle', operation: 'list', sync });
    expect(cycles.items('Control')[0]?.json).toMatchObject({ state: 'finished', report: { written: 17 } });
    const shown = (await control({ resource: 'sync', operation: 'status', sync })).items('Control')[0]?.json;
    expect(shown?.subject).toMatch(/^Sync words: 17 written in 24 hours, 1 question/);
    expect(shown?.text).toMatch(/Nothing is pending\.[\s\S]*1 question for a person/);
  });

  test('an ambiguity answered with Never Pair These is remembered, listed, and taken back', async () => {
    const sync = 'apart';
    finished(await runContacts(world, named(sync)));
    const listed = await control({ resource: 'review', operation: 'list', sync });
    const review = listed.items('Control')[0]?.json as unknown as {
      id: string;
      fingerprint: string;
    };
    const settle = { resource: 'review', operation: 'settle', sync, review: review.id, note: 'Tanaka' };
    const stale = await control({ ...settle, answer: 'neverPair', seen: 'something else' });
    expect(stale.error?.message).toMatch(/shows something else by now/);
    const settled = await control({ ...settle, answer: 'neverPair', seen: review.fingerprint });
    expect(settled.items('Control')[0]?.json).toMatchObject({
      state: 'answered',
      answeredBy: 'workflow "Test workflow" (testWorkflow), execution 1, note: Tanaka',
    });
    const twice = await control({ ...settle, answer: 'dismiss' });
    expect(twice.error?.message).toMatch(/was answered already, by workflow "Test workflow"/);
    const rules = (await control({ resource: 'review', operation: 'listRules', sync })).items('Control');
    expect(rules.map(({ json }) => json.words)).toEqual([expect.stringMatching(/^Never pair these: /)]);
    const revoke = { resource: 'review', operation: 'revokeRule', sync, rule: String(rules[0]?.json.id) };
    expect((await control(revoke)).error).toBeNull();
    expect((await control(revoke)).error?.message).toMatch(/No rule of the sync/);
  });

  test('items that mean several syncs start none of them, and say how each gets its turn', async () => {
    const parameters = { resource: 'cycle', operation: 'start', sync: '={{ $json.sync }}', kind: 'contact' };
    const { error } = await control(parameters, [{ sync: 'one' }, { sync: 'two' }]);
    expect(error?.message).toMatch(/2 different cycles: one \(contact\), two \(contact\)\. Nothing was started/);
    expect(error?.description).toMatch(/Loop Over Items/);
    const known = await control({ resource: 'sync', operation: 'status', sync: 'one' });
    expect(known.error?.message).toBe('There is no sync "one" in this archive.');
    expect((await control(parameters, [{ sync: 'same' }, { sync: 'same' }])).items('Control')).toHaveLength(1);
  });

  describe('a sync that is spelt otherwise', () => {
    const operations = [
      ['cycle', 'list', {}],
      ['cycle', 'undo', {}],
      ['review', 'list', {}],
      ['review', 'listRules', {}],
      ['review', 'settle', { review: 'x', answer: 'dismiss' }],
      ['review', 'revokeRule', { rule: 'x' }],
      ['sync', 'status', {}],
      ['sync', 'explain', { record: 'Carol' }],
      ['sync', 'rebuild', { confirm: true }],
      ['sync', 'forget', { confirmForget: true }],
    ] as const;
    test.each(operations)('%s: %s says so, and which there are', async (resource, operation, more) => {
      const start = { resource: 'cycle', operation: 'start', kind: 'contact' };
      await control({ ...start, sync: 'Kontakte' });
      const { error, items } = await control({ resource, operation, sync: 'Kontatke', ...more });
      expect(items('Control')).toEqual([]);
      expect(error?.message).toBe('There is no sync "Kontatke" in this archive.');
      expect(error?.description).toMatch(/^There are: .*\bKontakte\b.*Choose one from the list/);
    });
  });

  describe('lists in the editor', () => {
    type Search = (this: unknown, search?: string) => Promise<{ results: { name: string; value: string }[] }>;
    const find = async (method: string, sync: unknown, search?: string) => {
      const { methods } = (await loadedPackage()).getNode('syncControl').type as unknown as {
        methods: { listSearch: Record<string, Search> };
      };
      const parameters = { resource: 'sync', operation: 'status', sync } as IDataObject;
      const context = await editorContext(node('Node', 'syncControl', parameters), []);
      // what the editor sends of the panel that is open
      Object.assign((context as unknown as { additionalData: object }).additionalData, {
        currentNodeParameters: parameters,
      });
      return (await methods.listSearch[method]!.call(context, search)).results;
    };

    test('syncs, questions, rules and cycles are found in the archive by what they are about', async () => {
      const sync = 'lists';
      finished(await runContacts(world, named(sync, { 'Conflict Resolver': { policy: 'ask' } })));
      expect(await find('searchSyncs', sync, 'LIST')).toEqual([{ name: sync, value: sync }]);
      const byName = { __rl: true, mode: 'id', value: sync };
      const [question] = await find('searchReviews', byName);
      expect(question?.name).toMatch(/^\S.*: \S/);
      const chosen = { __rl: true, mode: 'list', value: question!.value };
      const answer = { resource: 'review', operation: 'settle', sync: byName, review: chosen, answer: 'neverPair' };
      const ambiguous = (await find('searchReviews', sync)).length;
      expect(ambiguous).toBeGreaterThan(1);
      for (const { value } of await find('searchReviews', sync)) await control({ ...answer, review: value });
      const [rule] = await find('searchRules', sync);
      expect(rule?.name).toMatch(/^Never pair these: /);
      const revoke = { resource: 'review', operation: 'revokeRule', sync: byName };
      expect((await control({ ...revoke, rule: { __rl: true, mode: 'list', value: rule!.value } })).error).toBeNull();
      const [cycle] = await find('searchCycles', sync);
      expect(cycle?.name).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC: \d+ written \(workflow /);
      const undo = { resource: 'cycle', operation: 'undo', sync: byName, undoPreview: true };
      const { error } = await control({ ...undo, undoCycle: { __rl: true, mode: 'list', value: cycle!.value } });
      expect(error).toBeNull();
    });

    test('where no sync of that name is, the lists are empty', async () => {
      for (const method of ['searchReviews', 'searchRules', 'searchCycles'])
        expect(await find(method, 'nowhere')).toEqual([]);
    });
  });

  test('Finish without a cycle says what to connect', async () => {
    const { error } = await control({ resource: 'cycle', operation: 'finish' });
    expect(error).toMatchObject({ message: 'Finish got no item of a cycle.' });
  });
});
