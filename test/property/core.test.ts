import fc from 'fast-check';
import { decide } from '../../sync/decide';
import { contact } from '../../sync/kinds/contact';
import { sameValue } from '../../sync/compare';
import { match } from '../../sync/match';
import { merge } from '../../sync/merge';
import type { Candidate, Matches } from '../../sync/match';
import type { Fields, Policy, SideRecord } from '../../sync/model';
import { project, truncate } from '../../sync/project';
import { pair, record } from '../support/records';

fc.configureGlobal({ numRuns: Number(process.env.RUNS ?? 200) });

const names = contact.fields.map(({ name }) => name);
const value = fc.oneof(
  fc.constant(null),
  fc.constantFrom('a', 'b', 'Ａ', '田中', ' a ', 'x'.repeat(300), '𠮷'.repeat(50)),
);
const fieldsArb: fc.Arbitrary<Fields> = fc
  .subarray(names)
  .chain((some) => fc.tuple(...some.map((name) => fc.tuple(fc.constant(name), value))))
  .map((entries) => Object.fromEntries(entries));
/** Zoho has no contact without a last name, and no value longer than it holds. */
const zohoArb = fieldsArb.map((fields) =>
  project(contact, 'zoho', { ...fields, lastName: fields.lastName ?? 'Named' }),
);
const winner = fc.constantFrom<Policy['conflict']>('outlook', 'zoho', 'ask', 'newest');
const policyArb: fc.Arbitrary<Policy> = fc.record({
  direction: fc.constantFrom<Policy['direction']>('both', 'toZoho', 'toOutlook'),
  conflict: winner,
  perField: fc.dictionary(fc.constantFrom(...names), winner, { maxKeys: 3 }),
  deletes: fc.constantFrom<Policy['deletes']>('keep', 'delete', 'ask'),
});
type MergeOf = { base: ReturnType<typeof pair>['base']; outlook: Fields; zoho: Fields; policy: Policy };
const run = (input: MergeOf) => merge({ ...input, kind: contact, newest: null });
/** What both sides agree on once all of a merge is written. */
function baseAfter(input: MergeOf): { outlook: Fields; zoho: Fields } {
  const { agreed, agreedBy } = run(input);
  const on = (side: 'outlook' | 'zoho') => ({
    ...input.base?.[side],
    ...agreed[side],
    ...agreedBy.outlook[side],
    ...agreedBy.zoho[side],
  });
  return { outlook: on('outlook'), zoho: on('zoho') };
}
const metArb = fc.record({ outlook: fieldsArb, zoho: zohoArb, policy: policyArb });
/** Whatever up to two cycles under any rules agreed on, with questions left open: no base comes from anywhere else. */
const baseArb = fc
  .array(metArb, { maxLength: 2 })
  .map((cycles) => cycles.reduce<MergeOf['base']>((base, cycle) => baseAfter({ base, ...cycle }), null));
const mergeArb = fc.record({ base: baseArb, outlook: fieldsArb, zoho: zohoArb, policy: policyArb });
const like = (name: string) => contact.fields.find((field) => field.name === name)!.type;

describe('merge', () => {
  test('a field changed on one side only is never lost', () => {
    fc.assert(
      fc.property(mergeArb, fc.constantFrom(...names), (input, name) => {
        const policy: Policy = { ...input.policy, direction: 'both' };
        const zoho = { ...input.zoho, lastName: 'Named' };
        const outlook = { ...zoho, [name]: 'edited' };
        const { patch, clashes } = run({ base: { outlook: zoho, zoho }, outlook, zoho, policy });
        expect(clashes).toEqual([]);
        expect(sameValue(like(name), { ...outlook, ...patch.outlook }[name], 'edited')).toBe(true);
        expect(sameValue(like(name), { ...zoho, ...patch.zoho }[name], 'edited')).toBe(true);
      }),
    );
  });

  test('whatever happened, a second merge after the writes has nothing to write but for a stand-in; a third has nothing', () => {
    const written = (input: MergeOf): MergeOf => {
      const { patch } = run(input);
      const [outlook, zoho] = [
        { ...input.outlook, ...patch.outlook },
        { ...input.zoho, ...patch.zoho },
      ];
      return { ...input, base: baseAfter(input), outlook, zoho };
    };
    // What stands in for a last name may be an address that the first merge took away.
    const standsIn = ({ outlook, base }: MergeOf) => !outlook.lastName || !base?.outlook.lastName;
    fc.assert(
      fc.property(mergeArb, (input) => {
        const second = written(input);
        const { patch } = run(second);
        if (!standsIn(second)) expect(patch).toEqual({ outlook: {}, zoho: {} });
        const names = [...Object.keys(patch.outlook), ...Object.keys(patch.zoho)];
        expect(names.filter((name) => name !== 'firstName' && name !== 'lastName')).toEqual([]);
        expect(run(written(second)).patch).toEqual({ outlook: {}, zoho: {} });
      }),
    );
  });

  test('a patch names mapped fields only, and only what differs', () => {
    fc.assert(
      fc.property(mergeArb, (input) => {
        const outlook = { ...input.outlook, custom: 'mine' };
        const { patch } = run({ ...input, outlook });
        expect(Object.keys(patch.zoho).filter((name) => !names.includes(name))).toEqual([]);
        expect(Object.keys(patch.outlook)).not.toContain('custom');
      }),
    );
  });

  test('nothing is written against the direction', () => {
    fc.assert(
      fc.property(mergeArb, (input) => {
        const { patch } = run(input);
        if (input.policy.direction === 'toZoho') expect(patch.outlook).toEqual({});
        if (input.policy.direction === 'toOutlook') expect(patch.zoho).toEqual({});
      }),
    );
  });
});

