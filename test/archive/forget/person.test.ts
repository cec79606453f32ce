import {
  answerReview,
  finishCycle,
  forgetPerson,
  ingestPage,
  openReviews,
  savePlan,
  settleMails,
  startCycle,
  tracesOfPerson,
  writeProfile,
  type Archive,
  type CycleRef,
} from '../../../archive';
import { first, tableNames, type TableName } from '../../../archive/store/tables';
import { reason } from '../../../reasons';
import { contact } from '../../../sync/kinds/contact';
import { event } from '../../../sync/kinds/event';
import { mail } from '../../../sync/kinds/mail';
import type { Fields, KindName, SideRecord } from '../../../sync/model';
import { anyReason } from '../../support/anyReason';
import { begin, candidateDetails, heldBy, ingest, linked, rec, sync, t0, tanaka, type Bench } from '../support';

const address = 'hanako@example.com';
const allRows = async (a: Archive): Promise<ReadonlyMap<TableName, readonly Record<string, unknown>[]>> =>
  new Map(
    await Promise.all(
      tableNames.map(async (table) => [table, await a.db.selectFrom(table).selectAll().execute()] as const),
    ),
  );

describe('law: the address is gone from every text of every table, and from the file', () => {
  /** The user's own names of their syncs are told instead; and words of a closed list, in which nobody is named. */
  const exempt = new Set(['sync name', 'sync kind', 'cycle state']);
  const columnsOf = (table: TableName) =>
    Object.entries(first[table].columns).flatMap(([column, { type }]) =>
      type === 'text' && column !== 'sync' && !exempt.has(`${table} ${column}`) ? [column] : [],
    );
  const planted = tableNames.flatMap((table) => columnsOf(table).map((column) => [table, column] as const));

  /** A row that says `word` in one column and something of its own in all others. */
  async function plant(a: Archive, table: TableName, column: string, word: string, at: number): Promise<void> {
    const row = Object.entries(first[table].columns).map(([name, { type }]) => {
      if (name === column) return [name, word];
      if (table === 'sync' && name === 'holder') return [name, null];
      return [name, type === 'text' ? `${table} ${column} ${name} ${at}` : at];
    });
    const values = Object.fromEntries(row) as Record<string, unknown>;
    await a.db
      .insertInto(table)
      .values(values as never)
      .execute();
  }

  test.each([
    ['as it is', address, 'joe.hanako@example.com'],
    ['in capitals', 'HANAKO@Example.COM', 'HANAKO@Example.COM.AU'],
    [
      'within JSON',
      JSON.stringify({ note: `x\n${address}`, list: [address] }),
      JSON.stringify(['n\nshanako@example.com']),
    ],
    ['in an address of the web', 'https://x.example/users/hanako%40example.com/y', 'users/x.hanako%40example.com'],
  ])('%s', async (_form, word, somebodyElse) => {
    const { a, cycle, file } = await begin();
    await finishCycle(a, cycle, t0);
    let at = 0;
    for (const [table, column] of planted) {
      await plant(a, table, column, word, (at += 1));
      await plant(a, table, column, somebodyElse, (at += 1));
    }
    const before = await allRows(a);
    const preview = await tracesOfPerson(a, { address }, t0);
    expect(await allRows(a)).toEqual(before);
    const { removed, blanked } = await forgetPerson(a, { address }, t0);
    expect({ removed, blanked }).toEqual({ removed: preview.removed, blanked: preview.blanked });
    expect((await heldBy({ a, file })).split(somebodyElse).join('').split(word).length - 1).toBe(0);
    const after = await allRows(a);
    for (const table of tableNames) {
      const left = after.get(table)!;
      expect(left.filter((row) => Object.values(row).includes(word))).toEqual([]);
      const others = columnsOf(table).filter((column) => left.some((row) => row[column] === somebodyElse));
      expect([table, others]).toEqual([table, columnsOf(table)]);
    }
    expect((await tracesOfPerson(a, { address }, t0)).removed).toEqual({});
    await a.close();
  });
});

