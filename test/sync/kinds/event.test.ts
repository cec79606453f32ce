import { reason, sentence } from '../../../reasons';
import { decide, decideNew } from '../../../sync/decide';
import { event } from '../../../sync/kinds/event';
import { UNLIMITED, sideOnly } from '../../../sync/kinds';
import type { Base, Fields, SideRecord } from '../../../sync/model';
import { project } from '../../../sync/project';
import { pair, twoWay } from '../../support/records';

const whole: Fields = {
  ...{ subject: 'Review', start: '2027-01-12T01:00:00.000Z', end: '2027-01-12T02:00:00.000Z', isAllDay: false },
  ...{ location: 'Room 1', description: 'Agenda', participants: ['a@example.com'], reminder: 30, recurrence: null },
};
const record = (fields: Fields, ref = 'r'): SideRecord => ({
  ...{ ref, version: '1', modifiedAt: null, state: 'live', fields, extra: null },
  keys: event.keys({ fields, aliases: [] }),
});
const rules = { kind: event, policy: twoWay };
const base: Base = { outlook: whole, zoho: whole };
const linked = (outlook: Fields, zoho: Fields) =>
  decide(pair(record({ ...whole, ...outlook }, 'o'), record({ ...whole, ...zoho }, 'z'), base), rules);
const written = (outlook: Fields, zoho: Fields, side: 'outlook' | 'zoho') =>
  linked(outlook, zoho).writes.find((write) => write.side === side)?.fields;

const keyOf = (fields: Fields, ...aliases: string[]) => event.keys({ fields: { ...whole, ...fields }, aliases }).strong;

test('a meeting is recognised by subject, start and end as instants, and by its iCalendar id', () => {
  expect(keyOf({})).toEqual(keyOf({ start: '2027-01-12T10:00:00+09:00', subject: ' REVIEW ' }));
  expect(keyOf({})).not.toEqual(keyOf({ end: '2027-01-12T02:30:00.000Z' }));
  expect(keyOf({ subject: null })).toEqual(keyOf({ subject: 'Meeting without a subject' }));
  expect(keyOf({}, 'UID1')).toContain('uid:UID1');
  expect(keyOf({ start: sideOnly('unreadable'), end: null })).toEqual([]);
  expect(event.strictKeys?.(record(whole)).strong[0]).toMatch(/a@example\.com$/);
});

test.each([
  [15, 15],
  [60, 60],
  [90, 120],
  [1440, 1440],
  [4000, 4320],
  [null, null],
])('a reminder of %p minutes is %p in Zoho', (minutes, said) => {
  expect(project(event, 'zoho', { ...whole, reminder: minutes }).reminder).toBe(said);
});

test('a cancelled meeting says so in its title, once', () => {
  const title = (subject: string | null) => project(event, 'zoho', { ...whole, subject, cancelled: true }).subject;
  expect(title('Review')).toBe('Cancelled: Review');
  expect(title('Canceled: Review')).toBe('Canceled: Review');
  for (const word of [
    'Avlyst',
    'Abgesagt',
    'Annulé ',
    'Cancelado',
    'キャンセル',
    'キャンセル済み',
    'Geannuleerd',
    'Aflyst',
    'Inställt',
  ])
    expect(title(`${word}: Review`)).toBe(`${word}: Review`);
  for (const word of [
    'Peruutettu',
    'Annullato',
    'Odwołane',
    'Отменено',
    '취소됨',
    '已取消',
    'İptal Edildi',
    'Zrušeno',
    'Törölve',
    'Ακυρώθηκε',
  ])
    expect(title(`${word}: Review`)).toBe(`${word}: Review`);
  expect(title('Sales: Review')).toBe('Cancelled: Sales: Review');
  expect(linked({ cancelled: true }, {}).writes).toMatchObject([
    { side: 'zoho', op: 'update', fields: { subject: 'Cancelled: Review' } },
  ]);
});

test('times go over together, and are one conflict when both sides moved them', () => {
  const earlier = { start: '2027-01-12T00:30:00.000Z' };
  expect(written(earlier, {}, 'zoho')).toEqual({ ...earlier, end: whole.end, isAllDay: false });
  const both = linked(earlier, { end: '2027-01-12T03:00:00.000Z' });
  expect(both.clashes.map(({ field, winner }) => [field, winner])).toEqual([
    ['start', 'zoho'],
    ['end', 'zoho'],
  ]);
  expect(both.writes).toMatchObject([
    { side: 'outlook', fields: { start: whole.start, end: '2027-01-12T03:00:00.000Z' } },
  ]);
  const days = { start: '2027-01-12', end: '2027-01-13', isAllDay: true };
  expect(written(days, {}, 'zoho')).toEqual(days);
});

