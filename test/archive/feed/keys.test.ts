import fc from 'fast-check';
import { fromJson, keysIn } from '../../../archive/store/rows';
import type { Keys, Side, SideRecord } from '../../../sync/model';
import { begin, ingest, rec } from '../support';

const name = fc.constantFrom('Tanaka', 'Sato', 'Ito', '');
const email = fc.constantFrom('a@example.com', 'b@example.com', `${'long'.repeat(120)}@example.com`, null);
const row = (version: number): fc.Arbitrary<SideRecord> =>
  fc
    .record({
      ref: fc.constantFrom('1', '2', '3'),
      fields: fc.record({ firstName: name, lastName: name, email }),
      state: fc.constantFrom('live' as const, 'live' as const, 'outside' as const, 'deleted' as const),
    })
    .map(({ ref, fields, state }) => rec(ref, fields, { state, version: String(version) }));
const page = (version: number) =>
  fc.record({
    side: fc.constantFrom<Side>('outlook', 'zoho'),
    rows: fc.array(row(version), { minLength: 1, maxLength: 3 }),
  });

// no index leads from a record to its keys, so one that were forgotten would find a stranger for ever
test('law: whatever was read, records are found by what they are called now, and by nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(...Array.from({ length: 8 }, (_, n) => page(n))), async (pages) => {
      const b = await begin();
      for (const { side, rows } of pages) await ingest(b, side, rows);
      const records = await b.a.db.selectFrom('record').select(['side', 'ref', 'keys']).execute();
      const findable = await b.a.db.selectFrom('key').select(['side', 'ref', 'key']).execute();
      await b.a.close();
      const wanted = records.flatMap(({ side, ref, keys }) =>
        keysIn(fromJson<Keys>(keys)).map((key) => ({ side, ref, key })),
      );
      const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(findable)).toEqual(sorted(wanted));
    }),
    { numRuns: 60 },
  );
});