const sato: Fields = { lastName: 'Sato', firstName: 'Ken', email: 'ken@example.com' };

/** A sync with Tanaka and Sato in step, and all that a person can leave in it. */
async function lived(): Promise<Bench> {
  const b = await begin();
  await linked(b, { outlook: 'o-tanaka', zoho: 'z-tanaka' }, tanaka);
  await linked(b, { outlook: 'o-sato', zoho: 'z-sato' }, sato);
  const alike = ['o-a', 'o-b'].map((ref) => rec(ref, { ...tanaka, lastName: 'Suzuki' }));
  await ingest(b, 'outlook', alike);
  const refs = alike.map(({ ref }) => ({ side: 'outlook' as const, ref }));
  const details = candidateDetails(alike, []);
  const asked = { topic: 'ambiguous' as const, label: 'Suzuki Hanako', reason: anyReason('alike'), refs, details };
  const [review] = await openReviews(b.a, b.cycle, [asked], t0);
  const answer = { neverPair: true } as const;
  await answerReview(b.a, { id: review!.id, answer, seen: null, by: address }, t0);
  await savePlan(b.a, b.cycle, { hash: 'h', counts: {}, lines: [{ key: 'k', label: address } as never] }, t0);
  const profile = { account: 'org', place: 'p', data: { users: [address] }, readAt: t0 };
  await writeProfile(b.a, b.cycle, 'zoho', profile, t0);
  await finishCycle(b.a, b.cycle, t0);
  return b;
}

test('a person is forgotten with the partner, the history, questions and plans; everybody else stays', async () => {
  const b = await lived();
  const { records, removed, notes } = await tracesOfPerson(b.a, { address: 'Hanako@Example.com' }, t0);
  expect(records.map(({ side, ref, label, comes }) => [side, ref, label, comes])).toEqual([
    ['outlook', 'o-a', 'Hanako Suzuki', true],
    ['outlook', 'o-b', 'Hanako Suzuki', true],
    ['outlook', 'o-tanaka', 'Hanako Tanaka', true],
    ['zoho', 'z-tanaka', 'Hanako Tanaka', true],
  ]);
  expect(removed).toMatchObject({ record: 4, link: 1, review: 1, plan: 1, never_pair: 1, journal: 1 });
  expect(notes.map(({ code }) => code)).toEqual(['forgottenComesBack']);
  const done = await forgetPerson(b.a, { address: 'Hanako@Example.com' }, t0);
  expect(done).toMatchObject({ removed, blanked: { profile: 1 }, readAnew: [sync] });
  expect(await heldBy(b)).not.toMatch(/hanako@example|Tanaka|Suzuki|-tanaka/i);
  const left = await allRows(b.a);
  expect(left.get('record')!.map(({ ref }) => ref)).toEqual(['o-sato', 'z-sato']);
  expect(left.get('link')).toHaveLength(1);
  expect(left.get('journal')!.map(({ label }) => label)).toEqual(['Ken Sato']);
  expect(left.get('profile')).toMatchObject([{ account: 'org', data: 'null' }]);
  expect(left.get('cursor')).toEqual([]);
  await b.a.close();
});

test('a record that is named by its ID goes with its partner and their history, whoever has the same name', async () => {
  const b = await lived();
  const done = await forgetPerson(b.a, { side: 'zoho', ref: 'z-sato' }, t0);
  expect(done.removed).toEqual({ record: 2, key: 4, link: 1, journal: 1 });
  expect(await heldBy(b)).not.toMatch(/ken@example|Sato|-sato/);
  expect((await allRows(b.a)).get('record')).toHaveLength(4);
  await b.a.close();
});