test('an interface that holds reminders of any length and any number of people is told them whole', () => {
  const many = Array.from({ length: 60 }, (_, at) => `p${at}@example.com`);
  const fields = { ...whole, reminder: 1234, participants: many };
  const shortened = project(event, 'zoho', fields, { reminder: 32_000, participants: 255 });
  expect(shortened.reminder).not.toBe(1234);
  expect(shortened.participants).toEqual(many.slice(0, 50));
  const able = project(event, 'zoho', fields, { reminder: UNLIMITED, participants: UNLIMITED });
  expect(able).toMatchObject({ reminder: 1234, participants: many });
  expect(project(event, 'zoho', whole, JSON.parse(JSON.stringify({ reminder: UNLIMITED })))).toMatchObject(
    project(event, 'zoho', whole, { reminder: UNLIMITED }),
  );
});

test('participants join and leave one by one; those only the other side knows stay', () => {
  const more = { participants: ['a@example.com', 'crm@example.com'] };
  const known: Base = { outlook: whole, zoho: { ...whole, ...more } };
  const changed = record({ ...whole, participants: ['new@example.com'] }, 'o');
  const decision = decide(pair(changed, record({ ...whole, ...more }, 'z'), known), rules);
  expect(decision.writes[0]?.fields).toEqual({ participants: ['crm@example.com', 'new@example.com'] });
  expect(linked({ participants: ['A@Example.com'] }, {}).verdict).toBe('nothing');
});

test('white space is no edit of a description', () => {
  expect(linked({ description: ' Agenda \n\n' }, {}).verdict).toBe('nothing');
});

test('what cannot be said is left, with the reason', () => {
  const torn = { recurrence: sideOnly(reason('ruleWeeksOfYear')) };
  const left = linked(torn, {});
  expect(left).toMatchObject({ verdict: 'skip', writes: [] });
  expect(left.reason).toEqual(reason('ruleWeeksOfYear'));
  expect(decideNew('outlook', record({ ...whole, ...torn }), rules)).toMatchObject({ verdict: 'skip', writes: [] });
});

test('a decision says how many mails it would take', () => {
  expect(decideNew('zoho', record(whole), rules).mailCounts).toEqual({ invitations: 1 });
  expect(decideNew('outlook', record(whole), rules).mailCounts).toBeUndefined();
  expect(linked({}, { location: 'Room 2' }).mailCounts).toEqual({ updates: 1 });
  expect(linked({}, { reminder: 5 }).mailCounts).toBeUndefined();
  const deletes = { ...rules, policy: { ...twoWay, deletes: 'delete' as const } };
  const gone = { ...record(whole, 'z'), state: 'deleted' as const };
  expect(decide(pair(record(whole, 'o'), gone, base), deletes).mailCounts).toEqual({ cancellations: 1 });
});

const series: Fields = { ...whole, recurrence: 'FREQ=DAILY;COUNT=6', exceptDates: ['2027-01-13'] };
const moved = { date: '2027-01-15', start: '2027-01-15T05:00:00.000Z', end: '2027-01-15T06:00:00.000Z' };

test('a series is shown in Zoho on none of the days on which it is not as its rule says', () => {
  const held = project(event, 'zoho', { ...series, overrides: [moved] });
  expect(held).toMatchObject({ exceptDates: ['2027-01-13', '2027-01-15'] });
  expect(held).not.toHaveProperty('overrides');
  const able = project(event, 'zoho', { ...series, overrides: [moved] }, { overrides: 32_000 });
  expect(able).toMatchObject({ exceptDates: ['2027-01-13'], overrides: [moved] });
});

test('a changed meeting stays in Outlook with a word, and its date joins those the CRM leaves out', () => {
  const known: Base = { outlook: series, zoho: series };
  const later = (outlook: Fields, zoho: Fields) =>
    decide(pair(record({ ...series, ...outlook }, 'o'), record({ ...series, ...zoho }, 'z'), known), rules);
  const decision = later({ overrides: [moved] }, {});
  expect(decision.unsyncable?.map((why) => sentence(why)).join()).toMatch(
    /2027-01-15 \(now 2027-01-15 05:00 UTC\).*stays in Outlook/,
  );
  expect(decision.writes).toMatchObject([{ side: 'zoho', fields: { exceptDates: ['2027-01-13', '2027-01-15'] } }]);
  expect(later({ overrides: [moved] }, { exceptDates: ['2027-01-13', '2027-01-15'] }).writes).toEqual([]);
});

