import { pageOf } from '../../sides/choices';

const all = Array.from({ length: 250 }, (_, at) => ({ name: `Name ${at}`, value: `v${at}` }));

test('a long list comes in pages of 100', () => {
  const first = pageOf(all);
  const last = pageOf(all, undefined, '200');
  expect([first.results.length, first.next, last.results.length, last.next]).toEqual([100, '100', 50, null]);
});

test('what was typed is looked for in name and value, whatever its case', () => {
  expect(pageOf(all, ' NAME 24').results).toHaveLength(11);
  expect(pageOf(all, 'v249').results).toHaveLength(1);
});
