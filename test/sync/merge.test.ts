import { contact } from '../../sync/kinds/contact';
import { merge } from '../../sync/merge';
import type { Base, Fields } from '../../sync/model';
import { twoWay } from '../support/records';

const run = (base: Base, outlook: Fields, zoho: Fields) =>
  merge({ kind: contact, base, outlook, zoho, policy: { ...twoWay, conflict: 'ask' }, newest: null });

/** Only a company is known in Outlook, so it stands in for the last name that Zoho asks for. */
const nameless: Base = { outlook: { companyName: 'Acme' }, zoho: { companyName: 'Acme', lastName: 'Acme' } };

test('a stand-in for the last name follows what it stands for', () => {
  const { patch } = run(nameless, { companyName: 'Acme KK' }, { ...nameless.zoho });
  expect(patch.zoho).toMatchObject({ companyName: 'Acme KK', lastName: 'Acme KK' });
});

test('a last name given in Zoho goes over, whatever became of its stand-in', () => {
  const { patch, clashes } = run(nameless, { companyName: 'Acme KK' }, { companyName: 'Acme', lastName: 'Tanaka' });
  expect(clashes).toEqual([]);
  expect(patch.outlook).toEqual({ lastName: 'Tanaka' });
  expect(patch.zoho).toEqual({ companyName: 'Acme KK' });
});

test('the mandatory last name is never blanked in Zoho: it comes back to Outlook', () => {
  const tanaka = { lastName: 'Tanaka', email: null };
  const { patch } = run({ outlook: tanaka, zoho: tanaka }, { lastName: null }, tanaka);
  expect(patch).toEqual({ outlook: { lastName: 'Tanaka' }, zoho: {} });
});

test('a last name in question is not decided by the rule for the first name', () => {
  const [outlook, zoho] = [
    { firstName: null, lastName: 'Sato' },
    { firstName: null, lastName: 'Kato' },
  ];
  const policy = { ...twoWay, conflict: 'ask', perField: { firstName: 'outlook' } } as const;
  const input = { kind: contact, outlook, zoho, policy, newest: null };
  const first = merge({ ...input, base: null });
  expect(first.clashes).toMatchObject([{ field: 'lastName', winner: null }]);
  const again = merge({ ...input, base: first.agreed });
  expect(again.clashes).toMatchObject([{ field: 'lastName', winner: null }]);
  expect(again.patch).toEqual({ outlook: {}, zoho: {} });
});

test('half of a name is not written while a person is asked about the other half', () => {
  const whole = `Ann ${'Antoinette '.repeat(6)}`.trim();
  const cut = whole.slice(0, 40).trimEnd();
  const base = { outlook: { firstName: whole, lastName: 'Ito' }, zoho: { firstName: cut, lastName: 'Ito' } };
  const { patch, clashes } = merge({
    kind: contact,
    base,
    outlook: { firstName: whole, lastName: null },
    zoho: { firstName: 'Something else altogether', lastName: 'Ito' },
    policy: { ...twoWay, conflict: 'outlook' },
    newest: null,
  });
  expect(patch.zoho).toEqual({});
  expect(clashes.map(({ winner }) => winner)).toEqual([null, null]);
});