test('the order in which a changed meeting is spelt does not count, nor does a blank', () => {
  const { date, ...rest } = moved;
  const base: Base = { outlook: { ...series, overrides: [moved] }, zoho: series };
  const same = { ...series, overrides: [{ ...rest, location: null, date }] };
  expect(decide(pair(record(same, 'o'), record(series, 'z'), base), rules).verdict).toBe('nothing');
});

test('each cancelled or changed meeting of a series is a mail to everybody; another reminder is none', () => {
  const write = (fields: Fields, op: 'create' | 'update' = 'update') =>
    event.countMails?.(
      {
        ...{ side: 'outlook', op, ref: 'o', version: null, fields, agreed: { outlook: {}, zoho: {} }, extra: null },
      },
      op === 'create' ? {} : { ...series, participants: ['a@example.com', 'b@example.com'] },
    );
  expect(write({ exceptDates: ['2027-01-13', '2027-01-17'] })).toEqual({ cancellations: 2 });
  expect(write({ overrides: [moved, { date: '2027-01-16', reminder: 5 }] })).toEqual({ updates: 2 });
  expect(write({ subject: 'x', overrides: [moved] })).toEqual({ updates: 4 });
  expect(write({ ...series, overrides: [moved] }, 'create')).toEqual({ invitations: 1, cancellations: 1, updates: 1 });
});

test('a meeting cancelled in the CRM is told, not written; cancelled on both sides it is in step', () => {
  const decision = linked({}, { cancelled: true });
  expect(decision.writes).toEqual([]);
  expect(decision.unsyncable?.map((why) => sentence(why)).join()).toMatch(/would mail its participants/);
  const both = linked({ cancelled: true }, { cancelled: true, subject: 'Cancelled: Review' });
  expect([both.writes, both.clashes, both.unsyncable]).toEqual([[], [], undefined]);
  expect(decideNew('zoho', record({ ...whole, cancelled: true }), rules).verdict).toBe('skip');
  expect(decideNew('outlook', record({ ...whole, cancelled: true }), rules).verdict).toBe('write');
});

describe('a meeting that Outlook calls cancelled in a language nobody has listed', () => {
  const cancelled = { subject: 'Ezeztatua: Review', cancelled: true };
  test('keeps the title that Outlook made, now and after later edits', () => {
    expect(written(cancelled, {}, 'zoho')).toEqual({ subject: cancelled.subject });
    const agreed = { outlook: { ...whole, ...cancelled }, zoho: { ...whole, subject: cancelled.subject } };
    const later = (outlook: Fields) =>
      decide(pair(record({ ...agreed.outlook, ...outlook }, 'o'), record(agreed.zoho, 'z'), agreed), rules).writes;
    expect(later({})).toEqual([]);
    expect(later({ subject: 'Ezeztatua: Second review' })).toMatchObject([
      { side: 'zoho', fields: { subject: 'Ezeztatua: Second review' } },
    ]);
  });
  test('is not taken to say so where the words before the colon are its own', () => {
    const own = { ...whole, subject: 'Sales: Review' };
    const before = { outlook: own, zoho: own };
    const after = decide(pair(record({ ...own, cancelled: true }, 'o'), record(own, 'z'), before), rules);
    expect(after.writes).toMatchObject([{ side: 'zoho', fields: { subject: 'Cancelled: Sales: Review' } }]);
  });
  test('is the meeting that the CRM knows without that word', () => {
    expect(keyOf({ subject: 'Avlyst: Review', cancelled: true })).toEqual(expect.arrayContaining(keyOf({})));
  });
});

