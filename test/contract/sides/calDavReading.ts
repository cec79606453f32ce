import { inWords } from '../../../reasons';
import type { ApiError } from '../../../clients/errors';
import { makeCalDav } from '../../../clients/caldav';
import { answering, withoutSync } from '../../support/davLine';
import { date, icsOf, span, toldOf } from '../../support/davSite';
import { work } from './calDavWork';

const oldSeries = icsOf('old-series', -200, 'RRULE:FREQ=DAILY');
const overSeries = icsOf('over', -200, `RRULE:FREQ=DAILY;UNTIL=${date(-150).replace(/-/g, '')}T000000Z`);

/** How a calendar is found and read. */
export function calDavReading(): void {
  test('finds the calendar from the host, and by its own address', async () => {
    const { site, calendar, profile } = work;
    expect(calendar).toMatchObject({ canWrite: true });
    const given = await makeCalDav(site.send, { ...site, server: calendar.url }).discover();
    expect(given.id).toBe(profile.account);
    expect(given.calendars.map(({ url }) => url)).toEqual([calendar.url]);
    const home = new URL('..', calendar.url).href;
    const found = await makeCalDav(site.send, { ...site, server: home }).discover();
    expect(found.calendars.map(({ url }) => url)).toContain(calendar.url);
  });

  test('reads what lies in the span first, then only what changed', async () => {
    const { read, put, drop, line, refOf } = work;
    await put('soon', icsOf('soon', 5));
    await put('past', icsOf('past', -200));
    await put('far', icsOf('far', 500));
    await put('old-series', oldSeries);
    await put('over', overSeries);
    expect(toldOf(await read())).toEqual(['live old-series', 'live soon']);
    line.calm();
    expect(await read()).toEqual([]);
    expect(line.sent).toHaveLength(1);
    await put('soon', icsOf('soon', 5, 'SUMMARY:Sooner'));
    await put('new', icsOf('new', 6));
    await put('far', icsOf('far', 501));
    await drop('old-series');
    await drop('past');
    expect(toldOf(await read())).toEqual(['deleted old-series.ics', 'live Sooner', 'live new', 'outside far.ics']);
    expect(work.record(refOf('soon')).keys.strong).toContain('uid:soon');
    expect(await read()).toEqual([]);
  });

  test.each([
    ['the token expired', answering('', 0)],
    ['a calendar mark only', withoutSync()],
    ['no mark at all', withoutSync(true)],
  ])('changes and deletions are found without changes since a token: %s', async (title, fault) => {
    const { read, put, drop, line } = work;
    for (const name of ['kept', 'edited', 'gone']) await put(name, icsOf(name, 5));
    line.disturb(fault);
    expect(toldOf(await read())).toEqual(['live edited', 'live gone', 'live kept']);
    await put('edited', icsOf('edited', 5, 'SUMMARY:Edited'));
    await put('new', icsOf('new', 400));
    await drop('gone');
    if (title === 'the token expired')
      work.memory.cursor = { ...(work.memory.cursor as object), token: 'http://example.com/ns/forgotten' };
    expect(toldOf(await read())).toEqual(['deleted gone.ics', 'live Edited']);
    expect(await read()).toEqual([]);
  });

  test('an unchanged calendar without tokens costs one request', async () => {
    work.line.disturb(withoutSync());
    await work.put('a', icsOf('a', 5));
    await work.read();
    work.line.sent.length = 0;
    expect(await work.read()).toEqual([]);
    expect(work.line.sent).toHaveLength(1);
  });

  test('a first reading that broke off goes on, and tells nobody twice', async () => {
    for (const index of Array.from({ length: 60 }, (_, one) => one)) await work.put(`m${index}`, icsOf(`m${index}`, 5));
    let reports = 0;
    work.line.disturb(({ method, body }) => {
      reports += method === 'REPORT' && String(body).includes('multiget') ? 1 : 0;
      return reports === 2 ? { status: 401, headers: {}, body: '' } : undefined;
    });
    await expect(work.read()).rejects.toMatchObject({ code: 'wrongPassword' });
    expect(work.memory.records.size).toBe(50);
    work.line.calm();
    expect(await work.read()).toHaveLength(10);
    expect(await work.read()).toEqual([]);
  }, 60_000);

  test('another span reads anew; what the window reaches with the days is told', async () => {
    await work.put('soon', icsOf('soon', 5));
    await work.put('later', icsOf('later', 40));
    expect(toldOf(await work.read({ span: { ...span, daysAhead: 30 } }))).toEqual(['live soon']);
    const inAWhile = () => Date.now() + 12 * 86_400_000;
    expect(toldOf(await work.read({ span: { ...span, daysAhead: 30 }, now: inAWhile }))).toEqual(['live later']);
    await work.put('far', icsOf('far', 300));
    expect(toldOf(await work.read())).toEqual(['live far']);
  });

  test('another calendar deletes nobody', async () => {
    await work.put('a', icsOf('a', 5));
    const [row] = await work.read();
    work.memory.take({ ...row!, ref: '/elsewhere/one.ics' });
    work.memory.cursor = { ...(work.memory.cursor as object), calendar: 'https://example.com/elsewhere/' };
    expect(toldOf(await work.read())).toEqual(['outside one.ics']);
  });

  test('a time nobody can read is told as what it is', async () => {
    await work.put('a', icsOf('a', 5));
    const garble = ({ body, ...rest }: { body: unknown; status: number; headers: object }) => ({
      ...rest,
      headers: rest.headers as Record<string, string>,
      body: String(body).replace(/DTSTART:\d{8}T\d{6}Z/, 'DTSTART:nonsense'),
    });
    work.line.disturb((request, go) => (request.method === 'REPORT' ? go().then(garble) : undefined));
    const [row] = await work.read();
    expect(inWords(row)).toMatchObject({
      state: 'live',
      fields: { start: { sideOnly: expect.stringContaining('Zoho CRM') } },
    });
  });

  test.each([
    ['PROPFIND', 301],
    ['REPORT', 302],
    ['REPORT', 307],
  ])('a redirect of a %s to a foreign host is not followed (%i)', async (method, status) => {
    await work.put('a', icsOf('a', 5));
    if (method === 'REPORT') await work.read();
    work.line.calm();
    work.line.disturb(answering(method, status, { location: 'https://evil.example.com/caldav/' }));
    await expect(work.read()).rejects.toMatchObject({ code: 'foreignHost', radius: 'side' });
    expect(work.line.sent.filter(({ url }) => url.includes('evil'))).toEqual([]);
  });

  test('a name on a foreign host is refused', async () => {
    await work.put('a', icsOf('a', 5));
    work.line.disturb((request, go) =>
      request.method === 'REPORT'
        ? go().then((answer) => ({
            ...answer,
            body: String(answer.body).replace(/(<[\w:]*href>)\//g, '$1https://evil.example.com/'),
          }))
        : undefined,
    );
    await expect(work.read()).rejects.toMatchObject({ code: 'foreignHost' });
    expect(work.line.sent.filter(({ url }) => url.includes('evil'))).toEqual([]);
  });

  test.each([
    [401, 'wrongPassword', 'side', 'app-specific password'],
    [403, 'forbidden', 'kind', 'does not let this user read'],
    [404, 'noCalendar', 'kind', 'no longer there'],
    [429, 'tooManyRequests', 'side', 'slow down'],
    [503, 'serverTrouble', 'side', 'trouble of its own'],
    [507, 'noRoom', 'kind', 'full'],
  ])('a reading that is answered %i says what to do', async (status, code, radius, words) => {
    await work.put('a', icsOf('a', 5));
    await work.read();
    work.line.disturb(answering('REPORT', status));
    const error = await work.read().then(
      () => null,
      (thrown: unknown) => thrown as ApiError,
    );
    expect(error).toMatchObject({ code, radius, status, side: 'zoho' });
    expect(error?.message).toContain(words);
    expect(error?.nextStep).not.toBe('');
  });
}
