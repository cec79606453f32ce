import { sentence } from '../../reasons';
import { decide } from '../../sync/decide';
import { defaultGuards, guard } from '../../sync/guard';
import type { SyncTotals } from '../../sync/guard';
import { contact } from '../../sync/kinds/contact';
import type { Decision } from '../../sync/model';
import { pair, record, twoWay } from '../support/records';

const calm: SyncTotals = { links: 1000, edited: { outlook: 0, zoho: 0 }, deleted: { outlook: 0, zoho: 0 } };
const both = (fields: { lastName: string }) => ({ outlook: fields, zoho: fields });

function deletion(name: string): Decision {
  const fields = { lastName: name };
  const gone = record({}, { state: 'deleted' });
  return decide(pair(gone, record(fields), both(fields), `link ${name}`), {
    kind: contact,
    policy: { ...twoWay, deletes: 'delete' },
  });
}
const deletions = (n: number) => Array.from({ length: n }, (_, i) => deletion(`n${i}`));
const ids = (decisions: readonly Decision[], picture: Partial<SyncTotals>, passed: readonly string[] = []) =>
  guard(decisions, { ...calm, ...picture }, defaultGuards, passed).map(({ id }) => id);

test('an everyday plan passes', () => expect(ids(deletions(2), {})).toEqual([]));
test('more deletes than allowed stop the plan', () => expect(ids(deletions(11), {})).toEqual(['deletes']));
test('a large share of deletes stops a small sync', () =>
  expect(ids(deletions(3), { links: 10 })).toEqual(['deletes']));
test('one delete of two records is a person tidying up', () => expect(ids(deletions(1), { links: 2 })).toEqual([]));
test('a side suddenly empty stops the plan, whatever the delete policy', () =>
  expect(ids([], { links: 40, deleted: { outlook: 40, zoho: 0 } })).toEqual(['empty:outlook']));
test('nearly everything edited at once stops the plan', () =>
  expect(ids([], { links: 100, edited: { outlook: 0, zoho: 95 } })).toEqual(['all-edited:zoho']));
test('a handful of contacts may all change', () =>
  expect(ids([], { links: 5, edited: { outlook: 5, zoho: 0 } })).toEqual([]));
test('one record in two decisions stops the plan', () => {
  const one = deletion('a');
  expect(ids([one, { ...one, link: 'another' }], {})).toContain('two-links');
});
test('what a person let pass goes, other dangers still stop', () => {
  expect(ids(deletions(11), {}, ['deletes'])).toEqual([]);
  expect(ids(deletions(11), { links: 11, deleted: { outlook: 11, zoho: 0 } }, ['deletes'])).toEqual(['empty:outlook']);
});
test('a reason says how many of how many', () => {
  expect(guard(deletions(11), calm).map(({ reason }) => sentence(reason))[0]).toBe(
    '11 of 1000 linked records would be deleted (limits: 10 records, 20 %)',
  );
});
