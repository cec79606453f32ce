/** Nobody who reads Japanese meets an English sentence on the page, whatever it has to show. */
import type { Checked, Review, Rule, Status } from '../../../archive';
import { things } from '../../../engine/check/line';
import { questionsPage } from '../../../nodes/ConflictReview/page/questionList';
import { layout, type Reader } from '../../../nodes/ConflictReview/page/layout';
import { plansPage } from '../../../nodes/ConflictReview/page/plans';
import { rulesPage } from '../../../nodes/ConflictReview/page/rules';
import type { Html } from '../../../nodes/ConflictReview/page/html';
import { undoPage } from '../../../nodes/ConflictReview/page/undo';
import { statusPage } from '../../../nodes/ConflictReview/page/status';
import { pageWords } from '../../../nodes/ConflictReview/page/words';
import { reason, severalReasons } from '../../../reasons';
import { kinds } from '../../../sync/kinds';
import type { KeptRule, StandingRule } from '../../../sync/review/standingRule';
import { ruleReason } from '../../../sync/review/standingRule';
import { candidatesReview, clash, pairReview, shown } from './worlds';

const reader: Reader = { language: 'ja', zone: 'Asia/Tokyo', nonce: 'n', token: 't', now: Date.UTC(2026, 4, 1) };
/** Three words in small letters after each other: names of products, nodes and settings are capitalised. */
const englishSentence = /\b[a-z][a-z'’]* [a-z][a-z'’]* [a-z][a-z'’]*\b/;

const readable = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/\s(aria-label|title|placeholder)="([^"]*)"/g, '>$2<')
    .replace(/<[^>]*>/g, '\n');

const counts = { outlook: 1, zoho: 2 };
const refusals = [
  { id: 'deletes', reason: reason('tooManyDeletes', { count: 3, links: 9, maxDeletes: 1, maxDeletePercent: 20 }) },
  { id: 'rolled-back:zoho', reason: reason('rolledBack', { side: 'zoho' }) },
];
const line = {
  label: '田中',
  reason: reason('deletedToo', { gone: 'outlook' }),
  writes: [{ side: 'zoho' as const, op: 'update', fields: ['companyName'] }],
};
const stopped: Review = {
  ...pairReview({}, []),
  ...{ id: 'plan', topic: 'refusal', label: 'Stopped plan', reason: severalReasons(refusals.map((one) => one.reason)) },
  details: {
    ...{ is: 'plan', refusals, lines: [line], rule: reason('guards') },
    plan: { verdicts: { write: 1 }, writes: { outlook: {}, zoho: { delete: 3 } }, conflicts: 0 },
  },
};
const lookup: Review = {
  ...pairReview({}, []),
  ...{ id: 'lookup', topic: 'ambiguous', label: '田中' },
  reason: reason('sameName', { name: 'ACME', count: 2, field: kinds.contact.fields[4]?.label ?? { en: '', ja: '' } }),
  details: {
    ...{ is: 'lookup', rule: reason('uniqueName') },
    asked: (['companyName', 'managerName'] as const).map((field) => ({
      ...{ field, name: 'ACME' },
      candidates: [
        { ref: '1', name: 'ACME', place: '大阪', owner: '鈴木', link: 'https://crm.zoho.jp/crm/tab/Accounts/1' },
        { ref: '2', name: 'ACME' },
      ],
    })),
  },
};
const { details } = pairReview({}, []);
const deleted = (happened: 'deleted:outlook' | 'lost:zoho'): Review =>
  pairReview({ lastName: '田中' }, [], {
    id: happened,
    reason: reason('deletedButEditedAsk', { gone: 'outlook' }),
    details: { ...details, happened } as never,
  });
const open: readonly Review[] = [
  pairReview({ lastName: '田中' }, [
    clash('businessPhone', '1', '2', '3'),
    clash('birthday', null, null, '2000-01-01'),
  ]),
  deleted('deleted:outlook'),
  deleted('lost:zoho'),
  candidatesReview([shown('o1', { lastName: '佐藤' })], [shown('z1', {}), shown('z2', {}, { taken: true })]),
  lookup,
  stopped,
];
const ended = (['answered', 'done', 'obsolete'] as const).map((state) => ({ ...stopped, state, answeredBy: '鈴木' }));

