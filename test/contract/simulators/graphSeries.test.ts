import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get, round } = graphWorld();

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

const NY = 'Eastern Standard Time';
const at = (dateTime: string, timeZone = NY) => ({ dateTime, timeZone });
const series = (pattern: object, range: object = { type: 'noEnd' }, more: object = {}) => ({
  subject: 'Weekly',
  start: at('2026-03-02T09:00:00'),
  end: at('2026-03-02T10:00:00'),
  recurrence: { pattern: { interval: 1, ...pattern }, range: { startDate: '2026-03-02', ...range } },
  ...more,
});
const MONDAYS = { type: 'weekly', daysOfWeek: ['monday'] };
const made = async (body: object): Promise<Json> => {
  const reply = await send('POST', '/me/events', body);
  expect([reply.status, reply.body.error]).toEqual([201, undefined]);
  return reply.body;
};
const bounds = (from: string, to: string) => `startDateTime=${from}&endDateTime=${to}`;
const view = async (from: string, to: string) =>
  (await get(`/me/calendarView?${bounds(from, to)}&$top=1000`)).body.value as Json[];
const days = (rows: Json[]) => rows.map((row) => row.start.dateTime.slice(0, 16));

describe('series', () => {
  it('keeps its wall-clock time over a DST switch', async () => {
    const master = await made(series(MONDAYS));
    expect([master.type, master.recurrence.range]).toMatchObject(['seriesMaster', { endDate: '0001-01-01' }]);
    expect(days(await view('2026-03-01', '2026-03-20'))).toEqual([
      '2026-03-02T14:00',
      '2026-03-09T13:00',
      '2026-03-16T13:00',
    ]);
    const path = `/me/events/${master.id}/instances?${bounds('2026-03-01', '2026-03-10')}`;
    expect((await get(path)).body.value).toMatchObject([{ type: 'occurrence', seriesMasterId: master.id }, {}]);
  });

  it.each([
    [{ type: 'daily', interval: 10 }, ['02', '12', '22']],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'sunday'], firstDayOfWeek: 'monday' },
      ['02', '08', '16', '22', '30'],
    ],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'sunday'], firstDayOfWeek: 'sunday' },
      ['02', '15', '16', '29', '30'],
    ],
    [{ type: 'absoluteMonthly', dayOfMonth: 31 }, ['31']],
    [{ type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last' }, ['27']],
    [{ type: 'relativeMonthly', daysOfWeek: ['tuesday', 'wednesday'], index: 'third' }, ['10']],
    [{ type: 'absoluteYearly', dayOfMonth: 9, month: 3 }, ['09']],
    [{ type: 'relativeYearly', daysOfWeek: ['monday'], month: 3, index: 'second' }, ['09']],
  ])('expands %j', async (pattern, expected) => {
    await made(series(pattern));
    expect(days(await view('2026-03-01', '2026-04-01')).map((day) => day.slice(8, 10))).toEqual(expected);
  });

  it('ends by number or by date, the last day included', async () => {
    await made(series(MONDAYS, { type: 'numbered', numberOfOccurrences: 3 }));
    await made(series(MONDAYS, { type: 'endDate', endDate: '2026-03-09' }));
    expect(await view('2026-01-01', '2027-01-01')).toHaveLength(5);
  });

  it.each([
    [series(MONDAYS, { startDate: '2026-03-03', type: 'noEnd' })],
    [series({ type: 'weekly' })],
    [series({ type: 'daily', interval: 0 })],
    [series({ type: 'hourly' })],
    [series(MONDAYS, { type: 'numbered', numberOfOccurrences: 0 })],
    [series(MONDAYS, { type: 'endDate', endDate: '2026-03-01' })],
  ])('refuses %#', async (body) => {
    expect((await send('POST', '/me/events', body)).status).toBe(400);
  });

  it('makes an exception of a changed occurrence, and cancels a deleted one', async () => {
    const master = await made(series(MONDAYS));
    const [, second, third] = await view('2026-03-01', '2026-03-20');
    const path = `/me/events/${second?.id}`;
    const crossing = await send('PATCH', path, { start: at('2026-03-17T09:00:00'), end: at('2026-03-17T10:00:00') });
    expect(crossing.body.error.code).toBe('ErrorOccurrenceCrossingBoundary');
    const moved = { start: at('2026-03-10T09:00:00'), end: at('2026-03-10T10:00:00'), subject: 'Moved' };
    expect((await send('PATCH', path, moved)).body).toMatchObject({ type: 'exception', seriesMasterId: master.id });
    expect((await send('DELETE', `/me/events/${third?.id}`)).status).toBe(204);
    expect((await get(`/me/events/${third?.id}`)).status).toBe(404);
    expect(days(await view('2026-03-01', '2026-03-25'))).toEqual([
      '2026-03-02T14:00',
      '2026-03-10T13:00',
      '2026-03-23T13:00',
    ]);
    const ask = async (select: string, nested = '') =>
      (await get(`/me/events/${master.id}?$select=${select}&$expand=exceptionOccurrences${nested}`)).body;
    const bare = await ask('id,cancelledOccurrences,exceptionOccurrences');
    expect(bare.cancelledOccurrences).toEqual([`OID.${master.id}.2026-03-16`]);
    expect(Object.keys(bare.exceptionOccurrences[0])).toEqual(['@odata.etag', 'id']);
    expect((await ask('id', '($select=subject,occurrenceId,originalStart)')).exceptionOccurrences).toMatchObject([
      { subject: 'Moved', occurrenceId: `OID.${master.id}.2026-03-09`, originalStart: '2026-03-09T13:00:00Z' },
    ]);
    expect((await get(path)).body).not.toHaveProperty('originalStart');
    expect((await get(`${path}?$select=originalStart`)).body.originalStart).toBe('2026-03-09T13:00:00Z');
    expect((await get(`/me/events/${master.id}`)).body).not.toHaveProperty('cancelledOccurrences');
    expect((await send('PATCH', `/me/events/${master.id}`, { subject: 'New' })).body.subject).toBe('New');
    expect((await get(path)).body.subject).toBe('Moved');
  });

  it('has one uid for the series and another for each occurrence', async () => {
    const { iCalUId } = await made(series(MONDAYS));
    const uids = (await view('2026-03-01', '2026-03-20')).map((row) => row.iCalUId);
    expect(new Set([iCalUId, ...uids]).size).toBe(4);
  });

  it('mails an exception for itself when the series changes', async () => {
    const attendees = [{ type: 'required', emailAddress: { address: 'a@x.example' } }];
    const exceptions = [{ date: '2026-03-09', subject: 'Other' }];
    service.seed({
      calendars: [{ name: 'Calendar', events: [series(MONDAYS, { type: 'noEnd' }, { attendees, exceptions })] }],
    });
    const [{ id }] = (await get('/me/events')).body.value;
    await send('PATCH', `/me/events/${id}`, { location: { displayName: 'R' } });
    expect(service.outbox).toMatchObject([
      { kind: 'update' },
      { kind: 'update', occurrence: '2026-03-09T13:00:00.000Z' },
    ]);
  });
});

