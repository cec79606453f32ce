import fc from 'fast-check';
import type { Deed, Side, Values } from '../types';

const values: Readonly<Record<string, readonly (string | null)[]>> = {
  subject: ['call', '電話する', 'write'],
  dueDate: ['2026-03-10', '2026-04-01', null],
  status: ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'],
  priority: ['high', 'normal', 'low'],
  description: ['a word', 'two\nlines', 'メモ', null],
  reminder: ['2026-03-09T23:30', '2026-03-20T08:00', null],
};
/** The org has five priorities, and has taken a status out that To Do knows. */
function typed(side: Side, name: string): readonly (string | null)[] {
  if (side === 'zoho' && name === 'priority') return [...values.priority!, 'highest', 'lowest'];
  return values[name]!.filter((value) => side === 'outlook' || value !== 'deferred');
}

const names = Object.keys(values);
const someOf = (side: Side, some: readonly string[], requiredKeys?: []): fc.Arbitrary<Values> =>
  fc.record(
    Object.fromEntries(some.map((name) => [name, fc.constantFrom(...typed(side, name))])),
    requiredKeys ? { requiredKeys } : {},
  );
const few = (side: Side): fc.Arbitrary<Values> =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).chain((some) => someOf(side, some));

const who = fc.nat({ max: 2 });
const does = (on: Side, what: string, given: fc.Arbitrary<Values>): fc.Arbitrary<Deed> =>
  fc.record({ who, given }).map(({ who: n, given: fields }) => ({ on, what, who: n, values: fields }));
const places: Readonly<Record<Side, readonly string[]>> = {
  outlook: ['out', 'in', 'in', 'Second', 'Other', 'Tasks'],
  zoho: ['out', 'in'],
};
const ownOf = (on: Side): fc.Arbitrary<Values> =>
  on === 'zoho'
    ? fc.constantFrom('x', 'y').map((Team_Note__c): Values => ({ Team_Note__c }))
    : fc.boolean().map((also): Values => ({ also }));

export const deedOn = (on: Side): fc.Arbitrary<Deed> =>
  fc.oneof(
    { weight: 6, arbitrary: does(on, 'create', someOf(on, names, [])) },
    { weight: 10, arbitrary: does(on, 'edit', few(on)) },
    { weight: 2, arbitrary: does(on, 'delete', fc.constant({})) },
    {
      weight: 2,
      arbitrary: does(
        on,
        'place',
        fc.constantFrom(...places[on]).map((to): Values => ({ to })),
      ),
    },
    { weight: 1, arbitrary: does(on, 'unmapped', ownOf(on)) },
  );

/** The same task on both sides before the sync has seen either: the same subject and date, the rest as it comes. */
export const twins = fc
  .record({
    who,
    key: someOf('outlook', ['subject', 'dueDate']),
    outlook: someOf('outlook', names.slice(2), []),
    zoho: someOf('zoho', names.slice(2), []),
  })
  .map(({ who: n, key, outlook, zoho }): Deed => {
    return {
      on: 'both',
      what: 'create',
      who: n,
      values: { outlook: { ...outlook, ...key }, zoho: { ...zoho, ...key } },
    };
  });
