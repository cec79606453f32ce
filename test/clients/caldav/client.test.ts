import { makeCalDav } from '../../../clients/caldav';
import type { ApiError } from '../../../clients/errors';
import type { HttpRequest, HttpResponse } from '../../../clients/http';
import { fakeClock, fakeSend } from '../support';

const server = 'https://calendar.zoho.eu/caldav/';
const calendar = `${server}7/events/`;
const xml = (inner: string, status = 207): Partial<HttpResponse> => ({
  status,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
  body: `<?xml version="1.0"?><x:multistatus xmlns:x="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${inner}</x:multistatus>`,
});
const row = (href: string, props: string): string =>
  `<x:response><x:href>${href}</x:href><x:propstat><x:prop>${props}</x:prop><x:status>HTTP/1.1 200 OK</x:status></x:propstat></x:response>`;
const gone = (href: string): string =>
  `<x:response><x:href>${href}</x:href><x:status>HTTP/1.1 404 Not Found</x:status></x:response>`;

function clientOf(step: Parameters<typeof fakeSend>[0], allowed: readonly string[] = []) {
  const { send, requests } = fakeSend(step);
  return { dav: makeCalDav(send, { server, allowed, clock: fakeClock() }), requests };
}
const thrown = (work: Promise<unknown>): Promise<ApiError> =>
  work.then(
    () => Promise.reject(new Error('it passed')),
    (error: unknown) => error as ApiError,
  );

test('names, marks and texts are read as they are meant', async () => {
  const step = xml(
    row(
      '/caldav/7/events/a%40b.ics',
      '<x:getetag>"1"</x:getetag><C:calendar-data><![CDATA[BEGIN:VCALENDAR]]></C:calendar-data>',
    ) +
      row('/caldav/7/events/c@d.ics', '<x:getetag>W/"2"</x:getetag><C:calendar-data>A &amp; B</C:calendar-data>') +
      gone('/caldav/7/events/e.ics'),
  );
  const { dav } = clientOf(step);
  const refs = ['a%40b', 'c%40d', 'e'].map((name) => `/caldav/7/events/${name}.ics`);
  expect(await dav.objects(calendar, refs)).toEqual([
    { href: refs[0], etag: '"1"', data: 'BEGIN:VCALENDAR' },
    { href: refs[1], etag: '"2"', data: 'A & B' },
    { href: refs[2], etag: null, data: null },
  ]);
});

test('a calendar called 2026, with marks that look like numbers', async () => {
  const props =
    '<x:displayname>2026</x:displayname><x:resourcetype><x:collection/><C:calendar/></x:resourcetype><x:sync-token>17</x:sync-token><CS:getctag xmlns:CS="http://calendarserver.org/ns/">18</CS:getctag>';
  const { dav } = clientOf(xml(row('/caldav/7/events/', props)));
  expect(await dav.calendar(calendar)).toMatchObject({ name: '2026', syncToken: '17', ctag: '18', canWrite: true });
});

test('what a report does not mention is asked for by itself', async () => {
  const answers = [xml(''), { status: 404 }];
  const { dav, requests } = clientOf(() => answers.shift() ?? {});
  expect(await dav.objects(calendar, ['/caldav/7/events/a.ics'])).toEqual([
    { href: '/caldav/7/events/a.ics', etag: null, data: null },
  ]);
  expect(requests.map(({ method }) => method)).toEqual(['REPORT', 'GET']);
});

const redirect = (location: string) => (request: HttpRequest) =>
  request.url.includes('/moved/') ? xml('') : { status: 307, headers: { location } };

test('follows within its own hosts only, and never off the encrypted line', async () => {
  const { dav, requests } = clientOf(redirect('https://cal2.zoho.eu/moved/'), ['cal2.zoho.eu']);
  expect(await dav.etags(calendar, null)).toEqual([]);
  expect(requests.map(({ url }) => new URL(url).host)).toEqual(['calendar.zoho.eu', 'cal2.zoho.eu']);
  for (const location of [
    'https://evil.example/moved/',
    'http://calendar.zoho.eu/moved/',
    'https://a:b@calendar.zoho.eu/moved/',
  ]) {
    const other = clientOf(redirect(location));
    expect(await thrown(other.dav.etags(calendar, null))).toMatchObject({ code: 'foreignHost', radius: 'side' });
    expect(other.requests).toHaveLength(1);
  }
});

test('a server that refers in circles is left', async () => {
  const { dav, requests } = clientOf({ status: 302, headers: { location: calendar } });
  expect((await thrown(dav.etags(calendar, null))).code).toBe('redirectLoop');
  expect(requests.length).toBeLessThan(10);
});

test.each(['<html>Welcome</html>', '', { some: 'json' }])(
  'what is no calendar server is called so (%j)',
  async (body) => {
    const { dav } = clientOf({ status: 200, headers: { 'content-type': 'text/html' }, body });
    expect(await thrown(dav.etags(calendar, null))).toMatchObject({ code: 'brokenReply', radius: 'side' });
  },
);

