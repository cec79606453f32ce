import { connectedByKeys } from '../../../archive';
import { benchOfEachTest, ingest, linked, rec, sync, tanaka, tombstone } from '../support';

const b = benchOfEachTest();

describe('connected by keys', () => {
  const of = async (...records: ReturnType<typeof rec>[]) => {
    const { outlook, zoho } = await connectedByKeys(
      b.a,
      sync,
      records.map(({ keys }) => keys),
    );
    return { outlook: outlook.map(({ ref }) => ref), zoho: zoho.map(({ ref }) => ref) };
  };
  const also = (ref: string, name: string, ...emails: string[]) => {
    const keys = { strong: emails.map((email) => `e-mail:${email}`), weak: `name:${name}|x` };
    return rec(ref, { lastName: name, firstName: 'X' }, { keys });
  };

  test('are found over any number of hops, on both sides', async () => {
    await ingest(b, 'outlook', [also('o1', 'a', '1'), also('o2', 'b', '2', '3'), also('o3', 'c', '9')]);
    await ingest(b, 'zoho', [also('z1', 'd', '1', '2'), also('z2', 'e', '3')]);
    expect(await of(also('o1', 'a', '1'))).toEqual({ outlook: ['o1', 'o2'], zoho: ['z1', 'z2'] });
  });

  test('by name only where one of them has no e-mail', async () => {
    await ingest(b, 'outlook', [also('o1', 'same', '1'), also('o2', 'same', '2')]);
    await ingest(b, 'zoho', [also('z1', 'same', '3')]);
    expect(await of(also('o1', 'same', '1'))).toEqual({ outlook: ['o1'], zoho: [] });
    await ingest(b, 'zoho', [also('z2', 'same')]);
    expect(await of(also('o1', 'same', '1'))).toEqual({ outlook: ['o1', 'o2'], zoho: ['z1', 'z2'] });
  });

  test('say who is taken; the deleted are not among them, those outside are', async () => {
    const link = await linked(b, { outlook: 'o1', zoho: 'z1' });
    await ingest(b, 'outlook', [rec('o2', tanaka, { state: 'outside' })]);
    const before = await connectedByKeys(b.a, sync, [rec('x', tanaka).keys]);
    expect(before.outlook.map(({ ref, taken, state }) => [ref, taken, state])).toEqual([
      ['o1', link, 'live'],
      ['o2', null, 'outside'],
    ]);
    await ingest(b, 'outlook', [tombstone('o1')]);
    const after = await connectedByKeys(b.a, sync, [rec('x', tanaka).keys]);
    expect(after.outlook.map(({ ref }) => ref)).toEqual(['o2']);
    expect(after.zoho).toMatchObject([{ ref: 'z1', taken: link }]);
  });
});
