import { writeCalDav } from '../../../sides/caldav';
import type { WriteDone, WriteResult } from '../../../sides/types';
import type { Fields } from '../../../sync/model';
import { answering, deaf } from '../../support/davLine';
import { at, date, icsOf, toldOf } from '../../support/davSite';
import { changeJob, createJob, deleteJob, untilError } from '../../support/sides';
import { whole, work } from './calDavWork';

const done = (results: readonly WriteResult[]): WriteDone => {
  expect(results).toMatchObject([{ outcome: 'done' }]);
  return results[0] as WriteDone;
};

/** How meetings are written into a calendar. */
export function calDavWriting(): void {
  test('every field arrives; what the next reading shows is known', async () => {
    const made = done(await work.write(createJob('zoho', whole, 'intent-1')));
    expect(made).toMatchObject({ ref: work.refOf('intent-1'), fields: whole, notes: [] });
    expect(made.version).toBeTruthy();
    expect(made.fields).not.toHaveProperty('uid');
    const rows = await work.read();
    expect(rows).toMatchObject([{ ref: made.ref, version: made.version, state: 'live', mark: 'intent-1' }]);
    expect(rows[0]).toMatchObject({ fields: made.fields, keys: made.keys, extra: made.extra });
    work.memory.take(rows[0]!);
    expect(await work.read()).toEqual([]);
  });

  test('an edit changes what it names and nothing else; our own edit is no news', async () => {
    await work.put('a', icsOf('a', 4, 'CATEGORIES:Blue', 'X-OTHER:kept', 'LOCATION:Old'));
    const [row] = await work.read();
    const edited = done(await work.write(changeJob('zoho', row!, { location: 'New', subject: 'Übung 漢字' })));
    expect(edited.fields).toMatchObject({ location: 'New', subject: 'Übung 漢字', start: at(4) });
    const text = await work.text(edited.ref);
    expect(text).toContain('X-OTHER:kept');
    expect(text).toContain('CATEGORIES:Blue');
    work.memory.take({ ...row!, version: edited.version, fields: edited.fields });
    expect(await work.read()).toEqual([]);
  });

  test('an edit that is there already is not sent', async () => {
    await work.put('a', icsOf('a', 4, 'LOCATION:Here'));
    const [row] = await work.read();
    work.line.calm();
    expect(done(await work.write(changeJob('zoho', row!, { location: 'Here' })))).toMatchObject({ unsent: true });
    expect(work.line.writes()).toEqual([]);
  });

  test('what somebody else changed or deleted meanwhile is left alone', async () => {
    await work.put('a', icsOf('a', 4));
    await work.put('b', icsOf('b', 4));
    const rows = await work.read();
    await work.put('a', icsOf('a', 4, 'SUMMARY:Theirs'));
    await work.drop('b');
    const [a, b] = ['a', 'b'].map((name) => work.record(work.refOf(name)));
    expect(rows).toHaveLength(2);
    const results = await work.write(
      changeJob('zoho', a!, { subject: 'Ours' }),
      changeJob('zoho', b!, { subject: 'x' }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'gone']);
    expect((await work.write(deleteJob('zoho', a!), deleteJob('zoho', b!))).map(({ outcome }) => outcome)).toEqual([
      'stale',
      'gone',
    ]);
    expect(await work.text(work.refOf('a'))).toContain('SUMMARY:Theirs');
  });

  test('the server, too, is told which version an edit was made on', async () => {
    await work.put('a', icsOf('a', 4));
    const [row] = await work.read();
    let others = 0;
    work.line.disturb(({ method }) => {
      if (method !== 'PUT' && method !== 'DELETE') return undefined;
      others += 1;
      return work.put('a', icsOf('a', 4, `SUMMARY:Theirs ${others}`)).then(() => undefined as never);
    });
    const [edit] = await work.write(changeJob('zoho', row!, { subject: 'Ours' }));
    expect(edit?.outcome).toBe('stale');
    const now = { ...row!, version: null };
    expect((await work.write(deleteJob('zoho', now)))[0]?.outcome).toBe('stale');
    expect(await work.text(work.refOf('a'))).toContain('SUMMARY:Theirs 2');
  });

  test('who writes right after us is not taken for agreed', async () => {
    await work.put('a', icsOf('a', 4));
    const [row] = await work.read();
    let written = false;
    work.line.disturb((request, go) => {
      if (request.method === 'PUT') written = true;
      else if (written) return work.put('a', icsOf('a', 4, 'SUMMARY:Theirs')).then(go);
      return undefined;
    });
    const ours = done(await work.write(changeJob('zoho', row!, { subject: 'Ours' })));
    expect(ours.fields.subject).toBe('Ours');
    work.line.calm();
    work.memory.take({ ...row!, version: ours.version, fields: ours.fields });
    expect(toldOf(await work.read())).toEqual(['live Theirs']);
  });

  test('deletes, and tells nobody of it again', async () => {
    await work.put('a', icsOf('a', 4));
    const [row] = await work.read();
    expect(done(await work.write(deleteJob('zoho', row!)))).toMatchObject({ ref: row!.ref, fields: {} });
    work.memory.take({ ...row!, state: 'deleted', version: null });
    expect(await work.read()).toEqual([]);
    expect(await work.text(row!.ref)).toBe('');
  });

  test('a create whose answer is lost is sent again and found to be there', async () => {
    let lost = 0;
    work.line.disturb((request, go) => {
      lost += request.method === 'PUT' ? 1 : 0;
      return request.method === 'PUT' && lost === 1 ? deaf('PUT')(request, go) : undefined;
    });
    const made = done(await work.write(createJob('zoho', whole, 'intent-2')));
    expect(lost).toBe(2);
    expect(made).toMatchObject({ ref: work.refOf('intent-2'), fields: whole });
    expect(toldOf(await work.read())).toEqual(['live Review']);
  });

  test('a create of which nothing is heard is unknown, and recognised by its mark', async () => {
    work.line.disturb(deaf('PUT'));
    const { told, error } = await untilError(work.writing([createJob('zoho', whole, 'intent-3')]));
    expect(told.map(({ outcome }) => outcome)).toEqual(['unknown']);
    expect(error).toMatchObject({ uncertain: true });
    work.line.calm();
    expect(await work.read()).toMatchObject([{ mark: 'intent-3', fields: { subject: 'Review' } }]);
  });

  test('what is known is told before an error ends it', async () => {
    await work.put('a', icsOf('a', 4));
    const [row] = await work.read();
    let puts = 0;
    work.line.disturb((request) => {
      puts += request.method === 'PUT' ? 1 : 0;
      return request.method === 'PUT' && puts === 2 ? { status: 401, headers: {}, body: '' } : undefined;
    });
    const jobs = [createJob('zoho', whole, 'one'), createJob('zoho', { ...whole, subject: 'Two' }, 'two')];
    const { told, error } = await untilError(work.writing([...jobs, changeJob('zoho', row!, { subject: 'x' })]));
    expect(told).toMatchObject([{ outcome: 'done', ref: work.refOf('one') }]);
    expect(error).toMatchObject({ code: 'wrongPassword', radius: 'side' });
  });

  test('a series with a moved and a cancelled meeting, whole days, and another zone come back as they went', async () => {
    const series: Fields = {
      ...{ subject: 'Series', start: at(3, 0), end: at(3, 1), isAllDay: false, recurrence: 'FREQ=DAILY;COUNT=6' },
      exceptDates: [date(5)],
      overrides: [{ date: date(6), start: at(6, 4), end: at(6, 5), subject: 'Moved' }],
    };
    const days: Fields = { subject: 'Days', start: date(4), end: date(6), isAllDay: true };
    const from = { ref: 'x', extra: { timeZone: 'Europe/Berlin' } };
    const job = createJob(
      'zoho',
      { ...days, subject: 'Berlin', start: at(7), end: at(7, 10), isAllDay: false },
      'zone',
    );
    const results = await work.write(...[createJob('zoho', series, 'series'), createJob('zoho', days, 'days')], {
      ...job,
      write: { ...job.write, from },
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    const rows = new Map((await work.read()).map(({ fields }) => [fields.subject, fields]));
    expect(rows.get('Series')).toMatchObject({ recurrence: series.recurrence, exceptDates: [date(5)] });
    expect(rows.get('Series')?.overrides).toMatchObject(series.overrides as object[]);
    expect(rows.get('Days')).toMatchObject(days);
    expect(rows.get('Berlin')).toMatchObject({ start: at(7), end: at(7, 10) });
    expect(await work.text(work.refOf('zone'))).toContain('TZID=Europe/Berlin');
  });

  test("takes Outlook's iCalendar id, unless another meeting has it", async () => {
    const from = { ref: 'x', extra: { iCalUId: '040000008200E00074C5B7101A82E008', timeZone: 'UTC' } };
    const job = (intent: string) => {
      const made = createJob('zoho', whole, intent);
      return { ...made, write: { ...made.write, from } };
    };
    const [first, second] = [done(await work.write(job('u1'))), done(await work.write(job('u2')))];
    expect(first.keys.strong).toContain(`uid:${from.extra.iCalUId}`);
    expect(second.keys.strong).not.toContain(`uid:${from.extra.iCalUId}`);
    expect(toldOf(await work.read())).toEqual(['live Review', 'live Review']);
  });

  test('a calendar that may only be read is not written to', async () => {
    const { site, profile } = work;
    const calendar = profile.calendars.find(({ name }) => name === site.readOnly) ?? {
      ...work.calendar,
      canWrite: false,
    };
    expect(calendar.canWrite).toBe(false);
    const refused = { outcome: 'refused', message: 'The chosen calendar may only be read.' };
    const results = writeCalDav(work.dav, [createJob('zoho', whole, 'r')], { ...work, calendar, schedules: false });
    expect((await untilError(results)).told).toMatchObject([refused]);
    expect(work.line.sent).toEqual([]);
  });

  test.each([
    [403, 'refused', 'may only be read'],
    [404, 'refused', 'no longer there'],
    [413, 'refused', '413'],
  ])('a create that is answered %i is refused and stops no other', async (status, outcome, words) => {
    work.line.disturb((request) =>
      request.method === 'PUT' && request.url.endsWith('bad.ics') ? { status, headers: {}, body: '' } : undefined,
    );
    const results = await work.write(createJob('zoho', whole, 'bad'), createJob('zoho', whole, 'good'));
    expect(results.map((one) => one.outcome)).toEqual([outcome, 'done']);
    expect((results[0] as unknown as { message: string }).message).toContain(words);
  });

  test('a full calendar ends it: the next would not fit either', async () => {
    work.line.disturb(answering('PUT', 507));
    const { told, error } = await untilError(work.writing([createJob('zoho', whole, 'full')]));
    expect(told).toEqual([]);
    expect(error).toMatchObject({ code: 'noRoom', radius: 'kind', uncertain: false });
  });
}