test('reads and conditional writes are tried again, each write under its condition', async () => {
  const twice = [{ status: 503 }, { status: 204, headers: { etag: '"9"' } }];
  const { dav, requests } = clientOf(() => twice.shift() ?? {});
  expect(await dav.put(calendar, '/caldav/7/events/a.ics', 'X', { match: '"8"' })).toEqual({
    outcome: 'done',
    etag: '"9"',
  });
  expect(requests.map(({ headers }) => headers?.['If-Match'])).toEqual(['"8"', '"8"']);
  const create = clientOf({ status: 412 });
  expect(await create.dav.put(calendar, '/caldav/7/events/a.ics', 'X', { create: true })).toEqual({
    outcome: 'exists',
  });
  expect(create.requests[0]?.headers).toMatchObject({ 'If-None-Match': '*' });
});

test.each([
  [409, 'no-uid-conflict', { outcome: 'refused', uidTaken: true }],
  [403, 'valid-calendar-data', { outcome: 'refused', uidTaken: false }],
  [403, 'need-privileges', { outcome: 'refused', reason: { code: 'calDavReadOnly' } }],
  [412, '', { outcome: 'stale' }],
  [404, '', { outcome: 'gone' }],
])('a write answered %i %s', async (status, condition, result) => {
  const body = condition ? `<D:error xmlns:D="DAV:"><C:${condition} xmlns:C="urn:x"/></D:error>` : '';
  const { dav } = clientOf({ status, body });
  expect(await dav.put(calendar, '/caldav/7/events/a.ics', 'X', { match: '"1"' })).toMatchObject(result);
});

test.each([
  [401, '', 'wrongPassword', 'side'],
  [507, '', 'noRoom', 'kind'],
  [403, 'quota-not-exceeded', 'noRoom', 'kind'],
  [500, '', 'serverTrouble', 'side'],
])('a write answered %i %s concerns more than itself', async (status, condition, code, radius) => {
  const body = condition ? `<error xmlns="DAV:"><${condition}/></error>` : '';
  const { dav } = clientOf({ status, body });
  const error = await thrown(dav.put(calendar, '/caldav/7/events/a.ics', 'X', { match: '"1"' }));
  expect(error).toMatchObject({ code, radius, uncertain: status === 500 });
  expect(error.nextStep).not.toBe('');
});

test.each([
  [403, 'valid-sync-token'],
  [410, ''],
  [501, ''],
])('a token the server does not know is no failure (%i %s)', async (status, condition) => {
  const body = condition ? `<error xmlns="DAV:"><${condition}/></error>` : '';
  expect(await clientOf({ status, body }).dav.changes(calendar, 't')).toBe('expired');
});

test('a query tells names and marks, never data, and begins with the collection itself', async () => {
  const own = row('/caldav/7/events/', '');
  const { dav, requests } = clientOf(xml(own + row('/caldav/7/events/a.ics', '<x:getetag>"1"</x:getetag>')));
  expect(await dav.etags(calendar, null)).toEqual([{ href: '/caldav/7/events/a.ics', etag: '"1"' }]);
  expect(String(requests[0]?.body)).not.toContain('calendar-data');
});

test('a property that a server does not know may be left out without a word: no token, no mark, no name', async () => {
  const props = '<x:resourcetype><x:collection/><C:calendar/></x:resourcetype>';
  const { dav } = clientOf(xml(row('/caldav/7/events/', props)));
  expect(await dav.calendar(calendar)).toMatchObject({ syncToken: null, ctag: null });
});

test.each([
  ['the first hundred alone', 2],
  ['none', 0],
])('of a report that tells %s the others are asked for one by one, and none is gone', async (_what, most) => {
  const hrefs = Array.from({ length: 5 }, (_, n) => `/caldav/7/events/${n}.ics`);
  const told = hrefs.slice(0, most).map((href) => row(href, '<C:calendar-data>BEGIN:VCALENDAR</C:calendar-data>'));
  const one = { status: 200, headers: {}, body: 'BEGIN:VCALENDAR' };
  const { dav, requests } = clientOf(({ method }) => (method === 'REPORT' ? xml(told.join('')) : one));
  expect((await dav.objects(calendar, hrefs)).map(({ data }) => data)).toEqual(hrefs.map(() => 'BEGIN:VCALENDAR'));
  expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(5 - most);
});

test.each([201, 204, 200])(
  'a write answered %s without a mark is written; what mark it got is not guessed',
  async (status) => {
    const { dav } = clientOf({ status, headers: {}, body: '' });
    const href = '/caldav/7/events/a.ics';
    expect(await dav.put(calendar, href, 'BEGIN:VCALENDAR', { match: '"1"' })).toMatchObject({ etag: null });
  },
);