describe('delta of a calendar view', () => {
  const WINDOW = bounds('2026-03-01T00:00:00Z', '2026-03-20T00:00:00Z');
  const single = (subject: string, day: string) => ({
    subject,
    start: at(`${day}T09:00:00`),
    end: at(`${day}T10:00:00`),
  });

  it('wants both bounds first, then keeps them; no options; no delta without a window', async () => {
    for (const path of [
      '/me/calendarView/delta',
      '/me/calendarView/delta?startDateTime=2026-01-01',
      '/me/events/delta',
    ])
      expect((await get(path)).status).toBe(400);
    expect((await get(`/me/calendarView/delta?${WINDOW}&$select=subject`)).body.error.code).toBe(
      'ErrorInvalidUrlQuery',
    );
    await made(single('In', '2026-03-05'));
    await made(single('Out', '2026-05-05'));
    const { rows, link } = await round(`/me/calendarView/delta?${WINDOW}`);
    expect(rows).toMatchObject([{ subject: 'In', type: 'singleInstance', '@odata.type': '#microsoft.graph.event' }]);
    expect(link).not.toContain('startDateTime');
    expect((await round(link)).rows).toEqual([]);
  });

  it('tells masters and exceptions in full and occurrences as stubs', async () => {
    const master = await made(series(MONDAYS));
    const first = await round(`/me/calendarView/delta?${WINDOW}`, { prefer: 'odata.maxpagesize=3' });
    expect(first.pages.map((page) => page.length)).toEqual([0, 3, 1]);
    expect(first.rows.map((row) => row.type)).toEqual(['seriesMaster', 'occurrence', 'occurrence', 'occurrence']);
    expect(Object.keys(first.rows[1] ?? {}).sort()).toEqual([
      '@odata.etag',
      '@odata.type',
      'end',
      'id',
      'seriesMasterId',
      'start',
      'type',
    ]);
    await send('PATCH', `/me/events/${first.rows[2]?.id}`, { subject: 'Own' });
    await send('DELETE', `/me/events/${first.rows[3]?.id}`);
    const second = await round(first.link);
    expect(second.rows).toMatchObject([
      { id: master.id, type: 'seriesMaster' },
      { subject: 'Own', type: 'exception' },
    ]);
    expect(second.rows).toHaveLength(2);
    await send('DELETE', `/me/events/${master.id}`);
    expect((await round(second.link)).rows.map((row) => '@removed' in row)).toEqual([true, true, true]);
  });

  it('calls removed what has left the window and what changed outside of it, though both are there', async () => {
    const [near, far] = [await made(single('Near', '2026-03-05')), await made(single('Far', '2026-05-05'))];
    const { link } = await round(`/me/calendarView/delta?${WINDOW}`);
    await send('PATCH', `/me/events/${near.id}`, { start: at('2026-06-01T09:00:00'), end: at('2026-06-01T10:00:00') });
    await send('PATCH', `/me/events/${far.id}`, { subject: 'Farther' });
    const next = await round(link);
    expect(next.rows.map((row) => [row.id, '@removed' in row])).toEqual([
      [near.id, true],
      [far.id, true],
    ]);
    expect((await get(`/me/events/${near.id}`)).status).toBe(200);
    service.limits.deltaRemovedOutside = false;
    await send('PATCH', `/me/events/${far.id}`, { subject: 'x' });
    const gone = await made(single('Short', '2026-03-06'));
    await send('DELETE', `/me/events/${gone.id}`);
    expect((await round(next.link)).rows).toEqual([]);
  });

  it('knows immutable ids, other zones, a cancelled meeting as a change, and lost links', async () => {
    await made(single('In', '2026-03-05'));
    const prefer = { prefer: 'IdType="ImmutableId", outlook.timezone="Tokyo Standard Time"' };
    const { rows, link } = await round(`/me/calendarView/delta?${WINDOW}`, prefer);
    expect(rows).toMatchObject([{ start: at('2026-03-05T23:00:00.0000000', 'Tokyo Standard Time') }]);
    service.seed({ eventEdits: [{ event: 'In', set: { isCancelled: true, subject: 'Canceled: In' } }] });
    const next = await round(link, prefer);
    expect(next.rows).toMatchObject([{ id: rows[0]?.id, isCancelled: true }]);
    service.limits.deltaLinkLife = 1;
    service.clock.advance(5000);
    expect((await get(next.link)).status).toBe(410);
  });
});
