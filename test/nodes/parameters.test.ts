import { count } from '../../nodes/shared/parameters';

test('a number that an expression gives keeps to the bounds that the editor has', () => {
  const asked = (value: unknown) => count({ getNodeParameter: () => value } as never, 'daysAhead', 1, 1830);
  expect([36_500, '4000', 365.9, 0, -5, 'x'].map(asked)).toEqual([1830, 1830, 365, 1, 1, 1]);
});