const what: readonly StandingRule[] = [
  { topic: 'conflict', happened: 'edited', field: 'start', answer: { take: 'zoho' } },
  { topic: 'conflict', happened: 'edited', field: null, answer: { dismiss: true } },
  { topic: 'ambiguous', field: 'companyName', name: 'ACME', answer: { choose: '1' }, which: ['大阪'] },
  { topic: 'conflict', happened: 'lost:outlook', field: null, answer: { take: 'zoho' } },
  { topic: 'conflict', happened: 'deleted:zoho', field: null, answer: { take: 'zoho' } },
  { topic: 'conflict', happened: 'deleted:zoho', field: null, answer: { dismiss: true } },
];
const ruleOf = (one: StandingRule): Rule => ({
  ...{ id: 'r', sync: '予定', what: one, madeAt: 0, madeBy: '鈴木', revokedAt: null },
  words:
    'neverPair' in one.answer
      ? reason('neverPaired', { labels: ['田中', '田中 花子'] })
      : ruleReason(kinds.contact, one as KeptRule),
});

const side = {
  states: { live: 3, outside: 0, deleted: 0 },
  statuses: { settled: 1, pending: 2, parked: 1, review: 0 },
  oldestPending: 0,
};
const status: Status = {
  ...{ sync: '連絡先', known: true, sides: { outlook: side, zoho: side }, links: { live: 2, paused: 0 }, reviews: 0 },
  ...{ intents: 0, lease: { holder: 'x', until: reader.now + 9, fence: 1 }, finishedAt: null, pausedAt: reader.now },
  askedUntil: null,
  questions: { conflict: 0, ambiguous: 0, refusal: 0 },
  lastReport: {
    ...{
      sync: '連絡先',
      cycle: 'c',
      read: counts,
      created: counts,
      updated: counts,
      deleted: counts,
      linked: 1,
      merged: 0,
    },
    ...{
      unchanged: 0,
      conflicts: 1,
      ambiguous: 0,
      parked: 1,
      pending: 4,
      attached: 0,
      skipped: 0,
      written: 1,
      seconds: 1,
      secondsLeft: 300,
      askedToWait: null,
    },
  },
  parkedRecords: [
    {
      ...{ side: 'zoho', ref: 'z1', label: '田中', tries: 1, nextTry: 0 },
      reason: reason('belongsToAnotherPair', { label: '田中' }),
    },
  ],
  left: [
    { side: 'outlook', ref: null, label: 'Outlook', reason: reason('anotherUser', { side: 'outlook' }) },
    {
      ...{ side: 'outlook', ref: null, label: 'Outlook' },
      reason: reason('scopeLoss', { count: 3, links: 5, kind: 'event', side: 'outlook' }),
    },
    { side: null, ref: null, label: '連絡先', reason: reason('olderArchive') },
  ],
  lastDay: { cycles: 0, created: counts, updated: counts, deleted: counts, linked: 0, conflicts: 0 },
};
const days = [
  { at: 0, written: 3, asked: 1, refused: 0 },
  { at: 86_400_000, written: 0, asked: 0, refused: 2 },
];
const verdicts = ['write', 'agree', 'nothing', 'dropLink', 'unlink', 'pause', 'skip', 'ask', 'conflicts'];
const plan = {
  ...{ sync: '連絡先', hash: 'abc', cycle: 'c', madeAt: 0 },
  counts: Object.fromEntries([...verdicts, 'create zoho', 'delete outlook'].map((name) => [name, 1])),
  lines: [
    {
      ...{ key: 'k', label: '田中', verdict: 'write' as const, reason: line.reason, sentences: [] },
      writes: [{ side: 'zoho' as const, op: 'delete' as const, ref: 'z', changes: [] }],
      unsyncable: [reason('cancelledNotCreated')],
    },
  ],
};

