import fc from 'fast-check';
import { event } from '../../sync/kinds/event';
import { merge } from '../../sync/merge';
import type { Base, Fields, Policy, Value } from '../../sync/model';
import { project } from '../../sync/project';

fc.configureGlobal({ numRuns: Number(process.env.RUNS ?? 200) });

const dates = ['2027-01-11', '2027-01-13', '2027-01-15', '2027-01-17'];
const orNull = (values: readonly Value[]): Value => (values.length > 0 ? values : null);
const datesArb = fc.subarray(dates).map((some) => orNull(some));
const overridesArb = fc
  .subarray(dates)
  .map((some) => orNull(some.map((date) => ({ date, start: `${date}T05:00:00.000Z`, end: `${date}T06:00:00.000Z` }))));
const outlookArb: fc.Arbitrary<Fields> = fc.record({ exceptDates: datesArb, overrides: overridesArb });
const zohoArb: fc.Arbitrary<Fields> = fc.record({ exceptDates: datesArb });
const policyArb: fc.Arbitrary<Policy> = fc.record({
  direction: fc.constantFrom<Policy['direction']>('both', 'toZoho', 'toOutlook'),
  conflict: fc.constantFrom<Policy['conflict']>('outlook', 'zoho'),
  ...{ perField: fc.constant({}), deletes: fc.constant<Policy['deletes']>('keep') },
});
/** Both sides as they were when they last agreed: Zoho had what it can hold. */
const baseArb: fc.Arbitrary<Base> = outlookArb.map((outlook) => ({ outlook, zoho: project(event, 'zoho', outlook) }));
const inputArb = fc.record({
  ...{ base: fc.option(baseArb, { nil: null }), outlook: outlookArb, zoho: zohoArb, policy: policyArb },
});
const run = (input: { base: Base | null; outlook: Fields; zoho: Fields; policy: Policy }) =>
  merge({ ...input, kind: event, newest: null });

test('whatever was cancelled or moved where, a second merge after the writes has nothing to write', () => {
  fc.assert(
    fc.property(inputArb, (input) => {
      const { patch, agreed, agreedBy } = run(input);
      const outlook = { ...input.outlook, ...patch.outlook };
      const zoho = { ...input.zoho, ...patch.zoho };
      const side = (of: 'outlook' | 'zoho') => ({
        ...{ ...input.base?.[of], ...agreed[of], ...agreedBy.outlook[of], ...agreedBy.zoho[of] },
      });
      const base = { outlook: side('outlook'), zoho: side('zoho') };
      expect(run({ ...input, base, outlook, zoho }).patch).toEqual({ outlook: {}, zoho: {} });
    }),
  );
});

test('a date that was moved in Outlook never comes back there as a cancelled one', () => {
  fc.assert(
    fc.property(baseArb, datesArb, policyArb, (base, more, policy) => {
      const zoho = {
        exceptDates: orNull([
          ...new Set([...((base.zoho.exceptDates as string[]) ?? []), ...((more as string[]) ?? [])]),
        ]),
      };
      const { patch } = run({ base, outlook: base.outlook, zoho, policy });
      const before = [base.outlook.exceptDates, more].flatMap((some) => (some as string[]) ?? []);
      const cancelled = (patch.outlook.exceptDates as string[] | null) ?? [];
      expect(cancelled.filter((date) => !before.includes(date))).toEqual([]);
    }),
  );
});
