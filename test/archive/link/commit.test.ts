import { journalOf, openIntents, writeIntents } from '../../../archive';
import {
  commitWrite,
  apply,
  benchOfEachTest,
  decideLink,
  decideNew,
  done,
  ingest,
  linked,
  linksOf,
  other,
  pairOf,
  rec,
  refs,
  rowOf,
  rules,
  sato,
  settled,
  statusesOf,
  sync,
  t0,
  tanaka,
  tombstone,
} from '../support';
import type { Side } from '../../../sync/model';

const b = benchOfEachTest();

const links = () => linksOf(b);

describe.each<Side>(['outlook', 'zoho'])('from %s', (from) => {
  const to = other(from);

  test('a create links both, ends its intents and leaves nothing pending; its echo is nothing', async () => {
    const record = rec(refs[from], tanaka);
    await ingest(b, from, [record]);
    const decision = decideNew(from, record, rules);
    const [write] = decision.writes;
    const intent = {
      side: to,
      sourceRef: record.ref,
      fields: write!.fields,
      keys: record.keys,
      agreed: write!.agreed,
      link: null,
      op: 'create' as const,
    };
    await writeIntents(
      b.a,
      b.cycle,
      [
        { id: 'first try', ...intent },
        { id: 'second try', ...intent },
      ],
      t0,
    );
    const answer = done(decision, write!, refs[to], {}, { intent: 'second try', version: '7' });
    expect(await commitWrite(b.a, b.cycle, answer)).toBe('committed');
    expect(await statusesOf(b, refs)).toEqual(settled);
    expect(await openIntents(b.a, sync)).toEqual([]);
    expect(await links()).toMatchObject([{ ...refs, state: 'live' }]);
    expect(await ingest(b, to, [rec(refs[to], answer.fields, { version: '7' })])).toMatchObject({ changed: 0 });
    expect((await journalOf(b.a, sync))[0]).toMatchObject({
      op: 'create',
      side: to,
      ref: refs[to],
      label: 'Hanako Tanaka',
      before: null,
      after: answer.fields,
    });
  });

  test('an edit goes over; the journal has it before and after', async () => {
    const link = await linked(b, refs);
    await ingest(b, from, [rec(refs[from], { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    await apply(b, await decideLink(b, link), await pairOf(b, link));
    expect(await statusesOf(b, refs)).toEqual(settled);
    const [last] = await journalOf(b.a, sync, { link });
    expect(last).toMatchObject({
      op: 'update',
      side: to,
      before: tanaka,
      after: { ...tanaka, jobTitle: 'CEO' },
      clashes: null,
    });
    expect((await decideLink(b, link)).verdict).toBe('nothing');
  });

  test('a value the side spells its own way is no edit of its', async () => {
    const link = await linked(b, refs);
    await ingest(b, from, [rec(refs[from], { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    const decision = await decideLink(b, link);
    const [write] = decision.writes;
    const shown = { ...tanaka, jobTitle: 'Chief Executive Officer' };
    await commitWrite(b.a, b.cycle, { ...done(decision, write!, write!.ref!), fields: shown });
    expect(await statusesOf(b, refs)).toEqual(settled);
  });

  test('somebody edits another field while we write: that edit stays pending', async () => {
    const link = await linked(b, refs);
    await ingest(b, from, [rec(refs[from], { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    const decision = await decideLink(b, link);
    const [write] = decision.writes;
    await commitWrite(b.a, b.cycle, done(decision, write!, write!.ref!, { ...tanaka, department: 'Sales' }));
    expect(await statusesOf(b, refs)).toEqual({ [from]: 'settled', [to]: 'pending' });
    expect((await decideLink(b, link)).writes).toMatchObject([{ side: from, fields: { department: 'Sales' } }]);
  });

  test('a deletion goes over: records and link are gone, the journal keeps the image', async () => {
    const link = await linked(b, refs);
    await ingest(b, from, [tombstone(refs[from])]);
    await apply(b, await decideLink(b, link), null);
    for (const table of ['record', 'key', 'link'] as const)
      expect(await b.a.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect((await journalOf(b.a, sync))[0]).toMatchObject({
      op: 'delete',
      side: to,
      ref: refs[to],
      before: tanaka,
      after: null,
    });
  });

  test('deleted here, edited there: re-created under a new ref, the same link', async () => {
    const link = await linked(b, refs);
    await ingest(b, from, [tombstone(refs[from])]);
    await ingest(b, to, [rec(refs[to], { ...tanaka, jobTitle: 'CEO' }, { version: '2' })]);
    await apply(b, await decideLink(b, link), null, 'reborn');
    expect(await links()).toMatchObject([{ id: link, [from]: 'reborn', [to]: refs[to] }]);
    expect(await rowOf(b, from, refs[from])).toBeUndefined();
    expect(await statusesOf(b, { ...refs, [from]: 'reborn' })).toEqual(settled);
  });

  test('a create that ends in a record of another pair links nobody twice and parks its source', async () => {
    await linked(b, refs);
    const twin = rec('twin', { ...sato, email: 'other@example.com' });
    await ingest(b, from, [twin]);
    const decision = decideNew(from, twin, rules);
    expect(await commitWrite(b.a, b.cycle, done(decision, decision.writes[0]!, refs[to], tanaka))).toBe('taken');
    expect(await links()).toHaveLength(1);
    expect(await rowOf(b, from, 'twin')).toMatchObject({ status: 'parked' });
    expect(await rowOf(b, to, refs[to])).toMatchObject({ status: 'pending' });
  });
});
