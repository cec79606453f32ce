import { join } from 'node:path';
import { inWords, isReason, messageAndStep, reason, sentence, type Reason } from '../../reasons';
import { filesIn } from '../support/sourceTree';

const label = { en: 'Business Phone', ja: '会社電話' };
const why = reason('editedOnBothSides');

/** A value for every name under which a reason names something; a wording takes what it knows. */
const samples = {
  ...{ side: 'zoho', gone: 'outlook', kind: 'contact', edited: true },
  ...{ by: label, field: label, fields: [label, label], resource: label, what: label },
  ...{ why, reasons: [why, why], troubles: [why, why], rule: 'X', recipients: [{ who: 'x@y.jp', reason: why }] },
  ...{
    count: 3,
    waiting: 4,
    needed: 8,
    left: 6,
    kept: 5,
    most: 50,
    days: 91,
    links: 9,
    outlook: 2,
    zoho: 2,
    maxDeletes: 10,
    maxDeletePercent: 20,
    status: 500,
    limit: 100,
    max: 40,
  },
  ...{ name: '田中', label: '田中', labels: ['田中'], value: '値', names: ['甲', '乙', '丙', '丁'], sync: '連絡先' },
  ...{
    module: 'Contacts',
    modules: ['Contacts'],
    address: 'x@y.jp',
    addresses: ['x@y.jp'],
    message: '詳細',
    nextStep: '',
  },
  ...{
    series: '2026-01-05',
    date: '2026-01-02',
    dates: ['2026-01-02', '2026-02-03'],
    day: 30,
    time: 'soon',
    own: 'Asia/Tokyo',
    zone: 'UTC',
  },
  ...{ meetings: [{ date: '2026-01-02', now: '2026-01-03 09:00 UTC', fields: [label] }], type: 'X', undoIn: 'zoho' },
  ...{ ref: '1', id: '1', size: '3 MB', code: 'X', sort: 'updates', deleted: true },
  ...{ news: { outlook: 12, zoho: 340 }, edits: { outlook: 3, zoho: 4 }, conflicts: 20 },
  ...{ was: '', now: '顧客' },
  ...{ domain: 'y.jp', choices: ['甲', '乙'] },
  ...{
    host: 'host.example',
    allowed: ['a.example'],
    place: label,
    scope: 'Mail.Read',
    scopes: ['Mail.Read'],
    ofModule: true,
  },
  ...{
    facts: ['limit: 5'],
    conditions: ['no-uid-conflict'],
    word: 'ODD',
    until: '2026-11-28 12:34 UTC',
    isPage: true,
    type: 'date',
    text: '..',
  },
  ...{ chosen: 'Europe', owner: 'India' },
};

interface Wording {
  readonly code: string;
  readonly said: Reason;
}

const isWordings = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'en' in value && 'ja' in value;
/** Every reason of every catalog, with what it may name. */
const all: readonly Wording[] = filesIn('reasons').flatMap((file) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const catalogs = Object.values(require(join('../..', file)) as Readonly<Record<string, unknown>>);
  const entries = catalogs.flatMap((one) => (typeof one === 'object' && one !== null ? Object.entries(one) : []));
  return entries
    .filter(([, wordings]) => isWordings(wordings))
    .map(([code]) => ({ code, said: { code, args: samples } as unknown as Reason }));
});

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
/** Names of products, nodes and settings are capitalised; a sentence is not. */
const englishSentence = /\b[a-z][a-z'’]* [a-z][a-z'’]* [a-z][a-z'’]*\b/;

/** What a Japanese sentence may have in small letters: what is data, and what is not English only. */
const known = new Set([
  ...(JSON.stringify(samples).match(/[a-z]{2,}/gi) ?? []),
  ...['https', 'http', 'true', 'false', 'path', 'host'],
]);
const namesAndDomains = /Modules and Fields|\w+(\.\w+)+/g;
const englishWords = (text: string): readonly string[] =>
  (text.replace(namesAndDomains, '').match(/\b[a-z]{2,}\b/g) ?? []).filter((word) => !known.has(word));

test('an English word in a Japanese sentence would be found', () => {
  expect(englishWords('種類 record のレコードに dismiss を選んでください。https://host/path')).toEqual([
    'record',
    'dismiss',
  ]);
});

test('there are reasons, each code once', () => {
  expect(all.length).toBeGreaterThan(90);
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  expect(all.filter(({ said }) => !isReason(said))).toEqual([]);
});

test.each(all)('$code is said in English and in Japanese, each in its own words', ({ said }) => {
  const [english, other] = [sentence(said, 'en'), sentence(said, 'ja')];
  for (const text of [english, other]) expect(text).not.toMatch(/undefined|NaN|\[object|^\s*$/);
  expect(other).toMatch(japanese);
  expect(other).not.toMatch(englishSentence);
  expect(englishWords(other)).toEqual([]);
  expect(messageAndStep(said, 'en').nextStep === '').toBe(messageAndStep(said, 'ja').nextStep === '');
});

/** Every number one, but for limits, which are many: "1 records" and "1 record are" is what nobody says. */
const ones = JSON.parse(JSON.stringify(samples), (name, value: unknown) =>
  typeof value === 'number' && name !== 'max' ? 1 : value,
) as typeof samples;

test.each(all)('$code counts one as one in English', ({ said }) => {
  const one = { ...said, args: ones } as unknown as Reason;
  const counts = sentence(one, 'en').match(/\b1 [a-z]+( [a-z]+)?/g) ?? [];
  for (const words of counts)
    expect(words).not.toMatch(/^1 (?!was|is|has|stays)[a-z]+s\b|^1 [a-z]+ (are|were|have|wait|stay)\b/);
});

test('within plain data every reason and label becomes words, and all else stays', () => {
  const data = { left: [{ reason: reason('newOn', { side: 'zoho' }), label }], n: 1, nothing: null };
  expect(inWords(data)).toEqual({
    left: [{ reason: 'new in Zoho CRM', label: 'Business Phone' }],
    n: 1,
    nothing: null,
  });
  expect(inWords(data, 'ja')).toMatchObject({ left: [{ reason: 'Zoho CRM で新しく作られました', label: '会社電話' }] });
});

test('a reason of a code that nobody knows is no reason, and one within another is said in its language', () => {
  expect(isReason({ code: 'constructor', args: {} })).toBe(false);
  expect(isReason({ code: 'newOn' })).toBe(false);
  expect(sentence(reason('byRule', { why }), 'ja')).toBe('両方で変更されました (作成した規則による)');
});
