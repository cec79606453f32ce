import { contact } from '../../../sync/kinds/contact';
import type { Fields, Side } from '../../../sync/model';
import { decideAnswered } from '../../../sync/review/decideAnswered';
import type { ReviewAnswer } from '../../../sync/review/review';
import { pair, record, twoWay } from '../../support/records';

const base = { lastName: '田中', jobTitle: '課長' };
const edited = { ...base, jobTitle: '部長' };
const gone = record({}, { state: 'deleted' });
const rules = { kind: contact, policy: { ...twoWay, conflict: 'ask', deletes: 'ask' } } as const;

type Said = readonly [answer: ReviewAnswer, verdict: string, writes: readonly (readonly [Side, string])[]];
const said: readonly Said[] = [
  [{ take: 'outlook' }, 'write', [['zoho', 'delete']]],
  [{ take: 'zoho' }, 'write', [['outlook', 'create']]],
  [{ dismiss: true }, 'pause', []],
  [{ unlink: true }, 'ask', []],
];

describe.each([
  ['untouched', base],
  ['edited', edited],
] as const)('deleted in Outlook, %s in Zoho CRM', (_, zoho: Fields) => {
  test.each(said)('%j: %s', (answer, verdict, writes) => {
    const decision = decideAnswered(pair(gone, record(zoho), { outlook: base, zoho: base }), rules, answer);
    expect(decision.verdict).toBe(verdict);
    expect(decision.writes.map(({ side, op }) => [side, op])).toEqual(writes);
  });

  test('nothing is written to a side that is only read', () => {
    const oneWay = { ...rules, policy: { ...rules.policy, direction: 'toZoho' } } as const;
    const decision = decideAnswered(pair(gone, record(zoho), { outlook: base, zoho: base }), oneWay, { take: 'zoho' });
    expect(decision).toMatchObject({ verdict: 'pause', writes: [], reason: { code: 'deletedButEditedKept' } });
  });
});

test('gone on both sides by now: the link goes, whatever was answered', () => {
  const decision = decideAnswered(pair(gone, gone, { outlook: base, zoho: base }), rules, { take: 'zoho' });
  expect(decision).toMatchObject({ verdict: 'dropLink', writes: [] });
});
