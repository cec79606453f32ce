import fc from 'fast-check';
import type { Status } from '../../../archive';
import { daysChart } from '../../../nodes/ConflictReview/page/chart';
import { html } from '../../../nodes/ConflictReview/page/html';
import { layout } from '../../../nodes/ConflictReview/page/layout';
import { plansPage } from '../../../nodes/ConflictReview/page/plans';
import { buttonsFor, questionEntry } from '../../../nodes/ConflictReview/page/question';
import { statusPage } from '../../../nodes/ConflictReview/page/status';
import { markDifferences, valueText } from '../../../nodes/ConflictReview/page/values';
import { languageOf, pageWords } from '../../../nodes/ConflictReview/page/words';
import { answerIn } from '../../../nodes/ConflictReview/submitAnswers';
import { reason, sentence } from '../../../reasons';
import { anyReason } from '../../support/anyReason';
import { candidatesReview, clash, lookupReview, pairReview, reader, shown } from './worlds';

const unescaped = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  );
const plain = (page: string): string => unescaped(page.replace(/<[^>]*>/g, ''));

test('whatever a field holds is text: no tag or attribute of it reaches the page', () => {
  const nasty = fc.oneof(
    fc.string(),
    fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' autofocus onfocus='"),
  );
  fc.assert(
    fc.property(nasty, nasty, (a, b) => {
      const page = html`<p title="${a}">${b}</p>`.html;
      const [, title = '', body = ''] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(page) ?? [];
      expect([unescaped(title), unescaped(body)]).toEqual([a, b]);
    }),
  );
});

test('a script in every place of a question stays text', () => {
  const evil = '</textarea><script>alert(1)</script>"\'><img src=x onerror=alert(2)>';
  const fields = { lastName: evil, notes: evil, [evil]: evil };
  const reviews = [
    pairReview(fields, [clash('notes', evil, evil, `${evil}!`), clash(evil, evil, null, 'x')], {
      label: evil,
      reason: anyReason(evil),
      sync: evil,
    }),
    candidatesReview([shown(evil, fields, { label: evil })], [shown('z', fields)]),
    lookupReview([{ ref: evil, name: evil, place: evil, email: evil, owner: evil, link: `javascript:${evil}` }]),
  ];
  for (const review of reviews) {
    const page = layout(reader(), 'questions', evil, questionEntry(review, reader()));
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img/);
    expect(page.replace(/"[^"]*"/g, '""').match(/<[^>]*\son\w+=/g)).toBeNull();
  }
});

test('each side is marked against what both last agreed on', () => {
  const page = questionEntry(pairReview({}, [clash('notes', 'Met in Osaka', 'Met', 'Met twice')], {}), reader()).html;
  expect(page).toContain('Met<ins> in Osaka</ins>');
  expect(page).toContain('Met<ins> twice</ins>');
});

test('marks lose nothing, also in scripts without spaces', () => {
  expect(markDifferences('山田太郎', '山田花子').after.html).toBe('山田<ins>花子</ins>');
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('山田', '東京', ' ', 'sales', '\n')).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { before, after } = markDifferences(a, b);
      expect([plain(before.html), plain(after.html)]).toEqual([a, b]);
    }),
  );
});

test('two texts of 32,000 signs without anything in common are compared at once', () => {
  const long = (word: string) =>
    Array.from({ length: 5000 }, (_, at) => `${word}${at}`)
      .join(' ')
      .slice(0, 32_000);
  const { after } = markDifferences(long('a'), long('b'));
  expect(after.html.startsWith('<ins>')).toBe(true);
});

test('every text exists in both languages, with the same gaps', () => {
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  const [english, japanese] = [pageWords('en'), pageWords('ja')];
  for (const [name, text] of Object.entries(english)) {
    const other = japanese[name as keyof typeof english];
    expect({ name, gaps: gaps(other) }).toEqual({ name, gaps: gaps(text) });
    expect(other).not.toBe('');
  }
});

test.each([
  [undefined, 'ja,en;q=0.8', 'ja'],
  [undefined, 'de-DE,ja;q=0.5', 'en'],
  ['ja', 'en', 'ja'],
  ['en', 'ja', 'en'],
  ['"><script>', 'ja', 'ja'],
  [undefined, undefined, 'en'],
])('language: chosen %s, browser %s → %s', (chosen, accepted, language) => {
  expect(languageOf(chosen, accepted)).toBe(language);
});

test('what is asked is said in Japanese, with the names of the fields', () => {
  const review = pairReview({}, [clash('businessPhone', '1', '2', '3')]);
  expect(sentence(review.reason, 'ja')).toBe('両方で変更されました。どちらを採用しますか: 会社電話');
  expect(sentence(candidatesReview([], []).reason, 'ja')).toBe('同じメールアドレスが複数あります: Zoho CRM に 2 件');
});

