import { MARK, graphWorld } from './graph/client';
import type { Json } from './graph/client';

const { service, start, send, get } = graphWorld();

beforeAll(start);
beforeEach(() => service.reset());
afterAll(() => service.stop());

const at = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone });
const guest = (address: string) => ({ type: 'required', emailAddress: { address, name: address } });
const meeting = (more: object = {}) => ({
  subject: 'Review',
  start: at('2026-03-02T09:00:00', 'Tokyo Standard Time'),
  end: at('2026-03-02T10:00:00', 'Tokyo Standard Time'),
  ...more,
});
const made = async (more: object = {}): Promise<Json> => {
  const { status, body } = await send('POST', '/me/events', meeting(more));
  expect([status, body.error]).toEqual([201, undefined]);
  return body;
};
const letters = () => (service.outbox as Json[]).map(({ kind, to }) => `${kind} ${to}`);
const zone = (name: string) => ({ prefer: `outlook.timezone="${name}"` });

describe('calendars', () => {
  it('lists the default one and those added, and refuses writes to one that may only be read', async () => {
    service.seed({ calendars: [{ name: 'Shared', canEdit: false, events: [meeting()] }] });
    const [own, shared] = (await get('/me/calendars?$top=100')).body.value;
    expect([own.isDefaultCalendar, shared.canEdit]).toEqual([true, false]);
    const events = `/me/calendars/${shared.id}/events`;
    const [event] = (await get(events)).body.value;
    const refused = [
      await send('POST', events, meeting()),
      await send('PATCH', `${events}/${event.id}`, { subject: 'x' }),
      await send('DELETE', `/me/events/${event.id}`),
    ];
    expect(refused.map(({ status, body }) => [status, body.error.code])).toEqual(
      Array(3).fill([403, 'ErrorAccessDenied']),
    );
    expect((await get('/me/events')).body.value).toEqual([]);
    expect((await send('DELETE', `/me/calendars/${own.id}`)).status).toBe(403);
    const mine = (await send('POST', '/me/calendars', { name: 'Mine' })).body;
    expect((await send('POST', `/me/calendars/${mine.id}/events`, meeting())).status).toBe(201);
    expect((await send('DELETE', `/me/calendars/${mine.id}`)).status).toBe(204);
    expect((await get(`/me/calendars/${mine.id}/events`)).status).toBe(404);
  });
});

describe('times', () => {
  it('shows start and end in UTC or in the zone preferred, Windows or IANA', async () => {
    const { id, ...event } = await made();
    expect(event.start).toEqual(at('2026-03-02T00:00:00.0000000'));
    expect([event.originalStartTimeZone, event.type, event.isOrganizer]).toEqual([
      'Tokyo Standard Time',
      'singleInstance',
      true,
    ]);
    const reply = await get(`/me/events/${id}`, zone('Asia/Kolkata'));
    expect(reply.body.start).toEqual(at('2026-03-02T05:30:00.0000000', 'Asia/Kolkata'));
    expect(reply.headers['preference-applied']).toBe('outlook.timezone="Asia/Kolkata"');
    for (const name of ['Mars Standard Time', 'tzone://Microsoft/Custom', 'EST'])
      expect((await get(`/me/events/${id}`, zone(name))).body.error.code).toBe('TimeZoneNotSupportedException');
  });

  it('keeps an all-day event on its dates and calls them UTC whatever is preferred', async () => {
    const days = { isAllDay: true, start: at('2026-03-28', 'Europe/Berlin'), end: at('2026-03-30', 'Europe/Berlin') };
    const { id } = await made(days);
    const { body } = await get(`/me/events/${id}`, zone('Pacific/Kiritimati'));
    expect([body.start, body.end]).toEqual([at('2026-03-28T00:00:00.0000000'), at('2026-03-30T00:00:00.0000000')]);
  });

  it.each([
    [{ isAllDay: true }],
    [{ isAllDay: true, start: at('2026-03-02'), end: at('2026-03-02') }],
    [{ isAllDay: true, start: at('2026-03-02', 'UTC'), end: at('2026-03-03', 'Asia/Tokyo') }],
    [{ end: at('2026-03-01T00:00:00') }],
    [{ start: at('2026-03-02T09:00:00', 'tzone://Microsoft/Custom') }],
    [{ start: null }],
    [{ body: null }],
    [{ colour: 'red' }],
    [{ attendees: Array.from({ length: 501 }, (_, n) => guest(`a${n}@x.example`)) }],
  ])('refuses %j', async (more) => {
    expect((await send('POST', '/me/events', meeting(more))).status).toBe(400);
  });

  it('reads a custom zone that a seed has set', async () => {
    const custom = 'tzone://Microsoft/Custom';
    service.seed({ calendars: [{ name: 'Calendar', events: [meeting({ originalStartTimeZone: custom })] }] });
    expect((await get('/me/events')).body.value[0].originalStartTimeZone).toBe(custom);
  });
});

