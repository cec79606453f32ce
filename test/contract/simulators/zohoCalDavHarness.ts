import { CALDAV_ACCOUNT } from '../../../simulators/zoho/caldav';
import { zohoUnderTest } from './zohoHarness';

export const { email, appPassword } = CALDAV_ACCOUNT;
export const HOME = '/caldav/60001234567/';
export const EVENTS = `${HOME}events/`;
export const basic = (password: string = appPassword, name: string = email): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

export interface Dav {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface DavOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** null: nobody signs in */
  readonly authorization?: string | null;
}

/** A meeting of an hour; `lines` come on top. */
export function event(uid: string, start: string, ...lines: readonly string[]): string {
  const own = [`UID:${uid}`, 'DTSTAMP:20260101T000000Z', `SUMMARY:${uid}`, start, ...lines];
  const all = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    ...own,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${all.join('\r\n')}\r\n`;
}

export const hour = (uid: string, at: string, ...lines: readonly string[]): string =>
  event(uid, `DTSTART:${at}`, 'DURATION:PT1H', ...lines);

const SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"';
const prop = (names: string): string => `<D:prop>${names}</D:prop>`;

/** The calendar of a running simulator, asked by plain HTTP. */
export function calDavUnderTest() {
  const zoho = zohoUnderTest();
  // What is tested here is the standard, unless a test says otherwise.
  beforeEach(() => void (zoho.service.limits.calDavByTheBook = true as never));

  async function dav(method: string, path: string, options: DavOptions = {}): Promise<Dav> {
    const { authorization = basic(), body, headers } = options;
    const sent = {
      ...(authorization ? { authorization } : {}),
      ...(body ? { 'content-type': 'application/xml' } : {}),
    };
    const all = { ...sent, ...headers };
    const answer = await fetch(zoho.place.base + path, { method, redirect: 'manual', headers: all, body });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  const put = (name: string, body: string, headers: Readonly<Record<string, string>> = {}, folder = EVENTS) =>
    dav('PUT', folder + name, { body, headers: { 'content-type': 'text/calendar; charset=utf-8', ...headers } });
  const remove = (name: string, headers: Readonly<Record<string, string>> = {}) =>
    dav('DELETE', EVENTS + name, { headers });
  const ask = (path: string, names: string, depth = '0') =>
    dav('PROPFIND', path, { body: `<D:propfind ${SPACES}>${prop(names)}</D:propfind>`, headers: { depth } });
  const report = (kind: string, inner: string, path = EVENTS) =>
    dav('REPORT', path, { body: `<${kind} ${SPACES}>${inner}</${kind}>`, headers: { depth: '1' } });
  const query = (range: string) =>
    report(
      'C:calendar-query',
      `${prop('<D:getetag/>')}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${range}</C:comp-filter></C:comp-filter></C:filter>`,
    );
  const sync = (token: string, limit = '') =>
    report(
      'D:sync-collection',
      `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${limit}${prop('<D:getetag/>')}`,
    );
  return { ...zoho, dav, put, remove, ask, report, query, sync };
}

/** Names of the objects an answer tells of, in its order. */
export const namesIn = ({ text }: Dav): string[] =>
  [...text.matchAll(/<D:href>([^<]*\.ics)<\/D:href>/g)].map(([, href = '']) => href.split('/').at(-1) ?? '');
export const tokenIn = ({ text }: Dav): string => /<D:sync-token>([^<]*)<\/D:sync-token>/.exec(text)?.[1] ?? '';