test('times are told by the clock of the workflow, a list line by line, a blank as nothing', () => {
  const clock = { language: 'en' as const, zone: 'Asia/Tokyo' };
  expect(valueText('2026-03-31T15:30:00Z', clock)).toBe('Apr 1, 2026, 12:30 AM');
  expect(valueText('2026-03-31', clock)).toBe('2026-03-31');
  expect(valueText(['a@x.example', 'b@x.example'], clock)).toBe('a@x.example\nb@x.example');
  expect(valueText(null, clock)).toBe('');
});

test('only answers that make sense are offered', () => {
  // Of one field its two values are the buttons.
  const one = pairReview({}, [clash('notes', '1', '2', '3')]);
  expect(buttonsFor(one)).toEqual(['dismiss', 'unlink']);
  expect(questionEntry(one, reader()).html.match(/name="value\.notes" value="\w+"/g)).toEqual([
    'name="value.notes" value="outlook"',
    'name="value.notes" value="zoho"',
    'name="value.notes" value="typed"',
  ]);
  const two = pairReview({}, [clash('notes', '1', '2', '3'), clash('jobTitle', '1', '2', '3')]);
  expect(buttonsFor(two)).toEqual(['fields', 'outlook', 'zoho', 'dismiss', 'unlink']);
  const { details } = pairReview({}, []);
  const gone = pairReview({}, [], { details: { ...details, happened: 'deleted:outlook' } as never });
  expect(buttonsFor(gone)).toEqual(['outlook', 'zoho', 'dismiss']);
  expect(questionEntry(gone, reader()).html).toContain('Delete it in Zoho CRM too');
  const both = [[shown('o1', { lastName: 'A' })], [shown('z1', { lastName: 'A' })]] as const;
  expect(buttonsFor(candidatesReview(...both))).toEqual(['join', 'neverPair', 'dismiss']);
  // A colleague's record: nothing is known of it, and nobody can be joined with it.
  const hidden = candidatesReview(both[0], [shown('z2', {}, { state: 'outside', label: 'contact without a name' })]);
  expect(buttonsFor(hidden)).toEqual(['neverPair', 'dismiss']);
  expect(questionEntry(hidden, reader()).html).toContain('A record that this sync may not read');
  expect(questionEntry(hidden, reader()).html).not.toContain('contact without a name');
});

test('who has a partner already cannot be chosen', () => {
  const page = questionEntry(
    candidatesReview([shown('o1', {})], [shown('z1', {}), shown('z2', {}, { taken: true })]),
    reader(),
  ).html;
  expect(page.match(/<input[^>]*disabled[^>]*>/g)).toEqual([expect.stringContaining('value="z2"')]);
});

test('the status says of each record that was refused or left why, and of a plan all its fields', () => {
  const statuses = { settled: 1, pending: 2, parked: 1, review: 0 };
  const side = { states: { live: 3, outside: 0, deleted: 0 }, statuses, oldestPending: Date.UTC(2026, 3, 30) };
  const nobody = { outlook: 0, zoho: 0 };
  const status: Status = {
    ...{ sync: 'Contacts', known: true, sides: { outlook: side, zoho: side }, links: { live: 2, paused: 0 } },
    ...{ reviews: 0, intents: 0, lease: null, lastReport: null, finishedAt: null, pausedAt: null },
    askedUntil: null,
    questions: { conflict: 0, ambiguous: 0, refusal: 0 },
    parkedRecords: [
      ...[
        {
          side: 'zoho' as const,
          ref: 'z1',
          label: '<b>Tanaka',
          reason: anyReason('No such country. Correct it.'),
        },
      ],
    ].map((one) => ({ ...one, tries: 1, nextTry: Date.UTC(2026, 4, 2) })),
    left: [{ side: 'outlook', ref: 'o1', label: 'Weekly', reason: anyReason('Zoho CRM cannot say it') }],
    lastDay: { cycles: 0, created: nobody, updated: nobody, deleted: nobody, linked: 0, conflicts: 0 },
  };
  const page = plain(
    statusPage(
      {
        all: [{ sync: { name: 'Contacts', kind: 'contact' }, status, failure: null, checked: null, days: [] }],
        ...{ unrun: [], unfolded: '', people: [], person: '', text: '', firstRuns: null },
      },
      reader(),
    ).html,
  ).replace(/\s+/g, ' ');
  expect(page).toMatch(/<b>Tanaka \(Zoho CRM\): No such country. Correct it. Next try May 2, 2026/);
  expect(page).toContain('Weekly: Zoho CRM cannot say it');
  const change = { field: 'notes', label: 'Notes', before: 'Met', after: 'Met twice' };
  const writes = [{ side: 'zoho' as const, op: 'update' as const, ref: 'z1', changes: [change] }];
  const line = {
    key: 'k',
    label: 'Tanaka',
    verdict: 'write' as const,
    reason: reason('edited', { side: 'outlook' }),
    writes,
    unsyncable: [],
    sentences: [],
  };
  const plan = { sync: 'Contacts', hash: 'abc', cycle: 'c', madeAt: 0, counts: { update: 1 }, lines: [line] };
  const shownPlan = plansPage([{ sync: { name: 'Contacts', kind: 'contact' }, plan }], reader()).html;
  expect(shownPlan).toContain('Met<ins> twice</ins>');
});

