import { graphWorld } from './graph/client';
import type { Json } from './graph/client';

/** Requests in the form n8n's Microsoft Outlook v2 node sends them, seen in its published source. */
const { service, start, send, access } = graphWorld();
const ALWAYS = { 'content-type': 'application/json', accept: 'application/json' };
let base = '';

beforeAll(async () => {
  base = await start();
});
beforeEach(() => service.reset());
afterAll(() => service.stop());

const ask = (method: string, path: string, body?: object) => send(method, `${base}/v1.0/me${path}`, body, ALWAYS);

describe('habits of n8n’s own node', () => {
  it('get many: $top=100, $select, next link taken as it is, JSON content type on a GET', async () => {
    service.seed({ contacts: Array.from({ length: 150 }, (_, n) => ({ givenName: `P${n}` })) });
    const rows: Json[] = [];
    let url: string | undefined =
      `${base}/v1.0/me/contacts?%24select=id%2CdisplayName%2CemailAddresses%2CbusinessPhones%2CmobilePhone&%24top=100`;
    let pages = 0;
    for (; url; pages += 1) {
      const { body }: { body: Json } = await send('GET', url, undefined, ALWAYS);
      rows.push(...body.value);
      url = body['@odata.nextLink'];
    }
    expect([pages, rows.length]).toEqual([2, 150]);
  });

  it('get many of an address, and the list of choices with a search', async () => {
    service.seed({
      contacts: [{ displayName: 'Ann Lee', emailAddresses: [{ address: 'ann@x.example' }] }, { displayName: 'Bo' }],
    });
    const filter = encodeURIComponent("emailAddresses/any(a:a/address eq 'ann@x.example')");
    expect((await ask('GET', `/contacts?$filter=${filter}&$top=50`)).body.value).toHaveLength(1);
    const choices = await ask(
      'GET',
      `/contacts?$select=id,displayName&$top=100&$search=${encodeURIComponent('"ann%20l"')}`,
    );
    expect(choices.body.value).toMatchObject([{ displayName: 'Ann Lee' }]);
  });

  it('create, update with a date and time for the birthday, get some fields, delete with a content type and no body', async () => {
    const made = await ask('POST', '/contacts', {
      givenName: 'Ann',
      birthday: '1990-05-01T00:00:00',
      categories: ['A'],
      homePhones: ['1'],
    });
    expect(made.body).toMatchObject({ birthday: '1990-05-01T11:59:00Z', categories: ['A'] });
    const path = `/contacts/${made.body.id}`;
    expect(
      (await ask('PATCH', path, { businessAddress: { city: 'Ube' }, surname: 'Lee' })).body.businessAddress,
    ).toEqual({ city: 'Ube' });
    expect(Object.keys((await ask('GET', `${path}?$select=surname,birthday`)).body)).toContain('surname');
    expect((await ask('DELETE', path)).status).toBe(204);
  });

  it('a stale token is 401, and the one from the token endpoint works', async () => {
    service.clock.advance(4000_000);
    expect((await ask('GET', '/contacts')).status).toBe(401);
    const form = {
      refresh_token: access.refreshToken,
      grant_type: 'refresh_token',
      client_id: access.clientId,
      client_secret: access.clientSecret,
    };
    const reply = await fetch(`${base}/common/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await reply.json()) as Json;
    expect((await send('GET', '/me/contacts', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe('habits of n8n’s own nodes for tasks and calendars', () => {
  it('To Do: a slash before the query, an offset beside the zone, the text once more as content', async () => {
    const { value } = (await ask('GET', '/todo/lists?$top=100')).body;
    const list = `/todo/lists/${value[0].id}`;
    const due = { dateTime: '2026-03-02T00:00:00+09:00', timeZone: 'Asia/Tokyo' };
    const text = { content: 'Text', body: { content: 'Text', contentType: 'html' } };
    const made = await ask('POST', `${list}/tasks`, { title: 'T', dueDateTime: due, ...text });
    expect([made.status, made.body.dueDateTime?.dateTime]).toEqual([201, '2026-03-01T15:00:00.0000000']);
    expect((await ask('GET', `${list}/tasks/?$top=100`)).body.value).toHaveLength(1);
    const change = { status: 'completed', isReminderOn: false };
    expect((await ask('PATCH', `${list}/tasks/${made.body.id}`, change)).body.status).toBe('completed');
    expect((await ask('POST', '/todo/lists/', { displayName: 'New' })).status).toBe(201);
  });

  it('Outlook: events of a calendar with instances, get and update by the default calendar’s path', async () => {
    const [calendar] = (await ask('GET', '/calendars?$top=100')).body.value;
    const start = { dateTime: '2026-03-02', timeZone: 'Asia/Tokyo' };
    const end = { dateTime: '2026-03-03T00:00:00.000+09:00', timeZone: 'Asia/Tokyo' };
    const guests = [{ emailAddress: { address: 'a@x.example' }, type: 'required' }];
    const body = { subject: 'S', start, end, isAllDay: true, location: { displayName: 'R' }, attendees: guests };
    const made = await ask('POST', `/calendars/${calendar.id}/events`, body);
    expect([made.status, made.body.start?.dateTime]).toEqual([201, '2026-03-02T00:00:00.0000000']);
    const select = '$select=id,subject,bodyPreview,start,end,organizer,attendees,webLink';
    const view = `/calendars/${calendar.id}/calendarView?${select}&startDateTime=2026-03-01T00:00:00.000-05:00`;
    expect((await ask('GET', `${view}&endDateTime=2026-03-09T00:00:00.000-05:00&$top=100`)).body.value).toHaveLength(1);
    expect((await ask('GET', `/calendar/events/${made.body.id}?${select}`)).body.subject).toBe('S');
    expect((await ask('PATCH', `/calendar/events/${made.body.id}`, { subject: 'N' })).body.subject).toBe('N');
    expect((await ask('PATCH', `/calendars/${calendar.id}`, { color: 'lightRed' })).body.color).toBe('lightRed');
    expect((await ask('DELETE', `/calendars/${calendar.id}/events/${made.body.id}`)).status).toBe(204);
  });
});

describe('habits of n8n’s own node and trigger for mail', () => {
  const to = (address: string) => ({ toRecipients: [{ emailAddress: { name: address, address } }] });
  const SIMPLE = '$select=id,conversationId,subject,bodyPreview,from,toRecipients,categories,hasAttachments';
  const from = (address: string, name: string) => ({ from: { emailAddress: { address, name } } });

  it('messages of a folder by filters joined in brackets, with their attachments', async () => {
    const attachments = [{ name: 'a.txt', contentType: 'text/plain', contentBytes: 'SGk=' }];
    service.seed({
      mails: [
        { subject: 'A', ...to('x@x.example'), ...from('ann@x.example', 'Ann'), attachments, folder: 'inbox' },
        { subject: 'B', ...to('x@x.example'), ...from('bo@x.example', 'Bo or Ann'), folder: 'inbox' },
      ],
    });
    const [inbox] = (await ask('GET', '/mailFolders')).body.value;
    const sender = (who: string) => `(from/emailAddress/address eq '${who}' or from/emailAddress/name eq '${who}')`;
    const found = async (filter: string) =>
      (await ask('GET', `/mailFolders/${inbox.id}/messages?${SIMPLE}&$filter=${encodeURIComponent(filter)}`)).body
        .value;
    expect(await found(`${sender('Ann')} and hasAttachments eq true`)).toMatchObject([{ subject: 'A' }]);
    expect(await found(sender('Bo or Ann'))).toMatchObject([{ subject: 'B' }]);
    expect(await found(`(parentFolderId eq '${inbox.id}') and isRead eq true`)).toHaveLength(2);
    const [{ id }] = await found(sender('Ann'));
    const [file] = (await ask('GET', `/messages/${id}/attachments`)).body.value;
    const whole = await fetch(`${base}/v1.0/me/messages/${id}/attachments/${file.id}/$value`, {
      headers: { ...ALWAYS, authorization: `Bearer ${access.accessToken}` },
    });
    expect(await whole.text()).toBe('Hi');
    expect((await ask('GET', `/mailFolders/${inbox.id}/childFolders`)).body.value).toEqual([]);
  });

  it('what came since the last poll, and the newest one for a test', async () => {
    const at = (hour: number) => ({ receivedDateTime: `2026-03-02T${hour}:00:00Z`, folder: 'inbox' });
    service.seed({ mails: [10, 11, 12].map((hour) => ({ subject: `M${hour}`, ...to('x@x.example'), ...at(hour) })) });
    const span = 'receivedDateTime ge 2026-03-02T11:00:00Z and receivedDateTime lt 2026-03-02T12:00:00Z';
    const polled = await ask('GET', `/messages?${SIMPLE}&$filter=${encodeURIComponent(span)}&$top=100`);
    expect(polled.body.value).toMatchObject([{ subject: 'M11' }]);
    const always = 'receivedDateTime ge 1900-01-01T00:00:00Z and (isRead eq true)';
    const newest = `/messages?$top=1&$orderby=${encodeURIComponent('receivedDateTime desc')}&$filter=${encodeURIComponent(always)}`;
    expect((await ask('GET', newest)).body.value).toMatchObject([{ subject: 'M12' }]);
  });
});
