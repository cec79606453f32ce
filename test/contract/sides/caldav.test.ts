import type { Send } from '../../../clients/http';
import { startSimulators, type RunningSimulators } from '../../../simulators/start';
import { davSend } from '../../support/davSend';
import type { DavSite, DavWork } from '../../support/davSite';
import { at, icsOf, toldOf, workAt } from '../../support/davSite';
import { changeJob, createJob, deleteJob, untilError } from '../../support/sides';
import { calDavSuite } from './calDavSuite';

jest.setTimeout(60_000);

function siteOf({ connection, zoho, stop }: RunningSimulators): DavSite {
  const { url, email, appPassword } = connection.zoho.calDav;
  return {
    send: davSend(email, appPassword),
    ...{ server: url, allowed: [new URL(url).host], user: email, readOnly: '日本の祝日' },
    reset: async () => void zoho.reset(),
    stop,
  };
}

describe.each([
  ['in Zoho’s manner', false],
  ['by the book', true],
])('a calendar server %s', (_manner, byTheBook) => {
  calDavSuite(async () => {
    const started = await startSimulators({ seed: 'empty' });
    const site = siteOf(started);
    return {
      ...site,
      reset: async () => {
        await site.reset();
        started.zoho.limits.calDavByTheBook = byTheBook as never;
      },
    };
  });
});