describe('a long plan', () => {
  const lineAt = (at: number) => ({
    ...{
      key: `k${at}`,
      label: `Person ${at}.`,
      verdict: 'write' as const,
      reason: reason('edited', { side: 'outlook' }),
    },
    ...{ unsyncable: [], sentences: [] },
    writes: [{ side: 'zoho' as const, op: 'update' as const, ref: `z${at}`, changes: [] }],
  });
  const planOf = (name: string, from: number, count: number) => ({
    sync: { name, kind: 'contact' as const },
    plan: {
      ...{ sync: name, hash: 'abc', cycle: 'c', madeAt: 0, counts: { update: count } },
      lines: Array.from({ length: count }, (_, at) => lineAt(from + at)),
    },
  });
  const plans = [planOf('One', 0, 150), planOf('Two', 150, 120)];
  const labels = (page: number) => plansPage(plans, reader(), page).html.match(/Person \d+\./g) ?? [];

  test('is shown a hundred decisions at a time, over all syncs, none left out and none twice', () => {
    expect([1, 2, 3].map((page) => labels(page).length)).toEqual([100, 100, 70]);
    expect([1, 2, 3].flatMap(labels)).toEqual(Array.from({ length: 270 }, (_, at) => `Person ${at}.`));
  });

  test.each([0, -1, 4, 1e9])('page %d, which is not there, is the first or the last', (page) => {
    expect(labels(page)).toEqual(labels(page < 1 ? 1 : 3));
  });

  test('says where one is, and leads on and back', () => {
    const middle = plansPage(plans, reader(), 2).html;
    expect(middle).toContain('Page 2 of 3');
    expect(middle).toMatch(/view=plans&amp;lang=en&amp;page=1">Previous decisions</);
    expect(middle).toMatch(/view=plans&amp;lang=en&amp;page=3">More decisions</);
    expect(middle).toContain('data-plan="One"');
    expect(middle).toContain('data-plan="Two"');
  });

  test('a short one has no pages', () => {
    expect(plansPage([planOf('One', 0, 100)], reader()).html).not.toContain('<nav');
  });
});

describe('"Nippon Trading is the name of 2 records"', () => {
  const osaka = { ref: '9001', name: 'Nippon Trading', place: 'Osaka', owner: 'Sato', link: 'https://crm.zoho.jp/x' };
  const nagoya = { ref: '9002', name: 'Nippon Trading', place: 'Nagoya', owner: 'Mori', link: 'javascript:alert(1)' };

  test('each Account is a button that says its city and owner, with a link to it', () => {
    const page = questionEntry(lookupReview([osaka, nagoya]), reader()).html;
    const buttons = [
      ...page.matchAll(/<button class="value" name="choose\.companyName" value="(\d+)">(.*?)<\/button>/gs),
    ];
    expect(buttons.map(([, ref, said]) => [ref, plain(said!).trim()])).toEqual([
      ['9001', 'Nippon Trading Osaka · owner Sato'],
      ['9002', 'Nippon Trading Nagoya · owner Mori'],
    ]);
    expect(page).toContain('href="https://crm.zoho.jp/x" target="_blank" rel="noopener noreferrer"');
    expect(page).not.toContain('javascript:');
  });

  test('one of which nothing can be told is known by its id', () => {
    const page = plain(questionEntry(lookupReview([osaka, { ref: '9003', name: '' }]), reader()).html);
    expect(page).toContain('ID 9003');
  });

  test('two names at once are choices, saved together, and nothing is chosen beforehand', () => {
    const page = questionEntry(lookupReview([osaka, nagoya], ['companyName', 'managerName']), reader()).html;
    expect(page.match(/type="radio" name="choose\.companyName"/g)).toHaveLength(2);
    expect(page.match(/type="radio" name="choose\.managerName"/g)).toHaveLength(2);
    expect(page).not.toContain('checked');
    expect(page).toContain('value="choose" class="main"');
  });
});

test('the record that is pressed, or those that are chosen and saved, are the answer', () => {
  expect(answerIn({ 'choose.companyName': '9001' })).toEqual({ choose: { companyName: '9001' } });
  const both = { 'choose.companyName': '9001', 'choose.managerName': '8002' };
  expect(answerIn({ answer: 'choose', ...both })).toEqual({ choose: { companyName: '9001', managerName: '8002' } });
  expect(answerIn({ answer: 'choose' })).toBeNull();
});

describe('what one decides by', () => {
  const told = {
    version: 'v1',
    name: 'Hanako Tanaka',
    owner: 'Ken Sato',
    by: 'Aya Mori',
    link: 'https://crm.zoho.eu/7',
  };
  const at = { version: 'v1', modifiedAt: '2026-03-31T23:30:00Z' };
  const pairOf = (more: object, base: object | null = { outlook: {}, zoho: {} }) => {
    const { details } = pairReview({}, [clash('jobTitle', 'CEO', null, 'CTO')]);
    const zoho = shown('z1', {}, { ...at, told, ...more });
    return pairReview({}, [], { details: { ...details, base, zoho } as never });
  };
  const linesOf = (page: string): string => plain(page).replace(/\s+/g, ' ');

  test('when the CRM’s record was changed, by whom, and a link to it', () => {
    const page = questionEntry(pairOf({}), reader()).html;
    expect(linesOf(page)).toContain('Zoho CRM · changed Apr 1, 2026, 8:30 AM by Aya Mori');
    expect(page).toContain('<time datetime="2026-03-31T23:30:00.000Z">');
    expect(page).toContain('href="https://crm.zoho.eu/7"');
    expect(linesOf(questionEntry(pairOf({}), reader({ language: 'ja' })).html)).toContain(
      '8:30 に Aya Mori さんが変更',
    );
  });

  test('who changed it is said of the version that was told of, and of no later one', () => {
    expect(linesOf(questionEntry(pairOf({ version: 'v2' }), reader()).html)).not.toContain('Aya Mori');
  });

  test('a value that was blank when both last agreed is no value that was never synced', () => {
    expect(linesOf(questionEntry(pairOf({}), reader()).html)).toContain('Last agreed: empty');
    const fresh = linesOf(questionEntry(pairOf({}, null), reader()).html);
    expect(fresh).toContain('Not synced before');
    expect(fresh).not.toContain('Last agreed');
  });

  test('a colleague’s record has a name, an owner and a link; one of which nothing was told says so', () => {
    const outside = { state: 'outside', label: 'contact without a name' } as const;
    const known = candidatesReview([shown('o1', {})], [shown('z1', {}, { ...outside, told })]);
    const page = linesOf(questionEntry(known, reader()).html);
    expect(page).toContain('Hanako Tanaka outside of what is synced owner Ken Sato · Open in Zoho CRM');
    const unknown = candidatesReview([shown('o1', {})], [shown('z1', {}, outside)]);
    expect(linesOf(questionEntry(unknown, reader()).html)).toContain(pageWords('en').untold);
  });

  test('a moment is shown as one, so that the script can write it by the reader’s clock', () => {
    const [before, now] = ['2026-03-31T01:00:00Z', '2026-03-31T02:00:00Z'];
    const { details } = pairReview({}, [clash('start', before, null, now)]);
    const page = questionEntry(pairReview({}, [], { kind: 'event', details }), reader()).html;
    expect(page).toContain('<time datetime="2026-03-31T01:00:00.000Z">Mar 31, 2026, 10:00 AM</time>');
    expect(page).not.toContain('<ins>');
  });
});

describe('the chart of the last days', () => {
  const day = (at: number, written: number, asked = 0, refused = 0) => ({
    at: at * 86_400_000,
    written,
    asked,
    refused,
  });

  test('a bar for each day that had something, as high as it had much, each with its day and number', () => {
    const chart = daysChart([day(0, 4), day(1, 0), day(2, 2, 1)], reader());
    const page = chart ? chart.html : '';
    const bars = [...page.matchAll(/<rect x="(\d+)" y="\d+" width="8" height="(\d+)">\s*<title>([^<]*)<\/title>/g)];
    expect(bars.map(([, x, height, title]) => [x, height, title])).toEqual([
      ['0', '28', 'Jan 1, 1970: 4'],
      ['20', '14', 'Jan 3, 1970: 2'],
      ['20', '28', 'Jan 3, 1970: 1'],
    ]);
    expect(page).toContain('aria-label="Records written: 6"');
    expect(page).not.toContain('Refused');
  });

  test('days without anything are no chart', () => expect(daysChart([day(0, 0)], reader())).toBe(false));
});