describe('the word for "cancelled" is no part of the title', () => {
  const after = (outlook: Fields, zoho: Fields, title: string) => {
    const agreed = { outlook: { ...whole, cancelled: true, ...outlook }, zoho: { ...whole, ...zoho } };
    const edited = { ...agreed.zoho, subject: title };
    return decide(pair(record(agreed.outlook, 'o'), record(edited, 'z'), agreed), rules).writes;
  };
  const inOutlook = (subject: string) => [{ side: 'outlook', fields: { subject } }];
  const ours = { subject: 'Cancelled: Review' };

  test('a title edited in the CRM comes to Outlook without it, in whatever language', () => {
    expect(after({}, ours, 'Cancelled: Second review')).toMatchObject(inOutlook('Second review'));
    expect(after({}, ours, 'Abgesagt: Second review')).toMatchObject(inOutlook('Second review'));
    expect(after({}, ours, 'キャンセル：Second review')).toMatchObject(inOutlook('Second review'));
    expect(after({}, ours, 'Second review')).toMatchObject(inOutlook('Second review'));
  });
  test('where Outlook has it in its own title, it stays there as it is', () => {
    const avlyst = { subject: 'Avlyst: Review' };
    expect(after(avlyst, avlyst, 'Avlyst: Second review')).toMatchObject(inOutlook('Avlyst: Second review'));
    expect(after(avlyst, avlyst, 'Cancelled: Second review')).toMatchObject(inOutlook('Avlyst: Second review'));
    expect(after(avlyst, avlyst, 'Second review')).toMatchObject(inOutlook('Avlyst: Second review'));
  });
  test('another word for it, or none, is no edit of the title', () => {
    expect(after({}, ours, 'Abgesagt: Review')).toEqual([]);
    expect(after({}, ours, 'Review')).toEqual([]);
    expect(
      after(
        { subject: null },
        { subject: 'Cancelled: Meeting without a subject' },
        'Abgesagt: Meeting without a subject',
      ),
    ).toEqual([]);
  });
  test('cancelled in Outlook while its title is edited in the CRM', () => {
    const edited = linked({ cancelled: true }, { subject: 'Cancelled: Second review' });
    expect(edited.writes).toMatchObject(inOutlook('Second review'));
  });
  test('a long title whose end made room for the word in the CRM keeps that end', () => {
    const long = `Review ${'x '.repeat(110)}end of it all`.slice(0, 250);
    const copy = `Cancelled: ${long}`.slice(0, 255).trimEnd();
    const edited = after({ subject: long }, { subject: copy }, copy.replace('Review', 'Meeting'));
    expect(edited).toMatchObject(inOutlook(long.replace('Review', 'Meeting')));
  });
  test('a meeting that takes place may be called so', () => {
    expect(written({}, { subject: 'Cancelled: Review' }, 'outlook')).toEqual({ subject: 'Cancelled: Review' });
  });
});

describe('a series that comes to be called as one of its changed meetings', () => {
  const limits = { overrides: UNLIMITED };
  const own = { overrides: [{ date: '2027-01-19', subject: 'Budget' }] };
  const long = `Review ${'x '.repeat(140)}`.trim();
  const after = (agreed: Base, outlook: Fields, zoho: Fields, conflict: 'zoho' | 'outlook' = 'zoho') =>
    decide(pair(record({ ...agreed.outlook, ...outlook }, 'o'), record({ ...agreed.zoho, ...zoho }, 'z'), agreed), {
      ...{ kind: event, limits, policy: { ...twoWay, conflict } },
    });
  const series = { ...whole, recurrence: 'FREQ=WEEKLY', ...own };
  const agreed = { outlook: series, zoho: series };
  const called = { subject: 'Budget', overrides: null };

  test('changes nothing while a person is asked about the title', () => {
    const cut = { outlook: { ...series, subject: long }, zoho: { ...series, subject: long.slice(0, 255) } };
    const asked = after(cut, {}, called);
    expect([asked.clashes.map(({ field }) => field), asked.writes]).toEqual([['subject'], []]);
  });
  test('is renamed, and nothing else', () => {
    expect(after(agreed, {}, called).writes).toMatchObject([{ side: 'outlook', fields: { subject: 'Budget' } }]);
    expect(Object.keys(after(agreed, {}, called).writes[0]?.fields ?? {})).toEqual(['subject']);
    expect(after(agreed, called, {}).writes.map(({ side, fields }) => [side, Object.keys(fields)])).toEqual([
      ['zoho', ['subject']],
    ]);
  });
  test('takes no name from that meeting where the other title wins', () => {
    const other = { subject: 'Plan' };
    expect(after(agreed, other, called, 'outlook').writes.map(({ side, fields }) => [side, fields])).toEqual([
      ['zoho', other],
    ]);
    expect(after(agreed, called, other, 'zoho').writes.map(({ side, fields }) => [side, fields])).toEqual([
      ['outlook', other],
    ]);
  });
  test('and an edit of another meeting goes over all the same', () => {
    const moved = { date: '2027-01-26', location: 'Hall' };
    const [write] = after(agreed, {}, { subject: 'Budget', overrides: [moved] }).writes;
    expect(write?.fields).toEqual({ subject: 'Budget', overrides: [...own.overrides, moved] });
  });
});