test('somebody who is only in the history any more is forgotten there', async () => {
  const b = await begin();
  await linked(b, { outlook: 'o1', zoho: 'z1' }, tanaka);
  const entry = await b.a.db.selectFrom('journal').selectAll().executeTakeFirstOrThrow();
  const later = { ...entry, before: 'null', after: 'null', link_before: 'null', label: 'Tanaka Hanako' };
  await b.a.db
    .insertInto('journal')
    .values([
      { ...later, seq: 2, op: 'notice', link: null },
      { ...later, seq: 3, op: 'dropLink', side: null, ref: null },
    ])
    .execute();
  for (const table of ['record', 'key', 'link'] as const) await b.a.db.deleteFrom(table).execute();
  await finishCycle(b.a, b.cycle, t0);
  const done = await forgetPerson(b.a, { address }, t0);
  expect(done).toMatchObject({ removed: { journal: 3 }, notes: [], readAnew: [] });
  expect(await heldBy(b)).not.toMatch(/Tanaka/);
  await b.a.close();
});

test('who was once taken for her by mistake keeps all there is', async () => {
  const b = await begin();
  await linked(b, { outlook: 'o1', zoho: 'z1' }, tanaka);
  await b.a.db.deleteFrom('link').execute();
  await b.a.db
    .updateTable('record')
    .set({ fields: JSON.stringify(sato), keys: '{}' })
    .where('ref', '=', 'z1')
    .execute();
  await b.a.db.updateTable('journal').set({ after: 'null', before: 'null' }).execute();
  const entry = await b.a.db.selectFrom('journal').selectAll().executeTakeFirstOrThrow();
  await b.a.db
    .insertInto('journal')
    .values([
      { ...entry, seq: 2, op: 'unlink', side: 'outlook', ref: 'o1', label: 'Tanaka' },
      { ...entry, seq: 3, op: 'update', link: 'another', label: 'Sato' },
    ])
    .execute();
  await b.a.db.deleteFrom('key').where('ref', '=', 'z1').execute();
  await finishCycle(b.a, b.cycle, t0);
  expect((await forgetPerson(b.a, { address }, t0)).removed).toMatchObject({ record: 1, journal: 2 });
  const left = await allRows(b.a);
  expect(left.get('record')!.map(({ ref }) => ref)).toEqual(['z1']);
  expect(left.get('journal')!.map(({ label }) => label)).toEqual(['Sato']);
  await b.a.close();
});

test('nobody of that address: nothing is removed, and nothing is read anew', async () => {
  const b = await lived();
  const before = await allRows(b.a);
  const done = await forgetPerson(b.a, { address: 'nobody@example.com' }, t0);
  expect(done).toEqual({ removed: {}, blanked: {}, notes: [], readAnew: [] });
  expect(await allRows(b.a)).toEqual(before);
  await expect(forgetPerson(b.a, { address: 'nobody' }, t0)).rejects.toThrow('is no e-mail address');
  await b.a.close();
});

test('while a cycle is at work nothing is forgotten, nor where one came in between', async () => {
  const b = await lived();
  const before = await allRows(b.a);
  const other = { sync: 'Other', kind: 'contact', holder: 'test', now: t0 } as const;
  const racing = forgetPerson(b.a, { address }, t0);
  await startCycle(b.a, other);
  await expect(racing).rejects.toThrow('"Other" is at work, so nothing was forgotten');
  await expect(forgetPerson(b.a, { address }, t0)).rejects.toThrow('"Other" is at work, so nothing was forgotten');
  await expect(tracesOfPerson(b.a, { address }, t0)).rejects.toThrow('is at work');
  const after = await allRows(b.a);
  for (const table of ['record', 'link', 'journal', 'review'] as const)
    expect(after.get(table)).toEqual(before.get(table));
  await b.a.close();
});

