import { reason, sentence } from '../../../reasons';
import { parseAnswer, answerProblem, possibleAnswers } from '../../../sync/review/answer';
import { kinds } from '../../../sync/kinds';
import { match } from '../../../sync/match';
import type { PairDetails, ReviewAnswer, ReviewRecord } from '../../../sync/review/review';
import { rulesFromAnswer, ruleReason } from '../../../sync/review/standingRule';
import { record } from '../../support/records';

const shown: ReviewRecord = { ref: 'x', version: null, modifiedAt: null, state: 'live', label: 'X', fields: {} };
const clash = (field: string) => ({ field, label: field, outlook: 'a', base: null, zoho: 'b', winner: null });
const pair = (fields: readonly string[], happened: PairDetails['happened'] = 'edited'): PairDetails => ({
  ...{
    is: 'pair',
    happened,
    outlook: shown,
    zoho: shown,
    base: null,
    clashes: fields.map(clash),
    rule: reason('decideMyself'),
  },
});

test.each([
  ['outlook', { take: 'outlook' }],
  ['unlink', { unlink: true }],
  [{ fields: { email: { value: null } } }, { fields: { email: { value: null } } }],
  [{ take: 'nobody' }, null],
  [{ take: 'zoho', pass: true }, null],
  [{ fields: {} }, null],
  [{ join: { outlook: 'o1' } }, null],
  ['<script>', null],
  ['constructor', null],
  [null, null],
])('answerOf %j', (given, expected) => {
  expect(parseAnswer(given)).toEqual(expected);
});

test.each<[keyof typeof kinds, readonly string[], ReviewAnswer, RegExp | null]>([
  [
    'contact',
    ['birthday'],
    { fields: { birthday: { value: '1980-02-30' } } },
    /Birthday cannot have that value: it is a date/,
  ],
  ['contact', ['birthday'], { fields: { birthday: { value: '1980-02-29' } } }, null],
  ['contact', ['email'], { fields: { email: { value: 'nobody' } } }, /e-mail address/],
  ['contact', ['lastName'], { fields: { lastName: { value: ' ' } } }, /may not be blank/],
  ['task', ['status'], { fields: { status: { value: 'someday' } } }, /one of: notStarted/],
  ['event', ['start', 'end'], { fields: { start: { take: 'zoho' }, end: { take: 'outlook' } } }, /only together/],
  ['event', ['start', 'end'], { fields: { start: { take: 'zoho' } } }, /only together/],
  ['event', ['start', 'end'], { fields: { start: { take: 'zoho' }, end: { take: 'zoho' } } }, null],
])('a %s with %j answered by %j', (kind, fields, answer, expected) => {
  const problem = answerProblem(kinds[kind], pair(fields), answer);
  if (expected === null) expect(problem).toBeNull();
  else expect(problem && sentence(problem)).toMatch(expected);
});

test('of a deletion nobody can take fields or keep two apart', () => {
  expect(possibleAnswers(pair([], 'deleted:zoho'))).toEqual(['take', 'dismiss']);
});

test('a rule is about the fields that were in question, fields that go together as one, and never about typed values', () => {
  const words = (details: PairDetails, answer: ReviewAnswer) =>
    rulesFromAnswer(kinds.event, details, answer).map((rule) => sentence(ruleReason(kinds.event, rule)));
  expect(words(pair(['start', 'end', 'location']), { take: 'zoho' })).toEqual([
    'Start, End, All Day changed on both sides: Zoho CRM wins',
    'Location changed on both sides: Zoho CRM wins',
  ]);
  expect(words(pair(['location']), { fields: { location: { value: 'Tokyo' } } })).toEqual([]);
  expect(words(pair([], 'lost:outlook'), { take: 'outlook' })).toEqual([
    'An event deleted in Outlook, but edited in Zoho CRM: delete it in Zoho CRM too',
  ]);
});

test('who is kept apart no longer ties a group: those who share no key themselves stay unmatched', () => {
  const free = (ref: string, email: string, aliases: readonly string[] = []) => ({
    record: record({ lastName: ref, email }, { ref, aliases }),
    taken: false,
  });
  const candidates = {
    outlook: [free('o1', 'a@x.jp'), free('o2', 'a@x.jp', ['b@x.jp'])],
    zoho: [free('z1', 'b@x.jp')],
  };
  expect(match(candidates).ambiguous).toHaveLength(1);
  const without = (ref: string) => match(candidates, undefined, (a, b) => [a.ref, b.ref].includes(ref));
  expect(without('o2')).toMatchObject({ pairs: [], ambiguous: [], unmatched: { outlook: [{}, {}], zoho: [{}] } });
  expect(without('o1')).toMatchObject({ pairs: [{ outlook: { ref: 'o2' }, zoho: { ref: 'z1' } }], ambiguous: [] });
});