describe('project', () => {
  test('fits, and fitting twice changes nothing', () => {
    fc.assert(
      fc.property(fieldsArb, (fields) => {
        const once = project(contact, 'zoho', fields);
        expect(project(contact, 'zoho', once)).toEqual(once);
        for (const { name, zohoMaxLength } of contact.fields)
          if (zohoMaxLength) expect(String(once[name] ?? '').length).toBeLessThanOrEqual(zohoMaxLength);
      }),
    );
  });

  test('never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(40), (text, limit) => {
        expect(truncate(text, limit)).not.toMatch(/[\uD800-\uDBFF]$/);
      }),
    );
  });
});

describe('decide', () => {
  test('no deletion without a tombstone', () => {
    fc.assert(
      fc.property(mergeArb, ({ base, outlook, zoho, policy }) => {
        const decision = decide(pair(record(outlook), record(zoho), base), { kind: contact, policy });
        expect(decision.writes.filter(({ op }) => op === 'delete')).toEqual([]);
      }),
    );
  });
});

const email = fc.option(fc.constantFrom('a@x', 'b@x', 'c@x', 'd@x'), { nil: null });
const personArb = fc.record({ lastName: fc.constantFrom('L', 'M'), firstName: fc.constantFrom('F', 'G'), email });
const candidatesArb = fc
  .array(fc.tuple(personArb, fc.boolean()), { maxLength: 8 })
  .map((list) => list.map(([fields, taken]): Candidate => ({ record: record(fields), taken })));

describe('match', () => {
  const refs = (records: readonly SideRecord[]) => records.map(({ ref }) => ref);
  const settled = ({ pairs, unmatched }: Matches) =>
    refs([...pairs.flatMap(({ outlook, zoho }) => [outlook, zoho]), ...unmatched.outlook, ...unmatched.zoho]);
  const asked = ({ ambiguous }: Matches) => new Set(ambiguous.flatMap((a) => refs([...a.outlook, ...a.zoho])));

  test('every free record is paired, a stranger or ambiguous; none is used twice, none that is taken', () => {
    fc.assert(
      fc.property(candidatesArb, candidatesArb, (outlook, zoho) => {
        const matches = match({ outlook, zoho });
        const [used, open] = [settled(matches), asked(matches)];
        expect(new Set(used).size).toBe(used.length);
        for (const { record: r, taken } of [...outlook, ...zoho]) {
          if (taken) expect(used).not.toContain(r.ref);
          else expect(used.includes(r.ref) || open.has(r.ref)).toBe(true);
        }
      }),
    );
  });

  test('a paired record is in no ambiguity of its own key', () => {
    fc.assert(
      fc.property(candidatesArb, candidatesArb, (outlook, zoho) => {
        const matches = match({ outlook, zoho });
        const strangers = new Set([...refs(matches.unmatched.outlook), ...refs(matches.unmatched.zoho)]);
        for (const ref of asked(matches)) expect(strangers.has(ref)).toBe(false);
      }),
    );
  });

  test('swapping the sides swaps the result', () => {
    fc.assert(
      fc.property(candidatesArb, candidatesArb, (a, b) => {
        const [there, back] = [match({ outlook: a, zoho: b }), match({ outlook: b, zoho: a })];
        const flip = ({ pairs }: Matches) => pairs.map(({ outlook, zoho }) => `${zoho.ref}=${outlook.ref}`).sort();
        expect(flip(back)).toEqual(there.pairs.map(({ outlook, zoho }) => `${outlook.ref}=${zoho.ref}`).sort());
        expect(back.unmatched.zoho.length).toBe(there.unmatched.outlook.length);
      }),
    );
  });

  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(candidatesArb, candidatesArb, (outlook, zoho) => {
        const shown = ({ pairs }: Matches) => pairs.map(({ outlook: o, zoho: z }) => `${o.ref}=${z.ref}`).sort();
        const turned = { outlook: [...outlook].reverse(), zoho: [...zoho].reverse() };
        expect(shown(match(turned))).toEqual(shown(match({ outlook, zoho })));
      }),
    );
  });
});
