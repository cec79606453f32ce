import { below, differences, judge } from './shape';

describe('the shape of two answers', () => {
  test.each([
    ['the same, whatever the values', { a: 1, b: 'x', c: [{ d: null }] }, { a: 2, b: 'y', c: [{ d: null }] }, []],
    ['a name only life has', { a: 1, b: 1 }, { a: 1 }, ['b: life number, simulator missing']],
    ['a name only the simulator has', { a: 1 }, { a: 1, b: { c: 1 } }, ['b: life missing, simulator object']],
    ['null is not missing', { a: null }, {}, ['a: life null, simulator missing']],
    ['null is not a text', { a: null }, { a: '' }, ['a: life null, simulator string']],
    ['nested', { a: { b: { c: true } } }, { a: { b: { c: 'true' } } }, ['a.b.c: life boolean, simulator string']],
    [
      'a name that only some of the elements have',
      { value: [{ a: 1 }, {}] },
      { value: [{ a: 1 }] },
      ['value[].a: life missing|number, simulator number'],
    ],
    ['an empty list beside a full one', { a: [] }, { a: [{ b: 1 }] }, ['a[]: life missing, simulator object']],
    ['an object is not a list', { a: {} }, { a: [] }, ['a: life object, simulator list']],
    ['names with dots', { 'x@odata.link': 'a' }, {}, ['x@odata.link: life string, simulator missing']],
    ['an answer without a body', null, {}, [': life null, simulator object']],
    [
      'forms of time',
      { a: '2027-01-01T00:00:00Z', b: '2027-01-01' },
      { a: '2027-01-01T00:00:00.0000000', b: '2027-01-01' },
      ['a: life timeZ, simulator time'],
    ],
    [
      'times with an offset',
      { a: '2027-01-01T00:00:00+09:00' },
      { a: '2027-01-01T00:00:00Z' },
      ['a: life time+hh:mm, simulator timeZ'],
    ],
  ])('%s', (_, life, own, expected) => expect(differences(life, own)).toEqual(expected));

  test('codes are compared by their value', () => {
    const error = (code: string) => ({ error: { code, message: code } });
    expect(differences(error('A'), error('B'), { exact: /\.code$/ })).toEqual(['error.code: life = A, simulator = B']);
    expect(differences(error('A'), error('A'), { exact: /\.code$/ })).toEqual([]);
  });

  test('kinds of rows have a shape each', () => {
    const label = (row: unknown) => (row as { type: string }).type;
    const life = [{ type: 'a', x: 1 }, { type: 'b' }];
    expect(differences(life, [{ type: 'a' }, { type: 'b' }], { label })).toEqual([
      '[a].x: life number, simulator missing',
    ]);
    expect(differences(life, [{ type: 'a', x: 1 }], { label })).toEqual(['[b]: life object, simulator missing']);
  });

  test('a listed difference is none, and one that is no more is told', () => {
    const listed = below('value[]', { 'x: life number, simulator missing': 'nobody reads it' });
    expect(judge({ value: [{ x: 1 }] }, { value: [{}] }, listed)).toEqual({ unlisted: [], dead: [] });
    expect(judge({ value: [{}] }, { value: [{}] }, listed).dead).toEqual(Object.keys(listed));
  });
});
