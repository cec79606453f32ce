import { besideIn } from '../../sync/decide';

const phone = (value: string | null) => ({ businessPhone: value });

test.each([
  ['the next one has moved up, and the other side has none', phone('B'), phone('B'), phone(null), ['businessPhone']],
  ['both sides had none, and one was added here', phone('A'), phone(null), phone(null), undefined],
  ['the one that was agreed was changed here', phone('C'), phone('B'), phone(null), undefined],
  ['the other side has one', phone('B'), phone('B'), phone('B'), undefined],
  ['there is none here', phone(null), phone(null), phone(null), undefined],
])('what is written stays beside what is there only where %s', (_what, shown, outlook, zoho, expected) => {
  expect(besideIn(['businessPhone'], shown, { outlook, zoho }, 'outlook').beside).toEqual(expected);
});

test('without anything agreed nothing stands beside', () => {
  expect(besideIn(['businessPhone'], phone('A'), null, 'outlook')).toEqual({});
});