describe('what only the simulator can be made to do', () => {
  let world: RunningSimulators;
  let work: DavWork;
  beforeAll(async () => {
    world = await startSimulators({ seed: 'empty' });
    work = await workAt(siteOf(world));
  });
  afterAll(() => world.stop());
  beforeEach(() => work.fresh());

  const user = 'hanako.yamada@example.com';
  const meeting = { subject: 'Talk', start: at(3), end: at(3, 10), isAllDay: false };
  const guests = (agent: string) => [
    `ORGANIZER:mailto:${user}`,
    `ATTENDEE:mailto:${user}`,
    `ATTENDEE${agent}:mailto:ken@example.com`,
  ];

  test.each<[string, object]>([
    ['answers its read with nothing', {}],
    ['is still readable for a while', { calDavLingerSeconds: 3600 }],
    ['is denied', { calDavByTheBook: true }],
  ])('a deleted meeting that %s is gone', async (_how, limits) => {
    Object.assign(world.zoho.limits, limits);
    for (const name of ['a', 'b']) await work.put(name, icsOf(name, 4));
    await work.read();
    await work.drop('a');
    expect(toldOf(await work.read())).toEqual(['deleted a.ics']);
    expect(await work.read()).toEqual([]);
  });

  test('an empty answer about a meeting that is still listed deletes nobody', async () => {
    await work.put('a', icsOf('a', 4));
    await work.read();
    world.zoho.limits.calDavMultigetMost = 0 as never;
    await work.put('a', icsOf('a', 4, 'SUMMARY:Edited'));
    work.line.disturb((request) => (request.method === 'GET' ? { status: 200, headers: {}, body: '' } : undefined));
    await expect(work.read()).rejects.toMatchObject({ code: 'brokenReply' });
    work.line.calm();
    expect(toldOf(await work.read())).toEqual(['live Edited']);
  });

  test.each([0, 1, 2])('a report that answers only %i of those asked for is asked one by one', async (most) => {
    world.zoho.limits.calDavMultigetMost = most as never;
    for (const name of ['a', 'b', 'c']) await work.put(name, icsOf(name, 4));
    expect(toldOf(await work.read())).toEqual(['live a', 'live b', 'live c']);
  });

  test('a meeting changed meanwhile is left alone, whatever the server calls that', async () => {
    await work.put('a', icsOf('a', 4));
    const [row] = await work.read();
    const dav = work.dav;
    await work.put('a', icsOf('a', 4, 'SUMMARY:Edited'));
    const old = { match: row?.version ?? '' };
    expect(await dav.put(work.calendar.url, work.refOf('a'), icsOf('a', 4), old)).toEqual({ outcome: 'stale' });
    expect(await dav.remove(work.calendar.url, work.refOf('a'), old.match)).toEqual({ outcome: 'stale' });
  });

  test('changes that come in parts are all told', async () => {
    world.zoho.limits.calDavSyncMost = 2 as never;
    await work.read();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await work.put(name, icsOf(name, 4));
    await work.drop('c');
    expect(toldOf(await work.read())).toEqual(['live a', 'live b', 'live d', 'live e']);
    expect(await work.read()).toEqual([]);
  });

  test('a server that keeps texts rewritten shows what it made of them', async () => {
    world.zoho.limits.calDavRewrites = true as never;
    const [made] = await work.write(createJob('zoho', meeting, 'w1'));
    expect(made).toMatchObject({ outcome: 'done', fields: meeting });
    const [row] = await work.read();
    expect(row).toMatchObject({ version: (made as { version: string }).version, mark: 'w1' });
  });

  test('tokens that expired read anew and delete nobody', async () => {
    await work.put('a', icsOf('a', 4));
    await work.read();
    for (const calendar of world.zoho.state.calDav.calendars) calendar.epoch += 1;
    expect(await work.read()).toEqual([]);
    await work.put('b', icsOf('b', 4));
    expect(toldOf(await work.read())).toEqual(['live b']);
  });

  test('nobody is mailed: not whom we add, and not whom the server has invited', async () => {
    const people = { ...meeting, participants: ['mai@example.com'] };
    await work.put('invited', icsOf('invited', 4, ...guests('')));
    await work.put('ours', icsOf('ours', 5, ...guests(';SCHEDULE-AGENT=CLIENT')));
    world.zoho.outbox.length = 0;
    const rows = new Map((await work.read()).map((row) => [row.fields.subject, row]));
    const [invited, ours] = [rows.get('invited')!, rows.get('ours')!];
    const results = await work.write(
      createJob('zoho', people, 'p1'),
      changeJob('zoho', invited, { location: 'Elsewhere' }),
      changeJob('zoho', ours, { location: 'Elsewhere', participants: ['ken@example.com', 'mai@example.com'] }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'done']);
    expect((results[1] as unknown as { message: string }).message).toContain('1 participant,');
    expect((await work.write(deleteJob('zoho', invited)))[0]).toMatchObject({ outcome: 'refused' });
    const deleted = await work.write(deleteJob('zoho', { ...ours, version: null }));
    expect(deleted).toMatchObject([{ outcome: 'done' }]);
    expect(world.zoho.outbox).toEqual([]);
  });

  test('a full calendar and a text that is too long', async () => {
    world.zoho.limits.calDavMaxSize = 2000 as never;
    const long = createJob('zoho', { ...meeting, description: 'x'.repeat(3000) }, 'long');
    const [result] = await work.write(long);
    expect(result).toMatchObject({ outcome: 'refused', message: expect.stringContaining('max-resource-size') });
    world.zoho.limits.calDavMaxSize = 0 as never;
    world.zoho.limits.calDavQuota = 1 as never;
    const both = [createJob('zoho', meeting, 'q1'), createJob('zoho', meeting, 'q2')];
    const { told, error } = await untilError(work.writing(both));
    expect(told).toMatchObject([{ outcome: 'done' }]);
    expect(error).toMatchObject({ code: 'noRoom' });
    world.zoho.limits.calDavQuota = 0 as never;
  });

  test('a wrong password is told at once, without a second try', async () => {
    const { connection } = world;
    const { url, email } = connection.zoho.calDav;
    const sent: string[] = [];
    const send = davSend(email, 'wrong');
    const counted: Send = (request) => {
      sent.push(request.url);
      return send(request);
    };
    const site = { ...siteOf(world), send: counted, server: url };
    await expect(workAt(site)).rejects.toMatchObject({ code: 'wrongPassword', radius: 'side' });
    expect(sent.length).toBeLessThan(3);
  });
});
