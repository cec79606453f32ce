import { calendarMultiGet, DAVClient } from 'tsdav';
import { appPassword, calDavUnderTest, email, event, EVENTS, hour, namesIn, tokenIn } from './zohoCalDavHarness';

const { service, place, dav, put, remove, ask, report, query, sync, call } = calDavUnderTest();
const outbox = () => service.outbox as { kind: string; to: string }[];
const kinds = () => outbox().map(({ kind, to }) => `${kind} ${to}`);

describe('reports', () => {
  const within = async (start: string, end: string) =>
    namesIn(await query(`<C:time-range start="${start}" end="${end}"/>`)).sort();

  it('asks a time range with all recurrences, exceptions and whole days', async () => {
    const tokyo = 'DTSTART;TZID=Asia/Tokyo:20260601T090000';
    await put('one.ics', hour('one', '20260610T000000Z'));
    await put(
      'weekly.ics',
      event('weekly', tokyo, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Asia/Tokyo:20260608T090000'),
    );
    await put('day.ics', event('day', 'DTSTART;VALUE=DATE:20260615', 'DTEND;VALUE=DATE:20260617'));
    await put('endless.ics', event('endless', 'DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY'));
    expect(await within('20260610T000000Z', '20260610T003000Z')).toEqual(['one.ics']);
    expect(await within('20260610T010000Z', '20260611T000000Z')).toEqual([]);
    expect(await within('20260601T000000Z', '20260601T010000Z')).toEqual(['weekly.ics']);
    expect(await within('20260608T000000Z', '20260608T010000Z')).toEqual([]);
    expect(await within('20260622T000000Z', '20260622T010000Z')).toEqual(['weekly.ics']);
    expect(await within('20260629T000000Z', '20260629T010000Z')).toEqual([]);
    expect(await within('20260616T100000Z', '20260616T110000Z')).toEqual(['day.ics']);
    expect(await within('20310101T000000Z', '20310101T010000Z')).toEqual(['endless.ics']);
  });

  it('looks for a moved meeting where it went, not where it was', async () => {
    const moved =
      'BEGIN:VEVENT\r\nUID:s\r\nRECURRENCE-ID:20260608T090000Z\r\nDTSTART:20260710T090000Z\r\nEND:VEVENT\r\n';
    await put(
      's.ics',
      hour('s', '20260601T090000Z', 'RRULE:FREQ=WEEKLY;COUNT=2').replace('END:VCALENDAR', `${moved}END:VCALENDAR`),
    );
    expect(await within('20260608T000000Z', '20260609T000000Z')).toEqual([]);
    expect(await within('20260710T000000Z', '20260711T000000Z')).toEqual(['s.ics']);
  });

  it('follows a series over a change of the clocks', async () => {
    await put(
      'b.ics',
      event('b', 'DTSTART;TZID=Europe/Berlin:20261019T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=2'),
    );
    expect(await within('20261019T070000Z', '20261019T073000Z')).toEqual(['b.ics']);
    expect(await within('20261026T070000Z', '20261026T073000Z')).toEqual([]);
    expect(await within('20261026T080000Z', '20261026T083000Z')).toEqual(['b.ics']);
  });

  it('hands out many at once, also by whole addresses, and 404 for what is not there', async () => {
    await put('a.ics', hour('a', '20260601T090000Z'));
    const hrefs = [`${EVENTS}a.ics`, `${place.base}${EVENTS}a.ics`, `${EVENTS}no.ics`].map(
      (href) => `<D:href>${href}</D:href>`,
    );
    const { text } = await report(
      'C:calendar-multiget',
      `<D:prop><D:getetag/><C:calendar-data/></D:prop>${hrefs.join('')}`,
    );
    expect(text.match(/BEGIN:VEVENT&#13;/g)).toHaveLength(2);
    expect(text).toContain(`<D:href>${EVENTS}no.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
  });

  it('refuses filters and reports that it does not know', async () => {
    expect((await query('<C:time-range start="yesterday"/>')).text).toContain('valid-filter');
    expect((await query('<C:prop-filter name="SUMMARY"/>')).text).toContain('supported-filter');
    expect((await report('C:free-busy-query', '')).text).toContain('supported-report');
  });
});

describe('changes', () => {
  it('are told since a token, each once, the removed as 404', async () => {
    await put('a.ics', hour('a', '20260601T090000Z'));
    await put('b.ics', hour('b', '20260601T090000Z'));
    const all = await sync('');
    expect(namesIn(all)).toEqual(['a.ics', 'b.ics']);
    expect(namesIn(await sync(tokenIn(all)))).toEqual([]);
    await put('a.ics', hour('a', '20260602T090000Z'));
    await remove('b.ics');
    const next = await sync(tokenIn(all));
    expect(namesIn(next)).toEqual(['a.ics', 'b.ics']);
    expect(next.text).toContain('b.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status>');
    expect(namesIn(await sync(''))).toEqual(['a.ics']);
  });

  it('come in parts when there are too many, and none is lost', async () => {
    service.limits.calDavSyncMost = 2;
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put(`${name}.ics`, hour(name, '20260601T090000Z'));
    const told: string[] = [];
    let [token, cut] = ['', true];
    for (let part = 0; cut && part < 9; part += 1) {
      const answer = await sync(token);
      told.push(...namesIn(answer));
      [token, cut] = [tokenIn(answer), answer.text.includes('507 Insufficient Storage')];
    }
    expect(told).toEqual(['a.ics', 'b.ics', 'c.ics', 'd.ics', 'e.ics']);
    expect(namesIn(await sync('', '<D:limit><D:nresults>1</D:nresults></D:limit>'))).toEqual(['a.ics']);
  });

  it('are refused for tokens that expired or were never given', async () => {
    const token = tokenIn(await sync(''));
    await call('/_simulator/caldav/tokens', { method: 'DELETE' });
    for (const bad of [token, 'data:,odd']) {
      const answer = await sync(bad);
      expect([answer.status, answer.text.includes('<D:valid-sync-token/>')]).toEqual([403, true]);
    }
    expect((await sync('')).status).toBe(207);
  });

  it('show in the ctag alone where the server cannot sync, and in no tag at all where it has none', async () => {
    service.limits.calDavSync = false;
    const tags = async () => (await ask(EVENTS, '<CS:getctag/><D:sync-token/><D:supported-report-set/>')).text;
    const before = await tags();
    expect(before).not.toContain('sync-collection');
    expect(before).toContain('<D:sync-token/>');
    await put('a.ics', hour('a', '20260601T090000Z'));
    expect(await tags()).not.toBe(before);
    expect((await sync('')).status).toBe(403);
    service.limits.calDavCtag = false;
    expect(await tags()).toContain('<CS:getctag/>');
  });
});

describe('mails to guests', () => {
  const guest = (name: string, agent = '') => `ATTENDEE${agent}:mailto:${name}@partner.example`;
  const mine = `ORGANIZER:mailto:${email}`;
  const meeting = (...lines: string[]) => hour('m', '20260601T090000Z', mine, ...lines);

  it('go out for what the server is to tell: invitation, update, cancellation', async () => {
    await put('m.ics', meeting(guest('ann'), `ATTENDEE:MAILTO:${email}`));
    expect(kinds()).toEqual(['invitation ann@partner.example']);
    await put('m.ics', meeting(guest('ann'), guest('bob')));
    await put('m.ics', meeting(guest('bob')));
    await remove('m.ics');
    expect(kinds().slice(1)).toEqual([
      'update ann@partner.example',
      'invitation bob@partner.example',
      'update bob@partner.example',
      'cancellation ann@partner.example',
      'cancellation bob@partner.example',
    ]);
  });

  it('go to nobody for what is nobody else’s business: alarms and a program’s own lines', async () => {
    await put('m.ics', meeting(guest('ann')));
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT5M', 'END:VALARM'];
    await put('m.ics', meeting(guest('ann'), 'X-OURS:1', ...alarm).replace(/DTSTAMP:.*/, 'DTSTAMP:20260202T000000Z'));
    expect(kinds()).toEqual(['invitation ann@partner.example']);
  });

  it.each([';SCHEDULE-AGENT=CLIENT', ';SCHEDULE-AGENT=NONE', ';CN="Ann; B: C";SCHEDULE-AGENT=client'])(
    'go to nobody whom the object says it tells itself (%s)',
    async (agent) => {
      await put('m.ics', meeting(guest('ann', agent)));
      await put('m.ics', meeting(guest('ann', agent), 'LOCATION:Room 2'));
      await remove('m.ics');
      expect(outbox()).toEqual([]);
    },
  );

  it('go to nobody for a meeting without an organizer, and as a reply for one of somebody else', async () => {
    await put('n.ics', hour('n', '20260601T090000Z', guest('ann')));
    const theirs = (answer: string) =>
      hour(
        't',
        '20260601T090000Z',
        'ORGANIZER:mailto:host@partner.example',
        `ATTENDEE;PARTSTAT=${answer}:mailto:${email}`,
        guest('ann'),
      );
    await put('t.ics', theirs('NEEDS-ACTION'));
    service.outbox.length = 0;
    await put('t.ics', theirs('ACCEPTED'));
    expect(kinds()).toEqual(['reply host@partner.example']);
    await remove('t.ics', { 'schedule-reply': 'F' });
    expect(kinds()).toHaveLength(1);
  });
});

describe('a client that nobody here wrote', () => {
  const client = async () => {
    const credentials = { username: email, password: appPassword };
    const made = new DAVClient({
      serverUrl: place.base,
      credentials,
      authMethod: 'Basic',
      defaultAccountType: 'caldav',
    });
    await made.login();
    return made;
  };

  it('finds the calendars, writes, reads a range and follows the changes', async () => {
    const tsdav = await client();
    const calendars = await tsdav.fetchCalendars();
    expect(calendars.map(({ displayName }) => displayName)).toEqual(['Hanako Yamada', '日本の祝日']);
    const [calendar] = calendars as [(typeof calendars)[0]];
    expect(calendar.components).toEqual(['VEVENT']);
    const made = await tsdav.createCalendarObject({
      calendar,
      filename: 'x.ics',
      iCalString: hour('x', '20260601T090000Z'),
    });
    expect(made.status).toBe(201);
    const timeRange = { start: '2026-06-01T00:00:00Z', end: '2026-06-02T00:00:00Z' };
    const [object] = await tsdav.fetchCalendarObjects({ calendar, timeRange });
    expect(object?.data).toContain('UID:x');
    const collection = { ...calendar, syncToken: '', objectMultiGet: calendarMultiGet };
    const changed = await tsdav.smartCollectionSync({ collection, method: 'webdav', detailedResult: true });
    expect(changed.objects?.created.map(({ url }) => url)).toEqual([`${place.base}${EVENTS}x.ics`]);
    const stale = { url: object?.url ?? '', data: hour('x', '20260602T090000Z'), etag: '"stale"' };
    expect((await tsdav.updateCalendarObject({ calendarObject: stale })).status).toBe(412);
    expect((await tsdav.deleteCalendarObject({ calendarObject: { ...stale, etag: object?.etag } })).status).toBe(204);
    expect(await tsdav.fetchCalendarObjects({ calendar })).toEqual([]);
  });
});

it('is struck by the same faults as everything else', async () => {
  service.faults.add({ kind: 'statusAfter', status: 503, match: { method: 'PUT', path: 'lost' } });
  expect((await put('lost.ics', hour('lost', '20260601T090000Z'))).status).toBe(503);
  expect((await dav('GET', `${EVENTS}lost.ics`)).status).toBe(200);
  service.faults.add({ kind: 'status', status: 301, headers: { location: 'https://elsewhere.example/' } });
  expect((await ask('/caldav/', '<D:displayname/>')).headers.get('location')).toBe('https://elsewhere.example/');
});

it('lists and changes objects by the admin routes, as another program would, and mails nobody then', async () => {
  await call('/_simulator/caldav/objects', { body: { name: 'z.ics', data: hour('z', '20260601T090000Z') } });
  const { body } = await call('/_simulator/caldav');
  expect(body).toMatchObject({ calendars: [{ objects: [{ name: 'z.ics', uid: 'z' }] }, { name: 'holidays' }] });
  const token = tokenIn(await sync(''));
  await call('/_simulator/caldav/objects?name=z.ics', { method: 'DELETE' });
  expect((await sync(token)).text).toContain('404 Not Found');
  expect(outbox()).toEqual([]);
});
