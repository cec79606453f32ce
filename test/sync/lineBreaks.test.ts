import { kinds } from '../../sync/kinds';
import { merge } from '../../sync/merge';
import type { Base, Policy } from '../../sync/model';

const policy = { direction: 'both', conflict: 'ask', perField: {}, deletes: 'ask' } as unknown as Policy;
const merged = (outlook: string, zoho: string, base: Base | null) => {
  const sides = { outlook: { subject: 'Call', description: outlook }, zoho: { subject: 'Call', description: zoho } };
  return merge({ kind: kinds.event, base, ...sides, policy, newest: null });
};
const said = (text: string): Base => ({
  outlook: { subject: 'Call', description: text },
  zoho: { subject: 'Call', description: text },
});

test('a meeting whose text got only a line break in the CRM is written to Outlook', () => {
  const { patch, clashes } = merged('Agenda Prices', 'Agenda\nPrices', said('Agenda Prices'));
  expect([patch.outlook, clashes]).toEqual([{ description: 'Agenda\nPrices' }, []]);
});

test('and one that got it in Outlook goes to the CRM', () => {
  expect(merged('Agenda\n\nPrices', 'Agenda\nPrices', said('Agenda\nPrices')).patch.zoho).toEqual({
    description: 'Agenda\n\nPrices',
  });
});

test.each([
  ['wider gaps', 'Agenda  Prices ', 'Agenda Prices', said('Agenda Prices')],
  ['more blank lines', 'Agenda\n\n\n\nPrices', 'Agenda\n\nPrices', said('Agenda\n\nPrices')],
  ['line breaks, at first sight', 'Agenda\nPrices', 'Agenda Prices', null],
  ['line breaks that both changed', 'Agenda\nPrices now', 'Agenda Prices\nnow', said('Agenda')],
])('nobody writes, and nobody is asked, for %s', (_name, outlook, zoho, base) => {
  const { patch, clashes } = merged(outlook, zoho, base);
  expect([patch.outlook.description, patch.zoho.description, clashes]).toEqual([undefined, undefined, []]);
});
