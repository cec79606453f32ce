import { readCalendar } from '../../../simulators/zoho/caldav/components';
import { appPassword, basic, calDavUnderTest, email, EVENTS, HOME, hour } from './zohoCalDavHarness';

const { service, dav, put, remove, ask, call } = calDavUnderTest();

describe('signing in', () => {
  const status = async (authorization: string | null) => (await dav('PROPFIND', '/caldav/', { authorization })).status;

  it('takes the e-mail address in any case with an app-specific password', async () => {
    expect((await ask('/caldav/', '<D:current-user-principal/>')).status).toBe(207);
    const other = await dav('OPTIONS', HOME, { authorization: basic(appPassword, email.toUpperCase()) });
    expect(other.status).toBe(200);
    expect(other.headers.get('dav')).toContain('calendar-access');
  });

  it.each([
    ['nobody', null],
    ['a wrong password', basic('wrong')],
    ['a stranger', basic(appPassword, 'stranger@example.com')],
    ['a token', 'Bearer 1000.simulator-access-token'],
    ['the password of the pages, while two-factor sign-in is on', basic('login-password')],
  ])('challenges %s', async (_who, authorization) => {
    const answer = await dav('PROPFIND', '/caldav/', { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('takes the password of the pages without two-factor sign-in, no password taken back, nobody locked', async () => {
    await call('/_simulator/caldav/account', { body: { twoFactor: false } });
    expect(await status(basic('login-password'))).not.toBe(401);
    await call('/_simulator/caldav/account', { body: { appPasswords: [] } });
    expect(await status(basic())).toBe(401);
    await call('/_simulator/caldav/account', { body: { locked: true } });
    expect(await status(basic('login-password'))).toBe(403);
    expect(await status(basic('wrong'))).toBe(401);
  });

  it('shows nobody what belongs to somebody else', async () => {
    service.seed({
      calDav: {
        accounts: [
          { email: 'one@example.com', id: '1' },
          { email: 'two@example.com', id: '2' },
        ],
      },
    });
    const authorization = basic(appPassword, 'one@example.com');
    expect((await dav('PROPFIND', '/caldav/1/events/', { authorization, headers: { depth: '0' } })).status).toBe(207);
    expect((await dav('PROPFIND', '/caldav/2/events/', { authorization, headers: { depth: '0' } })).status).toBe(404);
  });

  it('writes no password into its log or its state', async () => {
    await put('a.ics', hour('a', '20260601T090000Z'));
    const told = JSON.stringify([service.log.list(), (await call('/_simulator/state')).body]);
    expect(told).toContain('a.ics');
    expect(told).not.toContain(appPassword);
  });
});

describe('discovery', () => {
  it('leads from the well-known address to the calendars', async () => {
    const known = await dav('PROPFIND', '/.well-known/caldav', { authorization: null });
    expect([known.status, known.headers.get('location')]).toEqual([301, '/caldav/']);
    expect((await ask('/caldav/', '<D:current-user-principal/>')).text).toContain('/caldav/60001234567/user/');
    const principal = await ask('/caldav/60001234567/user/', '<C:calendar-home-set/><C:calendar-user-address-set/>');
    expect(principal.text).toContain(`<D:href>${HOME}</D:href>`);
    expect(principal.text).toContain(`mailto:${email}`);
  });

  it('tells of each calendar what may be done with it', async () => {
    const { text } = await ask(
      HOME,
      '<D:displayname/><D:resourcetype/><D:current-user-privilege-set/><D:sync-token/><CS:getctag/>',
      '1',
    );
    expect(text).toContain('日本の祝日');
    const [own = '', holidays = ''] = text.split('</D:response>').filter((one) => one.includes('<C:calendar/>'));
    expect(own).toContain('<D:write-content/>');
    expect(holidays).not.toContain('<D:write');
    expect(own).toMatch(/<CS:getctag>.+<\/CS:getctag>/);
  });

  it('tells unknown properties as 404, refuses endless depth and broken XML', async () => {
    const { status, text } = await ask(EVENTS, '<D:displayname/><X:odd xmlns:X="urn:odd"/>');
    expect(status).toBe(207);
    expect(text).toMatch(/404 Not Found/);
    expect((await ask(EVENTS, '<D:displayname/>', 'infinity')).text).toContain('propfind-finite-depth');
    expect((await dav('PROPFIND', EVENTS, { body: '<D:propfind', headers: { depth: '0' } })).status).toBe(400);
  });
});

describe('objects', () => {
  const one = hour('a', '20260601T090000Z');

  it('are put, read, changed and deleted under their tags', async () => {
    const made = await put('a.ics', one, { 'if-none-match': '*' });
    expect(made.status).toBe(201);
    const tag = made.headers.get('etag') ?? '';
    const read = await dav('GET', `${EVENTS}a.ics`);
    expect([read.text, read.headers.get('etag')]).toEqual([one, tag]);
    expect((await put('a.ics', one, { 'if-none-match': '*' })).status).toBe(412);
    const changed = await put('a.ics', hour('a', '20260602T090000Z'), { 'if-match': tag });
    expect([changed.status, changed.headers.get('etag')]).not.toEqual([204, tag]);
    expect((await put('a.ics', one, { 'if-match': tag })).status).toBe(412);
    expect((await remove('a.ics', { 'if-match': tag })).status).toBe(412);
    expect((await remove('a.ics', { 'if-match': changed.headers.get('etag') ?? '' })).status).toBe(204);
    expect((await remove('a.ics')).status).toBe(404);
    expect((await put('a.ics', one, { 'if-match': tag })).status).toBe(412);
  });

  it.each([
    ['no calendar', 'hello', 'valid-calendar-data'],
    [
      'two UIDs',
      one.replace('END:VCALENDAR', 'BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260601T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR'),
      'valid-calendar-object-resource',
    ],
    ['a message', one.replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST'), 'valid-calendar-object-resource'],
    ['a task', one.replace(/VEVENT/g, 'VTODO'), 'supported-calendar-component'],
  ])('that are %s are refused by name', async (_what, data, precondition) => {
    const answer = await put('b.ics', data);
    expect([answer.status, answer.text.includes(`<C:${precondition}`)]).toEqual([403, true]);
    expect(service.state.calDav.calendars[0]?.objects.size).toBe(0);
  });

  it('share no UID, and the other one is named', async () => {
    await put('a.ics', one);
    const twin = await put('b.ics', one);
    expect(twin.status).toBe(409);
    expect(twin.text).toContain(`<C:no-uid-conflict><D:href>${EVENTS}a.ics</D:href>`);
  });

  it('stay out of a calendar that may only be read, one that is full, and one that takes smaller ones', async () => {
    const refused = await put('a.ics', one, {}, `${HOME}holidays/`);
    expect([refused.status, refused.text.includes('need-privileges')]).toEqual([403, true]);
    service.limits.calDavQuota = 1;
    await put('a.ics', one);
    expect((await put('b.ics', hour('b', '20260601T090000Z'))).status).toBe(507);
    expect((await put('a.ics', hour('a', '20260603T090000Z'))).status).toBe(204);
    service.limits.calDavMaxSize = 100;
    expect((await put('a.ics', one)).text).toContain('max-resource-size');
  });

  it('may be rewritten by the server, which then tells no tag', async () => {
    service.limits.calDavRewrites = true;
    const made = await put('a.ics', hour('a', '20260601T090000Z', `DESCRIPTION:${'商談の議題 '.repeat(40)}`));
    expect([made.status, made.headers.get('etag')]).toEqual([201, null]);
    const { text } = await dav('GET', `${EVENTS}a.ics`);
    expect(text).toContain('PRODID:-//Zoho Corporation//');
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    await put('a.ics', text);
    expect((await dav('GET', `${EVENTS}a.ics`)).text).toBe(text);
    expect(readCalendar(text)?.components[0]?.properties.find(({ name }) => name === 'DESCRIPTION')?.value).toBe(
      '商談の議題 '.repeat(40),
    );
  });
});

describe('in Zoho’s own manner', () => {
  beforeEach(() => void (service.limits.calDavByTheBook = false as never));

  it('answers 501 with nothing to a slash at the end, and not without it', async () => {
    for (const path of ['/', '/caldav/', `${EVENTS}a.ics`])
      expect(await ask(path, '<D:displayname/>')).toMatchObject({ status: 501, text: '' });
    expect((await ask('/caldav', '<D:current-user-principal/>')).status).toBe(207);
  });

  it('reads a deleted meeting as nothing, and calls an old mark a conflict', async () => {
    const made = await put('a.ics', hour('a', '20260601T090000Z'));
    expect([made.status, made.headers.get('etag')]).toEqual([201, null]);
    expect((await put('a.ics', hour('a', '20260602T090000Z'))).status).toBe(201);
    expect((await put('a.ics', hour('a', '20260603T090000Z'), { 'if-match': '"old"' })).status).toBe(409);
    await remove('a.ics');
    const read = await dav('GET', `${EVENTS}a.ics`);
    expect([read.status, read.text]).toEqual([200, '']);
  });

  it('leaves unknown properties out', async () => {
    const { text } = await ask(EVENTS, '<X:odd xmlns:X="urn:odd"/>');
    expect(text).not.toContain('404');
    expect(text).toContain('HTTP/1.1 200 OK');
  });
});