describe('events', () => {
  it('renews the etag with each write and honours If-Match', async () => {
    const event = await made();
    const path = `/me/events/${event.id}`;
    const patched = (await send('PATCH', path, { location: { displayName: 'Room 1' }, showAs: 'oof' })).body;
    expect(patched).toMatchObject({ location: { displayName: 'Room 1' }, showAs: 'oof', locations: [{}] });
    const stale = { 'if-match': event['@odata.etag'] };
    expect((await send('PATCH', path, { subject: 'x' }, stale)).status).toBe(412);
    expect((await send('DELETE', path, undefined, { 'if-match': patched['@odata.etag'] })).status).toBe(204);
    expect((await get(path)).status).toBe(404);
    expect((await get('/me/events/nonsense')).body.error.code).toBe('ErrorInvalidIdMalformed');
  });

  it('gives a body back as a page of HTML, or as text', async () => {
    const { id, body } = await made({ body: { contentType: 'text', content: 'a < b\nc' } });
    expect(body.contentType).toBe('html');
    expect(body.content).toMatch(/<html>[\s\S]*a &lt; b<br>\r\nc/);
    const text = await get(`/me/events/${id}`, { prefer: 'outlook.body-content-type="text"' });
    expect(text.body.body).toEqual({ contentType: 'text', content: 'a < b\nc' });
    const html = (await send('PATCH', `/me/events/${id}`, { body: { contentType: 'html', content: '<p>A</p>' } })).body;
    expect(html.bodyPreview).toBe('A');
    expect((await send('PATCH', `/me/events/${id}`, { body: null })).status).toBe(400);
  });

  it('makes one event of two tries with one transaction id, and refuses the id for another', async () => {
    const body = meeting({ transactionId: 'T1' });
    const [first, second] = [await send('POST', '/me/events', body), await send('POST', '/me/events', body)];
    expect(second.body.id).toBe(first.body.id);
    const other = await send('POST', '/me/events', { ...body, subject: 'Other' });
    expect(other.body.error.code).toBe('ErrorDuplicateTransactionId');
    await send('DELETE', `/me/events/${first.body.id}`);
    expect((await send('POST', '/me/events', body)).status).toBe(409);
  });

  it('finds an event by its extended property and shows it when expanded', async () => {
    await made();
    const { id } = await made({ singleValueExtendedProperties: [{ id: MARK, value: '42' }] });
    const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${MARK}' and ep/value eq '42')`;
    const expand = `singleValueExtendedProperties($filter=id eq '${MARK}')`;
    const query = `$filter=${encodeURIComponent(filter)}&$expand=${encodeURIComponent(expand)}`;
    expect((await get(`/me/events?${query}`)).body.value).toMatchObject([
      { id, singleValueExtendedProperties: [{ id: MARK, value: '42' }] },
    ]);
  });

  it('gives an online meeting its link and loses it with the body', async () => {
    const event = await made({ isOnlineMeeting: true });
    expect(event.body.content).toContain(event.onlineMeeting.joinUrl);
    const path = `/me/events/${event.id}`;
    expect((await send('PATCH', path, { isOnlineMeeting: false })).body.isOnlineMeeting).toBe(true);
    const body = { contentType: 'text', content: 'New' };
    expect((await send('PATCH', path, { body })).body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });
  });
});

describe('the outbox', () => {
  it('stays empty for a seed, for events without attendees, and for changes of categories and reminder', async () => {
    service.seed({ calendars: [{ name: 'Calendar', events: [meeting({ attendees: [guest('a@x.example')] })] }] });
    const [event] = (await get('/me/events')).body.value;
    await made();
    await send('PATCH', `/me/events/${event.id}`, { categories: ['Zoho'], reminderMinutesBeforeStart: 5 });
    expect(letters()).toEqual([]);
    await send('DELETE', `/me/events/${event.id}`);
    expect(letters()).toEqual(['cancellation a@x.example']);
  });

  it('holds invitations, updates, and letters to those added or removed only', async () => {
    const { id } = await made({ attendees: [guest('a@x.example'), guest('megan.bowen@contoso.example')] });
    expect(letters()).toEqual(['invitation a@x.example']);
    await send('PATCH', `/me/events/${id}`, { attendees: [guest('a@x.example'), guest('b@x.example')] });
    await send('PATCH', `/me/events/${id}`, { attendees: [guest('b@x.example')] });
    await send('PATCH', `/me/events/${id}`, { subject: 'Moved' });
    expect(letters().slice(1)).toEqual(['invitation b@x.example', 'cancellation a@x.example', 'update b@x.example']);
    expect((await send('POST', `/me/events/${id}/cancel`, { comment: 'Sorry' })).status).toBe(202);
    expect(service.outbox[4]).toMatchObject({ kind: 'cancellation', comment: 'Sorry', subject: 'Moved' });
    expect((await get(`/me/events/${id}`)).status).toBe(404);
  });

  it('mails nothing for a meeting of somebody else, but an answer to it', async () => {
    const organizer = { emailAddress: { name: 'O', address: 'o@x.example' } };
    const theirs = meeting({ isOrganizer: false, organizer, attendees: [guest('a@x.example')] });
    service.seed({ calendars: [{ name: 'Calendar', events: [theirs] }] });
    const [event] = (await get('/me/events')).body.value;
    expect((await send('POST', `/me/events/${event.id}/cancel`, {})).status).toBe(400);
    await send('PATCH', `/me/events/${event.id}`, { subject: 'Mine' });
    expect(letters()).toEqual([]);
    expect((await send('POST', `/me/events/${event.id}/accept`, { sendResponse: true })).status).toBe(202);
    expect(letters()).toEqual(['response o@x.example']);
  });
});
