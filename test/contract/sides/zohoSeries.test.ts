import type { WriteDone } from '../../../sides/types';
import type { Fields } from '../../../sync/model';
import { changeJob, createJob, deleteJob } from '../../support/sides';
import { world, feed, write, only, from, whole } from './zohoMeetings';

/** Zoho keeps a series as many records, or as one; one of them stands for it. */
const master = async () => only((await feed()).filter(({ fields }) => typeof fields.recurrence === 'string'));

test('a series is made with its rule, and its rule is never changed afterwards', async () => {
  const series = { ...whole, recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' };
  const [made] = (await write(from({ timeZone: 'Tokyo Standard Time' }, createJob('zoho', series)))) as [WriteDone];
  expect(made.outcome).toBe('done');
  const row = await master();
  expect(row.fields).toMatchObject({ recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' });
  const [left] = (await write(changeJob('zoho', row, { recurrence: 'FREQ=DAILY', subject: 'x' }))) as [WriteDone];
  expect(left).toMatchObject({ outcome: 'done', fields: { recurrence: series.recurrence, subject: 'x' } });
  expect(left.unsyncable?.join()).toMatch(/nobody change the repetition/);
});

test('a series of a zone that moves apart from that of the Zoho user is refused, not shifted', async () => {
  const series = {
    ...whole,
    start: '2027-01-12T14:00:00.000Z',
    end: '2027-01-12T15:00:00.000Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU',
  };
  const [result] = await write(from({ timeZone: 'Eastern Standard Time' }, createJob('zoho', series)));
  expect(result).toMatchObject({
    outcome: 'refused',
    message: expect.stringMatching(/America\/New_York.*Asia\/Tokyo/),
  });
});

const weekly = { ...whole, recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4' };
const single = (subject: string) => createJob('zoho', { ...whole, subject });

test('a series among single meetings takes nobody’s place: each result names its own record', async () => {
  const jobs = [single('Before'), from({ timeZone: 'Asia/Tokyo' }, createJob('zoho', weekly)), single('After')];
  const results = (await write(...jobs)) as WriteDone[];
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  const rows = new Map((await feed()).map((row) => [row.ref, row.fields.subject]));
  for (const { ref, write: wanted } of results) expect(rows.get(ref)).toBe(wanted.fields.subject);
  expect(new Set(results.map(({ ref }) => ref)).size).toBe(3);
});

test.each([
  ['in their order', false],
  ['the last one first', true],
])('the first occurrence stands for its series, also where the answer lists them %s', async (_how, backwards) => {
  world.zoho.limits.occurrencesBackwards = backwards as never;
  const [made] = (await write(from({ timeZone: 'Asia/Tokyo' }, createJob('zoho', weekly)))) as [WriteDone];
  expect(made.ref).toBe((await master()).ref);
});

test.each([
  ['as many records, all but the first are left alone', true, 4],
  ['as one record, that one is the series', false, 1],
])('where Zoho keeps a series %s', async (_how, occurrences, count) => {
  world.zoho.limits.eventOccurrences = occurrences as never;
  await write(from({ timeZone: 'Asia/Tokyo' }, createJob('zoho', weekly)));
  expect(await feed()).toHaveLength(count);
  expect((await master()).fields).toMatchObject({ recurrence: weekly.recurrence });
});

test.each([
  ['refuses a series without a reminder', true],
  ['takes one', false],
])(
  'where the org %s, one with a reminder is made with it, and nobody is reminded who did not ask for it',
  async (_how, need) => {
    Object.assign(world.zoho.limits, { seriesNeedReminder: need });
    const ofTokyoZone = (fields: Fields) => from({ timeZone: 'Asia/Tokyo' }, createJob('zoho', fields));
    const [asked, unasked] = await write(
      ofTokyoZone(weekly),
      ofTokyoZone({ ...weekly, subject: 'Quiet', reminder: null }),
    );
    expect(asked).toMatchObject({ outcome: 'done', fields: { reminder: 30 } });
    const refused = { outcome: 'refused', message: expect.stringMatching(/only with a reminder/) };
    expect(unasked).toMatchObject(
      need ? { ...refused, nextStep: expect.stringMatching(/Outlook/) } : { outcome: 'done' },
    );
    const quiet = (await feed()).filter(({ fields }) => fields.subject === 'Quiet');
    expect(quiet.map(({ fields }) => fields.reminder)).toEqual(need ? [] : [null, null, null, null]);
  },
);

const monday = '2027-01-11T01:00:00.000Z';
const series: Fields = {
  ...{ ...whole, start: monday, end: '2027-01-11T02:00:00.000Z' },
  recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
};
const ofTokyo = (fields: Fields) => from({ timeZone: 'Tokyo Standard Time' }, createJob('zoho', fields));

test('the days a series leaves out go with it, and come back as they went', async () => {
  const exceptDates = ['2027-01-18', '2027-02-01'];
  const [made] = (await write(ofTokyo({ ...series, exceptDates }))) as [WriteDone];
  expect(made.fields).toMatchObject({ exceptDates });
  expect((await master()).fields).toMatchObject({ recurrence: series.recurrence, exceptDates });
});

test('whole days of a series are left out as days', async () => {
  const days = { start: '2027-01-11', end: '2027-01-12', isAllDay: true, exceptDates: ['2027-01-18'] };
  await write(ofTokyo({ ...series, ...days }));
  expect((await master()).fields).toMatchObject(days);
});

test.each<[string, Fields, RegExp]>([
  ['a cancelled date', { exceptDates: ['2027-01-18', '2027-01-25'] }, /still shown on 2027-01-25.*Take these days out/],
  ['a date that takes place again', { exceptDates: null }, /not shown on 2027-01-18.*Add a meeting/],
  [
    'another rule, with its times',
    { recurrence: 'FREQ=WEEKLY;BYDAY=TU', start: '2027-01-12T01:00:00.000Z', end: '2027-01-12T02:00:00.000Z' },
    /repetition.*by hand/,
  ],
  [
    'another first day',
    { start: '2027-01-18T01:00:00.000Z', end: '2027-01-18T02:00:00.000Z', isAllDay: false },
    /days of a series.*Move the series/,
  ],
])('of a series that is there, %s is left with the reason; all else is written', async (_what, change, reason) => {
  await write(ofTokyo({ ...series, exceptDates: ['2027-01-18'] }));
  const row = await master();
  const [mixed] = (await write(changeJob('zoho', row, { ...change, subject: 'New' }))) as [WriteDone];
  expect(mixed).toMatchObject({
    outcome: 'done',
    unsyncable: [expect.stringMatching(reason), expect.stringMatching(/only the first of them/)],
    fields: { subject: 'New' },
  });
  expect(mixed).not.toHaveProperty('unsent');
  const after = await master();
  expect(after.fields).toMatchObject({ ...series, exceptDates: ['2027-01-18'], subject: 'New' });
  const [alone] = (await write(changeJob('zoho', after, change))) as [WriteDone];
  expect(alone).toMatchObject({ unsent: true, unsyncable: [expect.stringMatching(reason)] });
});

test('the time of day of a series may change, of its first record; that it is only that one is told, also of a deletion', async () => {
  await write(ofTokyo(series));
  const later = { start: '2027-01-11T03:00:00.000Z', end: '2027-01-11T04:00:00.000Z', isAllDay: false };
  const [done] = (await write(changeJob('zoho', await master(), later))) as [WriteDone];
  expect(done.unsyncable).toEqual([expect.stringMatching(/only the first of them/)]);
  expect((await master()).fields).toMatchObject({ ...later, recurrence: series.recurrence });
  const [gone] = (await write(deleteJob('zoho', await master()))) as [WriteDone];
  expect(gone.unsyncable).toEqual([expect.stringMatching(/only the first of them/)]);
});

test.each([
  ['meetings', {}],
  ['whole days', { start: '2027-01-11', end: '2027-01-12', isAllDay: true }],
])(
  'a series of %s whose first days are left out is still one, and is edited at its first meeting',
  async (_what, times) => {
    const exceptDates = ['2027-01-11', '2027-01-18'];
    await write(ofTokyo({ ...series, ...times, exceptDates }));
    const read = await master();
    expect(read.fields).toMatchObject({ ...series, ...times, exceptDates });
    const [done] = (await write(changeJob('zoho', read, { subject: 'New' }))) as [WriteDone];
    expect(done).toMatchObject({ outcome: 'done', fields: { subject: 'New' } });
    const after = await master();
    expect(after.fields).toMatchObject({ ...series, ...times, exceptDates, subject: 'New' });
    if ('isAllDay' in times) return;
    const later = { start: '2027-01-11T03:00:00.000Z', end: '2027-01-11T04:00:00.000Z', isAllDay: false };
    await write(changeJob('zoho', after, later));
    expect((await master()).fields).toMatchObject({ ...later, recurrence: series.recurrence, exceptDates });
  },
);

test('a series of another zone is told as long as both zones keep their distance until its end', async () => {
  const eastern = (recurrence: string) =>
    from(
      { timeZone: 'Eastern Standard Time' },
      createJob('zoho', { ...series, start: '2027-01-12T00:00:00.000Z', end: '2027-01-12T01:00:00.000Z', recurrence }),
    );
  const outcome = async (rule: string) => (await write(eastern(rule)))[0]?.outcome;
  const zone = { users: [{ time_zone: 'America/Bogota' }] };
  world.zoho.seed(zone as never);
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;COUNT=6')).toBe('done');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301')).toBe('done');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO;COUNT=12')).toBe('refused');
  expect(await outcome('FREQ=WEEKLY;BYDAY=MO')).toBe('refused');
});