const checked: Checked = {
  ...{ sync: '連絡先', kind: 'contact', at: 0 },
  lines: Object.keys(things).flatMap((thing) =>
    (['ok', 'attention', 'fails'] as const).map((verdict) => ({
      ...{ thing, verdict, side: 'zoho' as const, node: 'Finish' },
      reason: reason('placeIsThere', { name: '連絡先' }),
    })),
  ),
};
const syncs = [{ name: '連絡先', kind: 'contact' as const }];
const nobody = { unfolded: '', people: [], person: '', text: '', firstRuns: null };
const people = [
  { address: 'sato@example.jp', name: '佐藤', mailbox: 'm1', owner: '1', reason: null },
  { address: 'ito@example.jp', name: '', mailbox: '', owner: '2', reason: reason('personGone') },
];
const firstRuns = { count: 2, created: 3, updated: 4, conflicts: 5, credits: 2 };
const theirs = [
  {
    ...{ sync: { ...syncs[0]!, person: 'sato@example.jp' }, status, days: [], checked: null },
    failure: { at: 0, reason: reason('anotherUser', { side: 'outlook' }) },
  },
];
const cycle = {
  ...{ id: 'c', state: 'finished' as const, holder: 'h', startedAt: 0, finishedAt: 1, undoes: null, report: null },
};
const run = { sync: syncs[0]!, cycle };
const search = { sync: '', topic: '', text: '', page: 2 } as const;
test.each<readonly [string, Html]>([
  [
    'questions',
    questionsPage({ search, syncs, open, count: 50, answered: [ended[0]!], recent: ended.slice(1) }, reader),
  ],
  ['no question', questionsPage({ search, syncs, open: [], count: 0, answered: [], recent: [] }, reader)],
  ['rules', rulesPage([...what.map(ruleOf), ruleOf({ topic: 'ambiguous', answer: { neverPair: true } })], reader)],
  ['no rule', rulesPage([], reader)],
  ['plans', plansPage([{ sync: syncs[0]!, plan }], reader)],
  ['no plan', plansPage([], reader)],
  [
    'status',
    statusPage(
      {
        ...{ ...nobody, unrun: [{ ...checked, sync: '仕事' }] },
        all: [
          {
            ...{ sync: syncs[0]!, status, days, checked },
            failure: { at: 0, reason: reason('anotherUser', { side: 'outlook' }) },
          },
          {
            ...{ sync: { ...syncs[0]!, workflow: 'w' }, days: [], failure: null, checked: null },
            status: { ...status, lease: null, pausedAt: null },
          },
          {
            ...{ sync: syncs[0]!, days: [], failure: null, checked: null },
            status: { ...status, lease: null, lastReport: null },
          },
        ],
      },
      reader,
    ),
  ],
  ['no sync', statusPage({ ...nobody, all: [], unrun: [] }, reader)],
  [
    'everybody of a company',
    statusPage({ ...nobody, all: theirs, unrun: [], people, person: 'sato@example.jp', firstRuns }, reader),
  ],
  [
    'undoing a run',
    undoPage(
      {
        ...{ run, obstacle: null, plan, isRunning: false },
        notUndone: [{ side: 'zoho', ref: 'z', label: '田中', reason: reason('cancelledNotCreated') }],
      },
      reader,
    ),
  ],
  ...(['mail', 'workflow', 'many', 'nothing'] as const).map(
    (obstacle) =>
      [
        obstacle,
        undoPage({ run, obstacle, plan: { ...plan, lines: [] }, notUndone: [], isRunning: false }, reader),
      ] as const,
  ),
])('%s', (_view, body) => {
  const shownText = readable(layout(reader, 'questions', pageWords('ja').answeredOne, body));
  expect(shownText).not.toMatch(englishSentence);
  expect(shownText).not.toMatch(/companyName|figure_|undefined/);
  expect(shownText).toMatch(/[\u3040-\u30ff]/);
});

test('the same questions in English would be found', () => {
  const page = { search, syncs, open, count: 50, answered: [], recent: [] };
  expect(readable(questionsPage(page, { ...reader, language: 'en' }).html)).toMatch(englishSentence);
});

/** Of another language, or the name of a setting as the editor has it. */
const elsewhere = ['Only the Previewed Plan'];

test('no text of the page has an English word in Japanese', () => {
  const texts = Object.entries(pageWords('ja')).map(
    ([name, text]) => [name, elsewhere.reduce((rest, one) => rest.replace(one, ''), text)] as const,
  );
  const english = texts.filter(([, text]) => /\b[a-z]{2,}\b/.test(text.replace(/\{\w+\}/g, '')));
  expect(english).toEqual([]);
});
