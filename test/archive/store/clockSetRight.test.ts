/** The clock of a host may be set right in the midst of a cycle. */
import { checkOverlappingSyncs, writeProfile, type Archive } from '../../../archive';
import { begin, t0 } from '../support';
test('the clock is set right in the midst of a cycle: the check of overlapping syncs comes to an end', async () => {
  const b = await begin();
  const profile = (side: string) => ({ account: side, place: side, data: {}, readAt: t0 }) as never;
  await writeProfile(b.a, b.cycle, 'outlook', profile('outlook'), t0);
  await writeProfile(b.a, b.cycle, 'zoho', profile('zoho'), t0);
  const later = t0 + 91 * 24 * 3_600_000;
  let looks = 0;
  const register = new Proxy(b.a.register, {
    get: (of, name) => {
      if (name === 'selectFrom' && ++looks > 200) throw new Error('looked 200 times');
      const value = Reflect.get(of, name) as unknown;
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
  const a = { ...b.a, register } as Archive;
  await checkOverlappingSyncs(a, b.cycle, 'zoho', later);
  expect(looks).toBeLessThan(5);
});
