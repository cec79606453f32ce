// Facts about Zoho's calendar server; they need an app-specific password.
import { makeCaller } from '../caller.mjs';
import { NotTried, verdict } from '../verdict.mjs';

const SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';
const XML = { 'content-type': 'application/xml; charset=utf-8' };
const LAST_HOUR = '20380101T';

/** The caller of the calendar server; the password goes into a header only. */
function serverOf({ env }) {
  const { ZOHO_CALDAV_USER: user, ZOHO_CALDAV_PASSWORD: password } = env;
  if (!user || !password)
    throw new NotTried('no ZOHO_CALDAV_USER and ZOHO_CALDAV_PASSWORD (an app-specific password) given');
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return makeCaller({ address: env.ZOHO_CALDAV_ADDRESS ?? 'https://calendar.zoho.com', authorization });
}

const hrefIn = (text, name) => new RegExp(`${name}[^>]*>\\s*<[^>]*href>([^<]+)<`).exec(String(text))?.[1] ?? '';

async function found(dav, path, name) {
  const body = `<D:propfind ${SPACES}><D:prop>${name}</D:prop></D:propfind>`;
  const reply = await dav('PROPFIND', path, { body, headers: { ...XML, depth: '0' } });
  return { ...reply, text: String(reply.body ?? '') };
}

/** The default calendar, from the place that the address without a slash names. */
async function calendarOf(dav) {
  const principal = hrefIn((await found(dav, '/caldav', '<D:current-user-principal/>')).text, 'current-user-principal');
  const home = principal && hrefIn((await found(dav, principal, '<C:calendar-home-set/>')).text, 'calendar-home-set');
  if (!home) throw new NotTried('the calendar was not found with this user and password');
  return `${home}events/`;
}

const objectOf = (marker, hour) =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//live check//EN', 'BEGIN:VEVENT', `UID:${marker}@live-check`],
    ...['DTSTAMP:20260101T000000Z', `DTSTART:${LAST_HOUR}${hour}0000Z`, `DTEND:${LAST_HOUR}${hour}3000Z`],
    ...[`SUMMARY:${marker}`, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');

/** A meeting without guests, in the far future; it is deleted again. */
async function makeMeeting(box) {
  const dav = serverOf(box);
  const calendar = await calendarOf(dav);
  const path = `${calendar}${box.marker}.ics`;
  const put = (hour, headers = {}) =>
    dav('PUT', path, {
      body: objectOf(box.marker, hour),
      headers: { 'content-type': 'text/calendar; charset=utf-8', ...headers },
    });
  box.keep(`${box.marker} in the calendar`, async () => {
    const { status } = await dav('DELETE', path);
    return status < 300 || status === 404;
  });
  const made = await put('09');
  if (made.status >= 300) throw new NotTried(`a meeting could not be made: ${made.status}`);
  return { dav, calendar, path, put };
}

const report = (dav, calendar, inner) => dav('REPORT', calendar, { body: inner, headers: { ...XML, depth: '1' } });
const multiget = (dav, calendar, path) =>
  report(
    dav,
    calendar,
    `<C:calendar-multiget ${SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>${path}</D:href></C:calendar-multiget>`,
  );
const etagIn = (text) => /getetag[^>]*>([^<]+)</.exec(String(text))?.[1]?.replaceAll('&quot;', '') ?? '';
const sizeOf = ({ body }) => (body ? `${String(body).length} characters` : 'nothing');

export const calDavFacts = [
  {
    row: 'A deleted meeting reads as 200 with nothing; multiget then tells no data of it',
    async check(box) {
      const { dav, calendar, path } = await makeMeeting(box);
      await dav('DELETE', path);
      const read = await dav('GET', path);
      const list = await multiget(dav, calendar, path);
      const hasData = String(list.body ?? '').includes('BEGIN:VCALENDAR');
      const saw = `GET: ${read.status} with ${sizeOf(read)}; multiget: ${list.status}, ${hasData ? 'with' : 'without'} data`;
      return verdict(read.status === 200 && !read.body && !hasData, saw);
    },
  },
  {
    row: 'A PUT with an old mark in `If-Match` is 409',
    async check(box) {
      const { dav, calendar, path, put } = await makeMeeting(box);
      const old = etagIn((await multiget(dav, calendar, path)).body);
      await put('10');
      const { status } = await put('11', { 'if-match': old });
      return verdict(status === 409, `${status}`);
    },
  },
  {
    row: 'The sync token that a calendar offers is taken by sync-collection',
    async check(box) {
      const { dav, calendar } = await makeMeeting(box);
      const token = /sync-token[^>]*>([^<]+)</.exec((await found(dav, calendar, '<D:sync-token/>')).text)?.[1];
      if (!token) throw new NotTried('the calendar offers no sync token');
      const asked = `<D:sync-collection ${SPACES}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;
      const reply = await report(dav, calendar, asked);
      return verdict(reply.status === 207, `${reply.status} with ${sizeOf(reply)}`);
    },
  },
];
