import { sentence } from '../../reasons';
import { match } from '../../sync/match';
import { contact } from '../../sync/kinds/contact';
import type { Candidate } from '../../sync/match';
import type { Fields, SideRecord } from '../../sync/model';
import { record } from '../support/records';

type Rest = Parameters<typeof record>[1];
const free = (fields: Fields, rest: Rest = {}): Candidate => ({ record: record(fields, rest), taken: false });
const taken = (fields: Fields, rest: Rest = {}): Candidate => ({ record: record(fields, rest), taken: true });
const named = (ref: string, lastName: string, firstName: string, email?: string) =>
  free({ lastName, firstName, ...(email ? { email } : {}) }, { ref });
const refs = (records: readonly SideRecord[]) => records.map(({ ref }) => ref).sort();

function run(outlook: readonly Candidate[], zoho: readonly Candidate[]) {
  const found = match({ outlook, zoho }, contact.keyNames);
  return {
    pairs: found.pairs.map(({ outlook: o, zoho: z, matchedBy }) => `${o.ref}=${z.ref} ${matchedBy}`).sort(),
    ambiguous: found.ambiguous.map(({ outlook: o, zoho: z }) => [refs(o), refs(z)]),
    strangers: { outlook: refs(found.unmatched.outlook), zoho: refs(found.unmatched.zoho) },
    reasons: found.ambiguous.map(({ reason }) => sentence(reason)),
  };
}

const none = { outlook: [], zoho: [] };

test('nobody on either side', () => {
  expect(run([], [])).toEqual({ pairs: [], ambiguous: [], strangers: none, reasons: [] });
});

test.each([
  ['case', 'Hanako@Example.JP', 'hanako@example.jp'],
  ['width', 'ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'hanako@example.jp'],
  ['Unicode form', 'cafe\u0301@example.fr', 'caf\u00e9@example.fr'],
  ['outer spaces', ' hanako@example.jp ', 'hanako@example.jp'],
])('one e-mail in another %s is the same person', (_, a, b) => {
  const found = run([free({ email: a }, { ref: 'o' })], [free({ email: b }, { ref: 'z' })]);
  expect(found.pairs).toEqual(['o=z e-mail']);
});

test('a plus-address is another address', () => {
  expect(run([named('o', 'A', 'B', 'a+x@b.c')], [named('z', 'A', 'B', 'a@b.c')]).pairs).toEqual([]);
});

test('any of the three addresses matches the e-mail or the secondary e-mail', () => {
  const outlook = free({ email: 'a@x.jp' }, { ref: 'o', aliases: ['b@x.jp', 'c@x.jp'] });
  const zoho = free({ email: 'z@x.jp' }, { ref: 'z', aliases: ['C@X.jp'] });
  expect(run([outlook], [zoho]).pairs).toEqual(['o=z e-mail']);
});

test('the name decides where one of the two has no e-mail', () => {
  expect(run([named('o', '田中', '花子')], [named('z', '田中', '花子', 'h@x.jp')]).pairs).toEqual(['o=z name']);
});

test('the same name with two different e-mails is two people', () => {
  const found = run([named('o', '田中', '花子', 'a@x.jp')], [named('z', '田中', '花子', 'b@x.jp')]);
  expect(found).toMatchObject({ pairs: [], ambiguous: [], strangers: { outlook: ['o'], zoho: ['z'] } });
});

test('half a name decides nothing', () => {
  const found = run([free({ lastName: '田中' }, { ref: 'o' })], [free({ lastName: '田中' }, { ref: 'z' })]);
  expect(found.pairs).toEqual([]);
});

test('one e-mail twice on a side is ambiguous with all who claim it', () => {
  const found = run(
    [named('o1', 'A', 'A', 'x@x.jp'), named('o2', 'B', 'B', 'x@x.jp')],
    [named('z', 'A', 'A', 'x@x.jp')],
  );
  expect(found).toMatchObject({ pairs: [], ambiguous: [[['o1', 'o2'], ['z']]], strangers: none });
  expect(found.reasons).toEqual(['the same e-mail more than once: 2 in Outlook']);
});

test('one e-mail twice on a side and nobody opposite is ambiguous too: two CRM contacts for it would be doubles', () => {
  const found = run([named('o1', 'A', 'A', 'x@x.jp'), named('o2', 'B', 'B', 'x@x.jp')], []);
  expect(found).toMatchObject({ ambiguous: [[['o1', 'o2'], []]], strangers: none });
});

test('two addresses that lead to two CRM contacts are ambiguous', () => {
  const outlook = free({ email: 'a@x.jp' }, { ref: 'o', aliases: ['b@x.jp'] });
  const found = run([outlook], [named('z1', 'A', 'A', 'a@x.jp'), named('z2', 'B', 'B', 'b@x.jp')]);
  expect(found.ambiguous).toEqual([[['o'], ['z1', 'z2']]]);
});

test('a record that has its partner is never used again', () => {
  const found = run([named('o2', 'A', 'A', 'x@x.jp')], [taken({ email: 'x@x.jp' }, { ref: 'z' })]);
  expect(found).toMatchObject({ pairs: [], ambiguous: [[['o2'], ['z']]] });
  expect(found.reasons).toEqual(['the same e-mail in Zoho CRM belongs to another Outlook record already']);
});

test('a record outside of the synced folder or category is named, not doubled', () => {
  const found = run([taken({ email: 'x@x.jp' }, { ref: 'o', state: 'outside' })], [named('z', 'A', 'A', 'x@x.jp')]);
  expect(found.reasons).toEqual(['the same e-mail is in Outlook already, outside of what is synced']);
});

test('linked pairs among themselves are no ambiguity', () => {
  const both = { email: 'x@x.jp' };
  expect(run([taken(both)], [taken(both)])).toMatchObject({ pairs: [], ambiguous: [], strangers: none });
});

test('a namesake with an e-mail does not disturb a pair without one', () => {
  const found = run(
    [named('o1', '佐藤', '健'), named('o2', '佐藤', '健', 'k@x.jp')],
    [named('z', '佐藤', '健', 's@x.jp')],
  );
  expect(found).toMatchObject({ pairs: ['o1=z name'], strangers: { outlook: ['o2'], zoho: [] } });
});

test('a new contact with an e-mail is not held up by a linked namesake without one', () => {
  const linked = { lastName: '佐藤', firstName: '健' };
  const found = run(
    [taken(linked, { ref: 'o1' }), named('o2', '佐藤', '健', 'k@x.jp')],
    [taken(linked, { ref: 'z1' })],
  );
  expect(found).toMatchObject({ ambiguous: [], strangers: { outlook: ['o2'], zoho: [] } });
});

test('a new contact without an e-mail whose only namesake has a partner is asked about, not doubled', () => {
  const found = run(
    [named('o', '佐藤', '健')],
    [taken({ lastName: '佐藤', firstName: '健', email: 'k@x.jp' }, { ref: 'z' })],
  );
  expect(found.ambiguous).toEqual([[['o'], ['z']]]);
});