test('a sync whose own name says it is told, and is not taken apart', async () => {
  const { a, cycle } = await begin();
  await finishCycle(a, cycle, t0);
  const started = await startCycle(a, { sync: `Contacts of ${address}`, kind: 'contact', holder: 'test', now: t0 });
  if (started.started)
    await ingestPage(a, started.cycle, 'outlook', contact, { rows: [rec('o1', sato)], cursor: null, now: t0 });
  if (started.started) await finishCycle(a, started.cycle, t0);
  const { notes } = await forgetPerson(a, { address }, t0);
  expect(notes).toEqual([{ code: 'syncNameSaysIt', args: { names: [`Contacts of ${address}`] } }]);
  expect(await a.db.selectFrom('record').selectAll().execute()).toHaveLength(1);
  await a.close();
});

async function cycleOf(a: Archive, name: string, kind: KindName): Promise<CycleRef> {
  const started = await startCycle(a, { sync: name, kind, holder: 'test', now: t0 });
  if (!started.started) throw new Error('held');
  return started.cycle;
}
const page = (rows: readonly SideRecord[]) => ({ rows, cursor: { feed: 'f', value: '1' }, now: t0 });

test('a meeting that she was at goes and is read again; her history there goes, that of the other guests stays', async () => {
  const { a, cycle } = await begin();
  await finishCycle(a, cycle, t0);
  const meetings = await cycleOf(a, 'Meetings', 'event');
  const meeting = (ref: string, who: string): SideRecord => {
    const fields = { subject: ref, start: '2026-01-01T09:00:00Z', participants: [{ name: 'X', address: who }] };
    return { ...rec(ref, fields), keys: event.keys({ fields, aliases: [] }) };
  };
  await ingestPage(
    a,
    meetings,
    'outlook',
    event,
    page([meeting('with her', address), meeting('without', 'ken@example.com')]),
  );
  await finishCycle(a, meetings, t0);
  expect(await forgetPerson(a, { address }, t0)).toMatchObject({ removed: { record: 1 }, readAnew: ['Meetings'] });
  expect((await a.db.selectFrom('record').select('ref').execute()).map(({ ref }) => ref)).toEqual(['without']);
  expect(await a.db.selectFrom('sync').select('full_read_outlook').where('name', '=', 'Meetings').execute()).toEqual([
    { full_read_outlook: 1 },
  ]);
  await a.close();
});

test('a mail to her that has its place is not read a second time; one that waits is', async () => {
  const { a, cycle, file } = await begin();
  await finishCycle(a, cycle, t0);
  const mails = await cycleOf(a, 'Mails', 'mail');
  const sent = (ref: string): SideRecord => {
    const fields = { subject: ref, to: [{ name: 'Hanako', address }], messageId: `<${ref}@us.example>` };
    return { ...rec(ref, fields), keys: mail.keys({ fields, aliases: [] }) };
  };
  await ingestPage(a, mails, 'outlook', mail, page([sent('one')]));
  const attached = [
    { ref: 'z1', module: 'Contacts', name: 'Tanaka Hanako', address, isNew: true },
    { ref: 'z2', module: 'Contacts', name: 'Sato Ken', address: 'ken@example.com', isNew: true },
  ];
  const notes = [reason('severalDeals', { name: 'Tanaka Hanako', count: 3 })];
  await settleMails(a, mails, [{ ref: 'one', label: 'one', attached, notes, state: 'done' }], t0);
  await finishCycle(a, mails, t0);
  expect(await forgetPerson(a, { address }, t0)).toMatchObject({
    ...{ removed: { record: 1, journal: 2 }, notes: [], readAnew: [] },
  });
  expect(await heldBy({ a, file })).not.toMatch(/Tanaka/);
  expect(await heldBy({ a, file })).toMatch(/Sato Ken/);
  const more = await cycleOf(a, 'Mails', 'mail');
  await ingestPage(a, more, 'outlook', mail, page([sent('two')]));
  await finishCycle(a, more, t0);
  const done = await forgetPerson(a, { address }, t0);
  expect(done).toMatchObject({ removed: { record: 1 }, readAnew: ['Mails'] });
  expect(done.notes.map(({ code }) => code)).toEqual(['forgottenComesBack']);
  await a.close();
});
